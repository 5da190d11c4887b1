/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a figure's variance over a full factorial each factor explains: the first-order and
 * total indices of Sobol' (1993), exact because every combination is there (docs/methods.md,
 * Stability). */
#ifndef LB_KERNEL_STABILITY_VARIANCE_SHARES_H
#define LB_KERNEL_STABILITY_VARIANCE_SHARES_H

#include <stddef.h>
#include <lagesbild/status.h>

/* y: one value a combination of levels, the last factor running fastest; levels[factors] >= 1;
 * probability[factors][levels], above 0, in proportion; NULL: levels are equally likely.
 * first[f] = Var(E[y | f]) / Var(y), total[f] = E[Var(y | all but f)] / Var(y); NaN where y does
 * not vary or has a NaN. LB_E_MEMORY. */
lb_status lb_variance_shares(const double *y, const size_t *levels, size_t factors,
                             const double *const *probability, double *first, double *total);

#endif
