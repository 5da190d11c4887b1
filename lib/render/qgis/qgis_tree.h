/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of a QGIS project in its tree, and in the legend of its print. */
#ifndef LB_RENDER_QGIS_QGIS_TREE_H
#define LB_RENDER_QGIS_QGIS_TREE_H

#include "base/buf.h"
#include "render/qgis/qgis_model.h"

/* The id of layer i. */
void lb_qgis_write_id(lb_buf *buf, size_t i);

/* Where the layer's features are. */
void lb_qgis_write_source(lb_buf *buf, const lb_qgis_layer *layer);

/* The layers as nodes of a tree: what stands first is drawn on top. hidden: those that are not
 * shown too. */
void lb_qgis_write_nodes(lb_buf *buf, const lb_qgis_project *project, bool hidden);

#endif
