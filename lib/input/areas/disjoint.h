/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fast test that areas share no ground: then the size of their union is the sum of theirs. */
#ifndef LB_INPUT_AREAS_DISJOINT_H
#define LB_INPUT_AREAS_DISJOINT_H

#include <lagesbild/shapes.h>
#include "base/async_task.h"

/* *disjoint: no two areas share ground, to 1e-12 of their sizes. False is no proof that some do.
 * LB_E_MEMORY. */
lb_status lb_disjoint_test(const lb_shapes *shapes, bool *disjoint, lb_error *err);

/* The same on a thread of its own. The areas must not change before the result or the cancellation.
 */
typedef struct lb_disjoint_task {
    const lb_shapes *shapes;
    lb_async_task async;
    bool disjoint;
    lb_status status;
    lb_error err;
} lb_disjoint_task;

void lb_disjoint_start(lb_disjoint_task *test, const lb_shapes *shapes, int threads);

/* Waits for the result; it may be asked for several times. */
lb_status lb_disjoint_result(lb_disjoint_task *test, bool *disjoint, lb_error *err);

/* Must be called before the struct or the areas are freed, whether the result was used or not. */
void lb_disjoint_cancel(lb_disjoint_task *test);

#endif
