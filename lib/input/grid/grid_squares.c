/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid from rows of squares: the cells each square fills are found again from all the squares, by
 * the rule of `index`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/squares.h>
#include "base/sum.h"
#include "base/swedish_text.h"
#include "input/grid/grid_squares.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

typedef struct square_reader {
    const char *source;
    lb_rows *rows;
    size_t id, size, columns, capacity;
    size_t *column;     /* [columns] of the source, SIZE_MAX: none */
    long *line;         /* [capacity] of each square */
    lb_squares squares; /* population is not used */
    lb_error *err;
} square_reader;

static void close_square_reader(square_reader *r)
{
    lb_rows_close(r->rows);
    free(r->column);
    free(r->line);
    lb_squares_clear(&r->squares);
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
    lb_squares *s = &r->squares;
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
        r->squares.value[c][r->squares.count] = value;
    }
    r->line[r->squares.count] = row->line;
    r->squares.square[r->squares.count++] = square;
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
    square_row *all = malloc((r->squares.count + 1) * sizeof *all);
    if (!all)
        return lb_error_memory(r->err);
    for (size_t i = 0; i < r->squares.count; i++)
        all[i] = (square_row){r->squares.square[i], r->line[i]};
    if (r->squares.count > 0)
        qsort(all, r->squares.count, sizeof *all, compare_squares);
    for (size_t i = 1; i < r->squares.count; i++)
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

static int32_t common_divisor(int32_t a, int32_t b)
{
    while (b) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool fill_column(const square_reader *r, const lb_square_allocation *fill, size_t c,
                        bool count, lb_grid_values *out)
{
    double *value = malloc((fill->cells + 1) * sizeof *value);
    if (!value)
        return false;
    for (size_t i = 0; i < fill->cells; i++) {
        size_t s = fill->square[i];
        value[i] = r->squares.value[c][s] / (count ? fill->count[s] : 1);
    }
    out->value[c] = value;
    return true;
}

static void count_without_cell(const square_reader *r, const lb_square_allocation *fill,
                               lb_grid_values *out)
{
    lb_sum people = {0};
    for (size_t s = 0; s < r->squares.count; s++) {
        if (fill->count[s] > 0)
            continue;
        out->squares_without_cell++;
        if (r->columns > 0 && !isnan(r->squares.value[0][s]))
            lb_sum_add(&people, r->squares.value[0][s]);
    }
    out->people_without_cell = lb_sum_value(people);
}

static lb_status fill_cells(const square_reader *r, const lb_grid_column *wanted,
                            lb_grid_values *out)
{
    lb_square_allocation fill = {0};
    int32_t cell = 0;
    for (size_t i = 0; i < r->squares.count; i++)
        cell = common_divisor(r->squares.square[i].size, cell);
    if (cell == 0)
        return lb_error_set(r->err, LB_E_INPUT, "%s: has no squares", r->source);
    lb_status status = lb_square_allocation_compute(&r->squares, cell, &fill);
    if (status != LB_OK)
        return lb_error_set(r->err, status, "%s: %s", r->source, lb_status_text(status));
    for (size_t c = 0; c < r->columns && status == LB_OK; c++)
        if (r->column[c] != SIZE_MAX && !fill_column(r, &fill, c, wanted[c].count, out))
            status = lb_error_memory(r->err);
    count_without_cell(r, &fill, out);
    out->grid = fill.grid;
    out->cells = fill.cells;
    out->cell = fill.cell;
    out->square = fill.square;
    fill.cell = NULL;
    fill.square = NULL;
    lb_square_allocation_clear(&fill);
    return status;
}

lb_status lb_grid_from_squares(const char *source, const lb_grid_column *wanted, const lb_job *job,
                               lb_grid_values *out, lb_error *err)
{
    square_reader r = {.source = source, .columns = out->columns, .err = err};
    r.column = calloc(r.columns + 1, sizeof *r.column);
    lb_status status = r.column && lb_squares_init(&r.squares, 0, r.columns) == LB_OK
                           ? LB_OK
                           : lb_error_memory(r.err);
    r.capacity = 0;
    if (status == LB_OK)
        status = open_rows(&r, job);
    if (status == LB_OK)
        status = find_columns(&r, wanted);
    if (status == LB_OK)
        status = read_rows(&r);
    if (status == LB_OK)
        status = fill_cells(&r, wanted, out);
    if (status == LB_OK) {
        const char *crs = lb_rows_crs(r.rows);
        out->rows = (int64_t)r.squares.count;
        out->crs = lb_text_copy(crs ? crs : "EPSG:3006");
        status = out->crs ? LB_OK : lb_error_memory(r.err);
    }
    close_square_reader(&r);
    return status;
}
