/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares of a delivery, from any of the forms in which SCB delivers them (docs/methods.md,
 * Squares): an id with or without the size, a polygon, a centre point, coordinates in two columns.
 * Each becomes size and south-west corner in metres of the working CRS. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/index/square_table.h"
#include "port/proj/transform.h"

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
    lb_typed_reader_close(&table->reader);
    *table = (lb_square_table){0};
}

lb_status lb_square_table_open(const char *source, const lb_job *job, lb_square_table *out,
                               lb_error *err)
{
    lb_square_table table = {.source = source};
    lb_status status = lb_typed_reader_open(source, NULL, 0, job, &table.reader, err);
    if (status != LB_OK) {
        lb_typed_reader_close(&table.reader);
        return status;
    }
    table.columns = lb_rows_columns(table.reader.rows);
    table.column = calloc(table.columns + 1, sizeof *table.column);
    bool good = table.column != NULL;
    for (size_t i = 0; good && i < table.columns; i++)
        good = (table.column[i] = lb_text_copy(lb_rows_column(table.reader.rows, i))) != NULL;
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
    lb_transform *to_grid;      /* NULL: the geometry is in the grid's CRS */
    lb_input_column *spec;      /* [specs]: the columns that are read */
    size_t specs, first_wanted; /* the table's wanted columns are the last ones */
    size_t id, size, x, y;      /* among spec; SIZE_MAX: the source has none */
    double widest;              /* metres: geometries of squares without a size */
    size_t unsized;             /* squares whose size neither the id nor a column gives */
} square_reader;

/* Room for more rows in every array at once, doubling. */
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

/* The size in the row, metres; 0: the source has no column of sizes. */
static int32_t size_of(const square_reader *r, const lb_typed_row *row)
{
    return r->size == SIZE_MAX ? 0 : (int32_t)row->value[r->size].number;
}

/* Ids of 13 digits have no size: that of the size column, or 0 until assign_sizes. False:
 * reported. */
