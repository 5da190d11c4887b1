/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published areas that lie apart inside a total (another area, a bound, the union, the grid): where
 * total minus areas leaves squares with a small group, the smallest of the areas is suppressed, or
 * the total, when that is no area's own figure. */
#ifndef LB_KERNEL_DISCLOSURE_SUPPRESS_NESTED_H
#define LB_KERNEL_DISCLOSURE_SUPPRESS_NESTED_H

#include "kernel/disclosure/suppression.h"

/* Repeats until no total minus published areas reveals a small group, or a->failed. */
void lb_suppress_nested(lb_suppression *a);

/* Suppresses the union where the sum over areas minus the union, the people who are counted twice,
 * is a small group. */
void lb_suppress_union(lb_suppression *a);

#endif
