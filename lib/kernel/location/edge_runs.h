/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edges of an area by row of cells, for rays eastwards from points of one cell.
 *
 * A run is a chain of consecutive edges of one ring within a row. A chain that lies wholly east of
 * a point meets its ray an odd number of times where one of its two ends is above the point and the
 * other is not; one wholly west never meets it. So only edges that share a column with the point
 * are looked at one by one, and ends count for all others. */
#ifndef LB_KERNEL_LOCATION_EDGE_RUNS_H
#define LB_KERNEL_LOCATION_EDGE_RUNS_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/exact_grid.h"

enum { LB_RUN_EDGES = 16 /* of one run, at most */ };

typedef struct lb_edge_run {
    double west, east; /* the least and the largest x of its vertices */
    double farthest;   /* the largest east of this run and those before it in the row */
    int32_t row;
    uint32_t vertex; /* edge k is from vertex + k to the next one */
    uint8_t edges;   /* at most LB_RUN_EDGES */
    bool north[2];   /* its first, its last vertex is on the row's north side or beyond */
    bool within[2];  /* is within the row, where another run goes on; else it is south of it */
    bool odd; /* an odd number of ends are north: of this run and those behind it in the row */
} lb_edge_run;

/* Of one area after the other; by row, then `west`. Zeroed memory has none. */
typedef struct lb_edge_runs {
    lb_edge_run *run;
    size_t count, capacity;
    size_t *latest; /* [rows]: used while they are found */
    size_t rows;
} lb_edge_runs;

void lb_edge_runs_clear(lb_edge_runs *runs);

/* Those of a feature, whose vertices lie on the lattice, instead of those before. LB_E_MEMORY. */
lb_status lb_edge_runs_find(lb_edge_runs *runs, const lb_shapes *shapes, size_t feature,
                            const lb_exact_grid *lattice);

#endif
