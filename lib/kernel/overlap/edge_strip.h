/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes turned so that they lie along the edges in them: of edges that are long and slanted the
 * upright boxes meet far from where they are. */
#ifndef LB_KERNEL_OVERLAP_EDGE_STRIP_H
#define LB_KERNEL_OVERLAP_EDGE_STRIP_H

#include <math.h>

#include "kernel/overlap/edge_box.h"

/* In units of the lattice. */
typedef struct lb_edge_strip {
    double x, y;          /* its middle */
    double ux, uy;        /* its direction, of length 1 */
    double length, width; /* half of them, with room for rounding */
} lb_edge_strip;

/* The direction is that of the longest edge or of the way from the first corner to the last. */
lb_edge_strip lb_edge_strip_of(const lb_lattice_point *corner, size_t edges);

static inline lb_edge_strip lb_edge_strip_of_box(lb_edge_box box)
{
    double west = box[0], south = box[1], east = -box[2], north = -box[3];
    return (lb_edge_strip){(west + east) / 2, (south + north) / 2, 1, 0,
                           (east - west) / 2, (north - south) / 2};
}

/* Does a line along `a` or across it lie between the two? Where the strips are as upright boxes
 * that meet, and for the sides of b, the answer is that of a turn with a and b exchanged. */
static inline bool lb_edge_strip_parts(const lb_edge_strip *a, const lb_edge_strip *b)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    double along = fabs(a->ux * b->ux + a->uy * b->uy);
    double across = fabs(a->ux * b->uy - a->uy * b->ux);
    return fabs(dx * a->uy - dy * a->ux) > a->width + b->length * across + b->width * along ||
           fabs(dx * a->ux + dy * a->uy) > a->length + b->length * along + b->width * across;
}

#endif
