/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OGR geometries to shapes. */
#ifndef LB_PORT_VECTOR_OGR_SHAPE_H
#define LB_PORT_VECTOR_OGR_SHAPE_H

#include <ogr_api.h>

#include <lagesbild/shapes.h>
#include "text/csv_value.h"

/* The geometry of a field of WKT, NULL for an empty one; *owned is destroyed by the caller.
 * LB_E_INPUT: no WKT; LB_E_MEMORY. */
lb_status lb_ogr_parse_wkt(const lb_csv_value *field, OGRGeometryH *owned);

/* Appends the polygons of a geometry to the last feature of out: Z and M left out, curves made of
 * chords half a degree long, polygons in collections and surfaces taken one by one, empty ones
 * passed over. *finite is set to whether all coordinates are finite (rings with others are left
 * out). LB_E_MEMORY. */
lb_status lb_ogr_add_polygons(OGRGeometryH geometry, lb_shapes *out, bool *finite);

#endif
