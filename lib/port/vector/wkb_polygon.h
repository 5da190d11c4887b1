/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons and multipolygons as well-known binary (OGC 06-103r4, 8), into shapes without geometries
 * of OGR in between. */
#ifndef LB_PORT_VECTOR_WKB_POLYGON_H
#define LB_PORT_VECTOR_WKB_POLYGON_H

#include <lagesbild/shapes.h>

/* parts: polygons; vertices: of all rings, closing ones included. */
typedef struct lb_wkb_extent {
    size_t parts, vertices;
    lb_box box;
} lb_wkb_extent;

/* False: not plain polygons in this machine's order of bytes, something in it is empty, or it is
 * cut off: OGR decides what it is. */
bool lb_wkb_polygon_extent(const void *wkb, size_t size, lb_wkb_extent *out);

/* Appends the polygons of what has an extent to the last feature of out, Z and M left out. *finite,
 * LB_E_MEMORY: as lb_ogr_add_polygons. */
lb_status lb_wkb_add_polygons(const void *wkb, size_t size, lb_shapes *out, bool *finite);

#endif
