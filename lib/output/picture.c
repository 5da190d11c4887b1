/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <lagesbild/picture.h>
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "port/cairo/cairo_render.h"

static const double DEFAULT_DPI = 300, MIN_DPI = 36, MAX_DPI = 1200;

lb_status lb_picture_format_of(const char *path, lb_picture_format *out, lb_error *err)
{
    static const char *const endings[] = {".png", ".svg", ".pdf"};
    for (int i = 0; i < 3; i++) {
        if (lb_text_ends_with(path, endings[i])) {
            *out = (lb_picture_format)i;
            return LB_OK;
        }
    }
    return lb_error_set(err, LB_E_USAGE, "%s: a picture ends in .png, .svg or .pdf", path);
}

lb_status lb_picture_dpi_check(double dpi, lb_error *err)
{
    if (dpi == 0 || (dpi >= MIN_DPI && dpi <= MAX_DPI))
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "dpi: %g found, expected %g to %g", dpi, MIN_DPI, MAX_DPI);
}

static lb_status render_picture(const lb_drawing *drawing, lb_picture_format format, double dpi,
                                const char *prefix, lb_buf *out, lb_error *err)
{
    lb_status status = lb_picture_dpi_check(dpi, err);
    if (status != LB_OK)
        return status;
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
    lb_status status = lb_picture_format_of(path, &format, err);
    if (status == LB_OK)
        status = render_picture(drawing, format, dpi, NULL, &buf, err);
    if (status == LB_OK)
        status = lb_atomic_file_save(path, job->force, buf.text, buf.length, err);
    lb_buf_clear(&buf);
    return status;
}
