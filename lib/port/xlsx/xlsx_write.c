/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as a workbook by libxlsxwriter: typed cells, the meaning of a column as the comment of its
 * header, and a last sheet of columns, notes and provenance (docs/formats.md, Workbook). Rows are
 * written one after the other, so that memory does not grow with them. */
#define _GNU_SOURCE /* memfd_create */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cpl_vsi.h>
#include <xlsxwriter.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "model/table_formats.h"
#include "text/date.h"
#include "text/workbook_text.h"

enum {
    FIXED_TIME = 946684800, /* 2000-01-01, as in every file that has a date */
    EXCEL_DAY_0 = 25569,    /* 1970-01-01 in a spreadsheet's days */
    FIRST_DAY = 61,         /* 1900-03-01; before, spreadsheets count a day wrong */
    SHOWN_ROWS = 1000,      /* that a column's width is made for */
    NARROW = 10,
    WIDE = 48,     /* widths, characters */
    DECIMALS = 12, /* of a ratio, at most */
    NAME_SIZE = LXW_SHEETNAME_MAX + 1,
    CHUNK = 30000, /* bytes of a line in one cell */
    CELL_CHARACTERS = 32767
};

/* Spreadsheets show 15 digits: a larger id would lose its last ones. */
#define LARGEST_WHOLE INT64_C(999999999999999)

typedef struct workbook_writer {
    const char *path;
    lxw_workbook *book;
    lxw_format *header, *date, *whole;
    lxw_format *number[LB_UNIT_SCORE + 1], *ratio[DECIMALS + 1]; /* by unit, by decimals */
    lb_error *err;
} workbook_writer;

static lb_status workbook_failure(const workbook_writer *w, lxw_error why)
{
    switch (why) {
    case LXW_NO_ERROR:
        return LB_OK;
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
        return lb_error_memory(w->err);
    case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
        return lb_error_set(w->err, LB_E_INPUT,
                            "%s: a text is longer than the 32,767 characters that a cell of a "
                            "spreadsheet holds; write .csv",
                            w->path);
    default:
        return lb_error_set(w->err, LB_E_IO, "%s: cannot be written: %s", w->path,
                            lxw_strerror(why));
    }
}

/* Formats -------------------------------------------------------------------------------------- */

static lxw_format *make_format(const workbook_writer *w, const char *digits)
{
    lxw_format *format = workbook_add_format(w->book);
    if (format)
        format_set_num_format(format, digits);
    return format;
}

/* Shares are shown per cent, counts without decimals, as on a terminal; cells hold the number. */
static lb_status make_formats(workbook_writer *w)
{
    static const char *const digits[] = {
        [LB_UNIT_NONE] = "General", [LB_UNIT_SHARE] = "0.0 %", [LB_UNIT_RATIO] = "General",
        [LB_UNIT_COUNT] = "#,##0",  [LB_UNIT_RATE] = "0.0",    [LB_UNIT_KM2] = "0.0000",
        [LB_UNIT_SCORE] = "0.0000"};
    char fixed[DECIMALS + 3];
    w->header = make_format(w, "General");
    w->date = make_format(w, "yyyy-mm-dd");
    w->whole = make_format(w, "0");
    bool good = w->header && w->date && w->whole;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        w->number[i] = make_format(w, digits[i]);
        good = good && w->number[i];
    }
    for (int i = 0; i <= DECIMALS; i++) {
        snprintf(fixed, sizeof fixed, "%.*f", i, 0.0);
        w->ratio[i] = make_format(w, fixed);
        good = good && w->ratio[i];
    }
    if (!good)
        return lb_error_memory(w->err);
    format_set_bold(w->header);
    format_set_text_wrap(w->header);
    format_set_align(w->header, LXW_ALIGN_VERTICAL_TOP);
    return LB_OK;
}

/* Cells ---------------------------------------------------------------------------------------- */

/* As spreadsheets count: of UTF-16, where characters beyond U+FFFF (four bytes here) are two. */
static size_t count_characters(const char *text)
{
    size_t n = 0;
    for (; text && *text; text++)
        n += (((unsigned char)*text & 0xC0) != 0x80) + ((unsigned char)*text >= 0xF0);
    return n;
}

