/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project file for QGIS: layers in a group, each with its colours, as they are drawn on our maps,
 * and a page of them to print. */
#ifndef LB_RENDER_QGIS_QGIS_H
#define LB_RENDER_QGIS_QGIS_H

#include "render/qgis/qgis_model.h"

/* The text of a .qgs; the caller frees it. NULL: out of memory. */
char *lb_qgis_text(const lb_qgis_project *project);

#endif
