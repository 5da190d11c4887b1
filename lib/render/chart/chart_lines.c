/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over numbers (a share as borders move) or over names (rates by period), with intervals: a
 * band behind a line over numbers, whiskers on points over names, where bands would hide each
 * other. */
#include <math.h>
#include <stdlib.h>

#include "render/chart/chart_lines.h"
#include "render/text/palette.h"

static const double SERIES_OFFSET = 7; /* points between the series of one name */
static const double LONE_RADIUS = 4;   /* points: of a series of one point */

/* A chart under way. */
typedef struct line_chart {
    const lb_chart_lines *chart;
    lb_drawing *drawing;
    lb_plot plot;
} line_chart;

/* From nought, so that heights can be compared, to a little above the highest. */
static bool find_ranges(const lb_chart_lines *c, lb_plot *plot)
{
    double max_y = -INFINITY;
    plot->xmin = c->name ? -0.5 : INFINITY;
    plot->xmax = c->name ? (double)c->names - 0.5 : -INFINITY;
    for (size_t s = 0; s < c->count; s++) {
        const lb_chart_series *series = &c->series[s];
        for (size_t i = 0; i < series->n; i++) {
            if (isnan(series->y[i]))
                continue;
            double high = series->high ? series->high[i] : series->y[i];
            max_y = fmax(max_y, fmax(series->y[i], high)); /* fmax passes over NaN */
            if (!c->name) {
                plot->xmin = fmin(plot->xmin, series->x[i]);
                plot->xmax = fmax(plot->xmax, series->x[i]);
            }
        }
    }
    if (!isfinite(max_y))
        return false;
    if (plot->xmin == plot->xmax) {
        plot->xmin -= 1;
        plot->xmax += 1;
    }
    plot->ymin = 0;
    plot->ymax = c->y_max > 0 ? c->y_max : max_y > 0 ? max_y * 1.06 : 1;
    return true;
}

/* Points. Series over names stand beside each other, or their whiskers would hide each other. */
static double series_x(const line_chart *w, size_t s, double x)
{
    double beside =
        w->chart->name ? ((double)s - ((double)w->chart->count - 1) / 2) * SERIES_OFFSET : 0;
    return lb_plot_x(&w->plot, x) + beside;
}

/* There and back again: high from left to right, low from right to left. */
static void draw_band(line_chart *w, size_t s)
{
    const lb_chart_series *series = &w->chart->series[s];
    double *xy = malloc((4 * series->n + 4) * sizeof *xy);
    size_t n = 0;
    if (!xy) {
        w->drawing->failed = true;
        return;
    }
    for (int back = 0; back < 2; back++) {
        for (size_t k = 0; k < series->n; k++) {
            size_t i = back ? series->n - 1 - k : k;
            double y = back ? series->low[i] : series->high[i];
            if (isnan(series->low[i]) || isnan(series->high[i]))
                continue;
            xy[2 * n] = series_x(w, s, series->x[i]);
            xy[2 * n++ + 1] = lb_plot_y(&w->plot, y);
        }
    }
    lb_drawing_path(w->drawing, &(lb_pen){.fill = (series->ink & 0xffffff00U) | 0x2e});
    lb_drawing_line(w->drawing, xy, n, true);
    free(xy);
}

/* The interval of one point as a vertical line with ends; none where a bound is missing. */
static void draw_whisker(line_chart *w, size_t s, size_t i)
{
    const lb_chart_series *series = &w->chart->series[s];
    double x = series_x(w, s, series->x[i]);
    if (isnan(series->low[i]) || isnan(series->high[i]))
        return;
    double low = lb_plot_y(&w->plot, series->low[i]), high = lb_plot_y(&w->plot, series->high[i]);
    lb_drawing_path(w->drawing, &(lb_pen){.line = series->ink, .width = 1});
    lb_drawing_segment(w->drawing, x, low, x, high);
    lb_drawing_segment(w->drawing, x - 2, low, x + 2, low);
    lb_drawing_segment(w->drawing, x - 2, high, x + 2, high);
}

