/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "commands/index/square_table.h"
#include "port/read/row_reader.h"
#include "port/proj/transform.h"

static const char *const id_names[] = {"rut_id", "rutid",     "rutid_sw",
                                       "ruta",   "rutid_scb", "rutid_inspire"};
static const char *const size_names[] = {"rutstorl", "storlek", "rutstorlek", "cell_size"};
static const char *const x_names[] = {"e", "x", "easting", "ost", "east"};
static const char *const y_names[] = {"n", "y", "northing", "nord", "north"};

enum { IDS = 6, SIZES = 4, AXES = 5, SIZE_MOST = 100000 };

void lb_delivery_clear(lb_delivery *delivery)
{
    for (size_t i = 0; delivery->column && i < delivery->columns; i++)
        free(delivery->column[i]);
    for (size_t i = 0; i < delivery->wanteds; i++)
        free(delivery->wanted[i].value);
    free(delivery->column);
    free(delivery->square);
    free(delivery->line);
    free(delivery->wanted);
    lb_rows_close(delivery->reader);
    *delivery = (lb_delivery){0};
}

lb_status lb_delivery_open(const char *source, const lb_job *job, lb_delivery *out, lb_error *err)
{
    lb_delivery delivery = {.source = source};
    lb_status status = lb_rows_open(source, job->log, &delivery.reader, err);
    if (status != LB_OK)
        return status;
    delivery.columns = lb_rows_columns(delivery.reader);
    delivery.column = calloc(delivery.columns + 1, sizeof *delivery.column);
    bool good = delivery.column != NULL;
    for (size_t i = 0; good && i < delivery.columns; i++)
        good = (delivery.column[i] = lb_text_copy(lb_rows_column(delivery.reader, i))) != NULL;
    if (good) {
        *out = delivery;
        return LB_OK;
    }
    lb_delivery_clear(&delivery);
    return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", source);
}

size_t lb_delivery_want(lb_delivery *delivery, size_t column, bool is_count)
{
    for (size_t i = 0; i < delivery->wanteds; i++) {
        if (delivery->wanted[i].column == column) {
            delivery->wanted[i].is_count |= is_count;
            return i;
        }
    }
    lb_wanted *bigger =
        realloc(delivery->wanted, (delivery->wanteds + 1) * sizeof *delivery->wanted);
    if (!bigger)
        return SIZE_MAX;
    delivery->wanted = bigger;
    bigger[delivery->wanteds] = (lb_wanted){.column = column, .is_count = is_count};
    return delivery->wanteds++;
}

/* What is known while the rows of one source are read. */
typedef struct reading {
    lb_delivery *delivery;
    const lb_square_rule *rule;
    lb_problems *problems;
    lb_transform *to_grid; /* NULL: the geometry is in the grid's CRS */
    size_t id, size, x, y; /* columns, SIZE_MAX: none */
    double widest;         /* of the geometries of squares whose size is not told */
    size_t unsized;
} reading;

static bool grow(lb_delivery *delivery)
{
    size_t room = delivery->capacity ? delivery->capacity * 2 : 1024;
    lb_square *square = realloc(delivery->square, room * sizeof *square);
    if (square)
        delivery->square = square;
    long *line = realloc(delivery->line, room * sizeof *line);
    if (line)
        delivery->line = line;
    bool good = square && line;
    for (size_t i = 0; i < delivery->wanteds; i++) {
        double *value = realloc(delivery->wanted[i].value, room * sizeof *value);
        if (value)
            delivery->wanted[i].value = value;
        good &= value != NULL;
    }
    if (good)
        delivery->capacity = room;
    return good;
}

static bool read_size(reading *r, const lb_row *row, int32_t *size)
{
    double value;
    *size = 0;
    if (r->size == SIZE_MAX)
        return true;
    if (lb_field_value(&row->field[r->size], &value) == LB_CELL_NUMBER && value >= 1 &&
        value <= SIZE_MOST && value == floor(value)) {
        *size = (int32_t)value;
        return true;
    }
    lb_problems_add(r->problems, row->line,
                    "column '%s': '%.*s' is no size of a square; expected metres, as 250",
                    r->delivery->column[r->size], (int)row->field[r->size].length,
                    row->field[r->size].text ? row->field[r->size].text : "");
    return false;
}

