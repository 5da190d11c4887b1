/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes of edges as four floats that are compared at once: wider than the edges by more than floats
 * round, so that edges which meet have boxes which do. */
#ifndef LB_KERNEL_OVERLAP_EDGE_BOX_H
#define LB_KERNEL_OVERLAP_EDGE_BOX_H

#include "kernel/overlap/lattice.h"

/* West, south, -east and -north, in units of the lattice. */
typedef float lb_edge_box __attribute__((vector_size(16), aligned(4)));

/* The box that two places, whose numbers are at least 0, span. Half an ulp of a float is 2^-24 of
 * it. */
static inline lb_edge_box lb_edge_box_of(lb_lattice_point a, lb_lattice_point b)
{
    const float wider = 0x1p-22F;
    float west = (float)(a.x < b.x ? a.x : b.x), east = (float)(a.x < b.x ? b.x : a.x);
    float south = (float)(a.y < b.y ? a.y : b.y), north = (float)(a.y < b.y ? b.y : a.y);
    lb_edge_box box = {west, south, -east, -north};
    lb_edge_box by = {west * wider, south * wider, east * wider, north * wider};
    return box - by;
}

/* What a box must be no more than, on all sides, to meet `box`. */
static inline lb_edge_box lb_edge_box_reach(lb_edge_box box)
{
    return (lb_edge_box){-box[2], -box[3], -box[0], -box[1]};
}

/* Without branches, which nobody could predict. */
static inline bool lb_edge_box_within(lb_edge_box box, lb_edge_box reach)
{
    typedef long long halves __attribute__((vector_size(16)));
    halves below = (halves)(box <= reach); /* all bits of a side, or none */
    return (below[0] & below[1]) == -1;
}

#endif
