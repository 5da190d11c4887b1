/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crossings are not stored: each is found twice, from both edges, so that areas can be walked in
 * any order by any number of threads and memory does not grow with their number. */
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/overlap/border_walk.h"
#include "kernel/overlap/edge_crossing.h"

static lb_status init_overlap(lb_overlap *o, const lb_shapes *shapes, size_t zones)
{
    LB_TRY(lb_border_runs_init(&o->runs, shapes, zones, o->threads));
    LB_TRY(lb_edge_grid_init(&o->grid, &o->runs, o->threads));
    LB_TRY(lb_run_starts_init(&o->starts, &o->runs, o->threads));
    lb_bbox_index_clear(&o->runs.index); /* walks do not need it */
    return LB_OK;
}

lb_status lb_overlap_init(lb_overlap *overlap, const lb_shapes *shapes, size_t zones, int threads)
{
    *overlap = (lb_overlap){.threads = threads};
    lb_status status = init_overlap(overlap, shapes, zones);
    if (status != LB_OK)
        lb_overlap_clear(overlap);
    return status;
}

void lb_overlap_clear(lb_overlap *overlap)
{
    lb_run_starts_clear(&overlap->starts);
    lb_edge_grid_clear(&overlap->grid);
    lb_border_runs_clear(&overlap->runs);
}

void lb_walk_list_clear(lb_walk_list *list)
{
    free(list->item);
    *list = (lb_walk_list){.item = NULL};
}

/* The edge that is walked, while its crossings are looked for. */
typedef struct edge_search {
    const lb_overlap *overlap;
    uint32_t edge, area;
    const lb_lattice_point *ab;
    lb_lattice_point low, high; /* box of the edge */
    bool along_x, forward;      /* the longer axis; does the edge ascend along it? */
    lb_walk_list *list;
} edge_search;

/* Without branches, which nobody could predict. */
static inline bool is_apart(const edge_search *s, const lb_lattice_point cd[2])
{
    lb_lattice_point c = cd[0], d = cd[1];
    int64_t west = c.x < d.x ? c.x : d.x, east = c.x < d.x ? d.x : c.x;
    int64_t south = c.y < d.y ? c.y : d.y, north = c.y < d.y ? d.y : c.y;
    return (east < s->low.x) | (west > s->high.x) | (north < s->low.y) | (south > s->high.y);
}

static void add_crossing(edge_search *s, uint32_t other, uint32_t edge, lb_lattice_point at,
                         bool enters)
{
    lb_walk_list *list = s->list;
    int64_t along = s->along_x ? at.x : at.y;
    if (!lb_array_reserve(&list->item, &list->capacity, list->count + 1, sizeof *list->item)) {
        list->failed = true;
        return;
    }
    list->item[list->count++] =
        (lb_border_crossing){s->forward ? along : -along, at, other, edge, enters};
}

/* The edge is tested in the role of the area of lower rank or of the other, so that both find the
 * same place. */
static inline void test_edge(edge_search *s, uint32_t edge)
{
    const lb_border_runs *runs = &s->overlap->runs;
    const lb_lattice_point *cd = runs->corner + edge;
    lb_lattice_point at;
    bool enters;
    uint32_t other = runs->owner[edge];
    lb_tested_edge *slot = &s->list->tested[edge % LB_TESTED_EDGES];
    if (other == s->area || is_apart(s, cd) ||
        (slot->edge == edge && slot->search == s->list->search))
        return;
    *slot = (lb_tested_edge){s->list->search, edge};
    if (!lb_border_runs_compared(runs, s->area, other))
        return;
    if (s->area < other ? lb_edges_cross(s->ab, cd, &at, &enters)
                        : lb_edges_cross(cd, s->ab, &at, &enters))
        add_crossing(s, other, edge, at, s->area < other ? enters : !enters);
}

static void test_parts(void *udata, size_t from, size_t to)
{
    edge_search *s = udata;
    const lb_edge_grid *grid = &s->overlap->grid;
    for (size_t k = grid->first[from]; k < grid->first[to + 1]; k++)
        test_edge(s, grid->edge[k]);
}

static int compare_crossings(const void *a, const void *b)
{
    const lb_border_crossing *x = a, *y = b;
    LB_COMPARE(x->along, y->along);
    return (x->edge > y->edge) - (x->edge < y->edge);
}

/* By place, then edge; insertion for the few that most edges have. A pair of edges that pass
 * several parts together may have been found in each. */
