/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One feature against one point, edge by edge, by the boundary rule of docs/methods.md, Location: a
 * ray from the point eastwards, an edge counted when one end is above the point and the other is
 * not, the side decided exactly by lb_orient. Linear in edges; many points use locate.h. */
#include "kernel/geometry/point_in_polygon.h"

bool lb_polygon_contains(const lb_shapes *shapes, size_t feature, double x, double y)
{
    const double p[2] = {x, y};
    bool inside = false;
    size_t end = shapes->ring[shapes->part[feature + 1]];
    for (size_t r = shapes->ring[shapes->part[feature]]; r < end; r++)
        for (size_t v = shapes->vertex[r]; v + 1 < shapes->vertex[r + 1]; v++)
            inside ^= lb_polygon_ray_crosses(shapes->xy + 2 * v, shapes->xy + 2 * v + 2, p);
    return inside;
}

void lb_polygon_visit_edges(const lb_shapes *shapes, size_t feature, const double origin[2],
                            void (*edge)(void *context, const double a[2], const double b[2]),
                            void *context)
{
    size_t end = shapes->ring[shapes->part[feature + 1]];
    for (size_t r = shapes->ring[shapes->part[feature]]; r < end; r++)
        for (size_t v = shapes->vertex[r]; v + 1 < shapes->vertex[r + 1]; v++) {
            const double *at = shapes->xy + 2 * v;
            edge(context, (double[]){at[0] - origin[0], at[1] - origin[1]},
                 (double[]){at[2] - origin[0], at[3] - origin[1]});
        }
}

/* Square of the distance from the origin to the segment a b. */
double lb_polygon_edge_distance2(const double a[2], const double b[2])
{
    double d[2] = {b[0] - a[0], b[1] - a[1]};
    double length2 = d[0] * d[0] + d[1] * d[1];
    double t = length2 > 0 ? -(a[0] * d[0] + a[1] * d[1]) / length2 : 0;
    if (t > 0 && t < 1) { /* from the line: a point on it is at no distance to the last digit */
        double cross = a[0] * d[1] - a[1] * d[0];
        return cross * cross / length2;
    }
    const double *end = t > 0 ? b : a;
    return end[0] * end[0] + end[1] * end[1];
}