/* The day as a spreadsheet counts it, of a text "2021-06-30" and no other; 0: it is none. */
static int64_t day_number(const char *text)
{
    lb_date date;
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !lb_date_parse(text, 10, &date))
        return 0;
    int64_t day = lb_days_from_civil(date.year, date.month, date.day) + EXCEL_DAY_0;
    return day >= FIRST_DAY ? day : 0;
}

/* Is every text of the column a day, and one at least there? */
static bool holds_days(const lb_table *table, size_t column)
{
    bool any = false;
    if (table->column[column].type != LB_TEXT)
        return false;
    for (size_t row = 0; row < table->rows; row++) {
        const char *text = lb_table_text(table, row, column);
        if (!text || !*text)
            continue;
        if (day_number(text) == 0)
            return false;
        any = true;
    }
    return any;
}

/* Three significant digits of the ratio nearest 0, so that a share of a country's ground that is
 * 0.00000220 is legible. */
static lxw_format *ratio_format(const workbook_writer *w, const lb_table *table, size_t column)
{
    double least = INFINITY;
    for (size_t row = 0; row < table->rows; row++) {
        double size = fabs(lb_table_real(table, row, column));
        if (size > 0 && size < least)
            least = size;
    }
    int decimals = isinf(least) ? 2 : 2 - (int)floor(log10(least));
    return w->ratio[decimals < 0 ? 0 : decimals > DECIMALS ? DECIMALS : decimals];
}

/* How the column's values are shown. */
static lxw_format *column_format(const workbook_writer *w, const lb_table *table, size_t column)
{
    const lb_column *of = &table->column[column];
    if (of->type == LB_TEXT)
        return holds_days(table, column) ? w->date : NULL;
    if (of->unit == LB_UNIT_RATIO)
        return ratio_format(w, table, column);
    return of->type == LB_INTEGER && of->unit == LB_UNIT_NONE ? w->whole : w->number[of->unit];
}

static lxw_error write_escaped(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                               const char *text, lxw_format *format)
{
    lb_buf escaped = {0};
    lb_workbook_text_escape(&escaped, text);
    lxw_error why = escaped.failed
                        ? LXW_ERROR_MEMORY_MALLOC_FAILED
                        : worksheet_write_string(sheet, row, column, escaped.text, format);
    lb_buf_clear(&escaped);
    return why;
}

/* A string cell is never run as a formula, whatever it begins with. */
static lxw_error write_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                            lxw_format *format)
{
    if (!text || !*text)
        return LXW_NO_ERROR;
    if (count_characters(text) > CELL_CHARACTERS)
        return LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
    return lb_workbook_text_is_special(text)
               ? write_escaped(sheet, row, column, text, format)
               : worksheet_write_string(sheet, row, column, text, format);
}

static lxw_error write_number(lxw_worksheet *sheet, const lb_table *table, size_t row,
                              size_t column, lxw_format *format)
{
    const lb_column *from = &table->column[column];
    double value = lb_table_real(table, row, column);
    lxw_row_t at = (lxw_row_t)row + 1;
    char text[LB_TABLE_RANGE_SIZE];
    if (isnan(value))
        return LXW_NO_ERROR;
    if (from->type == LB_INTEGER && llabs(from->data.integer[row]) > LARGEST_WHOLE) {
        snprintf(text, sizeof text, "%lld", (long long)from->data.integer[row]);
        return write_text(sheet, at, (lxw_col_t)column, text, NULL);
    }
    if (isinf(value))
        return write_text(sheet, at, (lxw_col_t)column, value > 0 ? "inf" : "-inf", NULL);
    return worksheet_write_number(sheet, at, (lxw_col_t)column, value, format);
}

/* Nothing where the value is missing; a hidden figure as its range. */
static lxw_error write_cell(lxw_worksheet *sheet, const lb_table *table, size_t row, size_t column,
                            lxw_format *format)
{
    const lb_table_range *range = lb_table_range_at(table, row, column);
    lxw_row_t at = (lxw_row_t)row + 1;
    char text[LB_TABLE_RANGE_SIZE];
    if (range) {
        lb_table_range_text(range, text);
        return write_text(sheet, at, (lxw_col_t)column, text, NULL);
    }
    if (table->column[column].type != LB_TEXT)
        return write_number(sheet, table, row, column, format);
    const char *value = lb_table_text(table, row, column);
    if (format && value && *value) /* of texts only days have a format */
        return worksheet_write_number(sheet, at, (lxw_col_t)column, (double)day_number(value),
                                      format);
    return write_text(sheet, at, (lxw_col_t)column, value, NULL);
}

