/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a printed map: title at the top, source at the foot, the map between them, and the
 * legend beside it (landscape, where it has room there) or under it. All sizes are in points and
 * grow with the page: `unit` is 1 on A4, the square root of the ratio of surfaces elsewhere, so
 * that text keeps its share of the page. */
#include <math.h>

#include "render/text/text_layout.h"
#include "render/map/map_legend.h"
#include "render/map/map_layout.h"
#include "render/map/map_locator.h"
#include "render/text/palette.h"

static const double A4_WIDTH = 595.276, A4_HEIGHT = 841.89;

enum { LEGEND_BLOCKS = 4 };

typedef double (*draw_legend_block)(const lb_map_canvas *, double x, double y, double width);
static const draw_legend_block legend_blocks[LEGEND_BLOCKS] = {lb_legend_classes, lb_legend_areas,
                                                               lb_legend_rings, lb_legend_scale};

/* A page under way: what is drawn on it and how much of it is left. */
typedef struct map_page {
    lb_map_canvas canvas;
    lb_viewport frame;
    double unit, margin;
    double top, bottom; /* of what lies between title and source */
} map_page;

/* The unit of all sizes: 1 on A4, within 0.62 and 2.2, so that text stays legible on A6 and does
 * not shout on A2. */
static double page_unit(double width, double height)
{
    return fmin(fmax(sqrt(width * height / (A4_WIDTH * A4_HEIGHT)), 0.62), 2.2);
}

/* The legend stands beside the map on wide pages. */
static bool is_landscape(double width, double height)
{
    return width > height;
}

/* Title and subtitle; returns where the map begins. */
static double draw_title(const map_page *s)
{
    const lb_map_model *p = s->canvas.model;
    double u = s->unit, y = s->margin, width = p->width - 2 * s->margin;
    lb_text_block title = {
        s->canvas.measure, {.size = 15 * u, .bold = true, .ink = LB_INK_TEXT}, width, 18 * u};
    lb_text_block sub = {s->canvas.measure, {.size = 8.5 * u, .ink = LB_INK_QUIET}, width, 11 * u};
    if (p->title && *p->title)
        y = lb_text_block_draw(s->canvas.drawing, &title, s->margin, y + 15 * u * LB_CAP_HEIGHT,
                               p->title) -
            (18 - 15 * 0.3) * u;
    if (p->subtitle && *p->subtitle)
        y = lb_text_block_draw(s->canvas.drawing, &sub, s->margin,
                               y + 3 * u + 8.5 * u * LB_CAP_HEIGHT, p->subtitle) -
            (11 - 8.5 * 0.3) * u;
    return y > s->margin ? y + 7 * u : y;
}

/* The source at the foot; returns where it begins. */
static double draw_source(const map_page *s)
{
    const lb_map_model *p = s->canvas.model;
    double u = s->unit, foot = p->height - s->margin;
    lb_text_block text = {s->canvas.measure,
                          {.size = 6.5 * u, .ink = LB_INK_QUIET},
                          p->width - 2 * s->margin,
                          8.5 * u};
    if (!p->source || !*p->source)
        return foot;
    double height = lb_text_block_draw(NULL, &text, 0, 0, p->source);
    lb_text_block_draw(s->canvas.drawing, &text, s->margin,
                       foot - height + 8.5 * u - 6.5 * u * LB_DESCENT, p->source);
    return foot - height - 4 * u;
}

/* How high a block is, drawn where nobody sees it; without memory the map's drawing has failed. */
static double legend_block_height(const map_page *s, int b, double width)
{
    lb_map_canvas aside = s->canvas;
    aside.drawing = lb_drawing_new(1, 1, NULL);
    double height = aside.drawing ? legend_blocks[b](&aside, 0, 0, width) : 0;
    if (!aside.drawing || lb_drawing_status(aside.drawing) != LB_OK)
        s->canvas.drawing->failed = true;
    lb_drawing_free(aside.drawing);
    return height;
}

/* The layers in their order, cut at the map's frame, then the frame itself. */
static void draw_map(map_page *s, size_t *left_out)
{
    lb_drawing *d = s->canvas.drawing;
    const lb_viewport *f = &s->frame;
    lb_drawing_clip(d, f->x, f->y, f->w, f->h);
    lb_map_backdrop_fills_draw(&s->canvas);
    lb_map_cells_draw(&s->canvas);
    lb_map_backdrop_lines_draw(&s->canvas);
    lb_map_hotspots_draw(&s->canvas);
    lb_map_outlines_draw(&s->canvas);
    lb_map_rings_draw(&s->canvas);
    lb_box inset;
    bool located = lb_map_locator_box(&s->canvas, &inset);
    if (lb_map_labels_draw(&s->canvas, &inset, located ? 1 : 0, left_out) != LB_OK)
        d->failed = true;
    if (located && lb_map_locator_draw(&s->canvas, inset) != LB_OK)
        d->failed = true;
    lb_drawing_unclip(d);
    lb_drawing_path(d, &(lb_pen){.line = LB_INK_QUIET, .width = 0.6 * s->unit});
    lb_drawing_box(d, f->x, f->y, f->w, f->h);
}

