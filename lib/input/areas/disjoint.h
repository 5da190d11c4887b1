/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quick proof that areas have no ground in common: then a union's size is the sum of theirs. */
#ifndef LB_INPUT_AREAS_DISJOINT_H
#define LB_INPUT_AREAS_DISJOINT_H

#include <lagesbild/shapes.h>
#include "base/async_task.h"

/* *apart: no two share anything, to a part in 10^12 of their sizes. False is no proof of the
 * contrary. LB_E_MEMORY. */
lb_status lb_are_apart(const lb_shapes *shapes, bool *apart, lb_error *err);

/* The same beside other work: begun with the areas, which stay as they are until its end. */
typedef struct lb_apart {
    const lb_shapes *shapes;
    lb_side side;
    bool apart;
    lb_status status;
    lb_error err;
} lb_apart;

void lb_apart_begin(lb_apart *proof, const lb_shapes *shapes, int threads);

/* Waits for it, however often it is asked. */
lb_status lb_apart_end(lb_apart *proof, bool *apart, lb_error *err);

/* To be called before the struct or the areas go, needed or not. */
void lb_apart_drop(lb_apart *proof);

#endif
