/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a table as texts and naming its rows. Keys are compared as texts: an id keeps its zeros,
 * and "1" and "1.0" are different names. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/compare/keyed_table.h"
#include "port/read/row_reader.h"
#include "port/vector/geometry_digest.h"

void lb_keyed_table_clear(lb_keyed_table *t)
{
    lb_array_free(t->key, t->table.rows);
    free(t->order);
    free(t->is_number);
    lb_table_clear(&t->table);
    *t = (lb_keyed_table){.key = NULL};
}

/* Reading -------------------------------------------------------------------------------------- */

static void set_value(lb_keyed_table *t, size_t row, size_t column, const lb_csv_value *value)
{
    double number;
    if (lb_csv_value_is_empty(value))
        return;
    char *text = lb_csv_value_text(value);
    if (!text) {
        t->table.failed = true;
        return;
    }
    lb_table_set_text(&t->table, row, column, text);
    t->is_number[column] &= lb_number_parse(text, strlen(text), &number);
    free(text);
}

static lb_status add_columns(lb_rows *rows, lb_keyed_table *t, lb_error *err)
{
    size_t n = lb_rows_columns(rows);
    t->is_number = malloc((n + 1) * sizeof *t->is_number);
    if (!t->is_number)
        return lb_error_memory(err);
    for (size_t c = 0; c < n; c++) {
        lb_table_add_column(&t->table, lb_rows_column(rows, c), LB_TEXT, LB_UNIT_NONE);
        t->is_number[c] = true;
    }
    lb_table_add_column(&t->table, "(geometry)", LB_TEXT, LB_UNIT_NONE);
    t->is_number[n] = false;
    return LB_OK;
}

static lb_status read_rows(lb_rows *rows, lb_keyed_table *t, lb_error *err)
{
    char digest[LB_GEOMETRY_DIGEST_SIZE];
    LB_TRY(add_columns(rows, t, err));
    for (;;) {
        const lb_row *row;
        LB_TRY(lb_rows_next(rows, &row, err));
        if (!row)
            return t->table.failed ? lb_error_memory(err) : LB_OK;
        size_t at = lb_table_add_row(&t->table);
        for (size_t c = 0; c < lb_rows_columns(rows); c++)
            set_value(t, at, c, &row->field[c]);
        lb_geometry_digest(lb_rows_geometry(rows), digest);
        if (digest[0])
            lb_table_set_text(&t->table, at, lb_rows_columns(rows), digest);
    }
}

lb_status lb_keyed_table_read(const char *source, lb_log *log, lb_keyed_table *out, lb_error *err)
{
    lb_keyed_table t = {.key = NULL};
    lb_rows *rows;
    LB_TRY(lb_rows_open(source, log, &rows, err));
    lb_status status = read_rows(rows, &t, err);
    lb_rows_close(rows);
    LB_HAND_OVER(status, t, out, lb_keyed_table_clear);
}

/* Keys ----------------------------------------------------------------------------------------- */

/* Appends the column's text to the key of every row. False: out of memory. */
static bool extend_keys(lb_keyed_table *t, size_t column)
{
    if (!t->key)
        t->key = calloc(t->table.rows + 1, sizeof *t->key);
    for (size_t i = 0; t->key && i < t->table.rows; i++) {
        lb_buf key = {0};
        const char *text = lb_table_text(&t->table, i, column);
        lb_buf_printf(&key, "%s%s%s", t->key[i] ? t->key[i] : "", t->key[i] ? " | " : "",
                      text ? text : "");
        free(t->key[i]);
        t->key[i] = lb_buf_detach(&key);
        if (!t->key[i])
            return false;
    }
    return t->key != NULL;
}

/* Rows are named by their place. */
static bool number_rows(lb_keyed_table *t)
{
    if (!t->key)
        t->key = calloc(t->table.rows + 1, sizeof *t->key);
    for (size_t i = 0; t->key && i < t->table.rows; i++) {
        lb_buf key = {0};
        lb_buf_printf(&key, "row %08zu", i + 1);
        free(t->key[i]);
        t->key[i] = lb_buf_detach(&key);
        if (!t->key[i])
            return false;
    }
    return t->key != NULL;
}

typedef struct keyed_row {
    const char *key;
    size_t row;
} keyed_row;

