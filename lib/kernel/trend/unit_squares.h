/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of common units in one delivery, as if each unit were a square. */
#ifndef LB_KERNEL_TREND_UNIT_SQUARES_H
#define LB_KERNEL_TREND_UNIT_SQUARES_H

#include <lagesbild/recipe.h>
#include "kernel/trend/common_units.h"

typedef struct lb_unit_squares {
    lb_squares squares;        /* [units]; square is not set; people NaN: none here, or unknown */
    lb_square_allocation fill; /* count[units] and the size of cells alone */
    bool *approximate;         /* [units]: a figure is a mean over people, or lacks a square's */
} lb_unit_squares;

/* Of delivery d, its squares having the recipe's variables. A unit of one square has its figures as
 * they are. Of several: people, counts, numerators and denominators are added, and ratios are of
 * those sums; what has no numerator (medians above all) is the mean over people. Squares without a
 * figure are left out of it. LB_E_MEMORY. */
lb_status lb_unit_squares_make(const lb_recipe *recipe, const lb_common_units *units, size_t d,
                               const lb_delivery_squares *delivery, lb_unit_squares *out);

void lb_unit_squares_clear(lb_unit_squares *squares);

#endif
