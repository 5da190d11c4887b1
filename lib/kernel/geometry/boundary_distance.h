/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distance of a point to the boundaries of features, up to a reach (docs/methods.md, Boundary
 * distance). Edges are listed by cell of a lattice as wide as the reach, so that a point is
 * compared with the edges of nine cells. Memory grows with the cells that edges pass, never with
 * the window. */
#ifndef LB_KERNEL_GEOMETRY_BOUNDARY_DISTANCE_H
#define LB_KERNEL_GEOMETRY_BOUNDARY_DISTANCE_H

#include <stdbool.h>

#include <lagesbild/shapes.h>

typedef struct lb_boundary_index lb_boundary_index;

typedef struct lb_feature_distance {
    size_t feature;
    double distance; /* metres to its nearest edge, whichever side the point is on */
} lb_feature_distance;

/* reach: the largest distance that is found, metres, above 0. Borrows shapes. The caller frees
 * *out. LB_E_USAGE: reach is not above 0 and finite. LB_E_INPUT: a coordinate is not finite. */
lb_status lb_boundary_index_new(const lb_shapes *shapes, double reach, int threads,
                                lb_boundary_index **out);
void lb_boundary_index_free(lb_boundary_index *index);

/* Features near a point, ascending. Zeroed memory has none; free(item). */
typedef struct lb_near_features {
    lb_feature_distance *item; /* [count] */
    size_t count, capacity;
} lb_near_features;

/* All features within reach (closed), in place of those that *near has. Any number of threads may
 * call it, each with its own. LB_E_MEMORY. */
lb_status lb_boundary_index_find(const lb_boundary_index *index, double x, double y,
                                 lb_near_features *near);

/* Is one within reach for which chosen[feature] is set (NULL: any)? */
bool lb_boundary_index_finds_chosen(const lb_boundary_index *index, double x, double y,
                                    const bool *chosen);

#endif
