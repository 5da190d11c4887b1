/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `population` takes and makes. */
#include <lagesbild/population.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_population_options values;

const char *const lb_parent_rule_names[] = {
    [LB_PARENT_NONE] = "none", [LB_PARENT_LAST_DIGIT] = "last-digit", NULL};

static const lb_option option_table[] = {
    LB_OPTION("zones", 0, SOURCE, LB_AT(zones), "ZONES",
              "zonerna: DeSO, RegSO eller andra polygoner",
              "the zones: DeSO, RegSO or other polygons",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("fields", 0, JOINED, LB_AT(fields), "F,...", "de tal som förs över, invånarna först",
              "the figures to carry, those of people first", .flags = LB_OPTION_NEEDED),
    LB_OPTION("young", 0, JOINED, LB_AT(young), "F,...", "tal som tillsammans är de som är 0–19 år",
              "figures that add up to those aged 0-19", .flags = 0),
    LB_OPTION("intensive", 0, LIST, LB_LIST(intensive, n_intensive), "FIELD:WEIGHT",
              "ett medelvärde eller en andel, och fältet som väger det, eller area för ytan; får "
              "upprepas",
              "a mean or share, and the field that weighs it, or area for surface; may be repeated",
              .flags = 0),
    LB_OPTION("counts", 0, SOURCE, LB_AT(counts), "TABLE",
              "var talen finns, efter kod; utan den i zonernas egna fält",
              "where the figures are, by code; without it in the zones' own fields", .flags = 0),
    LB_FIELD_OPTION("id", id, LB_USUAL_ZONE_CODE, "fältet med koden", "the field with the code"),
    LB_OPTION("parent-rule", 0, CHOICE, LB_AT(parent), "RULE",
              "vad en zon utan tal får: inget, eller för DeSO 2025 dess föräldrazons från 2018",
              "what a zone without figures takes: none, or DeSO 2025 its 2018 parent's",
              .words = lb_parent_rule_names),
    LB_OPTION("weights", 0, SOURCE, LB_AT(weights), "GRID",
              "rutnät med invånare som säger var i zonen de bor; utan det jämnt",
              "people that say where in a zone they live; without it evenly",
              .flags = LB_OPTION_SQUARES),
    LB_OPTION("national", 0, REAL, LB_AT(national), "PEOPLE",
              "rikets invånare; utan den alla i talen",
              "people of the country; without it all people in the figures", LB_BOUNDS(0, INFINITY),
              .flags = 0),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_OVERLAP_OPTION,
    LB_PRIORITY_OPTION,
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("level", "", KEY, TEXT, NONE),
    LB_COLUMN("area", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("covered_share", "share", GROUND, REAL, SHARE,
                 "andel av ytan som ligger i zoner med tal",
                 "share of the surface in zones with figures"),
    LB_COLUMN("people", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("people_low", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("people_high", "people", PEOPLE, REAL, COUNT),
    LB_COLUMN("share_of_country", "share", RATIO, REAL, SHARE),
    LB_COLUMN("share_0_19", "share", RATIO, REAL, SHARE),
    LB_COLUMN_OF("FIELD", "", PART, REAL, COUNT,
                 "ett fält till av --fields, --young eller --intensive",
                 "a further field of --fields, --young or --intensive"),
    LB_COLUMN_OF("FIELD_low", "", PART, REAL, COUNT, "det minsta: bara zoner helt i området",
                 "the least: only zones wholly inside"),
    LB_COLUMN_OF("FIELD_high", "", PART, REAL, COUNT,
                 "det mesta: varje zon som området berör; tomt där en sådan saknar tal",
                 "the most: every zone touched; empty where the figure of one is not known"),
    LB_COLUMN_OF("FIELD_covered_share", "share", GROUND, REAL, SHARE,
                 "andel av ytan i zoner med detta tal, där den är en annan än för invånarna",
                 "share of the surface in zones with this figure, where it is not that of people")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.zones = NULL};

void lb_population_options_init(lb_population_options *options)
{
    *options = initial;
}

const lb_command lb_population_command = {
    .name = "population",
    .order = 70,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"för zoners tal till områden genom exakt överlappning",
                "carry figures of zones to areas, by exact overlap"},
    .description = {"För tal för zoner (DeSO, RegSO) till områden genom exakt överlappning, med "
                    "gränser: invånare, deras andel av riket, andelen som är 0–19 år.",
                    "Carries the figures of zones (DeSO, RegSO) to areas by exact overlap, with "
                    "bounds: people, their share of the country, the share aged 0-19."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
