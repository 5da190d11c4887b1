/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacked bars, one a name: parts of a whole from 0 to 100 %, as the classes of an area's people.
 */
#include <math.h>
#include <stdlib.h>

#include "render/chart/chart_bars.h"
#include "render/text/text_layout.h"
#include "render/text/palette.h"

static const double BAR_HEIGHT = 9, BAR_STEP = 13, FONT_SIZE = 7.5;

/* Points for the names: the widest, at most a third of the page. */
static double name_column_width(const lb_chart_bars *c)
{
    double name_width = 0;
    for (size_t b = 0; b < c->bars; b++)
        name_width =
            fmax(name_width, lb_measure_text(c->sheet.measure, c->name[b], FONT_SIZE, false));
    return fmin(name_width, c->sheet.width / 3) + 6;
}

/* Bar b: its parts end to end, and its name to the left. Parts of 0 or NaN are left out. */
static void draw_bar(lb_drawing *d, const lb_chart_bars *c, const lb_plot *plot, size_t b)
{
    const double *share = c->share + b * c->parts;
    double y = plot->y + (double)b * plot->h / (double)c->bars, from = 0;
    double bar = plot->h / (double)c->bars * BAR_HEIGHT / BAR_STEP;
    lb_text_style style = {.size = FONT_SIZE, .ink = LB_INK_TEXT, .anchor = LB_ANCHOR_END};
    char name[200];
    lb_text_fit(c->sheet.measure, FONT_SIZE, c->sheet.width / 3, c->name[b], name, sizeof name);
    lb_drawing_text(d, &style, plot->x - 6, y + bar / 2 + FONT_SIZE * LB_CAP_HEIGHT / 2, name);
    for (size_t k = 0; k < c->parts; k++) {
        if (!(share[k] > 0))
            continue;
        lb_drawing_path(d, &(lb_pen){.fill = c->ink[k], .line = LB_INK_LINE, .width = 0.3});
        lb_drawing_box(d, lb_plot_x(plot, from), y, share[k] * plot->w, bar);
        from += share[k];
    }
}

/* The parts by colour. */
static void draw_legend(lb_drawing *d, const lb_chart_bars *c, lb_plot *plot)
{
    lb_legend_entry *key = calloc(c->parts + 1, sizeof *key);
    if (!key) {
        d->failed = true;
        return;
    }
    for (size_t k = 0; k < c->parts; k++)
        key[k] = (lb_legend_entry){c->part[k], c->ink[k], true};
    lb_chart_legend(d, &c->sheet, key, c->parts, plot);
    free(key);
}

/* Shares of each bar on an axis from 0 to 1; without a height it follows from the number of
 * bars. */
lb_status lb_chart_bars_draw(const lb_chart_bars *chart, lb_drawing **out)
{
    lb_chart_bars c = *chart;
    lb_plot plot = {.xmin = 0, .xmax = 1, .ymin = 0, .ymax = 1};
    if (!(c.sheet.height > 0))
        c.sheet.height = 110 + BAR_STEP * (double)c.bars;
    lb_drawing *d = lb_drawing_new(c.sheet.width, c.sheet.height, c.sheet.title);
    if (!d)
        return LB_E_MEMORY;
    lb_chart_frame(d, &c.sheet, &plot);
    draw_legend(d, &c, &plot);
    double name_width = name_column_width(&c);
    plot.x += name_width;
    plot.w -= name_width + 12;
    plot.y += 3;
    plot.h -= 3 + 26;
    for (size_t b = 0; b < c.bars; b++)
        draw_bar(d, &c, &plot, b);
    lb_axis_x(d, &c.sheet, &plot, LB_AXIS_PERCENT, c.x_title);
    return lb_drawing_finish(d, out);
}
