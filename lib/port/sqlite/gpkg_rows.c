/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, geometry, extent and count of GeoPackage layers, by SQLite, into tables that GDAL made
 * (port/vector/gpkg_write). GDAL's own way, an OGR feature a row, takes two thirds more of the CPU
 * time of `index` (bench/README.md, What the code past GDAL is worth). Layout: docs/formats.md,
 * GeoPackage. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "port/sqlite/gpkg_rows.h"
#include "port/sqlite/gpkg_tree.h"
#include "port/sqlite/virtual_rows.h"
#include "port/vector/iso_metadata.h"

/* `what`: the table or file that was being written. */
static lb_status sqlite_failure(sqlite3 *db, const char *path, const char *what, lb_error *err)
{
    int code = sqlite3_errcode(db);
    /* Without an error of SQLite's own it was malloc that failed. */
    if (code == SQLITE_NOMEM || code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return lb_error_set(err, LB_E_MEMORY, "%s: %s cannot be written: out of memory", path,
                            what);
    return lb_error_set(err, LB_E_IO, "%s: %s cannot be written: %s", path, what,
                        sqlite3_errmsg(db));
}

/* `name`, or with the first number that makes it no column's name; SQLite ignores case. */
void lb_gpkg_free_name(const lb_table *table, const char *name, char out[LB_GPKG_NAME_SIZE])
{
    snprintf(out, LB_GPKG_NAME_SIZE, "%s", name);
    for (int i = 1;; i++) {
        bool taken = false;
        for (size_t j = 0; !taken && j < table->columns; j++)
            taken = sqlite3_stricmp(table->column[j].name, out) == 0;
        if (!taken)
            return;
        snprintf(out, LB_GPKG_NAME_SIZE, "%s_%d", name, i);
    }
}

/* Statements ----------------------------------------------------------------------------------- */

/* Runs and frees an SQL text of sqlite3_mprintf (NULL: out of memory). */
static bool run_sql(sqlite3 *db, char *sql)
{
    bool good = sql && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return good;
}

static sqlite3_stmt *prepare_statement(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sql)
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    return statement;
}

/* Geometry ------------------------------------------------------------------------------------- */

/* One geometry as GeoPackage holds it. Room is reserved before, so that appending cannot fail. */
typedef struct geometry_blob {
    unsigned char *byte;
    size_t length, capacity; /* bytes */
} geometry_blob;

static void append_bytes(geometry_blob *b, const void *data, size_t length)
{
    memcpy(b->byte + b->length, data, length);
    b->length += length;
}

static unsigned char is_little_endian(void)
{
    const uint16_t probe = 1;
    unsigned char first;
    memcpy(&first, &probe, 1);
    return first;
}

/* WKB of OGC Simple Features: byte order and type. In this machine's byte order, which the first
 * byte says. */
static void append_wkb_type(geometry_blob *b, uint32_t type)
{
    unsigned char order = is_little_endian();
    append_bytes(b, &order, 1);
    append_bytes(b, &type, 4);
}

/* The same, then the number of parts. */
static void append_wkb_head(geometry_blob *b, uint32_t type, size_t count)
{
    uint32_t n = (uint32_t)count;
    append_wkb_type(b, type);
    append_bytes(b, &n, 4);
}

enum { WKB_POINT = 1, WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6, GPKG_HEAD = 40, WKB_POINT_SIZE = 21 };

/* Bytes: GeoPackage header, then 9 a multipolygon or polygon, 4 a ring, 16 a vertex. */
static size_t polygons_size(const lb_shapes *s, size_t feature)
{
    size_t part = s->part[feature], end = s->part[feature + 1];
    size_t rings = s->ring[end] - s->ring[part];
    size_t vertices = s->vertex[s->ring[end]] - s->vertex[s->ring[part]];
    return GPKG_HEAD + 9 + 9 * (end - part) + 4 * rings + 16 * vertices;
}

