/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers for points from the index of locator.h (docs/methods.md, Location): the cell, the coarse
 * raster, the stretch of the row, and the edges of the row where the cell is on a boundary.
 * Logarithmic in a row's stretches, linear in the edges of a boundary cell's row. */
#include <lagesbild/locate.h>
#include "kernel/geometry/locator.h"
#include "kernel/geometry/point_in_polygon.h"

/* Where the area's edges in the row begin, and next to it where they end; NULL: it has none. */
static const uint32_t *edge_offsets(const lb_locator *l, size_t area, int32_t row)
{
    const struct band *band = &l->edges.band[area];
    if (row < band->row || row >= band->row + band->rows)
        return NULL;
    return l->edges.start + band->start + (row - band->row);
}

/* The first vertex of an edge; the second follows it. */
static const double *vertex_of(const lb_locator *l, size_t edge)
{
    return l->shapes->xy + 2 * (size_t)l->edges.edge[edge];
}

/* Even-odd test of a ray eastwards against the area's edges in this row, which are all that the ray
 * can meet. */
static bool is_inside(const lb_locator *l, size_t area, int32_t row, const double p[2])
{
    const uint32_t *start = edge_offsets(l, area, row);
    bool inside = false;
    for (size_t i = start ? start[0] : 0; start && i < start[1]; i++) {
        const double *edge = vertex_of(l, i);
        inside ^= lb_polygon_ray_crosses(edge, edge + 2, p);
    }
    return inside;
}

/* Binary search: the last stretch of the row that begins at or before col; SIZE_MAX: none, or
 * behind the last area. */
static size_t stretch_at(const lb_locator *l, int32_t row, int32_t col)
{
    size_t low = l->row[row], high = l->row[row + 1], first = low;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->stretch[middle].col <= col)
            low = middle + 1;
        else
            high = middle;
    }
    return low == first || low == l->row[row + 1] ? SIZE_MAX : low - 1;
}

/* The cell by floating point where that leaves no doubt: on the axis, and farther from the cell's
 * sides than three roundings can move it. Nearly all points. */
static bool is_cell_certain(const lb_exact_axis *axis, double v, int32_t *cell)
{
    double near = (v - axis->start) * axis->signed_per_cell;
    if (!(near > axis->tolerance && near < axis->count))
        return false;
    *cell = (int32_t)near;
    double offset = near - *cell;
    return offset > axis->tolerance && offset < 1 - axis->tolerance;
}

/* The cell that owns the point (with its west and south sides), exactly; false: outside the
 * window. */
static bool owning_cell(const lb_exact_grid *lattice, const double p[2], int32_t *row, int32_t *col)
{
    if (is_cell_certain(&lattice->x, p[0], col) && is_cell_certain(&lattice->y, p[1], row))
        return true;
    if (!lb_exact_axis_in_range(&lattice->x, p[0]) || !lb_exact_axis_in_range(&lattice->y, p[1]))
        return false;
    lb_exact_coord x = lb_exact_axis_coord(&lattice->x, p[0]),
                   y = lb_exact_axis_coord(&lattice->y, p[1]);
    y.cell -= y.offset == 0;
    if (x.cell < 0 || x.cell >= lattice->x.count || y.cell < 0 || y.cell >= lattice->y.count)
        return false;
    *row = (int32_t)y.cell;
    *col = (int32_t)x.cell;
    return true;
}

/* The stretch of a cell with that code of the coarse raster; SIZE_MAX: no area there. */
static size_t stretch_of(const lb_locator *l, uint32_t code, int32_t row, int32_t col)
{
    return code == LB_COARSE_MIXED ? stretch_at(l, row, col) : code & ~LB_LOCATOR_STRETCH;
}

/* One query between two steps: each step needs memory whose address the step before yields. */
typedef struct query_state {
    int32_t row, col;
    uint32_t code;   /* of the coarse raster */
    size_t at;       /* the stretch; SIZE_MAX: the coarse raster answers */
    size_t from, to; /* entries that need edges, at most two of them */
} query_state;

/* First step; false: the point is in no cell. */
static bool find_cell(const lb_locator *l, const double p[2], query_state *t)
{
    *t = (query_state){.code = LB_COARSE_NONE, .at = SIZE_MAX};
    return owning_cell(&l->lattice, p, &t->row, &t->col);
}

/* Second step: the coarse raster, and the stretch where that does not answer. */
static void find_stretch(const lb_locator *l, query_state *t)
{
    t->code = lb_coarse_locator_at(&l->coarse, t->row, t->col);
    if (t->code & LB_LOCATOR_STRETCH)
        t->at = stretch_of(l, t->code, t->row, t->col);
}

/* Last step: the areas of the stretch, boundary ones tested; returns how many there are, writes at
 * most max. */
