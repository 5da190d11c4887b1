/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer of a GeoPackage to be written: a table, perhaps with geometry and a style. All borrowed.
 */
#ifndef LB_PORT_SQLITE_LAYER_DESC_H
#define LB_PORT_SQLITE_LAYER_DESC_H

#include <lagesbild/shapes.h>
#include <lagesbild/table.h>

typedef struct lb_layer_desc {
    const char *name, *crs; /* crs: what PROJ understands; not used without shapes */
    const lb_table *table;
    const char *const *title; /* [table->columns] what columns are called, NULL: as they are named;
                                 NULL: all are */
    const lb_shapes *shapes;  /* a feature a row (no parts: NULL), as MultiPolygon; NULL: none */

    /* The style QGIS opens the layer with, kept in the file; style_name NULL: none. */
    const char *style_name, *style_qml, *style_sld;
} lb_layer_desc;

#endif
