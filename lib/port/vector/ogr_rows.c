/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features of an OGR layer as rows: numbers as doubles where a double holds them exactly, dates as
 * ISO 8601, everything else as the text that OGR makes of it. Features, or columns of them, are
 * read in batches, so that memory does not grow with the layer, one by a thread of its own while
 * rows are made of the one before, where that is asked for; strings are borrowed from the current
 * row. */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_error.h>
#include <ogr_api.h>

#include "base/async_task.h"
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/column_stream.h"
#include "port/vector/ogr_layer.h"
#include "port/vector/ogr_rows.h"
#include "port/vector/ogr_shape.h"
#include "port/vector/ogr_value.h"
#include "port/vector/wkb_polygon.h"
#include "text/workbook_text.h"

/* The end of a batch, whichever comes first: about a millisecond of reading by a thread of its own;
 * else few, which stay in a core's cache. */
enum { BATCH_FEATURES = 256, BATCH_VERTICES = 1 << 14, FEW_FEATURES = 16 };
/* Features of a batch of columns: of about so many bytes of the file, within these bounds. */
enum { COLUMN_BYTES = 1 << 20, MIN_COLUMN_ROWS = 16, MAX_COLUMN_ROWS = 1024 };

/* Features, or columns. */
typedef struct feature_batch {
    OGRFeatureH feature[BATCH_FEATURES]; /* [at, count) are owned */
    struct ArrowArray columns;           /* release NULL: none */
    size_t at, count;
    bool is_last;
    lb_status status; /* of what came behind the last feature */
    lb_error err;
} feature_batch;

struct lb_ogr_rows {
    const char *text;
    lb_ogr_layer layer;
    double read, max_rows; /* max_rows: that the source can have; infinite: any number */
    size_t batch_size;     /* features of a batch, at most */
    int threads;           /* over 1: a batch is read by one of its own; else when it is needed */
    feature_batch *batch, *ahead; /* of the current feature; the next one, which `reading` fills */
    lb_async_task reading;
    struct ArrowArrayStream stream; /* release NULL: features are read */
    double streamed;                /* rows that came from it, */
    long last_id;                   /* the id of the last; */
    long table_last_id;             /* the greatest of the table */
    double source_bytes;            /* 0: not known, or it has a condition */
    bool has_row;                   /* there is a current row */
    OGRFeatureH feature;            /* of it, from which row borrows; NULL: it is of columns */
    size_t column_row;              /* of batch->columns */
    OGRGeometryH geometry;          /* made of columns when it is asked for */
    size_t columns;
    char **name;
    lb_csv_value *field;
    lb_buf *scratch; /* [columns] texts that OGR does not keep: dates, long integers, lists */
    lb_row row;
};

/* Fields -------------------------------------------------------------------------------------- */

static void set_text(lb_csv_value *field, const char *text)
{
    lb_ogr_value_text(field, text, strlen(text));
}

/* A date as ISO 8601, with the zone when the source has one. OGR's time zone flag: 0 unknown, 1
 * local time, 100 UTC, each step from there a quarter of an hour (OGR_F_GetFieldAsDateTimeEx).
 * Fractions of seconds are dropped: no period is shorter than a day. */
static void set_date(OGRFeatureH feature, int i, lb_csv_value *field, lb_buf *text)
{
    int year, month, day, hour, minute, zone;
    float second;
    bool has_time = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i)) == OFTDateTime;
    text->length = 0;
    if (!OGR_F_GetFieldAsDateTimeEx(feature, i, &year, &month, &day, &hour, &minute, &second,
                                    &zone))
        return;
    lb_buf_printf(text, "%04d-%02d-%02d", year, month, day);
    if (has_time)
        lb_buf_printf(text, "T%02d:%02d:%02d", hour, minute, (int)second);
    if (has_time && zone == 100)
        lb_buf_puts(text, "Z");
    else if (has_time && zone > 1) {
        int minutes = abs(zone - 100) * 15;
        lb_buf_printf(text, "%c%02d:%02d", zone < 100 ? '-' : '+', minutes / 60, minutes % 60);
    }
    if (!text->failed)
        set_text(field, text->text);
}

