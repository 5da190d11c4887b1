/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Green's theorem with W(x), the sum of a row's cells west of x: linear within a cell, so that the
 * middle of a slice of an edge within one cell gives it exactly. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/overlap/cell_strips.h"

/* Cells come in order of their number. `west` is the sum of the values in the row before the
 * cell, so that the sum up to any column is one look-up; a cell without a value counts 0. */
static void fill_strips(lb_cell_strips *s, const int64_t *cell, const double *value, size_t cells)
{
    size_t k = 0;
    for (int32_t row = 0; row < s->grid.nrow; row++) {
        lb_sum west = {0};
        s->first[row] = k;
        for (; k < cells && cell[k] < ((int64_t)row + 1) * s->grid.ncol; k++) {
            s->col[k] = (int32_t)(cell[k] - (int64_t)row * s->grid.ncol);
            s->value[k] = isnan(value[k]) ? 0 : value[k];
            s->west[k] = lb_sum_value(west);
            lb_sum_add(&west, s->value[k]);
        }
    }
    s->first[s->grid.nrow] = k;
}

/* Values per cell (people), row by row from the west, for the sums west of a line. */
lb_status lb_cell_strips_init(lb_cell_strips *strips, const lb_grid *grid, const int64_t *cell,
                              const double *value, size_t cells)
{
    *strips = (lb_cell_strips){.grid = *grid,
                               .first = calloc((size_t)grid->nrow + 1, sizeof *strips->first),
                               .col = malloc((cells + 1) * sizeof *strips->col),
                               .value = malloc((cells + 1) * sizeof *strips->value),
                               .west = malloc((cells + 1) * sizeof *strips->west)};
    if (!strips->first || !strips->col || !strips->value || !strips->west) {
        lb_cell_strips_clear(strips);
        return LB_E_MEMORY;
    }
    fill_strips(strips, cell, value, cells);
    return LB_OK;
}

void lb_cell_strips_clear(lb_cell_strips *strips)
{
    free(strips->first);
    free(strips->col);
    free(strips->value);
    free(strips->west);
    *strips = (lb_cell_strips){.first = NULL};
}

/* The sum of the row's cells west of x, in columns from the west side. */
static double sum_west_of(const lb_cell_strips *s, int32_t row, double x)
{
    size_t low = s->first[row], high = s->first[row + 1], begin = low;
    while (low < high) { /* the cells up to that of x */
        size_t middle = low + (high - low) / 2;
        if (s->col[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == begin)
        return 0;
    return s->west[low - 1] + s->value[low - 1] * fmin(x - s->col[low - 1], 1);
}

/* The mean of sum_west_of between two places of a row. */
static double mean_west_of(const lb_cell_strips *s, int32_t row, double xa, double xb)
{
    double from = fmin(xa, xb), to = fmax(xa, xb), sum = 0;
    if (floor(from) == floor(to))
        return sum_west_of(s, row, (from + to) / 2);
    for (double at = from; at < to;) {
        double next = fmin(floor(at) + 1, to);
        if (at < 0 || at >= s->grid.ncol) /* beside the grid, where nothing changes */
            next = at < 0 ? fmin(0, to) : to;
        sum += (next - at) * sum_west_of(s, row, (at + next) / 2);
        at = next;
    }
    return sum / (to - from);
}

/* The sum of values west of the piece a b, row by row: positive northward, negative southward,
 * so that a closed border adds up to what it encloses. A piece along a row adds nothing. */
double lb_cell_strip(void *strips, int thread, const double a[2], const double b[2])
{
    const lb_cell_strips *s = strips;
    double xa = (a[0] - s->grid.x0) / s->grid.dx, xb = (b[0] - s->grid.x0) / s->grid.dx;
    double ya = (s->grid.y0 - a[1]) / s->grid.dy, yb = (s->grid.y0 - b[1]) / s->grid.dy;
    double north = fmax(fmin(ya, yb), 0), south = fmin(fmax(ya, yb), s->grid.nrow), sum = 0;
    (void)thread;
    if (!(north < south))
        return 0;
    double slope = (xb - xa) / (yb - ya);
    for (double at = north; at < south;) {
        double next = fmin(floor(at) + 1, south);
        sum += (next - at) *
               mean_west_of(s, (int32_t)at, xa + (at - ya) * slope, xa + (next - ya) * slope);
        at = next;
    }
    return yb < ya ? sum : -sum;
}
