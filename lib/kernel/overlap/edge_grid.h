/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which edges may meet a given edge: a grid of cells of which each is divided further by the edges
 * in it, so that towns and empty land cost alike. An edge is in every cell that it passes. */
#ifndef LB_KERNEL_OVERLAP_EDGE_GRID_H
#define LB_KERNEL_OVERLAP_EDGE_GRID_H

#include "kernel/overlap/border_runs.h"

typedef struct lb_edge_grid {
    const lb_border_runs *runs; /* borrowed */
    lb_lattice_point origin;
    double per_cell;    /* cells a unit */
    int32_t cols, rows; /* of cells */
    uint32_t *parts;    /* [cells]: each is divided into parts x parts */
    size_t *base;       /* [cells + 1]: its first part */
    size_t *first;      /* [parts + 1]: the first edge of each part */
    uint32_t *edge;     /* edges by their first corners */
} lb_edge_grid;

/* Zeroed memory is a valid empty struct. LB_E_MEMORY. */
lb_status lb_edge_grid_init(lb_edge_grid *grid, const lb_border_runs *runs);
void lb_edge_grid_clear(lb_edge_grid *grid);

/* Calls visit for each part of a cell that the edge a b passes: those of two edges that meet have
 * at least one in common. */
typedef void lb_edge_grid_visitor(void *udata, size_t part);
void lb_edge_grid_visit(const lb_edge_grid *grid, const lb_lattice_point ab[2],
                        lb_edge_grid_visitor *visit, void *udata);

#endif
