/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One interface to rows of text tables (text/csv_read, three times as fast as OGR's CSV driver: see
 * bench/README.md) and of OGR layers. Bytes of text tables come through GDAL's file functions, so
 * that archives, pipes and network names work for both. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_vsi.h>

#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/ogr_rows.h"
#include "port/vector/wkt_polygon.h"
#include "port/read/row_filter.h"
#include "port/read/row_reader.h"

struct lb_rows {
    char *text;      /* the source as the user wrote it */
    char *given_crs; /* what |crs= says, or NULL */
    char srid[20];   /* "EPSG:3006": what WKT of a text table says; "": nothing */
    bool read_once;  /* a pipe */
    lb_diagnostics diagnostics;
    lb_csv *csv; /* one of these two is set */
    lb_ogr_rows *ogr;
    VSILFILE *file;
    double size, read;       /* bytes; size 0: not known */
    double reported;         /* bytes read when progress was last reported */
    bool plain;              /* not in an archive: size is that of the bytes to be read */
    lb_row row;              /* of a text table */
    bool hashed;             /* the hash is requested */
    lb_hasher *hasher;       /* of a text table that can be read again; NULL: none */
    lb_row_filter *filter;   /* of a text table; NULL: all its rows are read */
    bool is_conditional;     /* the source has a condition, and */
    long long passed, total; /* rows that met it, of how many */
    bool at_end;
};

/* Up to `size` bytes of a text table. A short read need not be the end: /vsigzip/ knows that it has
 * reached it only when it is read once more. */
static size_t read_bytes(void *udata, char *to, size_t size, lb_status *status, lb_error *err)
{
    lb_rows *rows = udata;
    size_t n = 0, got;
    lb_gdal_silence_for(rows->text);
    do {
        got = VSIFReadL(to + n, 1, size - n, rows->file);
        n += got;
    } while (got > 0 && n < size);
    if (n < size && (lb_gdal_failed() || !VSIFEofL(rows->file)))
        *status = lb_error_set(err, LB_E_IO, "%s: cannot be read to its end: %s", rows->text,
                               lb_gdal_message("damaged or cut off"));
    lb_gdal_restore();
    rows->read += (double)n;
    return n;
}

/* Not by read_bytes, which may run in a thread of its own: functions of the caller are called by
 * the caller's thread. */
static void report_progress(lb_rows *rows)
{
    double reported = rows->reported;
    rows->reported = rows->read;
    if (rows->reported != reported && rows->size > 0 && rows->reported <= rows->size)
        lb_log_progress(rows->diagnostics.log, rows->text, rows->reported / rows->size);
}

static void add_to_hash(void *udata, const char *bytes, size_t size)
{
    lb_rows *rows = udata;
    lb_hasher_add(rows->hasher, bytes, size);
}

static lb_status refuse_layer(const char *text, const lb_source *source, lb_error *err)
{
    if (source->layer || source->layer_id > 0)
        return lb_error_set(err, LB_E_USAGE, "%s: a text table has no layers", text);
    return LB_OK;
}

/* VSIFOpenExL keeps the reason of a failure. The hash is left out for what can be read only once:
 * its bytes cannot be compared with anything later. */
static lb_status open_csv(lb_rows *rows, const lb_source *source, lb_error *err)
{
    lb_status status = LB_OK;
    LB_TRY(refuse_layer(rows->text, source, err));
    lb_gdal_silence_for(rows->text);
    rows->file = VSIFOpenExL(source->path, "rb", 1);
    if (!rows->file)
        status = source->exists ? lb_error_set(err, LB_E_IO, "%s: %s", rows->text,
                                               lb_gdal_message("cannot be opened"))
                                : lb_file_missing(rows->text, err);
    rows->size = source->size;
    rows->plain = strncmp(source->path, "/vsi", 4) != 0;
    bool hashed = rows->hashed && rows->file && !lb_hash_is_read_once(source->path);
    lb_gdal_restore();
    if (status != LB_OK)
        return status;
    if (hashed) {
        rows->hasher = lb_hasher_new();
        if (!rows->hasher)
            return lb_error_memory(err);
    }
    LB_TRY(lb_csv_open(read_bytes, rows->hasher ? add_to_hash : NULL, rows, &rows->diagnostics,
                       &rows->csv, err));
    return source->subset
               ? lb_row_filter_new(source->subset, rows->text, rows->csv, &rows->filter, err)
               : LB_OK;
}

/* By its name a text table of our own reader, or whatever OGR opens; `text` is what messages
 * name. */
