/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_changes_options *options, const out_common *common)
{
    out_session s;
    lb_changes_report report = {{0}, {0}, {0}};
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_changes_run(options, &s.job, &report, &s.err);
    if (status != LB_OK)
        return out_end(&s, status);
    s.table = report.list; /* shown, and freed, as every command's table */
    report.list = (lb_table){0};
    lb_changes_report_clear(&report);
    return out_end(&s, LB_OK);
}

int cmd_changes(int argc, char **argv)
{
    out_common common = {0};
    lb_changes_options changes = {0};
    const opt options[] = {
        {"name", 0, OPT_TEXT, &changes.name, "FIELD", "the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &changes.category, "FIELD",
         "the category (kategori, type, category)"},
        {"lpo", 0, OPT_TEXT, &changes.lpo, "FIELD", "the local police area (lpo)"},
        {"region", 0, OPT_TEXT, &changes.region, "FIELD", "the police region (region)"},
        {"only-changed", 0, OPT_FLAG, &changes.only_changed, NULL,
         "list only areas of another category, new or gone"},
        {"aliases", 0, OPT_TEXT, &changes.aliases, "FILE", "table: from, to; other spellings"},
        {"matrix", 0, OPT_TEXT, &changes.matrix, "FILE", "transitions between categories"},
        {"counts", 0, OPT_TEXT, &changes.counts, "FILE", "areas by category, region and LPO"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "changes",
        "BEFORE AFTER",
        "What became of areas between two assessments: matched by name and, where both are\n"
        "layers, by place.",
        options,
        sizeof options / sizeof *options,
        2,
        2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    changes.before = argv[1];
    changes.after = argv[2];
    changes.output = common.output;
    changes.provenance = common.provenance;
    return run(&changes, &common);
}
