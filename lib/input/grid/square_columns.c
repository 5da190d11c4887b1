/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a table of squares row by row: the id (docs/methods.md, Squares) and size of each, and the
 * columns asked for as numbers. All faults of the file are reported before it fails. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/crs_detect.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/square_columns.h"
#include "input/grid/square_layer.h"
#include "input/tables/typed_reader.h"
#include "port/read/source_crs.h"

/* The first columns of the typed reader; those asked for follow. */
enum { ID, SIZE, VALUES };

typedef struct square_reader {
    const char *source;
    lb_typed_reader rows;
    lb_input_column *column; /* [VALUES + columns] */
    size_t columns;
    size_t *capacity; /* [columns + 2]: squares there is room for, in each array */
    long *line;       /* [squares.count]: where each square stands */
    int32_t epsg;     /* code of the CRS of the ids; 0: it has none */
    lb_square_columns made;
    lb_error *err;
} square_reader;

void lb_square_columns_clear(lb_square_columns *columns)
{
    for (size_t c = 0; columns->coarsened && c < columns->squares.variables; c++)
        lb_coarsened_column_clear(&columns->coarsened[c]);
    free(columns->coarsened);
    lb_squares_clear(&columns->squares);
    free(columns->crs);
    free(columns->found);
    *columns = (lb_square_columns){0};
}

/* Unreadable values are missing (lenient). Absence of a column that is needed is an error of use;
 * one that is not needed has missing values. */
static lb_status prepare_reader(square_reader *r, const lb_grid_column *wanted)
{
    static const char suggestion[] =
        "expected rutid and size, as lagesbild index -g writes them, or a raster";
    r->column = calloc(r->columns + VALUES, sizeof *r->column);
    r->capacity = calloc(r->columns + 2, sizeof *r->capacity);
    r->made.found = calloc(r->columns + 1, sizeof *r->made.found);
    if (!r->column || !r->capacity || !r->made.found ||
        lb_squares_init(&r->made.squares, 0, r->columns) != LB_OK)
        return lb_error_memory(r->err);
    r->column[ID] = (lb_input_column){
        .what = "rutid", LB_USUAL(SQUARE_ID), .no_column = LB_E_INPUT, .suggestion = suggestion};
    r->column[SIZE] = (lb_input_column){.what = "size",
                                        LB_USUAL(GRID_SIZE),
                                        .type = LB_INTEGER,
                                        .min = 1,
                                        .max = LB_SQUARE_SIZE_MAX,
                                        .no_column = LB_E_INPUT,
                                        .suggestion = suggestion};
    for (size_t c = 0; c < r->columns; c++)
        r->column[VALUES + c] = (lb_input_column){.what = wanted[c].name,
                                                  .type = LB_REAL,
                                                  .column_optional = !wanted[c].needed,
                                                  .whole = wanted[c].count,
                                                  .missing = LB_VALUE_LENIENT,
                                                  .no_column = LB_E_USAGE};
    return LB_OK;
}

/* A GeoPackage of `index` may have other layers beside it; messages name the file alone. */
static lb_status open_rows(square_reader *r, const lb_job *job)
{
    char layer[5000];
    int file = (int)strcspn(r->source, "|");
    snprintf(layer, sizeof layer, "%.*s", file, r->source);
    bool named = strstr(r->source, "|layer") || !lb_text_ends_with(layer, ".gpkg");
    snprintf(layer, sizeof layer, "%.*s%s%s", file, r->source, named ? "" : "|layername=rutor",
             r->source + file);
    LB_TRY(lb_typed_reader_open(layer, NULL, 0, job, &r->rows, r->err));
    r->rows.source = r->source;
    return lb_typed_reader_find(&r->rows, r->column, VALUES + r->columns, r->err);
}

static bool reserve_square(square_reader *r)
{
    lb_squares *s = &r->made.squares;
    size_t need = s->count + 1, n = r->columns;
    bool good = lb_array_reserve(&s->square, &r->capacity[n], need, sizeof *s->square) &&
                lb_array_reserve(&r->line, &r->capacity[n + 1], need, sizeof *r->line);
    for (size_t c = 0; c < n && good; c++)
        good = lb_array_reserve(&s->value[c], &r->capacity[c], need, sizeof *s->value[c]);
    return good;
}

static lb_status add_square(void *udata, const lb_typed_row *row)
{
    square_reader *r = udata;
    lb_squares *s = &r->made.squares;
    if (!reserve_square(r))
        return LB_E_MEMORY;
    if (!lb_typed_row_square(row, ID, SIZE, r->epsg, &s->square[s->count]))
        return LB_OK;
    for (size_t c = 0; c < r->columns; c++)
        s->value[c][s->count] = row->value[VALUES + c].number;
    r->line[s->count++] = row->line;
    return LB_OK;
}

