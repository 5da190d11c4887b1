/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GDAL's spatial references as texts that PROJ understands. */
#ifndef LB_PORT_GDAL_GDAL_SRS_H
#define LB_PORT_GDAL_GDAL_SRS_H

#include <stdbool.h>

#include <ogr_srs_api.h>

/* Does it only say that the CRS is not known, or that the coordinates are of no place? */
bool lb_srs_is_empty(OGRSpatialReferenceH srs);

/* "EPSG:3006" where it has a code, else WKT; a new string. NULL: out of memory. */
char *lb_srs_text(OGRSpatialReferenceH srs);

#endif
