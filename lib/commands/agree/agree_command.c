/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `agree` takes and makes. */
#include <lagesbild/agree.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_agree_options values;

static const lb_option option_table[] = {
    LB_GRID_OPTION,
    LB_OPTION("areas", 0, SOURCE, LB_AT(areas), "AREAS", "områdena", "the areas",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_NAMED),
    LB_OPTION("cell-rule", 0, LIST, LB_LIST(rule, rules), "RULE",
              "när en ruta är i ett område; utan den alla fyra",
              "when a cell is inside; without it all four", .words = lb_cell_rule_names),
    LB_OPTION("worst", 0, WHOLE, LB_AT(worst), "CLASS",
              "rutor av den klassen och sämre är de dåliga; utan den rutnätets sämsta",
              "cells of this class and above are the bad ones; without it the grid's greatest",
              .flags = 0),
    LB_OPTION("vulnerable-share", 0, REAL, LB_AT(vulnerable), "SHARE",
              "andel av ett områdes invånare i dem som gör det utsatt",
              "of an area's people in them that makes it vulnerable", LB_BOUNDS(0, 1),
              .flags = LB_OPTION_ABOVE_LOW),
    LB_OPTION("areas-output", 0, OUTPUT, LB_AT(areas_output), "FILE",
              "andelarna efter område och kategori som fil",
              "the shares by area and category, as a file", .words = lb_table_endings),
    LB_AREA_NAME_OPTION,
    LB_AREA_CATEGORY_OPTION,
    LB_PRIORITY_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_COARSEN_OPTION,
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info rules[] = {
    LB_COLUMN("rule", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("cells", "cells", GROUND, REAL, RATE, "rutor med klass", "cells with a class"),
    LB_COLUMN("predicted_and_inside", "cells", MADE, REAL, RATE),
    LB_COLUMN("predicted_only", "cells", MADE, REAL, RATE),
    LB_COLUMN("inside_only", "cells", MADE, REAL, RATE),
    LB_COLUMN("neither", "cells", MADE, REAL, RATE),
    LB_COLUMN("precision", "share", MADE, REAL, SHARE),
    LB_COLUMN("recall", "share", MADE, REAL, SHARE),
    LB_COLUMN("f1", "share", MADE, REAL, SHARE),
    LB_COLUMN("kappa", "-1 to 1", MADE, REAL, SCORE),
    LB_COLUMN("auc", "share", MADE, REAL, SCORE),
    LB_COLUMN("auc_low", "share", MADE, REAL, SCORE),
    LB_COLUMN("auc_high", "share", MADE, REAL, SCORE)};

static const lb_column_info areas[] = {LB_COLUMN("level", "", KEY, TEXT, NONE),
                                       LB_COLUMN("area", "", KEY, TEXT, NONE),
                                       LB_COLUMN("category", "", KEY, TEXT, NONE),
                                       LB_COLUMN("areas", "areas", GROUND, INTEGER, COUNT),
                                       LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT,
                                                    "invånare i rutor med klass",
                                                    "people in cells with a class"),
                                       LB_COLUMN("people_worst", "people", PEOPLE, REAL, COUNT),
                                       LB_COLUMN("people_share", "share", RATIO, REAL, SHARE),
                                       LB_COLUMN("cells", "cells", GROUND, REAL, RATE),
                                       LB_COLUMN("cells_worst", "cells", MADE, REAL, RATE),
                                       LB_COLUMN("cells_share", "share", MADE, REAL, SHARE),
                                       LB_COLUMN("vulnerable_areas", "areas", MADE, INTEGER, COUNT),
                                       LB_COLUMN("vulnerable_share", "share", MADE, REAL, SHARE),
                                       LB_COLUMN("vulnerable_low", "share", MADE, REAL, SHARE),
                                       LB_COLUMN("vulnerable_high", "share", MADE, REAL, SHARE)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(rules),
                                       {.name = "areas",
                                        .option = "areas-output",
                                        .hidden_by = {"areas-output", "output"},
                                        .column = areas,
                                        .columns = LB_COUNT(areas)}};

static const values initial = {.vulnerable = 0.5, .confidence = 0.95};

void lb_agree_options_init(lb_agree_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    size_t all = 0;
    while (lb_cell_rule_names[all])
        all++;
    if (o->rules > all)
        return lb_error_set(err, LB_E_USAGE, "--cell-rule: given %zu times, there are %zu rules",
                            o->rules, all);
    return LB_OK;
}

const lb_command lb_agree_command = {
    .name = "agree",
    .order = 60,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"hur de sämsta rutorna och områdena sammanfaller",
                "how the worst squares and the areas coincide"},
    .description =
        {"Hur de sämsta rutorna och områdena sammanfaller: rutornas 2x2-tabell, precision, "
         "täckning, F1, kappa och AUC; och hur stor del av varje område som är i sämsta klassen.",
         "How the worst squares and the areas coincide: the 2x2 table of cells, precision, recall, "
         "F1, kappa and AUC; and what share of each area is in the worst class."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
