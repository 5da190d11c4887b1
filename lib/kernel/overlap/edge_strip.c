/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/overlap/edge_strip.h"

/* The way from a to b, real numbers that may be 2^-53 of a coordinate off. */
static void way_between(lb_lattice_point a, lb_lattice_point b, double way[2])
{
    way[0] = (double)(b.x - a.x);
    way[1] = (double)(b.y - a.y);
}

static void choose_direction(const lb_lattice_point *corner, size_t edges, double u[2])
{
    double best;
    way_between(corner[0], corner[edges], u);
    best = u[0] * u[0] + u[1] * u[1];
    for (size_t k = 0; k < edges; k++) {
        double way[2];
        way_between(corner[k], corner[k + 1], way);
        double square = way[0] * way[0] + way[1] * way[1];
        if (square > best) {
            best = square;
            u[0] = way[0];
            u[1] = way[1];
        }
    }
    double length = sqrt(best);
    u[0] = length > 0 ? u[0] / length : 1;
    u[1] = length > 0 ? u[1] / length : 0;
}

lb_edge_strip lb_edge_strip_of(const lb_lattice_point *corner, size_t edges)
{
    const double rounding = 0x1p-46;
    double u[2], low = 0, high = 0, right = 0, left = 0; /* from the first corner */
    choose_direction(corner, edges, u);
    for (size_t k = 1; k <= edges; k++) {
        double way[2];
        way_between(corner[0], corner[k], way);
        double along = way[0] * u[0] + way[1] * u[1], across = way[1] * u[0] - way[0] * u[1];
        low = along < low ? along : low;
        high = along > high ? along : high;
        right = across < right ? across : right;
        left = across > left ? across : left;
    }
    double x = (double)corner[0].x, y = (double)corner[0].y;
    double to = (low + high) / 2, aside = (right + left) / 2;
    double by = rounding * (x + y + high - low + left - right);
    return (lb_edge_strip){x + to * u[0] - aside * u[1], y + to * u[1] + aside * u[0], u[0], u[1],
                           (high - low) / 2 + by,        (left - right) / 2 + by};
}
