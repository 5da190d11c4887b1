/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of named things from time to time: a line each, with its name where it ends. */
#ifndef LB_RENDER_CHART_CHART_SLOPES_H
#define LB_RENDER_CHART_CHART_SLOPES_H

#include "render/chart/chart_frame.h"

/* What is known of the change from the first time to the last. */
typedef enum lb_slope_kind {
    LB_SLOPE_WORSE, /* by more than noise */
    LB_SLOPE_BETTER,
    LB_SLOPE_WITHIN_NOISE,
    LB_SLOPE_UNTESTED, /* a break of the series lies between, or there is no change */
    LB_SLOPE_KINDS
} lb_slope_kind;

typedef struct lb_chart_slope {
    const char *name;
    const double *y; /* [times]; NaN: not known */
    lb_slope_kind kind;
} lb_chart_slope;

typedef struct lb_chart_slopes {
    lb_chart_sheet sheet; /* height 0: as high as the names need */
    const lb_chart_slope *line;
    size_t lines;
    const char *const *time; /* [times] at least two */
    const double *x;         /* [times] ascending, of any unit */
    size_t times;
    const char *y_title;
} lb_chart_slopes;

/* LB_E_MEMORY; LB_E_INPUT: no figure at all. */
lb_status lb_chart_slopes_draw(const lb_chart_slopes *chart, lb_drawing **out);

#endif
