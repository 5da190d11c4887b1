/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often the border of an area winds around a place, with the infinitesimal moves of
 * edge_crossing: a corner is on no edge. Areas of many corners, which are looked at often, get a
 * tree of their edges. */
#ifndef LB_KERNEL_OVERLAP_WINDING_TREE_H
#define LB_KERNEL_OVERLAP_WINDING_TREE_H

#include "kernel/overlap/border_runs.h"
#include "kernel/overlap/box_tree.h"

/* Edges of one ring that follow each other. */
typedef struct lb_edge_chain {
    uint32_t first, edges; /* its first vertex, from the feature's first on */
} lb_edge_chain;

typedef struct lb_winding_tree {
    lb_edge_chain *chain;
    lb_box_tree boxes; /* of the chains */
} lb_winding_tree;

/* NULL: out of memory. */
lb_winding_tree *lb_winding_tree_new(const lb_border_runs *runs, uint32_t area);
void lb_winding_tree_free(lb_winding_tree *tree);

/* The winding number of the border of `other` around p, a corner of `area`. tree: of other; NULL:
 * all edges are tried. */
int lb_winding_number(const lb_winding_tree *tree, const lb_border_runs *runs, uint32_t area,
                      lb_lattice_point p, uint32_t other);

#endif