static size_t collect_areas(const lb_locator *l, const double p[2], const query_state *t,
                            size_t *area, size_t max)
{
    size_t found = 0;
    if (t->at == SIZE_MAX) {
        bool one = t->code != LB_COARSE_NONE && !(t->code & LB_LOCATOR_STRETCH);
        if (one && max > 0)
            area[0] = t->code - 1;
        return one;
    }
    for (size_t i = l->stretch[t->at].first; i < l->stretch[t->at + 1].first; i++) {
        size_t candidate = l->entry[i] / 2;
        if (l->entry[i] % 2 == 1 && !is_inside(l, candidate, t->row, p))
            continue;
        if (found < max)
            area[found] = candidate;
        found++;
    }
    return found;
}

size_t lb_locator_find(const lb_locator *locator, double x, double y, size_t *area, size_t max)
{
    const double p[2] = {x, y};
    query_state t;
    if (find_cell(locator, p, &t))
        find_stretch(locator, &t);
    return collect_areas(locator, p, &t, area, max);
}

/* Many at once --------------------------------------------------------------------------------
 * A query waits for memory most of its time. Queries of a batch take each step together, and each
 * step prefetches what the next one reads, so that the waits overlap. Results are those of one
 * query after the other. */

/* Queries a batch (their states stay in the first-level cache); entries prefetched a query. */
enum { BATCH_SIZE = 32, MAX_PREFETCHED = 2 };

/* A point in no cell is marked by row -1. */
static void prefetch_cell(const lb_locator *l, const double p[2], query_state *t)
{
    if (find_cell(l, p, t))
        __builtin_prefetch(lb_coarse_locator_cell(&l->coarse, t->row, t->col));
    else
        t->row = -1;
}

/* Reads the coarse raster; fetches the stretch. */
static void prefetch_stretch(const lb_locator *l, query_state *t)
{
    if (t->row < 0)
        return;
    find_stretch(l, t);
    if (t->at != SIZE_MAX)
        __builtin_prefetch(&l->stretch[t->at]);
}

/* Reads the stretch; fetches its first entries. */
static void prefetch_entries(const lb_locator *l, query_state *t)
{
    t->from = t->to = 0;
    if (t->at == SIZE_MAX)
        return;
    t->from = l->stretch[t->at].first;
    t->to = l->stretch[t->at + 1].first;
    t->to = t->to < t->from + MAX_PREFETCHED ? t->to : t->from + MAX_PREFETCHED;
    __builtin_prefetch(&l->entry[t->from]);
}

/* Reads the entries; fetches the rows of areas on whose boundary the cell lies. */
static void prefetch_bands(const lb_locator *l, const query_state *t)
{
    for (size_t i = t->from; i < t->to; i++)
        if (l->entry[i] % 2 == 1)
            __builtin_prefetch(&l->edges.band[l->entry[i] / 2]);
}

/* Offsets of the edges that entry i needs; NULL: the area has all of the cell. */
static const uint32_t *entry_offsets(const lb_locator *l, const query_state *t, size_t i)
{
    return l->entry[i] % 2 == 1 ? edge_offsets(l, l->entry[i] / 2, t->row) : NULL;
}

/* Fetches the offsets of the edges. */
static void prefetch_starts(const lb_locator *l, const query_state *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = entry_offsets(l, t, i);
        if (start)
            __builtin_prefetch(start);
    }
}

/* Fetches the indexes of the edges. */
static void prefetch_edges(const lb_locator *l, const query_state *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = entry_offsets(l, t, i);
        if (start)
            __builtin_prefetch(&l->edges.edge[start[0]]);
    }
}

/* Fetches the coordinates of the edges. */
static void prefetch_vertices(const lb_locator *l, const query_state *t)
{
    for (size_t i = t->from; i < t->to; i++) {
        const uint32_t *start = entry_offsets(l, t, i);
        for (size_t k = start ? start[0] : 0; start && k < start[1]; k++)
            __builtin_prefetch(vertex_of(l, k));
    }
}

/* Each step needs what the one before has fetched; a batch goes through one step at a time, so
 * that its cache misses overlap. */
static void prefetch_batch(const lb_locator *l, const double *xy, size_t n, query_state *t)
{
    for (size_t i = 0; i < n; i++)
        prefetch_cell(l, xy + 2 * i, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_stretch(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_entries(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_bands(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_starts(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_edges(l, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_vertices(l, &t[i]);
}

/* At most `max` areas a point, found[] how many; in batches, whose cells are fetched ahead. */
void lb_locator_find_many(const lb_locator *locator, const double *xy, size_t n, size_t *found,
                          size_t *area, size_t max)
{
    query_state t[BATCH_SIZE];
    for (size_t from = 0; from < n; from += BATCH_SIZE) {
        size_t batch = n - from < BATCH_SIZE ? n - from : BATCH_SIZE;
        prefetch_batch(locator, xy + 2 * from, batch, t);
        for (size_t i = 0; i < batch; i++)
            found[from + i] =
                collect_areas(locator, xy + 2 * (from + i), &t[i], area + (from + i) * max, max);
    }
}
