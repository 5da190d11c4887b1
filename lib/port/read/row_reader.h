/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of attributes from any source, one at a time: text tables through our own reader
 * (text/csv_read), everything else through OGR. Memory does not grow with the number of rows. */
#ifndef LB_PORT_READ_ROW_READER_H
#define LB_PORT_READ_ROW_READER_H

#include <lagesbild/table.h>
#include "base/buf.h"
#include "text/csv_read.h"
#include "base/diagnostics.h"
#include "port/gdal/sha256.h"
#include "port/vector/ogr_rows.h"

typedef struct lb_rows lb_rows;

/* source: as lagesbild(1), SOURCES, `file.gpkg|layername=areas` included. log may be NULL and is
 * borrowed. LB_E_IO: cannot be opened. LB_E_INPUT: no table, several layers. LB_E_USAGE: a part
 * after
 * '|' that is not known. */
lb_status lb_rows_open(const char *source, lb_log *log, lb_rows **out, lb_error *err);
void lb_rows_close(lb_rows *rows); /* NULL is accepted */

/* As lb_rows_open, and the bytes of a text table are hashed while they are read, by a thread that
 * shows them (lb_rows_hash_pending) or with the rows. Costs nothing for other sources. */
lb_status lb_rows_open_hashed(const char *source, lb_log *log, lb_rows **out, lb_error *err);

/* At the end of the rows: what lb_hash_file would return for these bytes. "": not known. */
void lb_rows_hash(lb_rows *rows, char hex[LB_HASH_SIZE]);

/* Rows of an OGR layer are read ahead (lb_ogr_rows_read_ahead). */
void lb_rows_use_threads(lb_rows *rows, int threads);

size_t lb_rows_columns(const lb_rows *rows);
const char *lb_rows_column(const lb_rows *rows, size_t i); /* UTF-8, borrowed */

/* How the source itself holds the column; all columns of a text table are LB_TEXT. */
lb_column_type lb_rows_type(const lb_rows *rows, size_t i);

/* What PROJ understands ("EPSG:3006" or WKT), or NULL: the source says none. A text table says it
 * in its WKT (lb_rows_pass_srid), which |crs= stands in for. */
const char *lb_rows_crs(const lb_rows *rows);

/* Passes the SRID before the WKT of a row: an EPSG number, which the source has said from then on.
 * LB_E_INPUT: a row before has said another. */
lb_status lb_rows_pass_srid(lb_rows *rows, long line, lb_csv_value *wkt, lb_error *err);

/* What SOURCE|crs= says, or NULL. Can the source be opened once more and give the same rows? */
const char *lb_rows_given_crs(const lb_rows *rows);
bool lb_rows_can_reopen(const lb_rows *rows);

/* lb_row.line is a line of a text file, not a feature id. */
bool lb_rows_is_text_table(const lb_rows *rows);

/* The findings about this source: the reader adds rows that cannot be cut, the caller what it finds
 * in the values. */
lb_diagnostics *lb_rows_problems(lb_rows *rows);

/* The next row, valid until the next call; *row is NULL at the end. At the end the status is that
 * of lb_diagnostics_end: LB_E_INPUT when there were problems, the caller's included. */
lb_status lb_rows_next(lb_rows *rows, const lb_row **row, lb_error *err);

/* The rows of a text table that lie ready to be cut by several threads (text/csv_read); none of
 * other sources, nor at the end. */
lb_status lb_rows_ready(lb_rows *rows, lb_csv_rows *out, lb_error *err);
void lb_rows_hash_pending(lb_rows *rows); /* may run beside threads that cut ready rows */
void lb_rows_read_ahead(lb_rows *rows);   /* beside threads that cut them or use what was cut */
long lb_rows_skip(lb_rows *rows, const char *to, long lines);

/* Has the end been reached? An error of lb_rows_next before it is of reading, after it of what was
 * found in the rows. */
bool lb_rows_at_end(const lb_rows *rows);

/* For port modules: the OGRGeometryH of the current row, borrowed, easting first; NULL: none. */
void *lb_rows_geometry(const lb_rows *rows);

/* Appends the polygons of the current row, whose geometry is LB_GEOMETRY_POLYGON, to the last
 * feature of out (lb_ogr_add_polygons). */
lb_status lb_rows_add_polygons(const lb_rows *rows, lb_shapes *out, bool *finite);

/* The column of the first of the names (ended by NULL, as lb_usual_columns has them) that exists,
 * compared after folding; SIZE_MAX: none. */
size_t lb_rows_find_column(const lb_rows *rows, const char *const *names);
size_t lb_rows_find_named(const lb_rows *rows, const char *name);

/* Advice on line 1 of a text table in which a column is not found, where that line looks like data
 * or a title and no header, as "; ..."; "": it looks like a header. */
const char *lb_rows_header_advice(const lb_rows *rows);

/* Appends the columns named most like `wanted` and all that were found (lb_text_list_similar), and
 * the advice on line 1. */
void lb_rows_similar_columns(const lb_rows *rows, const char *wanted, lb_buf *out);

#endif
