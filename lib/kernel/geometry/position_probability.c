/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In polar coordinates round the point the normal density integrates over the radius in closed
 * form, which leaves a sum over edges (signed by their sense round the point):
 *
 *   P = 1/2pi sum of  integral over the edge's angle of 1 - exp(-r^2 / 2)      r in sigmas
 *     = 1/4pi sum of  h integral over the edge of f((h^2 + t^2) / 2) dt,   f(s) = (1 - e^-s) / s
 *
 * with h the distance of the edge's line and t the place along it. (The remainder against the
 * angle is Owen's T function, 1956.) f is entire, so Gauss's rule is exact to the last digits on
 * pieces of one sigma, also for a point on an edge or vertex; far from the point e^-s vanishes and
 * what is left is an angle. */
#include <math.h>

#include <lagesbild/position_probability.h>
#include "base/sum.h"
#include "kernel/geometry/point_in_polygon.h"

#define PI 3.14159265358979323846

static const double REACH = 8.5; /* sigmas; e^-s beyond it is below 2^-52 */
static const double CERTAIN = 8; /* sigmas; the probability beyond it is below 1e-14 */

/* Gauss nodes on each side of the middle. */
enum { NODES = 4 }; /* on each side of the middle */

/* Gauss-Legendre, 8 points (Abramowitz and Stegun 25.4.30). */
static const double gauss_node[NODES] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                         0.9602898564975363};
static const double gauss_weight[NODES] = {0.3626837833783620, 0.3137066458778873,
                                           0.2223810344533745, 0.1012285362903763};

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

/* (1 - e^-s) / s */
static double decay_integrand(double s)
{
    return s > 0 ? -expm1(-s) / s : 1;
}

/* The integral of f((h^2 + t^2) / 2) dt over [from, to], at most one sigma long. */
static double gauss_piece(double h2, double from, double to)
{
    double middle = (from + to) / 2, half = (to - from) / 2, sum = 0;
    for (int i = 0; i < NODES; i++) {
        double west = middle - half * gauss_node[i], east = middle + half * gauss_node[i];
        sum += gauss_weight[i] *
               (decay_integrand((h2 + west * west) / 2) + decay_integrand((h2 + east * east) / 2));
    }
    return sum * half;
}

/* The sum over the edges of one feature. */
typedef struct angle_sum {
    double sigma; /* metres */
    lb_sum angle; /* radians; 2 pi: the area has all of the distribution */
} angle_sum;

/* The edge on a line at signed distance h from the point, from t = from to t = to > from (all in
 * sigmas): near the point by Gauss's rule in pieces of a sigma, the rest as the angle it is seen
 * under. */
static void add_line(lb_sum *angle, double h, double from, double to)
{
    double reach = fabs(h) < REACH ? sqrt((REACH - h) * (REACH + h)) : 0;
    double near_from = fmin(fmax(from, -reach), to), near_to = fmax(fmin(to, reach), near_from);
    int pieces = (int)ceil(near_to - near_from);
    double step = pieces > 0 ? (near_to - near_from) / pieces : 0;
    for (int i = 0; i < pieces; i++)
        lb_sum_add(angle,
                   h / 2 * gauss_piece(h * h, near_from + i * step, near_from + (i + 1) * step));
    if (from < near_from)
        lb_sum_add(angle, atan2(h * (near_from - from), h * h + from * near_from));
    if (near_to < to)
        lb_sum_add(angle, atan2(h * (to - near_to), h * h + to * near_to));
}

/* One edge relative to the point, in metres. An edge on a line through the point is seen under no
 * angle. */
static void add_edge(void *context, const double a[2], const double b[2])
{
    angle_sum *t = context;
    double d[2] = {b[0] - a[0], b[1] - a[1]}, length = hypot(d[0], d[1]);
    double cross = a[0] * d[1] - a[1] * d[0];
    if (cross == 0) /* no angle, nothing between it and the point */
        return;
    double scale = 1 / (length * t->sigma);
    add_line(&t->angle, cross * scale, (a[0] * d[0] + a[1] * d[1]) * scale,
             (b[0] * d[0] + b[1] * d[1]) * scale);
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
        *out = fmin(fmax(lb_sum_value(t.angle) / (2 * PI), 0), 1);
    }
    return LB_OK;
}
