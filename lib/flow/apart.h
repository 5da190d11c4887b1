/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quick proof that areas have no ground in common: then a union's size is the sum of theirs. */
#ifndef LB_FLOW_APART_H
#define LB_FLOW_APART_H

#include <lagesbild/shapes.h>

/* *apart: no two share anything, to a part in 10^12 of their sizes. False is no proof of the
 * contrary. LB_E_MEMORY. */
lb_status lb_are_apart(const lb_shapes *shapes, bool *apart, lb_error *err);

#endif
