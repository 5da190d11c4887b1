/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole layer of polygons, ready to compute with: in one CRS, valid, with all its attributes. */
#ifndef LB_PORT_READ_POLYGON_READER_H
#define LB_PORT_READ_POLYGON_READER_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "port/proj/crs.h"

typedef struct lb_polygon_options {
    const char *crs;        /* the CRS of the result; NULL: EPSG:3006 */
    const char *assume_crs; /* --crs, for sources that declare none; NULL: not given */
    bool strict;            /* an invalid polygon is a problem, not repaired */
    bool skip_invalid;      /* features with problems are left out with a warning */
    lb_log *log;
    int threads; /* 0: one a core */
} lb_polygon_options;

/* What was found of the layer. */
typedef struct lb_polygon_findings {
    char crs[LB_CRS_LABEL_SIZE]; /* that its coordinates are in */
    size_t skipped;              /* features left out */
    bool *is_skipped;            /* [rows of the source], owned; NULL: none are */
} lb_polygon_findings;

void lb_polygon_findings_clear(lb_polygon_findings *findings);

/* Reads source: anything OGR opens, or a text table with a column of WKT (wkt, geom, geometry).
 * shapes and attributes, both empty before, get one feature and one row each, in the order of the
 * source. Whole numbers and reals are columns of their type, all else text. found may be NULL.
 *
 * Edges are densified before they are transformed, to within a millimetre; the operation and its
 * accuracy are noted. Repairs are warnings that name the feature, the fault, its place, and the
 * area before and after. Features that are empty, not polygons, not finite, beyond repair or
 * (strict) invalid are problems, all reported before LB_E_INPUT; with skip_invalid they are left
 * out. A layer without features gives zero of them. LB_E_IO, LB_E_USAGE: as lb_rows_open. */
lb_status lb_polygons_read(const char *source, const lb_polygon_options *options, lb_shapes *shapes,
                           lb_table *attributes, lb_polygon_findings *found, lb_error *err);

#endif
