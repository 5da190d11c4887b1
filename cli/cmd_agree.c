/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_agree_options *options, const out_common *common)
{
    out_session s;
    lb_agree_result made = {{0}, {0}};
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_agree_run(options, &s.job, &made, &s.err);
    s.table = made.rules;
    code = out_end(&s, status);
    if (code == 0 && !options->areas_output && !common->output) {
        putchar('\n');
        code = out_table(&made.areas, common);
    }
    lb_table_clear(&made.areas);
    return code;
}

int cmd_agree(int argc, char **argv)
{
    out_common common = {0};
    lb_agree_options agree = LB_AGREE_OPTIONS_INIT;
    opt_list rules = {0};
    const opt options[] = {
        {"cell-rule", 0, OPT_LIST, &rules, "RULE",
         "when a cell is inside: fraction, centroid, any or majority (default all four)"},
        {"worst", 0, OPT_INTEGER, &agree.worst, "CLASS",
         "cells of this class and above are the bad ones (default the grid's greatest)"},
        {"vulnerable-share", 0, OPT_REAL, &agree.vulnerable, "SHARE",
         "of an area's people in them that makes it vulnerable (default 0.5)"},
        {"areas-output", 0, OPT_TEXT, &agree.areas_output, "FILE",
         "the shares by area and category, as a file"},
        {"name", 0, OPT_TEXT, &agree.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &agree.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"priority", 0, OPT_TEXT, &agree.priority, "A,B,C", "categories, the worst first"},
        {"confidence", 0, OPT_REAL, &agree.confidence, "P", "of the intervals (default 0.95)"},
        {"min-cell", 0, OPT_INTEGER, &agree.min_cell, "N",
         "empty people of areas that, beside profile, would tell of fewer (default 0: none)"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "agree",
        "GRID AREAS",
        "How the worst squares and the areas coincide: the 2x2 table of cells, precision, recall,\n"
        "F1, kappa and AUC; and what share of each area is in the worst class.",
        options,
        sizeof options / sizeof *options,
        2,
        2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    agree.grid = argv[1];
    agree.areas = argv[2];
    agree.rule = rules.item;
    agree.rules = rules.count;
    agree.output = common.output;
    agree.provenance = common.provenance;
    return run(&agree, &common);
}
