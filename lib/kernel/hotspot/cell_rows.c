/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows are spans of columns, one a row (docs/methods.md, Hot spots): found by bisection in the
 * sorted columns of that row, so that no table of neighbours and no dense raster is needed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/threads.h"
#include "kernel/hotspot/cell_rows.h"

static const double greatest_distance = 100e3; /* metres */

void lb_cell_rows_clear(lb_cell_rows *rows)
{
    free(rows->first);
    free(rows->row);
    free(rows->col);
    *rows = (lb_cell_rows){.count = 0};
}

lb_status lb_cell_rows_make(const lb_grid *grid, const int64_t *cell, size_t n, lb_cell_rows *out)
{
    lb_cell_rows r = {.grid = *grid, .count = n};
    r.first = calloc((size_t)grid->nrow + 2, sizeof *r.first);
    r.row = malloc((n + 1) * sizeof *r.row);
    r.col = malloc((n + 1) * sizeof *r.col);
    if (!r.first || !r.row || !r.col) {
        lb_cell_rows_clear(&r);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        r.row[i] = (int32_t)(cell[i] / grid->ncol);
        r.col[i] = (int32_t)(cell[i] % grid->ncol);
        r.first[r.row[i] + 1] = i + 1;
    }
    for (int32_t row = 0; row < grid->nrow; row++) /* rows without a cell end where they begin */
        if (r.first[row + 1] < r.first[row])
            r.first[row + 1] = r.first[row];
    *out = r;
    return LB_OK;
}

/* The first place from begin on whose column is at least col. */
static size_t lower_bound(const int32_t *column, size_t begin, size_t end, int32_t col)
{
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (column[middle] < col)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

void lb_cell_rows_between(const lb_cell_rows *rows, int32_t row, int32_t from, int32_t to,
                          size_t *begin, size_t *end)
{
    *begin = *end = 0;
    if (row < 0 || row >= rows->grid.nrow || to < from)
        return;
    size_t stop = rows->first[row + 1];
    *begin = lower_bound(rows->col, rows->first[row], stop, from);
    *end = lower_bound(rows->col, *begin, stop, to + 1);
}

size_t lb_cell_rows_find(const lb_cell_rows *rows, int32_t row, int32_t col)
{
    if (row < 0 || row >= rows->grid.nrow)
        return SIZE_MAX;
    size_t stop = rows->first[row + 1], at = lower_bound(rows->col, rows->first[row], stop, col);
    return at < stop && rows->col[at] == col ? at : SIZE_MAX;
}

void lb_cell_window_clear(lb_cell_window *window)
{
    free(window->half);
    *window = (lb_cell_window){.half = NULL};
}

/* Columns of a row d rows away whose centres are within `metres`; a hair more, so that a centre
 * just that far away is in it. */
static int32_t columns_within(const lb_grid *grid, double metres, int32_t d)
{
    double left = metres * metres - (d * grid->dy) * (d * grid->dy);
    return left < -1e-6 ? -1 : (int32_t)floor(sqrt(fmax(left, 0)) / grid->dx + 1e-9);
}

/* Half widths by row offset, in cells: of "rook" and "queen" one step, else the cells whose
 * centres are within so many metres. 1e-9 of a row lets a distance that is a whole number of
 * rows reach it in spite of rounding. */
lb_status lb_cell_window_parse(const char *text, const lb_grid *grid, lb_cell_window *out)
{
    bool rook = strcmp(text, "rook") == 0, queen = strcmp(text, "queen") == 0;
    double metres = 0;
    if (!rook && !queen &&
        (!lb_number_parse(text, strlen(text), &metres) ||
         !(metres >= 0 && metres <= greatest_distance)))
        return LB_E_USAGE;
    lb_cell_window w = {.radius = rook || queen ? 1 : (int32_t)floor(metres / grid->dy + 1e-9)};
    w.half = malloc((2 * (size_t)w.radius + 1) * sizeof *w.half);
    if (!w.half)
        return LB_E_MEMORY;
    for (int32_t d = -w.radius; d <= w.radius; d++) {
        int32_t half = rook ? 1 - abs(d) : queen ? 1 : columns_within(grid, metres, d);
        w.half[d + w.radius] = half;
        w.cells += (size_t)(2 * half + 1);
    }
    *out = w;
    return LB_OK;
}

/* S, and m where asked for, of the window of each cell. Each is added up row by row by one
 * thread, so that threads change no digit; a cell outside the support is in no sum. */
void lb_cell_window_sums(const lb_cell_rows *rows, const lb_cell_window *window,
                         const double *value, int threads, double *sum, int32_t *cells)
{
    int n_threads = lb_thread_count(threads);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (size_t i = 0; i < rows->count; i++) {
        double total = 0;
        size_t n = 0, begin, end;
        for (int32_t d = -window->radius; d <= window->radius; d++) {
            int32_t half = window->half[d + window->radius];
            lb_cell_rows_between(rows, rows->row[i] + d, rows->col[i] - half, rows->col[i] + half,
                                 &begin, &end);
            for (size_t k = begin; k < end; k++)
                total += value[k];
            n += end - begin;
        }
        sum[i] = total;
        if (cells)
            cells[i] = (int32_t)n;
    }
}
