/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slope lines: changes that are more than noise in colour and firm, all others pale and under them.
 * Names stand at the right end of their lines, moved apart where lines end close to each other. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "render/chart/chart_slopes.h"
#include "render/text/palette.h"
#include "render/text/text_layout.h"

static const double NAME_SIZE = 7, NAME_LINE = 8.6; /* points */
static const double OTHER_HEIGHT = 90;              /* points of the sheet that are not names */
static const double MIN_HEIGHT = 283;               /* points, 100 mm */
static const lb_rgba PALE = 0xb4b4b4ff;

/* A name beside the plot: where its line ends, and where there is room for it; points. */
typedef struct end_name {
    size_t line;
    double wanted, y;
} end_name;

typedef struct slope_chart {
    const lb_chart_slopes *chart;
    lb_drawing *drawing;
    lb_plot plot;
    end_name *end; /* [ends], from the top */
    size_t ends;
} slope_chart;

/* The last figure of a line; NaN: none. */
static double last_figure(const lb_chart_slopes *c, size_t line)
{
    for (size_t t = c->times; t-- > 0;)
        if (!isnan(c->line[line].y[t]))
            return c->line[line].y[t];
    return (double)NAN;
}

/* Not from nought: of an index only its differences have a length. */
static bool find_ranges(const lb_chart_slopes *c, lb_plot *plot)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < c->lines; i++)
        for (size_t t = 0; t < c->times; t++) {
            low = fmin(low, c->line[i].y[t]); /* fmin and fmax pass over NaN */
            high = fmax(high, c->line[i].y[t]);
        }
    if (!isfinite(low))
        return false;
    double air = fmax(0.05 * (high - low), 0.5);
    plot->ymin = low - air;
    plot->ymax = high + air;
    plot->xmin = c->x[0];
    plot->xmax = c->x[c->times - 1];
    return true;
}

static double widest_name(const lb_chart_slopes *c)
{
    double widest = 0;
    for (size_t i = 0; i < c->lines; i++)
        widest = fmax(widest, lb_measure_text(c->sheet.measure, c->line[i].name, NAME_SIZE, true));
    return fmin(widest, c->sheet.width / 3);
}

/* Title of y above the plot, figures on its left, a vertical line and a name for each time. */
static void draw_axes(slope_chart *w)
{
    const lb_chart_slopes *c = w->chart;
    lb_text_style style = {.size = 7.5, .ink = LB_INK_TEXT};
    double room = lb_axis_room(&c->sheet, &w->plot, LB_AXIS_PLAIN);
    lb_drawing_text(w->drawing, &style, w->plot.x, w->plot.y + 9, c->y_title);
    w->plot.y += 15;
    w->plot.h -= 15 + 14;
    w->plot.x += room;
    w->plot.w -= room + widest_name(c) + 8;
    lb_axis_y(w->drawing, &c->sheet, &w->plot, LB_AXIS_PLAIN);
    style.anchor = LB_ANCHOR_MIDDLE;
    for (size_t t = 0; t < c->times; t++) {
        double x = lb_plot_x(&w->plot, c->x[t]), foot = w->plot.y + w->plot.h;
        lb_drawing_path(w->drawing, &(lb_pen){.line = LB_INK_LINE, .width = 0.5});
        lb_drawing_segment(w->drawing, x, w->plot.y, x, foot);
        lb_drawing_text(w->drawing, &style, x, foot + 10, c->time[t]);
    }
}

static bool is_firm(lb_slope_kind kind)
{
    return kind == LB_SLOPE_WORSE || kind == LB_SLOPE_BETTER;
}

static lb_rgba slope_ink(lb_slope_kind kind)
{
    lb_rgba ink[2];
    lb_palette_change(2, ink);
    return is_firm(kind) ? ink[kind == LB_SLOPE_WORSE] : PALE;
}

/* A figure that is missing leaves a gap. */
static void draw_slope(const slope_chart *w, const lb_chart_slope *s)
{
    const double *x = w->chart->x;
    bool firm = is_firm(s->kind);
    lb_pen pen = {.line = slope_ink(s->kind), .width = firm ? 1.6 : 0.9};
    lb_pen point = {.fill = pen.line, .line = LB_INK_WHITE, .width = 0.5};
    if (s->kind == LB_SLOPE_UNTESTED)
        pen.dash[0] = pen.dash[1] = 3;
    lb_drawing_path(w->drawing, &pen);
    for (size_t t = 1; t < w->chart->times; t++)
        if (!isnan(s->y[t - 1]) && !isnan(s->y[t]))
            lb_drawing_segment(w->drawing, lb_plot_x(&w->plot, x[t - 1]),
                               lb_plot_y(&w->plot, s->y[t - 1]), lb_plot_x(&w->plot, x[t]),
                               lb_plot_y(&w->plot, s->y[t]));
    for (size_t t = 0; t < w->chart->times; t++)
        if (!isnan(s->y[t]))
            lb_drawing_circle(w->drawing, &point, lb_plot_x(&w->plot, x[t]),
                              lb_plot_y(&w->plot, s->y[t]), firm ? 2.2 : 1.6);
}

