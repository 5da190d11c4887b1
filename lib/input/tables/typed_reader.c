/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns by name, rows by type. The work is done row by row on the values that the row reader
 * holds; texts are copied (converted to UTF-8), numbers are parsed in place. A row with a problem
 * is reported and marked, and those who read all rows through lb_typed_reader_each never see it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/tables/typed_reader.h"

static void clear_texts(lb_typed_reader *r)
{
    for (size_t i = 0; r->value && i < r->n; i++) {
        if (r->value[i].text)
            free(r->value[i].text);
        r->value[i] = (lb_typed_value){.kind = LB_VALUE_EMPTY, .number = NAN};
    }
}

void lb_typed_reader_close(lb_typed_reader *reader)
{
    clear_texts(reader);
    free(reader->column);
    free(reader->value);
    free(reader->whole);
    lb_rows_close(reader->rows);
    *reader = (lb_typed_reader){0};
}

/* --- Columns --- */

static size_t find_column(const lb_typed_reader *r, const lb_input_column *spec)
{
    if (spec->requested || !spec->usual)
        return lb_rows_find_named(r->rows, spec->requested ? spec->requested : spec->what);
    return lb_rows_find_column(r->rows, spec->usual);
}

/* LB_OK: reported with the other problems. */
static lb_status report_missing_column(const lb_typed_reader *r, const lb_input_column *spec,
                                       lb_error *err)
{
    const char *name = spec->requested ? spec->requested : spec->what;
    lb_buf nearest = {0};
    lb_rows_similar_columns(r->rows, name, &nearest);
    const char *said = !spec->option ? "" : spec->requested ? ", named by " : "; name it with ";
    const char *hint = spec->suggestion ? spec->suggestion : nearest.text ? nearest.text : "";
    if (spec->no_column != LB_OK)
        lb_error_set(err, spec->no_column, "%s: no column '%s'; %s", r->source, name, hint);
    else
        lb_diagnostics_add(lb_rows_problems(r->rows), 0, "no column '%s'%s%s; %s", name, said,
                           spec->option ? spec->option : "", hint);
    lb_buf_clear(&nearest);
    return spec->no_column;
}

/* A usual name may not be what the user meant: "area from namn, category from typ". Nothing is
 * said of columns that the user named or that are called what messages call them. */
static lb_status log_guesses(const lb_typed_reader *r, lb_error *err)
{
    lb_buf text = {0};
    for (size_t i = 0; i < r->n; i++) {
        const lb_input_column *spec = &r->spec[i];
        if (r->column[i] == SIZE_MAX || spec->requested || !spec->usual)
            continue;
        const char *name = lb_rows_column(r->rows, r->column[i]);
        if (!lb_text_same(name, spec->what))
            lb_buf_printf(&text, "%s%s from %s", text.length ? ", " : "", spec->what, name);
    }
    if (!text.failed && text.length > 0)
        lb_log_note(r->log, "%s: %s", r->source, text.text);
    lb_status status = text.failed ? lb_error_memory(err) : LB_OK;
    lb_buf_clear(&text);
    return status;
}

/* May be called again with other columns: what belongs to the earlier ones is dropped. All missing
 * columns are reported before the error. */
lb_status lb_typed_reader_find(lb_typed_reader *reader, const lb_input_column *spec, size_t n,
                               lb_error *err)
{
    clear_texts(reader);
    free(reader->column);
    free(reader->value);
    free(reader->whole);
    reader->spec = spec;
    reader->n = n;
    reader->column = calloc(n + 1, sizeof *reader->column);
    reader->value = calloc(n + 1, sizeof *reader->value);
    reader->whole = calloc(n + 1, sizeof *reader->whole);
    if (!reader->column || !reader->value || !reader->whole)
        return lb_error_memory(err);
    clear_texts(reader); /* all values missing */
    for (size_t i = 0; i < n; i++) {
        reader->column[i] = find_column(reader, &spec[i]);
        if (reader->column[i] == SIZE_MAX && (spec[i].requested || !spec[i].column_optional))
            LB_TRY(report_missing_column(reader, &spec[i], err));
    }
    LB_TRY(lb_diagnostics_end(lb_rows_problems(reader->rows), err));
    return log_guesses(reader, err);
}

/* What is known of a source that was opened, and its columns. */
static lb_status find_first_columns(lb_typed_reader *out, const lb_input_column *spec, size_t n,
                                    lb_error *err)
{
    out->row.diagnostics = lb_rows_problems(out->rows);
    out->has_polygons = lb_rows_is_text_table(out->rows) &&
                        lb_rows_find_column(out->rows, lb_usual_columns[LB_USUAL_WKT]) != SIZE_MAX;
    return lb_typed_reader_find(out, spec, n, err);
}