/* The text OGR makes of a field. It lies in a buffer of the feature that the next call overwrites:
 * copied. */
static void set_copy(OGRFeatureH feature, int i, lb_csv_value *field, lb_buf *text)
{
    text->length = 0;
    lb_buf_puts(text, OGR_F_GetFieldAsString(feature, i));
    if (!text->failed)
        set_text(field, text->text ? text->text : "");
}

static void set_field(OGRFeatureH feature, int i, lb_csv_value *field, lb_buf *text)
{
    *field = (lb_csv_value){.number = (double)NAN};
    if (!OGR_F_IsFieldSetAndNotNull(feature, i))
        return;
    switch (OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i))) {
    case OFTString:
        set_text(field, OGR_F_GetFieldAsString(feature, i));
        break;
    case OFTInteger:
    case OFTInteger64:
        lb_ogr_value_integer(field, OGR_F_GetFieldAsInteger64(feature, i), text);
        break;
    case OFTReal:
        lb_ogr_value_number(field, OGR_F_GetFieldAsDouble(feature, i));
        break;
    case OFTDate:
    case OFTDateTime:
        set_date(feature, i, field, text);
        break;
    default:
        set_copy(feature, i, field, text);
    }
}

/* What a workbook writes as _xHHHH_, as the end of a line in a cell is, and OGR leaves so. */
static void decode_text(lb_csv_value *field, lb_buf *text)
{
    if (field->kind != LB_CSV_VALUE_TEXT || field->text == text->text ||
        !lb_workbook_text_is_special(field->text))
        return;
    text->length = 0;
    lb_workbook_text_decode(text, field->text);
    if (!text->failed)
        set_text(field, text->text);
}

/* Geometry ------------------------------------------------------------------------------------ */

static size_t count_vertices(OGRGeometryH geometry)
{
    int children = OGR_G_GetGeometryCount(geometry);
    size_t n = children == 0 ? (size_t)OGR_G_GetPointCount(geometry) : 0;
    for (int i = 0; i < children; i++)
        n += count_vertices(OGR_G_GetGeometryRef(geometry, i));
    return n;
}

/* Polygons are whatever can be taken apart into polygons: curved ones, surfaces, collections of
 * nothing else. */
lb_geometry_kind lb_ogr_geometry_kind(void *geometry, size_t *parts, size_t *vertices)
{
    *parts = *vertices = 0;
    if (!geometry)
        return LB_GEOMETRY_NONE;
    if (OGR_G_IsEmpty(geometry))
        return LB_GEOMETRY_EMPTY;
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
    *parts = 1;
    *vertices = count_vertices(geometry);
    if (type == wkbPoint)
        return LB_GEOMETRY_POINT;
    if (type == wkbTriangle || OGR_GT_IsSubClassOf(type, wkbCurvePolygon))
        return LB_GEOMETRY_POLYGON;
    int children = OGR_G_GetGeometryCount(geometry);
    *parts = (size_t)children;
    if (type == wkbMultiPoint)
        return children == 1 ? LB_GEOMETRY_POINT : LB_GEOMETRY_OTHER;
    bool surfaces = OGR_GT_IsSubClassOf(type, wkbMultiSurface) ||
                    OGR_GT_IsSubClassOf(type, wkbPolyhedralSurface);
    if (surfaces)
        return LB_GEOMETRY_POLYGON;
    if (type != wkbGeometryCollection)
        return LB_GEOMETRY_OTHER;
    *parts = 0;
    for (int i = 0; i < children; i++) {
        size_t p, v;
        lb_geometry_kind kind = lb_ogr_geometry_kind(OGR_G_GetGeometryRef(geometry, i), &p, &v);
        if (kind != LB_GEOMETRY_POLYGON && kind != LB_GEOMETRY_EMPTY)
            return LB_GEOMETRY_OTHER;
        *parts += p;
    }
    return LB_GEOMETRY_POLYGON;
}

