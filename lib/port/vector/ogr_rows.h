/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an OGR layer: attributes as values, and what kind of geometry each has. Other layers use
 * them through port/read/row_reader, so that no header of GDAL is included here: an OGRGeometryH is
 * a void pointer. */
#ifndef LB_PORT_VECTOR_OGR_ROWS_H
#define LB_PORT_VECTOR_OGR_ROWS_H

#include <lagesbild/grid.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "port/gdal/source_spec.h"
#include "text/csv_value.h"

typedef enum lb_geometry_kind {
    LB_GEOMETRY_NONE,
    LB_GEOMETRY_POINT,   /* also a multipoint of one */
    LB_GEOMETRY_POLYGON, /* also multipolygons, curved ones, collections of polygons */
    LB_GEOMETRY_OTHER,   /* lines, many points, mixtures */
    LB_GEOMETRY_EMPTY    /* a geometry without coordinates */
} lb_geometry_kind;

/* One row of any source: of an OGR layer or, by port/read/row_reader, of a text table. */
typedef struct lb_row {
    const lb_csv_value *field; /* one a column */
    long line;                 /* of a text table, the header being 1; else the feature's id */
    lb_geometry_kind geometry;
    lb_box box;   /* of the geometry, source CRS; x is easting or longitude whatever the CRS says */
    size_t parts; /* polygons, or points */
    size_t vertices; /* of all rings, closing ones included */
} lb_row;

typedef struct lb_ogr_rows lb_ogr_rows;

/* text: the source as the user wrote it, borrowed. LB_E_IO, LB_E_INPUT, LB_E_USAGE: as
 * lb_ogr_layer_open. */
lb_status lb_ogr_rows_open(const char *text, const lb_source *source, lb_ogr_rows **out,
                           lb_error *err);
void lb_ogr_rows_close(lb_ogr_rows *rows); /* NULL is accepted */

/* Before the first row: the next features are read by a thread of their own while the caller uses
 * rows (of one thread: they are not), and those of a layer of polygons by columns, where the driver
 * is fast at it (port/vector/column_stream). */
void lb_ogr_rows_read_ahead(lb_ogr_rows *rows, int threads);

size_t lb_ogr_rows_columns(const lb_ogr_rows *rows);
const char *lb_ogr_rows_column(const lb_ogr_rows *rows, size_t i);
lb_column_type lb_ogr_rows_type(const lb_ogr_rows *rows, size_t i);
const char *lb_ogr_rows_crs(const lb_ogr_rows *rows);
long long lb_ogr_rows_total(const lb_ogr_rows *rows); /* features without the condition, if any */

/* The OGRGeometryH of the current row, borrowed until the next; easting first. NULL: none. */
void *lb_ogr_rows_geometry(lb_ogr_rows *rows);

/* lb_ogr_add_polygons of the current row's geometry. */
lb_status lb_ogr_rows_add_polygons(lb_ogr_rows *rows, lb_shapes *out, bool *finite);

/* The next row, valid until the next call; *row is NULL at the end. LB_E_IO: cut off or damaged. */
lb_status lb_ogr_rows_next(lb_ogr_rows *rows, const lb_row **row, lb_error *err);

/* What kind an OGRGeometryH is (NULL: none), with its number of parts and vertices. */
lb_geometry_kind lb_ogr_geometry_kind(void *geometry, size_t *parts, size_t *vertices);

#endif
