/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "commands/index/square_table.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"
#include "port/proj/transform.h"

enum { MAX_SIZE = 100000 };

void lb_square_table_clear(lb_square_table *table)
{
    for (size_t i = 0; table->column && i < table->columns; i++)
        free(table->column[i]);
    for (size_t i = 0; i < table->n_wanted; i++)
        free(table->wanted[i].value);
    free(table->column);
    free(table->square);
    free(table->line);
    free(table->wanted);
    lb_rows_close(table->reader);
    *table = (lb_square_table){0};
}

lb_status lb_square_table_open(const char *source, const lb_job *job, lb_square_table *out,
                               lb_error *err)
{
    lb_square_table table = {.source = source};
    lb_status status = lb_rows_open(source, job->log, &table.reader, err);
    if (status != LB_OK)
        return status;
    table.columns = lb_rows_columns(table.reader);
    table.column = calloc(table.columns + 1, sizeof *table.column);
    bool good = table.column != NULL;
    for (size_t i = 0; good && i < table.columns; i++)
        good = (table.column[i] = lb_text_copy(lb_rows_column(table.reader, i))) != NULL;
    if (good) {
        *out = table;
        return LB_OK;
    }
    lb_square_table_clear(&table);
    return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", source);
}

size_t lb_square_table_request(lb_square_table *table, size_t column, bool is_count)
{
    for (size_t i = 0; i < table->n_wanted; i++) {
        if (table->wanted[i].column == column) {
            table->wanted[i].is_count |= is_count;
            return i;
        }
    }
    lb_square_column *bigger =
        realloc(table->wanted, (table->n_wanted + 1) * sizeof *table->wanted);
    if (!bigger)
        return SIZE_MAX;
    table->wanted = bigger;
    bigger[table->n_wanted] = (lb_square_column){.column = column, .is_count = is_count};
    return table->n_wanted++;
}

/* What is known while the rows of one source are read. */
typedef struct square_reader {
    lb_square_table *table;
    const lb_square_rule *rule;
    lb_diagnostics *diagnostics;
    lb_transform *to_grid; /* NULL: the geometry is in the grid's CRS */
    size_t id, size, x, y; /* columns, SIZE_MAX: none */
    double widest;         /* of the geometries of squares whose size is not told */
    size_t unsized;
} square_reader;

static bool reserve_row(lb_square_table *table)
{
    size_t room = table->capacity ? table->capacity * 2 : 1024;
    lb_square *square = realloc(table->square, room * sizeof *square);
    if (square)
        table->square = square;
    long *line = realloc(table->line, room * sizeof *line);
    if (line)
        table->line = line;
    bool good = square && line;
    for (size_t i = 0; i < table->n_wanted; i++) {
        double *value = realloc(table->wanted[i].value, room * sizeof *value);
        if (value)
            table->wanted[i].value = value;
        good &= value != NULL;
    }
    if (good)
        table->capacity = room;
    return good;
}

static bool read_size(square_reader *r, const lb_row *row, int32_t *size)
{
    double value;
    *size = 0;
    if (r->size == SIZE_MAX)
        return true;
    if (lb_csv_value_parse(&row->field[r->size], &value) == LB_VALUE_NUMBER && value >= 1 &&
        value <= MAX_SIZE && value == floor(value)) {
        *size = (int32_t)value;
        return true;
    }
    lb_diagnostics_add(r->diagnostics, row->line,
                       "column '%s': '%.*s' is no size of a square; expected metres, as 250",
                       r->table->column[r->size], (int)row->field[r->size].length,
                       row->field[r->size].text ? row->field[r->size].text : "");
    return false;
}

/* The text of an id, whatever type the source gave it; numbers lose nothing below 2^53. */
static size_t id_text(const lb_csv_value *field, char text[64])
{
    if (field->kind == LB_CSV_VALUE_NUMBER)
        return (size_t)snprintf(text, 64, "%.0f", field->number);
    size_t length = field->kind == LB_CSV_VALUE_TEXT ? field->length : 0;
    const char *from = field->text;
    while (length > 0 && (*from == ' ' || *from == '\t')) {
        from++;
        length--;
    }
    while (length > 0 && (from[length - 1] == ' ' || from[length - 1] == '\t'))
        length--;
    length = length < 63 ? length : 63;
    if (length > 0)
        memcpy(text, from, length);
    text[length] = '\0';
    return length;
}