static lb_box geometry_box(OGRGeometryH geometry)
{
    OGREnvelope e;
    if (!geometry || OGR_G_IsEmpty(geometry))
        return lb_box_empty();
    OGR_G_GetEnvelope(geometry, &e);
    return (lb_box){e.MinX, e.MinY, e.MaxX, e.MaxY};
}

/* Opening -------------------------------------------------------------------------------------- */

/* Names as UTF-8: a shapefile's .dbf without a code page is passed through as its bytes. NULL: out
 * of memory. */
static char *field_name(const lb_ogr_rows *rows, const char *name)
{
    lb_buf decoded = {0};
    if (!rows->layer.is_workbook)
        return lb_text_utf8(name, strlen(name));
    lb_workbook_text_decode(&decoded, name);
    return lb_buf_detach(&decoded);
}

static lb_status read_field_names(lb_ogr_rows *rows, lb_error *err)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(rows->layer.layer);
    size_t n = (size_t)OGR_FD_GetFieldCount(definition), room = n ? n : 1;
    rows->name = calloc(room, sizeof *rows->name);
    rows->field = calloc(room, sizeof *rows->field);
    rows->scratch = calloc(room, sizeof *rows->scratch);
    if (!rows->name || !rows->field || !rows->scratch)
        return lb_error_memory(err);
    for (; rows->columns < n; rows->columns++) {
        int i = (int)rows->columns;
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
        rows->name[i] = field_name(rows, name);
        if (!rows->name[i])
            return lb_error_memory(err);
    }
    return LB_OK;
}

/* A table of a GeoPackage has at most a row a byte; more, and more than a view that joins tables
 * has, are those of a view without an end. */
static double max_rows_of(const lb_source *source)
{
    bool database =
        lb_text_ends_with(source->path, ".gpkg") || lb_text_ends_with(source->path, ".sqlite");
    return database && source->size > 0 ? fmax(source->size, 1e6) : (double)INFINITY;
}

/* Batches ------------------------------------------------------------------------------------- */

static void clear_batch(feature_batch *batch)
{
    if (!batch)
        return;
    if (batch->columns.release)
        batch->columns.release(&batch->columns);
    else
        for (; batch->at < batch->count; batch->at++)
            OGR_F_Destroy(batch->feature[batch->at]);
    *batch = (feature_batch){.status = LB_OK};
}

/* OGR returns NULL for an error too, which only its last message shows. */
static void end_batch(const lb_ogr_rows *rows, feature_batch *batch)
{
    batch->is_last = true;
    if (lb_gdal_failed())
        batch->status = lb_error_set(&batch->err, LB_E_IO, "%s: cannot be read to its end: %s",
                                     rows->text, lb_gdal_message("no reason given"));
}

static void read_features(lb_ogr_rows *rows, feature_batch *batch)
{
    size_t vertices = 0;
    while (!batch->is_last && batch->count < rows->batch_size && vertices < BATCH_VERTICES) {
        CPLErrorReset();
        OGRFeatureH feature = OGR_L_GetNextFeature(rows->layer.layer);
        if (!feature)
            end_batch(rows, batch);
        else
            batch->feature[batch->count++] = feature;
        vertices += feature ? count_vertices(OGR_F_GetGeometryRef(feature)) : 0;
    }
}

/* The rest is read feature by feature, which finds the same error again and names it. */
static void leave_stream(lb_ogr_rows *rows)
{
    rows->stream.release(&rows->stream);
    OGR_L_ResetReading(rows->layer.layer);
    for (double k = 0; k < rows->streamed; k++)
        OGR_F_Destroy(OGR_L_GetNextFeature(rows->layer.layer));
}

