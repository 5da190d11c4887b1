/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where a grid is coarsened before anything is computed from it (docs/methods.md,
 * Coarsening). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/coarsened_columns.h"
#include "input/grid/coarsened_layer.h"
#include "input/grid/grid_recipe.h"
#include "kernel/disclosure/policy.h"

/* From a layer ---------------------------------------------------------------------------------
 */

/* *out stays NULL where the layer has no such column. */
static lb_status copy_real(const lb_table *table, const char *name, const char *suffix,
                           double **out)
{
    char full[220];
    snprintf(full, sizeof full, "%.200s%s", name, suffix);
    size_t column = lb_square_layer_column(table, full);
    if (column == SIZE_MAX)
        return LB_OK;
    double *value = malloc((table->rows + 1) * sizeof *value);
    if (!value)
        return LB_E_MEMORY;
    for (size_t i = 0; i < table->rows; i++)
        value[i] = lb_table_real(table, i, column);
    *out = value;
    return LB_OK;
}

/* What is known of the coarsening of one column; nothing where the layer does not say. */
static lb_status copy_marks(const lb_table *table, const char *name, lb_coarsened_column *out)
{
    double *mark = NULL;
    LB_TRY(copy_real(table, name, "_mark", &mark));
    if (!mark)
        return LB_OK;
    out->mark = malloc(table->rows + 1);
    for (size_t i = 0; out->mark && i < table->rows; i++)
        out->mark[i] = (uint8_t)mark[i];
    free(mark);
    if (!out->mark)
        return LB_E_MEMORY;
    LB_TRY(copy_real(table, name, "_low", &out->low));
    return copy_real(table, name, "_high", &out->high);
}

/* The counts behind a share are what is not published of it, however their name is spelled. */
static bool is_ratio_count(const lb_table *table, const char *name)
{
    static const char *const suffixes[] = {"numerator", "denominator"};
    char of_share[220];
    for (size_t c = 0; c < table->columns; c++)
        for (size_t k = 0; k < 2; k++) {
            snprintf(of_share, sizeof of_share, "%.180s_%s", table->column[c].name, suffixes[k]);
            if (lb_text_same(name, of_share))
                return true;
        }
    return false;
}

/* A column beside the recipe's, as someone has added it to the file: nothing is known of it. */
static lb_status copy_foreign(const char *source, const lb_grid_column *wanted, size_t c,
                              const lb_job *job, lb_square_columns *out, lb_error *err)
{
    lb_square_columns one = {.crs = NULL};
    LB_TRY(lb_square_columns_delivered(source, wanted, 1, job, &one, err));
    out->found[c] = one.found[0];
    if (one.found[0] && one.squares.count == out->squares.count) {
        memcpy(out->squares.value[c], one.squares.value[0],
               one.squares.count * sizeof *one.squares.value[0]);
        lb_log_warning(job->log, "%s: column %s is not of the grid's recipe and is not coarsened",
                       source, wanted->name);
    }
    lb_square_columns_clear(&one);
    return LB_OK;
}

/* A column of the coarsened layer with its marks (<5 ...). Counts behind shares are not published,
 * and asking for one is an error of use; columns of the file's own are read from it. */
static lb_status copy_column(const char *source, const lb_square_layer *layer,
                             const lb_grid_column *wanted, size_t c, const lb_job *job,
                             lb_square_columns *out, lb_error *err)
{
    const lb_table *table = &layer->table;
    size_t at = lb_square_layer_column(table, wanted[c].name);
    if (at == SIZE_MAX && is_ratio_count(table, wanted[c].name))
        return wanted[c].needed
                   ? lb_error_set(err, LB_E_USAGE,
                                  "%s: column %s is a count behind a share, which is not "
                                  "published; with --min-cell 0 everything is",
                                  source, wanted[c].name)
                   : LB_OK;
    if (at == SIZE_MAX)
        return copy_foreign(source, &wanted[c], c, job, out, err);
    out->found[c] = true;
    for (size_t i = 0; i < table->rows; i++)
        out->squares.value[c][i] = lb_table_real(table, i, at);
    return copy_marks(table, wanted[c].name, &out->coarsened[c]) == LB_OK ? LB_OK
                                                                          : lb_error_memory(err);
}

static lb_status copy_columns(const char *source, const lb_square_layer *layer,
                              const lb_grid_column *wanted, size_t n, const lb_job *job,
                              lb_square_columns *out, lb_error *err)
{
    size_t rows = layer->table.rows;
    out->crs = lb_text_copy(layer->crs);
    out->found = calloc(n + 1, sizeof *out->found);
    out->coarsened = calloc(n + 1, sizeof *out->coarsened);
    if (!out->crs || !out->found || !out->coarsened ||
        lb_squares_init(&out->squares, rows, n) != LB_OK)
        return lb_error_memory(err);
    memcpy(out->squares.square, layer->square, rows * sizeof *layer->square);
    for (size_t c = 0; c < n; c++)
        LB_TRY(copy_column(source, layer, wanted, c, job, out, err));
    return LB_OK;
}

