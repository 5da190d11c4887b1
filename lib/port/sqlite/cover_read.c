/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "port/sqlite/cover_file.h"
#include "port/sqlite/cover_rows.h"

#define MAX_CELLS 0x1p50 /* from the lattice's origin, as lb_cover_compute has it */

enum { APPLICATION_ID = 1279411030, LAYOUT_VERSION = 2 };

typedef struct cover_reader {
    sqlite3 *db;
    const char *path;
    lb_error *err;
    int sqlite_error; /* what SQLite said when it could not go on; 0: nothing */
} cover_reader;

static lb_status refuse_file(cover_reader *r, const char *what)
{
    if (r->sqlite_error == SQLITE_NOMEM)
        return lb_error_memory(r->err);
    return lb_error_set(r->err, LB_E_INPUT,
                        "%s: %s; it is no whole cover: make it anew with --save-cover", r->path,
                        what);
}

static lb_status no_memory(cover_reader *r)
{
    return lb_error_memory(r->err);
}

static sqlite3_stmt *prepare_query(cover_reader *r, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(r->db, sql, -1, &s, NULL);
    if (code != SQLITE_OK)
        r->sqlite_error = code;
    return s;
}

/* Is there another row? Where it cannot be told, there is trouble. */
static bool next_row(cover_reader *r, sqlite3_stmt *s)
{
    int code = s ? sqlite3_step(s) : SQLITE_DONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        r->sqlite_error = code;
    return code == SQLITE_ROW;
}

/* The statement is done with. */
static lb_status finish_query(cover_reader *r, sqlite3_stmt *s, lb_status status)
{
    sqlite3_finalize(s);
    return status == LB_OK && r->sqlite_error != 0 ? refuse_file(r, "it cannot be read") : status;
}

/* A number that the query gives; -1: it gives none. */
static int64_t query_number(cover_reader *r, const char *sql)
{
    sqlite3_stmt *s = prepare_query(r, sql);
    int64_t value = next_row(r, s) ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_finalize(s);
    return value;
}

/* Ours has tables only: a view could be made to run for ever. */
static lb_status check_kind(cover_reader *r)
{
    if (query_number(r, "PRAGMA application_id") != APPLICATION_ID)
        return lb_error_set(
            r->err, LB_E_INPUT,
            "%s: is no saved cover, or not a whole one; profile --save-cover makes one", r->path);
    if (query_number(r, "PRAGMA user_version") != LAYOUT_VERSION)
        return refuse_file(r, "its layout is of another version");
    if (query_number(r, "SELECT count(*) FROM sqlite_master WHERE type <> 'table'") != 0)
        return refuse_file(r, "it has more than tables");
    return LB_OK;
}

/* The grid --------------------------------------------------------------------------------------
 */

static bool column_equals(sqlite3_stmt *s, int column, const char *text)
{
    const char *found = (const char *)sqlite3_column_text(s, column);
    return found && strcmp(found, text) == 0;
}

static bool is_grid_valid(const lb_grid *g)
{
    return g->dx > 0 && g->dy > 0 && isfinite(g->dx) && isfinite(g->dy) &&
           fabs(g->x0) / g->dx < MAX_CELLS && fabs(g->y0) / g->dy < MAX_CELLS && g->ncol >= 0 &&
           g->nrow >= 0;
}

static lb_status read_grid(cover_reader *r, const char *areas, const char *crs,
                           lb_area_cover *area_cover)
{
    sqlite3_stmt *s =
        prepare_query(r, "SELECT areas, crs, x0, y0, dx, dy, ncol, nrow, gaps_sought FROM grid");
    lb_grid *g = &area_cover->cover.grid;
    lb_status status = LB_OK;
    if (!next_row(r, s)) {
        status = refuse_file(r, "it has no grid");
    } else if (!column_equals(s, 0, areas)) {
        status = lb_error_set(r->err, LB_E_INPUT,
                              "%s: was made of other areas, or areas read otherwise; make it anew "
                              "with --save-cover",
                              r->path);
    } else if (!column_equals(s, 1, crs)) {
        status = lb_error_set(r->err, LB_E_INPUT,
                              "%s: was made for a grid in another CRS (%.60s); make it anew with "
                              "--save-cover",
                              r->path, (const char *)sqlite3_column_text(s, 1));
    } else {
        *g = (lb_grid){sqlite3_column_double(s, 2), sqlite3_column_double(s, 3),
                       sqlite3_column_double(s, 4), sqlite3_column_double(s, 5),
                       sqlite3_column_int(s, 6),    sqlite3_column_int(s, 7)};
        area_cover->topology.overlaps_checked = true;
        area_cover->topology.gaps_checked = sqlite3_column_int(s, 8) != 0;
        if (!is_grid_valid(g))
            status = refuse_file(r, "its grid has no size");
    }
    return finish_query(r, s, status);
}

