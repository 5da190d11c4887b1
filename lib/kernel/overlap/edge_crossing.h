/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does an edge of one area cross one of another, and where? Exact, and without special cases: an
 * orientation of 0 is decided as if every area were moved by rank x (e, e^2), e infinitesimal, so
 * that no corner lies on an edge of another area and no two edges on one line (simulation of
 * simplicity, Edelsbrunner and Muecke 1990). docs/methods.md, Overlap rules, Walks. */
#ifndef LB_KERNEL_OVERLAP_EDGE_CROSSING_H
#define LB_KERNEL_OVERLAP_EDGE_CROSSING_H

#include "kernel/overlap/border_runs.h"

/* Twice the area of the triangle a, b, c in square units; positive: c is to the left of a b. */
static inline lb_wide lb_lattice_orient(lb_lattice_point a, lb_lattice_point b, lb_lattice_point c)
{
    return (lb_wide)(b.x - a.x) * (c.y - a.y) - (lb_wide)(b.y - a.y) * (c.x - a.x);
}

/* The cast, without the compiler's slower general one. */
static inline double lb_lattice_real(lb_wide v)
{
    return (double)(int64_t)(v >> 64) * 0x1p64 + (double)(uint64_t)v;
}

/* Is c, of an area that ranks above that of a b (else below), to the left of a b? det: as
 * lb_lattice_orient has it. */
static inline bool lb_lattice_is_left(lb_wide det, lb_lattice_point a, lb_lattice_point b,
                                      bool above)
{
    if (det != 0)
        return det > 0;
    return (b.y != a.y ? b.y < a.y : b.x > a.x) == above;
}

/* Edges a b of the area of lower rank and c d of the other. False: they do not cross. *at: the
 * corner that lies on the other edge, where one does, else the place on a b, rounded. *enters: a b
 * comes into the area of c d. */
static inline bool lb_edges_cross(const lb_lattice_point ab[2], const lb_lattice_point cd[2],
                                  lb_lattice_point *at, bool *enters)
{
    lb_lattice_point a = ab[0], b = ab[1], c = cd[0], d = cd[1];
    lb_wide det_c = lb_lattice_orient(a, b, c), det_d = lb_lattice_orient(a, b, d);
    if (lb_lattice_is_left(det_c, a, b, true) == lb_lattice_is_left(det_d, a, b, true))
        return false;
    lb_wide det_a = lb_lattice_orient(c, d, a), det_b = lb_lattice_orient(c, d, b);
    *enters = lb_lattice_is_left(det_b, c, d, false);
    if (lb_lattice_is_left(det_a, c, d, false) == *enters)
        return false;
    if (det_c == 0 || det_d == 0)
        *at = det_c == 0 ? c : d;
    else if (det_a == 0 || det_b == 0)
        *at = det_a == 0 ? a : b;
    else {
        double from = lb_lattice_real(det_a), t = from / (from - lb_lattice_real(det_b));
        *at = (lb_lattice_point){a.x + (int64_t)(t * (double)(b.x - a.x)),
                                 a.y + (int64_t)(t * (double)(b.y - a.y))};
    }
    return true;
}

#endif
