/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The area that a circle shares with a polygon (docs/methods.md, Circles).
 *
 * Green's theorem round the centre: each edge a b adds the signed area of what lies in the circle
 * of the triangle (centre, a, b), positive when the edge runs counter-clockwise. Where the edge is
 * inside the circle that is a triangle, elsewhere a sector: exact arcs, no polygon in place of the
 * circle. Linear in edges. */
#include <math.h>

#include <lagesbild/circle.h>
#include "base/sum.h"
#include "kernel/geometry/point_in_polygon.h"

#define PI 3.14159265358979323846

/* Sum over the edges of one feature. */
typedef struct circle_overlap {
    double radius; /* metres */
    lb_sum area2;  /* twice the shared area, square metres */
    bool entered;  /* some edge has a part inside the circle */
} circle_overlap;

static double cross_product(const double a[2], const double b[2])
{
    return a[0] * b[1] - a[1] * b[0];
}

/* Twice the signed area of the sector between the directions of a and b seen from the centre: r^2
 * times the angle between them. */
static double sector_area2(double radius, const double a[2], const double b[2])
{
    return radius * radius * atan2(cross_product(a, b), a[0] * b[0] + a[1] * b[1]);
}

/* a + t d. */
static void point_along(const double a[2], const double d[2], double t, double out[2])
{
    out[0] = a[0] + t * d[0];
    out[1] = a[1] + t * d[1];
}

/* The part [part[0], part[1]] of the edge a + t d, 0 <= t <= 1, inside the circle round the origin;
 * false: none. The half chord is computed as sqrt((r - h)(r + h)), h the distance of the line,
 * which keeps its digits near a tangent. */
static bool clip_to_circle(double radius, const double a[2], const double d[2], double part[2])
{
    double length2 = d[0] * d[0] + d[1] * d[1], offset = cross_product(a, d);
    if (!(length2 > 0) || !(fabs(offset) < radius * sqrt(length2)))
        return false;
    double length = sqrt(length2), distance = offset / length;
    double half = sqrt((radius - distance) * (radius + distance)) / length;
    double middle = -(a[0] * d[0] + a[1] * d[1]) / length2;
    part[0] = fmax(middle - half, 0);
    part[1] = fmin(middle + half, 1);
    return part[0] < part[1];
}

/* Adds sector, triangle, sector of one edge; a, b are relative to the centre. */
static void add_edge(void *context, const double a[2], const double b[2])
{
    circle_overlap *t = context;
    double d[2] = {b[0] - a[0], b[1] - a[1]}, part[2], in[2], out[2];
    if (!clip_to_circle(t->radius, a, d, part)) {
        lb_sum_add(&t->area2, sector_area2(t->radius, a, b));
        return;
    }
    t->entered = true;
    point_along(a, d, part[0], in);
    point_along(a, d, part[1], out);
    if (part[0] > 0)
        lb_sum_add(&t->area2, sector_area2(t->radius, a, in));
    lb_sum_add(&t->area2, (part[1] - part[0]) * cross_product(a, d));
    if (part[1] < 1)
        lb_sum_add(&t->area2, sector_area2(t->radius, out, b));
}

/* Square metres of the circle within the feature; without an edge in the circle it is all or
 * nothing (docs/methods.md, Circles). */
double lb_circle_shape_area(const lb_shapes *shapes, size_t feature, double x, double y,
                            double radius)
{
    circle_overlap t = {.radius = radius};
    double all = PI * radius * radius;
    lb_box around = {x - radius, y - radius, x + radius, y + radius};
    if (!(radius > 0) || !isfinite(x) || !isfinite(y) ||
        !lb_box_intersects(around, lb_shapes_box(shapes, feature)))
        return 0;
    lb_polygon_visit_edges(shapes, feature, (double[]){x, y}, add_edge, &t);
    if (!t.entered)
        return lb_polygon_contains(shapes, feature, x, y) ? all : 0;
    return fmin(fmax(lb_sum_value(t.area2) / 2, 0), all);
}
