/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that the boundary of a feature crosses, with its signed area and height in each.
 *
 * Green's theorem cell by cell, as font rasterisers fill outlines: a directed edge adds to each
 * cell it crosses the area between it and the cell's east side, and to all cells east of it its
 * height. A running sum along a row then gives the area of every cell, holes and parts included,
 * without clipping. All in lattice units, so sums are exact and free of order. */
#ifndef LB_KERNEL_GEOMETRY_EDGE_COVERAGE_H
#define LB_KERNEL_GEOMETRY_EDGE_COVERAGE_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/exact_grid.h"

typedef struct lb_cell_crossing {
    lb_uwide area2;  /* twice the area east of the edges, square units, modulo 2^128 */
    uint64_t key;    /* row << 32 | col */
    uint64_t height; /* units, modulo 2^64; southward positive */
} lb_cell_crossing;

/* Reused for one feature after another. Zeroed memory, with lattice set, is ready. */
typedef struct lb_edge_coverage {
    const lb_exact_grid *lattice;
    bool touch;   /* also list, with nothing in them, cells that an edge might just touch */
    bool outside; /* the last feature reaches outside the grid */
    bool failed;  /* out of memory */
    size_t count, capacity;
    lb_cell_crossing *crossing; /* by key, each key once */
    lb_cell_crossing *spare;    /* [capacity], for sorting */
} lb_edge_coverage;

void lb_edge_coverage_clear(lb_edge_coverage *crossings);

/* Fills crossing with those of the feature. West of the grid an edge counts as on its west side;
 * east, north and south of it as nowhere. LB_E_INPUT: a coordinate cannot be placed. */
lb_status lb_edge_coverage_feature(lb_edge_coverage *crossings, const lb_shapes *shapes,
                                   size_t feature);

/* The same of lines that need not be closed, nor meet: begin, add the edges between n vertices as
 * often as there are lines (false: a coordinate cannot be placed), finish. LB_E_MEMORY. */
void lb_edge_coverage_begin(lb_edge_coverage *crossings);
bool lb_edge_coverage_line(lb_edge_coverage *crossings, const double *xy, size_t n);
lb_status lb_edge_coverage_finish(lb_edge_coverage *crossings);

#endif