static bool square_from_id(square_reader *r, const lb_row *row, int32_t size, lb_square *square)
{
    char text[64];
    size_t length = id_text(&row->field[r->id], text);
    lb_id_fault fault = lb_square_parse(text, length, size, square);
    if (fault != LB_ID_OK) {
        lb_diagnostics_add(r->diagnostics, row->line, "id '%s'%s%.0d %s", text,
                           fault == LB_ID_OFF_LATTICE ? " of size " : "",
                           fault == LB_ID_OFF_LATTICE ? square->size : 0, lb_id_fault_text(fault));
        return false;
    }
    if (size > 0 && square->size != size) {
        lb_diagnostics_add(r->diagnostics, row->line, "id '%s' says %d m, column '%s' says %d m",
                           text, square->size, r->table->column[r->size], size);
        return false;
    }
    return true;
}

/* The south-west corner nearest to (x, y) on the lattice of `size`, if within a hundredth of it:
 * official squares are off by millimetres, other lattices by more. */
static bool snap_to_lattice(double x, double y, int32_t size, lb_square *square)
{
    double e = round(x / size) * size, n = round(y / size) * size;
    if (!(fabs(e - x) <= 0.01 * size && fabs(n - y) <= 0.01 * size && fabs(e) < 1e9 &&
          fabs(n) < 1e9))
        return false;
    *square = (lb_square){size, (int32_t)e, (int32_t)n};
    return true;
}

static bool corner_in_range(square_reader *r, long line, lb_square square)
{
    char id[LB_SQUARE_ID_SIZE];
    if (strcmp(r->rule->crs, "EPSG:3006") != 0)
        return true;
    lb_square_id(square, id);
    lb_id_fault fault = lb_square_parse(id, strlen(id), 0, &square);
    if (fault == LB_ID_OK)
        return true;
    bool swapped = fault == LB_ID_SWAPPED || (square.e > 1000000 && square.n < 1000000);
    lb_diagnostics_add(r->diagnostics, line, "corner E %d, N %d %s", square.e, square.n,
                       lb_id_fault_text(swapped ? LB_ID_SWAPPED : LB_ID_RANGE));
    return false;
}

static bool box_to_grid(square_reader *r, long line, lb_box *box)
{
    double middle[2] = {(box->xmin + box->xmax) / 2, (box->ymin + box->ymax) / 2};
    double corner[4] = {box->xmin, box->ymin, box->xmax, box->ymax};
    if (!r->to_grid)
        return true;
    if (lb_transform_points(r->to_grid, 1, middle, NULL) != LB_OK ||
        lb_transform_points(r->to_grid, 2, corner, NULL) != LB_OK) {
        lb_diagnostics_add(r->diagnostics, line, "the place cannot be transformed to %s",
                           r->rule->crs);
        return false;
    }
    double w = fabs(corner[2] - corner[0]) / 2, h = fabs(corner[3] - corner[1]) / 2;
    *box = (lb_box){middle[0] - w, middle[1] - h, middle[0] + w, middle[1] + h};
    return true;
}

static bool square_from_box(square_reader *r, const lb_row *row, lb_box box, int32_t size,
                            lb_square *square)
{
    double width = fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    if (!box_to_grid(r, row->line, &box))
        return false;
    if (size == 0)
        size = r->rule->cell_size ? r->rule->cell_size
               : width >= 1       ? (int32_t)fmin(round(width), MAX_SIZE)
                                  : r->rule->cell;
    /* A polygon is known by its corner, a point is the middle. */
    double half = width > 0 ? 0 : size / 2.0;
    if (!snap_to_lattice(box.xmin - half, box.ymin - half, size, square)) {
        lb_diagnostics_add(
            r->diagnostics, row->line,
            "square of %d m with corner %.3f %.3f is off the lattice; the corner must "
            "be a multiple of the size",
            size, box.xmin - half, box.ymin - half);
        return false;
    }
    return corner_in_range(r, row->line, *square);
}

static bool point_from_columns(square_reader *r, const lb_row *row, lb_box *box)
{
    double x, y;
    if (lb_csv_value_parse(&row->field[r->x], &x) == LB_VALUE_NUMBER &&
        lb_csv_value_parse(&row->field[r->y], &y) == LB_VALUE_NUMBER) {
        *box = (lb_box){x, y, x, y};
        return true;
    }
    lb_diagnostics_add(r->diagnostics, row->line, "columns '%s' and '%s' hold no place",
                       r->table->column[r->x], r->table->column[r->y]);
    return false;
}