/* The legend in a column on the right, the scale at its foot. False, and nothing is drawn: the
 * column is higher than the page. */
static bool layout_landscape(map_page *s, size_t *left_out)
{
    const lb_map_model *p = s->canvas.model;
    double u = s->unit, panel = 150 * u, gap = 14 * u, block_gap = 12 * u, scale = 27 * u;
    double x = p->width - s->margin - panel, y = s->top, height[LEGEND_BLOCKS], all = scale;
    s->frame =
        lb_viewport_fit_round(p->box, s->margin, s->top, x - gap - s->margin, s->bottom - s->top);
    for (int b = 0; b + 1 < LEGEND_BLOCKS; b++) {
        height[b] = legend_block_height(s, b, panel);
        all += height[b] > 0 ? height[b] + block_gap : 0;
    }
    if (all > s->bottom - s->top)
        return false;
    draw_map(s, left_out);
    for (int b = 0; b + 1 < LEGEND_BLOCKS; b++) {
        legend_blocks[b](&s->canvas, x, y, panel);
        y += height[b] > 0 ? height[b] + block_gap : 0;
    }
    lb_legend_scale(&s->canvas, x, s->bottom - scale, panel);
    return true;
}

/* The legend in columns under the map: those with something in them. */
static void layout_portrait(map_page *s, size_t *left_out)
{
    const lb_map_model *p = s->canvas.model;
    double u = s->unit, gap = 16 * u, all = p->width - 2 * s->margin, highest = 0;
    double width[LEGEND_BLOCKS] = {0.32 * all, 0.30 * all, 0.20 * all, 0.24 * all};
    bool rings = p->rings.count > 0, areas = p->areas.shapes || p->hotspots.shapes;
    width[0] = (areas && rings ? 0.27 : 0.36) * all;
    width[1] = areas ? (rings ? 0.26 : 0.32) * all - gap : 0;
    width[2] = rings ? (areas ? 0.20 : 0.28) * all - gap : 0;
    width[3] = 0.26 * all;
    s->frame = lb_viewport_fit_round(p->box, s->margin, s->top, all, s->bottom - s->top - 100 * u);
    for (int b = 0; b < LEGEND_BLOCKS; b++) /* that of the areas follows the frame: those in view */
        highest = fmax(highest, width[b] > 0 ? legend_block_height(s, b, width[b]) : 0);
    s->frame = lb_viewport_fit_round(p->box, s->margin, s->top, all,
                                     s->bottom - s->top - highest - 10 * u);
    draw_map(s, left_out);
    double x = s->margin, y = s->bottom - highest;
    for (int b = 0; b < LEGEND_BLOCKS; b++) {
        if (b + 1 == LEGEND_BLOCKS)
            x = p->width - s->margin - width[b];
        if (width[b] > 0)
            legend_blocks[b](&s->canvas, x, y, width[b]);
        x += width[b] + (width[b] > 0 ? gap : 0);
    }
}

/* Title and source first, since the map gets the room between them; *frame is where on the page
 * it is. */
lb_status lb_map_layout(const lb_map_model *model, const lb_measure *measure, lb_drawing **out,
                        lb_viewport *frame, size_t *left_out)
{
    map_page s = {.unit = page_unit(model->width, model->height)};
    lb_drawing *drawing = lb_drawing_new(model->width, model->height, model->title);
    if (!drawing)
        return LB_E_MEMORY;
    s.margin = 28 * s.unit;
    s.canvas = (lb_map_canvas){drawing, &s.frame, model, measure, s.unit};
    s.top = draw_title(&s);
    s.bottom = draw_source(&s);
    if (!is_landscape(model->width, model->height) || !layout_landscape(&s, left_out))
        layout_portrait(&s, left_out);
    lb_status status = lb_drawing_status(drawing);
    if (status != LB_OK) {
        lb_drawing_free(drawing);
        return status;
    }
    if (frame)
        *frame = s.frame;
    *out = drawing;
    return LB_OK;
}

/* The scale before anything is drawn: as lb_map_layout will have it but for the lines of titles and
 * legend, which are taken as usual. */
double lb_map_layout_scale(double width, double height, lb_box box)
{
    double u = page_unit(width, height);
    bool wide = is_landscape(width, height);
    return lb_viewport_fit_round(box, 0, 0, width - (56 + (wide ? 164 : 0)) * u,
                                 height - (100 + (wide ? 0 : 105)) * u)
        .scale;
}
