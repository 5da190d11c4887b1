/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of confidence for shares, counts and ratios of rates (docs/methods.md, Share
 * intervals; Rate intervals).
 *
 * In every function: `confidence` is between 0 and 1, both excluded (0.95 is usual); counts are
 * whole or, where events were divided among areas, fractions; a value without meaning (negative,
 * NaN, x > n, no trials at all) gives an interval of two NaN, and nothing is ever printed. */
#ifndef LAGESBILD_INTERVAL_H
#define LAGESBILD_INTERVAL_H

#include <stddef.h>
#include <lagesbild/version.h>

/* The ends belong to it; NaN: no interval. */
typedef struct lb_interval {
    double low, high;
} lb_interval;

/* Counts that are possible, with how often each is. */
typedef struct lb_count_distribution {
    size_t count;
    const double *x, *weight; /* [count] */
    const double *n;          /* [count] trials of each; NULL: as many as the function is given */
} lb_count_distribution;

/* LB_CHAIN draws chains of events (share --interval chain); where only counts are known, as here,
 * it is LB_WILSON. */
typedef enum lb_interval_method { LB_WILSON, LB_CLOPPER_PEARSON, LB_CHAIN } lb_interval_method;

LB_API extern const char *const lb_interval_method_names[]; /* by lb_interval_method, NULL-ended */

/* The quantile of the standard normal distribution that leaves (1 - confidence) / 2 above it:
 * 1.959964 for 0.95. */
LB_API double lb_interval_z(double confidence);

/* The same of Student's t distribution with `freedom` degrees of freedom, above 0: 2.228139 for 10
 * and 0.95. */
LB_API double lb_interval_t(double freedom, double confidence);

/* What a gamma variate of this shape, above 0, and scale 1 is below with probability p, between 0
 * and 1: 0.693147 for 1 and 0.5. */
LB_API double lb_interval_gamma(double shape, double p);

/* The share of x in n, 0..1; 0 <= x <= n, n > 0. The low end is exactly 0 when x is 0, the high
 * end exactly 1 when x is n. */

/* Wilson (1927): (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Close to the stated
 * confidence on the average over p. */
LB_API lb_interval lb_interval_wilson(double x, double n, double confidence);

/* Clopper and Pearson (1934): quantiles of the beta distribution. Never below the stated
 * confidence, hence wider. */
LB_API lb_interval lb_interval_clopper_pearson(double x, double n, double confidence);

/* By either method. */
LB_API lb_interval lb_interval_share(lb_interval_method method, double x, double n,
                                     double confidence);

/* The same when the count itself is not certain: x[i] (each as x above) with weight[i] >= 0. The
 * ends are where the mean, by weight, of the tails that give the ends of lb_interval_share passes
 * (1 - confidence) / 2 on either side; one count alone gives lb_interval_share to rounding. n is
 * not looked at where the counts have trials of their own. */
LB_API lb_interval lb_interval_share_mixed(lb_interval_method method,
                                           const lb_count_distribution *mix, double n,
                                           double confidence);

/* The expected number of events when x happened; x >= 0. Exact for a Poisson count (Garwood 1936):
 * quantiles of the gamma distribution. 8 events: 3.45 to 15.76. */
LB_API lb_interval lb_interval_poisson(double x, double confidence);

/* The same when the count itself is not certain: mix->x with mix->weight, as
 * lb_interval_share_mixed; mix->n is not looked at. */
LB_API lb_interval lb_interval_poisson_mixed(const lb_count_distribution *mix, double confidence);

/* The ratio of two rates, (x / exposure_x) / (y / exposure_y); exposures (people, area, time) are
 * above 0. Exact: given the total x + y, x is binomial with odds ratio * exposure_x / exposure_y
 * (Przyborowski and Wilenski 1940), so the ends are those of Clopper-Pearson turned into odds. No
 * y: the high end is infinite. No x: the low end is 0. Neither: two NaN. */
LB_API lb_interval lb_interval_rate_ratio(double x, double exposure_x, double y, double exposure_y,
                                          double confidence);

/* The probability that a binomial count of n trials with probability p is at least x: the upper
 * tail, whatever its size without loss of digits while it is the smaller one. */
LB_API double lb_interval_binomial_tail(double x, double n, double p);

/* Both ends times a factor above 0: an expected count to a rate, a share to a location quotient. */
LB_API lb_interval lb_interval_scale(lb_interval interval, double factor);

#endif
