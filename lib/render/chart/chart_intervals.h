/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures with intervals, one a row along one axis, beside what each is held against. */
#ifndef LB_RENDER_CHART_CHART_INTERVALS_H
#define LB_RENDER_CHART_CHART_INTERVALS_H

#include "render/chart/chart_frame.h"

typedef struct lb_interval_row {
    const char *name;
    double value, low, high; /* low and high NaN: no interval */
    double mark;             /* what it is held against; NaN: nothing */
} lb_interval_row;

typedef struct lb_chart_intervals {
    lb_chart_sheet sheet; /* height 0: as high as the rows need */
    const lb_interval_row *row;
    size_t rows;
    const char *value_name, *mark_name; /* in the legend; mark_name NULL: no row has a mark */
    const char *x_title;
    lb_axis_kind x_kind;
} lb_chart_intervals;

/* LB_E_MEMORY; LB_E_INPUT: no row. */
lb_status lb_chart_intervals_draw(const lb_chart_intervals *chart, lb_drawing **out);

#endif
