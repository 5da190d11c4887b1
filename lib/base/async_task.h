/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work of one thread beside the caller's own, which may go on with all cores. */
#ifndef LB_BASE_ASYNC_TASK_H
#define LB_BASE_ASYNC_TASK_H

#include <pthread.h>
#include <stdbool.h>

/* Zeroed memory has nothing to do. Stays where it is until lb_async_task_finish. */
typedef struct lb_async_task {
    void (*run)(void *udata);
    void *udata;
    pthread_t thread;
    bool on_thread; /* a thread of its own runs it */
} lb_async_task;

/* threads: as in lb_job; of one, or when there is no thread to be had, lb_async_task_finish runs
 * it. */
void lb_async_task_start(lb_async_task *side, int threads, void (*run)(void *udata), void *udata);

/* Returns when it is done; again: at once. */
void lb_async_task_finish(lb_async_task *side);

/* The same where nobody needs it any more: what has not begun is not done. */
void lb_async_task_cancel(lb_async_task *side);

#endif
