/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which features have their boundary close to a point: the edges by cell, so that a point far from
 * all of them costs a look at nine cells. Memory grows with the edges, never with the window. */
#ifndef LB_KERNEL_GEOMETRY_BOUNDARY_DISTANCE_H
#define LB_KERNEL_GEOMETRY_BOUNDARY_DISTANCE_H

#include <lagesbild/shapes.h>

typedef struct lb_boundary_index lb_boundary_index;

typedef struct lb_feature_distance {
    size_t feature;
    double distance; /* metres to its nearest edge, whichever side the point is on */
} lb_feature_distance;

/* reach: the farthest distance to be told, metres, above 0. Borrows shapes. The caller frees *out.
 * LB_E_USAGE: reach is not above 0 and finite. LB_E_INPUT: a coordinate is not finite. */
lb_status lb_boundary_index_new(const lb_shapes *shapes, double reach, lb_boundary_index **out);
void lb_boundary_index_free(lb_boundary_index *border);

/* The features within reach (closed), ascending, in near; returns how many, at most max: more than
 * that are not told. Any number of threads may ask. */
size_t lb_boundary_index_find(const lb_boundary_index *border, double x, double y,
                              lb_feature_distance *near, size_t max);

#endif
