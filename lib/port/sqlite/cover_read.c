/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a cover file. It may have been changed by anyone or be half a file, so that every number
 * is tested before it is used as a size or an index, and the schema may hold tables only: a view or
 * a trigger could run statements of its maker's choice, or for ever (SQLite, "Defense Against The
 * Dark Arts"; trusted_schema is off for the same reason). Layout: docs/formats.md, Cover file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/array.h"
#include "base/async_task.h"
#include "base/try.h"
#include "port/sqlite/cover_file.h"
#include "port/sqlite/cover_spans.h"

/* Cells between the lattice's origin and a grid's corner, as lb_cover_compute limits it: below it
 * cell numbers and their differences are exact doubles. */
#define MAX_CELLS 0x1p50

/* Of a span: eight for a fraction, two and more for its place and length, two of a span of whole
 * cells. */
enum { LIKELY_SPAN_BYTES = 8 };

typedef struct cover_reader {
    sqlite3 *db;
    const char *path, *areas, *crs; /* areas, crs: what the file must have been made for */
    lb_area_cover result;
    lb_table attributes;
    lb_cover *cover;         /* result.cover or result.union_cover, while its areas are read */
    size_t rows;             /* read of the current query */
    size_t capacity;         /* of the array that the current query fills */
    size_t likely_spans;     /* that the file holds */
    char hash[LB_HASH_SIZE]; /* that the file says its rows have */
    int sqlite_error;        /* why SQLite could not go on; 0: it could */
    lb_error *err;
} cover_reader;

static lb_status refuse_file(cover_reader *r, const char *what)
{
    if (r->sqlite_error == SQLITE_NOMEM)
        return lb_error_memory(r->err);
    return lb_error_set(r->err, LB_E_INPUT,
                        "%s: damaged cover file: %s; make it again with --save-cover", r->path,
                        what);
}

typedef lb_status (*add_row)(cover_reader *r, sqlite3_stmt *row);

/* Runs a query and gives each of its rows to `add`; r->rows counts them. The first failure ends it.
 * An SQL error (a table or column that is missing, a page that is damaged) refuses the file. */
static lb_status read_query(cover_reader *r, const char *sql, add_row add)
{
    sqlite3_stmt *s = NULL;
    lb_status status = LB_OK;
    int code = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL);
    r->rows = r->capacity = 0;
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    while (code == SQLITE_ROW && status == LB_OK) {
        status = add(r, s);
        r->rows++;
        if (status == LB_OK)
            code = sqlite3_step(s);
    }
    sqlite3_finalize(s);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return status;
    r->sqlite_error = code;
    return refuse_file(r, "it cannot be read");
}

/* The integer that a query of one value returns; -1: it returns none. */
static int64_t query_number(cover_reader *r, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        r->sqlite_error = code;
    sqlite3_finalize(s);
    return value;
}

/* Is it an SQLite database with our application id and layout, and nothing but tables? */
static lb_status check_kind(cover_reader *r)
{
    if (query_number(r, "PRAGMA application_id") != LB_COVER_APPLICATION_ID)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: not a cover file, or damaged; profile --save-cover makes one",
                            r->path);
    int64_t version = query_number(r, "PRAGMA user_version");
    if (version != LB_COVER_VERSION)
        return lb_error_set(
            r->err, LB_E_INPUT,
            "%s: cover file of layout %lld found, expected layout %d; make it again "
            "with --save-cover",
            r->path, (long long)version, LB_COVER_VERSION);
    if (query_number(r, "SELECT count(*) FROM sqlite_master WHERE type <> 'table'") != 0)
        return refuse_file(r, "it has more than tables");
    return LB_OK;
}

static bool column_equals(sqlite3_stmt *s, int column, const char *text)
{
    const char *found = (const char *)sqlite3_column_text(s, column);
    return found && strcmp(found, text) == 0;
}

/* The hash of the rows as they are, beside the one that the file has: anything that changed since
 * it was written, but by one who also computed the hash anew, is found; hence the tests of values.
 * Half of the time of reading, so that it is a task beside it, with a connection of its own. */
typedef struct hash_check {
    lb_async_task task;
    const char *path;
    int sqlite_error;
    char found[LB_HASH_SIZE];
} hash_check;

static int open_file(const char *path, sqlite3 **db)
{
    int code = sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        sqlite3_exec(*db, "PRAGMA trusted_schema = OFF", NULL, NULL, NULL);
    return code;
}