/* The text of an id, whatever type the source gave it; numbers lose nothing below 2^53. */
static size_t id_text(const lb_field *field, char text[64])
{
    if (field->kind == LB_FIELD_NUMBER)
        return (size_t)snprintf(text, 64, "%.0f", field->number);
    size_t length = field->kind == LB_FIELD_TEXT ? field->length : 0;
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

static bool square_from_id(reading *r, const lb_row *row, int32_t size, lb_square *square)
{
    char text[64];
    size_t length = id_text(&row->field[r->id], text);
    lb_id_fault fault = lb_square_parse(text, length, size, square);
    if (fault != LB_ID_GOOD) {
        lb_problems_add(r->problems, row->line, "id '%s'%s%.0d %s", text,
                        fault == LB_ID_OFF_LATTICE ? " of size " : "",
                        fault == LB_ID_OFF_LATTICE ? square->size : 0, lb_id_fault_text(fault));
        return false;
    }
    if (size > 0 && square->size != size) {
        lb_problems_add(r->problems, row->line, "id '%s' says %d m, column '%s' says %d m", text,
                        square->size, r->delivery->column[r->size], size);
        return false;
    }
    return true;
}

/* The south-west corner nearest to (x, y) on the lattice of `size`, if within a hundredth of it:
 * official squares are off by millimetres, other lattices by more. */
static bool snap(double x, double y, int32_t size, lb_square *square)
{
    double e = round(x / size) * size, n = round(y / size) * size;
    if (!(fabs(e - x) <= 0.01 * size && fabs(n - y) <= 0.01 * size && fabs(e) < 1e9 &&
          fabs(n) < 1e9))
        return false;
    *square = (lb_square){size, (int32_t)e, (int32_t)n};
    return true;
}

static bool in_range(reading *r, long line, lb_square square)
{
    char id[LB_SQUARE_ID_SIZE];
    if (strcmp(r->rule->crs, "EPSG:3006") != 0)
        return true;
    lb_square_id(square, id);
    lb_id_fault fault = lb_square_parse(id, strlen(id), 0, &square);
    if (fault == LB_ID_GOOD)
        return true;
    bool swapped = fault == LB_ID_SWAPPED || (square.e > 1000000 && square.n < 1000000);
    lb_problems_add(r->problems, line, "corner E %d, N %d %s", square.e, square.n,
                    lb_id_fault_text(swapped ? LB_ID_SWAPPED : LB_ID_RANGE));
    return false;
}

static bool to_grid(reading *r, long line, lb_box *box)
{
    double middle[2] = {(box->xmin + box->xmax) / 2, (box->ymin + box->ymax) / 2};
    double corner[4] = {box->xmin, box->ymin, box->xmax, box->ymax};
    if (!r->to_grid)
        return true;
    if (lb_transform_points(r->to_grid, 1, middle, NULL) != LB_OK ||
        lb_transform_points(r->to_grid, 2, corner, NULL) != LB_OK) {
        lb_problems_add(r->problems, line, "the place cannot be transformed to %s", r->rule->crs);
        return false;
    }
    double w = fabs(corner[2] - corner[0]) / 2, h = fabs(corner[3] - corner[1]) / 2;
    *box = (lb_box){middle[0] - w, middle[1] - h, middle[0] + w, middle[1] + h};
    return true;
}

static bool square_from_place(reading *r, const lb_row *row, lb_box box, int32_t size,
                              lb_square *square)
{
    double width = fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    if (!to_grid(r, row->line, &box))
        return false;
    if (size == 0)
        size = r->rule->cell_size ? r->rule->cell_size
               : width >= 1       ? (int32_t)fmin(round(width), SIZE_MOST)
                                  : r->rule->cell;
    /* A polygon is known by its corner, a point is the middle. */
    double half = width > 0 ? 0 : size / 2.0;
    if (!snap(box.xmin - half, box.ymin - half, size, square)) {
        lb_problems_add(r->problems, row->line,
                        "square of %d m with corner %.3f %.3f is off the lattice; the corner must "
                        "be a multiple of the size",
                        size, box.xmin - half, box.ymin - half);
        return false;
    }
    return in_range(r, row->line, *square);
}

static bool point_from_columns(reading *r, const lb_row *row, lb_box *box)
{
    double x, y;
    if (lb_field_value(&row->field[r->x], &x) == LB_CELL_NUMBER &&
        lb_field_value(&row->field[r->y], &y) == LB_CELL_NUMBER) {
        *box = (lb_box){x, y, x, y};
        return true;
    }
    lb_problems_add(r->problems, row->line, "columns '%s' and '%s' hold no place",
                    r->delivery->column[r->x], r->delivery->column[r->y]);
    return false;
}

static bool read_square(reading *r, const lb_row *row, lb_square *square)
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
        return point_from_columns(r, row, &box) && square_from_place(r, row, box, size, square);
    if (row->geometry == LB_GEOMETRY_POINT || row->geometry == LB_GEOMETRY_POLYGON)
        return square_from_place(r, row, box, size, square);
    lb_problems_add(r->problems, row->line,
                    "feature without a square; expected a polygon or a centre point");
    return false;
}

