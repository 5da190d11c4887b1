/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure the observed number of events is where they come in chains of near repeats
 * (docs/methods.md, Placebo areas). */
#ifndef LB_COMMANDS_PLACEBO_PLACEBO_CHAINS_H
#define LB_COMMANDS_PLACEBO_PLACEBO_CHAINS_H

#include "commands/placebo/placebo_places.h"

/* What is near in a chain, as the defaults of share --interval chain. */
#define LB_PLACEBO_CHAIN_DISTANCE 200.0 /* metres */
enum { LB_PLACEBO_CHAIN_DAYS = 14 };

typedef struct lb_placebo_spread {
    size_t chains; /* 0: no event of the period has a date */
    double error;  /* standard deviation of the events in the areas when as many chains are drawn
                      with replacement; the exact value, without draws */
    double independent; /* the same when events are drawn, not chains */
} lb_placebo_spread;

/* Of the events of the period in the support. LB_E_MEMORY. */
lb_status lb_placebo_chain_spread(const lb_placebo_places *places, const bool *chosen,
                                  size_t period, lb_placebo_spread *out);

#endif