static void hash_rows(void *udata)
{
    hash_check *check = udata;
    sqlite3 *db = NULL;
    check->sqlite_error = open_file(check->path, &db);
    if (check->sqlite_error == SQLITE_OK)
        check->sqlite_error = lb_cover_file_hash(db, check->found);
    sqlite3_close(db);
}

static lb_status read_hash(cover_reader *r, sqlite3_stmt *s)
{
    const char *hash = (const char *)sqlite3_column_text(s, 0);
    snprintf(r->hash, sizeof r->hash, "%s", hash ? hash : "");
    return LB_OK;
}

/* Waits for the hash, whose failure comes before what reading the rows found. */
static lb_status end_hash_check(cover_reader *r, hash_check *check, lb_status status)
{
    lb_async_task_finish(&check->task);
    r->sqlite_error = check->sqlite_error;
    if (check->sqlite_error != SQLITE_OK)
        return refuse_file(r, "it cannot be read");
    return strcmp(check->found, r->hash) == 0 ? status
                                              : refuse_file(r, "its rows do not match their hash");
}

/* The grid ------------------------------------------------------------------------------------- */

static bool is_grid_valid(const lb_grid *g)
{
    return g->dx > 0 && g->dy > 0 && isfinite(g->dx) && isfinite(g->dy) &&
           fabs(g->x0) / g->dx < MAX_CELLS && fabs(g->y0) / g->dy < MAX_CELLS && g->ncol >= 0 &&
           g->nrow >= 0;
}

/* The one row of `grid`: what the cover was made from is compared before anything else is read. */
static lb_status add_grid(cover_reader *r, sqlite3_stmt *s)
{
    lb_grid *g = &r->result.cover.grid;
    const char *crs = (const char *)sqlite3_column_text(s, 1);
    if (!column_equals(s, 0, r->areas))
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: was made from other areas, or from areas read with other options; "
                            "make it again with --save-cover",
                            r->path);
    if (!column_equals(s, 1, r->crs))
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: was made for a grid in another CRS (%.60s); make it again with "
                            "--save-cover",
                            r->path, crs ? crs : "none");
    *g = (lb_grid){sqlite3_column_double(s, 2), sqlite3_column_double(s, 3),
                   sqlite3_column_double(s, 4), sqlite3_column_double(s, 5),
                   sqlite3_column_int(s, 6),    sqlite3_column_int(s, 7)};
    r->result.union_cover.grid = *g;
    r->result.topology.overlaps_checked = true;
    r->result.topology.gaps_checked = sqlite3_column_int(s, 8) != 0;
    r->result.topology.overlap_count = (size_t)sqlite3_column_int64(s, 9);
    r->result.topology.overlap_m2 = sqlite3_column_double(s, 10);
    return is_grid_valid(g) ? LB_OK : refuse_file(r, "its grid has no size");
}

static lb_status read_grid(cover_reader *r)
{
    LB_TRY(read_query(r,
                      "SELECT areas, crs, x0, y0, dx, dy, ncol, nrow, gaps_sought, overlap_count,"
                      " overlap_m2 FROM grid LIMIT 1",
                      add_grid));
    return r->rows == 1 ? LB_OK : refuse_file(r, "it has no grid");
}

/* Areas ---------------------------------------------------------------------------------------- */

static bool allocate_cover(lb_cover *cover, size_t n)
{
    cover->count = n;
    cover->first = calloc(n + 1, sizeof *cover->first);
    cover->area = calloc(n + 1, sizeof *cover->area);
    cover->outside = calloc(n + 1, sizeof *cover->outside);
    return cover->first && cover->area && cover->outside;
}

/* The spans of area i behind those of the areas before it. Room for as many as the file likely
 * holds is allocated at first; pages of it that stay unused take no memory. */
static lb_status add_spans(cover_reader *r, sqlite3_stmt *s, size_t i)
{
    lb_cover *cover = r->cover;
    size_t bytes = (size_t)sqlite3_column_bytes(s, 4), at = cover->first[i], n = 0;
    size_t need = at + bytes / LB_CELL_SPAN_LEAST_BYTES + 1;
    const void *blob = sqlite3_column_blob(s, 4);
    if (!cover->span && need < r->likely_spans)
        need = r->likely_spans;
    if (!lb_array_reserve(&cover->span, &r->capacity, need, sizeof *cover->span))
        return lb_error_memory(r->err);
    if (!lb_cell_spans_from_bytes(blob, bytes, &cover->grid, cover->span + at, &n))
        return refuse_file(r, "the cells of an area are not inside its grid");
    cover->first[i + 1] = at + n;
    return LB_OK;
}

