/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "kernel/hotspot/many_tests.h"
#include "kernel/hotspot/ranked_units.h"

const char *const lb_adjustment_names[] = {
    [LB_ADJUST_BH] = "bh", [LB_ADJUST_BONFERRONI] = "bonferroni", [LB_ADJUST_NONE] = "none", NULL};

/* q of rank i is the least of m p_(j) / j over j >= i: from the greatest p down. order: the tests
 * come after the NaN, whose key is last in descending order, so they are its first `tests`. */
static void step_up(const double *p, const size_t *order, size_t tests, double *q)
{
    double least = 1, m = (double)tests;
    for (size_t k = 0; k < tests; k++) {
        double of_rank = m * p[order[k]] / (m - (double)k);
        least = of_rank < least ? of_rank : least;
        q[order[k]] = least;
    }
}

/* m counts the tests with a p; NaN stays NaN. Bonferroni: min(1, m p); Benjamini and Hochberg:
 * the step-up from the greatest p (docs/methods.md, Hot spots, Many tests). */
lb_status lb_adjust_tests(lb_adjustment how, const double *p, size_t n, double *q, size_t *tests)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        m += !isnan(p[i]);
    *tests = m;
    for (size_t i = 0; i < n; i++)
        q[i] = how == LB_ADJUST_BONFERRONI && !isnan(p[i]) ? fmin(p[i] * (double)m, 1) : p[i];
    if (how != LB_ADJUST_BH)
        return LB_OK;
    size_t *order = malloc((n + 1) * sizeof *order);
    lb_status status = order ? lb_ranked_order(p, n, order) : LB_E_MEMORY;
    if (status == LB_OK)
        step_up(p, order, m, q);
    free(order);
    return status;
}