static lb_status open_source(lb_rows *rows, lb_error *err)
{
    lb_source source = {0};
    lb_status status;
    LB_TRY(lb_source_parse(rows->text, &source, err));
    if (lb_source_is_text_table(&source))
        status = open_csv(rows, &source, err);
    else
        status = lb_ogr_rows_open(rows->text, &source, &rows->ogr, err);
    if (status == LB_OK && rows->ogr)
        rows->total = lb_ogr_rows_total(rows->ogr);
    rows->read_once = lb_hash_is_read_once(source.path);
    rows->given_crs = source.crs;
    source.crs = NULL;
    rows->is_conditional = source.subset != NULL;
    lb_source_clear(&source);
    return status;
}

/* *out is set on success only; a failed open is closed here. */
static lb_status open_rows(const char *source, lb_log *log, bool hashed, lb_rows **out,
                           lb_error *err)
{
    lb_rows *rows = calloc(1, sizeof *rows);
    if (!rows)
        return lb_error_memory(err);
    rows->text = lb_text_copy(source);
    rows->row.box = lb_box_empty();
    rows->diagnostics = lb_diagnostics_begin(log, rows->text);
    rows->hashed = hashed;
    lb_status status = rows->text ? open_source(rows, err) : lb_error_memory(err);
    if (status == LB_OK)
        *out = rows;
    else
        lb_rows_close(rows);
    return status;
}

lb_status lb_rows_open(const char *source, lb_log *log, lb_rows **out, lb_error *err)
{
    return open_rows(source, log, false, out, err);
}

lb_status lb_rows_open_hashed(const char *source, lb_log *log, lb_rows **out, lb_error *err)
{
    return open_rows(source, log, true, out, err);
}

void lb_rows_hash(lb_rows *rows, char hex[LB_HASH_SIZE])
{
    hex[0] = '\0';
    if (!rows->hasher || !rows->at_end)
        return;
    lb_rows_hash_pending(rows);
    lb_hasher_end(rows->hasher, hex);
    lb_hasher_free(rows->hasher);
    rows->hasher = NULL;
}

/* GDAL may write messages while it closes a file, so it is silenced. */
void lb_rows_close(lb_rows *rows)
{
    if (!rows)
        return;
    lb_row_filter_free(rows->filter);
    lb_csv_close(rows->csv);
    lb_hasher_free(rows->hasher);
    lb_ogr_rows_close(rows->ogr);
    lb_gdal_silence();
    if (rows->file)
        VSIFCloseL(rows->file);
    lb_gdal_restore();
    free(rows->text);
    free(rows->given_crs);
    free(rows);
}

void lb_rows_use_threads(lb_rows *rows, int threads)
{
    if (rows->ogr)
        lb_ogr_rows_read_ahead(rows->ogr, threads);
}

size_t lb_rows_columns(const lb_rows *rows)
{
    return rows->csv ? lb_csv_columns(rows->csv) : lb_ogr_rows_columns(rows->ogr);
}

const char *lb_rows_column(const lb_rows *rows, size_t i)
{
    return rows->csv ? lb_csv_column(rows->csv, i) : lb_ogr_rows_column(rows->ogr, i);
}

lb_column_type lb_rows_type(const lb_rows *rows, size_t i)
{
    return rows->csv ? LB_TEXT : lb_ogr_rows_type(rows->ogr, i);
}

const char *lb_rows_given_crs(const lb_rows *rows)
{
    return rows->given_crs;
}

bool lb_rows_can_reopen(const lb_rows *rows)
{
    return !rows->read_once;
}

const char *lb_rows_crs(const lb_rows *rows)
{
    if (rows->csv)
        return rows->srid[0] && !rows->given_crs ? rows->srid : NULL;
    return lb_ogr_rows_crs(rows->ogr);
}

lb_status lb_rows_pass_srid(lb_rows *rows, long line, lb_csv_value *wkt, lb_error *err)
{
    char crs[sizeof rows->srid];
    int srid = lb_wkt_pass_srid(wkt);
    snprintf(crs, sizeof crs, "EPSG:%d", srid);
    if (srid == 0 || strcmp(crs, rows->srid) == 0)
        return LB_OK;
    if (rows->srid[0])
        return lb_error_set(err, LB_E_INPUT,
                            "%s:%ld: SRID=%d before its WKT, but %s in rows before it; one CRS of "
                            "all rows was expected",
                            rows->text, line, srid, rows->srid);
    memcpy(rows->srid, crs, sizeof crs);
    return LB_OK;
}

bool lb_rows_is_text_table(const lb_rows *rows)
{
    return rows->csv != NULL;
}

lb_diagnostics *lb_rows_problems(lb_rows *rows)
{
    return &rows->diagnostics;
}

/* Is the file longer or shorter now than when it was opened? Then what was read is neither the old
 * table nor the new one. */
static bool has_changed(const lb_rows *rows)
{
    return rows->csv && rows->plain && rows->size > 0 && rows->read != rows->size;
}

