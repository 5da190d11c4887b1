/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A unit is named by the square that is all of it, where there is one; one of several squares in
 * every delivery has the others in other_squares. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/trend.h>
#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/grid/square_changes.h"
#include "input/tables/result_table.h"

const double lb_change_limits[LB_CHANGE_CLASSES - 1] = {-10, -5, -2, 2, 5, 10};

const lb_bilingual lb_change_class_names[LB_CHANGE_CLASSES] = {
    {"bättre, 10 poäng eller mer", "better, 10 points or more"},
    {"bättre, 5–10", "better, 5–10"},
    {"bättre, 2–5", "better, 2–5"},
    {"mindre än 2 poäng", "less than 2 points"},
    {"sämre, 2–5", "worse, 2–5"},
    {"sämre, 5–10", "worse, 5–10"},
    {"sämre, 10 poäng eller mer", "worse, 10 points or more"}};

int lb_change_class(double change)
{
    int k = 1;
    for (int i = 0; i < LB_CHANGE_CLASSES - 1; i++)
        k += change > 0 ? change >= lb_change_limits[i] : change > lb_change_limits[i];
    return isnan(change) ? 0 : k;
}

void lb_square_changes_clear(lb_square_changes *changes)
{
    free(changes->square);
    free(changes->change);
    free(changes->q);
    free(changes->before);
    *changes = (lb_square_changes){.count = 0};
}

static const char index_of[] = "index_";

/* The columns of a table of `trend`. */
typedef struct change_columns {
    size_t unit, status, size, change, q, before, others; /* before, others: SIZE_MAX, none */
} change_columns;

/* index_NAME of the first delivery. */
static size_t find_first_index(const lb_table *t)
{
    for (size_t c = 0; c < t->columns; c++)
        if (strncmp(t->column[c].name, index_of, strlen(index_of)) == 0)
            return c;
    return SIZE_MAX;
}

static bool find_columns(const lb_table *t, change_columns *c)
{
    *c = (change_columns){lb_table_column(t, "unit"),
                          lb_table_column(t, "status"),
                          lb_table_column(t, "size"),
                          lb_table_column(t, "change"),
                          lb_table_column(t, "q"),
                          find_first_index(t),
                          lb_table_column(t, "other_squares")};
    return c->unit != SIZE_MAX && t->column[c->unit].type == LB_TEXT && c->status != SIZE_MAX &&
           t->column[c->status].type == LB_TEXT && c->size != SIZE_MAX && c->change != SIZE_MAX &&
           c->q != SIZE_MAX;
}

/* "2019–2021", of the first and the last column index_NAME. */
static void name_deliveries(const lb_table *t, char text[200])
{
    const char *first = NULL, *last = "";
    for (size_t c = 0; c < t->columns; c++)
        if (strncmp(t->column[c].name, index_of, sizeof index_of - 1) == 0) {
            last = t->column[c].name + sizeof index_of - 1;
            first = first ? first : last;
        }
    lb_text_print(text, 200, "%.90s–%.90s", first ? first : "", last);
}

/* A row of an area, or of no square, is none. */
static bool read_square(const lb_table *t, const change_columns *c, size_t row, lb_square *out)
{
    const char *unit = lb_table_text(t, row, c->unit), *status = lb_table_text(t, row, c->status);
    double size = lb_table_real(t, row, c->size);
    return unit && status && strcmp(status, "area") != 0 && size >= 1 &&
           size <= LB_SQUARE_SIZE_MAX &&
           lb_square_parse_epsg(unit, strlen(unit), (int32_t)size, 0, out) == LB_ID_OK;
}

static bool reserve_rows(size_t rows, lb_square_changes *c)
{
    c->square = malloc((rows + 1) * sizeof *c->square);
    c->change = malloc((rows + 1) * sizeof *c->change);
    c->q = malloc((rows + 1) * sizeof *c->q);
    c->before = malloc((rows + 1) * sizeof *c->before);
    return c->square && c->change && c->q && c->before;
}

/* The row, and its square's size among the sizes where it is new. */
static void add_row(const lb_table *t, const change_columns *c, size_t row, lb_square square,
                    lb_square_changes *out)
{
    out->square[out->count] = square;
    out->change[out->count] = lb_table_real(t, row, c->change);
    out->q[out->count] = lb_table_real(t, row, c->q);
    out->before[out->count] =
        c->before == SIZE_MAX ? (double)NAN : lb_table_real(t, row, c->before);
    out->is_tested |= !isnan(out->q[out->count]);
    out->count++;
    size_t k = 0;
    while (k < out->sizes && out->size[k] < square.size)
        k++;
    if ((k < out->sizes && out->size[k] == square.size) || out->sizes == LB_CHANGE_SIZES)
        return;
    memmove(&out->size[k + 1], &out->size[k], (out->sizes++ - k) * sizeof *out->size);
    out->size[k] = square.size;
}

