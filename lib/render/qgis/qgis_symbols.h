/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the features of a layer are drawn in QGIS: as on our printed maps. */
#ifndef LB_RENDER_QGIS_QGIS_SYMBOLS_H
#define LB_RENDER_QGIS_QGIS_SYMBOLS_H

#include "base/buf.h"
#include "render/qgis/qgis_model.h"

/* With three decimals, as XML has numbers, whatever the locale. */
void lb_qgis_write_number(lb_buf *buf, double value);

/* An element renderer-v2 of the layer. */
void lb_qgis_write_renderer(lb_buf *buf, const lb_qgis_layer *layer);

#endif
