/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shown areas that lie apart inside a whole (another area, a bound, the union, the grid): where
 * they leave squares of few people, the smallest of them is hidden, or the whole, when it is no
 * area's figure. */
#ifndef LB_KERNEL_DISCLOSURE_SUPPRESS_NESTED_H
#define LB_KERNEL_DISCLOSURE_SUPPRESS_NESTED_H

#include "kernel/disclosure/suppression.h"

/* Until no whole tells of few, or a->failed. */
void lb_suppress_nested(lb_suppression *a);

/* The sum over areas less their union tells who is counted twice. */
void lb_suppress_union(lb_suppression *a);

#endif
