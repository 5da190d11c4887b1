/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing work over threads: how many to use. Loops are OpenMP's; how work is cut never depends on
 * the number of threads, so results do not either. */
#ifndef LB_BASE_THREADS_H
#define LB_BASE_THREADS_H

/* wanted > 0: that many (at most 256); 0: one a core. Within a loop that is shared already: 1. */
int lb_thread_count(int wanted);

/* Within a loop shared over threads: which of them this is, from 0. */
int lb_thread_index(void);

#endif
