/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "render/text/text_layout.h"
#include "render/map/map_legend.h"
#include "render/map/map_layout.h"
#include "render/text/palette.h"

static const double A4_WIDTH = 595.276, A4_HEIGHT = 841.89;

enum { BLOCKS = 4 };

typedef double (*legend_block)(const lb_map_canvas *, double x, double y, double width);
static const legend_block block[BLOCKS] = {lb_legend_classes, lb_legend_areas, lb_legend_rings,
                                           lb_legend_scale};

typedef struct sheet {
    lb_map_canvas canvas;
    lb_frame frame;
    double unit, margin;
    double top, bottom; /* of what lies between title and source */
} sheet;

static double unit_of(double width, double height)
{
    return fmin(fmax(sqrt(width * height / (A4_WIDTH * A4_HEIGHT)), 0.62), 2.2);
}

static bool is_wide(double width, double height)
{
    return width > height;
}

/* Title and subtitle; returns where the map begins. */
static double put_title(const sheet *s)
{
    const lb_map_plan *p = s->canvas.plan;
    double u = s->unit, y = s->margin, width = p->width - 2 * s->margin;
    lb_block title = {
        s->canvas.measure, {.size = 15 * u, .bold = true, .ink = LB_INK_TEXT}, width, 18 * u};
    lb_block sub = {s->canvas.measure, {.size = 8.5 * u, .ink = LB_INK_QUIET}, width, 11 * u};
    if (p->title && *p->title)
        y = lb_block_put(s->canvas.drawing, &title, s->margin, y + 15 * u * LB_CAP_HEIGHT,
                         p->title) -
            (18 - 15 * 0.3) * u;
    if (p->subtitle && *p->subtitle)
        y = lb_block_put(s->canvas.drawing, &sub, s->margin, y + 3 * u + 8.5 * u * LB_CAP_HEIGHT,
                         p->subtitle) -
            (11 - 8.5 * 0.3) * u;
    return y > s->margin ? y + 7 * u : y;
}

/* The source at the foot; returns where it begins. */
static double put_source(const sheet *s)
{
    const lb_map_plan *p = s->canvas.plan;
    double u = s->unit, foot = p->height - s->margin;
    lb_block text = {s->canvas.measure,
                     {.size = 6.5 * u, .ink = LB_INK_QUIET},
                     p->width - 2 * s->margin,
                     8.5 * u};
    if (!p->source || !*p->source)
        return foot;
    double height = lb_block_put(NULL, &text, 0, 0, p->source);
    lb_block_put(s->canvas.drawing, &text, s->margin,
                 foot - height + 8.5 * u - 6.5 * u * LB_DESCENT, p->source);
    return foot - height - 4 * u;
}

/* How high a block is, drawn where nobody sees it. */
static double height_of(const sheet *s, int b, double width)
{
    lb_map_canvas aside = s->canvas;
    aside.drawing = lb_drawing_new(1, 1, NULL);
    if (!aside.drawing)
        return NAN;
    double height = block[b](&aside, 0, 0, width);
    if (lb_drawing_status(aside.drawing) != LB_OK)
        height = NAN;
    lb_drawing_free(aside.drawing);
    return height;
}

static void put_map(sheet *s, size_t *left_out)
{
    lb_drawing *d = s->canvas.drawing;
    const lb_frame *f = &s->frame;
    lb_drawing_clip(d, f->x, f->y, f->w, f->h);
    lb_map_grounds_put(&s->canvas);
    lb_map_cells_put(&s->canvas);
    lb_map_lines_put(&s->canvas);
    lb_map_outlines_put(&s->canvas);
    lb_map_rings_put(&s->canvas);
    if (lb_map_names_put(&s->canvas, NULL, 0, left_out) != LB_OK)
        d->failed = true;
    lb_drawing_unclip(d);
    lb_drawing_path(d, &(lb_pen){.line = LB_INK_QUIET, .width = 0.6 * s->unit});
    lb_drawing_box(d, f->x, f->y, f->w, f->h);
}

/* The legend in a column on the right, the scale at its foot. */
static void lay_wide(sheet *s, size_t *left_out)
{
    const lb_map_plan *p = s->canvas.plan;
    double u = s->unit, panel = 150 * u, gap = 14 * u;
    double x = p->width - s->margin - panel, y = s->top;
    s->frame = lb_frame_fit(p->box, s->margin, s->top, x - gap - s->margin, s->bottom - s->top);
    put_map(s, left_out);
    for (int b = 0; b + 1 < BLOCKS; b++) {
        double end = block[b](&s->canvas, x, y, panel);
        y = end > y ? end + 12 * u : y;
    }
    lb_legend_scale(&s->canvas, x, s->bottom - 27 * u, panel);
}

/* The legend in columns under the map: those with something in them. */
static void lay_high(sheet *s, size_t *left_out)
{
    const lb_map_plan *p = s->canvas.plan;
    double u = s->unit, gap = 16 * u, all = p->width - 2 * s->margin, highest = 0;
    double width[BLOCKS] = {0.32 * all, 0.30 * all, 0.20 * all, 0.24 * all};
    bool rings = p->rings.count > 0, areas = p->areas.shapes != NULL;
    width[0] = (areas && rings ? 0.27 : 0.36) * all;
    width[1] = areas ? (rings ? 0.26 : 0.32) * all - gap : 0;
    width[2] = rings ? (areas ? 0.20 : 0.28) * all - gap : 0;
    width[3] = 0.26 * all;
    s->frame = lb_frame_fit(p->box, s->margin, s->top, all, s->bottom - s->top - 100 * u);
    for (int b = 0; b < BLOCKS; b++) /* heights hang little on the scale */
        highest = fmax(highest, width[b] > 0 ? height_of(s, b, width[b]) : 0);
    s->frame = lb_frame_fit(p->box, s->margin, s->top, all, s->bottom - s->top - highest - 10 * u);
    put_map(s, left_out);
    double x = s->margin, y = s->bottom - highest;
    for (int b = 0; b < BLOCKS; b++) {
        if (b + 1 == BLOCKS)
            x = p->width - s->margin - width[b];
        if (width[b] > 0)
            block[b](&s->canvas, x, y, width[b]);
        x += width[b] + (width[b] > 0 ? gap : 0);
    }
}

lb_status lb_map_sheet(const lb_map_plan *plan, const lb_measure *measure, lb_drawing **out,
                       lb_frame *frame, size_t *left_out)
{
    sheet s = {.unit = unit_of(plan->width, plan->height)};
    lb_drawing *drawing = lb_drawing_new(plan->width, plan->height, plan->title);
    if (!drawing)
        return LB_E_MEMORY;
    s.margin = 28 * s.unit;
    s.canvas = (lb_map_canvas){drawing, &s.frame, plan, measure, s.unit};
    s.top = put_title(&s);
    s.bottom = put_source(&s);
    if (is_wide(plan->width, plan->height))
        lay_wide(&s, left_out);
    else
        lay_high(&s, left_out);
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

double lb_map_sheet_scale(double width, double height, lb_box box)
{
    double u = unit_of(width, height);
    bool wide = is_wide(width, height);
    return lb_frame_fit(box, 0, 0, width - (56 + (wide ? 164 : 0)) * u,
                        height - (100 + (wide ? 0 : 105)) * u)
        .scale;
}
