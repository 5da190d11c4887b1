/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums and counts instead of means are kept, so that every level is exact: a mean of means would
 * favour lone cells. One pass over two rows of children a parent row, linear in the cells. */
#include <math.h>
#include <stdlib.h>

#include "port/raster/overviews.h"

void lb_overview_clear(lb_overview *level)
{
    free((void *)level->cell);
    free(level->sum);
    free(level->count);
    *level = (lb_overview){0};
}

double lb_overview_value(const lb_overview *level, size_t band, size_t cell)
{
    if (level->value)
        return level->value[band][level->place ? level->place[cell] : cell];
    size_t at = band * level->cells + cell;
    return level->count[at] ? level->sum[at] / level->count[at] : NAN;
}

/* The first cell from `i` on that is in row `row` or further south. */
static size_t find_rows_end(const lb_overview *from, size_t i, int64_t row)
{
    while (i < from->cells && from->cell[i] < row * from->ncol)
        i++;
    return i;
}

/* Merges two neighbouring rows [i, middle) and [middle, end) into one of halved columns: writes
 * parent[] of their cells and appends the new cells. */
static void merge_rows(const lb_overview *from, const size_t bound[3], int64_t *cell,
                       lb_overview *to, size_t *parent)
{
    size_t i = bound[0], j = bound[1];
    int64_t row = from->cell[i] / from->ncol / 2, north = 2 * row * from->ncol;
    while (i < bound[1] || j < bound[2]) {
        int64_t a = i < bound[1] ? (from->cell[i] - north) / 2 : INT64_MAX;
        int64_t b = j < bound[2] ? (from->cell[j] - north - from->ncol) / 2 : INT64_MAX;
        int64_t col = a < b ? a : b;
        for (; i < bound[1] && (from->cell[i] - north) / 2 == col; i++)
            parent[i] = to->cells;
        for (; j < bound[2] && (from->cell[j] - north - from->ncol) / 2 == col; j++)
            parent[j] = to->cells;
        cell[to->cells++] = row * to->ncol + col;
    }
}

/* cell: long enough for as many cells as from has. */
static void find_parents(const lb_overview *from, int64_t *cell, lb_overview *to, size_t *parent)
{
    for (size_t i = 0; i < from->cells;) {
        int64_t row = from->cell[i] / from->ncol / 2 * 2;
        size_t middle = find_rows_end(from, i, row + 1), end = find_rows_end(from, middle, row + 2);
        merge_rows(from, (const size_t[]){i, middle, end}, cell, to, parent);
        i = end;
    }
}

/* Adds the children to their parents. Of classes the first child with a value counts alone; in
 * row-major order that is the north-western one. */
static void aggregate_band(const lb_overview *from, const size_t *parent, bool is_class,
                           size_t band, lb_overview *to)
{
    const double *sum = from->value ? NULL : from->sum + band * from->cells;
    const uint32_t *count = from->value ? NULL : from->count + band * from->cells;
    double *to_sum = to->sum + band * to->cells;
    uint32_t *to_count = to->count + band * to->cells;
    for (size_t i = 0; i < from->cells; i++) {
        size_t p = parent[i];
        double value = sum ? sum[i] : lb_overview_value(from, band, i);
        uint32_t n = count ? count[i] : !isnan(value);
        if (n == 0 || (is_class && to_count[p]))
            continue;
        to_sum[p] += value;
        to_count[p] += n;
    }
}

/* Half the resolution; odd sizes are rounded up, so that the last row and column stay. */
lb_status lb_overview_halve(const lb_overview *from, const bool *is_class, lb_overview *out)
{
    lb_overview level = {.ncol = from->ncol / 2 + from->ncol % 2,
                         .nrow = from->nrow / 2 + from->nrow % 2,
                         .bands = from->bands};
    size_t *parent = malloc((from->cells + 1) * sizeof *parent);
    int64_t *cell = malloc((from->cells + 1) * sizeof *cell);
    level.cell = cell;
    bool good = parent && cell;
    if (good) {
        find_parents(from, cell, &level, parent);
        level.sum = calloc(level.cells * level.bands + 1, sizeof *level.sum);
        level.count = calloc(level.cells * level.bands + 1, sizeof *level.count);
        good = level.sum && level.count;
    }
    for (size_t b = 0; good && b < level.bands; b++)
        aggregate_band(from, parent, is_class[b], b, &level);
    free(parent);
    if (good)
        *out = level;
    else
        lb_overview_clear(&level);
    return good ? LB_OK : LB_E_MEMORY;
}
