/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What squares of several deliveries can be compared by: the finest units that the squares of each
 * delivery make up whole (docs/methods.md, Trends). */
#ifndef LB_KERNEL_TREND_COMMON_UNITS_H
#define LB_KERNEL_TREND_COMMON_UNITS_H

#include <lagesbild/squares.h>

enum { LB_DELIVERIES_MAX = 50 };

typedef struct lb_delivery_squares {
    const lb_squares *squares; /* in the order of lb_square_compare */
    const lb_square_allocation *fill;
} lb_delivery_squares;

typedef struct lb_common_units {
    size_t deliveries, count;
    size_t *unit[LB_DELIVERIES_MAX];   /* [squares of the delivery]: the unit of each */
    size_t *first[LB_DELIVERIES_MAX];  /* [count + 1] into member */
    size_t *member[LB_DELIVERIES_MAX]; /* [squares]: the squares of each unit, rising */
    lb_grid grid;                      /* of the cells of all */
    size_t cells;
    int64_t *cell;                     /* [cells] filled in any delivery, ascending */
    size_t *square[LB_DELIVERIES_MAX]; /* [cells]: which fills it; SIZE_MAX: none */
} lb_common_units;

/* Squares of two deliveries are of one unit when they fill a cell in common, or are the same
 * square; units are the connected components, in the order of their first squares. The deliveries
 * have cells of one size on one lattice. LB_E_MEMORY. */
lb_status lb_common_units_make(const lb_delivery_squares *delivery, size_t deliveries,
                               lb_common_units *out);

void lb_common_units_clear(lb_common_units *units);

typedef enum lb_unit_status {
    LB_UNIT_SAME,   /* one square, the same in both */
    LB_UNIT_MERGED, /* several squares became one */
    LB_UNIT_SPLIT,  /* one became several */
    LB_UNIT_REARRANGED,
    LB_UNIT_ONLY_FIRST, /* no square of the last delivery */
    LB_UNIT_ONLY_LAST
} lb_unit_status;

/* What became of a unit from the first delivery to the last. */
lb_unit_status lb_common_unit_status(const lb_common_units *units,
                                     const lb_delivery_squares *delivery, size_t unit);

#endif
