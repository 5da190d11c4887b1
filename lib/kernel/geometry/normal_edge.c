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
#include "kernel/geometry/normal_edge.h"

static const double REACH = 8.5; /* sigmas; e^-s beyond it is below 2^-52 */

enum { NODES = 4 }; /* on each side of the middle */

/* Gauss-Legendre, 8 points (Abramowitz and Stegun 25.4.30). */
static const double gauss_node[NODES] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                         0.9602898564975363};
static const double gauss_weight[NODES] = {0.3626837833783620, 0.3137066458778873,
                                           0.2223810344533745, 0.1012285362903763};

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

/* The angle under which a piece of a line at signed distance h is seen. */
static double angle_of(double h, double from, double to)
{
    return atan2(h * (to - from), h * h + from * to);
}

/* The part of [from, to] on a line at distance h that is within reach, near[0] to near[1]. */
static void cut_to_reach(double h, double from, double to, double near[2])
{
    double reach = fabs(h) < REACH ? sqrt((REACH - h) * (REACH + h)) : 0;
    near[0] = fmin(fmax(from, -reach), to);
    near[1] = fmax(fmin(to, reach), near[0]);
}

/* The edge on a line at signed distance h from the point, from t = from to t = to > from (all in
 * sigmas): near the point by Gauss's rule in pieces of a sigma, the rest as the angle it is seen
 * under. */
static void add_line(lb_sum *angle, double h, double from, double to)
{
    double near[2];
    cut_to_reach(h, from, to, near);
    int pieces = (int)ceil(near[1] - near[0]);
    double step = pieces > 0 ? (near[1] - near[0]) / pieces : 0;
    for (int i = 0; i < pieces; i++)
        lb_sum_add(angle, h / 2 * gauss_piece(h * h, near[0] + i * step, near[0] + (i + 1) * step));
    if (from < near[0])
        lb_sum_add(angle, angle_of(h, from, near[0]));
    if (near[1] < to)
        lb_sum_add(angle, angle_of(h, near[1], to));
}

/* An edge on a line through the point is seen under no angle. */
void lb_normal_edge_add(lb_sum *angle, const double a[2], const double b[2], double sigma)
{
    double d[2] = {b[0] - a[0], b[1] - a[1]}, length = hypot(d[0], d[1]);
    double cross = a[0] * d[1] - a[1] * d[0];
    if (cross == 0) /* no angle, nothing between it and the point */
        return;
    double scale = 1 / (length * sigma);
    add_line(angle, cross * scale, (a[0] * d[0] + a[1] * d[1]) * scale,
             (b[0] * d[0] + b[1] * d[1]) * scale);
}

/* Gauss-Legendre on either side of the middle: 2 points, and 4 (25.4.30). */
static const double two_nodes[] = {0.5773502691896257}, two_weights[] = {1};
static const double four_nodes[] = {0.3399810435848563, 0.8611363115940526},
                    four_weights[] = {0.6521451548625461, 0.3478548451374539};

/* Twice the area of origin, a and b = a + d, from the nearer end: where the edge passes by near the
 * origin the other end would lose digits. */
static double cross_of(const double a[2], const double b[2], const double d[2])
{
    const double *end = fabs(a[0]) + fabs(a[1]) < fabs(b[0]) + fabs(b[1]) ? a : b;
    return end[0] * d[1] - end[1] * d[0];
}

/* By Gauss's rule of 2 n points: of an edge that is short beside its distance and beside a sigma.
 */
static double short_edge(const double a[2], const double d[2], const double *node,
                         const double *weight, int n)
{
    double m[2] = {a[0] + d[0] / 2, a[1] + d[1] / 2}, sum = 0;
    double m2 = m[0] * m[0] + m[1] * m[1], d2 = (d[0] * d[0] + d[1] * d[1]) / 4;
    double md = m[0] * d[0] + m[1] * d[1];
    for (int i = 0; i < n; i++) {
        double middle = m2 + node[i] * node[i] * d2, side = node[i] * md;
        double near2 = middle - side, far2 = middle + side;
        sum += weight[i] * (exp(-near2 / 2) / near2 + exp(-far2 / 2) / far2);
    }
    return (a[0] * d[1] - a[1] * d[0]) * sum / 2;
}

/* Its angle less what lies before it, both of the part within reach. */
static double long_edge(const double a[2], const double b[2], const double d[2])
{
    double length = hypot(d[0], d[1]), h = cross_of(a, b, d) / length, near[2];
    lb_sum before = {0};
    cut_to_reach(h, (a[0] * d[0] + a[1] * d[1]) / length, (b[0] * d[0] + b[1] * d[1]) / length,
                 near);
    if (!(near[0] < near[1]))
        return 0;
    add_line(&before, h, near[0], near[1]);
    return angle_of(h, near[0], near[1]) - lb_sum_value(before);
}

double lb_normal_edge_distance2(const double a[2], const double b[2])
{
    double d[2] = {b[0] - a[0], b[1] - a[1]}, length2 = d[0] * d[0] + d[1] * d[1];
    double along = -(a[0] * d[0] + a[1] * d[1]), cross = cross_of(a, b, d);
    if (along > 0 && along < length2)
        return cross * cross / length2;
    const double *end = along > 0 ? b : a;
    return end[0] * end[0] + end[1] * end[1];
}

double lb_normal_mass_behind(const double a[2], const double b[2], double distance2)
{
    double d[2] = {b[0] - a[0], b[1] - a[1]}, length2 = d[0] * d[0] + d[1] * d[1];
    double ratio = length2 / fmin(distance2, 1);
    double angle = ratio <= 1.0 / 4096 ? short_edge(a, d, two_nodes, two_weights, 1)
                   : ratio <= 1.0 / 16 ? short_edge(a, d, four_nodes, four_weights, 2)
                   : ratio <= 1.0 / 4  ? short_edge(a, d, gauss_node, gauss_weight, NODES)
                                       : long_edge(a, b, d);
    return angle / LB_FULL_TURN;
}
