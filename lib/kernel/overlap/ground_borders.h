/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borders between grounds that an overlap rule can distinguish, as directed pieces of the areas'
 * borders with the ground on each side: what a partition into polygons would be asked for, without
 * the polygons. Every sum over the border of a ground is one over the pieces that have it on the
 * left, less those that have it on the right. docs/methods.md, Overlap rules, Walks. */
#ifndef LB_KERNEL_OVERLAP_GROUND_BORDERS_H
#define LB_KERNEL_OVERLAP_GROUND_BORDERS_H

#include "kernel/overlap/border_walk.h"
#include "kernel/overlap/ground_keys.h"

typedef struct lb_ground_piece {
    lb_lattice_point from, to;
    uint32_t left, right; /* keys of grounds, different */
} lb_ground_piece;

enum { LB_GROUND_CHILDREN = 8, LB_GROUND_LEVELS = 12 };

/* One thread's pieces and a tree of their boxes: box[0] is of LB_GROUND_CHILDREN pieces that follow
 * each other, a box of each further level of as many of the one before. */
typedef struct lb_ground_list {
    lb_ground_piece *piece; /* [pieces] */
    size_t pieces, capacity;
    lb_edge_box *box[LB_GROUND_LEVELS];
    size_t count[LB_GROUND_LEVELS];
    int levels;
} lb_ground_list;

/* Zeroed memory is a valid empty struct. */
typedef struct lb_ground_borders {
    lb_lattice lattice;
    lb_ground_keys keys;
    uint32_t piece_keys;  /* those of pieces are below it */
    lb_ground_list *list; /* [lists]: the pieces, in an order that depends on threads */
    int lists;
} lb_ground_borders;

typedef struct lb_ground_request {
    const size_t *category; /* [features]: SIZE_MAX: the area does not count */
    size_t categories;
    lb_overlap_rule rule;
    const lb_box *window; /* only pieces whose boxes meet it, in the CRS; NULL: all */
    int threads;          /* 0: one a core */
} lb_ground_request;

/* Walks all borders, or those near the window. Pieces with one ground on both sides are none.
 * LB_E_MEMORY, also where a walk did not close. */
lb_status lb_ground_borders_find(const lb_overlap *overlap, const lb_ground_request *request,
                                 lb_ground_borders *out);
void lb_ground_borders_clear(lb_ground_borders *borders);

/* Calls visit(udata, piece) once for each piece whose box meets that of two places. */
void lb_ground_list_visit(const lb_ground_list *list, lb_edge_box box,
                          void (*visit)(void *udata, const lb_ground_piece *piece), void *udata);

#endif
