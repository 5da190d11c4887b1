/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons as flat arrays: features of parts of rings of vertices.
 *
 * Within a part the first ring is the shell, counter-clockwise, the others are holes, clockwise, so
 * that signed ring areas add up to the area of the feature. Rings are closed (last = first). */
#ifndef LAGESBILD_SHAPES_H
#define LAGESBILD_SHAPES_H

#include <lagesbild/grid.h>

/* Polygons as flat arrays: features of parts, parts of rings, rings of vertices, each the half-open
 * range between two entries of the array above it. */
typedef struct lb_shapes {
    size_t count;   /* features */
    size_t *part;   /* [count + 1]: the first part of each feature */
    size_t *ring;   /* [parts + 1]: the first ring of each part */
    size_t *vertex; /* [rings + 1]: the first vertex of each ring */
    double *xy;     /* x, y of each vertex, metres */
    size_t count_capacity, part_capacity, ring_capacity, vertex_capacity;
} lb_shapes;

LB_API void lb_shapes_clear(lb_shapes *shapes); /* frees; empty and usable again */

/* Of all features together. */
LB_API size_t lb_shapes_parts(const lb_shapes *shapes);
LB_API size_t lb_shapes_rings(const lb_shapes *shapes);
LB_API size_t lb_shapes_vertices(const lb_shapes *shapes);

/* Building, outermost first: each adds an empty thing that those after it fill. After an
 * LB_E_MEMORY the shapes can only be cleared. */
LB_API lb_status lb_shapes_add_feature(lb_shapes *shapes);
LB_API lb_status lb_shapes_add_part(lb_shapes *shapes);

/* A ring of n points (x, y, x, y ...), closed or not, in any direction: closed and turned here
 * (the part's first ring is the shell). */
LB_API lb_status lb_shapes_add_ring(lb_shapes *shapes, const double *xy, size_t n);

/* Adds the parts of feature i of another to the last feature. */
LB_API lb_status lb_shapes_add_parts(lb_shapes *shapes, const lb_shapes *from, size_t i);

/* Copies feature i of another. */
LB_API lb_status lb_shapes_add_copy(lb_shapes *shapes, const lb_shapes *from, size_t i);

/* Of a feature, of all: in coordinates of the shapes; empty (lb_box_is_empty) without vertices. */
LB_API lb_box lb_shapes_box(const lb_shapes *shapes, size_t feature);
LB_API lb_box lb_shapes_box_all(const lb_shapes *shapes);

/* Planar area of a feature, square metres: exact to rounding (vertices are taken relative to the
 * feature's first, sums are compensated). */
LB_API double lb_shapes_area(const lb_shapes *shapes, size_t feature);

#endif
