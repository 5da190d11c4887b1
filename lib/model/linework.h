/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features of lines and rings that are only looked at: nothing is measured on them. */
#ifndef LB_MODEL_LINEWORK_H
#define LB_MODEL_LINEWORK_H

#include <lagesbild/grid.h>

typedef struct lb_stroke {
    size_t first, count; /* points in lb_strokes.xy */
    bool closed;
} lb_stroke;

typedef struct lb_stroke_feature {
    size_t first, lines; /* in lb_strokes.line */
    lb_box box;
} lb_stroke_feature;

typedef struct lb_strokes {
    size_t count, lines, points;
    lb_stroke_feature *feature;
    lb_stroke *line;
    double *xy; /* metres */
    size_t feature_capacity, line_capacity, point_capacity;
} lb_strokes;

void lb_strokes_clear(lb_strokes *strokes);

/* A feature that the lines after it belong to. LB_E_MEMORY. */
lb_status lb_strokes_add_feature(lb_strokes *strokes);
lb_status lb_strokes_add_line(lb_strokes *strokes, const double *xy, size_t n, bool closed);

#endif