/* Areas -----------------------------------------------------------------------------------------
 */

static bool allocate_cover(lb_cover *cover, size_t n)
{
    cover->count = n;
    cover->first = calloc(n + 1, sizeof *cover->first);
    cover->area = calloc(n + 1, sizeof *cover->area);
    cover->outside = calloc(n + 1, sizeof *cover->outside);
    return cover->first && cover->area && cover->outside;
}

static lb_status read_spans(cover_reader *r, sqlite3_stmt *s, lb_cover *cover, size_t i,
                            size_t *capacity)
{
    size_t bytes = (size_t)sqlite3_column_bytes(s, 4), n = bytes / LB_CELL_SPAN_BYTES;
    const void *blob = sqlite3_column_blob(s, 4);
    size_t at = cover->first[i];
    if (!lb_array_reserve(&cover->span, capacity, at + n + 1, sizeof *cover->span))
        return no_memory(r);
    if (bytes % LB_CELL_SPAN_BYTES != 0 ||
        !lb_cell_spans_from_bytes(blob, n, &cover->grid, cover->span + at))
        return refuse_file(r, "the cells of an area are not what they should be");
    cover->first[i + 1] = at + n;
    return LB_OK;
}

static lb_status read_area(cover_reader *r, sqlite3_stmt *s, lb_cover *cover, double *true_m2,
                           size_t i)
{
    if (sqlite3_column_int64(s, 0) != (sqlite3_int64)i)
        return refuse_file(r, "an area is missing");
    if (true_m2)
        true_m2[i] = sqlite3_column_double(s, 1);
    cover->area[i] = sqlite3_column_double(s, 2);
    cover->outside[i] = sqlite3_column_double(s, 3);
    bool valid = cover->area[i] >= 0 && isfinite(cover->area[i]) && cover->outside[i] >= 0 &&
                 cover->outside[i] <= cover->area[i] &&
                 (!true_m2 || (true_m2[i] >= 0 && isfinite(true_m2[i])));
    return valid ? LB_OK : refuse_file(r, "the size of an area is not what it should be");
}

static lb_status read_cover(cover_reader *r, const char *sql, lb_cover *cover, double *true_m2)
{
    sqlite3_stmt *s = prepare_query(r, sql);
    size_t capacity = 0, i = 0;
    lb_status status = LB_OK;
    while (status == LB_OK && i < cover->count && next_row(r, s)) {
        status = read_area(r, s, cover, true_m2, i);
        if (status == LB_OK)
            status = read_spans(r, s, cover, i++, &capacity);
    }
    if (status == LB_OK && i < cover->count)
        status = refuse_file(r, "its areas cannot be read");
    return finish_query(r, s, status);
}

static lb_status read_areas(cover_reader *r, lb_area_cover *area_cover)
{
    int64_t n = query_number(r, "SELECT count(*) FROM areas");
    int64_t joined = query_number(r, "SELECT count(*) FROM joined");
    if (n < 0 || joined < 0 || joined > 1)
        return refuse_file(r, "it has no areas");
    area_cover->true_m2 = calloc((size_t)n + 1, sizeof *area_cover->true_m2);
    area_cover->union_cover.grid = area_cover->cover.grid;
    if (!area_cover->true_m2 || !allocate_cover(&area_cover->cover, (size_t)n) ||
        !allocate_cover(&area_cover->union_cover, (size_t)joined))
        return no_memory(r);
    lb_status status =
        read_cover(r, "SELECT * FROM areas ORDER BY id", &area_cover->cover, area_cover->true_m2);
    return status == LB_OK
               ? read_cover(r, "SELECT * FROM joined ORDER BY id", &area_cover->union_cover, NULL)
               : status;
}

static lb_status read_overlaps(cover_reader *r, lb_area_cover *area_cover)
{
    sqlite3_stmt *s = prepare_query(r, "SELECT a, b, m2 FROM overlaps ORDER BY rowid");
    size_t capacity = 0, n = 0;
    lb_status status = LB_OK;
    while (status == LB_OK && next_row(r, s)) {
        lb_overlap_pair pair = {(size_t)sqlite3_column_int64(s, 0),
                                (size_t)sqlite3_column_int64(s, 1), sqlite3_column_double(s, 2)};
        if (pair.i >= pair.j || pair.j >= area_cover->cover.count)
            status = refuse_file(r, "an overlap is of areas that are not there");
        else if (!lb_array_reserve(&area_cover->topology.overlap, &capacity, n + 1, sizeof pair))
            status = no_memory(r);
        else
            area_cover->topology.overlap[n++] = pair;
    }
    area_cover->topology.overlaps = n;
    status = finish_query(r, s, status);
    if (status == LB_OK && (n > 0) != (area_cover->union_cover.count > 0))
        status = refuse_file(r, "overlaps and union do not belong together");
    return status;
}

