/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlaps of polygons, pair by pair, by GEOS and all cores. Shapes must be valid (as
 * lb_polygons_read gives them). All: LB_E_MEMORY, or LB_E_INPUT with what GEOS said. */
#ifndef LB_PORT_GEOS_GEOS_OVERLAPS_H
#define LB_PORT_GEOS_GEOS_OVERLAPS_H

#include <lagesbild/topology_issues.h>

/* All pairs of a feature of a, which is i, and one of b that share over `tolerance` square metres,
 * by i, then j. *out is freed by free(), NULL when *n is 0. */
lb_status lb_geos_overlaps_between(const lb_shapes *a, const lb_shapes *b, double tolerance,
                                   int threads, lb_overlap_pair **out, size_t *n, lb_error *err);

/* Zeroed memory is a valid empty struct. */
typedef struct lb_geos_intersections {
    lb_shapes shapes; /* a feature a pair that shares a surface */
    size_t *a, *b;    /* [shapes.count]: of which features; ascending by a, then b */
} lb_geos_intersections;

void lb_geos_intersections_clear(lb_geos_intersections *common);

lb_status lb_geos_intersect(const lb_shapes *a, const lb_shapes *b, int threads,
                            lb_geos_intersections *out, lb_error *err);

#endif
