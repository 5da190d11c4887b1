/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from one CRS to another: what is straight in one is a curve in the other, so that edges get
 * more vertices until they are within a tolerance of it (docs/methods.md, Densification). */
#ifndef LB_PORT_PROJ_DENSIFY_H
#define LB_PORT_PROJ_DENSIFY_H

#include "port/proj/transform.h"

typedef struct lb_line_buffer {
    double *xy;
    size_t n, capacity; /* points */
} lb_line_buffer;

void lb_line_buffer_clear(lb_line_buffer *line);

/* Sets out to the n points of xy transformed, with points between where a chord would be farther
 * than tolerance (metres, whatever the target's unit) from the true line; an edge is cut in at most
 * 4096 pieces. An edge gets the same points in either direction, so that neighbours stay
 * neighbours. LB_E_INPUT: a point cannot be transformed. */
lb_status lb_transform_line(lb_transform *transform, const double *xy, size_t n, double tolerance,
                            lb_line_buffer *out, lb_error *err);

#endif
