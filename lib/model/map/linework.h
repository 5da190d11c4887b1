/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features of lines and rings that are only looked at: nothing is measured on them. */
#ifndef LB_MODEL_MAP_LINEWORK_H
#define LB_MODEL_MAP_LINEWORK_H

#include <lagesbild/grid.h>

typedef struct lb_linework_line {
    size_t first, count; /* points in lb_linework.xy */
    bool closed;
} lb_linework_line;

typedef struct lb_linework_feature {
    size_t first, lines; /* in lb_linework.line */
    lb_box box;
} lb_linework_feature;

typedef struct lb_linework {
    size_t count, lines, points;
    lb_linework_feature *feature;
    lb_linework_line *line;
    double *xy; /* metres */
    size_t feature_capacity, line_capacity, point_capacity;
} lb_linework;

void lb_linework_clear(lb_linework *strokes);

/* A feature that the lines after it belong to. LB_E_MEMORY. */
lb_status lb_linework_add_feature(lb_linework *strokes);
lb_status lb_linework_add_line(lb_linework *strokes, const double *xy, size_t n, bool closed);

#endif
