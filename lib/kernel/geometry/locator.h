/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two indexes. By row of cells: stretches of columns with the areas in them, each "whole" or "on a
 * boundary". By area and row of cells: the edges that a horizontal ray in that row can meet.
 *
 * Cells come from the same exact arithmetic as covers do; where rounding could put an edge on the
 * wrong side of a corner, the cells on both sides are listed as boundary. A cell that no edge
 * enters is wholly in or out also for the points it owns on its west and south sides, because the
 * boundary rule moves points into the cell.
 *
 * Numbers have 32 bits, and what has more of anything is refused: most of the time of a question
 * goes into waiting for memory, so that half the memory is half the time. */
#ifndef LB_KERNEL_GEOMETRY_LOCATOR_H
#define LB_KERNEL_GEOMETRY_LOCATOR_H

#include <lagesbild/shapes.h>
#include "kernel/geometry/exact_grid.h"
#include "kernel/geometry/coarse_locator.h"

/* Columns from col to that of the next stretch have entries [first, next first). */
struct stretch {
    int32_t col;
    uint32_t first;
};

/* The rows of one area: edges of row r are [start[r - row], start[r - row + 1]) of edge. */
struct band {
    int32_t row, rows;
    size_t start; /* into start */
};

/* The edges of areas by row; an edge is the index of its first vertex. */
struct edges {
    struct band *band; /* [areas] */
    uint32_t *start;   /* of each band rows + 1 */
    uint32_t *edge;    /* [edges and rows they cross] */
    size_t n_starts, start_capacity, count, edge_capacity;
};

struct lb_locator {
    const lb_shapes *shapes; /* borrowed */
    lb_exact_grid lattice;   /* of cells over the window of the shapes */
    size_t *row; /* [rows + 1]: the first stretch of each; a row's last one has no entries */
    struct stretch *stretch;
    size_t n_stretches;
    uint32_t *entry;
    size_t n_entries;
    struct edges edges;
    lb_coarse_locator coarse; /* of the stretches: most points need no more */
};

/* Where a coarse cell is a cell of the lattice, the number of its stretch stands for "mixed". */
#define LB_LOCATOR_STRETCH UINT32_C(0x80000000)

#endif
