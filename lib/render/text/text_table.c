/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as CSV, JSON, Markdown and as text for a terminal (docs/formats.md, Tables). CSV and JSON
 * hold the shortest number that reads back the same; Markdown and the terminal show numbers by
 * their unit. A suppressed value is written as its range in all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/text_table.h>
#include "base/array.h"
#include "base/buf.h"
#include "text/json.h"
#include "base/number.h"
#include "base/threads.h"

static const lb_text_options default_options = {0};

enum { ROWS_PER_BLOCK = 128 };

/* The text is the caller's; LB_E_MEMORY. */
static lb_status finish_text(lb_buf *buf, char **out)
{
    char *text = lb_buf_detach(buf);
    if (!text)
        return LB_E_MEMORY;
    *out = text;
    return LB_OK;
}

static bool is_missing(const lb_column *column, size_t row)
{
    switch (column->type) {
    case LB_TEXT:
        return !column->data.text[row];
    case LB_INTEGER:
        return column->data.integer[row] == LB_INTEGER_NONE;
    case LB_REAL:
        return isnan(column->data.real[row]);
    }
    return true;
}

/* Of a cell that is missing. False: it is no range. */
static bool write_range(lb_buf *buf, const lb_table *table, size_t row, size_t column)
{
    char text[LB_TABLE_RANGE_SIZE];
    const lb_table_range *range = lb_table_range_at(table, row, column);
    if (!range)
        return false;
    lb_table_range_text(range, text);
    lb_buf_puts(buf, text);
    return true;
}

static void write_decimal(lb_buf *buf, const char *number, bool comma)
{
    if (!comma) {
        lb_buf_puts(buf, number);
        return;
    }
    for (const char *c = number; *c; c++)
        lb_buf_putc(buf, *c == '.' ? ',' : *c);
}

/* CSV ------------------------------------------------------------------------------------------ */

/* RFC 4180, and texts with space at an end, which readers may trim. */
static bool needs_quotes(const char *text, char separator)
{
    size_t length = strlen(text);
    if (length > 0 && (text[0] == ' ' || text[length - 1] == ' '))
        return true;
    return strchr(text, separator) || strpbrk(text, "\"\r\n\t");
}

/* Would a spreadsheet run this text? Signed numbers are no formulas. */
static bool is_formula(const char *text)
{
    double value;
    return text[0] && text[1] && strchr("=+-@\t\r", text[0]) &&
           !lb_number_parse(text, strlen(text), &value);
}

static void write_csv_text(lb_buf *buf, const char *text, const lb_text_options *options)
{
    bool quoted = needs_quotes(text, options->decimal_comma ? ';' : ',');
    if (quoted)
        lb_buf_putc(buf, '"');
    if (options->escape_formulas && is_formula(text))
        lb_buf_putc(buf, '\'');
    while (*text) {
        size_t length = strcspn(text, "\"");
        lb_buf_append(buf, text, length);
        text += length;
        if (*text) {
            lb_buf_puts(buf, "\"\"");
            text++;
        }
    }
    if (quoted)
        lb_buf_putc(buf, '"');
}

/* Missing: nothing, or the range that stands for it. */
static void write_csv_value(lb_buf *buf, const lb_table *table, size_t row, size_t at,
                            const lb_text_options *options)
{
    char number[LB_NUMBER_SIZE];
    const lb_column *column = &table->column[at];
    if (is_missing(column, row))
        write_range(buf, table, row, at);
    else if (column->type == LB_TEXT) {
        write_csv_text(buf, column->data.text[row], options);
    } else if (column->type == LB_INTEGER) {
        lb_buf_integer(buf, column->data.integer[row]);
    } else {
        lb_number_format(column->data.real[row], number);
        write_decimal(buf, number, options->decimal_comma);
    }
}

static void write_csv_row(lb_buf *buf, const lb_table *table, size_t row,
                          const lb_text_options *options)
{
    size_t start = buf->length;
    for (size_t i = 0; i < table->columns; i++) {
        if (i > 0)
            lb_buf_putc(buf, options->decimal_comma ? ';' : ',');
        write_csv_value(buf, table, row, i, options);
    }
    if (buf->length == start) /* readers skip empty lines */
        lb_buf_puts(buf, "\"\"");
    lb_buf_putc(buf, '\n');
}

