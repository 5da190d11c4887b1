/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A delivery: squares with one column a figure, as read, joined on (size, corner). */
#ifndef LAGESBILD_SQUARES_H
#define LAGESBILD_SQUARES_H

#include <lagesbild/grid.h>

/* Squares of a delivery, of several sizes, and the figures of each. */
typedef struct lb_squares {
    size_t count, variables;
    lb_square *square;  /* [count], in the order of lb_square_compare, each once */
    double *population; /* [count], inhabitants; NaN: not known */
    double **value;     /* [variables][count], one a variable of the recipe; NaN: missing */
    /* [variables][count]: the counts that a variable is the ratio of; [v] NULL: it is none, or they
       are not known. A value may differ from their ratio: shares end at 1. */
    double **numerator, **denominator;
} lb_squares;

LB_API void lb_squares_clear(lb_squares *squares);

/* Room for count squares, all values NaN, without numerators and denominators; those that are put
 * in are malloc'ed and become the squares' own. */
LB_API lb_status lb_squares_init(lb_squares *squares, size_t count, size_t variables);

/* Which cells of the working grid each square fills.
 *
 * SCB mixes sizes: a large square that overlaps small ones holds only the remainder. It fills those
 * of its cells that no smaller square takes; shares and levels are copied to them, counts divided
 * equally among them, so that people are conserved exactly. */
typedef struct lb_square_allocation {
    lb_grid grid;   /* the cells' bounding box on the lattice */
    size_t cells;   /* filled cells */
    int64_t *cell;  /* [cells]: row * ncol + col, ascending */
    size_t *square; /* [cells]: which square fills it */
    int32_t *count; /* [squares]: cells each fills; 0: all of them are taken by smaller squares */
} lb_square_allocation;

LB_API void lb_square_allocation_clear(lb_square_allocation *fill);

/* cell: size of the working grid's cells, metres; divides every square's size and corner.
 * LB_E_INPUT: it does not. */
LB_API lb_status lb_square_allocation_compute(const lb_squares *squares, int32_t cell,
                                              lb_square_allocation *out);

/* Where the filled cells from `cell` on begin: an index of cell and square, `cells` when none. */
LB_API size_t lb_square_allocation_from(const lb_square_allocation *fill, int64_t cell);

#endif
