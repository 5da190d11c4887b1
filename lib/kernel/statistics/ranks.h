/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting values and the ranks that follow from it; ties are first-class citizens. */
#ifndef LB_KERNEL_STATISTICS_RANKS_H
#define LB_KERNEL_STATISTICS_RANKS_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

/* The values of which `value` is not NaN, in rising order, with where they came from. */
typedef struct lb_ranks {
    size_t count;
    double *value; /* [count] rising */
    size_t *at;    /* [count] index in the input; ties in rising index */
} lb_ranks;

void lb_ranks_clear(lb_ranks *order);
lb_status lb_ranks_make(const double *value, size_t count, lb_ranks *out);

/* The q-quantile by linear interpolation (type 7 of Hyndman and Fan 1996); NaN when empty. */
double lb_ranks_quantile(const lb_ranks *order, double q);

/* Mean, and standard deviation over n - 1: of equal values their value and 0, whatever rounding
 * makes of their sum; of one value 0. NaN when empty. */
typedef struct lb_moments {
    double mean, sd;
} lb_moments;

lb_moments lb_ranks_moments(const lb_ranks *order);

#endif
