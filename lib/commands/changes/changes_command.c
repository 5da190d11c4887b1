/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `changes` takes and makes. */
#include <lagesbild/changes.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_changes_options values;

static const lb_option option_table[] = {
    LB_OPTION("before", 0, SOURCE, LB_AT(before), "BEFORE", "områdena före", "the areas before",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("after", 0, SOURCE, LB_AT(after), "AFTER", "områdena efter", "the areas after",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_FIELD_OPTION("lpo", lpo, LB_USUAL_POLICE_DISTRICT, "fältet med lokalpolisområdet",
                    "the field with the local police area"),
    LB_FIELD_OPTION("region", region, LB_USUAL_POLICE_REGION, "fältet med polisregionen",
                    "the field with the police region"),
    LB_OPTION("aliases", 0, SOURCE, LB_AT(aliases), "FILE", "tabell: från, till; andra stavningar",
              "table: from, to; other spellings", .flags = 0),
    LB_OPTION("only-changed", 0, FLAG, LB_AT(only_changed), NULL,
              "lista bara områden med annan kategori, nya eller borta",
              "list only areas of another category, new or gone", .flags = 0),
    LB_OPTION("matrix", 0, OUTPUT, LB_AT(matrix), "FILE", "övergångar mellan kategorier",
              "transitions between categories", .words = lb_table_endings),
    LB_OPTION("counts", 0, OUTPUT, LB_AT(counts), "FILE", "områden efter kategori, region och LPO",
              "areas by category, region and LPO", .words = lb_table_endings),
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {LB_COLUMN("area", "", KEY, TEXT, NONE),
                                         LB_COLUMN("region", "", KEY, TEXT, NONE),
                                         LB_COLUMN("lpo", "", KEY, TEXT, NONE),
                                         LB_COLUMN("before", "", KEY, TEXT, NONE),
                                         LB_COLUMN("after", "", KEY, TEXT, NONE),
                                         LB_COLUMN("change", "", KEY, TEXT, NONE),
                                         LB_COLUMN("kind", "", KEY, TEXT, NONE),
                                         LB_COLUMN("other", "", KEY, TEXT, NONE),
                                         LB_COLUMN("kept_km2", "km2", GROUND, REAL, KM2),
                                         LB_COLUMN("gained_km2", "km2", GROUND, REAL, KM2),
                                         LB_COLUMN("lost_km2", "km2", GROUND, REAL, KM2)};

static const lb_column_info matrix[] = {
    LB_COLUMN("before", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("CATEGORY", "areas", GROUND, INTEGER, COUNT, "områden som har den kategorin efter",
                 "areas that have the category after"),
    LB_COLUMN_OF("total", "areas", GROUND, INTEGER, COUNT, "alla", "all")};

static const lb_column_info counts[] = {
    LB_COLUMN("region", "", KEY, TEXT, NONE),
    LB_COLUMN("lpo", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("before", "areas", GROUND, INTEGER, COUNT, "områden före", "areas before"),
    LB_COLUMN_OF("after", "areas", GROUND, INTEGER, COUNT, "områden efter", "areas after"),
    LB_COLUMN("lpo_before", "police areas", KEY, INTEGER, COUNT),
    LB_COLUMN("lpo_after", "police areas", KEY, INTEGER, COUNT)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("matrix", "matrix", matrix),
                                       LB_FILE_TABLE("counts", "counts", counts)};

static const values initial = {.before = NULL};

void lb_changes_options_init(lb_changes_options *options)
{
    *options = initial;
}

const lb_command lb_changes_command = {
    .name = "changes",
    .order = 150,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"vad som hände med områden mellan två bedömningar",
                "what became of areas between two assessments"},
    .description = {"Vad som hände med områden mellan två bedömningar: paras på namn och, där båda "
                    "är lager, på plats.",
                    "What became of areas between two assessments: matched by name and, where both "
                    "are layers, by place."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
