/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains of near repeats: events that are near each other in place and in time, and what is near
 * those, and so on (docs/methods.md, Chains of events). */
#ifndef LB_KERNEL_HOTSPOT_EVENT_CHAINS_H
#define LB_KERNEL_HOTSPOT_EVENT_CHAINS_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

#define LB_NO_DAY INT64_MIN

/* Borrowed. */
typedef struct lb_event_chains_input {
    const double *xy;   /* [2 n] metres */
    const int64_t *day; /* [n]; LB_NO_DAY: not known, the event is a chain of its own */
    size_t n;
    double distance; /* > 0, metres: near is at most so far apart, */
    int64_t days;    /* >= 0, and at most so many days */
} lb_event_chains_input;

/* chain[n]: the chain of each event, 0 to *chains - 1 in the order of their first events. n log n,
 * whatever the number of pairs, unless very many events of a few days are 1 to 2 distances apart.
 * LB_E_MEMORY. */
lb_status lb_event_chains(const lb_event_chains_input *input, size_t *chain, size_t *chains);

#endif