/* One area: ids run from 0 without gaps. The union has no size on the ellipsoid. */
static lb_status add_area(cover_reader *r, sqlite3_stmt *s)
{
    lb_cover *cover = r->cover;
    double *true_m2 = cover == &r->result.cover ? r->result.true_m2 : NULL;
    size_t i = r->rows;
    if (i >= cover->count || sqlite3_column_int64(s, 0) != (sqlite3_int64)i)
        return refuse_file(r, "an area is missing");
    if (true_m2)
        true_m2[i] = sqlite3_column_double(s, 1);
    cover->area[i] = sqlite3_column_double(s, 2);
    cover->outside[i] = sqlite3_column_double(s, 3);
    bool valid = cover->area[i] >= 0 && isfinite(cover->area[i]) && cover->outside[i] >= 0 &&
                 cover->outside[i] <= cover->area[i] &&
                 (!true_m2 || (true_m2[i] >= 0 && isfinite(true_m2[i])));
    return valid ? add_spans(r, s, i) : refuse_file(r, "the size of an area is not possible");
}

static lb_status read_cover(cover_reader *r, const char *sql, lb_cover *cover)
{
    r->cover = cover;
    LB_TRY(read_query(r, sql, add_area));
    return r->rows == cover->count ? LB_OK : refuse_file(r, "its areas cannot be read");
}

/* Counts first, then rows: arrays are allocated once, and ids are checked against the count. */
static lb_status read_areas(cover_reader *r)
{
    lb_area_cover *c = &r->result;
    int64_t n = query_number(r, "SELECT count(*) FROM areas");
    int64_t joined = query_number(r, "SELECT count(*) FROM joined");
    int64_t pages = query_number(r, "PRAGMA page_count"),
            bytes = query_number(r, "PRAGMA page_size");
    r->likely_spans = pages > 0 && bytes > 0 ? (size_t)(pages * bytes) / LIKELY_SPAN_BYTES : 0;
    if (n < 0 || joined < 0 || joined > 1)
        return refuse_file(r, "it has no areas");
    c->true_m2 = calloc((size_t)n + 1, sizeof *c->true_m2);
    if (!c->true_m2 || !allocate_cover(&c->cover, (size_t)n) ||
        !allocate_cover(&c->union_cover, (size_t)joined))
        return lb_error_memory(r->err);
    LB_TRY(read_cover(r, "SELECT * FROM areas ORDER BY id", &c->cover));
    return read_cover(r, "SELECT * FROM joined ORDER BY id", &c->union_cover);
}

/* Overlaps and gaps ---------------------------------------------------------------------------- */

/* Pairs are of two existing areas, the smaller number first. */
static lb_status add_overlap(cover_reader *r, sqlite3_stmt *s)
{
    lb_topology_issues *m = &r->result.topology;
    lb_overlap_pair pair = {(size_t)sqlite3_column_int64(s, 0), (size_t)sqlite3_column_int64(s, 1),
                            sqlite3_column_double(s, 2)};
    if (pair.i >= pair.j || pair.j >= r->result.cover.count)
        return refuse_file(r, "an overlap is of areas that do not exist");
    if (!lb_array_reserve(&m->overlap, &r->capacity, m->overlaps + 1, sizeof pair))
        return lb_error_memory(r->err);
    m->overlap[m->overlaps++] = pair;
    return LB_OK;
}

/* The number of an area; SIZE_MAX, which is not an error, for NULL. */
static size_t read_area_number(sqlite3_stmt *s, int column)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL ? SIZE_MAX
                                                         : (size_t)sqlite3_column_int64(s, column);
}

static bool is_known(size_t area, const lb_area_cover *area_cover)
{
    return area == SIZE_MAX || area < area_cover->cover.count;
}

/* A gap's two areas must exist in the file, since they are indices later. */
static lb_status add_gap(cover_reader *r, sqlite3_stmt *s)
{
    lb_topology_issues *m = &r->result.topology;
    lb_gap gap = {read_area_number(s, 0),
                  read_area_number(s, 1),
                  sqlite3_column_double(s, 2),
                  {sqlite3_column_double(s, 3), sqlite3_column_double(s, 4),
                   sqlite3_column_double(s, 5), sqlite3_column_double(s, 6)}};
    if (!is_known(gap.i, &r->result) || !is_known(gap.j, &r->result))
        return refuse_file(r, "a gap is between areas that do not exist");
    if (!lb_array_reserve(&m->gap, &r->capacity, m->gaps + 1, sizeof gap))
        return lb_error_memory(r->err);
    m->gap[m->gaps++] = gap;
    return LB_OK;
}

