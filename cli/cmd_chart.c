/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_chart_job *chart, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_chart_run(chart, &s.job, &s.err));
}

int cmd_chart(int argc, char **argv)
{
    out_common common = {0};
    lb_chart_job chart = {.table = NULL};
    const opt options[] = {
        {"output", 'o', OPT_TEXT, &common.output, "FILE", ".png, .svg or .pdf"},
        {"only", 0, OPT_TEXT, &chart.only, "NAME",
         "border: the period; rates: the indicator; classes: the field with names"},
        {"title", 0, OPT_TEXT, &chart.options.title, "TEXT", "instead of the one that is made"},
        {"source", 0, OPT_TEXT, &chart.options.source, "TEXT", "a line at the foot"},
        {"width", 0, OPT_REAL, &chart.options.width, "MM", "160"},
        {"height", 0, OPT_REAL, &chart.options.height, "MM", "100, or what the bars need"},
        {"colour-blind", 0, OPT_FLAG, &chart.options.colour_blind, NULL,
         "classes from blue to red"},
        {"dpi", 0, OPT_REAL, &chart.dpi, "N", "pixels to an inch of a PNG (300)"},
        OUT_JOB_OPTIONS(common)};
    const opt_command command = {
        "chart",
        "border|rates|classes TABLE",
        "A table as a picture: the border curve of share with its band, the figures of rate with\n"
        "their intervals, or the class mix of the areas of profile.",
        options,
        sizeof options / sizeof *options,
        2,
        2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    int kind = out_choice("chart", argv[1], lb_chart_kind_names);
    if (kind < 0)
        return lb_status_exit_code(LB_E_USAGE);
    if (!common.output)
        return out_usage("chart: needs -o FILE.png, .svg or .pdf");
    chart.kind = (lb_chart_kind)kind;
    chart.table = argv[2];
    chart.output = common.output;
    return run(&chart, &common);
}
