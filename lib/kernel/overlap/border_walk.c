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
    LB_TRY(lb_edge_groups_init(&o->groups, &o->runs, o->threads));
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

void lb_overlap_end_walks(lb_overlap *overlap)
{
    lb_run_starts_clear(&overlap->starts);
    lb_edge_groups_clear(&overlap->groups);
    free(overlap->runs.corner);
    overlap->runs.corner = NULL;
}

void lb_overlap_clear(lb_overlap *overlap)
{
    lb_overlap_end_walks(overlap);
    lb_border_runs_clear(&overlap->runs);
}

void lb_walk_list_clear(lb_walk_list *list)
{
    free(list->found);
    free(list->item);
    *list = (lb_walk_list){.found = NULL};
}

/* Consecutive edges of one area, at most LB_GROUP_EDGES, while their crossings are looked for. */
typedef struct edge_search {
    const lb_overlap *overlap;
    uint32_t area, first, count;
    lb_edge_box box;            /* of all of them */
    const lb_edge_strip *strip; /* of all of them; NULL: they are not slanted */
    lb_walk_list *list;
} edge_search;

static int64_t distance_of(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

/* The place of `at` along the edge a b, by its longer axis. */
static int64_t place_along(const lb_lattice_point ab[2], lb_lattice_point at)
{
    lb_lattice_point a = ab[0], b = ab[1];
    if (distance_of(a.x, b.x) >= distance_of(a.y, b.y))
        return a.x < b.x ? at.x : -at.x;
    return a.y < b.y ? at.y : -at.y;
}

/* The edge is tested in the role of the area of lower rank or of the other, so that both find the
 * same place. */
static void test_edges(const edge_search *s, uint32_t edge, uint32_t other, uint32_t other_edge)
{
    const lb_lattice_point *corner = s->overlap->runs.corner;
    const lb_lattice_point *ab = corner + edge, *cd = corner + other_edge;
    lb_walk_list *list = s->list;
    lb_lattice_point at;
    bool enters, lower = s->area < other;
    if (!(lower ? lb_edges_cross(ab, cd, &at, &enters) : lb_edges_cross(cd, ab, &at, &enters)))
        return;
    if (list->count == list->capacity &&
        !lb_array_reserve(&list->found, &list->capacity, list->count + 1, sizeof *list->found)) {
        list->failed = true;
        return;
    }
    list->found[list->count++] = (lb_border_crossing){
        place_along(ab, at), at, edge, other, other_edge, lower ? enters : !enters};
}

/* Of n boxes the numbers of those that are within reach. */
static inline size_t list_within(const lb_edge_box *box, size_t n, lb_edge_box reach,
                                 uint32_t *kept)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        kept[count] = (uint32_t)k;
        count += lb_edge_box_within(box[k], reach);
    }
    return count;
}

/* Are the edges that are looked at and a group, whose boxes meet, apart since one of them or both
 * are slanted? */
static bool are_parted(const edge_search *s, size_t i)
{
    const lb_edge_groups *groups = &s->overlap->groups;
    const lb_edge_strip *strip = lb_edge_group_strip(groups, i);
    if (!s->strip && !strip)
        return false;
    lb_edge_strip own = s->strip ? *s->strip : lb_edge_strip_of_box(s->box);
    lb_edge_strip theirs = strip ? *strip : lb_edge_strip_of_box(groups->tree.box[0][i]);
    return (s->strip && lb_edge_strip_parts(&own, &theirs)) ||
           (strip && lb_edge_strip_parts(&theirs, &own));
}

/* Tests the edges that are looked at against a group: those that meet its box against those of it
 * that meet theirs, by boxes first. */
static void test_group(void *udata, size_t i)
{
    const edge_search *s = udata;
    const lb_edge_groups *groups = &s->overlap->groups;
    const lb_edge_group *g = &groups->group[i];
    uint32_t own[LB_GROUP_EDGES], theirs[LB_GROUP_EDGES], met[LB_GROUP_EDGES];
    lb_edge_box near[LB_GROUP_EDGES];
    if (!lb_border_runs_compared(&s->overlap->runs, s->area, g->area) || are_parted(s, i))
        return;
    const lb_edge_box *own_box = groups->edge + s->first, *box = groups->edge + g->first;
    size_t m = list_within(box, g->count, lb_edge_box_reach(s->box), theirs);
    if (m == 0)
        return;
    size_t n = list_within(own_box, s->count, lb_edge_box_reach(groups->tree.box[0][i]), own);
    for (size_t j = 0; j < m; j++)
        near[j] = box[theirs[j]];
    for (size_t k = 0; k < n; k++) {
        size_t both = list_within(near, m, lb_edge_box_reach(own_box[own[k]]), met);
        for (size_t j = 0; j < both; j++)
            test_edges(s, s->first + own[k], g->area, g->first + theirs[met[j]]);
    }
}

