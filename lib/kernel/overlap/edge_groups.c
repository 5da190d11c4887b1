/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are numbered along a Z-order curve, and edges follow each other along borders, so that
 * groups of consecutive numbers are near each other: the tree needs no sort. */
#include <math.h>
#include <stdlib.h>

#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/edge_groups.h"

static lb_edge_box box_of_all(const lb_edge_box *box, size_t count)
{
    lb_edge_box all = {INFINITY, INFINITY, INFINITY, INFINITY};
    for (size_t i = 0; i < count; i++)
        for (int side = 0; side < 4; side++)
            all[side] = box[i][side] < all[side] ? box[i][side] : all[side];
    return all;
}

static size_t groups_of(const lb_border_run *run)
{
    return (run->last - run->first + LB_GROUP_EDGES - 1) / LB_GROUP_EDGES;
}

/* The groups of a run, as equal as may be. */
static void group_run(lb_edge_groups *g, size_t r)
{
    const lb_border_run *run = &g->runs->run[r];
    size_t edges = run->last - run->first, groups = groups_of(run);
    for (size_t i = run->first; i < run->last; i++)
        g->edge[i] = lb_edge_box_of(g->runs->corner[i], g->runs->corner[i + 1]);
    for (size_t k = 0; k < groups; k++) {
        size_t from = run->first + edges * k / groups, to = run->first + edges * (k + 1) / groups;
        size_t i = g->first_group[r] + k;
        g->group[i] = (lb_edge_group){(uint32_t)from, (uint32_t)(to - from), run->area};
        g->box[0][i] = box_of_all(g->edge + from, to - from);
    }
}

/* Each level from the one before, till one has few boxes enough to look at all of them. */
static lb_status make_tree(lb_edge_groups *g)
{
    for (g->levels = 1; g->count[g->levels - 1] > LB_GROUP_CHILDREN; g->levels++) {
        const lb_edge_box *child = g->box[g->levels - 1];
        size_t children = g->count[g->levels - 1];
        size_t n = (children + LB_GROUP_CHILDREN - 1) / LB_GROUP_CHILDREN;
        lb_edge_box *box = malloc(n * sizeof *box);
        if (!box)
            return LB_E_MEMORY;
        for (size_t i = 0, at = 0; i < n; i++, at += LB_GROUP_CHILDREN)
            box[i] = box_of_all(child + at, children - at < LB_GROUP_CHILDREN ? children - at
                                                                              : LB_GROUP_CHILDREN);
        g->box[g->levels] = box;
        g->count[g->levels] = n;
    }
    return LB_OK;
}

static lb_status make_groups(lb_edge_groups *g, int threads)
{
    const lb_border_runs *runs = g->runs;
    g->first_group = malloc((runs->runs + 1) * sizeof *g->first_group);
    if (!g->first_group || runs->corners > UINT32_MAX)
        return LB_E_MEMORY;
    g->first_group[0] = 0;
    for (size_t r = 0; r < runs->runs; r++)
        g->first_group[r + 1] = g->first_group[r] + groups_of(&runs->run[r]);
    g->count[0] = g->first_group[runs->runs];
    g->group = malloc((g->count[0] + 1) * sizeof *g->group);
    g->box[0] = malloc((g->count[0] + 1) * sizeof *g->box[0]);
    g->edge = malloc((runs->corners + 1) * sizeof *g->edge);
    if (!g->group || !g->box[0] || !g->edge)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t r = 0; r < runs->runs; r++)
        group_run(g, r);
    return make_tree(g);
}

lb_status lb_edge_groups_init(lb_edge_groups *groups, const lb_border_runs *runs, int threads)
{
    *groups = (lb_edge_groups){.runs = runs};
    lb_status status = make_groups(groups, lb_thread_count(threads));
    if (status != LB_OK)
        lb_edge_groups_clear(groups);
    return status;
}

void lb_edge_groups_clear(lb_edge_groups *groups)
{
    free(groups->edge);
    free(groups->first_group);
    free(groups->group);
    for (int level = 0; level < LB_GROUP_LEVELS; level++)
        free(groups->box[level]);
    *groups = (lb_edge_groups){.runs = NULL};
}

/* A search down the tree. */
typedef struct group_search {
    const lb_edge_groups *groups;
    lb_edge_box reach;
    void (*visit)(void *udata, size_t i);
    void *udata;
} group_search;

/* The boxes from .. to - 1 of a level, no more than LB_GROUP_CHILDREN, and what is below them. */
static void visit_level(const group_search *s, int level, size_t from, size_t to)
{
    size_t met[LB_GROUP_CHILDREN], n = 0;
    for (size_t i = from; i < to; i++) {
        met[n] = i;
        n += lb_edge_box_within(s->groups->box[level][i], s->reach);
    }
    for (size_t k = 0; k < n; k++) {
        if (level == 0) {
            s->visit(s->udata, met[k]);
            continue;
        }
        size_t below = s->groups->count[level - 1], end = (met[k] + 1) * LB_GROUP_CHILDREN;
        visit_level(s, level - 1, met[k] * LB_GROUP_CHILDREN, end < below ? end : below);
    }
}

void lb_edge_groups_visit(const lb_edge_groups *groups, lb_edge_box box,
                          void (*visit)(void *udata, size_t i), void *udata)
{
    group_search s = {groups, lb_edge_box_reach(box), visit, udata};
    visit_level(&s, groups->levels - 1, 0, groups->count[groups->levels - 1]);
}
