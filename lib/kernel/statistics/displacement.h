/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of counts of events: how they differ between areas and controls, how sure that is, and
 * whether they went apart before (docs/methods.md, Before and after). */
#ifndef LB_KERNEL_STATISTICS_DISPLACEMENT_H
#define LB_KERNEL_STATISTICS_DISPLACEMENT_H

#include <lagesbild/interval.h>

/* Events, each with a weight; independent, so that the sum of squared weights is the variance of
 * the sum of weights. Weights of 1: a Poisson count, both its number. Zeroed memory: no events. */
typedef struct lb_weighted_count {
    double events, variance;
} lb_weighted_count;

/* A count times a factor, of a sum. */
typedef struct lb_difference_term {
    lb_weighted_count count;
    double factor; /* 1 / w or -1 / w: w is the weight of its period or ground */
} lb_difference_term;

typedef struct lb_difference {
    double value, error; /* sum of factor x count; its standard error */
    lb_interval interval;
    double p; /* two-sided, of no difference; NaN: small counts, more than two of them */
} lb_difference;

/* The weighted displacement difference of Wheeler and Ratcliffe (2018) is one of these sums. From
 * 10 events in each count on: normal interval and p. Fewer: each count has the interval of Jeffreys
 * and their sum that of Zou and Donner (2008); p of two plain counts is lb_e_test's. n at most 8.
 */
lb_difference lb_weighted_difference(const lb_difference_term *term, size_t n, double confidence);

/* Two-sided p of two Poisson counts with equal rates, by the E-test of Krishnamoorthy and Thomson
 * (2004); exposures are above 0. */
double lb_e_test(double x, double exposure_x, double y, double exposure_y);

/* The product of the counts with factor above 0 over that of the others, times those factors'
 * sizes, with its interval by the logarithm: (T1/T0)/(C1/C0) where the factors are 1, -1, -1, 1.
 * NaN where a count but the first is 0: below the line, or C0, from which there is no change that T
 * could be held against; without interval where any is. */
double lb_ratio_of_counts(const lb_difference_term *term, size_t n, double confidence,
                          lb_interval *interval);

/* Events before and after. */
typedef struct lb_count_change {
    lb_weighted_count before, after;
} lb_count_change;

/* The weighted displacement quotient of Bowers and Johnson (2003), (D1/C1 - D0/C0)/(T1/C1 - T0/C0):
 * how the ring D round the treated ground T moved for each step of T, both beside controls C. NaN:
 * no event in a period of C, or the normal interval of the denominator holds 0. */
double lb_displacement_quotient(lb_count_change treated, lb_count_change ring,
                                lb_count_change control, double confidence);

/* The slope of log(treated / control) a step, by weighted least squares; half an event is added to
 * each. control NULL: of log(treated). n at least 3, else NaN. */
double lb_log_ratio_slope(const lb_weighted_count *treated, const lb_weighted_count *control,
                          size_t n, double confidence, lb_interval *interval);

#endif
