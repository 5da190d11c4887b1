/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edges of one area in cells on its boundary, as entries of the locator. */
#ifndef LB_KERNEL_LOCATION_CELL_EDGES_H
#define LB_KERNEL_LOCATION_CELL_EDGES_H

#include <lagesbild/locate.h>
#include "kernel/location/edge_runs.h"
#include "kernel/location/locator.h"

/* Zeroed memory has none. */
typedef struct lb_cell_entries {
    struct entry *entry;
    size_t count, capacity;
} lb_cell_entries;

/* A walk through the cells of one area, by row and column. */
typedef struct lb_cell_edges {
    const lb_locator *locator; /* its shapes and lattice are used */
    const lb_edge_runs *runs;  /* of the area */
    size_t next;               /* the first run east of the cells before */
    double cell, margin;       /* metres: a cell's width; above what rounding moves its sides */
} lb_cell_edges;

lb_cell_edges lb_cell_edges_of(const lb_locator *locator, const lb_edge_runs *runs);

/* Appends entries for points of the cells [col, end) of a row: one for each chain of edges there,
 * with what counts east of them in the first; none for an area that has nothing of the cells.
 * LB_E_MEMORY. */
lb_status lb_cell_edges_add(lb_cell_edges *edges, uint32_t area, int32_t row, const int32_t cols[2],
                            lb_cell_entries *out);

#endif
