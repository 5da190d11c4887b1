/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all charts share: title, source, legend and axes, on a page in points. Each part takes what
 * it needs from the plot's rectangle, which shrinks until only the data area is left. */
#include <math.h>
#include <stdio.h>

#include "render/chart/chart_frame.h"
#include "render/text/text_layout.h"
#include "render/text/palette.h"
#include "render/text/nice_numbers.h"

static const double MARGIN = 14, FONT_SIZE = 7.5;

double lb_plot_x(const lb_plot *p, double value)
{
    return p->x + (value - p->xmin) / (p->xmax - p->xmin) * p->w;
}

double lb_plot_y(const lb_plot *p, double value)
{
    return p->y + p->h - (value - p->ymin) / (p->ymax - p->ymin) * p->h;
}

static lb_text_style chart_text_style(lb_anchor anchor, lb_rgba ink)
{
    return (lb_text_style){.size = FONT_SIZE, .ink = ink, .anchor = anchor};
}

/* Title above and source below; *plot is the room between them, in 1/72 inch. The source is set
 * once without drawing, for its height. */
void lb_chart_frame(lb_drawing *drawing, const lb_chart_sheet *s, lb_plot *plot)
{
    double top = MARGIN, foot = s->height - MARGIN, width = s->width - 2 * MARGIN;
    lb_text_block title = {s->measure, {.size = 11, .bold = true, .ink = LB_INK_TEXT}, width, 13.5};
    lb_text_block source = {s->measure, {.size = 6.5, .ink = LB_INK_QUIET}, width, 8.5};
    if (s->title && *s->title)
        top = lb_text_block_draw(drawing, &title, MARGIN, top + 11 * LB_CAP_HEIGHT, s->title) - 2;
    if (s->source && *s->source) {
        double height = lb_text_block_draw(NULL, &source, 0, 0, s->source);
        lb_text_block_draw(drawing, &source, MARGIN, foot - height + 7, s->source);
        foot -= height + 5;
    }
    plot->x = MARGIN;
    plot->y = top;
    plot->w = width;
    plot->h = foot - top;
}

/* A box for surfaces, a line with a point for series, its middle at y. */
static void draw_legend_symbol(lb_drawing *d, const lb_legend_entry *key, double x, double y)
{
    lb_pen pen = {.fill = key->ink};
    if (key->surface) {
        pen.line = LB_INK_LINE;
        pen.width = 0.4;
        lb_drawing_path(d, &pen);
        lb_drawing_box(d, x, y - 3.5, 11, 7);
        return;
    }
    lb_drawing_path(d, &(lb_pen){.line = key->ink, .width = 1.4});
    lb_drawing_segment(d, x, y, x + 14, y);
    lb_drawing_circle(d, &pen, x + 7, y, 2);
}

/* Entries in a row, broken where the plot's width ends; the plot begins below the last. */
void lb_chart_legend(lb_drawing *drawing, const lb_chart_sheet *s, const lb_legend_entry *key,
                     size_t n, lb_plot *plot)
{
    double x = plot->x, y = plot->y + 5, line = 11.5;
    lb_text_style style = chart_text_style(LB_ANCHOR_START, LB_INK_TEXT);
    for (size_t i = 0; i < n; i++) {
        double mark = key[i].surface ? 15 : 18;
        double width = mark + lb_measure_text(s->measure, key[i].name, FONT_SIZE, false);
        if (x > plot->x && x + width > plot->x + plot->w) {
            x = plot->x;
            y += line;
        }
        draw_legend_symbol(drawing, &key[i], x, y);
        lb_drawing_text(drawing, &style, x + mark, y + FONT_SIZE * LB_CAP_HEIGHT / 2, key[i].name);
        x += width + 14;
    }
    double end = y + line;
    plot->h -= end - plot->y;
    plot->y = end;
}

/* Axes ----------------------------------------------------------------------------------------- */

/* The distance between round marks that cut min to max into about `parts`; *decimals: as many as
 * their figures need to be exact. */
static double axis_step(double min, double max, int parts, lb_axis_kind kind, int *decimals)
{
    double step = lb_nice_step(max - min, parts);
    double shown = kind == LB_AXIS_PERCENT ? step * 100 : step;
    int digits = 0;
    while (digits < 6 && fabs(shown * pow(10, digits) - round(shown * pow(10, digits))) > 1e-6)
        digits++;
    *decimals = digits;
    return step;
}

enum { AXIS_TEXT_SIZE = 64 };

