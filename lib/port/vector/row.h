/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of any source. */
#ifndef LB_PORT_VECTOR_ROW_H
#define LB_PORT_VECTOR_ROW_H

#include <lagesbild/grid.h>
#include "text/csv_value.h"

typedef enum lb_geometry_kind {
    LB_GEOMETRY_NONE,
    LB_GEOMETRY_POINT,   /* also a multipoint of one */
    LB_GEOMETRY_POLYGON, /* also multipolygons, curved ones, collections of polygons */
    LB_GEOMETRY_OTHER,   /* lines, many points, mixtures */
    LB_GEOMETRY_EMPTY    /* a geometry without coordinates */
} lb_geometry_kind;

typedef struct lb_row {
    const lb_csv_value *field; /* one a column */
    long line;                 /* of a text table, the header being 1; else the feature's id */
    lb_geometry_kind geometry;
    lb_box box;   /* of the geometry, source CRS; x is easting or longitude whatever the CRS says */
    size_t parts; /* polygons, or points */
    size_t vertices; /* of all rings, closing ones included */
} lb_row;

#endif
