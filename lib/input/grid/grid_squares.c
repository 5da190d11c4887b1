/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid from rows of squares: the cells each square fills are found again from all the squares, by
 * the rule of `index` (lagesbild/squares.h). Counts are divided equally among a square's cells, all
 * else is copied to them. The cell is the greatest common divisor of the sizes, metres. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/grid_squares.h"
#include "input/grid/coarsened_columns.h"

static int32_t common_divisor(int32_t a, int32_t b)
{
    while (b) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A column of the squares as one of cells. NULL: out of memory. */
static double *fill_column(const double *of_square, const lb_square_allocation *fill, bool count)
{
    double *value = malloc((fill->cells + 1) * sizeof *value);
    for (size_t i = 0; value && i < fill->cells; i++) {
        size_t s = fill->square[i];
        value[i] = of_square[s] / (count ? fill->count[s] : 1);
    }
    return value;
}

/* The columns found and, of coarsened counts, their least and greatest values. */
static lb_status fill_columns(const lb_square_columns *from, const lb_square_allocation *fill,
                              const lb_grid_column *wanted, lb_grid_values *out)
{
    for (size_t c = 0; c < from->squares.variables; c++)
        if (from->found[c] &&
            !(out->value[c] = fill_column(from->squares.value[c], fill, wanted[c].count)))
            return LB_E_MEMORY;
    if (!from->coarsened)
        return LB_OK;
    LB_TRY(lb_grid_values_add_bounds(out));
    for (size_t c = 0; c < from->squares.variables; c++) {
        if (!from->coarsened[c].low)
            continue;
        out->low[c] = fill_column(from->coarsened[c].low, fill, wanted[c].count);
        out->high[c] = fill_column(from->coarsened[c].high, fill, wanted[c].count);
        if (!out->low[c] || !out->high[c])
            return LB_E_MEMORY;
    }
    return LB_OK;
}

/* Squares whose cells smaller squares fill all, and their people: column 0, by custom. */
static void count_without_cell(const lb_squares *squares, const lb_square_allocation *fill,
                               lb_grid_values *out)
{
    lb_sum people = {0};
    for (size_t s = 0; s < squares->count; s++) {
        if (fill->count[s] > 0)
            continue;
        out->squares_without_cell++;
        if (squares->variables > 0 && !isnan(squares->value[0][s]))
            lb_sum_add(&people, squares->value[0][s]);
    }
    out->people_without_cell = lb_sum_value(people);
}

/* The cell's side is the greatest common divisor of all sides, so that each square is a whole
 * number of cells (docs/methods.md, Square allocation). cell and square pass to *out. */
static lb_status fill_cells(const lb_square_columns *from, const lb_grid_column *wanted,
                            const char *source, lb_grid_values *out, lb_error *err)
{
    const lb_squares *squares = &from->squares;
    lb_square_allocation fill = {0};
    int32_t cell = 0;
    for (size_t i = 0; i < squares->count; i++)
        cell = common_divisor(squares->square[i].size, cell);
    if (cell == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: has no squares", source);
    lb_status status = lb_square_allocation_compute(squares, cell, &fill);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", source, lb_status_text(status));
    if (fill_columns(from, &fill, wanted, out) != LB_OK)
        status = lb_error_memory(err);
    count_without_cell(squares, &fill, out);
    out->grid = fill.grid;
    out->cells = fill.cells;
    out->cell = fill.cell;
    out->square = fill.square;
    out->rows = (int64_t)squares->count;
    fill.cell = NULL;
    fill.square = NULL;
    lb_square_allocation_clear(&fill);
    return status;
}

lb_status lb_grid_from_squares(const char *source, const lb_grid_column *wanted, const lb_job *job,
                               lb_grid_values *out, lb_error *err)
{
    lb_square_columns from;
    LB_TRY(lb_square_columns_read(source, wanted, out->columns, job, &from, err));
    lb_status status = fill_cells(&from, wanted, source, out, err);
    if (status == LB_OK) {
        out->crs = lb_text_copy(from.crs ? from.crs : "EPSG:3006");
        status = out->crs ? LB_OK : lb_error_memory(err);
    }
    lb_square_columns_clear(&from);
    return status;
}
