/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borders of areas on a lattice of integers, where orientations and areas are exact, and of these
 * borders only what can matter: runs of edges whose boxes meet the box of another area. All other
 * edges lie in no other area. docs/methods.md, Overlap rules, Walks. */
#ifndef LB_KERNEL_OVERLAP_BORDER_RUNS_H
#define LB_KERNEL_OVERLAP_BORDER_RUNS_H

#include <lagesbild/shapes.h>
#include "kernel/overlap/lattice.h"
#include "model/bbox_index.h"

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
    lb_box all;          /* of all areas; of none: a place at 0, 0 */
    lb_bbox_index index; /* of box; empty once the starts of runs have been found */
    bool *live;          /* [vertices of shapes]: the edge from there on is in a run */
    size_t *first_run;   /* [areas + 1] */
    lb_border_run *run;
    size_t runs;
    lb_lattice_point *corner; /* [corners] */
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

#endif