static void read_values(reading *r, const lb_row *row, size_t at)
{
    for (size_t i = 0; i < r->delivery->wanteds; i++) {
        lb_wanted *w = &r->delivery->wanted[i];
        const lb_field *field = &row->field[w->column];
        double *value = &w->value[at];
        lb_cell_kind kind = lb_field_value(field, value);
        w->suppressed += kind == LB_CELL_SUPPRESSED;
        if (kind == LB_CELL_BAD)
            lb_problems_add(r->problems, row->line,
                            "column '%s': '%.*s' is no number; expected one, or '..' or nothing",
                            r->delivery->column[w->column],
                            (int)(field->length < 60 ? field->length : 60), field->text);
        else if (w->is_count && *value < 0)
            lb_problems_add(r->problems, row->line, "column '%s': %g is below 0; expected a count",
                            r->delivery->column[w->column], *value);
    }
}

static lb_status read_rows(reading *r, lb_error *err)
{
    lb_delivery *delivery = r->delivery;
    const lb_row *row;
    lb_status status;
    while ((status = lb_rows_next(delivery->reader, &row, err)) == LB_OK && row) {
        if (delivery->rows == delivery->capacity && !grow(delivery))
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", delivery->source);
        if (!read_square(r, row, &delivery->square[delivery->rows]))
            continue;
        delivery->line[delivery->rows] = row->line;
        read_values(r, row, delivery->rows);
        delivery->rows++;
    }
    return status;
}

/* The size of squares that do not tell theirs: --cell-size, else their geometry's, else that of
 * the working grid where that is the only possible one. */
static int32_t common_size(const reading *r)
{
    bool thousands = true;
    if (r->rule->cell_size)
        return r->rule->cell_size;
    if (r->widest >= 1)
        return (int32_t)fmin(round(r->widest), SIZE_MOST);
    for (size_t i = 0; i < r->delivery->rows; i++) {
        lb_square s = r->delivery->square[i];
        if (s.size == 0 && (s.e % r->rule->cell != 0 || s.n % r->rule->cell != 0))
            return 0;
        thousands &= s.e % 1000 == 0 && s.n % 1000 == 0;
    }
    return thousands && r->rule->cell < 1000 ? 0 : r->rule->cell;
}

static void settle_sizes(reading *r, const lb_job *job)
{
    int32_t size = r->unsized > 0 ? common_size(r) : 0;
    if (r->unsized > 0 && size == 0) {
        lb_problems_add(r->problems, 0,
                        "the size of the squares is not told (no column rutstorl or storlek); "
                        "give it with --cell-size");
        return;
    }
    if (r->unsized > 0)
        lb_log_note(job->log, "%s: %zu squares do not tell their size, taken as %d m",
                    r->delivery->source, r->unsized, size);
    for (size_t i = 0; i < r->delivery->rows; i++) {
        lb_square *s = &r->delivery->square[i];
        if (s->size == 0) {
            s->size = size;
            if (s->e % size != 0 || s->n % size != 0)
                lb_problems_add(r->problems, r->delivery->line[i], "square %06d%07d of %d m %s",
                                s->e, s->n, size, lb_id_fault_text(LB_ID_OFF_LATTICE));
        }
        if (s->size % r->rule->cell != 0 || s->size > SIZE_MOST)
            lb_problems_add(r->problems, r->delivery->line[i],
                            "a square of %d m cannot be cut into cells of %d m", s->size,
                            r->rule->cell);
    }
}

