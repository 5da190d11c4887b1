/* SPDX-License-Identifier: GPL-3.0-or-later */
/* p-values of many tests at once (docs/methods.md, Hot spots). */
#ifndef LB_KERNEL_HOTSPOT_MANY_TESTS_H
#define LB_KERNEL_HOTSPOT_MANY_TESTS_H

#include <stddef.h>
#include <lagesbild/status.h>

typedef enum lb_adjustment {
    LB_ADJUST_BH, /* Benjamini and Hochberg 1995: the share of false among the findings */
    LB_ADJUST_BONFERRONI,
    LB_ADJUST_NONE
} lb_adjustment;

extern const char *const lb_adjustment_names[]; /* by lb_adjustment, NULL-ended */

/* q[n] of p[n]; NaN is no test. *tests: how many there are. LB_E_MEMORY. */
lb_status lb_adjust_tests(lb_adjustment how, const double *p, size_t n, double *q, size_t *tests);

#endif
