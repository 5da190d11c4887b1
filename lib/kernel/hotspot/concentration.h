/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How concentrated events are on units (squares, say), beside what chance gives (docs/methods.md,
 * Concentration). */
#ifndef LB_KERNEL_HOTSPOT_CONCENTRATION_H
#define LB_KERNEL_HOTSPOT_CONCENTRATION_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

enum {
    LB_UNITS,
    LB_UNITS_WITH_EVENTS,
    LB_SHARE_UNITS_25, /* the fewest units that have 25 % of the events, as a share of units */
    LB_SHARE_UNITS_50,
    LB_GINI,
    LB_GINI_GENERALISED, /* for fewer events than units (Bernasco and Steenbeek 2017) */
    LB_GINI_UNBIASED,
    LB_CONCENTRATION_MEASURES
};

extern const char *const lb_concentration_names[LB_CONCENTRATION_MEASURES];

/* value[LB_CONCENTRATION_MEASURES] of count[n] events a unit. All but the units are NaN without
 * events; the unbiased Gini is NaN where one unit or one event leaves nothing to compare.
 * LB_E_MEMORY. */
lb_status lb_concentration_of_counts(const uint32_t *count, size_t n, double *value);

/* Draws of the same measures: how they are made. */
typedef struct lb_concentration_draws {
    int draws; /* at least 1 */
    uint64_t seed, stream;
    double confidence; /* 0.95: of low and high */
    int threads;       /* no figure depends on it */
} lb_concentration_draws;

/* Over the draws of each measure. */
typedef struct lb_concentration_spread {
    double mean, low, high;
} lb_concentration_spread;

/* Chance: `events` fall on units with probability weight[n] (NULL: equal), each by itself.
 * spread[LB_CONCENTRATION_MEASURES]. LB_E_USAGE: no weight is above 0. LB_E_MEMORY. */
lb_status lb_concentration_by_chance(const double *weight, size_t n, size_t events,
                                     const lb_concentration_draws *how,
                                     lb_concentration_spread *spread);

/* Bootstrap: n units drawn with replacement from count[n]. LB_E_MEMORY. */
lb_status lb_concentration_bootstrap(const uint32_t *count, size_t n,
                                     const lb_concentration_draws *how,
                                     lb_concentration_spread *spread);

#endif