/* Do ids ascend from the last batch's on? GDAL's driver asks for ids from the number of rows it has
 * seen on, and has some twice where the file's own count of rows is wrong. */
static bool ids_ascend(lb_ogr_rows *rows, const struct ArrowArray *columns)
{
    bool ascends = columns->length > 0;
    for (int64_t k = 0; ascends && k < columns->length; k++) {
        long id = lb_columns_id(columns, (size_t)k);
        ascends = id > rows->last_id;
        rows->last_id = id;
    }
    return ascends;
}

/* False: the stream failed, or ended before the table (GDAL 3.7 and later end it in a gap of ids as
 * long as a batch, where the file's own count of rows is wrong); features are read from here on. */
static bool read_columns(lb_ogr_rows *rows, feature_batch *batch)
{
    struct ArrowArray *columns = &batch->columns;
    CPLErrorReset();
    if (rows->stream.get_next(&rows->stream, columns) != 0)
        columns->release = NULL;
    else if (!columns->release && !lb_gdal_failed() && rows->last_id == rows->table_last_id) {
        batch->is_last = true;
        return true;
    }
    if (columns->release && !lb_gdal_failed() && ids_ascend(rows, columns)) {
        batch->count = (size_t)columns->length;
        rows->streamed += (double)batch->count;
        return true;
    }
    if (columns->release)
        columns->release(columns);
    columns->release = NULL;
    leave_stream(rows);
    return false;
}

/* The next rows of the layer, which nothing else may use meanwhile, into rows->ahead. */
static void read_batch(void *udata)
{
    lb_ogr_rows *rows = udata;
    feature_batch *batch = rows->ahead;
    clear_batch(batch);
    lb_gdal_silence_for(rows->text);
    if (!rows->stream.release || !read_columns(rows, batch))
        read_features(rows, batch);
    lb_gdal_restore();
}

/* rows->batch: the next one, which has been read; the one behind it is begun. */
static void take_batch(lb_ogr_rows *rows)
{
    feature_batch *done = rows->batch;
    if (rows->reading.run)
        lb_async_task_finish(&rows->reading);
    else
        read_batch(rows);
    rows->batch = rows->ahead;
    rows->ahead = done;
    if (rows->threads > 1 && !rows->batch->is_last)
        lb_async_task_start(&rows->reading, rows->threads, read_batch, rows);
}

static void clear_row(lb_ogr_rows *rows)
{
    OGR_F_Destroy(rows->feature);
    OGR_G_DestroyGeometry(rows->geometry);
    rows->feature = NULL;
    rows->geometry = NULL;
    rows->has_row = false;
}

/* The next row becomes the current one; none at the end. */
static lb_status read_row(lb_ogr_rows *rows, lb_error *err)
{
    clear_row(rows);
    while (rows->batch->at == rows->batch->count && !rows->batch->is_last)
        take_batch(rows);
    feature_batch *batch = rows->batch;
    if (batch->at < batch->count) {
        rows->has_row = true;
        rows->column_row = batch->at++;
        rows->feature = batch->columns.release ? NULL : batch->feature[rows->column_row];
    } else if (batch->status != LB_OK)
        return lb_error_set(err, batch->status, "%s", batch->err.text);
    return LB_OK;
}

/* Rows ---------------------------------------------------------------------------------------- */

