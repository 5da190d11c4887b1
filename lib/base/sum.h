/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compensated summation (Neumaier 1974; docs/methods.md, Sums): the error of a sum does not grow
 * with the number of terms, and large terms of opposite sign cancel cleanly, which Kahan's form
 * loses. high is the running sum, low what its roundings lost. */
#ifndef LB_BASE_SUM_H
#define LB_BASE_SUM_H

#include <math.h>
#include <stdbool.h>

typedef struct lb_sum {
    double high, low;
} lb_sum;

static inline void lb_sum_add(lb_sum *sum, double term)
{
    double high = sum->high + term;
    if (fabs(sum->high) >= fabs(term))
        sum->low += (sum->high - high) + term;
    else
        sum->low += (term - high) + sum->high;
    sum->high = high;
}

/* Of infinite terms, as the logarithm of 0, what is lost has no meaning. */
static inline double lb_sum_value(lb_sum sum)
{
    return isfinite(sum.high) ? sum.high + sum.low : sum.high;
}

/* sum / weight, the weighted mean of values from least to greatest, where weight > 0. Rounding may
 * put the quotient a last digit outside of them; a mean of equal values is that value, so that it
 * compares as they do. */
static inline double lb_mean_within(lb_sum sum, lb_sum weight, double least, double greatest)
{
    double mean = lb_sum_value(sum) / lb_sum_value(weight);
    return mean < least ? least : mean > greatest ? greatest : mean;
}

/* Is a part of a sum, or a share, at least so much? 1e-12 of it is what sums of fractions round:
 * the half of some people is half of them on any number of cells. */
static inline bool lb_at_least(double part, double least)
{
    return part >= least - 1e-12 * fabs(least);
}

#endif
