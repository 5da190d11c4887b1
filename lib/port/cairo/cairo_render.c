/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawings by Cairo 1.16, marks in their order. Everything that would make the bytes depend on the
 * screen or the time is switched off here or in cairo_postprocess. Units of a drawing are points
 * (1/72 inch), y downwards. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>

#include <lagesbild/version.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/cairo/cairo_render.h"
#include "port/cairo/cairo_postprocess.h"

static const char FONT_FACE[] = "DejaVu Sans";
static const double PI = 3.14159265358979323846;

static lb_status check_cairo(cairo_status_t status, lb_error *err)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return LB_OK;
    if (status == CAIRO_STATUS_NO_MEMORY)
        return lb_error_memory(err);
    return lb_error_set(err, LB_E_IO, "the drawing cannot be rendered: %s",
                        cairo_status_to_string(status));
}

/* Marks ---------------------------------------------------------------------------------------- */

static void set_ink(cairo_t *cr, lb_rgba ink)
{
    cairo_set_source_rgba(cr, (ink >> 24) / 255.0, ((ink >> 16) & 255) / 255.0,
                          ((ink >> 8) & 255) / 255.0, (ink & 255) / 255.0);
}

/* Unhinted: letters are as wide as the font says, so that text breaks and fits the same on every
 * device. Cairo's "toy" API picks the face by name. */
static void set_font(cairo_t *cr, double size, bool bold)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    cairo_select_font_face(cr, FONT_FACE, CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, size);
}

/* Width of a text in the units of cr, with the space behind its last letter. */
static double text_advance(cairo_t *cr, const char *text, double size, bool bold)
{
    cairo_text_extents_t extents;
    set_font(cr, size, bold);
    cairo_text_extents(cr, text, &extents);
    return extents.x_advance;
}

/* Fills, then strokes the current path, which is then gone. crisp: edges on whole pixels are not
 * blurred, for cells that must not let the background through where they meet. */
