/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every layer that GDAL makes for us begins with: its CRS and its fields. */
#ifndef LB_PORT_VECTOR_OGR_FIELDS_H
#define LB_PORT_VECTOR_OGR_FIELDS_H

#include <stdbool.h>
#include <lagesbild/table.h>
#include <ogr_api.h>

/* A new OGRSpatialReferenceH, easting first whatever the CRS says; NULL: PROJ does not know it. To
 * be freed with OSRRelease. */
OGRSpatialReferenceH lb_ogr_layer_srs(const char *crs);

/* Text, 64-bit integer and real fields; names as they are. False: GDAL's message says why. */
bool lb_ogr_create_fields(OGRLayerH out, const lb_table *table);

#endif
