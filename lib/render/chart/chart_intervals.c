/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A point with whiskers a row, and a thick line across the row where the mark is. The axis always
 * has 0. */
#include <math.h>

#include "render/chart/chart_intervals.h"
#include "render/text/palette.h"
#include "render/text/text_layout.h"

static const double ROW_STEP = 20, FONT_SIZE = 7.5, X_AXIS_ROOM = 28;

/* The axis: from the least to the greatest figure and 0, with some air. */
static void find_range(const lb_chart_intervals *c, lb_plot *plot)
{
    plot->xmin = plot->xmax = 0;
    for (size_t i = 0; i < c->rows; i++) {
        const double figure[] = {c->row[i].value, c->row[i].low, c->row[i].high, c->row[i].mark};
        for (size_t k = 0; k < sizeof figure / sizeof *figure; k++) { /* fmin leaves NaN out */
            plot->xmin = fmin(plot->xmin, figure[k]);
            plot->xmax = fmax(plot->xmax, figure[k]);
        }
    }
    double air = plot->xmax > plot->xmin ? 0.05 * (plot->xmax - plot->xmin) : 1;
    plot->xmin -= plot->xmin < 0 ? air : 0;
    plot->xmax += air;
}

/* Points for the names: the widest, at most two fifths of the page. */
static double name_room(const lb_chart_intervals *c)
{
    double room = 0;
    for (size_t i = 0; i < c->rows; i++)
        room = fmax(room, lb_measure_text(c->sheet.measure, c->row[i].name, FONT_SIZE, false));
    return fmin(room, c->sheet.width * 2 / 5);
}

/* Interval with caps, mark and value of one row; an end or mark that is not known is not drawn. */
static void draw_row(lb_drawing *d, const lb_chart_intervals *c, const lb_plot *plot, size_t i)
{
    const lb_interval_row *row = &c->row[i];
    double step = plot->h / (double)c->rows, y = plot->y + ((double)i + 0.5) * step;
    lb_rgba ink = lb_palette_series(0);
    lb_text_style style = {.size = FONT_SIZE, .ink = LB_INK_TEXT, .anchor = LB_ANCHOR_END};
    char name[200];
    lb_text_fit(c->sheet.measure, FONT_SIZE, name_room(c), row->name, name, sizeof name);
    lb_drawing_text(d, &style, plot->x - 8, y + FONT_SIZE * LB_CAP_HEIGHT / 2, name);
    if (!isnan(row->mark)) {
        double x = lb_plot_x(plot, row->mark);
        lb_drawing_path(d, &(lb_pen){.line = LB_INK_TEXT, .width = 2});
        lb_drawing_segment(d, x, y - step * 0.38, x, y + step * 0.38);
    }
    if (!isnan(row->low) && !isnan(row->high)) {
        double low = lb_plot_x(plot, row->low), high = lb_plot_x(plot, row->high);
        lb_drawing_path(d, &(lb_pen){.line = ink, .width = 1.4});
        lb_drawing_segment(d, low, y, high, y);
        lb_drawing_segment(d, low, y - 3, low, y + 3);
        lb_drawing_segment(d, high, y - 3, high, y + 3);
    }
    lb_drawing_circle(d, &(lb_pen){.fill = ink, .line = LB_INK_WHITE, .width = 0.6},
                      lb_plot_x(plot, row->value), y, 3.2);
}

/* Rows share the plot's height; a line stands at 0, which the axis always holds. */
static void draw_plot(lb_drawing *d, const lb_chart_intervals *c)
{
    lb_plot plot = {.ymin = 0, .ymax = 1};
    const lb_legend_entry key[] = {{c->value_name, lb_palette_series(0), false},
                                   {c->mark_name, LB_INK_TEXT, true}};
    find_range(c, &plot);
    lb_chart_frame(d, &c->sheet, &plot);
    lb_chart_legend(d, &c->sheet, key, c->mark_name ? 2 : 1, &plot);
    plot.x += name_room(c) + 10;
    plot.w -= name_room(c) + 20;
    plot.h -= X_AXIS_ROOM;
    double zero = lb_plot_x(&plot, 0);
    lb_drawing_path(d, &(lb_pen){.line = LB_INK_LINE, .width = 0.7});
    lb_drawing_segment(d, zero, plot.y, zero, plot.y + plot.h);
    for (size_t i = 0; i < c->rows; i++)
        draw_row(d, c, &plot, i);
    lb_axis_x(d, &c->sheet, &plot, c->x_kind, c->x_title);
}

/* Without a height it follows from the number of rows. No rows are LB_E_INPUT. */
lb_status lb_chart_intervals_draw(const lb_chart_intervals *chart, lb_drawing **out)
{
    lb_chart_intervals c = *chart;
    if (c.rows == 0)
        return LB_E_INPUT;
    if (!(c.sheet.height > 0))
        c.sheet.height = 100 + ROW_STEP * (double)c.rows;
    lb_drawing *d = lb_drawing_new(c.sheet.width, c.sheet.height, c.sheet.title);
    if (!d)
        return LB_E_MEMORY;
    draw_plot(d, &c);
    return lb_drawing_finish(d, out);
}