/* Rows in blocks, each by one thread: joined, they are what one thread would write. */
static void write_csv_rows(lb_buf *buf, const lb_table *table, const lb_text_options *options)
{
    size_t blocks = (table->rows + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK;
    lb_buf *block = calloc(blocks + 1, sizeof *block);
    if (!block) {
        buf->failed = true;
        return;
    }
#pragma omp parallel for num_threads(lb_thread_count(options->threads)) \
    schedule(dynamic) if (blocks > 1)
    for (size_t b = 0; b < blocks; b++)
        for (size_t row = b * ROWS_PER_BLOCK; row < table->rows && row < (b + 1) * ROWS_PER_BLOCK;
             row++)
            write_csv_row(&block[b], table, row, options);
    for (size_t b = 0; b < blocks; b++) {
        buf->failed = buf->failed || block[b].failed;
        lb_buf_append(buf, block[b].text, block[b].length);
        lb_buf_clear(&block[b]);
    }
    free(block);
}

lb_status lb_table_to_csv(const lb_table *table, const lb_text_options *options, char **out)
{
    lb_buf buf = {0};
    options = options ? options : &default_options;
    if (options->decimal_comma) /* without the mark spreadsheets take UTF-8 for Windows-1252 */
        lb_buf_puts(&buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < table->columns; i++) {
        if (i > 0)
            lb_buf_putc(&buf, options->decimal_comma ? ';' : ',');
        write_csv_text(&buf, table->column[i].name, options);
    }
    lb_buf_putc(&buf, '\n');
    write_csv_rows(&buf, table, options);
    return finish_text(&buf, out);
}

/* JSON ----------------------------------------------------------------------------------------- */

static void write_json_value(lb_buf *buf, const lb_table *table, size_t row, size_t at)
{
    char text[LB_TABLE_RANGE_SIZE];
    const lb_column *column = &table->column[at];
    const lb_table_range *range =
        is_missing(column, row) ? lb_table_range_at(table, row, at) : NULL;
    if (range) {
        lb_table_range_text(range, text);
        lb_json_text(buf, text);
    } else if (is_missing(column, row))
        lb_buf_puts(buf, "null");
    else if (column->type == LB_TEXT)
        lb_json_text(buf, column->data.text[row]);
    else if (column->type == LB_INTEGER)
        lb_buf_integer(buf, column->data.integer[row]);
    else
        lb_json_real(buf, column->data.real[row]);
}

static void write_json_row(lb_buf *buf, const lb_table *table, size_t row)
{
    lb_buf_putc(buf, '{');
    for (size_t i = 0; i < table->columns; i++) {
        if (i > 0)
            lb_buf_puts(buf, ", ");
        lb_json_text(buf, table->column[i].name);
        lb_buf_puts(buf, ": ");
        write_json_value(buf, table, row, i);
    }
    lb_buf_putc(buf, '}');
}

lb_status lb_table_to_json(const lb_table *table, const lb_text_options *options, char **out)
{
    lb_buf buf = {0};
    (void)options; /* JSON has one way to write a number */
    lb_buf_putc(&buf, '[');
    for (size_t row = 0; row < table->rows; row++) {
        lb_buf_puts(&buf, row > 0 ? ",\n" : "\n");
        write_json_row(&buf, table, row);
    }
    lb_buf_puts(&buf, "\n]\n");
    return finish_text(&buf, out);
}

/* As people see it ----------------------------------------------------------------------------- */

/* How many decimals show `digits` significant digits; whole numbers are never cut. */
static int significant_decimals(double value, int digits)
{
    int before = value != 0 ? (int)floor(log10(fabs(value))) + 1 : 1;
    int decimals = digits - before;
    return decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
}

/* "1.500" becomes "1.5", "2.000" becomes "2". */
static void drop_zeros(char *number)
{
    if (!strchr(number, '.'))
        return;
    char *end = number + strlen(number);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

/* Decimals in which a person is shown a value (docs/methods.md, Rounding). */
static int unit_decimals(lb_unit unit, double value)
{
    switch (unit) {
    case LB_UNIT_NONE:
        return significant_decimals(value, 6);
    case LB_UNIT_RATIO:
        return significant_decimals(value, 3);
    case LB_UNIT_COUNT:
        return 0;
    case LB_UNIT_SHARE:
    case LB_UNIT_RATE:
        return 1;
    case LB_UNIT_KM2:
    case LB_UNIT_SCORE:
        return 4;
    }
    return 6;
}

/* As a person reads it: by unit, shares in per cent. */
static void write_display_number(lb_buf *buf, double value, lb_unit unit, bool comma)
{
    char number[LB_NUMBER_SIZE];
    double shown = unit == LB_UNIT_SHARE ? 100 * value : value;
    if (!isfinite(shown) || fabs(shown) >= 1e15) {
        lb_number_format(shown, number);
    } else {
        lb_number_format_fixed(shown, unit_decimals(unit, shown), number);
        if (unit == LB_UNIT_NONE)
            drop_zeros(number);
    }
    write_decimal(buf, number, comma);
    if (unit == LB_UNIT_SHARE)
        lb_buf_puts(buf, " %");
}

static void write_display_value(lb_buf *buf, const lb_table *table, size_t row, size_t column,
                                bool comma)
{
    const lb_column *c = &table->column[column];
    if (is_missing(c, row)) {
        if (!write_range(buf, table, row, column))
            lb_buf_puts(buf, "–");
    } else if (c->type == LB_TEXT)
        lb_buf_puts(buf, c->data.text[row]);
    else if (c->type == LB_INTEGER && c->unit != LB_UNIT_SHARE)
        lb_buf_integer(buf, c->data.integer[row]);
    else
        write_display_number(buf, lb_table_real(table, row, column), c->unit, comma);
}

char *lb_table_format_value(const lb_table *table, size_t row, size_t column,
                            const lb_text_options *options)
{
    lb_buf buf = {0};
    write_display_value(&buf, table, row, column, options && options->decimal_comma);
    return lb_buf_detach(&buf);
}

/* Markdown ------------------------------------------------------------------------------------- */

/* An underscore inside a word is no emphasis (CommonMark 0.30, 6.2): column names stay readable. */
static bool is_markup(const char *text, const char *c)
{
    if (*c == '_')
        return c == text || c[-1] == ' ' || c[1] == ' ' || c[1] == '\0';
    return strchr("|\\`*[]<>", *c) != NULL;
}

static void write_markdown_cell(lb_buf *buf, const char *text)
{
    lb_buf_putc(buf, ' ');
    for (const char *c = text; *c; c++) {
        if (is_markup(text, c))
            lb_buf_putc(buf, '\\');
        lb_buf_putc(buf, (unsigned char)*c < 0x20 ? ' ' : *c);
    }
    lb_buf_puts(buf, " |");
}

static void write_markdown_row(lb_buf *buf, const lb_table *table, size_t row, bool comma)
{
    lb_buf shown = {0};
    lb_buf_putc(buf, '|');
    for (size_t i = 0; i < table->columns; i++) {
        shown.length = 0;
        write_display_value(&shown, table, row, i, comma);
        lb_buf_append(&shown, "", 0);
        if (shown.failed)
            buf->failed = true;
        else
            write_markdown_cell(buf, shown.text);
    }
    lb_buf_putc(buf, '\n');
    lb_buf_clear(&shown);
}

lb_status lb_table_to_markdown(const lb_table *table, const lb_text_options *options, char **out)
{
    lb_buf buf = {0};
    lb_buf_putc(&buf, '|');
    for (size_t i = 0; i < table->columns; i++)
        write_markdown_cell(&buf, table->column[i].name);
    lb_buf_puts(&buf, "\n|");
    for (size_t i = 0; i < table->columns; i++)
        lb_buf_puts(&buf, table->column[i].type == LB_TEXT ? " --- |" : " ---: |");
    lb_buf_putc(&buf, '\n');
    for (size_t row = 0; row < table->rows; row++)
        write_markdown_row(&buf, table, row, options && options->decimal_comma);
    return finish_text(&buf, out);
}

/* Terminal ------------------------------------------------------------------------------------- */

/* Columns a terminal gives a code point: none for combining marks, two for East Asian wide ones
 * (Unicode's East Asian Width, its large blocks only). */
static size_t code_width(uint32_t code)
{
    if (code >= 0x300 && code <= 0x36F)
        return 0;
    if ((code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
        (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
        (code >= 0xFF00 && code <= 0xFF60) || (code >= 0x1F300 && code <= 0x1FAFF) ||
        (code >= 0x20000 && code <= 0x3FFFD))
        return 2;
    return 1;
}

/* Columns on a terminal of a UTF-8 text. */
static size_t display_width(const char *text)
{
    size_t width = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c;) {
        size_t more = *c >= 0xF0 ? 3 : *c >= 0xE0 ? 2 : *c >= 0xC0 ? 1 : 0;
        uint32_t code = more == 0 ? *c : *c & (0x3Fu >> more);
        for (c++; more > 0 && (*c & 0xC0) == 0x80; c++, more--)
            code = code << 6 | (*c & 0x3Fu);
        width += code_width(code);
    }
    return width;
}

static void write_spaces(lb_buf *buf, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lb_buf_putc(buf, ' ');
}

/* A newline would break the table, an escape sequence could take over the terminal. */
static void write_printable(lb_buf *buf, const char *text)
{
    for (const char *c = text; *c; c++)
        lb_buf_putc(buf, (unsigned char)*c < 0x20 || *c == 0x7F ? ' ' : *c);
}

/* All values as text, and how wide each column is. */
typedef struct aligned_table {
    const lb_table *table;
    char **cell;   /* [(rows + 1) * columns], the header first */
    size_t *width; /* [columns] */
} aligned_table;

static void free_aligned_table(aligned_table *p)
{
    lb_array_free(p->cell, (p->table->rows + 1) * p->table->columns);
    free(p->width);
}

/* Row 0 is the header. NULL: out of memory. */
static char *aligned_cell_text(const lb_table *table, size_t row, size_t column, bool comma)
{
    lb_buf raw = {0}, clean = {0};
    if (row == 0)
        lb_buf_puts(&raw, table->column[column].name);
    else
        write_display_value(&raw, table, row - 1, column, comma);
    lb_buf_append(&raw, "", 0);
    if (raw.failed)
        clean.failed = true;
    else
        write_printable(&clean, raw.text);
    lb_buf_clear(&raw);
    return lb_buf_detach(&clean);
}

/* Texts of all cells, the header first, and the width of each column in characters as a terminal
 * shows them. */
static lb_status format_aligned_table(aligned_table *p, bool comma)
{
    size_t columns = p->table->columns, cells = (p->table->rows + 1) * columns;
    p->cell = calloc(cells + 1, sizeof *p->cell);
    p->width = calloc(columns + 1, sizeof *p->width);
    if (!p->cell || !p->width)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells; i++) {
        p->cell[i] = aligned_cell_text(p->table, i / columns, i % columns, comma);
        if (!p->cell[i])
            return LB_E_MEMORY;
        size_t width = display_width(p->cell[i]);
        if (width > p->width[i % columns])
            p->width[i % columns] = width;
    }
    return LB_OK;
}

/* Numbers end, texts begin at their column's edge. */
static void write_aligned_row(lb_buf *buf, const aligned_table *p, size_t row)
{
    size_t columns = p->table->columns;
    for (size_t i = 0; i < columns; i++) {
        const char *text = p->cell[row * columns + i];
        size_t pad = p->width[i] - display_width(text);
        bool right = p->table->column[i].type != LB_TEXT;
        write_spaces(buf, (i > 0 ? 2 : 0) + (right ? pad : 0));
        lb_buf_puts(buf, text);
        if (!right && i + 1 < columns)
            write_spaces(buf, pad);
    }
    lb_buf_putc(buf, '\n');
}

lb_status lb_table_to_text(const lb_table *table, const lb_text_options *options, char **out)
{
    aligned_table p = {.table = table};
    lb_buf buf = {0};
    lb_status status = format_aligned_table(&p, options && options->decimal_comma);
    for (size_t row = 0; status == LB_OK && row <= table->rows; row++)
        write_aligned_row(&buf, &p, row);
    free_aligned_table(&p);
    if (status == LB_OK)
        return finish_text(&buf, out);
    return status;
}