/* A figure of an axis as text: "+50", "12,5 %". */
static void axis_text(double value, int decimals, lb_axis_kind kind, bool english,
                      char text[AXIS_TEXT_SIZE])
{
    char figure[LB_FIGURE_SIZE];
    lb_figure_text(kind == LB_AXIS_PERCENT ? value * 100 : value, decimals, english, figure);
    snprintf(text, AXIS_TEXT_SIZE, "%s%.50s%s", kind == LB_AXIS_SIGNED && value > 0 ? "+" : "",
             figure, kind == LB_AXIS_PERCENT ? (english ? "%" : " %") : "");
}

/* Called with each round mark of an axis. */
typedef struct axis_ticks {
    double step, first;
    int count, decimals;
} axis_ticks;

/* The marks of an axis from min to max: multiples of a round step that cuts it into about `parts`.
 */
static axis_ticks find_axis_ticks(double min, double max, int parts, lb_axis_kind kind)
{
    axis_ticks m = {.decimals = 0};
    m.step = axis_step(min, max, parts, kind, &m.decimals);
    m.first = ceil(min / m.step - 1e-9) * m.step;
    m.count = (int)floor((max - m.first) / m.step + 1e-9) + 1;
    return m;
}

/* The i-th mark. */
static double tick_value(const axis_ticks *m, int i)
{
    double value = m->first + i * m->step;
    return fabs(value) < m->step * 1e-9 ? 0 : value; /* no -0 */
}

enum { Y_AXIS_PARTS = 6 };

/* Points that the figures of the y axis need to its left. */
double lb_axis_room(const lb_chart_sheet *s, const lb_plot *plot, lb_axis_kind kind)
{
    axis_ticks m = find_axis_ticks(plot->ymin, plot->ymax, Y_AXIS_PARTS, kind);
    char text[AXIS_TEXT_SIZE];
    double room = 0;
    for (int i = 0; i < m.count; i++) {
        axis_text(tick_value(&m, i), m.decimals, kind, s->english, text);
        room = fmax(room, lb_measure_text(s->measure, text, FONT_SIZE, false));
    }
    return room + 5;
}

void lb_axis_y(lb_drawing *drawing, const lb_chart_sheet *s, const lb_plot *plot, lb_axis_kind kind)
{
    axis_ticks m = find_axis_ticks(plot->ymin, plot->ymax, Y_AXIS_PARTS, kind);
    lb_text_style style = chart_text_style(LB_ANCHOR_END, LB_INK_QUIET);
    for (int i = 0; i < m.count; i++) {
        char text[AXIS_TEXT_SIZE];
        double value = tick_value(&m, i), y = lb_plot_y(plot, value);
        lb_pen pen = {.line = value == 0 ? LB_INK_LINE : 0xdcdcdcff, .width = 0.5};
        lb_drawing_path(drawing, &pen);
        lb_drawing_segment(drawing, plot->x, y, plot->x + plot->w, y);
        axis_text(value, m.decimals, kind, s->english, text);
        lb_drawing_text(drawing, &style, plot->x - 5, y + FONT_SIZE * LB_CAP_HEIGHT / 2, text);
    }
}

/* A short line under the plot and its text, in the middle under it. */
static void draw_x_tick(lb_drawing *drawing, const lb_plot *plot, double x, const char *text)
{
    lb_text_style style = chart_text_style(LB_ANCHOR_MIDDLE, LB_INK_QUIET);
    double y = plot->y + plot->h;
    lb_drawing_path(drawing, &(lb_pen){.line = LB_INK_LINE, .width = 0.5});
    lb_drawing_segment(drawing, x, y, x, y + 3);
    lb_drawing_text(drawing, &style, x, y + 5 + FONT_SIZE * LB_CAP_HEIGHT, text);
}

void lb_axis_x(lb_drawing *drawing, const lb_chart_sheet *s, const lb_plot *plot, lb_axis_kind kind,
               const char *title)
{
    axis_ticks m = find_axis_ticks(plot->xmin, plot->xmax, 8, kind);
    lb_text_style style = chart_text_style(LB_ANCHOR_MIDDLE, LB_INK_TEXT);
    for (int i = 0; i < m.count; i++) {
        char text[AXIS_TEXT_SIZE];
        axis_text(tick_value(&m, i), m.decimals, kind, s->english, text);
        draw_x_tick(drawing, plot, lb_plot_x(plot, tick_value(&m, i)), text);
    }
    lb_drawing_text(drawing, &style, plot->x + plot->w / 2, plot->y + plot->h + 22, title);
}

void lb_axis_names(lb_drawing *drawing, const lb_chart_sheet *s, const lb_plot *plot,
                   const char *const *name, size_t n)
{
    double room = n > 0 ? plot->w / (double)n - 2 : 0;
    for (size_t i = 0; i < n; i++) {
        char text[200];
        lb_text_fit(s->measure, FONT_SIZE, room, name[i], text, sizeof text);
        draw_x_tick(drawing, plot, lb_plot_x(plot, (double)i), text);
    }
}