static int compare_crossings(const void *a, const void *b)
{
    const lb_border_crossing *x = a, *y = b;
    LB_COMPARE(x->along, y->along);
    return (x->edge > y->edge) - (x->edge < y->edge);
}

/* The crossings of one edge by place, then by the other edge; insertion for the few that most edges
 * have. */
static void sort_crossings(lb_border_crossing *item, size_t n)
{
    if (n > 64) {
        qsort(item, n, sizeof *item, compare_crossings);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        lb_border_crossing moving = item[i];
        size_t j = i;
        for (; j > 0 && compare_crossings(&item[j - 1], &moving) > 0; j--)
            item[j] = item[j - 1];
        item[j] = moving;
    }
}

/* From what was found to item and first: a counting sort by the edge that is walked. */
static void sort_found(const edge_search *s)
{
    lb_walk_list *list = s->list;
    size_t *first = list->first, at = 0;
    if (!lb_array_reserve(&list->item, &list->room, list->count, sizeof *list->item)) {
        list->failed = true;
        list->count = 0;
    }
    for (uint32_t e = 0; e <= s->count; e++)
        first[e] = 0;
    for (size_t k = 0; k < list->count; k++)
        first[list->found[k].walked - s->first]++;
    for (uint32_t e = 0; e <= s->count; e++)
        first[e] = at += first[e];
    for (size_t k = list->count; k-- > 0;)
        list->item[--first[list->found[k].walked - s->first]] = list->found[k];
    for (uint32_t e = 0; e < s->count; e++)
        sort_crossings(list->item + first[e], first[e + 1] - first[e]);
}

/* Fills the list with the crossings of edges of an area, in the order of the walk. box, strip: of
 * all; strip NULL: they are not slanted. */
static void find_crossings(const lb_overlap *o, const lb_edge_group *edges, lb_edge_box box,
                           const lb_edge_strip *strip, lb_walk_list *list)
{
    edge_search s = {o, edges->area, edges->first, edges->count, box, strip, list};
    list->count = 0;
    lb_box_tree_visit(&o->groups.tree, lb_edge_box_reach(box), test_group, &s);
    sort_found(&s);
    list->crossings += list->count;
}

/* From crossing to crossing, n of them: each piece has one set of areas that hold it. Pieces of
 * length 0 are none. */
static void walk_edge(const lb_overlap *o, uint32_t edge, const lb_border_crossing *c, size_t n,
                      const lb_border_walker *walker, void *udata)
{
    lb_lattice_point at = o->runs.corner[edge], end = o->runs.corner[edge + 1];
    for (size_t k = 0; k < n; k++) {
        if (walker->piece && !lb_lattice_same(at, c[k].at))
            walker->piece(udata, edge, at, c[k].at);
        at = c[k].at;
        walker->cross(udata, edge, &c[k]);
    }
    if (walker->piece && !lb_lattice_same(at, end))
        walker->piece(udata, edge, at, end);
}

/* A run ends in as many areas as it began in: what it enters it leaves. */
static void walk_run(const lb_overlap *o, size_t r, const lb_border_walker *walker, void *udata,
                     lb_walk_list *list)
{
    const size_t *first = o->starts.first + r, *group = o->groups.first_group + r;
    int64_t depth = 0;
    if (walker->begin)
        walker->begin(udata, &o->runs.run[r], o->starts.area + first[0], first[1] - first[0]);
    for (size_t i = group[0]; i < group[1]; i++) {
        const lb_edge_group *edges = &o->groups.group[i];
        find_crossings(o, edges, o->groups.tree.box[0][i], lb_edge_group_strip(&o->groups, i),
                       list);
        for (size_t k = 0; k < list->count; k++)
            depth += list->item[k].enters ? 1 : -1;
        for (uint32_t e = 0; e < edges->count; e++)
            walk_edge(o, edges->first + e, list->item + list->first[e],
                      list->first[e + 1] - list->first[e], walker, udata);
    }
    list->failed = list->failed || depth != 0;
    if (walker->end)
        walker->end(udata);
}

/* Crossings of every step-th edge, times the edges: the work of a walk before it is done. */
lb_status lb_overlap_estimate_crossings(const lb_overlap *overlap, double *out)
{
    enum { SAMPLE = 512 };
    lb_walk_list list = {.found = NULL};
    const lb_border_runs *runs = &overlap->runs;
    size_t step = runs->corners / SAMPLE + 1, edges = 0, all = 0, next = 0;
    for (size_t r = 0; r < runs->runs; r++) {
        const lb_border_run *run = &runs->run[r];
        all += run->last - run->first;
        for (; next < all; next += step, edges++) {
            lb_edge_group one = {
                .first = (uint32_t)(run->last - (all - next)), .count = 1, .area = run->area};
            find_crossings(overlap, &one, overlap->groups.edge[one.first], NULL, &list);
        }
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
