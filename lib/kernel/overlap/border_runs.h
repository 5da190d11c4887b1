/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borders of areas on a lattice of integers, where orientations and areas are exact, and of these
 * borders only what can matter: runs of edges whose boxes meet the box of another area. All other
 * edges lie in no other area. docs/methods.md, Overlap rules, Walks. */
#ifndef LB_KERNEL_OVERLAP_BORDER_RUNS_H
#define LB_KERNEL_OVERLAP_BORDER_RUNS_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/exact_grid.h"
#include "model/bbox_index.h"

typedef struct lb_lattice_point {
    int64_t x, y; /* units from the lattice's origin, below 2^57 */
} lb_lattice_point;

typedef struct lb_lattice {
    double x0, y0;      /* origin, in the CRS */
    double unit, scale; /* a power of two, and its inverse */
    double margin;      /* what the way to the lattice and back may change, and more */
} lb_lattice;

/* Edges between consecutive corners, each different from the one before. The first corner of a run
 * that is not closed lies in no other area. */
typedef struct lb_border_run {
    uint32_t area;
    bool closed;        /* a whole ring, its first corner repeated as the last */
    size_t first, last; /* corners, both included */
} lb_border_run;

/* An area's number is its rank: its place in an order that geometry alone decides, and in which
 * neighbours are mostly near each other. Features without a corner have none; those of equal edges
 * are copies of one area, unless they are zones. */
typedef struct lb_border_runs {
    const lb_shapes *shapes; /* borrowed */
    size_t zones;            /* the first features, which are not held against each other */
    lb_lattice lattice;
    size_t areas;
    size_t *first_copy;  /* [areas + 1] */
    size_t *feature;     /* of area i: feature[first_copy[i]] .. feature[first_copy[i + 1] - 1] */
    lb_box *box;         /* [areas], in the CRS */
    lb_bbox_index index; /* of box; empty once the starts of runs have been found */
    bool *live;          /* [vertices of shapes]: the edge from there on is in a run */
    size_t *first_run;   /* [areas + 1] */
    lb_border_run *run;
    size_t runs;
    lb_lattice_point *corner; /* [corners] */
    uint32_t *owner;          /* [corners]: the area of the corner, and of the edge it begins */
    size_t corners;
} lb_border_runs;

/* Zeroed memory is a valid empty struct. LB_E_MEMORY; LB_E_INPUT: a coordinate is not finite, or
 * they span over 1e12. */
lb_status lb_border_runs_init(lb_border_runs *runs, const lb_shapes *shapes, size_t zones,
                              int threads);
void lb_border_runs_clear(lb_border_runs *runs);

/* The first of the area's features, whose edges stand for all. */
static inline size_t lb_border_runs_feature(const lb_border_runs *runs, size_t area)
{
    return runs->feature[runs->first_copy[area]];
}

static inline size_t lb_border_runs_copies(const lb_border_runs *runs, size_t area)
{
    return runs->first_copy[area + 1] - runs->first_copy[area];
}

/* Are the two held against each other? */
static inline bool lb_border_runs_compared(const lb_border_runs *runs, uint32_t a, uint32_t b)
{
    return a != b && (runs->zones == 0 || lb_border_runs_feature(runs, a) >= runs->zones ||
                      lb_border_runs_feature(runs, b) >= runs->zones);
}

/* A box wider by the margin: two places that differ by less than a unit may be one on the lattice,
 * and coordinates had back from it are rounded as doubles, which may be coarser than units. */
lb_box lb_border_runs_widen(const lb_border_runs *runs, lb_box box);

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