/* Squares of a row, each with it. */
typedef struct row_squares {
    lb_square *square;
    size_t *row;
    size_t count, square_room, row_room;
} row_squares;

static lb_status append_square(row_squares *s, lb_square square, size_t row)
{
    if (!lb_array_reserve(&s->square, &s->square_room, s->count + 1, sizeof *s->square) ||
        !lb_array_reserve(&s->row, &s->row_room, s->count + 1, sizeof *s->row))
        return LB_E_MEMORY;
    s->square[s->count] = square;
    s->row[s->count++] = row;
    return LB_OK;
}

/* "ID/SIZE ID/SIZE"; what is none is left out. */
static lb_status append_others(row_squares *s, const char *text, size_t row)
{
    while (text && *text) {
        size_t length = strcspn(text, " "), id = strcspn(text, "/ ");
        double size = 0;
        lb_square square;
        if (id < length && lb_number_parse(text + id + 1, length - id - 1, &size) && size >= 1 &&
            size <= LB_SQUARE_SIZE_MAX &&
            lb_square_parse_epsg(text, id, (int32_t)size, 0, &square) == LB_ID_OK)
            LB_TRY(append_square(s, square, row));
        text += length + (text[length] == ' ');
    }
    return LB_OK;
}

static lb_status list_squares(const lb_table *t, const change_columns *c, row_squares *s)
{
    lb_square square;
    for (size_t i = 0; i < t->rows; i++) {
        if (!read_square(t, c, i, &square))
            continue;
        LB_TRY(append_square(s, square, i));
        if (c->others != SIZE_MAX && t->column[c->others].type == LB_TEXT)
            LB_TRY(append_others(s, lb_table_text(t, i, c->others), i));
    }
    return LB_OK;
}

/* The rows of units, in the order of their squares. */
static lb_status sort_rows(const lb_table *t, const change_columns *c, lb_square_changes *out)
{
    row_squares s = {.count = 0};
    lb_status status = list_squares(t, c, &s);
    size_t *order = status == LB_OK ? lb_square_order(s.square, s.count) : NULL;
    if (!order || !reserve_rows(s.count, out))
        status = LB_E_MEMORY;
    for (size_t i = 0; i < s.count && status == LB_OK; i++)
        add_row(t, c, s.row[order[i]], s.square[order[i]], out);
    free(order);
    free(s.square);
    free(s.row);
    return status;
}

/* Changes of squares between deliveries from trend's table, sorted by square, for the page's
 * map. */
lb_status lb_square_changes_make(const lb_table *trend, lb_square_changes *out, lb_error *err)
{
    change_columns c;
    lb_square_changes made = {.count = 0};
    if (!find_columns(trend, &c))
        return lb_error_set(err, LB_E_INPUT,
                            "expected a table that trend wrote, with the columns unit, status, "
                            "size, change and q");
    lb_status status = sort_rows(trend, &c, &made);
    name_deliveries(trend, made.between);
    if (status == LB_OK)
        *out = made;
    else
        lb_square_changes_clear(&made);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_square_changes_read(const char *source, const lb_job *job, lb_square_changes *out,
                                 lb_error *err)
{
    static const char *const names[] = {"unit", "status", "other_squares", NULL};
    lb_table table = {0};
    lb_status status = lb_result_table_read(source, names, job, &table, err);
    if (status == LB_OK)
        status = lb_error_prefix(err, source, lb_square_changes_make(&table, out, err));
    lb_table_clear(&table);
    return status;
}

/* The unit of exactly that square. */
static size_t find_square(const lb_square_changes *c, lb_square square)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lb_square_compare(&c->square[middle], &square) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->count && lb_square_compare(&c->square[low], &square) == 0 ? low : SIZE_MAX;
}

/* The multiple of size at or below a coordinate. */
static int32_t floor_to(int32_t coordinate, int32_t size)
{
    int32_t rest = coordinate % size;
    return coordinate - (rest < 0 ? rest + size : rest);
}

size_t lb_square_changes_find(const lb_square_changes *changes, lb_square square)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < changes->sizes && found == SIZE_MAX; i++) {
        int32_t size = changes->size[i];
        if (size >= square.size)
            found = find_square(
                changes, (lb_square){size, floor_to(square.e, size), floor_to(square.n, size)});
    }
    return found;
}

bool lb_square_change_is_noise(const lb_square_changes *changes, size_t i)
{
    return changes->q[i] >= LB_FINDING_Q; /* NaN is not */
}