lb_status lb_typed_reader_open(const char *source, const lb_input_column *spec, size_t n,
                               const lb_job *job, lb_typed_reader *out, lb_error *err)
{
    *out = (lb_typed_reader){.source = source, .log = job->log};
    LB_TRY(lb_rows_open(source, job->log, &out->rows, err));
    return find_first_columns(out, spec, n, err);
}

lb_status lb_typed_reader_open_hashed(const char *source, const lb_job *job, lb_typed_reader *out,
                                      lb_error *err)
{
    *out = (lb_typed_reader){.source = source, .log = job->log};
    LB_TRY(lb_rows_open_hashed(source, job->log, &out->rows, err));
    return find_first_columns(out, NULL, 0, err);
}

void lb_typed_reader_use_log(lb_typed_reader *reader, lb_log *log)
{
    reader->log = log;
    lb_rows_problems(reader->rows)->log = log;
}

bool lb_typed_reader_has(const lb_typed_reader *reader, size_t spec)
{
    return reader->column[spec] != SIZE_MAX;
}

/* --- Rows --- */

static lb_status report_bad_value(const lb_typed_reader *r, const lb_input_column *spec,
                                  const lb_csv_value *raw)
{
    char range[80] = "", *text = lb_csv_value_text(raw);
    if (!text)
        return LB_E_MEMORY;
    if (spec->min != 0 || spec->max != 0)
        snprintf(range, sizeof range, isinf(spec->max) ? ", %g or more" : " from %g to %g",
                 spec->min, spec->max);
    lb_diagnostics_add(r->row.diagnostics, r->row.line, "%s: '%.80s' found, expected %s%s",
                       spec->what, text,
                       spec->type == LB_TEXT      ? "text"
                       : spec->type == LB_INTEGER ? "a whole number"
                                                  : "a number",
                       range);
    free(text);
    return LB_OK;
}

static bool number_is_allowed(const lb_input_column *spec, const lb_typed_value *value)
{
    if (spec->missing == LB_VALUE_LENIENT)
        return true;
    if (value->kind == LB_VALUE_EMPTY || value->kind == LB_VALUE_SUPPRESSED)
        return spec->missing == LB_VALUE_OPTIONAL;
    if (value->kind != LB_VALUE_NUMBER ||
        (spec->type == LB_INTEGER && value->number != floor(value->number)))
        return false;
    return (spec->min == 0 && spec->max == 0) ||
           (value->number >= spec->min && value->number <= spec->max);
}

/* Is it one of the column's codes of a suppressed number, as a number or in its letters? */
static bool is_code(const lb_input_column *spec, const lb_csv_value *raw)
{
    double value, code;
    bool number = lb_csv_value_parse(raw, &value) == LB_VALUE_NUMBER;
    for (size_t i = 0; i < spec->n_codes; i++) {
        const char *text = spec->codes[i];
        if (number && lb_number_parse(text, strlen(text), &code) ? value == code
            : raw->kind == LB_CSV_VALUE_TEXT
                ? raw->length == strlen(text) && memcmp(raw->text, text, raw->length) == 0
                : false)
            return true;
    }
    return false;
}

bool lb_integer_too_large(const lb_csv_value *raw, double number)
{
    static const double exact_integer = 9007199254740992; /* 2^53 */
    if (raw->kind != LB_CSV_VALUE_TEXT || !(fabs(number) >= exact_integer))
        return false;
    char *text = lb_csv_value_text(raw);
    int64_t integer = 0;
    bool whole = text && strspn(text, "+-0123456789 ") == strlen(text);
    bool exact = whole && lb_integer_parse(text, strlen(text), &integer) &&
                 (integer == 9007199254740992 || integer == -9007199254740992);
    free(text);
    return whole && !exact;
}

/* Digits, one mark, three digits: "12,345" and "12.345" may be twelve thousand. */
static bool mark_of_thousands(const lb_csv_value *raw)
{
    if (raw->kind != LB_CSV_VALUE_TEXT || raw->length < 5)
        return false;
    for (size_t i = 1; i < raw->length; i++)
        if (raw->text[i] == ',' || raw->text[i] == '.') {
            size_t digits = 0;
            while (i + 1 + digits < raw->length && raw->text[i + 1 + digits] >= '0' &&
                   raw->text[i + 1 + digits] <= '9')
                digits++;
            return digits == 3 && i <= 4 && raw->text[i - 1] >= '0' && raw->text[i - 1] <= '9';
        }
    return false;
}

/* Counts that are not whole, or whose mark may be one of thousands, with the first of them for the
 * warning. */
lb_status lb_whole_check_add(lb_whole_check *check, const lb_csv_value *raw, double number,
                             long line)
{
    check->values++;
    if (number == floor(number) && !mark_of_thousands(raw))
        return LB_OK;
    if (check->suspect++ > 0)
        return LB_OK;
    char *text = lb_csv_value_text(raw);
    if (!text)
        return LB_E_MEMORY;
    snprintf(check->text, sizeof check->text, "%s", text);
    check->line = line;
    check->number = number;
    free(text);
    return LB_OK;
}

