/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of Cairo 1.16 made reproducible, and with the resolution that a printer needs. */
#ifndef LB_PORT_CAIRO_CAIRO_POSTPROCESS_H
#define LB_PORT_CAIRO_CAIRO_POSTPROCESS_H

#include "base/buf.h"

/* Appends a PNG with its pixels a metre (chunk pHYs), which Cairo leaves out. */
void lb_cairo_postprocess_png(const lb_buf *png, double dpi, lb_buf *out);

/* Appends an SVG whose ids have the prefix; surfaces, which Cairo numbers through the life of the
 * process, are numbered from 0. A title (NULL: none) becomes <title>. */
void lb_cairo_postprocess_svg(const lb_buf *svg, const char *prefix, const char *title,
                              lb_buf *out);

/* Blanks the moment of creation; lengths stay, so that the table of offsets holds. */
void lb_cairo_postprocess_pdf(lb_buf *pdf);

#endif
