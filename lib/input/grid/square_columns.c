/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a table of squares row by row: the id (docs/methods.md, Squares) and size of each, and the
 * columns asked for as numbers. All faults of the file are reported before it fails. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/square_columns.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

typedef struct square_reader {
    const char *source;
    lb_rows *rows;
    size_t id, size, columns; /* id, size: their columns of the source */
    size_t *column;           /* [columns] of the source, SIZE_MAX: none */
    size_t capacity;          /* squares there is room for */
    long *line;               /* [capacity]: where each square stands */
    lb_square_columns made;
    lb_error *err;
} square_reader;

void lb_square_columns_clear(lb_square_columns *columns)
{
    lb_squares_clear(&columns->squares);
    free(columns->crs);
    free(columns->found);
    *columns = (lb_square_columns){0};
}

/* A GeoPackage of `index` may have other layers beside it. */
static lb_status open_rows(square_reader *r, const lb_job *job)
{
    char layer[5000];
    bool named = strchr(r->source, '|') || !lb_text_ends_with(r->source, ".gpkg");
    snprintf(layer, sizeof layer, "%s%s", r->source, named ? "" : "|layername=rutor");
    return lb_rows_open(layer, job->log, &r->rows, r->err);
}

static lb_status find_columns(square_reader *r, const lb_grid_column *wanted)
{
    r->id = lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_SQUARE_ID]);
    r->size = lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_GRID_SIZE]);
    if (r->id == SIZE_MAX || r->size == SIZE_MAX)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: no column '%s'; expected rutid and size, as lagesbild index -g "
                            "writes them, or a raster",
                            r->source, r->id == SIZE_MAX ? "rutid" : "size");
    for (size_t c = 0; c < r->columns; c++) {
        lb_buf text = {0};
        r->column[c] = lb_rows_find_named(r->rows, wanted[c].name);
        if (r->column[c] != SIZE_MAX || !wanted[c].needed)
            continue;
        lb_rows_similar_columns(r->rows, wanted[c].name, &text);
        lb_error_set(r->err, LB_E_USAGE, "%s: no column '%s'; %s", r->source, wanted[c].name,
                     text.text ? text.text : "");
        lb_buf_clear(&text);
        return LB_E_USAGE;
    }
    return LB_OK;
}

/* Room for one more square. */
static bool reserve_square(square_reader *r)
{
    lb_squares *s = &r->made.squares;
    if (s->count < r->capacity)
        return true;
    size_t capacity = r->capacity ? r->capacity * 2 : 1024;
    lb_square *square = realloc(s->square, capacity * sizeof *square);
    if (!square)
        return false;
    s->square = square;
    long *line = realloc(r->line, capacity * sizeof *line);
    if (!line)
        return false;
    r->line = line;
    for (size_t c = 0; c < r->columns; c++) {
        double *value = realloc(s->value[c], capacity * sizeof *value);
        if (!value)
            return false;
        s->value[c] = value;
    }
    r->capacity = capacity;
    return true;
}

/* LB_E_INPUT: what is wrong has been told. */
static lb_status read_square(square_reader *r, const lb_row *row, lb_square *square)
{
    double size = 0;
    char *id = lb_csv_value_text(&row->field[r->id]);
    lb_id_fault fault = LB_ID_LENGTH;
    lb_diagnostics *diagnostics = lb_rows_problems(r->rows);
    bool sized = lb_csv_value_parse(&row->field[r->size], &size) == LB_VALUE_NUMBER && size >= 1 &&
                 size <= 100000 && size == floor(size);
    if (!id)
        return lb_error_memory(r->err);
    if (sized)
        fault = lb_square_parse(id, strlen(id), (int32_t)size, square);
    if (!sized)
        lb_diagnostics_add(diagnostics, row->line, "no size of a square; expected metres, as 250");
    else if (fault != LB_ID_OK)
        lb_diagnostics_add(diagnostics, row->line, "rutid '%s': %s", id, lb_id_fault_text(fault));
    free(id);
    return sized && fault == LB_ID_OK ? LB_OK : LB_E_INPUT;
}

