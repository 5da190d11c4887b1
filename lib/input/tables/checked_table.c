/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "input/tables/checked_table.h"
#include "port/read/row_reader.h"

enum { MOST_FIELDS = 16 };

typedef struct reader {
    lb_rows *rows;
    const lb_sheet_field *field;
    size_t fields, column[MOST_FIELDS];
    lb_sheet *sheet;
} reader;

void lb_sheet_clear(lb_sheet *sheet)
{
    lb_table_clear(&sheet->table);
    free(sheet->line);
    *sheet = (lb_sheet){0};
}

static size_t find_column(const reader *r, const lb_sheet_field *field)
{
    size_t names = 0, at;
    if (field->asked)
        return lb_rows_find(r->rows, &field->asked, 1);
    if ((at = lb_rows_find(r->rows, &field->what, 1)) != SIZE_MAX)
        return at;
    while (field->usual && field->usual[names])
        names++;
    return names ? lb_rows_find(r->rows, field->usual, names) : SIZE_MAX;
}

static void tell_lacking(const reader *r, const lb_sheet_field *field)
{
    lb_buf nearest = {0};
    lb_rows_nearest(r->rows, field->asked ? field->asked : field->what, &nearest);
    lb_problems_add(lb_rows_problems(r->rows), 0, "no column '%s'%s%s; %s",
                    field->asked ? field->asked : field->what, field->option ? ", named by " : "",
                    field->option ? field->option : "", nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
}

static void find_columns(reader *r)
{
    for (size_t i = 0; i < r->fields; i++) {
        const lb_sheet_field *field = &r->field[i];
        r->column[i] = find_column(r, field);
        r->sheet->has[i] = r->column[i] != SIZE_MAX;
        if (!r->sheet->has[i] && (field->asked || !field->may_lack))
            tell_lacking(r, field);
        lb_table_add_column(&r->sheet->table, field->what, field->type, LB_UNIT_NONE);
    }
}

/* Columns are found by usual names: a person may have meant others. */
static lb_status tell_found(const reader *r, lb_log *log)
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

static void tell_value(const reader *r, const lb_row *row, const lb_sheet_field *field,
                       const char *text)
{
    char range[80] = "";
    if (field->least != 0 || field->most != 0)
        snprintf(range, sizeof range, isinf(field->most) ? ", %g or more" : " from %g to %g",
                 field->least, field->most);
    lb_problems_add(lb_rows_problems(r->rows), row->line, "%s: '%.80s' found, expected %s%s",
                    field->what, text,
                    field->type == LB_TEXT ? "text"
                    : field->whole         ? "a whole number"
                                           : "a number",
                    range);
}

static bool number_is_fine(const lb_sheet_field *field, lb_cell_kind kind, double value)
{
    if (kind == LB_CELL_EMPTY || kind == LB_CELL_SUPPRESSED)
        return field->may_miss;
    if (kind != LB_CELL_NUMBER || (field->whole && value != floor(value)))
        return false;
    return (field->least == 0 && field->most == 0) ||
           (value >= field->least && value <= field->most);
}

/* Puts one value in the sheet's last row. *fine is set to false after telling what is wrong. */
static lb_status take_value(reader *r, const lb_row *row, size_t i, bool *fine)
{
    const lb_sheet_field *field = &r->field[i];
    size_t at = r->sheet->table.rows - 1;
    double value;
    if (r->column[i] == SIZE_MAX)
        return LB_OK;
    const lb_field *raw = &row->field[r->column[i]];
    char *text = lb_field_text(raw);
    if (!text)
        return LB_E_MEMORY;
    if (field->type == LB_REAL) {
        lb_cell_kind kind = lb_field_value(raw, &value);
        bool good = number_is_fine(field, kind, value);
        if (good)
            lb_table_set_real(&r->sheet->table, at, i, value);
        else
            tell_value(r, row, field, text);
        *fine &= good;
    } else if (text[0]) {
        lb_table_set_text(&r->sheet->table, at, i, text);
    } else if (!field->may_miss) {
        tell_value(r, row, field, text);
        *fine = false;
    }
    free(text);
    return LB_OK;
}

static lb_status take_row(reader *r, const lb_row *row, const lb_sheet_check *check)
{
    lb_sheet *sheet = r->sheet;
    bool fine = true;
    size_t at = lb_table_add_row(&sheet->table);
    if (sheet->table.failed || !lb_reserve(&sheet->line, &sheet->capacity, at + 1, sizeof(long)))
        return LB_E_MEMORY;
    sheet->line[at] = row->line;
    sheet->has_polygons |= row->geometry == LB_GEOMETRY_POLYGON;
    for (size_t i = 0; i < r->fields; i++)
        if (take_value(r, row, i, &fine) != LB_OK)
            return LB_E_MEMORY;
    if (fine && check && !sheet->table.failed) /* a text that was lost is no missing one */
        return check->row(check->udata, sheet, at, lb_rows_problems(r->rows));
    return lb_table_status(&sheet->table);
}

static lb_status take_rows(reader *r, const lb_sheet_check *check, lb_log *log, lb_error *err)
{
    static const char *const wkt[] = {"wkt", "geom", "geometry"};
    const lb_row *row;
    lb_status status;
    find_columns(r);
    if (lb_rows_problems(r->rows)->count > 0)
        return lb_problems_end(lb_rows_problems(r->rows), err);
    if (tell_found(r, log) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    r->sheet->has_polygons =
        lb_rows_is_text_table(r->rows) && lb_rows_find(r->rows, wkt, 3) != SIZE_MAX;
    while ((status = lb_rows_next(r->rows, &row, err)) == LB_OK && row)
        if ((status = take_row(r, row, check)) != LB_OK)
            return lb_error_set(err, status, "%s: %s", r->sheet->source, lb_status_text(status));
    if (status == LB_OK && lb_table_status(&r->sheet->table) != LB_OK)
        status = lb_error_set(err, LB_E_MEMORY, "out of memory");
    return status;
}

lb_status lb_sheet_read(const char *source, const lb_sheet_field *field, size_t fields,
                        const lb_sheet_check *check, const lb_job *job, lb_sheet *out,
                        lb_error *err)
{
    lb_sheet sheet = {.source = source};
    reader r = {.field = field, .fields = fields, .sheet = &sheet};
    lb_status status = lb_rows_open(source, job->log, &r.rows, err);
    if (status != LB_OK)
        return status;
    status = take_rows(&r, check, job->log, err);
    if (status == LB_OK && sheet.table.rows == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no rows", source);
    lb_rows_close(r.rows);
    if (status == LB_OK)
        *out = sheet;
    else
        lb_sheet_clear(&sheet);
    return status;
}
