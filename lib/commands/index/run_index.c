/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/index.h>
#include "base/sum.h"
#include "commands/index/index_write.h"
#include "commands/index/index_tables.h"

void lb_index_report_clear(lb_index_report *report)
{
    lb_table_clear(&report->squares);
    lb_table_clear(&report->variables);
}

static void clear_made(lb_grid_made *made)
{
    lb_recipe_clear(&made->recipe);
    lb_squares_clear(&made->squares);
    lb_fill_clear(&made->fill);
    lb_index_clear(&made->index);
    lb_ingest_report_clear(&made->told);
}

/* People in = people on the map, added cell by cell, + people of squares without a cell. */
static lb_status close_books(lb_grid_made *made, lb_error *err)
{
    lb_sum read = {0}, map = {0}, left = {0};
    for (size_t i = 0; i < made->squares.count; i++) {
        double people = made->squares.population[i];
        if (isnan(people))
            continue;
        lb_sum_add(&read, people);
        if (made->fill.count[i] == 0)
            lb_sum_add(&left, people);
    }
    for (size_t c = 0; c < made->fill.cells; c++) {
        size_t i = made->fill.square[c];
        if (!isnan(made->squares.population[i]))
            lb_sum_add(&map, made->squares.population[i] / made->fill.count[i]);
    }
    made->people_read = lb_sum_value(read);
    made->people_on_map = lb_sum_value(map);
    made->people_left = lb_sum_value(left);
    double gap = made->people_read - made->people_on_map - made->people_left;
    if (fabs(gap) <= 1e-9 * fmax(1, made->people_read))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "the balance does not close: %.9g people read, %.9g on the map, %.9g in "
                        "remainders",
                        made->people_read, made->people_on_map, made->people_left);
}

static lb_status compute(const lb_index_options *options, const lb_job *job, lb_grid_made *made,
                         lb_error *err)
{
    lb_ingest_options ingest = {options->source, options->sources, options->band, options->bands,
                                options->cell_size};
    lb_status status = lb_recipe_load(options->recipe, job, &made->recipe, err);
    if (status == LB_OK)
        status = lb_ingest(&made->recipe, &ingest, job, &made->squares, &made->told, err);
    if (status != LB_OK)
        return status;
    status = lb_fill_compute(&made->squares, made->recipe.cell_size, &made->fill);
    if (status == LB_OK)
        status = lb_index_compute(&made->recipe, &made->squares, &made->fill, job->threads,
                                  &made->index);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s while computing the index", lb_status_text(status));
    return close_books(made, err);
}

static void tell(const lb_grid_made *made, const lb_job *job)
{
    for (size_t v = 0; v < made->told.variables; v++)
        if (made->told.variable[v].was_percent)
            lb_log_note(job->log, "variable '%s' is in per cent, read as 0-1",
                        made->recipe.variable[v].name);
    if (made->index.passed == 0)
        lb_log_warning(job->log,
                       "no square passes: at least %g people and %g of the weight are asked for",
                       made->recipe.minimum_population, made->recipe.minimum_weight);
    if (made->people_left > 0)
        lb_log_note(job->log,
                    "%.0f people live in squares whose cells are all taken by smaller squares; "
                    "they are in the totals, not on the map",
                    made->people_left);
}

lb_status lb_index_run(const lb_index_options *options, const lb_job *job, lb_index_report *out,
                       lb_error *err)
{
    lb_grid_made made = {0};
    lb_index_report report = {0};
    lb_status status = compute(options, job, &made, err);
    if (status == LB_OK) {
        tell(&made, job);
        status = lb_index_squares_table(&made, job->english, &report.squares);
        if (status == LB_OK)
            status = lb_index_variables_table(&made, job->english, &report.variables);
        if (status != LB_OK)
            lb_error_set(err, status, "out of memory");
    }
    if (status == LB_OK)
        status = lb_index_write(&made, options, job, err);
    clear_made(&made);
    if (status == LB_OK)
        *out = report;
    else
        lb_index_report_clear(&report);
    return status;
}
