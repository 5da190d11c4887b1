/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One feature: its edges, and whether it holds a point. */
#ifndef LB_KERNEL_GEOMETRY_POINT_IN_POLYGON_H
#define LB_KERNEL_GEOMETRY_POINT_IN_POLYGON_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/orient.h"

/* Does a ray from p eastwards meet the edge a b, by the boundary rule of locate.h? One end is
 * above p and one is not: level with p is below it, as p counts as moved north; p on the edge has
 * it to the west, as p counts as moved east. */
static inline bool lb_polygon_ray_crosses(const double *a, const double *b, const double p[2])
{
    if ((a[1] > p[1]) == (b[1] > p[1]))
        return false;
    if (a[0] < p[0] && b[0] < p[0])
        return false;
    if (a[0] > p[0] && b[0] > p[0])
        return true;
    return a[1] < b[1] ? lb_orient(a, b, p) > 0 : lb_orient(b, a, p) > 0;
}

/* The boundary rule of locate.h, by a look at all edges. */
bool lb_polygon_contains(const lb_shapes *shapes, size_t feature, double x, double y);

/* Calls edge(context, a, b) for each edge of the feature, its ends relative to origin (differences
 * of large coordinates lose no digits that matter; squares of them would). */
void lb_polygon_visit_edges(const lb_shapes *shapes, size_t feature, const double origin[2],
                            void (*edge)(void *context, const double a[2], const double b[2]),
                            void *context);

/* The square of the distance from the origin to the edge a b. */
double lb_polygon_edge_distance2(const double a[2], const double b[2]);

#endif