static void fill_and_stroke(cairo_t *cr, const lb_pen *pen)
{
    int dashes = 0;
    while (dashes < LB_DASHES && pen->dash[dashes] > 0)
        dashes++;
    cairo_set_antialias(cr, pen->crisp ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_DEFAULT);
    if (pen->fill) {
        set_ink(cr, pen->fill);
        cairo_fill_preserve(cr);
    }
    if (pen->line && pen->width > 0) {
        set_ink(cr, pen->line);
        cairo_set_line_width(cr, pen->width);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
        cairo_set_dash(cr, pen->dash, dashes, 0);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

/* Several lines are one path and filled together by Cairo's winding rule, so that a ring inside
 * another that runs the other way is a hole. */
static void paint_path(cairo_t *cr, const lb_drawing *d, const lb_mark *mark)
{
    cairo_new_path(cr);
    for (size_t l = mark->first; l < mark->first + mark->count; l++) {
        const lb_polyline *line = &d->line[l];
        const double *xy = d->xy + 2 * line->first;
        cairo_move_to(cr, xy[0], xy[1]);
        for (size_t i = 1; i < line->count; i++)
            cairo_line_to(cr, xy[2 * i], xy[2 * i + 1]);
        if (line->closed)
            cairo_close_path(cr);
    }
    fill_and_stroke(cr, &mark->pen);
}

static void paint_circle(cairo_t *cr, const lb_mark *mark)
{
    cairo_new_path(cr);
    cairo_arc(cr, mark->x, mark->y, mark->w, 0, 2 * PI);
    cairo_close_path(cr);
    fill_and_stroke(cr, &mark->pen);
}

/* The halo is a stroke of the outlines under the letters; the letters themselves stay text, which
 * can be searched and copied in SVG and PDF. */
static void paint_text(cairo_t *cr, const lb_mark *mark)
{
    const lb_text_style *s = &mark->style;
    double width = text_advance(cr, mark->text, s->size, s->bold);
    double back = s->anchor == LB_ANCHOR_START ? 0 : s->anchor == LB_ANCHOR_END ? 1 : 0.5;
    cairo_save(cr);
    cairo_translate(cr, mark->x, mark->y);
    if (s->upright)
        cairo_rotate(cr, -PI / 2);
    if (s->halo && s->halo_width > 0) {
        cairo_move_to(cr, -back * width, 0);
        cairo_text_path(cr, mark->text);
        fill_and_stroke(cr, &(lb_pen){.line = s->halo, .width = 2 * s->halo_width});
    }
    cairo_move_to(cr, -back * width, 0);
    set_ink(cr, s->ink);
    cairo_show_text(cr, mark->text);
    cairo_restore(cr);
}

static void paint_mark(cairo_t *cr, const lb_drawing *d, const lb_mark *mark)
{
    switch (mark->kind) {
    case LB_MARK_PATH:
        paint_path(cr, d, mark);
        break;
    case LB_MARK_CIRCLE:
        paint_circle(cr, mark);
        break;
    case LB_MARK_TEXT:
        paint_text(cr, mark);
        break;
    case LB_MARK_CLIP:
        cairo_save(cr);
        cairo_new_path(cr);
        cairo_rectangle(cr, mark->x, mark->y, mark->w, mark->h);
        cairo_clip(cr);
        break;
    case LB_MARK_UNCLIP:
        cairo_restore(cr);
        break;
    }
}

/* Paints all marks on white. scale: device units a point. */
static lb_status paint_drawing(cairo_surface_t *surface, const lb_drawing *drawing, double scale,
                               lb_error *err)
{
    if (lb_drawing_status(drawing) != LB_OK)
        return lb_error_memory(err);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    for (size_t i = 0; i < drawing->marks; i++)
        paint_mark(cr, drawing, &drawing->mark[i]);
    lb_status status = check_cairo(cairo_status(cr), err);
    cairo_destroy(cr);
    return status;
}

/* Formats -------------------------------------------------------------------------------------- */

/* Cairo does not pass every result of this on: callers test buf->failed too. */
static cairo_status_t append_output(void *closure, const unsigned char *bytes, unsigned int length)
{
    lb_buf *buf = closure;
    lb_buf_append(buf, (const char *)bytes, length);
    return buf->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* Points of 1/72 inch to whole pixels; 1e-6 less, so that a size that is whole in real numbers
 * gets no pixel more. cairo itself stops at 32 767 pixels a side. */
lb_status lb_cairo_render_png(const lb_drawing *drawing, double dpi, lb_buf *out, lb_error *err)
{
    lb_buf png = {0};
    double width = ceil(drawing->width / 72 * dpi - 1e-6);
    double height = ceil(drawing->height / 72 * dpi - 1e-6);
    if (!(width >= 1 && height >= 1 && width <= 30000 && height <= 30000))
        return lb_error_set(
            err, LB_E_USAGE,
            "%.0f x %.0f pixels; expected 1 to 30000 a side: choose another size or dpi", width,
            height);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    lb_status status = paint_drawing(surface, drawing, dpi / 72, err);
    if (status == LB_OK)
        status = check_cairo(cairo_surface_write_to_png_stream(surface, append_output, &png), err);
    if (status == LB_OK && png.failed)
        status = lb_error_memory(err);
    if (status == LB_OK)
        lb_cairo_postprocess_png(&png, dpi, out);
    cairo_surface_destroy(surface);
    lb_buf_clear(&png);
    return status == LB_OK && out->failed ? lb_error_memory(err) : status;
}

/* Paints on a surface that writes to *bytes, and finishes it, which writes the end of the file. */
static lb_status paint_stream(cairo_surface_t *surface, const lb_drawing *drawing,
                              const lb_buf *bytes, lb_error *err)
{
    lb_status status = paint_drawing(surface, drawing, 1, err);
    cairo_surface_finish(surface);
    LB_TRY(status);
    LB_TRY(check_cairo(cairo_surface_status(surface), err));
    return bytes->failed ? lb_error_memory(err) : LB_OK;
}

lb_status lb_cairo_render_svg(const lb_drawing *drawing, const char *prefix, lb_buf *out,
                              lb_error *err)
{
    lb_buf svg = {0};
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append_output, &svg, drawing->width, drawing->height);
    lb_status status = paint_stream(surface, drawing, &svg, err);
    if (status == LB_OK)
        lb_cairo_postprocess_svg(&svg, prefix ? prefix : "", drawing->title, out);
    cairo_surface_destroy(surface);
    lb_buf_clear(&svg);
    return status == LB_OK && out->failed ? lb_error_memory(err) : status;
}

/* The date of creation that cairo writes is blanked afterwards, so that equal maps have equal
 * bytes. */
lb_status lb_cairo_render_pdf(const lb_drawing *drawing, lb_buf *out, lb_error *err)
{
    lb_buf pdf = {0};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append_output, &pdf, drawing->width, drawing->height);
    if (drawing->title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, drawing->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "lagesbild " LB_VERSION);
    lb_status status = paint_stream(surface, drawing, &pdf, err);
    lb_cairo_postprocess_pdf(&pdf);
    if (status == LB_OK)
        lb_buf_append(out, pdf.text, pdf.length);
    cairo_surface_destroy(surface);
    lb_buf_clear(&pdf);
    return status == LB_OK && out->failed ? lb_error_memory(err) : status;
}

/* Measuring ------------------------------------------------------------------------------------ */

/* A surface of one pixel: widths of text come from the font alone. */
struct lb_text_measurer {
    cairo_surface_t *surface;
    cairo_t *cr;
};

/* As lb_drawing_text draws it: what is not UTF-8 is taken as Windows-1252. */
static double measure_width(void *udata, const char *text, double size, bool bold)
{
    lb_text_measurer *m = udata;
    size_t length = strlen(text);
    char *utf8 = lb_text_is_utf8(text, length) ? NULL : lb_text_utf8(text, length);
    double width = text_advance(m->cr, utf8 ? utf8 : text, size, bold);
    free(utf8);
    return width;
}

lb_status lb_text_measurer_new(lb_text_measurer **measurer, lb_measure *out)
{
    lb_text_measurer *m = calloc(1, sizeof *m);
    if (!m)
        return LB_E_MEMORY;
    m->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    m->cr = cairo_create(m->surface);
    if (cairo_status(m->cr) != CAIRO_STATUS_SUCCESS) {
        lb_text_measurer_free(m);
        return LB_E_MEMORY;
    }
    *measurer = m;
    *out = (lb_measure){measure_width, m};
    return LB_OK;
}

void lb_text_measurer_free(lb_text_measurer *measurer)
{
    if (!measurer)
        return;
    cairo_destroy(measurer->cr);
    cairo_surface_destroy(measurer->surface);
    free(measurer);
}
