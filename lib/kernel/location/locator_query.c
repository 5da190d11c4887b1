/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers for points from the index of locator.h (docs/methods.md, Location): the cell, the coarse
 * raster, the entries of the cell, and their edges where the cell is on a boundary. Logarithmic in
 * a row's stretches, linear in the edges of runs that have the cell's column. */
#include <lagesbild/locate.h>
#include "base/prefetch.h"
#include "kernel/location/locator.h"
#include "kernel/geometry/point_in_polygon.h"

/* Does a ray eastwards meet the edges of an entry, with what goes on east of the cell, an odd
 * number of times? */
static bool crosses_edges(const lb_locator *l, const struct entry *entry, const double p[2])
{
    const double *edge = l->shapes->xy + 2 * (size_t)entry->vertex;
    bool odd = (entry->edges & LB_ENTRY_BEGIN) && edge[1] > p[1];
    for (uint32_t k = entry->edges / LB_ENTRY_FLAGS; k > 0; k--, edge += 2)
        odd ^= lb_polygon_ray_crosses(edge, edge + 2, p);
    return odd ^ ((entry->edges & LB_ENTRY_END) && edge[1] > p[1]);
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

/* The cell that owns the point (with its west and south sides), exactly; false: outside the
 * window. */
static bool owning_cell(const lb_exact_grid *lattice, const double p[2], int32_t *row, int32_t *col)
{
    if (lb_exact_axis_is_certain(&lattice->x, p[0], col) &&
        lb_exact_axis_is_certain(&lattice->y, p[1], row))
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

/* The first entry of a cell that the coarse raster does not answer; SIZE_MAX: no area there. */
static size_t entries_of(const lb_locator *l, uint32_t code, int32_t row, int32_t col)
{
    if (code != LB_COARSE_MIXED)
        return code & ~LB_LOCATOR_ENTRY;
    size_t at = stretch_at(l, row, col);
    bool empty = at == SIZE_MAX || l->stretch[at].first == l->stretch[at + 1].first;
    return empty ? SIZE_MAX : l->stretch[at].first;
}

/* One query between two steps: each step needs memory whose address the step before yields. */
typedef struct query_state {
    int32_t row, col;
    uint32_t code; /* of the coarse raster */
    size_t at;     /* the first entry; SIZE_MAX: the coarse raster answers */
} query_state;

/* First step; false: the point is in no cell. */
static bool find_cell(const lb_locator *l, const double p[2], query_state *t)
{
    *t = (query_state){.code = LB_COARSE_NONE, .at = SIZE_MAX};
    return owning_cell(&l->lattice, p, &t->row, &t->col);
}

/* Second step: the coarse raster, and the entries where that does not answer. */
static void find_entries(const lb_locator *l, query_state *t)
{
    t->code = lb_coarse_locator_at(&l->coarse, t->row, t->col);
    if (t->code & LB_LOCATOR_ENTRY)
        t->at = entries_of(l, t->code, t->row, t->col);
}

/* Last step: the areas of the cell, those with edges there tested; returns how many there are,
 * writes at most max. */
static size_t collect_areas(const lb_locator *l, const double p[2], const query_state *t,
                            size_t first, size_t *area, size_t max)
{
    size_t found = 0;
    if (t->at == SIZE_MAX) {
        bool one = t->code != LB_COARSE_NONE && !(t->code & LB_LOCATOR_ENTRY);
        if (one && first == 0 && max > 0)
            area[0] = t->code - 1;
        return one;
    }
    bool odd = false;
    for (const struct entry *entry = &l->entry[t->at];; entry++) {
        bool inside = (entry->edges & LB_ENTRY_ODD) != 0;
        if (!(entry->edges & LB_ENTRY_SAME)) {
            for (odd = false; entry->edges & LB_ENTRY_MORE; entry++)
                odd ^= crosses_edges(l, entry, p);
            odd ^= crosses_edges(l, entry, p);
        }
        inside ^= odd;
        if (inside && found >= first && found - first < max)
            area[found - first] = entry->area;
        found += inside;
        if (entry->edges & LB_ENTRY_LAST)
            return found;
    }
}

/* Queries a batch (their states stay in the first-level cache); entries whose vertices are
 * prefetched, of a query. */
enum { BATCH_SIZE = 32, MAX_PREFETCHED = 2 };

/* As lb_locator_find, without the first `first` areas. */
static size_t find_areas_from(const lb_locator *locator, double x, double y, size_t first,
                              size_t *area, size_t max)
{
    const double p[2] = {x, y};
    query_state t;
    if (find_cell(locator, p, &t))
        find_entries(locator, &t);
    return collect_areas(locator, p, &t, first, area, max);
}

size_t lb_locator_find(const lb_locator *locator, double x, double y, size_t *area, size_t max)
{
    return find_areas_from(locator, x, y, 0, area, max);
}

/* Is there a chosen area, or without chosen that one, among those that hold the point? They are
 * looked through some at a time, as they may be many. *any: is there an area at all? */
static bool holds_one_of(const lb_locator *locator, const double p[2], const bool *chosen,
                         size_t one, bool *any)
{
    size_t area[BATCH_SIZE], found, from = 0;
    bool holds = false;
    do {
        found = find_areas_from(locator, p[0], p[1], from, area, BATCH_SIZE);
        for (size_t i = 0; i < BATCH_SIZE && from + i < found; i++)
            holds = holds || (chosen ? chosen[area[i]] : area[i] == one);
        from += BATCH_SIZE;
    } while (!holds && from < found);
    *any = found > 0;
    return holds;
}

bool lb_locator_finds_chosen(const lb_locator *locator, double x, double y, const bool *chosen,
                             bool *any)
{
    bool ignored;
    return holds_one_of(locator, (const double[]){x, y}, chosen, 0, any ? any : &ignored);
}

bool lb_locator_area_holds(const lb_locator *locator, size_t area, double x, double y)
{
    bool ignored;
    return holds_one_of(locator, (const double[]){x, y}, NULL, area, &ignored);
}

/* Many at once --------------------------------------------------------------------------------
 * A query waits for memory most of its time. Queries of a batch take each step together, and each
 * step prefetches what the next one reads, so that the waits overlap. Results are those of one
 * query after the other. */

/* A point in no cell is marked by row -1. */
static void prefetch_cell(const lb_locator *l, const double p[2], query_state *t)
{
    if (find_cell(l, p, t))
        lb_prefetch(lb_coarse_locator_cell(&l->coarse, t->row, t->col));
    else
        t->row = -1;
}

/* Reads the coarse raster; fetches the entries. */
static void prefetch_entries(const lb_locator *l, query_state *t)
{
    if (t->row < 0)
        return;
    find_entries(l, t);
    if (t->at != SIZE_MAX)
        lb_prefetch(&l->entry[t->at]);
}

/* Reads the first entries; fetches the ends of their edges. */
static void prefetch_vertices(const lb_locator *l, const query_state *t)
{
    if (t->at == SIZE_MAX)
        return;
    const struct entry *entry = &l->entry[t->at];
    for (int i = 0; i < MAX_PREFETCHED; i++, entry++) {
        const double *xy = l->shapes->xy + 2 * (size_t)entry->vertex;
        if (entry->edges >= LB_ENTRY_FLAGS) {
            lb_prefetch(xy);
            lb_prefetch(xy + 2 * (size_t)(entry->edges / LB_ENTRY_FLAGS));
        }
        if (entry->edges & LB_ENTRY_LAST)
            return;
    }
}

/* Each step needs what the one before has fetched; a batch goes through one step at a time, so
 * that its cache misses overlap. */
static void prefetch_batch(const lb_locator *l, const double *xy, size_t n, query_state *t)
{
    for (size_t i = 0; i < n; i++)
        prefetch_cell(l, xy + 2 * i, &t[i]);
    for (size_t i = 0; i < n; i++)
        prefetch_entries(l, &t[i]);
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
                collect_areas(locator, xy + 2 * (from + i), &t[i], 0, area + (from + i) * max, max);
    }
}