/* Sheets of tables ----------------------------------------------------------------------------- */

/* Wide enough for the name and the first texts, within bounds. */
static double column_width(const lb_table *table, size_t column)
{
    size_t width = count_characters(table->column[column].name);
    for (size_t row = 0; row < table->rows && row < SHOWN_ROWS; row++) {
        size_t length = table->column[column].type == LB_TEXT
                            ? count_characters(lb_table_text(table, row, column))
                            : 0;
        width = length > width ? length : width;
    }
    return (double)(width < NARROW ? NARROW : width > WIDE ? WIDE : width) + 2;
}

/* The header's comment: meaning and unit, as `describe` has them. */
static lxw_error write_comment(lxw_worksheet *sheet, size_t column, const lb_column_note *note)
{
    char text[2000];
    lxw_comment_options box = {.x_scale = 2, .y_scale = 1.5};
    if (!note || !note->meaning || !*note->meaning)
        return LXW_NO_ERROR;
    bool unit = note->unit && *note->unit;
    snprintf(text, sizeof text, "%s%s%s%s", note->meaning, unit ? " [" : "", unit ? note->unit : "",
             unit ? "]" : "");
    return worksheet_write_comment_opt(sheet, 0, (lxw_col_t)column, text, &box);
}

static lxw_error write_header(const workbook_writer *w, lxw_worksheet *sheet,
                              const lb_layer_desc *layer)
{
    lxw_error why = LXW_NO_ERROR;
    for (size_t i = 0; i < layer->table->columns && why == LXW_NO_ERROR; i++) {
        double width = column_width(layer->table, i);
        why = worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
        if (why == LXW_NO_ERROR)
            why = write_text(sheet, 0, (lxw_col_t)i, layer->table->column[i].name, w->header);
        if (why == LXW_NO_ERROR)
            why = write_comment(sheet, i, layer->note ? &layer->note[i] : NULL);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    return why;
}

static lb_status check_size(const workbook_writer *w, const lb_layer_desc *layer)
{
    if (layer->table->rows < LXW_ROW_MAX && layer->table->columns <= LXW_COL_MAX)
        return LB_OK;
    return lb_error_set(w->err, LB_E_INPUT,
                        "%s: %zu rows and %zu columns; a sheet of a spreadsheet holds %d and %d: "
                        "write .csv",
                        w->path, layer->table->rows, layer->table->columns, LXW_ROW_MAX - 1,
                        LXW_COL_MAX);
}

/* The row is that of the sheet, whose first has the names of the columns. */
static lb_status cell_failure(const workbook_writer *w, const lb_table *table, size_t row,
                              size_t column, lxw_error why)
{
    if (why != LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return workbook_failure(w, why);
    return lb_error_set(w->err, LB_E_INPUT,
                        "%s: row %zu, column '%.100s': a text is longer than the 32,767 characters "
                        "that a cell of a spreadsheet holds; write .csv",
                        w->path, row + 2, table->column[column].name);
}

static lb_status write_sheet(const workbook_writer *w, const lb_layer_desc *layer)
{
    const lb_table *table = layer->table;
    char name[NAME_SIZE];
    LB_TRY(check_size(w, layer));
    snprintf(name, sizeof name, "%.31s", layer->name);
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, name);
    lxw_format **format = calloc(table->columns + 1, sizeof *format);
    if (!sheet || !format) {
        free(format);
        return lb_error_memory(w->err);
    }
    for (size_t i = 0; i < table->columns; i++)
        format[i] = column_format(w, table, i);
    lb_status status = workbook_failure(w, write_header(w, sheet, layer));
    for (size_t row = 0; row < table->rows && status == LB_OK; row++)
        for (size_t i = 0; i < table->columns && status == LB_OK; i++)
            status = cell_failure(w, table, row, i, write_cell(sheet, table, row, i, format[i]));
    free(format);
    return status;
}

/* The sheet of provenance ---------------------------------------------------------------------- */

enum { SHEET, COLUMN, UNIT, MEANING, ABOUT_COLUMNS };

static lxw_error write_about_row(lxw_worksheet *sheet, lxw_row_t row, const char *const *text,
                                 lxw_format *format)
{
    lxw_error why = LXW_NO_ERROR;
    for (lxw_col_t i = 0; i < ABOUT_COLUMNS && why == LXW_NO_ERROR; i++)
        why = write_text(sheet, row, i, text[i], format);
    return why;
}

/* Every column of every sheet, with its unit and meaning; *row is moved behind them. */
static lxw_error list_columns(lxw_worksheet *sheet, const lb_layer_desc *layers, size_t n,
                              lxw_row_t *row)
{
    lxw_error why = LXW_NO_ERROR;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < layers[k].table->columns && why == LXW_NO_ERROR; i++) {
            const lb_column_note *note = layers[k].note ? &layers[k].note[i] : NULL;
            const char *const text[ABOUT_COLUMNS] = {[SHEET] = layers[k].name,
                                                     [COLUMN] = layers[k].table->column[i].name,
                                                     [UNIT] = note ? note->unit : NULL,
                                                     [MEANING] = note ? note->meaning : NULL};
            why = write_about_row(sheet, (*row)++, text, NULL);
        }
    return why;
}

