/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do areas share ground, how much, and which? Found on a thread of its own beside other work. */
#ifndef LB_INPUT_AREAS_OVERLAP_TASK_H
#define LB_INPUT_AREAS_OVERLAP_TASK_H

#include <semaphore.h>

#include <lagesbild/log.h>
#include "base/async_task.h"
#include "kernel/overlap/overlap_sizes.h"
#include "kernel/overlap/union_cover.h"

enum { LB_OVERLAP_MAX_PAIRS = 1000 /* that are listed, the largest */ };

/* Zeroed memory has nothing to do. The areas must not change, nor the struct be moved, before
 * lb_overlap_task_clear. */
typedef struct lb_overlap_task {
    const lb_shapes *shapes;
    lb_overlap_request request; /* what it points to is borrowed */
    int threads;
    lb_log *log;        /* NULL; set by the caller after the start: notes very many crossings, */
    const char *source; /* of this; borrowed */
    lb_async_task async;
    sem_t counted;          /* crossings has been set */
    bool is_started;        /* counted is to be destroyed */
    bool on_caller;         /* runs on the thread that waits for it */
    double crossings;       /* expected */
    lb_overlap overlap;     /* for more walks */
    lb_overlap_sizes sizes; /* as requested */
    double sum;    /* of the areas' sizes, square units of the CRS; where some is shared, or for a
                      cover */
    bool disjoint; /* no two areas share ground, to 1e-12 of their sizes */
    lb_status status;
} lb_overlap_task;

/* Pairs of over `unit` square units of the CRS, as they are listed. */
lb_overlap_request lb_overlap_pairs_request(double unit);

void lb_overlap_task_start(lb_overlap_task *task, const lb_shapes *shapes,
                           const lb_overlap_request *request, int threads);

/* Waits for the result; may be called several times. Coordinates beyond any projection of the earth
 * are an overlap of no size: what needs sizes or cells rejects them. LB_E_MEMORY. */
lb_status lb_overlap_task_finish(lb_overlap_task *task, lb_error *err);

/* The cover of the union, one area, once, after lb_overlap_task_finish of a task that was asked for
 * the border; no more walks are possible then. LB_E_INPUT: a corner cannot be placed on the grid.
 */
lb_status lb_overlap_task_cover(lb_overlap_task *task, const lb_grid *grid, lb_cover *out,
                                lb_error *err);

/* Must be called before the struct or the areas are freed, whether the result was used or not. */
void lb_overlap_task_clear(lb_overlap_task *task);

#endif
