/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

int cmd_audit(int argc, char **argv)
{
    out_common common = {0};
    const opt options[] = {OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "audit",
        "TABLE",
        "Which totals published counts and rounded percentages allow, and which rows cannot be\n"
        "right. TABLE: period, category, count, percent.",
        options,
        sizeof options / sizeof *options,
        1,
        1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_GO)
        return parsed == OPT_HELPED ? 0 : lb_status_exit_code(LB_E_USAGE);
    lb_audit_options audit = {argv[1], common.output, common.provenance};
    lb_log log = out_log(&common);
    lb_job job;
    lb_error err = {0};
    lb_table table = {0};
    int code = out_job(&common, &log, &job);
    if (code)
        return code;
    lb_status status = lb_audit_run(&audit, &job, &table, &err);
    if (status != LB_OK)
        return out_error(status, &err);
    if (!audit.output)
        code = out_table(&table, &common);
    lb_table_clear(&table);
    return code;
}