/* Room for a geometry of `size` bytes. */
static bool reserve_blob(geometry_blob *b, size_t size)
{
    b->length = 0;
    return lb_array_reserve(&b->byte, &b->capacity, size, 1);
}

/* GeoPackage 1.2, 2.1.3: "GP", version 0, flags (byte order, envelope of x and y), CRS, envelope.
 */
static void append_gpkg_head(geometry_blob *b, int32_t srs, lb_box box)
{
    unsigned char head[4] = {'G', 'P', 0, (unsigned char)(2 | is_little_endian())};
    double envelope[4] = {box.xmin, box.xmax, box.ymin, box.ymax};
    append_bytes(b, head, 4);
    append_bytes(b, &srs, 4);
    append_bytes(b, envelope, 32);
}

static void append_wkb_polygon(geometry_blob *b, const lb_shapes *s, size_t part)
{
    append_wkb_head(b, WKB_POLYGON, s->ring[part + 1] - s->ring[part]);
    for (size_t r = s->ring[part]; r < s->ring[part + 1]; r++) {
        uint32_t n = (uint32_t)(s->vertex[r + 1] - s->vertex[r]);
        append_bytes(b, &n, 4);
        append_bytes(b, s->xy + 2 * s->vertex[r], 16 * (size_t)n);
    }
}

/* A feature's polygons as a MultiPolygon with header and envelope. False: out of memory. */
static bool encode_geometry(geometry_blob *b, const lb_shapes *s, size_t feature, int32_t srs,
                            lb_box box)
{
    if (!reserve_blob(b, polygons_size(s, feature)))
        return false;
    append_gpkg_head(b, srs, box);
    append_wkb_head(b, WKB_MULTIPOLYGON, s->part[feature + 1] - s->part[feature]);
    for (size_t part = s->part[feature]; part < s->part[feature + 1]; part++)
        append_wkb_polygon(b, s, part);
    return true;
}

static bool encode_point(geometry_blob *b, const double *xy, int32_t srs, lb_box box)
{
    if (!reserve_blob(b, GPKG_HEAD + WKB_POINT_SIZE))
        return false;
    append_gpkg_head(b, srs, box);
    append_wkb_type(b, WKB_POINT);
    append_bytes(b, xy, 16);
    return true;
}

/* Rows ----------------------------------------------------------------------------------------- */

/* A layer being filled. */
typedef struct layer_writer {
    sqlite3 *db;
    const lb_layer_desc *layer;
    geometry_blob geometry;
    lb_tree_entry *entry; /* [n_entries] rows that have a geometry, with their boxes */
    size_t n_entries;
    int32_t srs; /* srs_id that GDAL gave the layer */
} layer_writer;

/* A missing value is NULL. The text is not copied: the table outlives the statement. */
static void give_value(const lb_column *column, size_t row, sqlite3_context *out)
{
    if (column->type == LB_TEXT && column->data.text[row])
        sqlite3_result_text(out, column->data.text[row], -1, SQLITE_STATIC);
    else if (column->type == LB_INTEGER && column->data.integer[row] != LB_INTEGER_NONE)
        sqlite3_result_int64(out, column->data.integer[row]);
    else if (column->type == LB_REAL && !isnan(column->data.real[row]))
        sqlite3_result_double(out, column->data.real[row]);
    else
        sqlite3_result_null(out);
}

/* Encodes the geometry of a row; its box. False: out of memory. */
static bool encode_row(layer_writer *f, size_t row, lb_box *box)
{
    const lb_shapes *s = f->layer->shapes;
    if (s) {
        *box = lb_shapes_box(s, row);
        return encode_geometry(&f->geometry, s, row, f->srs, *box);
    }
    const double *xy = f->layer->point + 2 * row;
    *box = (lb_box){xy[0], xy[1], xy[0], xy[1]};
    return encode_point(&f->geometry, xy, f->srs, *box);
}

