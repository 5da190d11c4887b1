/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int print_report(const lb_project_report *report, const out_common *common)
{
    int code = 0;
    if (report->inputs.columns > 0) {
        code = out_table(&report->inputs, common);
        putchar('\n');
    }
    return code ? code : out_table(&report->steps, common);
}

/* A run of which steps failed has a report too. */
static int run(const lb_project_options *options, const out_common *common)
{
    out_session s;
    lb_project_report report = {.inputs = {0}};
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_project_run(options, &s.job, &report, &s.err);
    if (report.steps.columns > 0)
        code = print_report(&report, common);
    lb_project_report_clear(&report);
    return status == LB_OK ? code : out_error(status, &s.err);
}

int cmd_run(int argc, char **argv)
{
    out_common common = {0};
    lb_project_options project = {0};
    const opt options[] = {
        {"output", 'o', OPT_TEXT, &project.dir, "DIR", "where everything goes; made when missing"},
        {"dry-run", 'n', OPT_FLAG, &project.dry_run, NULL,
         "say what would be read and written, and stop"},
        {"force", 'f', OPT_FLAG, &common.force, NULL, "replace outputs that exist"},
        {"threads", 0, OPT_INTEGER, &common.threads, "N", "0: as many as cores (default)"},
        {"quiet", 'q', OPT_FLAG, &common.quiet, NULL, "no notes, no progress"}};
    const opt_command command = {
        "run",
        "PROJECT.yaml -o DIR",
        "Makes a whole lägesbild from one description: grid, tables and the page that shows them.\n"
        "Checked as a whole before anything is computed.",
        options,
        sizeof options / sizeof *options,
        1,
        1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    if (!project.dir)
        return out_usage("run: needs -o DIR; see: lagesbild help run");
    project.file = argv[1];
    return run(&project, &common);
}