static size_t read_area_number(sqlite3_stmt *s, int column)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL ? SIZE_MAX
                                                         : (size_t)sqlite3_column_int64(s, column);
}

static bool is_known(size_t area, const lb_area_cover *area_cover)
{
    return area == SIZE_MAX || area < area_cover->cover.count;
}

static lb_status read_gaps(cover_reader *r, lb_area_cover *area_cover)
{
    sqlite3_stmt *s =
        prepare_query(r, "SELECT a, b, m2, xmin, ymin, xmax, ymax FROM gaps ORDER BY rowid");
    lb_topology_issues *m = &area_cover->topology;
    size_t capacity = 0;
    lb_status status = LB_OK;
    while (status == LB_OK && next_row(r, s)) {
        lb_gap gap = {read_area_number(s, 0),
                      read_area_number(s, 1),
                      sqlite3_column_double(s, 2),
                      {sqlite3_column_double(s, 3), sqlite3_column_double(s, 4),
                       sqlite3_column_double(s, 5), sqlite3_column_double(s, 6)}};
        if (!is_known(gap.i, area_cover) || !is_known(gap.j, area_cover))
            status = refuse_file(r, "a gap is between areas that are not there");
        else if (!lb_array_reserve(&m->gap, &capacity, m->gaps + 1, sizeof gap))
            status = no_memory(r);
        else
            m->gap[m->gaps++] = gap;
    }
    return finish_query(r, s, status);
}

/* Attributes ------------------------------------------------------------------------------------
 */

static lb_status read_fields(cover_reader *r, lb_table *t)
{
    sqlite3_stmt *s = prepare_query(r, "SELECT name, type FROM fields ORDER BY position");
    lb_status status = LB_OK;
    while (status == LB_OK && next_row(r, s)) {
        const char *name = (const char *)sqlite3_column_text(s, 0);
        lb_column_type type = column_equals(s, 1, "text")      ? LB_TEXT
                              : column_equals(s, 1, "integer") ? LB_INTEGER
                                                               : LB_REAL;
        if (name)
            lb_table_add_column(t, name, type, LB_UNIT_NONE);
        else
            status = refuse_file(r, "a field has no name");
    }
    return finish_query(r, s, status);
}

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

static lb_status read_attributes(cover_reader *r, size_t areas, lb_table *t)
{
    lb_status status = read_fields(r, t);
    if (status == LB_OK && t->failed)
        status = no_memory(r);
    if (status != LB_OK)
        return status;
    sqlite3_stmt *s = prepare_query(r, "SELECT * FROM attributes ORDER BY id");
    if (!s || (size_t)sqlite3_column_count(s) != t->columns + 1)
        status = refuse_file(r, "its attributes are not those of its fields");
    while (status == LB_OK && !t->failed && next_row(r, s)) {
        size_t row = lb_table_add_row(t);
        for (size_t c = 0; !t->failed && c < t->columns; c++)
            read_value(s, (int)c + 1, t, row, c);
    }
    status = finish_query(r, s, status);
    if (status == LB_OK && lb_table_status(t) != LB_OK)
        status = no_memory(r);
    if (status == LB_OK && t->rows != areas)
        status = refuse_file(r, "an area has no attributes");
    return status;
}

/* ---------------------------------------------------------------------------------------------- */

static lb_status read_all(cover_reader *r, const char *areas, const char *crs,
                          lb_area_cover *area_cover, lb_table *attributes)
{
    sqlite3_exec(r->db, "PRAGMA trusted_schema = OFF", NULL, NULL, NULL);
    lb_status status = check_kind(r);
    if (status == LB_OK)
        status = read_grid(r, areas, crs, area_cover);
    if (status == LB_OK)
        status = read_areas(r, area_cover);
    if (status == LB_OK)
        status = read_overlaps(r, area_cover);
    if (status == LB_OK)
        status = read_gaps(r, area_cover);
    return status == LB_OK ? read_attributes(r, area_cover->cover.count, attributes) : status;
}

lb_status lb_cover_file_read(const char *path, const char *areas, const char *crs,
                             lb_area_cover *area_cover, lb_table *attributes, lb_error *err)
{
    cover_reader r = {.path = path, .err = err};
    lb_area_cover result = {.true_m2 = NULL};
    lb_table table = {0};
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    lb_status status = LB_OK;
    if (sqlite3_open_v2(path, &r.db, flags, NULL) != SQLITE_OK)
        status = lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", path, sqlite3_errmsg(r.db));
    if (status == LB_OK)
        status = read_all(&r, areas, crs, &result, &table);
    sqlite3_close(r.db);
    if (status == LB_OK) {
        *area_cover = result;
        *attributes = table;
    } else {
        lb_area_cover_clear(&result);
        lb_table_clear(&table);
    }
    return status;
}
