/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/number.h"
#include "commands/equivalent/equivalent_map.h"
#include "render/text/nice_numbers.h"
#include "render/text/palette.h"

/* Points: the page, its margin, the strip with the texts. */
enum { PAGE_WIDTH = 420, MARGIN = 14, TEXT_STRIP = 58, MAP_SIDE = PAGE_WIDTH - 2 * MARGIN };

static const lb_rgba zone_fill = 0xf0efeaffU, set_fill = 0x9db8d2ffU, disc_fill = 0xc0392bffU;

/* The part of the plane that is drawn, and how it lies on the page. */
typedef struct map_frame {
    lb_box window; /* metres: a square */
    double scale;  /* points to a metre */
    double *xy;    /* points of one ring */
    size_t capacity;
} map_frame;

/* The set and the disc beside it, with room around. */
static map_frame make_frame(const lb_zone_set *zones, const lb_connected_set *set, double radius)
{
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < set->zones; i++)
        box = lb_box_union(box, lb_shapes_box(&zones->shapes, set->zone[i]));
    box.xmax += 2.4 * radius;
    double x = (box.xmin + box.xmax) / 2, y = (box.ymin + box.ymax) / 2;
    double side = fmax(fmax(box.xmax - box.xmin, box.ymax - box.ymin), 2 * radius) * 1.12;
    map_frame frame = {
        {x - side / 2, y - side / 2, x + side / 2, y + side / 2}, MAP_SIDE / side, NULL, 0};
    return frame;
}

static bool draw_ring(map_frame *frame, const lb_shapes *shapes, size_t ring, lb_drawing *drawing)
{
    size_t first = shapes->vertex[ring], n = shapes->vertex[ring + 1] - first;
    if (n > frame->capacity) {
        double *bigger = realloc(frame->xy, 2 * n * sizeof *bigger);
        if (!bigger)
            return false;
        frame->xy = bigger;
        frame->capacity = n;
    }
    for (size_t v = 0; v < n; v++) {
        const double *at = &shapes->xy[2 * (first + v)];
        frame->xy[2 * v] = MARGIN + (at[0] - frame->window.xmin) * frame->scale;
        frame->xy[2 * v + 1] = MARGIN + (frame->window.ymax - at[1]) * frame->scale;
    }
    lb_drawing_line(drawing, frame->xy, n, true);
    return true;
}

static bool draw_zone(map_frame *frame, const lb_shapes *shapes, size_t zone, lb_rgba fill,
                      lb_drawing *drawing)
{
    const lb_pen pen = {.fill = fill, .line = LB_INK_LINE, .width = 0.6};
    if (!lb_box_intersects(lb_shapes_box(shapes, zone), frame->window))
        return true;
    lb_drawing_path(drawing, &pen);
    for (size_t r = shapes->ring[shapes->part[zone]]; r < shapes->ring[shapes->part[zone + 1]]; r++)
        if (!draw_ring(frame, shapes, r, drawing))
            return false;
    return true;
}

static bool draw_zones(map_frame *frame, const lb_zone_set *zones, const lb_connected_set *set,
                       lb_drawing *drawing)
{
    for (size_t i = 0; i < zones->shapes.count; i++)
        if (!draw_zone(frame, &zones->shapes, i, zone_fill, drawing))
            return false;
    for (size_t i = 0; i < set->zones; i++)
        if (!draw_zone(frame, &zones->shapes, set->zone[i], set_fill, drawing))
            return false;
    return true;
}

/* Which concept of area it is: the answer depends on whether inland water counts. */
static void concept_text(const lb_zone_set *zones, bool english, char *text, size_t size)
{
    if (zones->area_field)
        snprintf(text, size, english ? "Area: field %.200s" : "Yta: fältet %.200s",
                 zones->area_field);
    else
        snprintf(text, size, "%s",
                 english ? "Area: of the polygons, on the ellipsoid"
                         : "Yta: polygonernas, på ellipsoiden");
}

