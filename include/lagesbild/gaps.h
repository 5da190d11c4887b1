/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Land that areas enclose together without any of them having it: a sliver left between neighbours,
 * or a place that nobody drew. */
#ifndef LAGESBILD_GAPS_H
#define LAGESBILD_GAPS_H

#include <lagesbild/topology_issues.h>

/* joined: the union of the areas, one feature. A hole that one area has by itself is no gap. *out:
 * the largest first; *out is freed by free(), NULL when *n is 0. LB_E_MEMORY. */
LB_API lb_status lb_gaps_find(const lb_shapes *areas, const lb_shapes *joined, lb_gap **out,
                              size_t *n);

#endif
