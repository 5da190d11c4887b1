/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units taken from the top of a ranking until a quota is used up: which part of each is taken.
 * Units with equal keys are taken by equal parts, so that the order of rows decides nothing. */
#ifndef LB_KERNEL_HOTSPOT_RANKED_UNITS_H
#define LB_KERNEL_HOTSPOT_RANKED_UNITS_H

#include <stddef.h>
#include <lagesbild/status.h>

/* order[n]: units by key, the greatest first, NaN last, equal ones by number. LB_E_MEMORY. */
lb_status lb_ranked_order(const double *key, size_t n, size_t *order);

/* The end of the block of equal keys that begins at place `begin` of the order. */
size_t lb_ranked_block_end(const double *key, const size_t *order, size_t n, size_t begin);

/* part[n], 0 to 1, in the order of the units: what of each is taken until the sum of part x cost is
 * quota. cost >= 0; units that cost nothing are taken whole while anything is left. */
void lb_ranked_parts(const double *key, const size_t *order, const double *cost, size_t n,
                     double quota, double *part);

/* Sum of part x gain, compensated. */
double lb_ranked_sum(const double *part, const double *gain, size_t n);

#endif
