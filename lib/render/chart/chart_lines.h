/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of figures with intervals: as bands along an axis of figures, or as whiskers by names. */
#ifndef LB_RENDER_CHART_CHART_LINES_H
#define LB_RENDER_CHART_CHART_LINES_H

#include "render/chart/chart_frame.h"

/* One line: n points with intervals. */
typedef struct lb_chart_series {
    const char *name;
    lb_rgba ink;
    size_t n;
    const double *x;              /* ascending; by names: 0, 1, 2 ... */
    const double *y, *low, *high; /* NaN: not there; low and high NULL: no intervals */
    bool plain;                   /* a line without points */
} lb_chart_series;

typedef struct lb_chart_lines {
    lb_chart_sheet sheet;
    const lb_chart_series *series;
    size_t count;
    const char *const *name; /* [names] along the x axis; NULL: figures */
    size_t names;
    const char *x_title, *y_title; /* y_title stands above the axis */
    lb_axis_kind x_kind, y_kind;
    double y_max; /* 0: a little above the highest */
} lb_chart_lines;

/* LB_E_MEMORY; LB_E_INPUT: no figure at all. */
lb_status lb_chart_lines_draw(const lb_chart_lines *chart, lb_drawing **out);

#endif
