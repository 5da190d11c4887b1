/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares of a delivery, from any of the forms in which statistical offices deliver them
 * (docs/methods.md, Squares): an id with or without the size, a polygon, a centre point,
 * coordinates in two columns. Each becomes size and south-west corner in metres of the working CRS.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/diagnostics.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/delivery/square_table.h"
#include "port/proj/transform.h"
#include "port/read/source_crs.h"

void lb_square_table_clear(lb_square_table *table)
{
    lb_array_free(table->column, table->columns);
    for (size_t i = 0; i < table->n_wanted; i++)
        free(table->wanted[i].value);
    free(table->square);
    free(table->line);
    free(table->wanted);
    lb_typed_reader_close(&table->reader);
    *table = (lb_square_table){0};
}

/* Opens the file and lists its columns only; rows are read when it is known which are wanted. */
lb_status lb_square_table_open(const char *source, const lb_job *job, lb_square_table *out,
                               lb_error *err)
{
    lb_square_table table = {.source = source};
    lb_status status = lb_typed_reader_open_hashed(source, job, &table.reader, err);
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

/* Two figures may ask for the same column: it is read once, under the stricter of their rules. */
size_t lb_square_table_request(lb_square_table *table, size_t column, bool is_count, bool is_whole)
{
    for (size_t i = 0; i < table->n_wanted; i++) {
        if (table->wanted[i].column == column) {
            table->wanted[i].is_count |= is_count;
            table->wanted[i].is_whole |= is_whole;
            return i;
        }
    }
    lb_square_column *bigger =
        realloc(table->wanted, (table->n_wanted + 1) * sizeof *table->wanted);
    if (!bigger)
        return SIZE_MAX;
    table->wanted = bigger;
    bigger[table->n_wanted] =
        (lb_square_column){.column = column, .is_count = is_count, .is_whole = is_whole};
    return table->n_wanted++;
}

/* Where a row says that its square is, in the source's CRS: a polygon's box, or a point's twice. */
typedef struct square_place {
    lb_box box;
    int32_t size; /* metres; 0: not in the row */
} square_place;

/* What is known while the rows of one source are read. */
typedef struct square_reader {
    lb_square_table *table;
    const lb_square_rule *rule;
    lb_diagnostics *diagnostics;
    lb_source_crs crs;          /* counts where the squares lie */
    lb_crs_choice choice;       /* of sources whose squares are identified by place */
    lb_transform *to_grid;      /* NULL: they are in the grid's CRS */
    square_place *place;        /* [table->capacity] of such sources, else NULL */
    lb_input_column *spec;      /* [specs]: the columns that are read */
    size_t specs, first_wanted; /* the table's wanted columns are the last ones */
    size_t id, size, x, y;      /* among spec; SIZE_MAX: the source has none */
    int32_t epsg;               /* code of the working CRS; 0: it has none */
    int32_t named_size;         /* metres, in the name of the column of ids; 0: none */
    double widest;              /* metres: geometries of squares without a size */
    size_t unsized;             /* squares whose size neither the id nor a column gives */
} square_reader;

/* Room for more rows in every array at once, doubling; for places only where they are read. */
static bool reserve_row(square_reader *r)
{
    lb_square_table *table = r->table;
    size_t room = table->capacity ? table->capacity * 2 : 1024;
    lb_square *square = realloc(table->square, room * sizeof *square);
    if (square)
        table->square = square;
    long *line = realloc(table->line, room * sizeof *line);
    if (line)
        table->line = line;
    bool by_place = r->id == SIZE_MAX;
    square_place *place = by_place ? realloc(r->place, room * sizeof *place) : NULL;
    if (place)
        r->place = place;
    bool good = square && line && (place || !by_place);
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

/* The id as the source holds it: most are parsed where they lie. */
static const lb_csv_value *raw_id(const square_reader *r, const lb_typed_row *row)
{
    return &row->source->field[r->table->reader.column[r->id]];
}

static lb_id_fault parse_id(const square_reader *r, const lb_typed_row *row, int32_t size,
                            lb_square *square)
{
    const char *text = row->value[r->id].text;
    size_t length = text ? strlen(text) : raw_id(r, row)->length;
    if (!text)
        for (text = raw_id(r, row)->text; length > 0 && (*text == ' ' || *text == '\t'); length--)
            text++;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return lb_square_parse_epsg(text, length, size, r->epsg, square);
}

/* What is wrong with an id, or, if nothing, that its size is not that of the size column. */
static void report_id(square_reader *r, const lb_typed_row *row, lb_id_fault fault,
                      const lb_square *square, int32_t size)
{
    char why[300], *text = lb_csv_value_text(raw_id(r, row));
    const char *id = text ? text : "";
    if (fault != LB_ID_OK) {
        lb_square_id_explain(id, fault, r->epsg, why, sizeof why);
        lb_diagnostics_add(r->diagnostics, row->line, "id '%.60s'%s%.0d %s", id,
                           fault == LB_ID_OFF_LATTICE ? " of size " : "",
                           fault == LB_ID_OFF_LATTICE ? square->size : 0, why);
    } else {
        lb_diagnostics_add(r->diagnostics, row->line, "id '%.60s' says %d m, column '%s' says %d m",
                           id, square->size, r->spec[r->size].what, size);
    }
    free(text);
}

/* Ids of digits have no size: that of the size column, that which the name of their own column
 * ends in, or 0 until assign_sizes. False: reported. */
static bool square_from_id(square_reader *r, const lb_typed_row *row, lb_square *square)
{
    int32_t size = size_of(r, row);
    lb_id_fault fault = parse_id(r, row, size ? size : r->named_size, square);
    if (fault != LB_ID_OK || (size > 0 && square->size != size)) {
        report_id(r, row, fault, square, size);
        return false;
    }
    if (square->size == 0) {
        const lb_row *source = row->source;
        r->unsized++;
        if (source->geometry == LB_GEOMETRY_POLYGON)
            r->widest = fmax(r->widest, fmax(source->box.xmax - source->box.xmin,
                                             source->box.ymax - source->box.ymin));
    }
    lb_crs_tally_add(&r->crs.tally, square->e, square->n);
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
    if (r->epsg != LB_EPSG_SWEREF99_TM)
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

/* The middle of a box in the grid's CRS, and its greatest width there, metres: a square of another
 * projection is turned, so its box is up to a few tenths wider than itself. */
static bool middle_to_grid(square_reader *r, long line, lb_box box, double middle[2], double *width)
{
    double x = (box.xmin + box.xmax) / 2, y = (box.ymin + box.ymax) / 2;
    double at[10] = {x, y, box.xmin, y, box.xmax, y, x, box.ymin, x, box.ymax};
    if (lb_transform_points(r->to_grid, 5, at, NULL) != LB_OK) {
        lb_diagnostics_add(r->diagnostics, line, "its coordinates cannot be transformed to %s",
                           r->rule->crs);
        return false;
    }
    middle[0] = at[0];
    middle[1] = at[1];
    *width = fmax(hypot(at[4] - at[2], at[5] - at[3]), hypot(at[8] - at[6], at[9] - at[7]));
    return true;
}

/* The size of a square that was transformed as a polygon whose box is `width` metres: of those that
 * it can have, the first that puts it on the lattice; 0: none does. */
static int32_t turned_size(const square_reader *r, const double middle[2], double width)
{
    lb_square ignored;
    for (double k = ceil(width / 1.3 / r->rule->cell); k * r->rule->cell <= 1.01 * width; k++) {
        double size = k * r->rule->cell;
        if (size >= 1 && size <= LB_SQUARE_SIZE_MAX &&
            snap_to_lattice(middle[0] - size / 2, middle[1] - size / 2, (int32_t)size, &ignored))
            return (int32_t)size;
    }
    return 0;
}

static void report_off_lattice(square_reader *r, long line, int32_t size, double x, double y)
{
    char moved[200] = "";
    if (r->to_grid)
        snprintf(moved, sizeof moved, " (transformed from %.80s to %.80s)",
                 r->choice.candidate.label ? r->choice.candidate.label : r->choice.candidate.crs,
                 r->rule->crs);
    lb_diagnostics_add(r->diagnostics, line,
                       "square of %d m with corner %.3f %.3f%s is off the lattice; the corner must "
                       "be a multiple of the size",
                       size, x, y, moved);
}

/* From a polygon its corner, from a point its middle, on the grid of the size that the row,
 * --cell-size or the polygon gives. A polygon of another CRS is known by its middle too. */
static bool square_from_place(square_reader *r, long line, const square_place *place,
                              lb_square *square)
{
    int32_t size = place->size ? place->size : r->rule->cell_size;
    double middle[2], width, half;
    if (!middle_to_grid(r, line, place->box, middle, &width))
        return false;
    bool is_point = !(width > 0);
    if (size == 0 && r->to_grid && !is_point)
        size = turned_size(r, middle, width);
    if (size == 0)
        size = width >= 1 ? (int32_t)fmin(round(width), LB_SQUARE_SIZE_MAX) : r->rule->cell;
    half = size / 2.0;
    double x = r->to_grid || is_point ? middle[0] - half : place->box.xmin;
    double y = r->to_grid || is_point ? middle[1] - half : place->box.ymin;
    if (!snap_to_lattice(x, y, size, square)) {
        report_off_lattice(r, line, size, x, y);
        return false;
    }
    return corner_in_range(r, line, *square);
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

/* Keeps where the row says that its square is, until the CRS is decided. False: nowhere, which has
 * been reported. */
static bool read_place(square_reader *r, const lb_typed_row *row, square_place *place)
{
    lb_geometry_kind geometry = row->source->geometry;
    *place = (square_place){row->source->box, size_of(r, row)};
    if ((geometry == LB_GEOMETRY_NONE || r->rule->x) && r->x != SIZE_MAX) {
        if (!point_from_columns(r, row, &place->box))
            return false;
    } else if (geometry != LB_GEOMETRY_POINT && geometry != LB_GEOMETRY_POLYGON) {
        lb_diagnostics_add(r->diagnostics, row->line,
                           "feature without a square; expected a polygon or a centre point");
        return false;
    }
    double x = (place->box.xmin + place->box.xmax) / 2, y = (place->box.ymin + place->box.ymax) / 2;
    if (!isfinite(x) || !isfinite(y)) {
        lb_diagnostics_add(r->diagnostics, row->line, "its coordinates are not finite");
        return false;
    }
    if (x != 0 || y != 0)
        lb_crs_tally_add(&r->crs.tally, x, y);
    return true;
}

/* An id goes before a geometry, a geometry before columns of coordinates that the user has not
 * named. False: no square, which has been reported. */
static bool read_square(square_reader *r, const lb_typed_row *row, size_t at)
{
    if (r->size != SIZE_MAX && isnan(row->value[r->size].number))
        return false;
    if (r->id != SIZE_MAX)
        return !lb_csv_value_is_empty(raw_id(r, row)) &&
               square_from_id(r, row, &r->table->square[at]);
    return read_place(r, row, &r->place[at]);
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
        if (table->rows == table->capacity && !reserve_row(r))
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", table->source);
        if (!read_square(r, row, table->rows))
            continue;
        table->line[table->rows] = row->line;
        read_values(r, row, table->rows++);
    }
}

/* CRS ------------------------------------------------------------------------------------------ */

/* Ids are of the working CRS: the squares of a source are only held against its area of use. A
 * source that is said to be in another CRS has other squares. */
static lb_status begin_id_crs(square_reader *r, lb_error *err)
{
    const char *given = lb_rows_given_crs(r->table->reader.rows);
    lb_transform *between = NULL;
    lb_crs_tally_init(&r->crs.tally);
    r->crs.source = (lb_crs_source){.file = r->table->source, .square_ids = true};
    LB_TRY(lb_source_crs_add(&r->crs, LB_CRS_GIVEN, r->rule->crs, err));
    if (given)
        LB_TRY(lb_transform_new(given, r->rule->crs, &between, err));
    if (!between)
        return LB_OK;
    lb_transform_free(between);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: its squares are told by ids, and those of %s are not squares of the "
                        "grid's CRS, %s; use a recipe with crs: %s",
                        r->table->source, given, r->rule->crs, given);
}

/* In SWEREF 99 TM coordinates without a CRS must be Sweden's, not only within its area of use, in
 * which the local zones lie too. */
static lb_status begin_crs(square_reader *r, lb_error *err)
{
    const char *working = r->epsg == LB_EPSG_SWEREF99_TM ? NULL : r->rule->crs;
    if (r->id != SIZE_MAX)
        return begin_id_crs(r, err);
    lb_rows *rows = r->table->reader.rows;
    bool columns = r->x != SIZE_MAX && (lb_rows_is_text_table(rows) || r->rule->x);
    size_t x = columns ? r->table->reader.column[r->x] : SIZE_MAX;
    size_t y = columns ? r->table->reader.column[r->y] : SIZE_MAX;
    return lb_source_crs_begin(rows, r->table->source, working, x, y, &r->crs, err);
}

static void copy_row(square_reader *r, size_t from, size_t to)
{
    r->table->line[to] = r->table->line[from];
    for (size_t i = 0; i < r->table->n_wanted; i++)
        r->table->wanted[i].value[to] = r->table->wanted[i].value[from];
}

/* All places into squares; those that are none are reported and left out. */
static void place_squares(square_reader *r)
{
    lb_square_table *table = r->table;
    size_t kept = 0;
    for (size_t i = 0; i < table->rows; i++) {
        const lb_box *box = &r->place[i].box;
        double x = (box->xmin + box->xmax) / 2, y = (box->ymin + box->ymax) / 2;
        lb_misplaced why = lb_crs_misplaced(&r->choice, x, y);
        if (why == LB_PLACE_ZERO)
            lb_diagnostics_add(r->diagnostics, table->line[i], "its place is %s",
                               lb_misplaced_text(why));
        else if (why != LB_PLACE_OK)
            lb_diagnostics_add(r->diagnostics, table->line[i], "its place (%.10g, %.10g) is %s", x,
                               y, lb_misplaced_text(why));
        else if (square_from_place(r, table->line[i], &r->place[i], &table->square[kept]))
            copy_row(r, i, kept++);
    }
    table->rows = kept;
}

/* Ids whose squares lie where their CRS is not used, among others that lie well: most often with
 * the axes turned. Of SWEREF 99 TM each id has been reported already. */
static void check_id_places(square_reader *r)
{
    const lb_square_table *table = r->table;
    for (size_t i = 0; i < table->rows && r->epsg != LB_EPSG_SWEREF99_TM; i++) {
        const lb_square *s = &table->square[i];
        lb_misplaced why = lb_crs_misplaced(&r->choice, s->e, s->n);
        if (why != LB_PLACE_OK)
            lb_diagnostics_add(r->diagnostics, table->line[i],
                               "its square, E %d, N %d of %s, is %s", s->e, s->n, r->rule->crs,
                               lb_misplaced_text(why));
    }
}

/* What only all rows together decide: the CRS, and with it the squares of places. */
static lb_status decide_crs(square_reader *r, const lb_job *job, lb_error *err)
{
    LB_TRY(lb_crs_decide(&r->crs.tally, &r->crs.source, job->log, &r->choice, err));
    lb_crs_warn_outside_sweden(&r->crs.tally, &r->crs.source, &r->choice, job->log);
    r->table->by_id = r->id != SIZE_MAX;
    snprintf(r->table->crs, sizeof r->table->crs, "%s",
             r->choice.candidate.label ? r->choice.candidate.label : r->choice.candidate.crs);
    if (r->id != SIZE_MAX) {
        check_id_places(r);
        return LB_OK;
    }
    LB_TRY(lb_transform_new(r->choice.candidate.crs, r->rule->crs, &r->to_grid, err));
    place_squares(r);
    return LB_OK;
}

/* Sizes ---------------------------------------------------------------------------------------- */

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

/* Sides in metres. Squares without one get the common size, and must then lie on its lattice; every
 * side must be a multiple of the recipe's cell. */
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
        lb_log_note(job->log, "%s: %zu %s, taken as %d m", r->table->source, r->unsized,
                    lb_number_word(r->unsized, "square does not give its size",
                                   "squares do not give their size"),
                    size);
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

static bool is_usual(lb_usual_column usual, const char *column)
{
    for (size_t i = 0; lb_usual_columns[usual][i]; i++)
        if (lb_text_same(lb_usual_columns[usual][i], column))
            return true;
    return false;
}

/* named: by an option, which goes before the usual names; NULL: it was not given. */
static bool is_key(const char *named, lb_usual_column usual, const char *column)
{
    return named ? lb_text_same(named, column) : is_usual(usual, column);
}

const char *lb_square_rule_key(const lb_square_rule *rule, const char *column)
{
    return is_key(rule->id, LB_USUAL_SQUARE_ID, column)       ? "id"
           : is_key(rule->size, LB_USUAL_SQUARE_SIZE, column) ? "size"
           : is_key(rule->x, LB_USUAL_EASTING, column)        ? "easting"
           : is_key(rule->y, LB_USUAL_NORTHING, column)       ? "northing"
                                                              : NULL;
}

/* A column of the source by its usual names, called in messages as the source calls it, or the one
 * that the user names. */
static size_t add_key_column(square_reader *r, lb_usual_column usual, const char *requested,
                             lb_input_column column)
{
    size_t at = lb_rows_find_column(r->table->reader.rows, lb_usual_columns[usual]);
    column.what = requested ? requested : at != SIZE_MAX ? r->table->column[at] : NULL;
    column.requested = requested;
    if (!column.what)
        return SIZE_MAX;
    r->spec[r->specs] = column;
    return r->specs++;
}

/* Coordinates that the user names go before ids that have a usual name. */
static void add_key_columns(square_reader *r)
{
    const lb_square_rule *rule = r->rule;
    bool by_place = rule->x && rule->y && !rule->id;
    r->id = by_place ? SIZE_MAX
                     : add_key_column(
                           r, LB_USUAL_SQUARE_ID, rule->id,
                           (lb_input_column){.type = LB_TEXT, .uncopied = true, .option = "--id"});
    r->size = add_key_column(
        r, LB_USUAL_SQUARE_SIZE, rule->size,
        (lb_input_column){
            .type = LB_INTEGER, .option = "--size", .min = 1, .max = LB_SQUARE_SIZE_MAX});
    r->x = add_key_column(
        r, LB_USUAL_EASTING, rule->x,
        (lb_input_column){.type = LB_REAL, .missing = LB_VALUE_LENIENT, .option = "--x"});
    r->y = add_key_column(
        r, LB_USUAL_NORTHING, rule->y,
        (lb_input_column){.type = LB_REAL, .missing = LB_VALUE_LENIENT, .option = "--y"});
    if (r->y == SIZE_MAX)
        r->x = SIZE_MAX;
    if (r->id != SIZE_MAX)
        r->named_size = lb_square_size_of_name(r->spec[r->id].what);
}

/* Key columns (id, or x and y, size) come first, then those that figures asked for; codes of
 * missing values are the recipe's. */
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
        r->spec[r->specs++] = (lb_input_column){
            .what = table->column[table->wanted[i].column],
            .type = LB_REAL,
            .missing = table->wanted[i].is_compared ? LB_VALUE_LENIENT : LB_VALUE_OPTIONAL,
            .whole = table->wanted[i].is_whole,
            .max = table->wanted[i].is_count ? INFINITY : 0,
            .codes = r->rule->codes,
            .n_codes = r->rule->n_codes};
    if (r->id == SIZE_MAX && r->x == SIZE_MAX && lb_rows_is_text_table(rows)) {
        lb_buf nearest = {0};
        lb_rows_similar_columns(rows, "rutid", &nearest);
        lb_diagnostics_add(r->diagnostics, 1,
                           "no column names the square; expected one of Rut_ID, RutID, RutID_SW, "
                           "Ruta, rutid_scb, rutid_inspire, or --id or --x and --y (%s)",
                           nearest.text ? nearest.text : "");
        lb_buf_clear(&nearest);
    }
    return lb_typed_reader_find(&table->reader, r->spec, r->specs, err);
}

/* What only all rows together show. */
static lb_status finish_squares(square_reader *r, const lb_job *job, lb_error *err)
{
    LB_TRY(decide_crs(r, job, err));
    assign_sizes(r, job);
    if (sort_squares(r) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", r->table->source);
    return lb_diagnostics_end(r->diagnostics, err);
}

lb_status lb_square_table_read(lb_square_table *table, const lb_square_rule *rule,
                               const lb_job *job, lb_error *err)
{
    square_reader r = {
        .table = table, .rule = rule, .diagnostics = lb_rows_problems(table->reader.rows)};
    r.epsg = lb_crs_epsg(rule->crs);
    lb_typed_reader_use_log(&table->reader, job->log);
    lb_status status = find_columns(&r, err);
    if (status == LB_OK)
        status = begin_crs(&r, err);
    if (status == LB_OK)
        status = read_rows(&r, err);
    /* Rows with problems do not hide those that only the whole shows; a reader that gave up does.
     */
    if (status == LB_OK || (status == LB_E_INPUT && lb_rows_at_end(table->reader.rows)))
        status = finish_squares(&r, job, err);
    if (status == LB_OK && table->rows == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no rows; expected a square a row",
                              table->source);
    lb_rows_hash(table->reader.rows, table->hash);
    lb_transform_free(r.to_grid);
    free(r.place);
    free(r.spec);
    return status;
}
