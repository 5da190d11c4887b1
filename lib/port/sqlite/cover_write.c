/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a cover file: one transaction into a new SQLite database. The same cover gives the same
 * bytes: rows are inserted in order, and nothing in the schema depends on time or machine. Layout:
 * docs/formats.md, Cover file. */
#include <math.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "port/sqlite/cover_file.h"
#include "port/sqlite/cover_spans.h"

/* `good` stays false once a statement has failed: later ones do nothing, and the error is read from
 * the database once, at the end. */
typedef struct cover_writer {
    sqlite3 *db;
    bool good;
} cover_writer;

static void run_sql(cover_writer *w, const char *sql)
{
    w->good = w->good && sql && sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3_stmt *prepare_statement(cover_writer *w, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    w->good = w->good && sql && sqlite3_prepare_v2(w->db, sql, -1, &statement, NULL) == SQLITE_OK;
    return statement;
}

static void insert_row(cover_writer *w, sqlite3_stmt *statement)
{
    w->good =
        w->good && sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
}

/* The spans of area i as a blob. SQLite frees the bytes, also when binding fails. */
static void bind_spans(cover_writer *w, sqlite3_stmt *s, int at, const lb_cover *cover, size_t i)
{
    size_t first = cover->first[i], n = cover->first[i + 1] - first, length = 0;
    unsigned char *bytes = malloc(n * LB_CELL_SPAN_MOST_BYTES + 1);
    w->good = w->good && bytes;
    if (bytes)
        length = lb_cell_spans_to_bytes(cover->span + first, n, &cover->grid, bytes);
    if (w->good)
        w->good = sqlite3_bind_blob64(s, at, bytes, length, free) == SQLITE_OK;
    else
        free(bytes);
}

/* The one row that says what the cover was made for: source, CRS and window, and totals of
 * topology. */
static void insert_grid(cover_writer *w, const lb_cover_file *file)
{
    const lb_grid *g = &file->area_cover->cover.grid;
    sqlite3_stmt *s = prepare_statement(w, "INSERT INTO grid VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    if (w->good) {
        sqlite3_bind_text(s, 1, file->areas, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 2, file->crs, -1, SQLITE_STATIC);
        sqlite3_bind_double(s, 3, g->x0);
        sqlite3_bind_double(s, 4, g->y0);
        sqlite3_bind_double(s, 5, g->dx);
        sqlite3_bind_double(s, 6, g->dy);
        sqlite3_bind_int(s, 7, g->ncol);
        sqlite3_bind_int(s, 8, g->nrow);
        sqlite3_bind_int(s, 9, file->area_cover->topology.gaps_checked);
        sqlite3_bind_int64(s, 10, (sqlite3_int64)file->area_cover->topology.overlap_count);
        sqlite3_bind_double(s, 11, file->area_cover->topology.overlap_m2);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
}

/* Areas or their union; true_m2 NULL: m2 stays NULL, as it was never bound. */
static void insert_covers(cover_writer *w, const char *table, const lb_cover *cover,
                          const double *true_m2)
{
    char *sql = sqlite3_mprintf("INSERT INTO %s VALUES (?,?,?,?,?)", table);
    sqlite3_stmt *s = prepare_statement(w, sql);
    for (size_t i = 0; w->good && i < cover->count; i++) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
        if (true_m2)
            sqlite3_bind_double(s, 2, true_m2[i]);
        sqlite3_bind_double(s, 3, cover->area[i]);
        sqlite3_bind_double(s, 4, cover->outside[i]);
        bind_spans(w, s, 5, cover, i);
        if (w->good)
            insert_row(w, s);
    }
    sqlite3_finalize(s);
    sqlite3_free(sql);
}

static void insert_overlaps(cover_writer *w, const lb_topology_issues *m)
{
    sqlite3_stmt *s = prepare_statement(w, "INSERT INTO overlaps VALUES (?,?,?)");
    for (size_t k = 0; w->good && k < m->overlaps; k++) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64)m->overlap[k].i);
        sqlite3_bind_int64(s, 2, (sqlite3_int64)m->overlap[k].j);
        sqlite3_bind_double(s, 3, m->overlap[k].area);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
}

static void bind_area(sqlite3_stmt *s, int at, size_t area)
{
    if (area == SIZE_MAX)
        sqlite3_bind_null(s, at);
    else
        sqlite3_bind_int64(s, at, (sqlite3_int64)area);
}

/* Gaps with their bounding boxes, the largest first, as they are in the report. */
static void insert_gaps(cover_writer *w, const lb_topology_issues *m)
{
    sqlite3_stmt *s = prepare_statement(w, "INSERT INTO gaps VALUES (?,?,?,?,?,?,?)");
    for (size_t k = 0; w->good && k < m->gaps; k++) {
        const lb_gap *gap = &m->gap[k];
        bind_area(s, 1, gap->i);
        bind_area(s, 2, gap->j);
        sqlite3_bind_double(s, 3, gap->area);
        sqlite3_bind_double(s, 4, gap->bbox.xmin);
        sqlite3_bind_double(s, 5, gap->bbox.ymin);
        sqlite3_bind_double(s, 6, gap->bbox.xmax);
        sqlite3_bind_double(s, 7, gap->bbox.ymax);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
}

static void insert_fields(cover_writer *w, const lb_table *t)
{
    static const char *const types[] = {
        [LB_TEXT] = "text", [LB_INTEGER] = "integer", [LB_REAL] = "real"};
    sqlite3_stmt *s = prepare_statement(w, "INSERT INTO fields VALUES (?,?,?)");
    for (size_t c = 0; w->good && c < t->columns; c++) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64)c + 1);
        sqlite3_bind_text(s, 2, t->column[c].name, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 3, types[t->column[c].type], -1, SQLITE_STATIC);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
}

