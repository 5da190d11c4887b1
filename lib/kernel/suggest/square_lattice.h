/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares of one size with the cells round them: what areas are grown on. A hole of few cells lies
 * within that, so that no raster of the whole country is needed. */
#ifndef LB_KERNEL_SUGGEST_SQUARE_LATTICE_H
#define LB_KERNEL_SUGGEST_SQUARE_LATTICE_H

#include <lagesbild/grid.h>
#include "kernel/hotspot/cell_rows.h"

#define LB_NO_CELL UINT32_MAX

/* Zeroed memory is empty. */
typedef struct lb_square_lattice {
    lb_cell_rows rows;        /* the cells, from north to south, then west to east */
    uint32_t (*neighbour)[8]; /* [rows.count]: north, west, east, south, then the corners;
                                 LB_NO_CELL: not listed */
    uint32_t *cell;           /* [squares]: the cell of each square */
} lb_square_lattice;

/* square[n] of one size, each once. LB_E_MEMORY; LB_E_INPUT: too many rows or columns. */
lb_status lb_square_lattice_make(const lb_square *square, size_t n, lb_square_lattice *out);
void lb_square_lattice_clear(lb_square_lattice *lattice);

#endif