static bool square_from_id(square_reader *r, const lb_typed_row *row, lb_square *square)
{
    const char *text = row->value[r->id].text;
    int32_t size = size_of(r, row);
    lb_id_fault fault = lb_square_parse(text, strlen(text), size, square);
    if (fault != LB_ID_OK) {
        lb_diagnostics_add(r->diagnostics, row->line, "id '%.60s'%s%.0d %s", text,
                           fault == LB_ID_OFF_LATTICE ? " of size " : "",
                           fault == LB_ID_OFF_LATTICE ? square->size : 0, lb_id_fault_text(fault));
        return false;
    }
    if (size > 0 && square->size != size) {
        lb_diagnostics_add(r->diagnostics, row->line, "id '%s' says %d m, column '%s' says %d m",
                           text, square->size, r->spec[r->size].what, size);
        return false;
    }
    if (square->size == 0) {
        const lb_row *source = row->source;
        r->unsized++;
        if (source->geometry == LB_GEOMETRY_POLYGON)
            r->widest = fmax(r->widest, fmax(source->box.xmax - source->box.xmin,
                                             source->box.ymax - source->box.ymin));
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

/* In SWEREF 99 TM a corner outside Sweden is most often one with swapped axes, and is reported
 * as that. */
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

/* From the source CRS: the middle is transformed, and the extent of the transformed corners is put
 * around it, since a square in another projection is turned slightly. */
static bool box_to_grid(square_reader *r, long line, lb_box *box)
{
    double middle[2] = {(box->xmin + box->xmax) / 2, (box->ymin + box->ymax) / 2};
    double corner[4] = {box->xmin, box->ymin, box->xmax, box->ymax};
    if (!r->to_grid)
        return true;
    if (lb_transform_points(r->to_grid, 1, middle, NULL) != LB_OK ||
        lb_transform_points(r->to_grid, 2, corner, NULL) != LB_OK) {
        lb_diagnostics_add(r->diagnostics, line, "its coordinates cannot be transformed to %s",
                           r->rule->crs);
        return false;
    }
    double w = fabs(corner[2] - corner[0]) / 2, h = fabs(corner[3] - corner[1]) / 2;
    *box = (lb_box){middle[0] - w, middle[1] - h, middle[0] + w, middle[1] + h};
    return true;
}

/* From a polygon its corner, from a point its middle, on the grid of the size that the row,
 * --cell-size or the polygon gives. */
static bool square_from_box(square_reader *r, const lb_typed_row *row, lb_box box,
                            lb_square *square)
{
    int32_t size = size_of(r, row);
    double width = fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    if (!box_to_grid(r, row->line, &box))
        return false;
    if (size == 0)
        size = r->rule->cell_size ? r->rule->cell_size
               : width >= 1       ? (int32_t)fmin(round(width), LB_SQUARE_SIZE_MAX)
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

static bool point_from_columns(square_reader *r, const lb_typed_row *row, lb_box *box)
{
    double x = row->value[r->x].number, y = row->value[r->y].number;
    *box = (lb_box){x, y, x, y};
    if (!isnan(x) && !isnan(y))
        return true;
    lb_diagnostics_add(r->diagnostics, row->line, "columns '%s' and '%s' are not coordinates",
                       r->spec[r->x].what, r->spec[r->y].what);
    return false;
}

/* An id goes before a geometry, a geometry before columns of coordinates. False: no square, which
 * has been reported. */
static bool read_square(square_reader *r, const lb_typed_row *row, lb_square *square)
{
    lb_box box = row->source->box;
    lb_geometry_kind geometry = row->source->geometry;
    if (r->size != SIZE_MAX && isnan(row->value[r->size].number))
        return false;
    if (r->id != SIZE_MAX)
        return row->value[r->id].text && square_from_id(r, row, square);
    if (geometry == LB_GEOMETRY_NONE && r->x != SIZE_MAX)
        return point_from_columns(r, row, &box) && square_from_box(r, row, box, square);
    if (geometry == LB_GEOMETRY_POINT || geometry == LB_GEOMETRY_POLYGON)
        return square_from_box(r, row, box, square);
    lb_diagnostics_add(r->diagnostics, row->line,
                       "feature without a square; expected a polygon or a centre point");
    return false;
}

static void read_values(square_reader *r, const lb_typed_row *row, size_t at)
{
    for (size_t i = 0; i < r->table->n_wanted; i++) {
        const lb_typed_value *value = &row->value[r->first_wanted + i];
        r->table->wanted[i].value[at] = value->number;
        r->table->wanted[i].suppressed += value->kind == LB_VALUE_SUPPRESSED;
    }
}

/* Rows with a bad value are kept too: their squares count when duplicates are looked for. */
static lb_status read_rows(square_reader *r, lb_error *err)
{
    lb_square_table *table = r->table;
    const lb_typed_row *row;
    for (;;) {
        LB_TRY(lb_typed_reader_next(&table->reader, &row, err));
        if (!row)
            return LB_OK;
        if (table->rows == table->capacity && !reserve_row(table))
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", table->source);
        if (!read_square(r, row, &table->square[table->rows]))
            continue;
        table->line[table->rows] = row->line;
        read_values(r, row, table->rows++);
    }
}

/* The size of squares without one: --cell-size, else their geometry's, else that of
 * the working grid where that is the only possible one. */
static int32_t common_size(const square_reader *r)
{
    bool thousands = true;
    if (r->rule->cell_size)
        return r->rule->cell_size;
    if (r->widest >= 1)
        return (int32_t)fmin(round(r->widest), LB_SQUARE_SIZE_MAX);
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
                           "the size of the squares is not given (no column rutstorl or storlek); "
                           "give it with --cell-size");
        return;
    }
    if (r->unsized > 0)
        lb_log_note(job->log, "%s: %zu squares do not give their size, taken as %d m",
                    r->table->source, r->unsized, size);
    for (size_t i = 0; i < r->table->rows; i++) {
        lb_square *s = &r->table->square[i];
        if (s->size == 0) {
            s->size = size;
            if (s->e % size != 0 || s->n % size != 0)
                lb_diagnostics_add(r->diagnostics, r->table->line[i], "square %06d%07d of %d m %s",
                                   s->e, s->n, size, lb_id_fault_text(LB_ID_OFF_LATTICE));
        }
        if (s->size % r->rule->cell != 0 || s->size > LB_SQUARE_SIZE_MAX)
            lb_diagnostics_add(r->diagnostics, r->table->line[i],
                               "a square of %d m cannot be cut into cells of %d m", s->size,
                               r->rule->cell);
    }
}

static void report_duplicates(square_reader *r, const size_t *order)
{
    const lb_square_table *d = r->table;
    char id[LB_SQUARE_ID_SIZE];
    for (size_t i = 1; i < d->rows; i++) {
        lb_square square = d->square[order[i]];
        if (lb_square_compare(&square, &d->square[order[i - 1]]) != 0)
            continue;
        lb_square_id(square, id);
        lb_diagnostics_add(r->diagnostics, d->line[order[i]],
                           "square %s of %d m is there a second time; the first is line %ld", id,
                           square.size, d->line[order[i - 1]]);
    }
}

/* Squares and values into the order of squares, in which deliveries are joined. */
static lb_status sort_squares(square_reader *r)
{
    lb_square_table *d = r->table;
    size_t *order = lb_square_order(d->square, d->rows);
    lb_square *square = malloc((d->rows + 1) * sizeof *square);
    double *value = malloc((d->rows + 1) * sizeof *value);
    bool good = order && square && value;
    if (good && d->rows > 0) {
        report_duplicates(r, order);
        for (size_t i = 0; i < d->rows; i++)
            square[i] = d->square[order[i]];
        memcpy(d->square, square, d->rows * sizeof *square);
        for (size_t w = 0; w < d->n_wanted; w++) {
            for (size_t i = 0; i < d->rows; i++)
                value[i] = d->wanted[w].value[order[i]];
            memcpy(d->wanted[w].value, value, d->rows * sizeof *value);
        }
    }
    free(order);
    free(square);
    free(value);
    return good ? LB_OK : LB_E_MEMORY;
}

/* A column of the source by its usual names, called in messages as the source calls it. */
static size_t add_key_column(square_reader *r, lb_usual_column usual, lb_input_column column)
{
    size_t at = lb_rows_find_column(r->table->reader.rows, lb_usual_columns[usual]);
    if (at == SIZE_MAX)
        return SIZE_MAX;
    column.what = r->table->column[at];
    r->spec[r->specs] = column;
    return r->specs++;
}

static void add_key_columns(square_reader *r)
{
    const lb_input_column axis = {.type = LB_REAL, .missing = LB_VALUE_LENIENT};
    r->id = add_key_column(r, LB_USUAL_SQUARE_ID, (lb_input_column){.type = LB_TEXT});
    r->size =
        add_key_column(r, LB_USUAL_SQUARE_SIZE,
                       (lb_input_column){.type = LB_INTEGER, .min = 1, .max = LB_SQUARE_SIZE_MAX});
    r->x = add_key_column(r, LB_USUAL_EASTING, axis);
    r->y = add_key_column(r, LB_USUAL_NORTHING, axis);
    if (r->y == SIZE_MAX)
        r->x = SIZE_MAX;
}

static lb_status find_columns(square_reader *r, lb_error *err)
{
    lb_square_table *table = r->table;
    lb_rows *rows = table->reader.rows;
    r->spec = calloc(4 + table->n_wanted, sizeof *r->spec);
    if (!r->spec)
        return lb_error_memory(err);
    add_key_columns(r);
    r->first_wanted = r->specs;
    for (size_t i = 0; i < table->n_wanted; i++)
        r->spec[r->specs++] = (lb_input_column){.what = table->column[table->wanted[i].column],
                                                .type = LB_REAL,
                                                .missing = LB_VALUE_OPTIONAL,
                                                .whole = table->wanted[i].is_count,
                                                .max = table->wanted[i].is_count ? INFINITY : 0};
    if (r->id == SIZE_MAX && r->x == SIZE_MAX && lb_rows_is_text_table(rows)) {
        lb_buf nearest = {0};
        lb_rows_similar_columns(rows, "rutid", &nearest);
        lb_diagnostics_add(r->diagnostics, 1,
                           "no column names the square; expected one of Rut_ID, RutID, RutID_SW, "
                           "Ruta, rutid_scb, rutid_inspire (%s)",
                           nearest.text ? nearest.text : "");
        lb_buf_clear(&nearest);
    }
    return lb_typed_reader_find(&table->reader, r->spec, r->specs, err);
}

lb_status lb_square_table_read(lb_square_table *table, const lb_square_rule *rule,
                               const lb_job *job, lb_error *err)
{
    square_reader r = {
        .table = table, .rule = rule, .diagnostics = lb_rows_problems(table->reader.rows)};
    const char *crs = lb_rows_crs(table->reader.rows);
    lb_status status = find_columns(&r, err);
    if (status == LB_OK && crs && r.id == SIZE_MAX)
        status = lb_transform_new(crs, rule->crs, &r.to_grid, err);
    if (status == LB_OK)
        status = read_rows(&r, err);
    /* Rows with problems do not hide those that only the whole shows; a reader that gave up does.
     */
    if (status == LB_OK || (status == LB_E_INPUT && lb_rows_at_end(table->reader.rows))) {
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
    free(r.spec);
    return status;
}