/* The names of the set, what they and the disc are, and a scale bar. */
static void draw_texts(const map_frame *frame, const lb_zone_set *zones,
                       const lb_connected_set *set, double target, bool english,
                       lb_drawing *drawing)
{
    const lb_text_style title = {.size = 11, .bold = true, .ink = LB_INK_TEXT};
    const lb_text_style quiet = {.size = 8.5, .ink = LB_INK_QUIET};
    const lb_pen line = {.line = LB_INK_TEXT, .width = 1.2};
    char text[300], sum[LB_NUMBER_SIZE], disc[LB_NUMBER_SIZE];
    lb_buf names = {0};
    double y = MARGIN + MAP_SIDE + 18;
    for (size_t i = 0; i < set->zones; i++)
        lb_buf_printf(&names, "%s%s", i ? " + " : "", zones->name[set->zone[i]]);
    drawing->failed |= names.failed;
    lb_drawing_text(drawing, &title, MARGIN, y, names.text ? names.text : "");
    lb_buf_clear(&names);
    lb_number_format_fixed(set->area / 1e6, 2, sum);
    lb_number_format_fixed(target / 1e6, 2, disc);
    snprintf(text, sizeof text,
             english ? "%s km² together; the red disc is %s km², to the same scale"
                     : "%s km² tillsammans; den röda skivan är %s km² i samma skala",
             sum, disc);
    for (char *c = text; !english && *c; c++)
        *c = *c == '.' ? ',' : *c;
    lb_drawing_text(drawing, &quiet, MARGIN, y + 14, text);
    concept_text(zones, english, text, sizeof text);
    lb_drawing_text(drawing, &quiet, MARGIN, y + 26, text);
    lb_scale_bar bar = lb_scale_bar_within(0.25 * MAP_SIDE / frame->scale);
    double x = MARGIN + MAP_SIDE - bar.metres * frame->scale;
    lb_drawing_path(drawing, &line);
    lb_drawing_segment(drawing, x, y + 16, MARGIN + MAP_SIDE, y + 16);
    lb_length_text(bar.metres, bar.metres, 1, english, text);
    lb_drawing_text(drawing, &quiet, x, y + 12, text);
}

/* The disc has the target's area at the map's scale, radius sqrt(target / pi) in metres, beside the
 * zones that come nearest to it. */
lb_status lb_equivalent_map_draw(const lb_zone_set *zones, const lb_connected_set *set,
                                 double target, bool english, lb_drawing **out, lb_error *err)
{
    static const double pi = 3.14159265358979323846;
    double radius = sqrt(target / pi);
    map_frame frame = make_frame(zones, set, radius);
    const lb_pen disc = {.fill = disc_fill & 0xffffffb0U, .line = disc_fill, .width = 1};
    const lb_pen border = {.line = LB_INK_LINE, .width = 0.8};
    lb_drawing *drawing =
        lb_drawing_new(PAGE_WIDTH, MARGIN + MAP_SIDE + TEXT_STRIP, "lagesbild equivalent");
    if (!drawing)
        return lb_error_memory(err);
    lb_drawing_clip(drawing, MARGIN, MARGIN, MAP_SIDE, MAP_SIDE);
    bool good = draw_zones(&frame, zones, set, drawing);
    double x = frame.window.xmax - frame.window.xmin - 1.15 * radius;
    double y = (frame.window.ymax - frame.window.ymin) / 2;
    lb_drawing_circle(drawing, &disc, MARGIN + x * frame.scale, MARGIN + y * frame.scale,
                      radius * frame.scale);
    lb_drawing_unclip(drawing);
    lb_drawing_path(drawing, &border);
    lb_drawing_box(drawing, MARGIN, MARGIN, MAP_SIDE, MAP_SIDE);
    draw_texts(&frame, zones, set, target, english, drawing);
    free(frame.xy);
    if (good && lb_drawing_status(drawing) == LB_OK) {
        *out = drawing;
        return LB_OK;
    }
    lb_drawing_free(drawing);
    return lb_error_memory(err);
}
