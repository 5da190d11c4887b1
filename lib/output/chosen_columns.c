/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/try.h"
#include "output/chosen_columns.h"

/* The columns of a table by the numbers that a list names. */
typedef struct column_choice {
    size_t *from; /* [count] of the table's columns */
    size_t count;
} column_choice;

/* The first name of a list, without spaces at its ends; *list is moved to the rest, NULL at the
 * end. */
static const char *take_name(const char **list, size_t *length)
{
    const char *name = *list + strspn(*list, " ");
    size_t n = strcspn(name, ",");
    *list = name[n] ? name + n + 1 : NULL;
    while (n > 0 && name[n - 1] == ' ')
        n--;
    *length = n;
    return name;
}

static lb_status refuse_name(const lb_table *table, const char *name, size_t length,
                             const char *what, lb_error *err)
{
    lb_buf all = {0};
    for (size_t i = 0; i < table->columns; i++)
        lb_buf_printf(&all, "%s%s", i > 0 ? ", " : "", table->column[i].name);
    lb_status status = all.failed
                           ? lb_error_memory(err)
                           : lb_error_set(err, LB_E_USAGE, "--columns: '%.*s' %s; there are %s",
                                          (int)(length < 100 ? length : 100), name, what, all.text);
    lb_buf_clear(&all);
    return status;
}

static size_t find_column(const lb_table *table, const char *name, size_t length)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strlen(table->column[i].name) == length &&
            memcmp(table->column[i].name, name, length) == 0)
            return i;
    return SIZE_MAX;
}

/* Is the column one of taken[n]? taken NULL: the first n are. */
static bool is_taken(const size_t *taken, size_t n, size_t column)
{
    for (size_t i = 0; taken && i < n; i++)
        if (taken[i] == column)
            return true;
    return !taken && column < n;
}

/* The column that the list names next, of those not taken; *list is moved behind it. */
static lb_status next_column(const lb_table *table, const char **list, const size_t *taken,
                             size_t n, size_t *out, lb_error *err)
{
    size_t length;
    const char *name = take_name(list, &length);
    *out = find_column(table, name, length);
    if (*out == SIZE_MAX)
        return refuse_name(table, name, length, "is no column of this table", err);
    return is_taken(taken, n, *out) ? refuse_name(table, name, length, "is named twice", err)
                                    : LB_OK;
}

/* from: room for as many numbers as the list has commas, and one more. */
static lb_status read_list(const lb_table *table, const char *list, column_choice *choice,
                           lb_error *err)
{
    for (; list; choice->count++)
        LB_TRY(next_column(table, &list, choice->from, choice->count, &choice->from[choice->count],
                           err));
    return LB_OK;
}

/* Ranges follow their columns, which keep their own order of rows. */
static bool copy_ranges(const lb_table *table, const column_choice *choice, lb_table *out)
{
    out->range = malloc((table->ranges + 1) * sizeof *out->range);
    out->range_capacity = table->ranges + 1;
    for (size_t i = 0; out->range && i < choice->count; i++)
        for (size_t k = 0; k < table->ranges; k++)
            if (table->range[k].column == choice->from[i]) {
                out->range[out->ranges] = table->range[k];
                out->range[out->ranges++].column = i;
            }
    return out->range != NULL;
}

static lb_status make_view(const lb_table *table, const column_choice *choice, lb_table *out,
                           lb_error *err)
{
    *out = (lb_table){.rows = table->rows,
                      .row_capacity = table->row_capacity,
                      .columns = choice->count,
                      .column_capacity = choice->count,
                      .column = malloc(choice->count * sizeof *out->column)};
    if (!out->column || !copy_ranges(table, choice, out)) {
        lb_chosen_columns_clear(out);
        return lb_error_memory(err);
    }
    for (size_t i = 0; i < choice->count; i++)
        out->column[i] = table->column[choice->from[i]];
    return LB_OK;
}

static lb_status read_choice(const lb_table *table, const char *list, column_choice *choice,
                             lb_error *err)
{
    size_t most = 1;
    for (const char *at = list; *at; at++)
        most += *at == ',';
    *choice = (column_choice){.from = malloc(most * sizeof *choice->from)};
    return choice->from ? read_list(table, list, choice, err) : lb_error_memory(err);
}

lb_status lb_chosen_columns_view(const lb_table *table, const char *list, lb_table *out,
                                 lb_error *err)
{
    column_choice choice;
    lb_status status = read_choice(table, list, &choice, err);
    if (status == LB_OK)
        status = make_view(table, &choice, out, err);
    free(choice.from);
    return status;
}

void lb_chosen_columns_clear(lb_table *view)
{
    free(view->column);
    free(view->range);
    *view = (lb_table){0};
}

static void swap_columns(lb_table *table, size_t a, size_t b)
{
    lb_column column = table->column[a];
    table->column[a] = table->column[b];
    table->column[b] = column;
    for (size_t i = 0; i < table->ranges; i++)
        if (table->range[i].column == a || table->range[i].column == b)
            table->range[i].column = table->range[i].column == a ? b : a;
}

static int compare_ranges(const void *a, const void *b)
{
    const lb_table_range *p = a, *q = b;
    return p->column != q->column ? (p->column > q->column) - (p->column < q->column)
                                  : (p->row > q->row) - (p->row < q->row);
}

/* Frees the columns behind the first n, with their ranges. */
static void drop_columns(lb_table *table, size_t n)
{
    size_t kept = 0;
    for (; table->columns > n; table->columns--) {
        lb_column *last = &table->column[table->columns - 1];
        for (size_t i = 0; last->type == LB_TEXT && i < table->rows; i++)
            free(last->data.text[i]);
        free(last->data.text); /* whichever member: all are one pointer */
        free(last->name);
    }
    for (size_t i = 0; i < table->ranges; i++)
        if (table->range[i].column < n)
            table->range[kept++] = table->range[i];
    table->ranges = kept;
    if (kept > 0)
        qsort(table->range, kept, sizeof *table->range, compare_ranges);
}

/* In place, since files have been written by now and memory must not be wanting. */
lb_status lb_chosen_columns_keep(lb_table *table, const char *list, lb_error *err)
{
    size_t n = 0, column;
    while (list) {
        LB_TRY(next_column(table, &list, NULL, n, &column, err));
        swap_columns(table, n++, column);
    }
    drop_columns(table, n);
    return LB_OK;
}
