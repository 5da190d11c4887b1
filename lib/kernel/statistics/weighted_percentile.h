/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The percentile rank of a value among weighted ones: the share of the weight below it. */
#ifndef LB_KERNEL_STATISTICS_WEIGHTED_PERCENTILE_H
#define LB_KERNEL_STATISTICS_WEIGHTED_PERCENTILE_H

#include <stddef.h>
#include <stdint.h>

#include <lagesbild/status.h>

typedef struct lb_weighted_percentile {
    size_t count;    /* of distinct values */
    double *value;   /* ascending */
    double *below;   /* [count + 1]: the weight of all values before this one; last: of all */
    double per_unit; /* buckets to a unit of value from the least value on */
    uint32_t *first; /* [count + 1]: values before those of each of count buckets */
} lb_weighted_percentile;

/* weight: NULL for 1 each. Values that are NaN and weights that are not above 0 are left out. The
 * order of the values changes nothing. LB_E_MEMORY. The caller clears *out. */
lb_status lb_weighted_percentile_make(const double *value, const double *weight, size_t n,
                                      lb_weighted_percentile *out);
void lb_weighted_percentile_clear(lb_weighted_percentile *ranking);

/* The share of the weight below the value, that of equal values counting half; NaN: the value is
 * NaN or nothing is ranked. */
double lb_weighted_percentile_of(const lb_weighted_percentile *ranking, double value);

/* That weight itself. With weights of 1 it is the mid-rank less 1/2, and exact like it wherever
 * weights are whole. */
double lb_weighted_percentile_below(const lb_weighted_percentile *ranking, double value);

/* All the weight; 0: nothing is ranked. */
static inline double lb_weighted_percentile_total(const lb_weighted_percentile *ranking)
{
    return ranking->below[ranking->count];
}

#endif
