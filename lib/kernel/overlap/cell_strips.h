/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over the cells of a grid, each spread evenly over its cell, as a measure of areas that needs
 * borders alone: what lies between a piece of border and the grid's west side. */
#ifndef LB_KERNEL_OVERLAP_CELL_STRIPS_H
#define LB_KERNEL_OVERLAP_CELL_STRIPS_H

#include <stdint.h>

#include <lagesbild/grid.h>

typedef struct lb_cell_strips {
    lb_grid grid;
    size_t *first; /* [nrow + 1]: the first cell of each row */
    int32_t *col;  /* [cells] */
    double *value; /* [cells] */
    double *west;  /* [cells]: sum of the row's cells west of it */
} lb_cell_strips;

/* cell: [cells] ascending, row * ncol + col. value NaN: 0. Zeroed memory is a valid empty struct.
 * LB_E_MEMORY. */
lb_status lb_cell_strips_init(lb_cell_strips *strips, const lb_grid *grid, const int64_t *cell,
                              const double *value, size_t cells);
void lb_cell_strips_clear(lb_cell_strips *strips);

/* What lies west of the line a b, positive northwards: the sum along an anticlockwise ring is what
 * the ring encloses. strips: an lb_cell_strips; thread: any (see lb_overlap_measure). */
double lb_cell_strip(void *strips, int thread, const double a[2], const double b[2]);

#endif