/* The JSON, a line a row; what a cell cannot hold goes on in the next. */
static lxw_error write_lines(lxw_worksheet *sheet, const char *json, lxw_row_t *row)
{
    char line[CHUNK + 1];
    lxw_error why = LXW_NO_ERROR;
    while (json && *json && why == LXW_NO_ERROR) {
        size_t length = strcspn(json, "\n"), end = length < CHUNK ? length : CHUNK;
        while (end < length && ((unsigned char)json[end] & 0xC0) == 0x80)
            end--;
        snprintf(line, sizeof line, "%.*s", (int)end, json);
        why = write_text(sheet, (*row)++, 0, line, NULL);
        json += end + (json[end] == '\n');
    }
    return why;
}

static lb_status write_about(const workbook_writer *w, const lb_layer_desc *layers, size_t n,
                             const lb_file_about *about)
{
    static const char *const header[2][ABOUT_COLUMNS] = {{"blad", "kolumn", "enhet", "betydelse"},
                                                         {"sheet", "column", "unit", "meaning"}};
    static const char *const notes[2][2] = {
        {"En tom cell är okänd, aldrig noll; <5 eller 10–14 är ett dolt tal däremellan.",
         "Hela tal med fler än 15 siffror står som text, så att ingen siffra går förlorad."},
        {"An empty cell is not known, never zero; <5 or 10–14 is a hidden figure in between.",
         "Whole numbers of more than 15 digits are texts, so that no digit is lost."}};
    lxw_row_t row = 1;
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, LB_PROVENANCE_SHEET);
    if (!sheet)
        return lb_error_memory(w->err);
    worksheet_set_column(sheet, SHEET, COLUMN, 24, NULL);
    worksheet_set_column(sheet, MEANING, MEANING, 90, NULL);
    lxw_error why = write_about_row(sheet, 0, header[about->english], w->header);
    worksheet_freeze_panes(sheet, 1, 0);
    if (why == LXW_NO_ERROR)
        why = list_columns(sheet, layers, n, &row);
    row++;
    for (int i = 0; i < 2 && why == LXW_NO_ERROR; i++)
        why = write_text(sheet, row++, 0, notes[about->english][i], NULL);
    if (why == LXW_NO_ERROR)
        why = write_text(sheet, row++, 0, about->abstract, NULL);
    row++;
    if (why == LXW_NO_ERROR)
        why = write_lines(sheet, about->provenance, &row);
    return workbook_failure(w, why);
}

/* The file ------------------------------------------------------------------------------------- */