void lb_whole_check_warn(const lb_whole_check *check, const char *source, const char *what,
                         lb_log *log)
{
    char number[LB_NUMBER_SIZE];
    lb_number_format(check->number, number);
    if (check->suspect > 0)
        lb_log_warning(
            log,
            "%s: %s: %zu of %zu values %s a mark that may be one of thousands; the first, '%s' on "
            "line %ld, is read as %s; write them without marks of thousands (12345), and what is "
            "counted without decimals",
            source, what, check->suspect, check->values,
            lb_number_word(check->suspect, "is not whole or has", "are not whole or have"),
            check->text, check->line, number);
}

static void warn_of_suspects(const lb_typed_reader *r)
{
    for (size_t i = 0; i < r->n; i++)
        lb_whole_check_warn(&r->whole[i], r->source, r->spec[i].what, r->log);
}

/* One value of the current row; what is wrong with it is reported. LB_E_MEMORY. */
static lb_status read_value(lb_typed_reader *r, size_t i)
{
    const lb_input_column *spec = &r->spec[i];
    const lb_csv_value *raw = &r->row.source->field[r->column[i]];
    lb_typed_value *value = &r->value[i];
    bool allowed = true;
    if (spec->type != LB_TEXT) {
        value->kind = lb_csv_value_parse(raw, &value->number);
        if (spec->n_codes > 0 && is_code(spec, raw)) {
            value->kind = LB_VALUE_SUPPRESSED;
            value->number = NAN;
        }
        if (lb_integer_too_large(raw, value->number)) {
            lb_diagnostics_add(r->row.diagnostics, r->row.line,
                               "%s: '%.*s' found, expected at most 9007199254740992 (2^53), beyond "
                               "which numbers are rounded",
                               spec->what, (int)(raw->length < 80 ? raw->length : 80), raw->text);
            value->number = NAN;
            r->row.good = false;
            return LB_OK;
        }
        allowed = number_is_allowed(spec, value);
        if (allowed && spec->whole && value->kind == LB_VALUE_NUMBER)
            LB_TRY(lb_whole_check_add(&r->whole[i], raw, value->number, r->row.line));
    } else if (!spec->uncopied || raw->kind != LB_CSV_VALUE_TEXT || lb_csv_value_is_empty(raw)) {
        value->text = lb_csv_value_text(raw);
        if (!value->text)
            return LB_E_MEMORY;
        if (!value->text[0]) {
            free(value->text);
            value->text = NULL;
            allowed = spec->missing != LB_VALUE_NEEDED;
        }
    }
    if (allowed)
        return LB_OK;
    value->number = NAN;
    r->row.good = false;
    return report_bad_value(r, spec, raw);
}

/* A row with a fault is returned with good = false, so that reading goes on and all faults of a
 * file are reported. */
lb_status lb_typed_reader_next(lb_typed_reader *reader, const lb_typed_row **row, lb_error *err)
{
    lb_typed_row *r = &reader->row;
    *row = NULL;
    clear_texts(reader);
    LB_TRY(lb_rows_next(reader->rows, &r->source, err));
    if (!r->source) {
        warn_of_suspects(reader);
        return LB_OK;
    }
    r->line = r->source->line;
    r->value = reader->value;
    r->good = true;
    reader->n_rows++;
    reader->has_polygons |= r->source->geometry == LB_GEOMETRY_POLYGON;
    for (size_t i = 0; i < reader->n; i++)
        if (reader->column[i] != SIZE_MAX && read_value(reader, i) != LB_OK)
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", reader->source);
    *row = r;
    return LB_OK;
}

lb_status lb_typed_reader_each(lb_typed_reader *reader, lb_typed_row_handler handler, void *udata,
                               lb_error *err)
{
    const lb_typed_row *row;
    for (;;) {
        LB_TRY(lb_typed_reader_next(reader, &row, err));
        if (!row)
            break;
        lb_status status = row->good ? handler(udata, row) : LB_OK;
        if (status != LB_OK)
            return lb_error_set(err, status, "%s: %s", reader->source, lb_status_text(status));
    }
    if (reader->n_rows == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: has no rows", reader->source);
    return LB_OK;
}

bool lb_typed_row_square(const lb_typed_row *row, size_t id, size_t size, int32_t epsg,
                         lb_square *out)
{
    const char *text = row->value[id].text;
    char why[300];
    lb_id_fault fault =
        lb_square_parse_epsg(text, strlen(text), (int32_t)row->value[size].number, epsg, out);
    if (fault == LB_ID_OK)
        return true;
    lb_square_id_explain(text, fault, epsg, why, sizeof why);
    lb_diagnostics_add(row->diagnostics, row->line, "rutid '%s': %s", text, why);
    return false;
}
