/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are numbered along a Z-order curve, and edges follow each other along borders, so that
 * groups of consecutive numbers are near each other: the tree needs no sort. */
#include <stdlib.h>

#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/edge_groups.h"

static size_t groups_of(const lb_border_run *run)
{
    return (run->last - run->first + LB_GROUP_EDGES - 1) / LB_GROUP_EDGES;
}

static lb_edge_strip strip_of(const lb_edge_groups *g, const lb_edge_group *group)
{
    return lb_edge_strip_of(g->runs->corner + group->first, group->count);
}

/* A group whose strip has far less ground than its upright box is looked at by its strip, too. */
static bool is_slanted(const lb_edge_groups *g, size_t i)
{
    const double less = 1.0 / 16;
    lb_edge_strip box = lb_edge_strip_of_box(g->tree.box[0][i]), strip = strip_of(g, &g->group[i]);
    return strip.length * strip.width < less * box.length * box.width;
}

/* The strips of groups that are slanted, which are few mostly. */
static lb_status make_strips(lb_edge_groups *g, int threads)
{
    uint32_t n = 0;
    size_t groups = g->tree.count[0];
    for (size_t i = 0; i < groups; i++)
        g->group[i].strip = g->group[i].strip > 0 ? ++n : 0;
    g->strip = malloc(((size_t)n + 1) * sizeof *g->strip);
    if (!g->strip)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < groups; i++)
        if (g->group[i].strip > 0)
            g->strip[g->group[i].strip - 1] = strip_of(g, &g->group[i]);
    return LB_OK;
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
        g->group[i] = (lb_edge_group){(uint32_t)from, (uint32_t)(to - from), run->area, 0};
        g->tree.box[0][i] = lb_edge_box_union(g->edge + from, to - from);
        g->group[i].strip = is_slanted(g, i);
    }
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
    LB_TRY(lb_box_tree_reserve(&g->tree, g->first_group[runs->runs]));
    g->group = malloc((g->first_group[runs->runs] + 1) * sizeof *g->group);
    g->edge = malloc((runs->corners + 1) * sizeof *g->edge);
    if (!g->group || !g->edge)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t r = 0; r < runs->runs; r++)
        group_run(g, r);
    LB_TRY(make_strips(g, threads));
    return lb_box_tree_make(&g->tree);
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
    free(groups->strip);
    lb_box_tree_clear(&groups->tree);
    *groups = (lb_edge_groups){.runs = NULL};
}
