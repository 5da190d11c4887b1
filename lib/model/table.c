/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables with typed columns. A column is one array of 8-byte values (pointers, int64_t or doubles),
 * rows are added to all columns at once; suppressed figures are missing values with a range kept
 * beside the table, sorted by column and row. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <lagesbild/table.h>
#include "base/array.h"
#include "base/swedish_text.h"

/* Frees a column with its texts. */
static void clear_column(lb_column *column, size_t rows)
{
    for (size_t i = 0; column->type == LB_TEXT && column->data.text && i < rows; i++)
        free(column->data.text[i]);
    free(column->data.text); /* whichever member: all are one pointer */
    free(column->name);
}

void lb_table_clear(lb_table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        clear_column(&table->column[i], table->rows);
    free(table->column);
    free(table->range);
    *table = (lb_table){0};
}

/* Rows [from, to) of a column become missing: NULL, LB_INTEGER_NONE or NaN. */
static void set_missing(lb_column *column, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (column->type == LB_TEXT)
            column->data.text[i] = NULL;
        else if (column->type == LB_INTEGER)
            column->data.integer[i] = LB_INTEGER_NONE;
        else
            column->data.real[i] = NAN;
    }
}

enum { CELL_SIZE = 8 }; /* a pointer, an int64_t and a double are of one size */
_Static_assert(sizeof(char *) == CELL_SIZE && sizeof(double) == CELL_SIZE, "one cell size");

/* Room for `capacity` rows in every column, the new ones missing. Columns that were enlarged before
 * one fails stay so, which does no harm. */
static bool resize_rows(lb_table *table, size_t capacity)
{
    for (size_t i = 0; i < table->columns; i++) {
        void *data = realloc(table->column[i].data.text, capacity * CELL_SIZE);
        if (!data)
            return false;
        table->column[i].data.text = data;
        set_missing(&table->column[i], table->rows, capacity);
    }
    table->row_capacity = capacity;
    return true;
}

/* Room for at least one row, so that data is never NULL. */
size_t lb_table_add_column(lb_table *table, const char *name, lb_column_type type, lb_unit unit)
{
    if (table->failed)
        return 0;
    size_t room = table->row_capacity ? table->row_capacity : 1;
    lb_column column = {.name = lb_text_copy(name), .type = type, .unit = unit};
    column.data.text = malloc(room * CELL_SIZE);
    if (column.data.text)
        set_missing(&column, 0, room);
    if (!column.name || !column.data.text ||
        !lb_array_reserve(&table->column, &table->column_capacity, table->columns + 1,
                          sizeof column)) {
        clear_column(&column, 0);
        table->failed = true;
        return 0;
    }
    table->row_capacity = room;
    table->column[table->columns] = column;
    return table->columns++;
}

size_t lb_table_add_columns(lb_table *table, const lb_column_spec *column, size_t n)
{
    size_t first = table->columns;
    for (size_t i = 0; i < n; i++)
        lb_table_add_column(table, column[i].name, column[i].type, column[i].unit);
    return first;
}

size_t lb_table_add_row(lb_table *table)
{
    if (table->failed)
        return 0;
    if (table->rows == table->row_capacity &&
        !resize_rows(table, table->row_capacity ? table->row_capacity * 2 : 16)) {
        table->failed = true;
        return 0;
    }
    return table->rows++;
}

void lb_table_add_rows(lb_table *table, size_t n)
{
    if (table->failed)
        return;
    if (n > table->row_capacity - table->rows && !resize_rows(table, table->rows + n))
        table->failed = true;
    else
        table->rows += n;
}

void lb_table_set_text(lb_table *table, size_t row, size_t column, const char *text)
{
    if (table->failed)
        return;
    char *copy = text ? lb_text_copy(text) : NULL;
    if (text && !copy) {
        table->failed = true;
        return;
    }
    free(table->column[column].data.text[row]);
    table->column[column].data.text[row] = copy;
}