/* The geometry of a row (NULL without parts), whose box is noted for the index. */
static void give_geometry(layer_writer *f, size_t row, sqlite3_context *out)
{
    const lb_shapes *s = f->layer->shapes;
    lb_box box;
    if (s && s->part[row] == s->part[row + 1]) {
        sqlite3_result_null(out);
    } else if (encode_row(f, row, &box)) {
        f->entry[f->n_entries++] = (lb_tree_entry){(int64_t)row + 1, box};
        sqlite3_result_blob64(out, f->geometry.byte, f->geometry.length, SQLITE_STATIC);
    } else {
        sqlite3_result_error_nomem(out);
    }
}

/* Feature ids, which are row numbers from 1, the geometry if there is one, and the columns. */
static void give_cell(void *udata, size_t row, int column, sqlite3_context *out)
{
    layer_writer *f = udata;
    int first = 1 + lb_layer_has_geometry(f->layer);
    if (column == 0)
        sqlite3_result_int64(out, (sqlite3_int64)row + 1);
    else if (column < first)
        give_geometry(f, row, out);
    else
        give_value(&f->layer->table->column[column - first], row, out);
}

/* GDAL has chosen the srs_id; each geometry repeats it in its header. */
static bool find_srs(layer_writer *f)
{
    char *sql = sqlite3_mprintf("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = %Q",
                                f->layer->name);
    sqlite3_stmt *query = prepare_statement(f->db, sql);
    bool good = query && sqlite3_step(query) == SQLITE_ROW;
    if (good)
        f->srs = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    sqlite3_free(sql);
    return good;
}

/* All rows of the layer, in the transaction of the file. */
static bool insert_rows(layer_writer *f)
{
    const lb_table *table = f->layer->table;
    bool placed = lb_layer_has_geometry(f->layer);
    lb_virtual_rows rows = {table->rows, 1 + placed + (int)table->columns, give_cell, f};
    if (placed)
        f->entry = malloc((table->rows + 1) * sizeof *f->entry);
    return (!placed || (f->entry && find_srs(f))) &&
           lb_virtual_rows_insert(f->db, f->layer->name, &rows);
}

/* gpkg_contents: the extent of all geometries; NULL where there is none. */
static bool update_extent(const layer_writer *f)
{
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < f->n_entries; i++)
        box = lb_box_union(box, f->entry[i].box);
    if (lb_box_is_empty(box))
        return true;
    sqlite3_stmt *update = prepare_statement(f->db, "UPDATE gpkg_contents SET min_x = ?, min_y = ?,"
                                                    " max_x = ?, max_y = ? WHERE table_name = ?");
    if (!update)
        return false;
    sqlite3_bind_double(update, 1, box.xmin);
    sqlite3_bind_double(update, 2, box.ymin);
    sqlite3_bind_double(update, 3, box.xmax);
    sqlite3_bind_double(update, 4, box.ymax);
    sqlite3_bind_text(update, 5, f->layer->name, -1, SQLITE_STATIC);
    bool good = sqlite3_step(update) == SQLITE_DONE;
    sqlite3_finalize(update);
    return good;
}

/* gpkg_ogr_contents: without it OGR counts the rows each time the layer is opened. */
static bool update_count(const layer_writer *f)
{
    return run_sql(f->db, sqlite3_mprintf("UPDATE gpkg_ogr_contents SET feature_count = %lld"
                                          " WHERE table_name = %Q",
                                          (long long)f->layer->table->rows, f->layer->name));
}

/* The R-tree that GDAL made empty for the layer: rtree_TABLE_GEOMETRY. */
static bool fill_index(layer_writer *f)
{
    char geom[LB_GPKG_NAME_SIZE];
    if (f->n_entries == 0)
        return true;
    lb_gpkg_free_name(f->layer->table, "geom", geom);
    char *name = sqlite3_mprintf("rtree_%s_%s", f->layer->name, geom);
    bool good = name && lb_gpkg_tree_fill(f->db, name, f->entry, f->n_entries) == LB_OK;
    sqlite3_free(name);
    return good;
}