static lb_status add_row(square_reader *r, const lb_row *row)
{
    lb_square square;
    lb_status status = read_square(r, row, &square);
    if (status != LB_OK) /* the next row may be wrong too: all are told */
        return status == LB_E_INPUT ? LB_OK : status;
    if (!reserve_square(r))
        return lb_error_memory(r->err);
    for (size_t c = 0; c < r->columns; c++) {
        double value = NAN;
        if (r->column[c] != SIZE_MAX)
            lb_csv_value_parse(&row->field[r->column[c]], &value);
        r->made.squares.value[c][r->made.squares.count] = value;
    }
    r->line[r->made.squares.count] = row->line;
    r->made.squares.square[r->made.squares.count++] = square;
    return LB_OK;
}

typedef struct square_row {
    lb_square square;
    long line;
} square_row;

static int compare_squares(const void *a, const void *b)
{
    const square_row *x = a, *y = b;
    int order = lb_square_compare(&x->square, &y->square);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Two rows of one square would be its people twice. */
static lb_status check_duplicates(square_reader *r)
{
    square_row *all = malloc((r->made.squares.count + 1) * sizeof *all);
    if (!all)
        return lb_error_memory(r->err);
    for (size_t i = 0; i < r->made.squares.count; i++)
        all[i] = (square_row){r->made.squares.square[i], r->line[i]};
    if (r->made.squares.count > 0)
        qsort(all, r->made.squares.count, sizeof *all, compare_squares);
    for (size_t i = 1; i < r->made.squares.count; i++)
        if (lb_square_compare(&all[i - 1].square, &all[i].square) == 0)
            lb_diagnostics_add(
                lb_rows_problems(r->rows), all[i].line,
                "the square of %d m at %d %d (its south-west corner) stands a second "
                "time; the first is line %ld",
                all[i].square.size, all[i].square.e, all[i].square.n, all[i - 1].line);
    free(all);
    return lb_diagnostics_end(lb_rows_problems(r->rows), r->err);
}

static lb_status read_rows(square_reader *r)
{
    const lb_row *row;
    lb_status status;
    while ((status = lb_rows_next(r->rows, &row, r->err)) == LB_OK && row)
        if ((status = add_row(r, row)) != LB_OK)
            break;
    return status == LB_OK ? check_duplicates(r) : status;
}

static lb_status prepare_reader(square_reader *r)
{
    r->column = calloc(r->columns + 1, sizeof *r->column);
    r->made.found = calloc(r->columns + 1, sizeof *r->made.found);
    bool good =
        r->column && r->made.found && lb_squares_init(&r->made.squares, 0, r->columns) == LB_OK;
    return good ? LB_OK : lb_error_memory(r->err);
}

static lb_status read_source(square_reader *r, const lb_grid_column *wanted, const lb_job *job)
{
    LB_TRY(prepare_reader(r));
    LB_TRY(open_rows(r, job));
    LB_TRY(find_columns(r, wanted));
    LB_TRY(read_rows(r));
    const char *crs = lb_rows_crs(r->rows);
    for (size_t c = 0; c < r->columns; c++)
        r->made.found[c] = r->column[c] != SIZE_MAX;
    r->made.crs = crs ? lb_text_copy(crs) : NULL;
    return crs && !r->made.crs ? lb_error_memory(r->err) : LB_OK;
}

lb_status lb_square_columns_read(const char *source, const lb_grid_column *wanted, size_t n,
                                 const lb_job *job, lb_square_columns *out, lb_error *err)
{
    square_reader r = {.source = source, .columns = n, .err = err};
    lb_status status = read_source(&r, wanted, job);
    lb_rows_close(r.rows);
    free(r.column);
    free(r.line);
    if (status == LB_OK)
        *out = r.made;
    else
        lb_square_columns_clear(&r.made);
    return status;
}
