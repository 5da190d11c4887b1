/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work of one thread beside the caller's own, which may go on with all cores. */
#ifndef LB_BASE_ASYNC_TASK_H
#define LB_BASE_ASYNC_TASK_H

#include <pthread.h>
#include <stdbool.h>

/* Zeroed memory has nothing to do. Stays where it is until lb_side_end. */
typedef struct lb_side {
    void (*run)(void *udata);
    void *udata;
    pthread_t thread;
    bool apart; /* a thread of its own runs it */
} lb_side;

/* threads: as in lb_job; of one, or when there is no thread to be had, lb_side_end runs it. */
void lb_side_begin(lb_side *side, int threads, void (*run)(void *udata), void *udata);

/* Returns when it is done; again: at once. */
void lb_side_end(lb_side *side);

/* The same where nobody needs it any more: what has not begun is not done. */
void lb_side_drop(lb_side *side);

#endif
