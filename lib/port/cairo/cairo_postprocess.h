/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Cairo 1.16 writes, made ours: the same bytes each time, and what a printer needs to know. */
#ifndef LB_PORT_CAIRO_CAIRO_POSTPROCESS_H
#define LB_PORT_CAIRO_CAIRO_POSTPROCESS_H

#include "base/buf.h"

/* Appends a PNG with the pixels to an inch told in it (chunk pHYs), which Cairo leaves out. */
void lb_cairo_postprocess_png(const lb_buf *png, double dpi, lb_buf *out);

/* Appends an SVG whose ids have the prefix; surfaces, which Cairo numbers through the life of the
 * process, are numbered from 0. A title (NULL: none) becomes <title>. */
void lb_cairo_postprocess_svg(const lb_buf *svg, const char *prefix, const char *title,
                              lb_buf *out);

/* Blanks the moment of creation; lengths stay, so that the table of offsets holds. */
void lb_cairo_postprocess_pdf(lb_buf *pdf);

#endif
