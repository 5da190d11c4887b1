/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project file for QGIS: layers in a group, each with its colours, as they are drawn on our maps.
 */
#ifndef LB_RENDER_QGIS_QGIS_H
#define LB_RENDER_QGIS_QGIS_H

#include <lagesbild/grid.h>
#include "model/map/drawing.h"

/* One layer of a GeoPackage, and how it is drawn. */
typedef struct lb_qgis_layer {
    const char *title;
    const char *file, *layer; /* a GeoPackage in the project's folder, and the layer in it */
    const char *renderer;     /* QGIS's element renderer-v2; NULL: from what follows */
    const char *label;        /* field written on the features; NULL: none */
    const char *field;        /* the field of the category; NULL: all are drawn with pen */
    char *const *category;    /* [categories], the worst first */
    size_t categories;
    const lb_pen *category_pen; /* [categories]; NULL: as outlines of areas */
    lb_pen pen;
    bool hidden; /* not shown until it is chosen */
} lb_qgis_layer;

typedef struct lb_qgis_project {
    const char *title;
    const char *crs, *wkt;      /* of all layers: what PROJ understands, and as WKT2 */
    lb_box box;                 /* what is seen when the project is opened */
    const lb_qgis_layer *layer; /* [layers], the topmost first */
    size_t layers;
} lb_qgis_project;

/* The text of a .qgs; the caller frees it. NULL: out of memory. */
char *lb_qgis_text(const lb_qgis_project *project);

#endif
