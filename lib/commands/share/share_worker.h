/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one part of the events adds to the sets of areas, so that several threads can count: the
 * sets themselves for the first part, copies with counts of their own for each other. */
#ifndef LB_COMMANDS_SHARE_SHARE_WORKER_H
#define LB_COMMANDS_SHARE_SHARE_WORKER_H

#include "commands/share/share_state.h"

typedef struct lb_share_worker {
    lb_share_set *set;         /* [sets]; all but the counts is borrowed; NULL: no event yet */
    int64_t implausible_dates; /* dates that no event has */
    long first_implausible;
    int implausible_year;
    char padding[64]; /* threads that write to one line of memory wait for each other */
} lb_share_worker;

/* Copies of the work's sets that have counted nothing. LB_E_MEMORY. */
lb_status lb_share_worker_init(const lb_share_state *work, lb_share_worker *part);
void lb_share_worker_clear(const lb_share_state *work, lb_share_worker *part);

/* Adds the counts of `part` to those of `all`. LB_E_MEMORY. */
lb_status lb_share_worker_merge(const lb_share_state *work, lb_share_worker *all,
                                const lb_share_worker *part);

#endif
