/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one part of the events adds to the sets of areas, so that several threads can count: the
 * sets themselves for the first part, copies with counts of their own for each other. */
#ifndef LB_COMMANDS_SHARE_SHARE_WORKER_H
#define LB_COMMANDS_SHARE_SHARE_WORKER_H

#include "commands/share/share_state.h"

typedef struct lb_share_part {
    lb_share_set *set; /* [sets]; all but the counts is borrowed; NULL: no event yet */
    int64_t strays;    /* dates that no event has */
    long first_stray;
    int stray_year;
    char apart[64]; /* threads that write to one line of memory wait for each other */
} lb_share_part;

/* Copies of the work's sets that have counted nothing. LB_E_MEMORY. */
lb_status lb_share_part_init(const lb_share_work *work, lb_share_part *part);
void lb_share_part_clear(const lb_share_work *work, lb_share_part *part);

/* Adds the counts of `part` to those of `all`. LB_E_MEMORY. */
lb_status lb_share_part_merge(const lb_share_work *work, lb_share_part *all,
                              const lb_share_part *part);

#endif