static int by_key(const void *a, const void *b)
{
    const keyed_row *p = a, *q = b;
    int order = strcmp(p->key, q->key);
    return order ? order : (p->row > q->row) - (p->row < q->row);
}

/* Sorts the rows by key. *repeated: a key that stands twice, or NULL. False: out of memory. */
static bool sort_keys(lb_keyed_table *t, const char **repeated)
{
    size_t n = t->table.rows;
    keyed_row *rows = malloc((n + 1) * sizeof *rows);
    size_t *order = realloc(t->order, (n + 1) * sizeof *order);
    *repeated = NULL;
    if (order)
        t->order = order;
    if (!rows || !order) {
        free(rows);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        rows[i] = (keyed_row){t->key[i], i};
    qsort(rows, n, sizeof *rows, by_key);
    for (size_t i = 0; i < n; i++) {
        order[i] = rows[i].row;
        if (i > 0 && !*repeated && strcmp(rows[i].key, rows[i - 1].key) == 0)
            *repeated = rows[i].key;
    }
    free(rows);
    return true;
}

static lb_status find_named(const lb_keyed_table *t, const char *name, const char *file,
                            size_t *column, lb_error *err)
{
    *column = lb_table_column(&t->table, name);
    return *column != SIZE_MAX
               ? LB_OK
               : lb_error_set(err, LB_E_INPUT, "%s: no column '%s', named by --key", file, name);
}

/* The keys that the user names: every column must be in both, and name each row once. */
static lb_status use_named_keys(lb_keyed_table *a, lb_keyed_table *b, const char *names,
                                const char *file, lb_error *err)
{
    const char *repeated[2];
    while (*names) {
        char name[200];
        size_t length = strcspn(names, ","), in_a, in_b;
        snprintf(name, sizeof name, "%.*s", (int)(length < 199 ? length : 199), names);
        names += length + (names[length] == ',');
        LB_TRY(find_named(a, name, file, &in_a, err));
        LB_TRY(find_named(b, name, file, &in_b, err));
        if (!extend_keys(a, in_a) || !extend_keys(b, in_b))
            return lb_error_memory(err);
    }
    if (!sort_keys(a, &repeated[0]) || !sort_keys(b, &repeated[1]))
        return lb_error_memory(err);
    if (repeated[0] || repeated[1])
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the key '%s' stands in several rows; name more columns in --key",
                            file, repeated[0] ? repeated[0] : repeated[1]);
    return LB_OK;
}

/* A name of rows is a text or a whole number: no measurement with decimals. */
static bool may_be_key(const lb_keyed_table *t, size_t column)
{
    if (!t->is_number[column])
        return strcmp(t->table.column[column].name, "(geometry)") != 0;
    for (size_t i = 0; i < t->table.rows; i++) {
        const char *text = lb_table_text(&t->table, i, column);
        if (text && strpbrk(text, ".,eE"))
            return false;
    }
    return true;
}

/* Adds columns to the key, from the left, until it names every row of both tables once. Columns
 * with decimals are measurements and may not. If none suffice, rows are paired by position, which
 * is noted. */
static lb_status find_keys(lb_keyed_table *a, lb_keyed_table *b, const char *file, lb_log *log,
                           lb_error *err)
{
    for (size_t c = 0; c < a->table.columns; c++) {
        const char *repeated[2];
        size_t other = lb_table_column(&b->table, a->table.column[c].name);
        if (other == SIZE_MAX || !may_be_key(a, c) || !may_be_key(b, other))
            continue;
        if (!extend_keys(a, c) || !extend_keys(b, other) || !sort_keys(a, &repeated[0]) ||
            !sort_keys(b, &repeated[1]))
            return lb_error_memory(err);
        if (!repeated[0] && !repeated[1])
            return LB_OK;
    }
    lb_log_note(log, "%s: no columns name every row once; rows are matched by their place", file);
    const char *repeated;
    if (!number_rows(a) || !number_rows(b) || !sort_keys(a, &repeated) || !sort_keys(b, &repeated))
        return lb_error_memory(err);
    return LB_OK;
}

lb_status lb_keyed_tables_join(lb_keyed_table *a, lb_keyed_table *b, const char *names,
                               const char *file, lb_log *log, lb_error *err)
{
    return names ? use_named_keys(a, b, names, file, err) : find_keys(a, b, file, log, err);
}
