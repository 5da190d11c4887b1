/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "input/tables/checked_table.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

enum { MAX_FIELDS = 16 };

typedef struct table_reader {
    lb_rows *rows;
    const lb_checked_column *field;
    size_t fields, column[MAX_FIELDS];
    lb_checked_table *sheet;
} table_reader;

void lb_checked_table_clear(lb_checked_table *sheet)
{
    lb_table_clear(&sheet->table);
    free(sheet->line);
    *sheet = (lb_checked_table){0};
}

static size_t find_column(const table_reader *r, const lb_checked_column *field)
{
    const char *name = field->requested ? field->requested : field->what;
    return field->usual && !field->requested ? lb_rows_find_column(r->rows, field->usual)
                                             : lb_rows_find_named(r->rows, name);
}

static void report_missing_column(const table_reader *r, const lb_checked_column *field)
{
    lb_buf nearest = {0};
    lb_rows_similar_columns(r->rows, field->requested ? field->requested : field->what, &nearest);
    lb_diagnostics_add(lb_rows_problems(r->rows), 0, "no column '%s'%s%s; %s",
                       field->requested ? field->requested : field->what,
                       field->option ? ", named by " : "", field->option ? field->option : "",
                       nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
}

static void find_columns(table_reader *r)
{
    for (size_t i = 0; i < r->fields; i++) {
        const lb_checked_column *field = &r->field[i];
        r->column[i] = find_column(r, field);
        r->sheet->has[i] = r->column[i] != SIZE_MAX;
        if (!r->sheet->has[i] && (field->requested || !field->column_optional))
            report_missing_column(r, field);
        lb_table_add_column(&r->sheet->table, field->what, field->type, LB_UNIT_NONE);
    }
}

/* Columns are found by usual names: a person may have meant others. */
static lb_status log_columns(const table_reader *r, lb_log *log)
{
    lb_buf text = {0};
    for (size_t i = 0; i < r->fields; i++) {
        if (r->column[i] == SIZE_MAX)
            continue;
        lb_buf_printf(&text, "%s%s from %s", text.length ? ", " : "", r->field[i].what,
                      lb_rows_column(r->rows, r->column[i]));
    }
    lb_status status = text.failed ? LB_E_MEMORY : LB_OK;
    if (status == LB_OK && text.length > 0)
        lb_log_note(log, "%s: %s", lb_text_base_name(r->sheet->source), text.text);
    lb_buf_clear(&text);
    return status;
}

static void report_bad_value(const table_reader *r, const lb_row *row,
                             const lb_checked_column *field, const char *text)
{
    char range[80] = "";
    if (field->min != 0 || field->max != 0)
        snprintf(range, sizeof range, isinf(field->max) ? ", %g or more" : " from %g to %g",
                 field->min, field->max);
    lb_diagnostics_add(lb_rows_problems(r->rows), row->line, "%s: '%.80s' found, expected %s%s",
                       field->what, text,
                       field->type == LB_TEXT ? "text"
                       : field->integral      ? "a whole number"
                                              : "a number",
                       range);
}

static bool number_is_allowed(const lb_checked_column *field, lb_value_kind kind, double value)
{
    if (kind == LB_VALUE_EMPTY || kind == LB_VALUE_SUPPRESSED)
        return field->value_optional;
    if (kind != LB_VALUE_NUMBER || (field->integral && value != floor(value)))
        return false;
    return (field->min == 0 && field->max == 0) || (value >= field->min && value <= field->max);
}

/* Puts one value in the sheet's last row. *fine is set to false after telling what is wrong. */
static lb_status read_value(table_reader *r, const lb_row *row, size_t i, bool *fine)
{
    const lb_checked_column *field = &r->field[i];
    size_t at = r->sheet->table.rows - 1;
    double value;
    if (r->column[i] == SIZE_MAX)
        return LB_OK;
    const lb_csv_value *raw = &row->field[r->column[i]];
    char *text = lb_csv_value_text(raw);
    if (!text)
        return LB_E_MEMORY;
    if (field->type == LB_REAL) {
        lb_value_kind kind = lb_csv_value_parse(raw, &value);
        bool good = number_is_allowed(field, kind, value);
        if (good)
            lb_table_set_real(&r->sheet->table, at, i, value);
        else
            report_bad_value(r, row, field, text);
        *fine &= good;
    } else if (text[0]) {
        lb_table_set_text(&r->sheet->table, at, i, text);
    } else if (!field->value_optional) {
        report_bad_value(r, row, field, text);
        *fine = false;
    }
    free(text);
    return LB_OK;
}

static lb_status read_row(table_reader *r, const lb_row *row, const lb_row_check *check)
{
    lb_checked_table *sheet = r->sheet;
    bool fine = true;
    size_t at = lb_table_add_row(&sheet->table);
    if (sheet->table.failed ||
        !lb_array_reserve(&sheet->line, &sheet->capacity, at + 1, sizeof(long)))
        return LB_E_MEMORY;
    sheet->line[at] = row->line;
    sheet->has_polygons |= row->geometry == LB_GEOMETRY_POLYGON;
    for (size_t i = 0; i < r->fields; i++)
        if (read_value(r, row, i, &fine) != LB_OK)
            return LB_E_MEMORY;
    if (fine && check && !sheet->table.failed) /* a text that was lost is no missing one */
        return check->row(check->udata, sheet, at, lb_rows_problems(r->rows));
    return lb_table_status(&sheet->table);
}

static lb_status read_rows(table_reader *r, const lb_row_check *check, lb_log *log, lb_error *err)
{
    const lb_row *row;
    lb_status status;
    find_columns(r);
    if (lb_rows_problems(r->rows)->count > 0)
        return lb_diagnostics_end(lb_rows_problems(r->rows), err);
    if (log_columns(r, log) != LB_OK)
        return lb_error_memory(err);
    r->sheet->has_polygons =
        lb_rows_is_text_table(r->rows) &&
        lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_WKT]) != SIZE_MAX;
    while ((status = lb_rows_next(r->rows, &row, err)) == LB_OK && row)
        if ((status = read_row(r, row, check)) != LB_OK)
            return lb_error_set(err, status, "%s: %s", r->sheet->source, lb_status_text(status));
    if (status == LB_OK && lb_table_status(&r->sheet->table) != LB_OK)
        status = lb_error_memory(err);
    return status;
}

lb_status lb_checked_table_read(const char *source, const lb_checked_column *field, size_t fields,
                                const lb_row_check *check, const lb_job *job, lb_checked_table *out,
                                lb_error *err)
{
    lb_checked_table sheet = {.source = source};
    table_reader r = {.field = field, .fields = fields, .sheet = &sheet};
    lb_status status = lb_rows_open(source, job->log, &r.rows, err);
    if (status != LB_OK)
        return status;
    status = read_rows(&r, check, job->log, err);
    if (status == LB_OK && sheet.table.rows == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no rows", source);
    lb_rows_close(r.rows);
    if (status == LB_OK)
        *out = sheet;
    else
        lb_checked_table_clear(&sheet);
    return status;
}