/* `text` is borrowed for messages; field names are read once. */
lb_status lb_ogr_rows_open(const char *text, const lb_source *source, lb_ogr_rows **out,
                           lb_error *err)
{
    lb_ogr_rows *rows = calloc(1, sizeof *rows);
    if (!rows)
        return lb_error_memory(err);
    rows->text = text;
    rows->max_rows = max_rows_of(source);
    rows->source_bytes = source->subset ? 0 : source->size;
    rows->last_id = LONG_MIN;
    rows->batch_size = FEW_FEATURES;
    rows->batch = calloc(1, sizeof *rows->batch);
    rows->ahead = calloc(1, sizeof *rows->ahead);
    lb_status status = rows->batch && rows->ahead
                           ? lb_ogr_layer_open(text, source, &rows->layer, err)
                           : lb_error_memory(err);
    if (status == LB_OK)
        status = read_field_names(rows, err);
    if (status == LB_OK)
        *out = rows;
    else
        lb_ogr_rows_close(rows);
    return status;
}

/* A half-open reader is closed too: what was not made is NULL or 0. */
void lb_ogr_rows_close(lb_ogr_rows *rows)
{
    if (!rows)
        return;
    lb_async_task_cancel(&rows->reading);
    clear_row(rows);
    clear_batch(rows->batch);
    clear_batch(rows->ahead);
    if (rows->stream.release)
        rows->stream.release(&rows->stream);
    free(rows->batch);
    free(rows->ahead);
    lb_ogr_layer_close(&rows->layer);
    for (size_t i = 0; i < rows->columns; i++) {
        free(rows->name[i]);
        lb_buf_clear(&rows->scratch[i]);
    }
    free(rows->name);
    free(rows->field);
    free(rows->scratch);
    free(rows);
}

/* Plain polygons, with x first, of all rows: what is worth a stream of columns. */
static bool can_stream(const lb_ogr_rows *rows)
{
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_L_GetGeomType(rows->layer.layer));
    return rows->source_bytes > 0 && !rows->layer.swap_xy &&
           (type == wkbPolygon || type == wkbMultiPolygon);
}

/* With batches of about COLUMN_BYTES. */
static void open_stream(lb_ogr_rows *rows)
{
    double features = (double)OGR_L_GetFeatureCount(rows->layer.layer, TRUE);
    double some =
        fmin(fmax(features * COLUMN_BYTES / rows->source_bytes, MIN_COLUMN_ROWS), MAX_COLUMN_ROWS);
    if (!lb_column_stream_open(rows->layer.layer, (size_t)some, &rows->stream))
        rows->stream.release = NULL;
}

void lb_ogr_rows_read_ahead(lb_ogr_rows *rows, int threads)
{
    rows->threads = threads;
    rows->batch_size = threads > 1 ? BATCH_FEATURES : FEW_FEATURES;
    if (!can_stream(rows))
        return;
    lb_gdal_silence_for(rows->text);
    if (lb_column_stream_can(rows->layer.dataset, rows->layer.layer, &rows->table_last_id))
        open_stream(rows);
    lb_gdal_restore();
}

size_t lb_ogr_rows_columns(const lb_ogr_rows *rows)
{
    return rows->columns;
}

const char *lb_ogr_rows_column(const lb_ogr_rows *rows, size_t i)
{
    return rows->name[i];
}

lb_column_type lb_ogr_rows_type(const lb_ogr_rows *rows, size_t i)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(rows->layer.layer);
    switch (OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, (int)i))) {
    case OFTInteger:
    case OFTInteger64:
        return LB_INTEGER;
    case OFTReal:
        return LB_REAL;
    default:
        return LB_TEXT;
    }
}

void *lb_ogr_rows_geometry(lb_ogr_rows *rows)
{
    if (!rows->has_row || rows->feature)
        return rows->feature ? OGR_F_GetGeometryRef(rows->feature) : NULL;
    size_t size = 0;
    const void *wkb = lb_columns_wkb(&rows->batch->columns, rows->column_row, &size);
    if (wkb && !rows->geometry &&
        OGR_G_CreateFromWkb(wkb, NULL, &rows->geometry, (int)size) != OGRERR_NONE)
        rows->geometry = NULL;
    return rows->geometry;
}

