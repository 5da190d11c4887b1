/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `levels` takes and makes. */
#include <lagesbild/levels.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_levels_options values;

static const lb_option option_table[] = {
    LB_OPTION("answers", 0, SOURCE, LB_AT(answers), "ANSWERS",
              "svaren: område, år, fråga, nivå, osäkerhet",
              "the answers: area, year, question, level, uncertainty",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("questions", 0, SOURCE, LB_AT(questions), "MAP", "fråga, delområde",
              "question, subarea", .flags = LB_OPTION_NEEDED),
    LB_OPTION("categories", 0, SOURCE, LB_AT(categories), "TABLE", "område, år, kategori",
              "area, year, category", .flags = 0),
    LB_OPTION("arrow", 0, CHOICE, LB_AT(arrow), "RULE",
              "exact: medelvärdena skiljer sig med mer än 0,2; rounded: deras avrundade skillnad "
              "gör det; totals: de avrundade medelvärdena gör det",
              "exact: means differ by over 0.2; rounded: their rounded difference does; totals: "
              "the rounded means do",
              .words = lb_arrow_rule_names),
    LB_OPTION("summary", 0, OUTPUT, LB_AT(summary), "FILE", "kategoriernas medelvärden per år",
              "means of categories by year", .words = lb_table_endings),
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("area", "", KEY, TEXT, NONE),
    LB_COLUMN("year", "year", KEY, INTEGER, NONE),
    LB_COLUMN("total", "1 to 5", KEY, REAL, SCORE),
    LB_COLUMN_OF("SUBAREA", "1 to 5", KEY, REAL, SCORE, "delområdets problemnivå",
                 "problem level of the subarea"),
    LB_COLUMN("uncertainty", "1 to 5", KEY, REAL, SCORE),
    LB_COLUMN("change", "steps", KEY, REAL, SCORE),
    LB_COLUMN("arrow", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("uncertainty_K", "answers", KEY, INTEGER, COUNT, "svar med osäkerheten K",
                 "answers of uncertainty K"),
    LB_COLUMN("answers", "answers", KEY, INTEGER, COUNT),
    LB_COLUMN_OF("missing", "", KEY, TEXT, NONE, "frågorna utan svar",
                 "the questions without an answer")};

static const lb_column_info summary[] = {LB_COLUMN("category", "", KEY, TEXT, NONE),
                                         LB_COLUMN("year", "year", KEY, INTEGER, NONE),
                                         LB_COLUMN("areas", "areas", GROUND, INTEGER, COUNT),
                                         LB_COLUMN("total", "1 to 5", KEY, REAL, SCORE),
                                         LB_COLUMN_OF("SUBAREA", "1 to 5", KEY, REAL, SCORE,
                                                      "delområdets problemnivå",
                                                      "problem level of the subarea"),
                                         LB_COLUMN("uncertainty", "1 to 5", KEY, REAL, SCORE)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("summary", "summary", summary)};

static const values initial = {.answers = NULL};

void lb_levels_options_init(lb_levels_options *options)
{
    *options = initial;
}

const lb_command lb_levels_command = {
    .name = "levels",
    .order = 110,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"problemnivåer ur svaren på metodstödet",
                "problem levels from the answers to the metodstöd"},
    .description = {"Områdens problemnivåer ur svaren på metodstödet: totalt, delområden, "
                    "osäkerhet och pilen mot året före.",
                    "Problem levels of areas from the answers to the metodstöd: total, subareas, "
                    "uncertainty, and the arrow against the year before."},
    .job_options = LB_JOB_TABLES,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
