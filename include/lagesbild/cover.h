/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas x cells: the exact fraction of each cell inside each area, as sparse rows (docs/methods.md,
 * Coverage).
 *
 * Computed once for an area set (coverage.h); every number about an area afterwards is a sparse
 * row times a column of cell values. Neighbouring cells of one row with the same fraction are
 * one span. */
#ifndef LAGESBILD_COVER_H
#define LAGESBILD_COVER_H

#include <lagesbild/shapes.h>

/* A run of neighbouring cells in one row of the grid with one fraction. */
typedef struct lb_cell_span {
    int32_t row, col, length; /* cells (row, col) .. (row, col + length - 1) */
    double fraction;          /* of each cell, 0 < fraction <= 1 */
} lb_cell_span;

/* Which part of each cell lies in each area (docs/methods.md, Coverage). Zeroed memory is empty. */
typedef struct lb_cover {
    lb_grid grid;
    size_t count;       /* areas */
    size_t *first;      /* [count + 1]: the first span of each area, by row, then col */
    lb_cell_span *span; /* [first[count]] */
    double *area;       /* [count]: planar area of each area, square metres */
    double *outside;    /* [count]: square metres of it outside the grid */
} lb_cover;

LB_API void lb_cover_clear(lb_cover *cover);

/* The fraction of one cell in one area; 0 when the area does not touch it. */
LB_API double lb_cover_fraction(const lb_cover *cover, size_t area, int32_t row, int32_t col);

#endif
