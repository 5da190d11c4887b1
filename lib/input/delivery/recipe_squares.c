/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/disclosure.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/delivery/recipe_squares.h"
#include "input/grid/coarsened_columns.h"
#include "input/grid/grid_recipe.h"
#include "input/grid/noisy_squares.h"

enum { NAME_SIZE = 220 };

void lb_recipe_squares_clear(lb_recipe_squares *squares)
{
    lb_recipe_clear(&squares->recipe);
    lb_squares_clear(&squares->squares);
    lb_square_allocation_clear(&squares->fill);
    free(squares->crs);
    *squares = (lb_recipe_squares){.crs = NULL};
}

lb_grid_values lb_recipe_squares_cells(const lb_recipe_squares *squares)
{
    return (lb_grid_values){.crs = squares->crs,
                            .grid = squares->fill.grid,
                            .cells = squares->fill.cells,
                            .cell = squares->fill.cell,
                            .square = squares->fill.square};
}

static lb_status allocate_cells(lb_recipe_squares *out, const char *source, lb_error *err)
{
    lb_status status =
        lb_square_allocation_compute(&out->squares, out->recipe.cell_size, &out->fill);
    if (status == LB_E_INPUT)
        return lb_error_set(err, status,
                            "%s: a square is not made of whole cells of %d m, the recipe's "
                            "cell_size",
                            source, out->recipe.cell_size);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* A grid ----------------------------------------------------------------------------------------
 */

static double *pick_values(const double *value, const size_t *order, size_t count)
{
    double *sorted = malloc((count + 1) * sizeof *sorted);
    for (size_t i = 0; sorted && i < count; i++)
        sorted[i] = value[order[i]];
    return sorted;
}

/* Column c of the grid in the order of squares; LB_E_MEMORY. */
static lb_status take_column(const lb_square_columns *columns, size_t c, const size_t *order,
                             double **out)
{
    double *sorted = pick_values(columns->squares.value[c], order, columns->squares.count);
    if (!sorted)
        return LB_E_MEMORY;
    free(*out);
    *out = sorted;
    return LB_OK;
}

/* Columns 0: people; then the variables; then their numerators; then their denominators. */
static lb_status take_columns(const lb_square_columns *columns, bool numerators,
                              const size_t *order, lb_squares *squares)
{
    size_t variables = squares->variables;
    for (size_t i = 0; i < squares->count; i++)
        squares->square[i] = columns->squares.square[order[i]];
    LB_TRY(take_column(columns, 0, order, &squares->population));
    for (size_t v = 0; v < variables; v++) {
        size_t n = 1 + variables + v, d = n + variables;
        LB_TRY(take_column(columns, 1 + v, order, &squares->value[v]));
        if (!numerators || !columns->found[n] || !columns->found[d])
            continue;
        LB_TRY(take_column(columns, n, order, &squares->numerator[v]));
        LB_TRY(take_column(columns, d, order, &squares->denominator[v]));
    }
    return LB_OK;
}

static lb_status sort_grid(const lb_square_columns *columns, bool numerators,
                           lb_recipe_squares *out, lb_error *err)
{
    size_t count = columns->squares.count;
    size_t *order = lb_square_order(columns->squares.square, count);
    lb_status status = order ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_squares_init(&out->squares, count, out->recipe.variables);
    if (status == LB_OK)
        status = take_columns(columns, numerators, order, &out->squares);
    out->crs = lb_text_copy(columns->crs ? columns->crs : out->recipe.crs);
    free(order);
    return status == LB_OK && out->crs ? LB_OK : lb_error_memory(err);
}

/* Numerators are not published: a coarsened grid is not asked for them. */
static lb_status read_grid(const char *source, bool numerators, const lb_job *job,
                           lb_recipe_squares *out, lb_error *err)
{
    size_t variables = out->recipe.variables, n = 1 + (numerators ? 3 : 1) * variables;
    lb_grid_column *wanted = calloc(n, sizeof *wanted);
    char(*name)[NAME_SIZE] = malloc((n + 1) * sizeof *name);
    lb_square_columns columns = {.crs = NULL};
    lb_status status = wanted && name ? LB_OK : lb_error_memory(err);
    for (size_t c = 0; status == LB_OK && c < n; c++) {
        static const char *const endings[] = {"", "_numerator", "_denominator"};
        snprintf(name[c], NAME_SIZE, "%.180s%s",
                 c == 0 ? "population" : out->recipe.variable[(c - 1) % variables].name,
                 c == 0 ? "" : endings[(c - 1) / variables]);
        wanted[c] = (lb_grid_column){name[c], c == 0, c <= variables};
    }
    if (status == LB_OK)
        status = lb_square_columns_read(source, wanted, n, job, &columns, err);
    if (status == LB_OK)
        status = sort_grid(&columns, numerators, out, err);
    lb_square_columns_clear(&columns);
    free(wanted);
    free(name);
    return status == LB_OK ? allocate_cells(out, source, err) : status;
}

/* A grid that index wrote carries its recipe; one given by name replaces that. Numerators are not
 * read where counts are coarsened: they are not published. *found: the source has a recipe. */
lb_status lb_recipe_squares_of_grid(const char *source, const char *recipe, bool numerators,
                                    const lb_job *job, bool *found, lb_recipe_squares *out,
                                    lb_error *err)
{
    lb_recipe_squares squares = {.crs = NULL};
    LB_TRY(lb_grid_recipe_read(source, job, found, &squares.recipe, err));
    if (!*found)
        return LB_OK;
    lb_status status = LB_OK;
    if (recipe) {
        lb_recipe_clear(&squares.recipe);
        status = lb_recipe_load(recipe, job, &squares.recipe, err);
    }
    if (status == LB_OK)
        status = read_grid(source, numerators && !lb_job_coarsens(job), job, &squares, err);
    LB_HAND_OVER(status, squares, out, lb_recipe_squares_clear);
}

/* Tables ----------------------------------------------------------------------------------------
 */

static lb_status coarsen_squares(lb_recipe_squares *out, const lb_job *job, lb_error *err)
{
    lb_coarsened_squares coarsened = {.variable = NULL};
    if (!lb_job_coarsens(job))
        return LB_OK;
    LB_TRY(lb_published_squares_make(&out->recipe, &out->squares, job, &coarsened, err));
    lb_squares_clear(&out->squares);
    out->squares = coarsened.squares;
    coarsened.squares = (lb_squares){0};
    coarsened.squares.variables = out->squares.variables; /* of the columns that are cleared */
    lb_coarsened_squares_clear(&coarsened);
    return LB_OK;
}

static lb_status read_tables(const char *recipe, const lb_join_options *join, const lb_job *job,
                             lb_recipe_squares *out, lb_error *err)
{
    lb_join_report report = {.sources = 0};
    LB_TRY(lb_recipe_load(recipe, job, &out->recipe, err));
    LB_TRY(lb_join_squares(&out->recipe, join, job, &out->squares, &report, err));
    lb_join_report_clear(&report);
    LB_TRY(coarsen_squares(out, job, err));
    out->crs = lb_text_copy(out->recipe.crs);
    return out->crs ? allocate_cells(out, join->sources ? join->source[0] : join->band[0], err)
                    : lb_error_memory(err);
}

/* Can the source have a recipe? Text tables have none, and a pipe is read but once. */
static bool may_be_grid(const lb_join_options *join)
{
    return join->sources == 1 && join->bands == 0 &&
           (lb_text_ends_with(join->source[0], ".gpkg") || strstr(join->source[0], ".gpkg|"));
}

lb_status lb_recipe_squares_read(const char *recipe, const lb_join_options *join, const lb_job *job,
                                 lb_recipe_squares *out, lb_error *err)
{
    bool found = false;
    lb_recipe_squares squares = {.crs = NULL};
    if (may_be_grid(join))
        LB_TRY(lb_recipe_squares_of_grid(join->source[0], recipe, false, job, &found, out, err));
    if (found)
        return LB_OK;
    lb_status status = read_tables(recipe, join, job, &squares, err);
    LB_HAND_OVER(status, squares, out, lb_recipe_squares_clear);
}