/* Two rows of one square would count its people twice. */
static lb_status check_duplicates(square_reader *r)
{
    const lb_square *square = r->made.squares.square;
    size_t *order = lb_square_order(square, r->made.squares.count);
    if (!order)
        return lb_error_memory(r->err);
    for (size_t i = 1; i < r->made.squares.count; i++) {
        const lb_square *s = &square[order[i]];
        if (lb_square_compare(&square[order[i - 1]], s) == 0)
            lb_diagnostics_add(r->rows.row.diagnostics, r->line[order[i]],
                               "the square of %d m at %d %d (its south-west corner) is there a "
                               "second time; the first is line %ld",
                               s->size, s->e, s->n, r->line[order[i - 1]]);
    }
    free(order);
    return lb_diagnostics_end(r->rows.row.diagnostics, r->err);
}

/* The CRS that the squares are in, where |crs= or the file names one: it is held against where they
 * lie, as of any other source. */
static lb_status decide_crs(square_reader *r, const lb_job *job)
{
    lb_source_crs crs;
    lb_crs_choice choice;
    const lb_rows *rows = r->rows.rows;
    if (!lb_rows_crs(rows) && !lb_rows_given_crs(rows))
        return LB_OK;
    LB_TRY(lb_source_crs_begin(rows, r->source, NULL, SIZE_MAX, SIZE_MAX, &crs, r->err));
    for (size_t i = 0; i < r->made.squares.count; i++) {
        const lb_square *s = &r->made.squares.square[i];
        lb_crs_tally_add(&crs.tally, s->e + s->size / 2.0, s->n + s->size / 2.0);
    }
    LB_TRY(lb_crs_decide(&crs.tally, &crs.source, job->log, &choice, r->err));
    r->made.crs = lb_text_copy(choice.candidate.crs);
    return r->made.crs ? LB_OK : lb_error_memory(r->err);
}

/* The code of the CRS of ids; degrees, which GeoJSON always declares, are none of squares. */
static int32_t epsg_of_ids(const lb_rows *rows)
{
    enum { WGS_84 = 4326 };
    const char *given = lb_rows_given_crs(rows), *crs = given ? given : lb_rows_crs(rows);
    int32_t epsg = crs ? lb_crs_epsg(crs) : LB_EPSG_SWEREF99_TM;
    return epsg == WGS_84 ? LB_EPSG_SWEREF99_TM : epsg;
}

static lb_status read_source(square_reader *r, const lb_grid_column *wanted, const lb_job *job)
{
    LB_TRY(prepare_reader(r, wanted));
    LB_TRY(open_rows(r, job));
    r->epsg = epsg_of_ids(r->rows.rows);
    LB_TRY(lb_typed_reader_each(&r->rows, add_square, r, r->err));
    LB_TRY(check_duplicates(r));
    for (size_t c = 0; c < r->columns; c++)
        r->made.found[c] = lb_typed_reader_has(&r->rows, VALUES + c);
    return decide_crs(r, job);
}

/* Are all needed columns there? If not, the file's reader says so best. */
static bool has_needed(const lb_square_layer *layer, const lb_grid_column *wanted, size_t n)
{
    for (size_t c = 0; c < n; c++)
        if (wanted[c].needed && lb_square_layer_column(&layer->table, wanted[c].name) == SIZE_MAX)
            return false;
    return true;
}

static lb_status copy_columns(const lb_square_layer *layer, const lb_grid_column *wanted, size_t n,
                              lb_square_columns *out)
{
    size_t rows = layer->table.rows;
    out->crs = lb_text_copy(layer->crs);
    out->found = calloc(n + 1, sizeof *out->found);
    if (!out->crs || !out->found || lb_squares_init(&out->squares, rows, n) != LB_OK)
        return LB_E_MEMORY;
    memcpy(out->squares.square, layer->square, rows * sizeof *layer->square);
    for (size_t c = 0; c < n; c++) {
        size_t at = lb_square_layer_column(&layer->table, wanted[c].name);
        out->found[c] = at != SIZE_MAX;
        for (size_t i = 0; out->found[c] && i < rows; i++)
            out->squares.value[c][i] = lb_table_real(&layer->table, i, at);
    }
    return LB_OK;
}

/* Values as delivered: from the layer that a step of this run has just made, when it holds all that
 * is needed, else from the file. */
lb_status lb_square_columns_delivered(const char *source, const lb_grid_column *wanted, size_t n,
                                      const lb_job *job, lb_square_columns *out, lb_error *err)
{
    square_reader r = {.source = source, .columns = n, .err = err};
    const lb_square_layer *layer = lb_square_layer_find(source, job);
    lb_status status = LB_OK;
    if (!layer || !has_needed(layer, wanted, n))
        status = read_source(&r, wanted, job);
    else if (copy_columns(layer, wanted, n, &r.made) != LB_OK)
        status = lb_error_memory(err);
    lb_typed_reader_close(&r.rows);
    free(r.column);
    free(r.capacity);
    free(r.line);
    LB_HAND_OVER(status, r.made, out, lb_square_columns_clear);
}