static lb_status write_sheets(workbook_writer *w, const lb_layer_desc *layers, size_t n,
                              const lb_file_about *about)
{
    lxw_doc_properties properties = {.title = about ? (char *)about->title : NULL,
                                     .created = FIXED_TIME};
    LB_TRY(make_formats(w));
    LB_TRY(workbook_failure(w, workbook_set_properties(w->book, &properties)));
    for (size_t i = 0; i < n; i++)
        LB_TRY(write_sheet(w, &layers[i]));
    return about ? write_about(w, layers, n, about) : LB_OK;
}

/* A sheet goes through a temporary file of which libxlsxwriter does not see whether it could be
 * written: is the sheet whole, or was the disk full? */
static bool sheet_is_whole(const char *zip, size_t sheet)
{
    static const char end[] = "</worksheet>";
    enum { LENGTH = sizeof end - 1 };
    char part[120], bytes[4096 + LENGTH] = "";
    size_t kept = 0, n;
    snprintf(part, sizeof part, "/vsizip/{%s}/xl/worksheets/sheet%zu.xml", zip, sheet + 1);
    VSILFILE *file = VSIFOpenL(part, "rb");
    if (!file)
        return false;
    while ((n = VSIFReadL(bytes + kept, 1, sizeof bytes - kept, file)) > 0) {
        size_t all = kept + n;
        kept = all < LENGTH ? all : LENGTH;
        memmove(bytes, bytes + all - kept, kept);
    }
    VSIFCloseL(file);
    return kept == LENGTH && memcmp(bytes, end, LENGTH) == 0;
}

/* The workbook of n sheets, zipped in memory as the open file `memory`, to its path. */
static lb_status copy_workbook(const workbook_writer *w, const char *memory, size_t n)
{
    char bytes[1 << 14];
    size_t length;
    bool whole = true;
    for (size_t i = 0; i < n && whole; i++)
        whole = sheet_is_whole(memory, i);
    FILE *from = fopen(memory, "rb"), *to = fopen(w->path, "wb");
    bool good = from && to && whole;
    while (good && (length = fread(bytes, 1, sizeof bytes, from)) > 0)
        good = fwrite(bytes, 1, length, to) == length;
    if (from)
        fclose(from);
    if (to && fclose(to) != 0)
        good = false;
    return good ? LB_OK
                : lb_error_set(w->err, LB_E_IO, "%s: cannot be written: %s", w->path,
                               whole ? strerror(errno)
                                     : "no room for its sheets in the folder, or they are larger "
                                       "than a file may be");
}

/* libxlsxwriter reports a full disk on standard error only: it writes to memory, and its temporary
 * files, which have no names, stand beside the output. */
static lb_status write_workbook(workbook_writer *w, const char *memory, const char *folder,
                                const lb_layer_desc *layers, size_t n, const lb_file_about *about)
{
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = (char *)folder, .use_zip64 = LXW_FALSE};
    w->book = workbook_new_opt(memory, &options);
    if (!w->book)
        return lb_error_memory(w->err);
    lb_status status = write_sheets(w, layers, n, about);
    if (status != LB_OK) {
        lxw_workbook_free(w->book);
        return status;
    }
    LB_TRY(workbook_failure(w, workbook_close(w->book)));
    return copy_workbook(w, memory, n + (about ? 1 : 0));
}

/* A sheet a layer, without geometry. LB_E_INPUT: more rows, columns or characters in a cell than a
 * sheet holds. */
lb_status lb_xlsx_write(const char *path, const lb_layer_desc *layers, size_t n,
                        const lb_file_about *about, lb_error *err)
{
    char memory[40];
    lb_buf folder = {0};
    workbook_writer w = {.path = path, .err = err};
    lb_buf_append(&folder, path, (size_t)(lb_text_base_name(path) - path));
    lb_buf_puts(&folder, ".");
    int file = memfd_create("lagesbild.xlsx", MFD_CLOEXEC);
    snprintf(memory, sizeof memory, "/proc/self/fd/%d", file);
    lb_status status =
        folder.failed ? lb_error_memory(err)
        : file < 0 ? lb_error_set(err, LB_E_IO, "%s: cannot be written: %s", path, strerror(errno))
                   : write_workbook(&w, memory, folder.text, layers, n, about);
    if (file >= 0)
        close(file);
    lb_buf_clear(&folder);
    return status;
}
