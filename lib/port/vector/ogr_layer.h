/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One open vector layer: what rows and polygons are read from. */
#ifndef LB_PORT_VECTOR_OGR_LAYER_H
#define LB_PORT_VECTOR_OGR_LAYER_H

#include <gdal.h>
#include <ogr_api.h>

#include "port/gdal/source_spec.h"

typedef struct lb_ogr_layer {
    GDALDatasetH dataset;
    OGRLayerH layer;  /* borrowed from dataset */
    char *crs;        /* what PROJ understands, or NULL: "EPSG:3006", else WKT */
    bool swap_xy;     /* the data are northing, easting */
    bool is_workbook; /* .xlsx, whose texts are escaped (text/workbook_text) */
    long long total;  /* features without the source's condition; 0: it has none */
} lb_ogr_layer;

/* Opens the layer that the source names, or its only one. text: the source as the user wrote it,
 * for messages. LB_E_IO: cannot be opened. LB_E_INPUT: a raster; no or several layers (they are
 * listed). */
lb_status lb_ogr_layer_open(const char *text, const lb_source *source, lb_ogr_layer *out,
                            lb_error *err);
void lb_ogr_layer_close(lb_ogr_layer *layer);

#endif
