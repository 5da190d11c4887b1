/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "input/tables/checked_table.h"
#include "input/tables/result_table.h"
#include "model/run_cache.h"

static lb_column_type column_type(const char *const *names, const char *column)
{
    for (; *names; names++)
        if (lb_text_same(column, *names))
            return LB_TEXT;
    return LB_REAL;
}

/* A value as text, as a CSV file has it; NULL: missing. */
static const char *value_text(const lb_table *table, size_t row, size_t c,
                              char number[LB_NUMBER_SIZE])
{
    if (table->column[c].type == LB_TEXT)
        return lb_table_text(table, row, c);
    lb_number_format(lb_table_real(table, row, c), number);
    return number[0] ? number : NULL;
}

/* A table that an earlier step of this run has made, as it would be read from its file. */
static lb_status copy_table(const lb_table *made, const char *const *names, lb_table *table)
{
    char number[LB_NUMBER_SIZE];
    for (size_t c = 0; c < made->columns; c++)
        lb_table_add_column(table, made->column[c].name, column_type(names, made->column[c].name),
                            LB_UNIT_NONE);
    for (size_t i = 0; i < made->rows && !table->failed; i++) {
        lb_table_add_row(table);
        for (size_t c = 0; c < made->columns && !table->failed; c++) {
            const char *text = value_text(made, i, c, number);
            double value = NAN;
            if (table->column[c].type == LB_TEXT)
                lb_table_set_text(table, i, c, text);
            else if (text && lb_value_parse(text, strlen(text), &value) == LB_VALUE_NUMBER)
                lb_table_set_real(table, i, c, value);
        }
    }
    return lb_table_status(table);
}

/* A table written by a command, all columns at their types; values that do not fit are missing. */
static lb_status read_columns(const char *const *names, lb_typed_reader *reader, lb_table *table,
                              lb_error *err)
{
    size_t n = lb_rows_columns(reader->rows);
    lb_input_column *column = calloc(n + 1, sizeof *column);
    lb_checked_table all = {0};
    for (size_t c = 0; column && c < n; c++) {
        const char *name = lb_rows_column(reader->rows, c);
        column[c] = (lb_input_column){
            .what = name, .type = column_type(names, name), .missing = LB_VALUE_LENIENT};
    }
    lb_status status = column ? lb_typed_reader_find(reader, column, n, err) : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_checked_table_fill(&all, reader, err);
    if (status == LB_OK) {
        *table = all.table;
        all.table = (lb_table){0};
    }
    lb_checked_table_clear(&all);
    free(column);
    return status;
}

lb_status lb_result_table_read(const char *source, const char *const *names, const lb_job *job,
                               lb_table *table, lb_error *err)
{
    lb_typed_reader reader;
    const lb_table *made = lb_run_cache_find(job->cache, "table", source);
    if (made)
        return copy_table(made, names, table) == LB_OK ? LB_OK : lb_error_memory(err);
    lb_status status = lb_typed_reader_open(source, NULL, 0, job, &reader, err);
    if (status == LB_OK)
        status = read_columns(names, &reader, table, err);
    lb_typed_reader_close(&reader);
    return status;
}
