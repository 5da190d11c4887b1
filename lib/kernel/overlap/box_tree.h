/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree over boxes that follow each other: of each LB_BOX_CHILDREN a box on the level above. */
#ifndef LB_KERNEL_OVERLAP_BOX_TREE_H
#define LB_KERNEL_OVERLAP_BOX_TREE_H

#include <lagesbild/status.h>
#include "kernel/overlap/edge_box.h"

enum { LB_BOX_CHILDREN = 8, LB_BOX_LEVELS = 12 /* for 8^12 boxes */ };

/* Zeroed memory is empty. box[0] is filled by the caller, the last level has no more than
 * LB_BOX_CHILDREN. */
typedef struct lb_box_tree {
    lb_edge_box *box[LB_BOX_LEVELS];
    size_t count[LB_BOX_LEVELS];
    int levels;
} lb_box_tree;

/* The box of `count` boxes, at least one. */
lb_edge_box lb_edge_box_union(const lb_edge_box *box, size_t count);

/* Room for so many boxes on level 0. LB_E_MEMORY. */
lb_status lb_box_tree_reserve(lb_box_tree *tree, size_t count);

/* The levels above 0. LB_E_MEMORY. */
lb_status lb_box_tree_make(lb_box_tree *tree);
void lb_box_tree_clear(lb_box_tree *tree);

/* Calls visit(udata, i) once for each box i of level 0 that is within reach. */
void lb_box_tree_visit(const lb_box_tree *tree, lb_edge_box reach,
                       void (*visit)(void *udata, size_t i), void *udata);

#endif