static lb_status read_topology(cover_reader *r)
{
    LB_TRY(read_query(r, "SELECT a, b, m2 FROM overlaps ORDER BY rowid", add_overlap));
    if (r->result.topology.overlap_count < r->result.topology.overlaps ||
        (r->result.topology.overlaps > 0) != (r->result.union_cover.count > 0))
        return refuse_file(r, "overlaps without a union, or a union without overlaps");
    return read_query(r, "SELECT a, b, m2, xmin, ymin, xmax, ymax FROM gaps ORDER BY rowid",
                      add_gap);
}

/* Attributes ----------------------------------------------------------------------------------- */

static lb_status add_field(cover_reader *r, sqlite3_stmt *s)
{
    const char *name = (const char *)sqlite3_column_text(s, 0);
    lb_column_type type = column_equals(s, 1, "text")      ? LB_TEXT
                          : column_equals(s, 1, "integer") ? LB_INTEGER
                                                           : LB_REAL;
    if (!name)
        return refuse_file(r, "a field has no name");
    lb_table_add_column(&r->attributes, name, type, LB_UNIT_NONE);
    return r->attributes.failed ? lb_error_memory(r->err) : LB_OK;
}

/* NULL leaves the value of the table unknown; the column's type decides, not SQLite's. */
static void read_value(sqlite3_stmt *s, int at, lb_table *t, size_t row, size_t column)
{
    if (sqlite3_column_type(s, at) == SQLITE_NULL)
        return;
    switch (t->column[column].type) {
    case LB_TEXT:
        lb_table_set_text(t, row, column, (const char *)sqlite3_column_text(s, at));
        break;
    case LB_INTEGER:
        lb_table_set_integer(t, row, column, sqlite3_column_int64(s, at));
        break;
    default:
        lb_table_set_real(t, row, column, sqlite3_column_double(s, at));
    }
}

static lb_status add_attributes(cover_reader *r, sqlite3_stmt *s)
{
    lb_table *t = &r->attributes;
    if ((size_t)sqlite3_column_count(s) != t->columns + 1)
        return refuse_file(r, "its attributes are not those of its fields");
    size_t row = lb_table_add_row(t);
    for (size_t c = 0; !t->failed && c < t->columns; c++)
        read_value(s, (int)c + 1, t, row, c);
    return lb_table_status(t) == LB_OK ? LB_OK : lb_error_memory(r->err);
}

static lb_status read_attributes(cover_reader *r)
{
    LB_TRY(read_query(r, "SELECT name, type FROM fields ORDER BY position", add_field));
    LB_TRY(read_query(r, "SELECT * FROM attributes ORDER BY id", add_attributes));
    return r->attributes.rows == r->result.cover.count
               ? LB_OK
               : refuse_file(r, "an area has no attributes");
}

/* ---------------------------------------------------------------------------------------------- */

static lb_status read_rows(cover_reader *r)
{
    LB_TRY(read_grid(r));
    LB_TRY(read_areas(r));
    LB_TRY(read_topology(r));
    return read_attributes(r);
}

/* The rows are hashed on another thread while they are read; what was read counts only if the
 * hash is the file's. */
static lb_status read_file(cover_reader *r, int threads)
{
    hash_check check = {.path = r->path};
    if (open_file(r->path, &r->db) != SQLITE_OK)
        return lb_error_set(r->err, LB_E_IO, "%s: cannot be opened: %s", r->path,
                            sqlite3_errmsg(r->db));
    LB_TRY(check_kind(r));
    LB_TRY(read_query(r, "SELECT sha256 FROM hash LIMIT 1", read_hash));
    if (r->rows != 1)
        return refuse_file(r, "it has no hash");
    lb_async_task_start(&check.task, threads, hash_rows, &check);
    return end_hash_check(r, &check, read_rows(r));
}

/* The file must have been made for these areas and this CRS; all or nothing reaches the caller. */
lb_status lb_cover_file_read(const char *path, const lb_cover_origin *origin,
                             lb_area_cover *area_cover, lb_table *attributes, lb_error *err)
{
    cover_reader r = {.path = path, .areas = origin->areas, .crs = origin->crs, .err = err};
    lb_status status = read_file(&r, origin->threads);
    sqlite3_close(r.db);
    if (status == LB_OK) {
        *area_cover = r.result;
        *attributes = r.attributes;
    } else {
        lb_area_cover_clear(&r.result);
        lb_table_clear(&r.attributes);
    }
    return status;
}