static void sort_list(lb_walk_list *list)
{
    size_t kept = 0;
    if (list->count > 64)
        qsort(list->item, list->count, sizeof *list->item, compare_crossings);
    else
        for (size_t i = 1; i < list->count; i++) {
            lb_border_crossing moving = list->item[i];
            size_t j = i;
            for (; j > 0 && compare_crossings(&list->item[j - 1], &moving) > 0; j--)
                list->item[j] = list->item[j - 1];
            list->item[j] = moving;
        }
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || list->item[kept - 1].edge != list->item[i].edge ||
            list->item[kept - 1].along != list->item[i].along)
            list->item[kept++] = list->item[i];
    list->count = kept;
}

static int64_t distance_of(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

/* Fills the list with the crossings of an edge, in the order of the walk. */
static void find_crossings(const lb_overlap *o, uint32_t area, uint32_t edge, lb_walk_list *list)
{
    const lb_lattice_point *ab = o->runs.corner + edge;
    lb_lattice_point a = ab[0], b = ab[1];
    bool along_x = distance_of(a.x, b.x) >= distance_of(a.y, b.y);
    edge_search s = {.overlap = o,
                     .edge = edge,
                     .area = area,
                     .ab = ab,
                     .low = {a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y},
                     .high = {a.x > b.x ? a.x : b.x, a.y > b.y ? a.y : b.y},
                     .along_x = along_x,
                     .forward = along_x ? a.x < b.x : a.y < b.y,
                     .list = list};
    list->count = 0;
    list->search++;
    lb_edge_grid_visit(&o->grid, ab, 0, o->grid.rows - 1, test_parts, &s);
    if (list->count > 1)
        sort_list(list);
    list->crossings += list->count;
}

/* From crossing to crossing: each piece has one set of areas that hold it. Pieces of length 0
 * are none. */
static void walk_edge(const lb_overlap *o, uint32_t edge, const lb_border_walker *walker,
                      void *udata, const lb_walk_list *list)
{
    lb_lattice_point at = o->runs.corner[edge], end = o->runs.corner[edge + 1];
    for (size_t k = 0; k < list->count; k++) {
        const lb_border_crossing *c = &list->item[k];
        if (walker->piece && !lb_lattice_same(at, c->at))
            walker->piece(udata, at, c->at);
        at = c->at;
        walker->cross(udata, edge, c);
    }
    if (walker->piece && !lb_lattice_same(at, end))
        walker->piece(udata, at, end);
}

/* A run ends in as many areas as it began in: what it enters it leaves. */
static void walk_run(const lb_overlap *o, size_t r, const lb_border_walker *walker, void *udata,
                     lb_walk_list *list)
{
    const lb_border_run *run = &o->runs.run[r];
    const size_t *first = o->starts.first + r;
    int64_t depth = 0;
    if (walker->begin)
        walker->begin(udata, run, o->starts.area + first[0], first[1] - first[0]);
    for (size_t i = run->first; i < run->last; i++) {
        find_crossings(o, run->area, (uint32_t)i, list);
        for (size_t k = 0; k < list->count; k++)
            depth += list->item[k].enters ? 1 : -1;
        walk_edge(o, (uint32_t)i, walker, udata, list);
    }
    list->failed = list->failed || depth != 0;
    if (walker->end)
        walker->end(udata);
}

/* Crossings of every step-th edge, times the edges: the work of a walk before it is done. */
lb_status lb_overlap_estimate_crossings(const lb_overlap *overlap, double *out)
{
    enum { SAMPLE = 512 };
    lb_walk_list list = {.item = NULL};
    const lb_border_runs *runs = &overlap->runs;
    size_t step = runs->corners / SAMPLE + 1, edges = 0, all = 0, next = 0;
    for (size_t r = 0; r < runs->runs; r++) {
        const lb_border_run *run = &runs->run[r];
        all += run->last - run->first;
        for (; next < all; next += step, edges++)
            find_crossings(overlap, run->area, (uint32_t)(run->last - (all - next)), &list);
    }
    lb_status status = list.failed ? LB_E_MEMORY : LB_OK;
    if (status == LB_OK)
        *out = edges > 0 ? (double)list.crossings / (double)edges * (double)all : 0;
    lb_walk_list_clear(&list);
    return status;
}

void lb_border_walk(const lb_overlap *overlap, uint32_t area, const lb_border_walker *walker,
                    void *udata, lb_walk_list *list)
{
    for (size_t r = overlap->runs.first_run[area]; r < overlap->runs.first_run[area + 1]; r++)
        walk_run(overlap, r, walker, udata, list);
}
