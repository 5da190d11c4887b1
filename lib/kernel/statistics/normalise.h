/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a variable is scored by: its distribution over the squares that pass, kept so that other
 * values of the same variable can be scored too (docs/methods.md, Normalisation). */
#ifndef LB_KERNEL_STATISTICS_NORMALISE_H
#define LB_KERNEL_STATISTICS_NORMALISE_H

#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>
#include "kernel/statistics/weighted_percentile.h"

typedef struct lb_yardstick {
    lb_normalise method;
    int direction;                  /* values are turned by it before they are scored */
    int classes;                    /* K of LB_NORMALISE_QUANTILE */
    double centre, spread;          /* of methods that are no ranks; spread 0: all score 0 */
    lb_weighted_percentile ranking; /* of the others; of no values: nothing has a score */
} lb_yardstick;

/* The arguments of lb_normalise_values (<lagesbild/index.h>). LB_E_MEMORY. The caller clears. */
lb_status lb_yardstick_make(const lb_recipe *recipe, int direction, const double *value,
                            const double *people, size_t count, lb_yardstick *out);
void lb_yardstick_clear(lb_yardstick *yardstick);

/* Of any value, also one outside those that the yardstick was made of; NaN: it is NaN, or the
 * yardstick is of no values. */
double lb_yardstick_score(const lb_yardstick *yardstick, double value);

/* Variable v as it is ranked: NaN where index[i] is NaN, counts per 62 500 m2 of the area that the
 * square fills. fill may be NULL: all squares have one size. */
void lb_variable_values(const lb_recipe *recipe, const lb_squares *squares,
                        const lb_square_allocation *fill, size_t v, const double *index,
                        double *out);

/* That of one value of square i; of other kinds than count the value itself. One division of whole
 * numbers, so that equal numbers on equal ground are one, as 9 in 15 cells and 3 in 5. */
double lb_variable_per_area(const lb_variable *variable, const lb_square_allocation *fill, size_t i,
                            double value);

#endif
