/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Union, difference and buffer of polygons, by GEOS. Shapes must be valid (as lb_polygons_read
 * gives them). Each call has a context of its own: calls may run in several threads. All:
 * LB_E_MEMORY, or LB_E_INPUT with what GEOS said. */
#ifndef LB_PORT_GEOS_GEOS_UNION_H
#define LB_PORT_GEOS_GEOS_UNION_H

#include <lagesbild/shapes.h>

/* Appends one feature to out: the union of n features of shapes (which == NULL: of all). */
lb_status lb_geos_union(const lb_shapes *shapes, const size_t *which, size_t n, lb_shapes *out,
                        lb_error *err);

/* Appends one feature: `feature` without `other` (perhaps nothing: a feature without parts). */
lb_status lb_geos_difference(const lb_shapes *shapes, size_t feature, size_t other, lb_shapes *out,
                             lb_error *err);

/* Appends one feature: what lies within distance metres of a feature, or, when it is negative,
 * farther than that inside (perhaps nothing: a feature without parts). Round corners have 32 edges
 * a quarter, which is within 0.0003 of the distance. */
lb_status lb_geos_buffer(const lb_shapes *shapes, size_t feature, double distance, lb_shapes *out,
                         lb_error *err);

#endif