/* Lines join neighbours only: a missing figure is a gap. */
static void draw_line(line_chart *w, size_t s)
{
    const lb_chart_series *series = &w->chart->series[s];
    lb_rgba ink = w->chart->name ? (series->ink & 0xffffff00U) | 0x90 : series->ink;
    lb_drawing_path(w->drawing, &(lb_pen){.line = ink, .width = w->chart->name ? 0.8 : 1.4});
    for (size_t i = 1; i < series->n; i++)
        if (!isnan(series->y[i - 1]) && !isnan(series->y[i]))
            lb_drawing_segment(w->drawing, series_x(w, s, series->x[i - 1]),
                               lb_plot_y(&w->plot, series->y[i - 1]), series_x(w, s, series->x[i]),
                               lb_plot_y(&w->plot, series->y[i]));
    for (size_t i = 0; i < series->n && !series->plain; i++) {
        if (isnan(series->y[i]))
            continue;
        if (w->chart->name)
            draw_whisker(w, s, i);
        lb_drawing_circle(w->drawing,
                          &(lb_pen){.fill = series->ink, .line = LB_INK_WHITE, .width = 0.6},
                          series_x(w, s, series->x[i]), lb_plot_y(&w->plot, series->y[i]),
                          series->n == 1 ? LONE_RADIUS : 2.4);
    }
}

/* Series by name; a calloc that fails marks the drawing. */
static void draw_legend(line_chart *w)
{
    const lb_chart_lines *c = w->chart;
    lb_legend_entry *key = calloc(c->count + 1, sizeof *key);
    if (!key) {
        w->drawing->failed = true;
        return;
    }
    for (size_t s = 0; s < c->count; s++)
        key[s] = (lb_legend_entry){c->series[s].name, c->series[s].ink, false};
    lb_chart_legend(w->drawing, &c->sheet, key, c->count, &w->plot);
    free(key);
}

/* Title of y above the plot, then both axes; a line at x = 0 where it lies inside. */
static void draw_axes(line_chart *w)
{
    const lb_chart_lines *c = w->chart;
    lb_text_style style = {.size = 7.5, .ink = LB_INK_TEXT};
    double room = lb_axis_room(&c->sheet, &w->plot, c->y_kind);
    lb_drawing_text(w->drawing, &style, w->plot.x, w->plot.y + 9, c->y_title);
    w->plot.y += 15;
    w->plot.h -= 15 + (c->x_title ? 26 : 14);
    w->plot.x += room;
    w->plot.w -= room + 8;
    lb_axis_y(w->drawing, &c->sheet, &w->plot, c->y_kind);
    if (c->name)
        lb_axis_names(w->drawing, &c->sheet, &w->plot, c->name, c->names);
    else
        lb_axis_x(w->drawing, &c->sheet, &w->plot, c->x_kind, c->x_title);
    if (!c->name && w->plot.xmin < 0 && w->plot.xmax > 0) { /* borders as they are drawn */
        double x = lb_plot_x(&w->plot, 0);
        lb_drawing_path(w->drawing, &(lb_pen){.line = LB_INK_LINE, .width = 0.7, .dash = {3, 2}});
        lb_drawing_segment(w->drawing, x, w->plot.y, x, w->plot.y + w->plot.h);
    }
}

lb_status lb_chart_lines_draw(const lb_chart_lines *chart, lb_drawing **out)
{
    line_chart w = {.chart = chart};
    if (!find_ranges(chart, &w.plot))
        return LB_E_INPUT;
    w.drawing = lb_drawing_new(chart->sheet.width, chart->sheet.height, chart->sheet.title);
    if (!w.drawing)
        return LB_E_MEMORY;
    lb_chart_frame(w.drawing, &chart->sheet, &w.plot);
    draw_legend(&w);
    draw_axes(&w);
    for (size_t s = 0; s < chart->count && !chart->name; s++)
        if (chart->series[s].high)
            draw_band(&w, s);
    for (int lone = 0; lone <= 1; lone++) /* a point alone is not hidden by lines */
        for (size_t s = 0; s < chart->count; s++)
            if ((chart->series[s].n == 1) == lone)
                draw_line(&w, s);
    return lb_drawing_finish(w.drawing, out);
}