/* The layer's triggers, as SQL to drop and to create them again. They keep index and count in step
 * with edits by functions such as ST_MinX, which only GDAL and QGIS give SQLite: they must be away
 * while rows are inserted here. */
static bool read_triggers(sqlite3 *db, const char *table, lb_buf *drop, lb_buf *create)
{
    char *sql = sqlite3_mprintf("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                                " AND tbl_name = %Q ORDER BY rowid",
                                table);
    sqlite3_stmt *query = prepare_statement(db, sql);
    while (query && sqlite3_step(query) == SQLITE_ROW) {
        char *one = sqlite3_mprintf("DROP TRIGGER \"%w\";", sqlite3_column_text(query, 0));
        lb_buf_puts(drop, one ? one : "");
        lb_buf_printf(create, "%s;\n", (const char *)sqlite3_column_text(query, 1));
        drop->failed = drop->failed || !one;
        sqlite3_free(one);
    }
    bool good = query && sqlite3_finalize(query) == SQLITE_OK && !drop->failed && !create->failed;
    sqlite3_free(sql);
    return good;
}

static bool fill_without_triggers(layer_writer *f, const char *drop, const char *create)
{
    return (!drop || sqlite3_exec(f->db, drop, NULL, NULL, NULL) == SQLITE_OK) && insert_rows(f) &&
           update_extent(f) && update_count(f) && fill_index(f) &&
           (!create || sqlite3_exec(f->db, create, NULL, NULL, NULL) == SQLITE_OK);
}

/* Triggers that keep the spatial index are dropped while rows are written and made again after,
 * as each row would run them. */
static lb_status fill_layer(sqlite3 *db, const char *path, const lb_layer_desc *layer,
                            lb_error *err)
{
    layer_writer f = {.db = db, .layer = layer};
    lb_buf drop = {0}, create = {0};
    lb_status status = LB_OK;
    if (!read_triggers(db, layer->name, &drop, &create) ||
        !fill_without_triggers(&f, drop.text, create.text))
        status = sqlite_failure(db, path, layer->name, err);
    free(f.geometry.byte);
    free(f.entry);
    lb_buf_clear(&drop);
    lb_buf_clear(&create);
    return status;
}

/* Columns -------------------------------------------------------------------------------------- */

/* Schema extension of GeoPackage 1.2, annex F.9: GDAL makes its tables in later versions only. */
static const char schema_sql[] =
    "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL,"
    " column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,"
    " constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT gdc_tn UNIQUE (table_name, name));"
    "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT NULL,"
    " constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,"
    " max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,"
    " CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));"
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT,"
    " extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    "INSERT OR IGNORE INTO gpkg_extensions VALUES"
    " ('gpkg_data_columns', NULL, 'gpkg_schema',"
    " 'http://www.geopackage.org/spec120/#extension_schema', 'read-write'),"
    " ('gpkg_data_column_constraints', NULL, 'gpkg_schema',"
    " 'http://www.geopackage.org/spec120/#extension_schema', 'read-write')";

/* One column: what it is called and what it means. */
static bool write_column(sqlite3 *db, const lb_layer_desc *layer, size_t i)
{
    const lb_column_note *note = layer->note ? &layer->note[i] : NULL;
    const char *title = layer->title ? layer->title[i] : NULL, *name = layer->table->column[i].name;
    bool meaning = note && note->meaning && *note->meaning;
    bool unit = note && note->unit && *note->unit;
    if (!title && !meaning)
        return true;
    char *text = sqlite3_mprintf("%s%s%s%s", meaning ? note->meaning : title, unit ? " [" : "",
                                 unit ? note->unit : "", unit ? "]" : "");
    bool good = text && run_sql(db, sqlite3_mprintf("INSERT INTO gpkg_data_columns (table_name,"
                                                    " column_name, name, title, description)"
                                                    " VALUES (%Q, %Q, %Q, %Q, %Q)",
                                                    layer->name, name, name, title, text));
    sqlite3_free(text);
    return good;
}

