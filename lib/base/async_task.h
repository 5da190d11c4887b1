/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task on a thread of its own beside the caller, for work that one thread does while the others
 * are busy with something else (a proof about geometry beside the cover that uses all cores).
 * Without a thread to be had the task is run when its result is asked for, so that results never
 * depend on it. */
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

/* Starts run(udata). threads: as in lb_job; with one thread, or when none can be created,
 * lb_async_task_finish runs it instead. */
void lb_async_task_start(lb_async_task *task, int threads, void (*run)(void *udata), void *udata);

/* Waits until it is done, or runs it now. Called again it returns at once. */
void lb_async_task_finish(lb_async_task *task);

/* As lb_async_task_finish for a task whose result is not needed: a running one is waited for, one
 * that has not begun is skipped. */
void lb_async_task_cancel(lb_async_task *task);

#endif
