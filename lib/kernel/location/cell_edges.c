/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the runs of a row those that share columns with the cells are cut down to the edges that do.
 * What is left out on the west side meets no ray; what is left out on the east side, and whole runs
 * there, count by their ends alone: an end north of the row is above every point, one south of it
 * above none, and one within the row is met twice, by the run that goes on there too. */
#include <math.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/location/cell_edges.h"

/* Of cells: every point of them has lo <= x < hi. */
struct sides {
    double lo, hi;
};

lb_cell_edges lb_cell_edges_of(const lb_locator *locator, const lb_edge_runs *runs)
{
    const lb_exact_axis *x = &locator->lattice.x;
    double cell = (double)x->step / x->scale;
    return (lb_cell_edges){.locator = locator,
                           .runs = runs,
                           .cell = cell,
                           .margin = 0x1p-50 * (fabs(x->start) + x->count * cell)};
}

/* Are both ends of the edge east of the cells, or both west? */
static bool is_beside(const double *edge, const struct sides *sides)
{
    return (edge[0] >= sides->hi && edge[2] >= sides->hi) ||
           (edge[0] < sides->lo && edge[2] < sides->lo);
}

/* The edges of a run between those beside the cells. What is left out east of it counts by its
 * two ends: the one of the run into *odd, the other by a flag. No edges: nothing is left but *odd.
 */
static struct entry cut_run(const lb_shapes *shapes, const lb_edge_run *run,
                            const struct sides *sides, bool *odd)
{
    const double *xy = shapes->xy + 2 * (size_t)run->vertex;
    uint32_t from = 0, to = run->edges;
    while (from < to && is_beside(xy + 2 * from, sides))
        from++;
    while (from < to && is_beside(xy + 2 * (to - 1), sides))
        to--;
    bool begin = xy[2 * from] >= sides->hi, end = xy[2 * to] >= sides->hi;
    if (from == to) {
        *odd ^= begin && run->north[0] != run->north[1];
        return (struct entry){.edges = 0};
    }
    struct entry entry = {.vertex = run->vertex + from, .edges = (to - from) * LB_ENTRY_FLAGS};
    *odd ^= (begin && from > 0 && run->north[0]) != (end && to < run->edges && run->north[1]);
    if (begin && (from > 0 || run->within[0]))
        entry.edges |= LB_ENTRY_BEGIN;
    if (end && (to < run->edges || run->within[1]))
        entry.edges |= LB_ENTRY_END;
    return entry;
}

static lb_status append_entry(lb_cell_entries *out, struct entry entry)
{
    if (out->count == out->capacity &&
        !lb_array_reserve(&out->entry, &out->capacity, out->count + 1, sizeof entry))
        return LB_E_MEMORY;
    out->entry[out->count++] = entry;
    return LB_OK;
}

lb_status lb_cell_edges_add(lb_cell_edges *e, uint32_t area, int32_t row, const int32_t cols[2],
                            lb_cell_entries *out)
{
    double start = e->locator->lattice.x.start;
    struct sides sides = {start + cols[0] * e->cell - e->margin,
                          start + cols[1] * e->cell + e->margin};
    const lb_edge_run *run = e->runs->run;
    size_t from = out->count, i = e->next, n = e->runs->count;
    while (i < n && (run[i].row < row || (run[i].row == row && run[i].west < sides.hi)))
        i++;
    e->next = i;
    bool odd = i < n && run[i].row == row && run[i].odd;
    for (; i > 0 && run[i - 1].row == row && run[i - 1].farthest >= sides.lo; i--) {
        struct entry entry = cut_run(e->locator->shapes, &run[i - 1], &sides, &odd);
        entry.area = area;
        if (entry.edges == 0)
            continue;
        if (out->count > from)
            out->entry[out->count - 1].edges |= LB_ENTRY_MORE;
        LB_TRY(append_entry(out, entry));
    }
    if (out->count == from && odd)
        return append_entry(out, (struct entry){.area = area, .edges = LB_ENTRY_ODD});
    if (odd)
        out->entry[from].edges |= LB_ENTRY_ODD;
    return LB_OK;
}
