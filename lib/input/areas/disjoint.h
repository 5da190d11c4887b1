/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quick proof that areas have no ground in common: then a union's size is the sum of theirs. */
#ifndef LB_INPUT_AREAS_DISJOINT_H
#define LB_INPUT_AREAS_DISJOINT_H

#include <lagesbild/shapes.h>
#include "base/async_task.h"

/* *apart: no two share anything, to a part in 10^12 of their sizes. False is no proof of the
 * contrary. LB_E_MEMORY. */
lb_status lb_disjoint_test(const lb_shapes *shapes, bool *disjoint, lb_error *err);

/* The same beside other work: begun with the areas, which stay as they are until its end. */
typedef struct lb_disjoint_task {
    const lb_shapes *shapes;
    lb_async_task async;
    bool disjoint;
    lb_status status;
    lb_error err;
} lb_disjoint_task;

void lb_disjoint_start(lb_disjoint_task *test, const lb_shapes *shapes, int threads);

/* Waits for it, however often it is asked. */
lb_status lb_disjoint_result(lb_disjoint_task *test, bool *disjoint, lb_error *err);

/* To be called before the struct or the areas go, needed or not. */
void lb_disjoint_cancel(lb_disjoint_task *test);

#endif