/* What is not known is NULL, never 0 or an empty text. */
static void bind_value(sqlite3_stmt *s, int at, const lb_column *column, size_t row)
{
    if (column->type == LB_TEXT && column->data.text[row])
        sqlite3_bind_text(s, at, column->data.text[row], -1, SQLITE_STATIC);
    else if (column->type == LB_INTEGER && column->data.integer[row] != LB_INTEGER_NONE)
        sqlite3_bind_int64(s, at, column->data.integer[row]);
    else if (column->type == LB_REAL && !isnan(column->data.real[row]))
        sqlite3_bind_double(s, at, column->data.real[row]);
    else
        sqlite3_bind_null(s, at);
}

/* Columns are f1, f2 ... and not the fields' names, which may differ in case alone: to SQLite those
 * are the same column. */
static void insert_attributes(cover_writer *w, const lb_table *t)
{
    lb_buf create = {0}, fill = {0};
    lb_buf_puts(&create, "CREATE TABLE attributes (id INTEGER PRIMARY KEY");
    lb_buf_puts(&fill, "INSERT INTO attributes VALUES (?");
    for (size_t c = 0; c < t->columns; c++) {
        lb_buf_printf(&create, ", f%zu", c + 1);
        lb_buf_puts(&fill, ",?");
    }
    lb_buf_putc(&create, ')');
    lb_buf_putc(&fill, ')');
    w->good = w->good && !create.failed && !fill.failed;
    run_sql(w, create.text);
    sqlite3_stmt *s = prepare_statement(w, fill.text);
    for (size_t row = 0; w->good && row < t->rows; row++) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64)row);
        for (size_t c = 0; c < t->columns; c++)
            bind_value(s, (int)c + 2, &t->column[c], row);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
    lb_buf_clear(&create);
    lb_buf_clear(&fill);
}

/* Large pages: the cells of an area are mostly in one, which is read at once. No journal and no
 * fsync: the file has a temporary name until it is complete, so that a crash leaves nothing to
 * recover. application_id and user_version are those of cover_file.h. */
static const char schema_sql[] =
    "PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "PRAGMA application_id = 1279411030; PRAGMA user_version = 4; BEGIN;"
    "CREATE TABLE grid (areas TEXT, crs TEXT, x0 REAL, y0 REAL, dx REAL, dy REAL, ncol INTEGER,"
    " nrow INTEGER, gaps_sought INTEGER, overlap_count INTEGER, overlap_m2 REAL);"
    "CREATE TABLE areas (id INTEGER PRIMARY KEY, m2 REAL, m2_planar REAL, m2_outside REAL,"
    " runs BLOB);"
    "CREATE TABLE joined (id INTEGER PRIMARY KEY, m2 REAL, m2_planar REAL, m2_outside REAL,"
    " runs BLOB);"
    "CREATE TABLE overlaps (a INTEGER, b INTEGER, m2 REAL);"
    "CREATE TABLE gaps (a INTEGER, b INTEGER, m2 REAL, xmin REAL, ymin REAL, xmax REAL, ymax REAL);"
    "CREATE TABLE fields (position INTEGER PRIMARY KEY, name TEXT, type TEXT);"
    "CREATE TABLE hash (sha256 TEXT);";

/* Read back from the database, so that what is hashed is what a reader gets. */
static void insert_hash(cover_writer *w)
{
    char hex[LB_HASH_SIZE];
    w->good = w->good && lb_cover_file_hash(w->db, hex) == SQLITE_OK;
    sqlite3_stmt *s = prepare_statement(w, "INSERT INTO hash VALUES (?)");
    if (w->good) {
        sqlite3_bind_text(s, 1, hex, -1, SQLITE_STATIC);
        insert_row(w, s);
    }
    sqlite3_finalize(s);
}

static void write_all_tables(cover_writer *w, const lb_cover_file *file)
{
    run_sql(w, schema_sql);
    insert_grid(w, file);
    insert_covers(w, "areas", &file->area_cover->cover, file->area_cover->true_m2);
    insert_covers(w, "joined", &file->area_cover->union_cover, NULL);
    insert_overlaps(w, &file->area_cover->topology);
    insert_gaps(w, &file->area_cover->topology);
    insert_fields(w, file->attributes);
    insert_attributes(w, file->attributes);
    insert_hash(w);
    run_sql(w, "COMMIT");
}

/* The message of SQLite's last error. */
static lb_status write_failure(sqlite3 *db, const char *path, lb_error *err)
{
    int code = sqlite3_errcode(db);
    /* Without an error of SQLite's own it was malloc that failed. */
    if (code == SQLITE_NOMEM || code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return lb_error_set(err, LB_E_MEMORY, "%s: the cover cannot be written: out of memory",
                            path);
    return lb_error_set(err, LB_E_IO, "%s: the cover cannot be written: %s", path,
                        sqlite3_errmsg(db));
}

lb_status lb_cover_file_write(const char *path, const lb_cover_file *file, lb_error *err)
{
    cover_writer w = {.good = true};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    w.good = sqlite3_open_v2(path, &w.db, flags, NULL) == SQLITE_OK;
    write_all_tables(&w, file);
    lb_status status = w.good ? LB_OK : write_failure(w.db, path, err);
    if (sqlite3_close(w.db) != SQLITE_OK && status == LB_OK)
        status = lb_error_set(err, LB_E_IO, "%s: the cover cannot be written", path);
    return status;
}