lb_status lb_ogr_rows_add_polygons(lb_ogr_rows *rows, lb_shapes *out, bool *finite)
{
    size_t size = 0;
    const void *wkb = rows->has_row && !rows->feature && !rows->geometry
                          ? lb_columns_wkb(&rows->batch->columns, rows->column_row, &size)
                          : NULL;
    return wkb ? lb_wkb_add_polygons(wkb, size, out, finite)
               : lb_ogr_add_polygons(lb_ogr_rows_geometry(rows), out, finite);
}

const char *lb_ogr_rows_crs(const lb_ogr_rows *rows)
{
    return rows->layer.crs;
}

long long lb_ogr_rows_total(const lb_ogr_rows *rows)
{
    return rows->layer.total;
}

/* Kind, parts, vertices and bounding box of the current row's geometry. */
static void measure_geometry(lb_ogr_rows *rows)
{
    lb_row *r = &rows->row;
    size_t size = 0;
    lb_wkb_extent extent;
    const void *wkb =
        rows->feature ? NULL : lb_columns_wkb(&rows->batch->columns, rows->column_row, &size);
    if (wkb && lb_wkb_polygon_extent(wkb, size, &extent)) {
        r->geometry = LB_GEOMETRY_POLYGON;
        r->parts = extent.parts;
        r->vertices = extent.vertices;
        r->box = extent.box;
        return;
    }
    OGRGeometryH geometry = lb_ogr_rows_geometry(rows);
    if (geometry && rows->layer.swap_xy)
        OGR_G_SwapXY(geometry);
    r->geometry = lb_ogr_geometry_kind(geometry, &r->parts, &r->vertices);
    r->box = geometry_box(geometry);
}

/* Fields, id and geometry of the current row. */
static lb_status fill_row(lb_ogr_rows *rows, lb_error *err)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(rows->layer.layer);
    const struct ArrowArray *columns = &rows->batch->columns;
    for (size_t i = 0; i < rows->columns; i++) {
        if (rows->feature)
            set_field(rows->feature, (int)i, &rows->field[i], &rows->scratch[i]);
        else
            lb_columns_value(columns, OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, (int)i)), i,
                             rows->column_row, &rows->field[i], &rows->scratch[i]);
        if (rows->layer.is_workbook)
            decode_text(&rows->field[i], &rows->scratch[i]);
        if (rows->scratch[i].failed)
            return lb_error_memory(err);
    }
    rows->row.field = rows->field;
    rows->row.line = rows->feature ? (long)OGR_F_GetFID(rows->feature)
                                   : lb_columns_id(columns, rows->column_row);
    measure_geometry(rows);
    return LB_OK;
}

/* Has the current feature neither a geometry nor a value, as a blank line of a text table? */
static bool is_blank(const lb_ogr_rows *rows)
{
    for (size_t i = 0; i < rows->columns; i++)
        if (!lb_csv_value_is_empty(&rows->field[i]))
            return false;
    return rows->columns > 0 && rows->row.geometry == LB_GEOMETRY_NONE;
}

/* The next row that is not blank; none at the end. */
static lb_status next_feature(lb_ogr_rows *rows, lb_error *err)
{
    do {
        LB_TRY(read_row(rows, err));
        if (!rows->has_row)
            return LB_OK;
        LB_TRY(fill_row(rows, err));
        if (++rows->read > rows->max_rows)
            return lb_error_set(
                err, LB_E_INPUT,
                "%s: more than %.0f rows, which its file cannot hold; is it a view that "
                "has no end?",
                rows->text, rows->max_rows);
    } while (is_blank(rows));
    return LB_OK;
}

lb_status lb_ogr_rows_next(lb_ogr_rows *rows, const lb_row **row, lb_error *err)
{
    CPLPushErrorHandler(CPLQuietErrorHandler); /* of values and geometries in memory */
    lb_status status = next_feature(rows, err);
    *row = rows->has_row ? &rows->row : NULL;
    CPLPopErrorHandler();
    return status;
}
