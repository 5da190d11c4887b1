/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacked bars of shares that add up to 1. */
#ifndef LB_RENDER_CHART_CHART_BARS_H
#define LB_RENDER_CHART_CHART_BARS_H

#include "render/chart/chart_frame.h"

typedef struct lb_chart_bars {
    lb_chart_sheet sheet; /* height 0: as high as the bars need */
    size_t bars, parts;
    const char *const *name; /* [bars] */
    const double *share;     /* [bars][parts]; NaN: not there */
    const char *const *part; /* [parts] as the legend names them */
    const lb_rgba *ink;      /* [parts] */
    const char *x_title;
} lb_chart_bars;

/* LB_E_MEMORY. */
lb_status lb_chart_bars_draw(const lb_chart_bars *chart, lb_drawing **out);

#endif
