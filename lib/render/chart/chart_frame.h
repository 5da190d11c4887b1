/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts share: the sheet with its title, key and source, and the axes. */
#ifndef LB_RENDER_CHART_CHART_FRAME_H
#define LB_RENDER_CHART_CHART_FRAME_H

#include "model/drawing.h"

typedef struct lb_chart_sheet {
    double width, height;       /* points */
    const char *title, *source; /* NULL: none */
    bool english;
    const lb_measure *measure;
} lb_chart_sheet;

typedef struct lb_plot {
    double x, y, w, h;             /* on the page */
    double xmin, xmax, ymin, ymax; /* of the figures */
} lb_plot;

double lb_plot_x(const lb_plot *plot, double value);
double lb_plot_y(const lb_plot *plot, double value);

/* Title at the head and source at the foot; the plot gets what is left between them. */
void lb_chart_frame(lb_drawing *drawing, const lb_chart_sheet *sheet, lb_plot *plot);

typedef struct lb_legend_entry {
    const char *name;
    lb_rgba ink;
    bool surface; /* a square, else a line with a point */
} lb_legend_entry;

/* The key above the plot, on as many lines as it needs; the plot shrinks by them. */
void lb_chart_legend(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_legend_entry *key,
                     size_t n, lb_plot *plot);

/* How figures on an axis are written. */
typedef enum lb_axis_kind { LB_AXIS_PLAIN, LB_AXIS_PERCENT, LB_AXIS_SIGNED } lb_axis_kind;

/* Round marks of an axis from least to most; *decimals are those they need. */
double lb_axis_step(double min, double max, int parts, lb_axis_kind kind, int *decimals);

enum { LB_AXIS_TEXT_SIZE = 64 };
void lb_axis_text(double value, int decimals, lb_axis_kind kind, bool english,
                  char text[LB_AXIS_TEXT_SIZE]);

/* The upright axis: lines across the plot, figures on its left. The plot's xmin side must have
 * room: lb_axis_room says how much. */
double lb_axis_room(const lb_chart_sheet *sheet, const lb_plot *plot, lb_axis_kind kind);
void lb_axis_y(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
               lb_axis_kind kind);

/* The level axis, under the plot: figures at round marks, or names at 0, 1, 2 ... */
void lb_axis_x(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
               lb_axis_kind kind, const char *title);
void lb_axis_names(lb_drawing *drawing, const lb_chart_sheet *sheet, const lb_plot *plot,
                   const char *const *name, size_t n);

#endif
