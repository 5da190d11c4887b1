/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons from WKT as nearly all tables have it, in a third of the time that OGR takes. */
#ifndef LB_PORT_VECTOR_WKT_POLYGON_H
#define LB_PORT_VECTOR_WKT_POLYGON_H

#include <lagesbild/shapes.h>
#include "text/csv_value.h"

/* Rings of the polygon at hand: of each its number of points, then x and y of these. */
typedef struct lb_wkt_rings {
    double *item;
    size_t count, capacity;
} lb_wkt_rings;

void lb_wkt_rings_clear(lb_wkt_rings *rings);

/* Appends "POLYGON ((x y, x y, ...), ...)" as a part of the last feature of out; coordinates are
 * those that OGR reads. LB_E_INPUT: the text is something else (another type, with heights, not
 * finite, no WKT), which OGR is to read, and out is as it was. rings: room used again by each call.
 * LB_E_MEMORY. */
lb_status lb_wkt_add_polygon(const lb_csv_value *field, lb_wkt_rings *rings, lb_shapes *out);

/* Passes the spatial reference that PostGIS writes before WKT ("SRID=3006;POLYGON ((...))"), so
 * that the value begins behind it, and returns its number; 0: there is none, or it is not known. */
int lb_wkt_pass_srid(lb_csv_value *field);

#endif
