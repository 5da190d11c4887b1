/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells share the plot; where many columns make them narrow, all figures get smaller, since a
 * figure that is cut reads as another. */
#include <math.h>

#include "render/chart/chart_cells.h"
#include "render/text/palette.h"
#include "render/text/text_layout.h"

static const double ROW_STEP = 26, FONT_SIZE = 7.5, X_AXIS_ROOM = 28, CELL_MARGIN = 3;

/* Points for the names of rows: the widest, at most a third of the page. */
static double name_room(const lb_chart_cells *c)
{
    double room = 0;
    for (size_t i = 0; i < c->rows; i++)
        room = fmax(room, lb_measure_text(c->sheet.measure, c->row_name[i], FONT_SIZE, false));
    return fmin(room, c->sheet.width / 3);
}

/* The font size at which texts of this width at FONT_SIZE fit a cell. */
static double fitted_font_size(double widest, double cell_width)
{
    return FONT_SIZE * fmin(1, fmax(0, cell_width - 2 * CELL_MARGIN) / fmax(1, widest));
}

static double widest_figure(const lb_chart_cells *c)
{
    double widest = 0;
    for (size_t i = 0; i < c->rows * c->columns; i++) {
        const lb_chart_cell *cell = &c->cell[i];
        widest =
            fmax(widest, lb_measure_text(c->sheet.measure, cell->upper, FONT_SIZE, cell->marked));
        widest = fmax(widest, lb_measure_text(c->sheet.measure, cell->lower, FONT_SIZE, false));
    }
    return widest;
}

static double widest_column_name(const lb_chart_cells *c)
{
    double widest = 0;
    for (size_t i = 0; i < c->columns; i++)
        widest =
            fmax(widest, lb_measure_text(c->sheet.measure, c->column_name[i], FONT_SIZE, false));
    return widest;
}

/* White on dark fills: where the luma of ITU-R BT.601, 0 to 255, is below the middle. */
static lb_rgba text_ink(lb_rgba fill)
{
    double luma = 0.299 * (fill >> 24) + 0.587 * ((fill >> 16) & 255) + 0.114 * ((fill >> 8) & 255);
    return luma < 128 ? LB_INK_WHITE : LB_INK_TEXT;
}

static void draw_cell(lb_drawing *d, const lb_chart_cell *cell, const lb_plot *box, double size)
{
    lb_text_style style = {.size = size,
                           .bold = cell->marked,
                           .ink = text_ink(cell->fill),
                           .anchor = LB_ANCHOR_MIDDLE};
    double inset = cell->marked ? 1.2 : 0, x = box->x + box->w / 2, y = box->y + box->h / 2;
    lb_drawing_path(d, &(lb_pen){.fill = cell->fill,
                                 .line = cell->marked ? LB_INK_TEXT : LB_INK_LINE,
                                 .width = cell->marked ? 1.8 : 0.3});
    lb_drawing_box(d, box->x + inset, box->y + inset, box->w - 2 * inset, box->h - 2 * inset);
    lb_drawing_text(d, &style, x, y - size * 0.2, cell->upper);
    style.bold = false;
    lb_drawing_text(d, &style, x, y + size * 1.1, cell->lower);
}

static void draw_rows(lb_drawing *d, const lb_chart_cells *c, const lb_plot *plot)
{
    lb_plot box = {.w = plot->w / (double)c->columns, .h = plot->h / (double)c->rows};
    double size = fitted_font_size(widest_figure(c), box.w);
    lb_text_style name = {.size = FONT_SIZE, .ink = LB_INK_TEXT, .anchor = LB_ANCHOR_END};
    lb_text_style column = {.size = fitted_font_size(widest_column_name(c), box.w),
                            .ink = LB_INK_TEXT,
                            .anchor = LB_ANCHOR_MIDDLE};
    for (size_t i = 0; i < c->rows; i++) {
        char text[2 * LB_CELL_TEXT_SIZE];
        box.y = plot->y + (double)i * box.h;
        lb_text_fit(c->sheet.measure, FONT_SIZE, name_room(c), c->row_name[i], text, sizeof text);
        lb_drawing_text(d, &name, plot->x - 6, box.y + (box.h + FONT_SIZE * LB_CAP_HEIGHT) / 2,
                        text);
        for (size_t k = 0; k < c->columns; k++) {
            box.x = plot->x + (double)k * box.w;
            draw_cell(d, &c->cell[i * c->columns + k], &box, size);
        }
    }
    for (size_t k = 0; k < c->columns; k++)
        lb_drawing_text(d, &column, plot->x + ((double)k + 0.5) * box.w,
                        plot->y + plot->h + 5 + FONT_SIZE * LB_CAP_HEIGHT, c->column_name[k]);
}

static void draw_plot(lb_drawing *d, const lb_chart_cells *c)
{
    lb_plot plot = {.ymin = 0, .ymax = 1};
    lb_text_block note = {
        c->sheet.measure, {.size = FONT_SIZE, .ink = LB_INK_TEXT}, c->sheet.width - 28, 10};
    lb_text_style title = {.size = FONT_SIZE, .ink = LB_INK_TEXT, .anchor = LB_ANCHOR_MIDDLE};
    lb_chart_frame(d, &c->sheet, &plot);
    lb_chart_legend(d, &c->sheet, c->key, c->keys, &plot);
    double bottom = plot.y + plot.h, left = name_room(c) + 8;
    plot.y = lb_text_block_draw(d, &note, plot.x, plot.y + 5, c->note) + 2;
    plot.h = bottom - plot.y - X_AXIS_ROOM;
    plot.x += left;
    plot.w -= left;
    draw_rows(d, c, &plot);
    lb_drawing_text(d, &title, plot.x + plot.w / 2, plot.y + plot.h + 22, c->x_title);
}

/* Without a height it follows from the number of rows. */
lb_status lb_chart_cells_draw(const lb_chart_cells *chart, lb_drawing **out)
{
    lb_chart_cells c = *chart;
    if (c.rows * c.columns == 0)
        return LB_E_INPUT;
    if (!(c.sheet.height > 0))
        c.sheet.height = 125 + ROW_STEP * (double)c.rows;
    lb_drawing *d = lb_drawing_new(c.sheet.width, c.sheet.height, c.sheet.title);
    if (!d)
        return LB_E_MEMORY;
    draw_plot(d, &c);
    return lb_drawing_finish(d, out);
}