/* Binary search: the first range at or after (column, row). */
static size_t find_range(const lb_table *table, size_t row, size_t column)
{
    size_t low = 0, high = table->ranges;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const lb_table_range *r = &table->range[middle];
        if (r->column < column || (r->column == column && r->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Called for every value that is written: nothing to search in tables and columns without
 * ranges. */
const lb_table_range *lb_table_range_at(const lb_table *table, size_t row, size_t column)
{
    if (table->ranges == 0 || table->range[table->ranges - 1].column < column)
        return NULL;
    size_t at = find_range(table, row, column);
    bool found =
        at < table->ranges && table->range[at].row == row && table->range[at].column == column;
    return found ? &table->range[at] : NULL;
}

/* Removes the range of a cell that gets a number. */
static void drop_range(lb_table *table, size_t row, size_t column)
{
    const lb_table_range *range = lb_table_range_at(table, row, column);
    if (!range)
        return;
    size_t at = (size_t)(range - table->range);
    table->ranges--;
    memmove(&table->range[at], &table->range[at + 1], (table->ranges - at) * sizeof *table->range);
}

void lb_table_set_integer(lb_table *table, size_t row, size_t column, int64_t value)
{
    if (table->failed)
        return;
    drop_range(table, row, column);
    table->column[column].data.integer[row] = value;
}

void lb_table_set_real(lb_table *table, size_t row, size_t column, double value)
{
    if (table->failed)
        return;
    drop_range(table, row, column);
    table->column[column].data.real[row] = value;
}

/* Inserts the range at its place, so that lookups stay binary searches. */
void lb_table_set_range(lb_table *table, size_t row, size_t column, int64_t low, int64_t high)
{
    if (table->failed)
        return;
    drop_range(table, row, column);
    if (!lb_array_reserve(&table->range, &table->range_capacity, table->ranges + 1,
                          sizeof *table->range)) {
        table->failed = true;
        return;
    }
    size_t at = find_range(table, row, column);
    memmove(&table->range[at + 1], &table->range[at], (table->ranges - at) * sizeof *table->range);
    table->range[at] = (lb_table_range){row, column, low, high};
    table->ranges++;
    set_missing(&table->column[column], row, row + 1);
}

void lb_table_range_text(const lb_table_range *range, char text[LB_TABLE_RANGE_SIZE])
{
    if (range->low == 0)
        snprintf(text, LB_TABLE_RANGE_SIZE, "<%" PRId64, range->high + 1);
    else
        snprintf(text, LB_TABLE_RANGE_SIZE, "%" PRId64 "–%" PRId64, range->low, range->high);
}

/* The column of this name in upper or lower case (column names of GeoPackages do not differ by
 * case); table->columns: none. */
static size_t find_folded(const lb_table *table, const char *name)
{
    size_t c = 0;
    while (c < table->columns && strcasecmp(table->column[c].name, name) != 0)
        c++;
    return c;
}

bool lb_table_has_name(const lb_table *table, const char *name)
{
    return find_folded(table, name) < table->columns;
}

/* Renames a column that has this name, up to folding, with the first free number, so that a
 * column added later cannot be taken for it. */
void lb_table_reserve_name(lb_table *table, const char *name)
{
    size_t c = find_folded(table, name), number = 1;
    if (table->failed || c == table->columns)
        return;
    size_t size = strlen(table->column[c].name) + 24;
    char *renamed = malloc(size);
    if (!renamed) {
        table->failed = true;
        return;
    }
    do
        snprintf(renamed, size, "%s_%zu", table->column[c].name, number++);
    while (find_folded(table, renamed) < table->columns);
    free(table->column[c].name);
    table->column[c].name = renamed;
}

/* One value into another table's column of the same type. */
static void copy_cell(lb_table *table, size_t row, size_t column, const lb_column *from)
{
    if (from->type == LB_TEXT)
        lb_table_set_text(table, row, column, from->data.text[row]);
    else if (from->type == LB_INTEGER)
        lb_table_set_integer(table, row, column, from->data.integer[row]);
    else
        lb_table_set_real(table, row, column, from->data.real[row]);
}

/* The suppressed figures of one column, into another table. */
static void copy_ranges(lb_table *table, size_t column, const lb_table *from, size_t from_column)
{
    size_t at = find_range(from, 0, from_column);
    for (; at < from->ranges && from->range[at].column == from_column; at++) {
        const lb_table_range *r = &from->range[at];
        lb_table_set_range(table, r->row, column, r->low, r->high);
    }
}

/* Column by column; a failure leaves `failed` set and some columns added. */
void lb_table_append(lb_table *table, const lb_table *more, const char *before)
{
    table->failed |= more->failed;
    while (!table->failed && table->rows < more->rows)
        lb_table_add_row(table);
    for (size_t c = 0; c < more->columns && !table->failed; c++) {
        const lb_column *from = &more->column[c];
        size_t size = strlen(before) + strlen(from->name) + 1;
        char *name = malloc(size);
        if (!name) {
            table->failed = true;
            return;
        }
        snprintf(name, size, "%s%s", before, from->name);
        lb_table_reserve_name(table, name);
        size_t to = lb_table_add_column(table, name, from->type, from->unit);
        for (size_t i = 0; i < more->rows; i++)
            copy_cell(table, i, to, from);
        copy_ranges(table, to, more, c);
        free(name);
    }
}

/* Texts are moved, not copied: a place that was moved from holds NULL, so that each is freed
 * once. */
void lb_table_remove_rows(lb_table *table, const bool *removed)
{
    size_t kept = 0;
    for (size_t i = 0; i < table->rows; i++) {
        for (size_t c = 0; c < table->columns; c++) {
            lb_column *column = &table->column[c];
            if (column->type == LB_TEXT && removed[i])
                free(column->data.text[i]);
            else if (column->type == LB_TEXT)
                column->data.text[kept] = column->data.text[i];
            else if (column->type == LB_REAL)
                column->data.real[kept] = column->data.real[i];
            else
                column->data.integer[kept] = column->data.integer[i];
            if (column->type == LB_TEXT && (removed[i] || kept < i))
                column->data.text[i] = NULL;
        }
        kept += !removed[i];
    }
    table->rows = kept;
}

lb_status lb_table_status(const lb_table *table)
{
    return table->failed ? LB_E_MEMORY : LB_OK;
}

size_t lb_table_column(const lb_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->column[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

const char *lb_table_text(const lb_table *table, size_t row, size_t column)
{
    const lb_column *c = &table->column[column];
    return c->type == LB_TEXT ? c->data.text[row] : NULL;
}

double lb_table_real(const lb_table *table, size_t row, size_t column)
{
    const lb_column *c = &table->column[column];
    if (c->type == LB_REAL)
        return c->data.real[row];
    if (c->type == LB_INTEGER && c->data.integer[row] != LB_INTEGER_NONE)
        return (double)c->data.integer[row];
    return NAN;
}
