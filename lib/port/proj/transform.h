/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transforming points from one CRS to another. Easting or longitude is always first, whatever order
 * the CRS is defined with; degrees where it is geographic. */
#ifndef LB_PORT_PROJ_TRANSFORM_H
#define LB_PORT_PROJ_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>
#include "base/buf.h"

/* NULL is the transform that changes nothing; all functions accept it. One thread at a time. */
typedef struct lb_transform lb_transform;

/* *out is NULL when the two are the same CRS. LB_E_USAGE: one is not known to PROJ. LB_E_INPUT:
 * PROJ has no operation from one to the other. */
lb_status lb_transform_new(const char *from, const char *to, lb_transform **out, lb_error *err);
void lb_transform_free(lb_transform *transform);

/* n points x, y, x, y ... in place. LB_E_INPUT: a point cannot be transformed or is not finite; the
 * text names the first; the points are then in an undefined state. */
lb_status lb_transform_points(lb_transform *transform, size_t n, double *xy, lb_error *err);

/* Metres in one unit of the target: of length, or (*geographic) of latitude on a sphere of 6371 km;
 * a degree is 111 km. Of the transform that changes nothing: 1. */
double lb_transform_target_unit(const lb_transform *transform, bool *geographic);

/* Appends the operation that the last points were transformed by: "SWEREF99 to WGS 84 (1), accuracy
 * 1 m". */
void lb_transform_describe(const lb_transform *transform, lb_buf *out);

#endif
