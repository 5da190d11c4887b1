/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which edges may meet a given one: groups of edges that follow each other along a border, and a
 * tree of the groups' boxes. A whole group is looked for at once, so that the tree is gone down
 * once for up to LB_GROUP_EDGES edges, and edges are compared only with those of groups that meet
 * theirs. */
#ifndef LB_KERNEL_OVERLAP_EDGE_GROUPS_H
#define LB_KERNEL_OVERLAP_EDGE_GROUPS_H

#include "kernel/overlap/border_runs.h"
#include "kernel/overlap/box_tree.h"
#include "kernel/overlap/edge_strip.h"

enum { LB_GROUP_EDGES = 32 };

typedef struct lb_edge_group {
    uint32_t first, count; /* edges, by their first corners, of one run */
    uint32_t area;
    uint32_t strip; /* which, from 1 on, where that is far smaller than the box; else 0 */
} lb_edge_group;

typedef struct lb_edge_groups {
    const lb_border_runs *runs; /* borrowed */
    lb_edge_box *edge;          /* [corners]: of the edge that each begins */
    size_t *first_group;        /* [runs + 1] */
    lb_edge_group *group;
    lb_edge_strip *strip; /* of the groups that have one */
    lb_box_tree tree;     /* of the groups' boxes */
} lb_edge_groups;

/* NULL: the group has none. */
static inline const lb_edge_strip *lb_edge_group_strip(const lb_edge_groups *groups, size_t i)
{
    uint32_t number = groups->group[i].strip;
    return number > 0 ? &groups->strip[number - 1] : NULL;
}

/* Zeroed memory is a valid empty struct. LB_E_MEMORY, also for over 2^32 corners. */
lb_status lb_edge_groups_init(lb_edge_groups *groups, const lb_border_runs *runs, int threads);
void lb_edge_groups_clear(lb_edge_groups *groups);

#endif