/* Without a recipe ------------------------------------------------------------------------------
 */

static bool has_few(const lb_coarsened_column *column, size_t count)
{
    return memchr(column->mark, LB_MARK_FEW, count) != NULL;
}

static void warn_no_recipe(const char *source, bool few, const lb_job *job)
{
    if (few)
        lb_log_warning(job->log,
                       "%s: has no recipe of lagesbild index: its counts from 1 to %d are "
                       "coarsened one by one, other columns are used as they stand",
                       source, lb_job_min_cell(job) - 1);
}

static lb_status coarsen_counts(const char *source, const lb_grid_column *wanted, size_t n,
                                const lb_job *job, lb_square_columns *columns)
{
    size_t count = columns->squares.count;
    bool few = false;
    columns->coarsened = calloc(n + 1, sizeof *columns->coarsened);
    if (!columns->coarsened)
        return LB_E_MEMORY;
    for (size_t c = 0; c < n; c++) {
        if (!wanted[c].count || !columns->found[c])
            continue;
        LB_TRY(lb_coarsen_counts(count, lb_job_min_cell(job), columns->squares.value[c],
                                 &columns->coarsened[c]));
        few |= has_few(&columns->coarsened[c], count);
    }
    warn_no_recipe(source, few, job);
    return LB_OK;
}

/* What commands see of a grid: delivered values, or with a minimum cell the coarsened ones, and
 * only these. A grid without a recipe has no layer; its counts are coarsened one by one. */
lb_status lb_square_columns_read(const char *source, const lb_grid_column *wanted, size_t n,
                                 const lb_job *job, lb_square_columns *out, lb_error *err)
{
    lb_coarsened_layer layer;
    lb_square_columns columns = {.crs = NULL};
    if (!lb_job_coarsens(job))
        return lb_square_columns_delivered(source, wanted, n, job, out, err);
    LB_TRY(lb_coarsened_layer_read(source, job, &layer, err));
    lb_status status = layer.layer
                           ? copy_columns(source, layer.layer, wanted, n, job, &columns, err)
                           : lb_square_columns_delivered(source, wanted, n, job, &columns, err);
    if (status == LB_OK && !layer.layer &&
        coarsen_counts(source, wanted, n, job, &columns) != LB_OK)
        status = lb_error_memory(err);
    lb_coarsened_layer_release(&layer);
    LB_HAND_OVER(status, columns, out, lb_square_columns_clear);
}

/* Each cell is a square of its own: a raster does not say which cells are of one. */
static lb_status coarsen_cells(const lb_grid_column *wanted, int min_cell, lb_grid_values *values)
{
    lb_status status = lb_grid_values_add_bounds(values);
    for (size_t c = 0; status == LB_OK && c < values->columns; c++) {
        lb_coarsened_column column = {0};
        if (!wanted[c].count || !values->value[c])
            continue;
        status = lb_coarsen_counts(values->cells, min_cell, values->value[c], &column);
        values->low[c] = column.low;
        values->high[c] = column.high;
        free(column.mark);
    }
    return status;
}

static bool counts_few(const lb_grid_column *wanted, const lb_grid_values *values, int min_cell)
{
    for (size_t c = 0; c < values->columns; c++)
        for (size_t i = 0; wanted[c].count && values->value[c] && i < values->cells; i++)
            if (values->value[c][i] > 0 && values->value[c][i] < min_cell)
                return true;
    return false;
}

/* What others have made of people in cells is a model or published: it is no delivery. */
lb_status lb_grid_values_coarsen(const char *source, const lb_grid_column *wanted,
                                 const lb_job *job, lb_grid_values *values, lb_error *err)
{
    lb_recipe recipe;
    bool found;
    if (!counts_few(wanted, values, lb_job_min_cell(job)))
        return LB_OK;
    LB_TRY(lb_grid_recipe_read(source, job, &found, &recipe, err));
    if (!found) {
        lb_log_note(job->log,
                    "%s: is a raster that lagesbild index did not make: its counts are used as "
                    "they stand, also those below %d",
                    source, lb_job_min_cell(job));
        return LB_OK;
    }
    lb_recipe_clear(&recipe);
    lb_log_warning(
        job->log,
        "%s: is a raster: counts below %d are coarsened cell by cell, and its index and "
        "classes are used as they stand; the GeoPackage of lagesbild index has what they "
        "are computed from",
        source, lb_job_min_cell(job));
    return coarsen_cells(wanted, lb_job_min_cell(job), values) == LB_OK ? LB_OK
                                                                        : lb_error_memory(err);
}
