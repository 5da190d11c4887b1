/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts share: page with title, legend and source, and the axes. */
#ifndef LB_RENDER_CHART_CHART_FRAME_H
#define LB_RENDER_CHART_CHART_FRAME_H

#include "model/map/drawing.h"

/* The page of a chart. */
typedef struct lb_chart_sheet {
    double width, height;       /* points */
    const char *title, *source; /* NULL: none */
    bool english;
    const lb_measure *measure;
} lb_chart_sheet;

/* The data area, and the ranges of values that it shows. */
typedef struct lb_plot {
    double x, y, w, h;             /* points from the page's upper left corner */
    double xmin, xmax, ymin, ymax; /* in the data's unit */
} lb_plot;

/* Where a value stands on the page, points. */
double lb_plot_x(const lb_plot *plot, double value);
double lb_plot_y(const lb_plot *plot, double value);

/* Draws title and source; sets the plot to what is left between them. */
void lb_chart_frame(lb_drawing *drawing, const lb_chart_sheet *sheet, lb_plot *plot);

/* One entry of a legend. */
typedef struct lb_legend_entry {
    const char *name;
    lb_rgba ink;
    bool surface; /* a square, else a line with a point */
} lb_legend_entry;

/* The legend above the plot, on as many lines as it needs; the plot shrinks by them. */
void lb_chart_legend(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_legend_entry *key,
                     size_t n, lb_plot *plot);

/* How figures on an axis are written. */
typedef enum lb_axis_kind { LB_AXIS_PLAIN, LB_AXIS_PERCENT, LB_AXIS_SIGNED } lb_axis_kind;

/* The y axis: lines across the plot, figures on its left, for which lb_axis_room points are needed.
 */
double lb_axis_room(const lb_chart_sheet *sheet, const lb_plot *plot, lb_axis_kind kind);
void lb_axis_y(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
               lb_axis_kind kind);

/* The x axis, under the plot: figures at round marks, or names at 0, 1, 2 ... */
void lb_axis_x(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
               lb_axis_kind kind, const char *title);
void lb_axis_names(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
                   const char *const *name, size_t n);

#endif