/* What the layer's columns are called, for people (QGIS shows the title as their alias), and what
 * they mean. */
static bool write_columns(sqlite3 *db, const lb_layer_desc *layer)
{
    if (!layer->title && !layer->note)
        return true;
    bool good = sqlite3_exec(db, schema_sql, NULL, NULL, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < layer->table->columns; i++)
        good = write_column(db, layer, i);
    return good;
}

/* Metadata ------------------------------------------------------------------------------------- */

/* Metadata extension of GeoPackage 1.2, annex F.8: the provenance, and the same as catalogues read
 * it. Made here because GDALSetMetadata would wrap the JSON in XML of its own
 * (GDALMultiDomainMetadata). */
static const char metadata_sql[] =
    "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,"
    " md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,"
    " mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT,"
    " column_name TEXT, row_id_value INTEGER,"
    " timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " md_file_id INTEGER NOT NULL, md_parent_id INTEGER,"
    " CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),"
    " CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));"
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT,"
    " extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES"
    " ('gpkg_metadata', 'gpkg_metadata',"
    " 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),"
    " ('gpkg_metadata_reference', 'gpkg_metadata',"
    " 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');";

/* One document on the whole file; ids count from 1. NULL: none. */
static bool write_document(sqlite3 *db, int id, const char *const what[3], const char *date)
{
    return !what[2] ||
           run_sql(db, sqlite3_mprintf("INSERT INTO gpkg_metadata VALUES (%d, 'dataset', %Q, %Q, "
                                       "%Q);"
                                       "INSERT INTO gpkg_metadata_reference VALUES"
                                       " ('geopackage', NULL, NULL, NULL, %Q, %d, NULL)",
                                       id, what[0], what[1], what[2], date, id));
}

static bool write_metadata(sqlite3 *db, const lb_layer_desc *layers, size_t n,
                           const lb_file_about *about, const char *date)
{
    char *xml = lb_iso_metadata(layers, n, about);
    const char *const provenance[] = {"urn:lagesbild:provenance", "application/json",
                                      about->provenance};
    const char *const iso[] = {LB_ISO_METADATA_URI, "text/xml", xml};
    bool good = xml && sqlite3_exec(db, metadata_sql, NULL, NULL, NULL) == SQLITE_OK &&
                write_document(db, 1, provenance, date) && write_document(db, 2, iso, date);
    free(xml);
    return good;
}

/* ---------------------------------------------------------------------------------------------- */

/* The file has a temporary name until it is complete, so that a crash leaves nothing to recover: no
 * journal, no fsync. Rows are only appended, so that pages need not stay in SQLite's cache. */
static const char pragma_sql[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                 "PRAGMA locking_mode = EXCLUSIVE; BEGIN";

static lb_status fill_layers(sqlite3 *db, const char *path, const lb_layer_desc *layers, size_t n,
                             lb_error *err)
{
    lb_status status = LB_OK;
    if (sqlite3_exec(db, pragma_sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_failure(db, path, "the file", err);
    for (size_t i = 0; status == LB_OK && i < n; i++) {
        status = fill_layer(db, path, &layers[i], err);
        if (status == LB_OK && !write_columns(db, &layers[i]))
            status = sqlite_failure(db, path, "gpkg_data_columns", err);
    }
    return status;
}

/* OGR made the file and its layers; rows are inserted by SQLite in one transaction. */
lb_status lb_gpkg_insert_rows(const char *path, const lb_layer_desc *layers, size_t n,
                              const lb_file_about *about, const char *date, lb_error *err)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", path, sqlite3_errmsg(db));
        sqlite3_close(db);
        return LB_E_IO;
    }
    lb_status status = fill_layers(db, path, layers, n, err);
    if (status == LB_OK && about && !write_metadata(db, layers, n, about, date))
        status = sqlite_failure(db, path, "gpkg_metadata", err);
    if (status == LB_OK && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        status = sqlite_failure(db, path, "the file", err);
    sqlite3_close(db);
    return status;
}
