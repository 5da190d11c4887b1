/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `index`: recipe, squares, square allocation and index in turn, a check that no
 * people are lost on the way, then tables and files. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/index.h>
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/number.h"
#include "base/try.h"
#include "base/sum.h"
#include "commands/index/index_write.h"
#include "commands/index/index_tables.h"
#include "input/grid/coarsened_columns.h"
#include "kernel/disclosure/policy.h"

void lb_index_report_clear(lb_index_report *report)
{
    lb_table_clear(&report->squares);
    lb_table_clear(&report->variables);
}

void lb_index_data_clear(lb_index_data *data)
{
    lb_recipe_clear(&data->recipe);
    lb_squares_clear(&data->squares);
    lb_square_allocation_clear(&data->fill);
    lb_index_clear(&data->index);
    lb_join_report_clear(&data->join_report);
}

/* People in = people on the map, added cell by cell, + people of squares without a cell. */
static lb_status check_people_totals(lb_index_data *data, lb_error *err)
{
    lb_sum read = {0}, map = {0}, without_cell = {0};
    for (size_t i = 0; i < data->squares.count; i++) {
        double people = data->squares.population[i];
        if (isnan(people))
            continue;
        lb_sum_add(&read, people);
        if (data->fill.count[i] == 0)
            lb_sum_add(&without_cell, people);
    }
    for (size_t c = 0; c < data->fill.cells; c++) {
        size_t i = data->fill.square[c];
        if (!isnan(data->squares.population[i]))
            lb_sum_add(&map, data->squares.population[i] / data->fill.count[i]);
    }
    data->people_read = lb_sum_value(read);
    data->people_on_map = lb_sum_value(map);
    data->people_without_cell = lb_sum_value(without_cell);
    double gap = data->people_read - data->people_on_map - data->people_without_cell;
    if (fabs(gap) <= 1e-9 * fmax(1, data->people_read))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "the totals do not add up: %.9g people read, %.9g on the map, %.9g in "
                        "squares without a cell",
                        data->people_read, data->people_on_map, data->people_without_cell);
}

/* What the options say of the noise goes before the recipe; without noise nothing is drawn. */
static void set_noise(const lb_index_options *options, lb_noise *noise)
{
    if (options->noise)
        lb_noise_parse(options->noise, noise);
    if (noise->kind == LB_NOISE_NONE)
        return;
    noise->draws = options->draws > 0 ? options->draws : noise->draws;
    noise->seed = options->seed > 0 ? options->seed : noise->seed;
}

lb_status lb_index_data_compute(const lb_join_options *join, const lb_job *job, lb_index_data *data,
                                lb_error *err)
{
    LB_TRY(lb_join_squares(&data->recipe, join, job, &data->squares, &data->join_report, err));
    lb_status status =
        lb_square_allocation_compute(&data->squares, data->recipe.cell_size, &data->fill);
    if (status == LB_OK)
        status = lb_index_compute(&data->recipe, &data->squares, &data->fill, job->threads,
                                  &data->index);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s while computing the index", lb_status_text(status));
    return check_people_totals(data, err);
}

static lb_status compute_index(const lb_index_options *options, const lb_job *job,
                               lb_index_data *data, lb_error *err)
{
    LB_TRY(lb_recipe_load(options->recipe, job, &data->recipe, err));
    set_noise(options, &data->recipe.noise);
    return lb_index_data_compute(&LB_JOIN_OPTIONS(options), job, data, err);
}

static void log_index_notes(const lb_index_data *data, const lb_job *job)
{
    for (size_t v = 0; v < data->join_report.variables; v++)
        if (data->join_report.variable[v].was_percent)
            lb_log_note(job->log, "variable '%s' is in per cent, read as 0-1",
                        data->recipe.variable[v].name);
    if (data->index.passed == 0)
        lb_log_warning(job->log,
                       "no square passes: at least %g people and %g of the weight are needed",
                       data->recipe.minimum_population, data->recipe.minimum_weight);
    if (data->people_without_cell > 0)
        lb_log_note(job->log,
                    "%.0f %s in squares whose cells are all taken by smaller squares; they are in "
                    "the totals, not on the map",
                    data->people_without_cell,
                    lb_number_word(data->people_without_cell, "person lives", "people live"));
}

static lb_status make_tables(const lb_index_data *data, bool english, lb_index_report *out,
                             lb_error *err)
{
    lb_status status = lb_index_squares_table(data, english, &out->squares);
    if (status == LB_OK)
        status = lb_index_variables_table(data, english, &out->variables);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* The grid is as delivered, also where tables are to be published. Files come last, so that
 * whatever fails leaves none; but coarsened tables, of a run, are made from the grid that was
 * written. */
static lb_status make_outputs(const lb_index_data *data, const lb_index_options *options,
                              const lb_job *job, lb_index_report *out, lb_error *err)
{
    lb_job as_delivered = lb_job_as_delivered(job);
    bool coarsened = lb_job_coarsens(job);
    log_index_notes(data, job);
    if (!coarsened)
        LB_TRY(make_tables(data, job->english, out, err));
    LB_TRY(lb_index_write(data, options, &as_delivered, err));
    return coarsened ? lb_index_coarsened_tables(data, options->gpkg, job, out, err) : LB_OK;
}

lb_status lb_index_run(const lb_index_options *options, const lb_job *job, lb_index_report *out,
                       lb_error *err)
{
    lb_index_data data = {0};
    lb_index_report report = {0};
    lb_job as_delivered = lb_job_as_delivered(job);
    LB_TRY(lb_command_begin(&lb_index_command, options, job, err));
    lb_status status = compute_index(options, &as_delivered, &data, err);
    if (status == LB_OK)
        status = make_outputs(&data, options, job, &report, err);
    lb_index_data_clear(&data);
    LB_HAND_OVER(status, report, out, lb_index_report_clear);
}

lb_status lb_index_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    lb_index_report report = {.squares = {0}};
    LB_TRY(lb_index_run(options, job, &report, err));
    lb_command_result_add(out, "squares", &report.squares);
    lb_command_result_add(out, "variables", &report.variables);
    return LB_OK;
}
