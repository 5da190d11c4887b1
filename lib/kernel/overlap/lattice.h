/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lattice of whole numbers, where orientations and areas are exact. */
#ifndef LB_KERNEL_OVERLAP_LATTICE_H
#define LB_KERNEL_OVERLAP_LATTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/geometry/exact_grid.h"

typedef struct lb_lattice_point {
    int64_t x, y; /* units from the lattice's origin, below 2^57 */
} lb_lattice_point;

typedef struct lb_lattice {
    double x0, y0;      /* origin, in the CRS */
    double unit, scale; /* a power of two, and its inverse */
    double margin;      /* what the way to the lattice and back may change, and more */
} lb_lattice;

static inline lb_lattice_point lb_lattice_place(const lb_lattice *lattice, const double xy[2])
{
    return (lb_lattice_point){(int64_t)((xy[0] - lattice->x0) * lattice->scale),
                              (int64_t)((xy[1] - lattice->y0) * lattice->scale)};
}

static inline void lb_lattice_coordinates(const lb_lattice *lattice, lb_lattice_point p,
                                          double xy[2])
{
    xy[0] = lattice->x0 + (double)p.x * lattice->unit;
    xy[1] = lattice->y0 + (double)p.y * lattice->unit;
}

/* Twice the area, in square units and modulo 2^128, of the triangle of the origin, a and b. */
static inline lb_uwide lb_lattice_cross(lb_lattice_point a, lb_lattice_point b)
{
    return (lb_uwide)((lb_wide)a.x * b.y - (lb_wide)b.x * a.y);
}

static inline bool lb_lattice_same(lb_lattice_point a, lb_lattice_point b)
{
    return a.x == b.x && a.y == b.y;
}

#endif
