/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <lagesbild/position_probability.h>
#include "base/sum.h"
#include "kernel/geometry/normal_edge.h"
#include "kernel/geometry/point_in_polygon.h"

static const double CERTAIN = 8; /* sigmas; the probability beyond it is below 1e-14 */

double lb_sigma_from_median_error(double median)
{
    return median / sqrt(2 * log(2));
}

bool lb_shape_contains(const lb_shapes *shapes, size_t feature, double x, double y)
{
    return lb_polygon_contains(shapes, feature, x, y);
}

/* Keeps the square of the smallest distance so far, *context. */
static void min_distance2(void *context, const double a[2], const double b[2])
{
    double *nearest2 = context;
    *nearest2 = fmin(*nearest2, lb_polygon_edge_distance2(a, b));
}

double lb_shape_distance(const lb_shapes *shapes, size_t feature, double x, double y)
{
    double nearest2 = INFINITY;
    lb_polygon_visit_edges(shapes, feature, (double[]){x, y}, min_distance2, &nearest2);
    return sqrt(nearest2);
}

/* The sum over the edges of one feature. */
typedef struct angle_sum {
    double sigma; /* metres */
    lb_sum angle; /* radians; 2 pi: the area has all of the distribution */
} angle_sum;

static void add_edge(void *context, const double a[2], const double b[2])
{
    angle_sum *t = context;
    lb_normal_edge_add(&t->angle, a, b, t->sigma);
}

/* Farther from the box than `distance`: no edge need be looked at. */
static bool is_far_from_box(lb_box box, double x, double y, double distance)
{
    return x < box.xmin - distance || x > box.xmax + distance || y < box.ymin - distance ||
           y > box.ymax + distance;
}

/* Beyond CERTAIN standard deviations of the boundary the probability is exactly 0 or 1, decided
 * by the exact test; else the sum of the edges' angles over 2 pi (docs/methods.md, Position
 * probability). */
lb_status lb_shape_probability(const lb_shapes *shapes, size_t feature, double x, double y,
                               double sigma, double *out)
{
    double certain = CERTAIN * sigma;
    angle_sum t = {.sigma = sigma};
    if (!(sigma >= 0) || !isfinite(sigma))
        return LB_E_USAGE;
    if (!isfinite(x) || !isfinite(y))
        return LB_E_INPUT;
    if (is_far_from_box(lb_shapes_box(shapes, feature), x, y, certain)) {
        *out = 0;
    } else if (sigma == 0 || lb_shape_distance(shapes, feature, x, y) > certain) {
        *out = lb_polygon_contains(shapes, feature, x, y);
    } else {
        lb_polygon_visit_edges(shapes, feature, (double[]){x, y}, add_edge, &t);
        *out = fmin(fmax(lb_sum_value(t.angle) / LB_FULL_TURN, 0), 1);
    }
    return LB_OK;
}
