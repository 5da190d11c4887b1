/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the typed reader, collected. */
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "input/tables/checked_table.h"

void lb_checked_table_clear(lb_checked_table *table)
{
    lb_table_clear(&table->table);
    free(table->line);
    free(table->has);
    *table = (lb_checked_table){0};
}

lb_status lb_checked_table_init(lb_checked_table *table, const lb_typed_reader *reader)
{
    *table = (lb_checked_table){.source = reader->source,
                                .has = calloc(reader->n + 1, sizeof *table->has)};
    if (!table->has)
        return LB_E_MEMORY;
    for (size_t i = 0; i < reader->n; i++) {
        table->has[i] = lb_typed_reader_has(reader, i);
        lb_table_add_column(&table->table, reader->spec[i].what,
                            reader->spec[i].type == LB_TEXT ? LB_TEXT : LB_REAL, LB_UNIT_NONE);
    }
    return lb_table_status(&table->table);
}

lb_status lb_checked_table_add(lb_checked_table *table, const lb_typed_row *row)
{
    lb_table *t = &table->table;
    size_t at = lb_table_add_row(t);
    if (t->failed || !lb_array_reserve(&table->line, &table->capacity, at + 1, sizeof(long)))
        return LB_E_MEMORY;
    table->line[at] = row->line;
    for (size_t i = 0; i < t->columns; i++)
        if (t->column[i].type != LB_TEXT)
            lb_table_set_real(t, at, i, row->value[i].number);
        else if (row->value[i].text)
            lb_table_set_text(t, at, i, row->value[i].text);
    return lb_table_status(t);
}

static lb_status add_row(void *udata, const lb_typed_row *row)
{
    return lb_checked_table_add(udata, row);
}

lb_status lb_checked_table_fill(lb_checked_table *table, lb_typed_reader *reader, lb_error *err)
{
    if (lb_checked_table_init(table, reader) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_typed_reader_each(reader, add_row, table, err));
    table->has_polygons = reader->has_polygons;
    return LB_OK;
}

lb_status lb_checked_table_read(const char *source, const lb_input_column *spec, size_t n,
                                const lb_job *job, lb_checked_table *out, lb_error *err)
{
    lb_typed_reader reader;
    lb_checked_table table = {0};
    lb_status status = lb_typed_reader_open(source, spec, n, job, &reader, err);
    if (status == LB_OK)
        status = lb_checked_table_fill(&table, &reader, err);
    lb_typed_reader_close(&reader);
    LB_HAND_OVER(status, table, out, lb_checked_table_clear);
}
