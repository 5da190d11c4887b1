/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of a share: counts that are not certain, drawn many times, and the intervals they give
 * (docs/methods.md, Share intervals, Uncertain count). */
#ifndef LB_COMMANDS_SHARE_SHARE_DRAWS_H
#define LB_COMMANDS_SHARE_SHARE_DRAWS_H

#include <lagesbild/share.h>

/* x of n events, 0 <= x <= n. */
typedef struct lb_share_draw {
    double x, n;
} lb_share_draw;

/* The interval of counting, by o->interval, mixed over the draws; sorts them. Draws without events
 * say nothing. LB_E_MEMORY. */
lb_status lb_share_draws_mix(lb_share_draw *draw, size_t draws, const lb_share_options *o,
                             lb_interval *out);

/* The ends between which the draws' shares lie with the confidence asked for: quantiles, midway
 * between draws (type 5 of Hyndman and Fan 1996); sorts them. Two NaN: no draw has events. */
lb_interval lb_share_draws_quantiles(lb_share_draw *draw, size_t draws, double confidence);

/* Variance of the draws' shares; NaN: fewer than two have events. */
double lb_share_draws_variance(const lb_share_draw *draw, size_t draws);
#endif
