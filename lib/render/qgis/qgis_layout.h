/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a QGIS project that prints its map. */
#ifndef LB_RENDER_QGIS_QGIS_LAYOUT_H
#define LB_RENDER_QGIS_QGIS_LAYOUT_H

#include "base/buf.h"
#include "render/qgis/qgis_model.h"

/* An element Layouts with one page of A4, turned as the box is, that follows the layers which are
 * shown: title, map, legend, north arrow, scale bar, and at the foot the source and the day of
 * printing. */
void lb_qgis_write_layout(lb_buf *buf, const lb_qgis_project *project);

#endif