/* Squares with where they stand, to be sorted. */
typedef struct place {
    lb_square square;
    size_t at;
} place;

static int by_square(const void *a, const void *b)
{
    const place *x = a, *y = b;
    int order = lb_square_compare(&x->square, &y->square);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void tell_duplicates(reading *r, const place *places)
{
    const lb_delivery *d = r->delivery;
    char id[LB_SQUARE_ID_SIZE];
    for (size_t i = 1; i < d->rows; i++) {
        if (lb_square_compare(&places[i].square, &places[i - 1].square) != 0)
            continue;
        lb_square_id(places[i].square, id);
        lb_problems_add(r->problems, d->line[places[i].at],
                        "square %s of %d m stands a second time; the first is line %ld", id,
                        places[i].square.size, d->line[places[i - 1].at]);
    }
}

static bool sort_column(double *column, const place *places, size_t count)
{
    double *copy = malloc((count ? count : 1) * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, column, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        column[i] = copy[places[i].at];
    free(copy);
    return true;
}

static lb_status sort_squares(reading *r)
{
    lb_delivery *d = r->delivery;
    bool good = true;
    place *places = malloc((d->rows ? d->rows : 1) * sizeof *places);
    if (!places)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->rows; i++)
        places[i] = (place){d->square[i], i};
    qsort(places, d->rows, sizeof *places, by_square);
    tell_duplicates(r, places);
    for (size_t i = 0; i < d->rows; i++)
        d->square[i] = places[i].square;
    for (size_t i = 0; good && d->rows > 0 && i < d->wanteds; i++)
        good = sort_column(d->wanted[i].value, places, d->rows);
    free(places);
    return good ? LB_OK : LB_E_MEMORY;
}

static lb_status find_keys(reading *r, lb_error *err)
{
    lb_rows *rows = r->delivery->reader;
    r->id = lb_rows_find(rows, id_names, IDS);
    r->size = lb_rows_find(rows, size_names, SIZES);
    r->x = lb_rows_find(rows, x_names, AXES);
    r->y = lb_rows_find(rows, y_names, AXES);
    if (r->y == SIZE_MAX)
        r->x = SIZE_MAX;
    if (r->id != SIZE_MAX || r->x != SIZE_MAX || !lb_rows_is_text_table(rows))
        return LB_OK;
    lb_buf nearest = {0};
    lb_rows_nearest(rows, "rutid", &nearest);
    lb_problems_add(r->problems, 1,
                    "no column names the square; expected one of Rut_ID, RutID, RutID_SW, Ruta, "
                    "rutid_scb, rutid_inspire (%s)",
                    nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
    return lb_problems_end(r->problems, err);
}

lb_status lb_delivery_read(lb_delivery *delivery, const lb_square_rule *rule, const lb_job *job,
                           lb_error *err)
{
    reading r = {
        .delivery = delivery, .rule = rule, .problems = lb_rows_problems(delivery->reader)};
    const char *crs = lb_rows_crs(delivery->reader);
    lb_status status = find_keys(&r, err);
    if (status == LB_OK && crs && r.id == SIZE_MAX)
        status = lb_transform_new(crs, rule->crs, &r.to_grid, err);
    if (status == LB_OK)
        status = read_rows(&r, err);
    /* Rows with problems do not hide those that only the whole shows; a reader that gave up does.
     */
    if (status == LB_OK || (status == LB_E_INPUT && lb_rows_at_end(delivery->reader))) {
        settle_sizes(&r, job);
        if (sort_squares(&r) != LB_OK)
            status = lb_error_set(err, LB_E_MEMORY, "%s: out of memory", delivery->source);
        else
            status = lb_problems_end(r.problems, err);
    }
    if (status == LB_OK && delivery->rows == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no rows; expected a square a row",
                              delivery->source);
    lb_transform_free(r.to_grid);
    return status;
}
