/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums and counts instead of means are kept, so that every level is exact: a mean of means would
 * favour lone cells. One pass over two rows of children a parent row, linear in the cells. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "port/raster/overviews.h"

void lb_overview_clear(lb_overview *level)
{
    free(level->cell);
    free(level->sum);
    free(level->count);
    *level = (lb_overview){0};
}

double lb_overview_value(const lb_overview *level, size_t band, size_t cell)
{
    size_t at = band * level->cells + cell;
    return level->count[at] ? level->sum[at] / level->count[at] : NAN;
}

static lb_status allocate_level(lb_overview *level)
{
    size_t values = level->cells * level->bands;
    level->cell = malloc((level->cells + 1) * sizeof *level->cell);
    level->sum = calloc(values + 1, sizeof *level->sum);
    level->count = calloc(values + 1, sizeof *level->count);
    if (level->cell && level->sum && level->count)
        return LB_OK;
    lb_overview_clear(level);
    return LB_E_MEMORY;
}

/* Level 0 from the cells: sums and counts of values per band, since a coarser level has the mean
 * of the cells with a value. */
lb_status lb_overview_base(lb_overview shape, const int64_t *cell, const double *const *value,
                           lb_overview *out)
{
    lb_overview level = shape;
    if (allocate_level(&level) != LB_OK)
        return LB_E_MEMORY;
    if (level.cells)
        memcpy(level.cell, cell, level.cells * sizeof *cell);
    for (size_t b = 0; b < level.bands; b++)
        for (size_t i = 0; i < level.cells; i++) {
            bool valid = !isnan(value[b][i]);
            level.sum[b * level.cells + i] = valid ? value[b][i] : 0;
            level.count[b * level.cells + i] = valid;
        }
    *out = level;
    return LB_OK;
}

/* The first cell from `i` on that is in row `row` or further south. */
static size_t find_rows_end(const lb_overview *from, size_t i, int64_t row)
{
    while (i < from->cells && from->cell[i] < row * from->ncol)
        i++;
    return i;
}

/* Merges two neighbouring rows [i, middle) and [middle, end) into one of halved columns: writes
 * parent[] of their cells and the new cells' columns; returns the number of cells so far. */
static size_t merge_rows(const lb_overview *from, const size_t bound[3], lb_overview *to,
                         size_t *parent)
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
        to->cell[to->cells++] = row * to->ncol + col;
    }
    return to->cells;
}

/* to->cell is long enough for as many cells as from has. */
static void find_parents(const lb_overview *from, lb_overview *to, size_t *parent)
{
    for (size_t i = 0; i < from->cells;) {
        int64_t row = from->cell[i] / from->ncol / 2 * 2;
        size_t middle = find_rows_end(from, i, row + 1), end = find_rows_end(from, middle, row + 2);
        merge_rows(from, (const size_t[]){i, middle, end}, to, parent);
        i = end;
    }
}

/* Adds the children to their parents. Of classes the first child with a value counts alone; in
 * row-major order that is the north-western one. */
static void aggregate_band(const lb_overview *from, const size_t *parent, bool is_class,
                           size_t band, lb_overview *to)
{
    const double *sum = from->sum + band * from->cells;
    const uint32_t *count = from->count + band * from->cells;
    double *to_sum = to->sum + band * to->cells;
    uint32_t *to_count = to->count + band * to->cells;
    for (size_t i = 0; i < from->cells; i++) {
        size_t p = parent[i];
        if (is_class && to_count[p])
            continue;
        to_sum[p] += sum[i];
        to_count[p] += count[i];
    }
}

/* parent: [from->cells] scratch. found: room for as many cells as from has. */
static lb_status halve_level(const lb_overview *from, const bool *is_class, size_t *parent,
                             lb_overview *found, lb_overview *out)
{
    find_parents(from, found, parent);
    lb_overview level = *found;
    level.bands = from->bands;
    if (allocate_level(&level) != LB_OK)
        return LB_E_MEMORY;
    memcpy(level.cell, found->cell, level.cells * sizeof *level.cell);
    for (size_t b = 0; b < level.bands; b++)
        aggregate_band(from, parent, is_class[b], b, &level);
    *out = level;
    return LB_OK;
}

/* Half the resolution; odd sizes are rounded up, so that the last row and column stay. */
lb_status lb_overview_halve(const lb_overview *from, const bool *is_class, lb_overview *out)
{
    lb_overview found = {.ncol = from->ncol / 2 + from->ncol % 2,
                         .nrow = from->nrow / 2 + from->nrow % 2};
    size_t *parent = malloc((from->cells + 1) * sizeof *parent);
    found.cell = malloc((from->cells + 1) * sizeof *found.cell);
    lb_status status =
        parent && found.cell ? halve_level(from, is_class, parent, &found, out) : LB_E_MEMORY;
    free(parent);
    free(found.cell);
    return status;
}