static bool read_square(square_reader *r, const lb_row *row, lb_square *square)
{
    int32_t size;
    lb_box box = row->box;
    if (!read_size(r, row, &size))
        return false;
    if (r->id != SIZE_MAX) {
        if (!square_from_id(r, row, size, square))
            return false;
        if (square->size == 0) {
            r->unsized++;
            if (row->geometry == LB_GEOMETRY_POLYGON)
                r->widest = fmax(r->widest, fmax(box.xmax - box.xmin, box.ymax - box.ymin));
        }
        return true;
    }
    if (row->geometry == LB_GEOMETRY_NONE && r->x != SIZE_MAX)
        return point_from_columns(r, row, &box) && square_from_box(r, row, box, size, square);
    if (row->geometry == LB_GEOMETRY_POINT || row->geometry == LB_GEOMETRY_POLYGON)
        return square_from_box(r, row, box, size, square);
    lb_diagnostics_add(r->diagnostics, row->line,
                       "feature without a square; expected a polygon or a centre point");
    return false;
}

static void read_values(square_reader *r, const lb_row *row, size_t at)
{
    for (size_t i = 0; i < r->table->n_wanted; i++) {
        lb_square_column *w = &r->table->wanted[i];
        const lb_csv_value *field = &row->field[w->column];
        double *value = &w->value[at];
        lb_value_kind kind = lb_csv_value_parse(field, value);
        w->suppressed += kind == LB_VALUE_SUPPRESSED;
        if (kind == LB_VALUE_INVALID)
            lb_diagnostics_add(r->diagnostics, row->line,
                               "column '%s': '%.*s' is no number; expected one, or '..' or nothing",
                               r->table->column[w->column],
                               (int)(field->length < 60 ? field->length : 60), field->text);
        else if (w->is_count && *value < 0)
            lb_diagnostics_add(r->diagnostics, row->line,
                               "column '%s': %g is below 0; expected a count",
                               r->table->column[w->column], *value);
    }
}

static lb_status read_rows(square_reader *r, lb_error *err)
{
    lb_square_table *table = r->table;
    const lb_row *row;
    lb_status status;
    while ((status = lb_rows_next(table->reader, &row, err)) == LB_OK && row) {
        if (table->rows == table->capacity && !reserve_row(table))
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", table->source);
        if (!read_square(r, row, &table->square[table->rows]))
            continue;
        table->line[table->rows] = row->line;
        read_values(r, row, table->rows);
        table->rows++;
    }
    return status;
}

/* The size of squares that do not tell theirs: --cell-size, else their geometry's, else that of
 * the working grid where that is the only possible one. */
static int32_t common_size(const square_reader *r)
{
    bool thousands = true;
    if (r->rule->cell_size)
        return r->rule->cell_size;
    if (r->widest >= 1)
        return (int32_t)fmin(round(r->widest), MAX_SIZE);
    for (size_t i = 0; i < r->table->rows; i++) {
        lb_square s = r->table->square[i];
        if (s.size == 0 && (s.e % r->rule->cell != 0 || s.n % r->rule->cell != 0))
            return 0;
        thousands &= s.e % 1000 == 0 && s.n % 1000 == 0;
    }
    return thousands && r->rule->cell < 1000 ? 0 : r->rule->cell;
}

static void assign_sizes(square_reader *r, const lb_job *job)
{
    int32_t size = r->unsized > 0 ? common_size(r) : 0;
    if (r->unsized > 0 && size == 0) {
        lb_diagnostics_add(r->diagnostics, 0,
                           "the size of the squares is not told (no column rutstorl or storlek); "
                           "give it with --cell-size");
        return;
    }
    if (r->unsized > 0)
        lb_log_note(job->log, "%s: %zu squares do not tell their size, taken as %d m",
                    r->table->source, r->unsized, size);
    for (size_t i = 0; i < r->table->rows; i++) {
        lb_square *s = &r->table->square[i];
        if (s->size == 0) {
            s->size = size;
            if (s->e % size != 0 || s->n % size != 0)
                lb_diagnostics_add(r->diagnostics, r->table->line[i], "square %06d%07d of %d m %s",
                                   s->e, s->n, size, lb_id_fault_text(LB_ID_OFF_LATTICE));
        }
        if (s->size % r->rule->cell != 0 || s->size > MAX_SIZE)
            lb_diagnostics_add(r->diagnostics, r->table->line[i],
                               "a square of %d m cannot be cut into cells of %d m", s->size,
                               r->rule->cell);
    }
}

