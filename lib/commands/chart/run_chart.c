/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `chart`: a table that another command wrote, as a picture. */

#include <lagesbild/chart.h>
#include <lagesbild/picture.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "input/tables/result_table.h"

/* Columns that are names, whatever they look like: the period 2019 is no number. */
static lb_status read_table(const lb_chart_job *chart, const lb_job *job, lb_table *table,
                            lb_error *err)
{
    const char *only = chart->kind == LB_CHART_CLASSES ? chart->only : NULL;
    const char *const names[] = {"period", "category", "indicator",  "area_set", "curve",  "namn",
                                 "name",   "area",     "omrade",     "unit",     "status", "test",
                                 "before", "after",    "comparison", only,       NULL};
    return lb_result_table_read(chart->table, names, job, table, err);
}

/* The kinds of chart, each of its own columns (commands/chart/chart). */
static lb_status draw_chart(const lb_chart_job *chart, const lb_table *table, bool english,
                            lb_drawing **out, lb_error *err)
{
    lb_chart_options options = chart->options;
    options.english = english;
    switch (chart->kind) {
    case LB_CHART_BORDER:
        return lb_chart_border(table, chart->only, &options, out, err);
    case LB_CHART_RATES:
        return lb_chart_rates(table, chart->only, &options, out, err);
    case LB_CHART_CLASSES:
        return lb_chart_classes(table, chart->only, &options, out, err);
    case LB_CHART_CONCENTRATION:
        return lb_chart_concentration(table, &options, out, err);
    case LB_CHART_TREND:
        return lb_chart_trend(table, &options, out, err);
    case LB_CHART_PLACEBO:
        return lb_chart_placebo(table, &options, out, err);
    case LB_CHART_BEFORE_AFTER:
        return lb_chart_before_after(table, &options, out, err);
    case LB_CHART_NEAR_REPEAT:
        return lb_chart_near_repeat(table, &options, out, err);
    }
    return lb_error_set(err, LB_E_USAGE, "chart: no such kind");
}

/* A chart that is only drawn needs no file. */
static lb_status check_chart(const lb_chart_job *chart, lb_error *err)
{
    lb_chart_job drawn = *chart;
    if (!chart->output)
        drawn.output = "chart.png";
    return lb_command_check(&lb_chart_command, &drawn, err);
}

lb_status lb_chart_draw(const lb_chart_job *chart, const lb_job *job, lb_drawing **out,
                        lb_error *err)
{
    lb_table table = {0};
    lb_status status = check_chart(chart, err);
    if (status == LB_OK)
        status = read_table(chart, job, &table, err);
    if (status == LB_OK)
        status =
            lb_error_prefix(err, chart->table, draw_chart(chart, &table, job->english, out, err));
    lb_table_clear(&table);
    return status;
}

lb_status lb_chart_run(const lb_chart_job *chart, const lb_job *job, lb_error *err)
{
    lb_drawing *drawing = NULL;
    LB_TRY(lb_command_begin(&lb_chart_command, chart, job, err));
    lb_status status = lb_chart_draw(chart, job, &drawing, err);
    if (status == LB_OK)
        status = lb_picture_write(drawing, chart->output, chart->dpi, job, err);
    lb_drawing_free(drawing);
    return status;
}

lb_status lb_chart_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    (void)out;
    return lb_chart_run(options, job, err);
}
