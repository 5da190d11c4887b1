/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `trend`: deliveries on common units, their index by one yardstick, the parts of each
 * change, and what noise alone would give (docs/methods.md, Trends). */
#include <stdlib.h>

#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/trend/trend_tables.h"
#include "input/areas/topology_report.h"
#include "output/table_file.h"

void lb_trend_report_clear(lb_trend_report *report)
{
    lb_table_clear(&report->units);
    lb_table_clear(&report->summary);
    lb_table_clear(&report->transitions);
    lb_table_clear(&report->areas);
}

static lb_status make_tables(const lb_trend_data *d, lb_trend_report *report, lb_error *err)
{
    lb_status status = lb_trend_summary_table(d, &report->summary);
    if (status == LB_OK)
        status = lb_trend_units_table(d, &report->units);
    if (status == LB_OK)
        status = lb_trend_add_areas(d, &report->units);
    if (status == LB_OK)
        status = lb_trend_transitions_table(d, &report->transitions);
    if (status == LB_OK && d->area) {
        lb_trend_add_columns(d, &report->areas);
        status = lb_trend_add_areas(d, &report->areas);
    }
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

static void add_provenance(const lb_trend_data *d, lb_provenance *p)
{
    lb_provenance_recipe(p, lb_recipe_to_yaml(d->recipe));
    for (size_t i = 0; i < d->deliveries; i++)
        lb_provenance_source(p, d->delivery[i].source, NULL, (int64_t)d->squares[i].squares->count);
    lb_areas_input_to_provenance(&d->layer.areas, p);
    lb_provenance_balance(p, "units", (double)d->units.count);
    lb_provenance_balance(p, "tests", (double)d->change.tests);
}

/* The layer has the units alone: areas have outlines of their own. */
static lb_status write_files(const lb_trend_data *d, const lb_trend_report *report,
                             const lb_shapes *shapes, const lb_table *layer, lb_error *err)
{
    const lb_trend_options *o = d->options;
    char *qml = lb_trend_style(d->job->english);
    if (!qml)
        return lb_error_memory(err);
    const lb_table_file files[] = {
        {.path = o->output, .name = "trend", .table = &report->units},
        {.path = o->gpkg,
         .name = "trend",
         .table = layer,
         .shapes = shapes,
         .crs = d->delivery[0].input.crs,
         .style_name = "trend",
         .style_qml = qml},
        {.path = o->transitions, .name = "transitions", .table = &report->transitions}};
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_trend_command, o, d->job);
    add_provenance(d, &p);
    lb_status status = lb_table_files_write(&p, files, 3, o->provenance, d->job, err);
    lb_provenance_clear(&p);
    free(qml);
    return status;
}

static lb_status make_files(const lb_trend_data *d, const lb_trend_report *report, lb_error *err)
{
    const lb_trend_options *o = d->options;
    lb_shapes shapes = {0};
    lb_table layer = {0};
    lb_status status = LB_OK;
    if (o->gpkg)
        status = lb_trend_units_table(d, &layer);
    if (status == LB_OK && o->gpkg)
        status = lb_trend_outlines(d, &shapes);
    status = status == LB_OK ? write_files(d, report, &shapes, &layer, err) : lb_error_memory(err);
    lb_shapes_clear(&shapes);
    lb_table_clear(&layer);
    return status;
}

static lb_status compare_deliveries(lb_trend_data *d, lb_trend_report *report, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_trend_command, d->options, d->job, err));
    LB_TRY(lb_trend_data_read(d, err));
    LB_TRY(lb_trend_data_areas(d, err));
    LB_TRY(make_tables(d, report, err));
    return make_files(d, report, err);
}

lb_status lb_trend_run(const lb_trend_options *options, const lb_job *job, lb_trend_report *out,
                       lb_error *err)
{
    lb_own_job own;
    lb_trend_data *data = calloc(1, sizeof *data);
    lb_trend_report report = {.units = {0}};
    if (!data)
        return lb_error_memory(err);
    data->options = options;
    data->job = lb_command_job(&lb_trend_command, options, job, &own);
    lb_status status = compare_deliveries(data, &report, err);
    lb_trend_data_clear(data);
    free(data);
    LB_HAND_OVER(status, report, out, lb_trend_report_clear);
}

lb_status lb_trend_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_trend_report report = {.units = {0}};
    LB_TRY(lb_trend_run(options, job, &report, err));
    lb_command_result_add(out, "summary", &report.summary);
    lb_command_result_add(out, "areas", &report.areas);
    lb_command_result_add(out, "", &report.units);
    lb_command_result_add(out, "transitions", &report.transitions);
    return LB_OK;
}
