/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

int cmd_audit(int argc, char **argv)
{
    out_common common = {0};
    opt_list totals = {0};
    const opt options[] = {{"total", 't', OPT_LIST, &totals, "[PERIOD=]N",
                            "the total, where it is known: rows are held against it"},
                           OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "audit",
        "TABLE",
        "Which totals published counts and rounded percentages allow, and which rows cannot be\n"
        "right. TABLE: period, category, count, percent; or category, areas, mean, percent.",
        options,
        sizeof options / sizeof *options,
        1,
        1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    lb_audit_options audit = {argv[1], totals.item, totals.count, common.output, common.provenance};
    out_session s;
    int code = out_begin(&s, &common);
    return code ? code : out_end(&s, lb_audit_run(&audit, &s.job, &s.table, &s.err));
}
