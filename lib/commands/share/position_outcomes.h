/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where events near borders may be, as far as it matters: what the categories get of each, and how
 * likely (docs/methods.md, Position error). */
#ifndef LB_COMMANDS_SHARE_POSITION_OUTCOMES_H
#define LB_COMMANDS_SHARE_POSITION_OUTCOMES_H

#include "commands/share/category_credit.h"
#include "commands/share/share_measure.h"

typedef struct lb_position_outcome {
    double until; /* its probability and those of the event's outcomes before it; of the last: 1 */
    size_t credit;
} lb_position_outcome;

typedef struct lb_doubtful_event {
    double x, y;
    size_t linked;  /* the area that its link names, SIZE_MAX: none */
    uint32_t valid; /* validity period of the set; n_valid: undated, in which all areas count */
    uint32_t n;     /* outcomes, once found */
    size_t first;   /* of these, by credit */
} lb_doubtful_event;

/* Of one set of areas. Zeroed memory with in and set is ready. */
typedef struct lb_position_outcomes {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_doubtful_event *event; /* [events] in the order they came */
    size_t events, event_capacity;
    lb_category_credits credits;
    lb_position_outcome *outcome; /* [outcomes], of events at one place the same ones */
    size_t outcomes, outcome_capacity;
} lb_position_outcomes;

void lb_position_outcomes_clear(lb_position_outcomes *outcomes);

/* Its place and what decides which areas count. False: out of memory. */
bool lb_position_outcomes_add(lb_position_outcomes *outcomes, const lb_share_event *event);

/* Finds the outcomes of all events, which are the same in any order of events. Credits are
 * renumbered in the order of lb_category_credit_compare. */
lb_status lb_position_outcomes_find(lb_position_outcomes *outcomes, lb_error *err);

#endif
