/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cairo: drawings to the bytes of PNG, SVG and PDF, and the width of texts. The only module that
 * knows it. The same drawing gives the same bytes on a machine with the same fonts: letters are
 * placed by their unhinted widths, ids are numbered from 0, no clock is written. */
#ifndef LB_PORT_CAIRO_CAIRO_RENDER_H
#define LB_PORT_CAIRO_CAIRO_RENDER_H

#include "base/buf.h"
#include "model/map/drawing.h"

/* Each appends the file's bytes to out. LB_E_MEMORY; LB_E_IO: Cairo's own words. */

/* dpi: pixels an inch, written into the file (chunk pHYs). LB_E_USAGE: more than 30 000 pixels a
 * side. */
lb_status lb_cairo_render_png(const lb_drawing *drawing, double dpi, lb_buf *out, lb_error *err);

/* prefix stands before every id; NULL: none. */
lb_status lb_cairo_render_svg(const lb_drawing *drawing, const char *prefix, lb_buf *out,
                              lb_error *err);

lb_status lb_cairo_render_pdf(const lb_drawing *drawing, lb_buf *out, lb_error *err);

/* A measuring surface. LB_E_MEMORY. */
typedef struct lb_text_measurer lb_text_measurer;
lb_status lb_text_measurer_new(lb_text_measurer **measurer, lb_measure *out);
void lb_text_measurer_free(lb_text_measurer *measurer); /* NULL is accepted */

#endif
