/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of an OGR layer; used through port/rows. */
#ifndef LB_PORT_VECTOR_OGR_ROWS_H
#define LB_PORT_VECTOR_OGR_ROWS_H

#include <lagesbild/table.h>
#include "base/buf.h"
#include "port/vector/ogr_layer.h"
#include "port/vector/row.h"

typedef struct lb_ogr_rows lb_ogr_rows;

/* text: the source as the user wrote it, borrowed. */
lb_status lb_ogr_rows_open(const char *text, const lb_source *source, lb_ogr_rows **out,
                           lb_error *err);
void lb_ogr_rows_close(lb_ogr_rows *rows); /* NULL is accepted */

size_t lb_ogr_rows_columns(const lb_ogr_rows *rows);
const char *lb_ogr_rows_column(const lb_ogr_rows *rows, size_t i);
lb_column_type lb_ogr_rows_type(const lb_ogr_rows *rows, size_t i);
const char *lb_ogr_rows_crs(const lb_ogr_rows *rows);

/* Of the row at hand; borrowed; easting first. NULL: none. */
OGRGeometryH lb_ogr_rows_geometry(const lb_ogr_rows *rows);

/* *row is NULL at the end. */
lb_status lb_ogr_rows_next(lb_ogr_rows *rows, const lb_row **row, lb_error *err);

/* The fields of one feature, `count` of them; text of kinds other than string is kept in scratch
 * (one buffer a field). */
void lb_ogr_fields(OGRFeatureH feature, size_t count, lb_csv_value *field, lb_buf *scratch);

/* What kind of geometry it is (NULL: none), with its number of parts and vertices. */
lb_geometry_kind lb_ogr_geometry_kind(OGRGeometryH geometry, size_t *parts, size_t *vertices);

#endif