/* The next row of a text table that the filter lets pass. */
static lb_status next_of_table(lb_rows *rows, lb_error *err)
{
    for (bool passes = false; !passes;) {
        LB_TRY(lb_csv_next(rows->csv, &rows->row.field, &rows->row.line, err));
        if (!rows->row.field || !rows->filter)
            return LB_OK;
        rows->total++;
        LB_TRY(lb_row_filter_passes(rows->filter, rows->row.field, &passes, err));
    }
    return LB_OK;
}

/* A condition that nothing meets is a misspelt one: its figures would be zeros of what is there. */
static lb_status report_condition(const lb_rows *rows, lb_error *err)
{
    if (!rows->is_conditional)
        return LB_OK;
    if (rows->passed == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: none of %lld rows meets the condition; see to spelling, upper and "
                            "lower case, and what the column has",
                            rows->text, rows->total);
    lb_log_note(rows->diagnostics.log, "%s: %lld of %lld rows %s the condition", rows->text,
                rows->passed, rows->total, lb_number_word(rows->passed, "meets", "meet"));
    return LB_OK;
}

/* *row is NULL at the end. Only then it is known whether any row met the condition, and whether
 * the file has the size it had at the start. */
lb_status lb_rows_next(lb_rows *rows, const lb_row **row, lb_error *err)
{
    lb_status status;
    if (rows->csv) {
        status = next_of_table(rows, err);
        report_progress(rows);
        *row = rows->row.field ? &rows->row : NULL;
    } else {
        status = lb_ogr_rows_next(rows->ogr, row, err);
    }
    rows->passed += status == LB_OK && *row;
    if (status != LB_OK || *row)
        return status;
    LB_TRY(report_condition(rows, err));
    if (has_changed(rows))
        return lb_error_set(err, LB_E_IO,
                            "%s: was changed while it was read: %.0f bytes at first, %.0f at the "
                            "end; run again when nobody writes to it",
                            rows->text, rows->size, rows->read);
    rows->at_end = true;
    return lb_diagnostics_end(&rows->diagnostics, err);
}

lb_status lb_rows_ready(lb_rows *rows, lb_csv_rows *out, lb_error *err)
{
    *out = (lb_csv_rows){0};
    if (!rows->csv || rows->filter)
        return LB_OK;
    lb_status status = lb_csv_ready(rows->csv, out, err);
    report_progress(rows);
    return status;
}

void lb_rows_hash_pending(lb_rows *rows)
{
    if (rows->csv)
        lb_csv_notify(rows->csv);
}

void lb_rows_read_ahead(lb_rows *rows)
{
    if (rows->csv)
        lb_csv_read_ahead(rows->csv);
}

long lb_rows_skip(lb_rows *rows, const char *to, long lines)
{
    return lb_csv_skip(rows->csv, to, lines);
}

bool lb_rows_at_end(const lb_rows *rows)
{
    return rows->at_end;
}

void *lb_rows_geometry(const lb_rows *rows)
{
    return rows->ogr ? lb_ogr_rows_geometry(rows->ogr) : NULL;
}

lb_status lb_rows_add_polygons(const lb_rows *rows, lb_shapes *out, bool *finite)
{
    return lb_ogr_rows_add_polygons(rows->ogr, out, finite);
}

size_t lb_rows_find_named(const lb_rows *rows, const char *name)
{
    for (size_t i = 0; i < lb_rows_columns(rows); i++)
        if (lb_text_same(name, lb_rows_column(rows, i)))
            return i;
    return SIZE_MAX;
}

size_t lb_rows_find_column(const lb_rows *rows, const char *const *names)
{
    size_t found = SIZE_MAX;
    for (; *names && found == SIZE_MAX; names++)
        found = lb_rows_find_named(rows, *names);
    return found;
}

/* Names of which most begin with a digit are values; a single name may be a title. */
const char *lb_rows_header_advice(const lb_rows *rows)
{
    size_t n = lb_rows_columns(rows), values = 0;
    for (size_t i = 0; i < n; i++) {
        const char *name = lb_rows_column(rows, i);
        values += (name[0] >= '0' && name[0] <= '9') || name[0] == '-';
    }
    if (!lb_rows_is_text_table(rows))
        return "";
    if (2 * values > n)
        return "; line 1 is taken as the names of the columns: if it is data, write a line of "
               "names before it";
    return n == 1 ? "; line 1 is taken as the names of the columns: if it is a title, remove it"
                  : "";
}

void lb_rows_similar_columns(const lb_rows *rows, const char *wanted, lb_buf *out)
{
    size_t n = lb_rows_columns(rows);
    const char **name = malloc((n + 1) * sizeof *name);
    for (size_t i = 0; name && i < n; i++)
        name[i] = lb_rows_column(rows, i);
    if (n == 0)
        lb_buf_puts(out, "it has no columns");
    else if (name)
        lb_text_list_similar(wanted, name, n, out);
    lb_buf_puts(out, lb_rows_header_advice(rows));
    free(name);
}