static int by_height(const void *a, const void *b)
{
    const end_name *x = a, *y = b;
    LB_COMPARE(x->wanted, y->wanted);
    return (x->line > y->line) - (x->line < y->line);
}

/* Each name as near its line's end as those above it let it, then up again from the foot. */
static void place_names(slope_chart *w)
{
    double foot = w->plot.y + w->plot.h;
    for (size_t i = 0; i < w->chart->lines; i++) {
        double y = last_figure(w->chart, i);
        if (!isnan(y))
            w->end[w->ends++] = (end_name){.line = i, .wanted = lb_plot_y(&w->plot, y)};
    }
    qsort(w->end, w->ends, sizeof *w->end, by_height);
    for (size_t i = 0; i < w->ends; i++)
        w->end[i].y =
            i == 0 ? w->end[i].wanted : fmax(w->end[i].wanted, w->end[i - 1].y + NAME_LINE);
    for (size_t i = w->ends; i-- > 0; foot = w->end[i].y - NAME_LINE)
        w->end[i].y = fmin(w->end[i].y, foot);
}

/* Names at the right end, moved apart so that none covers another; a thin line leads from the
 * slope's end to where its name is. */
static void draw_names(const slope_chart *w)
{
    char text[200];
    double right = w->plot.x + w->plot.w, room = widest_name(w->chart);
    lb_text_style style = {.size = NAME_SIZE};
    for (size_t i = 0; i < w->ends; i++) {
        const end_name *end = &w->end[i];
        const lb_chart_slope *line = &w->chart->line[end->line];
        style.bold = is_firm(line->kind);
        style.ink = style.bold ? LB_INK_TEXT : LB_INK_QUIET;
        lb_text_fit(w->chart->sheet.measure, NAME_SIZE, room, line->name, text, sizeof text);
        lb_drawing_path(w->drawing, &(lb_pen){.line = slope_ink(line->kind), .width = 0.4});
        lb_drawing_segment(w->drawing, right + 2, end->wanted, right + 7, end->y);
        lb_drawing_text(w->drawing, &style, right + 9, end->y + NAME_SIZE * LB_CAP_HEIGHT / 2,
                        text);
    }
}

/* Only what there is. */
static void draw_legend(slope_chart *w)
{
    static const char *const name[LB_SLOPE_KINDS][2] = {
        {"sämre, mer än brus", "worse, more than noise"},
        {"bättre, mer än brus", "better, more than noise"},
        {"inte mer än brus", "not more than noise"},
        {"inte prövad mot brus (streckad)", "not held against noise (dashed)"}};
    lb_legend_entry key[LB_SLOPE_KINDS];
    size_t n = 0;
    for (int k = 0; k < LB_SLOPE_KINDS; k++) {
        size_t i = 0;
        while (i < w->chart->lines && (int)w->chart->line[i].kind != k)
            i++;
        if (i < w->chart->lines)
            key[n++] = (lb_legend_entry){name[k][w->chart->sheet.english],
                                         slope_ink((lb_slope_kind)k), false};
    }
    lb_chart_legend(w->drawing, &w->chart->sheet, key, n, &w->plot);
}

static void draw_chart(slope_chart *w)
{
    lb_chart_frame(w->drawing, &w->chart->sheet, &w->plot);
    draw_legend(w);
    draw_axes(w);
    for (int firm = 0; firm <= 1; firm++) /* firm ones on top */
        for (size_t i = 0; i < w->chart->lines; i++)
            if (is_firm(w->chart->line[i].kind) == (firm == 1))
                draw_slope(w, &w->chart->line[i]);
    place_names(w);
    draw_names(w);
}

/* Without a height it is such that all names have a line of their own. */
lb_status lb_chart_slopes_draw(const lb_chart_slopes *chart, lb_drawing **out)
{
    lb_chart_slopes sized = *chart;
    slope_chart w = {.chart = &sized};
    if (!find_ranges(chart, &w.plot))
        return LB_E_INPUT;
    if (!(sized.sheet.height > 0))
        sized.sheet.height = fmax(MIN_HEIGHT, OTHER_HEIGHT + NAME_LINE * (double)chart->lines);
    w.end = calloc(chart->lines + 1, sizeof *w.end);
    w.drawing = lb_drawing_new(sized.sheet.width, sized.sheet.height, sized.sheet.title);
    if (w.end && w.drawing)
        draw_chart(&w);
    lb_status status = w.end && w.drawing ? lb_drawing_status(w.drawing) : LB_E_MEMORY;
    free(w.end);
    if (status == LB_OK)
        *out = w.drawing;
    else
        lb_drawing_free(w.drawing);
    return status;
}
