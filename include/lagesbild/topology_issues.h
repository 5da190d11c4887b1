/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlaps and gaps of an area set (docs/methods.md, Topology issues). Zeroed memory is a set that
 * was not checked. */
#ifndef LAGESBILD_TOPOLOGY_ISSUES_H
#define LAGESBILD_TOPOLOGY_ISSUES_H

#include <stdbool.h>

#include <lagesbild/shapes.h>

/* Two features that share ground. */
typedef struct lb_overlap_pair {
    size_t i, j; /* features, i < j */
    double area; /* of what they share, square metres */
} lb_overlap_pair;

/* A hole between areas that belongs to none of them. */
typedef struct lb_gap {
    size_t i, j; /* two of the areas that have corners on it; SIZE_MAX: there is no such */
    double area; /* in the square of the CRS's unit; from input/areas, square metres */
    lb_box bbox; /* its bounding box, in the CRS */
} lb_gap;

/* Overlaps and gaps of one set of areas (docs/methods.md, Topology issues). */
typedef struct lb_topology_issues {
    lb_overlap_pair *overlap; /* [overlaps], by i, then j; of very many the largest */
    size_t overlaps;
    size_t overlap_count; /* of all pairs, and the sum of their sizes, square metres */
    double overlap_m2;
    lb_gap *gap; /* [gaps], the largest first */
    size_t gaps;
    bool overlaps_checked, gaps_checked; /* false: there were too many areas to look */
} lb_topology_issues;

LB_API void lb_topology_issues_clear(lb_topology_issues *issues);

#endif
