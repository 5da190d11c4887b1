/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawings as files: the ending of the path chooses PNG, SVG or PDF, and Cairo renders it
 * (docs/formats.md, Rules for all files). */
#include <string.h>

#include <lagesbild/picture.h>
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/cairo/cairo_render.h"

/* Pixels an inch of a PNG. */
static const double DEFAULT_DPI = 300, MIN_DPI = 36, MAX_DPI = 1200;

static const char *const endings[] = {
    [LB_PICTURE_PNG] = ".png", [LB_PICTURE_SVG] = ".svg", [LB_PICTURE_PDF] = ".pdf"};

lb_status lb_picture_format_of(const char *path, lb_picture_format *out, lb_error *err)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (lb_text_ends_with(path, endings[i])) {
            *out = (lb_picture_format)i;
            return LB_OK;
        }
    return lb_error_set(err, LB_E_USAGE, "%s: unknown picture type; use .png, .svg or .pdf", path);
}

lb_status lb_picture_dpi_check(double dpi, lb_error *err)
{
    if (dpi == 0 || (dpi >= MIN_DPI && dpi <= MAX_DPI))
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "dpi: %g found, expected %g to %g", dpi, MIN_DPI, MAX_DPI);
}

/* Appends the file's bytes to out. dpi 0: the default; it matters to PNG alone, but is checked for
 * all. prefix: before every id of an SVG, so that several can be in one HTML page; NULL: none. */
static lb_status render_picture(const lb_drawing *drawing, lb_picture_format format, double dpi,
                                const char *prefix, lb_buf *out, lb_error *err)
{
    LB_TRY(lb_picture_dpi_check(dpi, err));
    if (format == LB_PICTURE_PNG)
        return lb_cairo_render_png(drawing, dpi != 0 ? dpi : DEFAULT_DPI, out, err);
    if (format == LB_PICTURE_SVG)
        return lb_cairo_render_svg(drawing, prefix, out, err);
    return lb_cairo_render_pdf(drawing, out, err);
}

lb_status lb_picture_bytes(const lb_drawing *drawing, lb_picture_format format, double dpi,
                           const char *prefix, char **bytes, size_t *length, lb_error *err)
{
    lb_buf buf = {0};
    lb_status status = render_picture(drawing, format, dpi, prefix, &buf, err);
    size_t n = buf.length;
    char *image = status == LB_OK ? lb_buf_detach(&buf) : NULL;
    lb_buf_clear(&buf);
    if (status == LB_OK && !image)
        status = lb_error_memory(err);
    if (status != LB_OK)
        return status;
    *bytes = image;
    *length = n;
    return LB_OK;
}

lb_status lb_picture_write(const lb_drawing *drawing, const char *path, double dpi,
                           const lb_job *job, lb_error *err)
{
    lb_buf buf = {0};
    lb_picture_format format = LB_PICTURE_PNG;
    LB_TRY(lb_picture_format_of(path, &format, err));
    lb_status status = render_picture(drawing, format, dpi, NULL, &buf, err);
    if (status == LB_OK)
        status = lb_atomic_file_save(path, job->force, buf.text, buf.length, err);
    lb_buf_clear(&buf);
    return status;
}