/* Squares with where they stand, to be sorted. */
typedef struct square_row {
    lb_square square;
    size_t at;
} square_row;

static int compare_squares(const void *a, const void *b)
{
    const square_row *x = a, *y = b;
    int order = lb_square_compare(&x->square, &y->square);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void report_duplicates(square_reader *r, const square_row *sorted)
{
    const lb_square_table *d = r->table;
    char id[LB_SQUARE_ID_SIZE];
    for (size_t i = 1; i < d->rows; i++) {
        if (lb_square_compare(&sorted[i].square, &sorted[i - 1].square) != 0)
            continue;
        lb_square_id(sorted[i].square, id);
        lb_diagnostics_add(r->diagnostics, d->line[sorted[i].at],
                           "square %s of %d m stands a second time; the first is line %ld", id,
                           sorted[i].square.size, d->line[sorted[i - 1].at]);
    }
}

static bool sort_column(double *column, const square_row *sorted, size_t count)
{
    double *copy = malloc((count ? count : 1) * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, column, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        column[i] = copy[sorted[i].at];
    free(copy);
    return true;
}

static lb_status sort_squares(square_reader *r)
{
    lb_square_table *d = r->table;
    bool good = true;
    square_row *sorted = malloc((d->rows ? d->rows : 1) * sizeof *sorted);
    if (!sorted)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->rows; i++)
        sorted[i] = (square_row){d->square[i], i};
    qsort(sorted, d->rows, sizeof *sorted, compare_squares);
    report_duplicates(r, sorted);
    for (size_t i = 0; i < d->rows; i++)
        d->square[i] = sorted[i].square;
    for (size_t i = 0; good && d->rows > 0 && i < d->n_wanted; i++)
        good = sort_column(d->wanted[i].value, sorted, d->rows);
    free(sorted);
    return good ? LB_OK : LB_E_MEMORY;
}

static lb_status find_key_columns(square_reader *r, lb_error *err)
{
    lb_rows *rows = r->table->reader;
    r->id = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_SQUARE_ID]);
    r->size = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_SQUARE_SIZE]);
    r->x = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_EASTING]);
    r->y = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_NORTHING]);
    if (r->y == SIZE_MAX)
        r->x = SIZE_MAX;
    if (r->id != SIZE_MAX || r->x != SIZE_MAX || !lb_rows_is_text_table(rows))
        return LB_OK;
    lb_buf nearest = {0};
    lb_rows_similar_columns(rows, "rutid", &nearest);
    lb_diagnostics_add(r->diagnostics, 1,
                       "no column names the square; expected one of Rut_ID, RutID, RutID_SW, Ruta, "
                       "rutid_scb, rutid_inspire (%s)",
                       nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
    return lb_diagnostics_end(r->diagnostics, err);
}

lb_status lb_square_table_read(lb_square_table *table, const lb_square_rule *rule,
                               const lb_job *job, lb_error *err)
{
    square_reader r = {
        .table = table, .rule = rule, .diagnostics = lb_rows_problems(table->reader)};
    const char *crs = lb_rows_crs(table->reader);
    lb_status status = find_key_columns(&r, err);
    if (status == LB_OK && crs && r.id == SIZE_MAX)
        status = lb_transform_new(crs, rule->crs, &r.to_grid, err);
    if (status == LB_OK)
        status = read_rows(&r, err);
    /* Rows with problems do not hide those that only the whole shows; a reader that gave up does.
     */
    if (status == LB_OK || (status == LB_E_INPUT && lb_rows_at_end(table->reader))) {
        assign_sizes(&r, job);
        if (sort_squares(&r) != LB_OK)
            status = lb_error_set(err, LB_E_MEMORY, "%s: out of memory", table->source);
        else
            status = lb_diagnostics_end(r.diagnostics, err);
    }
    if (status == LB_OK && table->rows == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no rows; expected a square a row",
                              table->source);
    lb_transform_free(r.to_grid);
    return status;
}
