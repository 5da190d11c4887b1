/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and fields of text tables, cut where they lie in the buffer: nothing is copied but what
 * quotes require.
 *
 * Two ways: lb_csv_next row by row, which handles everything; and lb_csv_ready, which hands whole
 * chunks of plain rows to several threads. A row with quotes, too few fields or odd bytes always
 * takes the first way, so that both give the same rows, line numbers and problems. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "text/csv_read.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "text/string_ids.h"

enum {
    ROW_LIMIT = 16 << 20, /* bytes; a longer row is a missing quote, or the file is no table */
    SAMPLE_ROWS = 20      /* rows that the delimiter is judged by */
};
#define INCOMPLETE LB_CSV_NONE

struct lb_csv {
    lb_csv_buffer in;
    lb_diagnostics *diagnostics;
    bool noted_1252; /* the note on Windows-1252 is given once */
    char delimiter, newline;
    long line; /* of the row at start */
    char **name;
    lb_csv_value *field;
    size_t columns, blank_rows;
    bool extra_fields; /* the row at hand has text beyond the last column */
};

/* An error at the line that reading has reached. */
static lb_status fail_at(const lb_csv *csv, lb_error *err, const char *what)
{
    return lb_error_set(err, LB_E_INPUT, "%s:%ld: %s", csv->diagnostics->file, csv->line, what);
}

/* Bytes --------------------------------------------------------------------------------------- */

void lb_csv_notify(lb_csv *csv)
{
    lb_csv_buffer_notify(&csv->in);
}

void lb_csv_read_ahead(lb_csv *csv)
{
    lb_csv_buffer_read_ahead(&csv->in);
}

static lb_status read_more(lb_csv *csv, lb_error *err)
{
    if (csv->in.end - csv->in.start >= ROW_LIMIT)
        return fail_at(csv, err,
                       "a row of over 16 MiB begins here; is a closing quote missing? "
                       "(A polygon that large is read from GeoJSON or GeoPackage)");
    lb_status status = lb_csv_buffer_fill(&csv->in, err);
    return status == LB_E_MEMORY
               ? lb_error_set(err, status, "%s: out of memory", csv->diagnostics->file)
               : status;
}

/* Rows ---------------------------------------------------------------------------------------- */

/* From within quotes the offset of the quote that closes them, the buffer's end if it is not in it;
 * counts newlines before it. A doubled quote closes nothing. */
static size_t find_closing_quote(const lb_csv *csv, size_t at, long *newlines)
{
    const char *buffer = csv->in.buffer, *end = buffer + csv->in.end, *quote, *newline;
    for (const char *from = buffer + at;; from = quote + 2) {
        quote = memchr(from, '"', (size_t)(end - from));
        if (!quote)
            return csv->in.end;
        for (newline = from; (newline = memchr(newline, csv->newline, (size_t)(quote - newline)));
             newline++)
            ++*newlines;
        if (quote + 1 == end || quote[1] != '"')
            return (size_t)(quote - buffer);
    }
}

/* Walks one row character by character, but for what is in quotes. Returns the offset of its end
 * (INCOMPLETE: not in the buffer yet), the number of fields and of newlines inside quotes. A quote
 * opens only at the start of a field; a doubled one inside quotes is a quote character. */
static size_t scan_row(const lb_csv *csv, size_t at, char delimiter, size_t *fields, long *newlines)
{
    bool fresh = true;
    *fields = 1;
    *newlines = 0;
    for (; at < csv->in.end; at++) {
        char c = csv->in.buffer[at];
        if (c == csv->newline)
            return at;
        if (c == '"' && fresh) {
            at = find_closing_quote(csv, at + 1, newlines);
            if (at == csv->in.end || (at + 1 == csv->in.end && !csv->in.finished))
                return INCOMPLETE; /* not closed, or whether the quote is doubled is not known */
        }
        fresh = c == delimiter;
        *fields += fresh;
    }
    return csv->in.finished ? csv->in.end : INCOMPLETE;
}

/* Offset of the end of the row at `start`. Rows without a quote need only a search for the newline;
 * *quoted says that the row has one and must be split by split_quoted_row. */
static size_t find_end(const lb_csv *csv, bool *quoted, long *newlines)
{
    size_t fields, left = csv->in.end - csv->in.start;
    const char *from = csv->in.buffer + csv->in.start;
    const char *newline = memchr(from, csv->newline, left);
    size_t length = newline ? (size_t)(newline - from) : left;
    *newlines = 0;
    *quoted = memchr(from, '"', length) != NULL;
    if (*quoted)
        return scan_row(csv, csv->in.start, csv->delimiter, &fields, newlines);
    return newline || csv->in.finished ? csv->in.start + length : INCOMPLETE;
}

/* Sets field i of the current row. Text beyond the last column is an error of the row, empty fields
 * there are not (spreadsheets write them). */
static inline void set_field(lb_csv *csv, size_t i, const char *text, size_t length)
{
    if (i < csv->columns) {
        csv->field[i].text = text;
        csv->field[i].length = length;
    } else if (length > 0) {
        csv->extra_fields = true;
    }
}

/* Cuts a row without quotes at each delimiter; returns the number of fields. */
static size_t split_plain_row(lb_csv *csv, const char *text, const char *stop)
{
    for (size_t n = 0;; n++) {
        const char *next = memchr(text, csv->delimiter, (size_t)(stop - text));
        set_field(csv, n, text, (size_t)((next ? next : stop) - text));
        if (!next)
            return n + 1;
        text = next + 1;
    }
}

/* Takes the quotes of the field at *text away, in place, and returns its end in the row. What
 * follows the closing quote up to the delimiter is kept: "a"b is read as ab. Most fields have
 * nothing but the quotes at their ends, so that nothing has to be moved. */
static char *unquote_field(const lb_csv *csv, char **text, char *stop, size_t *length)
{
    char *to = *text + 1, *from = to, *quote;
    for (;;) {
        quote = memchr(from, '"', (size_t)(stop - from));
        size_t before = (size_t)((quote ? quote : stop) - from);
        if (to != from)
            memmove(to, from, before);
        to += before;
        from += before;
        if (from == stop || from + 1 == stop || from[1] != '"')
            break;
        *to++ = '"';
        from += 2;
    }
    from += from < stop;
    while (from < stop && *from != csv->delimiter)
        *to++ = *from++;
    ++*text;
    *length = (size_t)(to - *text);
    return from;
}

/* As split_plain_row for a row that has quotes; changes the bytes of the buffer. */
static size_t split_quoted_row(lb_csv *csv, char *text, char *stop)
{
    for (size_t n = 0;; n++) {
        char *next;
        size_t length;
        if (text < stop && *text == '"') {
            next = unquote_field(csv, &text, stop, &length);
        } else {
            next = memchr(text, csv->delimiter, (size_t)(stop - text));
            next = next ? next : stop;
            length = (size_t)(next - text);
        }
        set_field(csv, n, text, length);
        if (next == stop)
            return n + 1;
        text = next + 1;
    }
}

/* Any byte above 127? Eight bytes at a time. */
static bool has_high_byte(const char *text, size_t length)
{
    uint64_t word, high = 0;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        high |= word;
    }
    for (; length > 0; length--)
        high |= (unsigned char)*text++;
    return (high & UINT64_C(0x8080808080808080)) != 0;
}

/* Notes, once a file, that a row is not UTF-8 and is read as Windows-1252. */
static void note_encoding(lb_csv *csv, const char *text, size_t length)
{
    if (csv->noted_1252 || !has_high_byte(text, length) || lb_text_is_utf8(text, length))
        return;
    csv->noted_1252 = true;
    lb_log_note(csv->diagnostics->log, "%s:%ld: not UTF-8, read as Windows-1252",
                csv->diagnostics->file, csv->line);
}

/* Are all fields empty or blank, in quotes or not? */
static bool is_blank(char delimiter, const char *text, const char *stop)
{
    bool quoted = false;
    for (; text < stop; text++) {
        if (*text == '"') {
            if (quoted && stop - text > 1 && text[1] == '"')
                return false;
            quoted = !quoted;
        } else if (*text != ' ' && *text != '\t' && (quoted || *text != delimiter)) {
            return false;
        }
    }
    return !quoted;
}

/* One row in the buffer, before it is cut into fields. */
typedef struct raw_row {
    char *text, *stop;
    bool quoted;
    long line;
} raw_row;

/* Finds the next row, blank or not, reading more where it is incomplete, and moves on behind it;
 * *more is false at the end of the file. */
static lb_status next_raw_row(lb_csv *csv, raw_row *row, bool *more, lb_error *err)
{
    size_t end;
    long newlines;
    for (;;) {
        *more = csv->in.start < csv->in.end || !csv->in.finished;
        end = csv->in.start < csv->in.end ? find_end(csv, &row->quoted, &newlines) : INCOMPLETE;
        if (end != INCOMPLETE || !*more)
            break;
        if (csv->in.finished)
            return fail_at(csv, err, "a quote that is opened in this row is never closed");
        LB_TRY(read_more(csv, err));
    }
    if (!*more)
        return LB_OK;
    if (csv->in.nul < end)
        return fail_at(csv, err,
                       "a NUL byte: not a text table, or UTF-16; save it as CSV in UTF-8");
    row->text = csv->in.buffer + csv->in.start;
    row->stop = csv->in.buffer + end;
    row->line = csv->line;
    while (row->stop > row->text && row->stop[-1] == '\r')
        row->stop--;
    note_encoding(csv, row->text, (size_t)(row->stop - row->text));
    csv->in.start = end < csv->in.end ? end + 1 : end;
    csv->line += newlines + 1;
    return LB_OK;
}

/* Cuts a row into csv->field and returns how many fields it had. The watcher sees the bytes first,
 * since removing quotes changes them. */
static size_t split_row(lb_csv *csv, const raw_row *row)
{
    lb_csv_notify(csv); /* quotes are taken away where they lie */
    csv->extra_fields = false;
    return row->quoted ? split_quoted_row(csv, row->text, row->stop)
                       : split_plain_row(csv, row->text, row->stop);
}

/* A row whose number of fields is not the header's: a problem with the likely reason. */
static void report_count(const lb_csv *csv, long line, size_t fields)
{
    const char *hint = fields > csv->columns && csv->delimiter == ','
                           ? "; decimal commas need quotes, or ';' between fields"
                           : "";
    lb_diagnostics_add(csv->diagnostics, line, "has %zu %s, header has %zu%s", fields,
                       lb_number_word(fields, "field", "fields"), csv->columns, hint);
}

/* One note at the end of the file for all rows of empty fields. */
static void note_blanks(lb_csv *csv)
{
    if (csv->blank_rows > 0)
        lb_log_note(csv->diagnostics->log, "%s: %zu %s with only empty fields skipped",
                    csv->diagnostics->file, csv->blank_rows,
                    lb_number_word(csv->blank_rows, "row", "rows"));
    csv->blank_rows = 0;
}

/* The next row that is neither blank nor of another width than the header: blank rows are
 * counted, those with fewer fields or text beyond the last column reported. *field is NULL at
 * the end. */
lb_status lb_csv_next(lb_csv *csv, const lb_csv_value **field, long *line, lb_error *err)
{
    for (;;) {
        raw_row row;
        bool more;
        *field = NULL;
        LB_TRY(next_raw_row(csv, &row, &more, err));
        if (!more) {
            note_blanks(csv);
            return LB_OK;
        }
        if (row.text == row.stop)
            continue;
        if (is_blank(csv->delimiter, row.text, row.stop)) {
            csv->blank_rows++;
            continue;
        }
        size_t fields = split_row(csv, &row);
        if (fields < csv->columns || csv->extra_fields) {
            report_count(csv, row.line, fields);
            continue;
        }
        *field = csv->field;
        *line = row.line;
        return LB_OK;
    }
}

/* Many rows at once -------------------------------------------------------------------------- */

/* Behind the last newline in the buffer: rows up to there are complete. */
static const char *last_newline(const lb_csv *csv)
{
    const char *from = csv->in.buffer + csv->in.start, *at = csv->in.buffer + csv->in.end;
    while (at > from && at[-1] != csv->newline)
        at--;
    return at;
}

lb_status lb_csv_ready(lb_csv *csv, lb_csv_rows *out, lb_error *err)
{
    if (csv->in.end - csv->in.start < LB_CSV_CHUNK / 2 && !csv->in.finished)
        LB_TRY(read_more(csv, err));
    *out = (lb_csv_rows){.at = csv->in.buffer + csv->in.start,
                         .stop = last_newline(csv),
                         .delimiter = csv->delimiter,
                         .newline = csv->newline,
                         .columns = csv->columns,
                         .high = csv->noted_1252};
    return LB_OK;
}

size_t lb_csv_rows_split(const lb_csv_rows *rows, lb_csv_rows *piece, size_t max_count)
{
    size_t n = 0, share = (size_t)(rows->stop - rows->at) / max_count + 1;
    const char *at = rows->at;
    while (at < rows->stop) {
        const char *stop = rows->stop;
        if (n + 1 < max_count && (size_t)(stop - at) > share)
            stop = (const char *)memchr(at + share - 1, rows->newline,
                                        (size_t)(stop - at) - share + 1) +
                   1; /* there is one: rows end with a newline */
        piece[n] = *rows;
        piece[n].at = at;
        piece[n++].stop = stop;
        at = stop;
    }
    return n;
}

bool lb_csv_rows_are_plain(const lb_csv_rows *rows)
{
    size_t length = (size_t)(rows->stop - rows->at);
    return !memchr(rows->at, '"', length) && !memchr(rows->at, '\0', length) &&
           (rows->high || !has_high_byte(rows->at, length) || lb_text_is_utf8(rows->at, length));
}

/* The bytes of the word that equal those of the pattern: the highest bit of each. Exact: no carry
 * leaves a byte (Warren, Hacker's Delight, 6-1). */
static inline uint64_t equal_bytes(uint64_t word, uint64_t pattern)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    uint64_t differ = word ^ pattern;
    return ~(((differ & low) + low) | differ | low);
}

/* The next eight bytes, the first the lowest; fewer before `stop`, then zeros. */
static inline uint64_t load_bytes(const char *at, const char *stop)
{
    uint64_t word = 0;
    if (stop - at >= (ptrdiff_t)sizeof word)
        memcpy(&word, at, sizeof word);
    else
        memcpy(&word, at, (size_t)(stop - at));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Cuts one row at its delimiters into at most rows->columns fields, eight bytes at a time, as
 * fields are so short that a call of memchr for each takes longer; returns where the row ends. *n:
 * fields of the row, also those beyond. */
static const char *cut_row(const lb_csv_rows *rows, lb_csv_value *field, size_t *n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t delimiter = ones * (unsigned char)rows->delimiter,
                   newline = ones * (unsigned char)rows->newline;
    const char *from = rows->at;
    *n = 0;
    for (const char *at = from;; at += sizeof(uint64_t)) {
        uint64_t word = load_bytes(at, rows->stop), ends = equal_bytes(word, newline);
        for (uint64_t cuts = equal_bytes(word, delimiter) | ends; cuts; cuts &= cuts - 1) {
            const char *cut = at + __builtin_ctzll(cuts) / 8;
            if (*n < rows->columns) {
                field[*n].text = from;
                field[*n].length = (size_t)(cut - from);
            }
            ++*n;
            if (cuts & -cuts & ends)
                return cut;
            from = cut + 1;
        }
    }
}

/* A row without quotes, split in place; false for one that needs the careful reader, or at the
 * end. */
bool lb_csv_rows_next(lb_csv_rows *rows, lb_csv_value *field)
{
    size_t n;
    if (rows->at == rows->stop)
        return false;
    const char *end = cut_row(rows, field, &n), *stop = end;
    lb_csv_value *last = &field[rows->columns - 1];
    while (stop > rows->at && stop[-1] == '\r')
        stop--;
    if (n != rows->columns || is_blank(rows->delimiter, rows->at, stop))
        return false;
    last->length = (size_t)(stop - last->text);
    rows->at = end + 1;
    return true;
}

long lb_csv_skip(lb_csv *csv, const char *to, long lines)
{
    long line = csv->line;
    csv->in.start = (size_t)(to - csv->in.buffer);
    csv->line += lines;
    return line;
}

/* Header -------------------------------------------------------------------------------------- */

/* Do three quarters of the first rows have as many fields as the header, when cut by this
 * delimiter? *fields: of the header. */
static bool delimiter_fits(const lb_csv *csv, char delimiter, size_t *fields)
{
    size_t at = scan_row(csv, csv->in.start, delimiter, fields, &(long){0});
    size_t wanted = *fields, n, rows = 0, good = 0;
    while (wanted > 1 && rows < SAMPLE_ROWS && at < csv->in.end) {
        size_t next = scan_row(csv, at + 1, delimiter, &n, &(long){0});
        if (next == INCOMPLETE)
            break;
        if (next > at + 2) { /* not a blank row */
            good += n == wanted;
            rows++;
        }
        at = next;
    }
    return wanted > 1 && 4 * good >= 3 * rows;
}

/* The first of tab ';' ',' by which header and rows agree: a decimal comma agrees with itself too,
 * so the comma comes last. Else what is most frequent in the header, for the messages' sake. */
static char find_delimiter(const lb_csv *csv)
{
    static const char candidates[] = "\t;,";
    char best = ';';
    size_t max_count = 1, fields;
    for (const char *c = candidates; *c; c++) {
        if (delimiter_fits(csv, *c, &fields))
            return *c;
        if (fields > max_count) {
            max_count = fields;
            best = *c;
        }
    }
    return best;
}

/* "sep=;", which spreadsheets write and read as the first line; a line end separates no fields. */
static void read_separator_line(lb_csv *csv)
{
    const char *text = csv->in.buffer + csv->in.start;
    size_t left = csv->in.end - csv->in.start;
    if (left < 6 || memcmp(text, "sep=", 4) != 0 || text[4] == '\r' || text[4] == '\n' ||
        (text[5] != '\r' && text[5] != '\n'))
        return;
    csv->delimiter = text[4];
    const char *newline = memchr(text, csv->newline, left);
    csv->in.start += newline ? (size_t)(newline - text) + 1 : left;
    csv->line++;
}

/* Byte order mark, line ending (a lone CR only where there is no LF) and blank lines before the
 * header. UTF-16 is refused by its mark. */
static lb_status read_preamble(lb_csv *csv, lb_error *err)
{
    const char *file = csv->diagnostics->file;
    LB_TRY(read_more(csv, err));
    const char *text = csv->in.buffer;
    if (csv->in.end >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the text is UTF-16; save it as CSV in UTF-8 or Windows-1252",
                            file);
    if (csv->in.end >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        csv->in.start = 3;
    csv->newline =
        memchr(text, '\n', csv->in.end) || !memchr(text, '\r', csv->in.end) ? '\n' : '\r';
    while (csv->in.start < csv->in.end &&
           (text[csv->in.start] == '\n' || text[csv->in.start] == '\r')) {
        csv->line += text[csv->in.start] == csv->newline;
        csv->in.start++;
    }
    read_separator_line(csv);
    if (csv->in.start == csv->in.end)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the file is empty; a header row with the names of the columns "
                            "was expected",
                            file);
    return LB_OK;
}

/* A row may be longer than the first chunk: read until the header is whole. */
static lb_status count_columns(lb_csv *csv, lb_error *err)
{
    size_t fields;
    long newlines;
    while (scan_row(csv, csv->in.start, csv->delimiter, &fields, &newlines) == INCOMPLETE) {
        if (csv->in.finished)
            return fail_at(csv, err, "a quote that is opened in the header is never closed");
        LB_TRY(read_more(csv, err));
    }
    csv->field = calloc(fields, sizeof *csv->field);
    csv->name = calloc(fields, sizeof *csv->name);
    if (!csv->field || !csv->name)
        return lb_error_memory(err);
    csv->columns = fields;
    for (size_t i = 0; i < fields; i++)
        csv->field[i] =
            (lb_csv_value){.kind = LB_CSV_VALUE_TEXT, .text = "", .number = (double)NAN};
    return LB_OK;
}

/* The name of column i in UTF-8; one without a name is called field_1, field_2 ... as OGR does. */
static char *column_name(const lb_csv_value *field, size_t i)
{
    char text[32];
    if (!lb_csv_value_is_empty(field))
        return lb_csv_value_text(field);
    snprintf(text, sizeof text, "field_%zu", i + 1);
    return lb_text_copy(text);
}

/* Two columns of one name: legal, but the second can never be asked for. first[i]: room for the
 * first column of each of csv->columns names. */
static lb_status note_duplicates(const lb_csv *csv, lb_string_ids *names, size_t *first)
{
    size_t told = 0;
    for (size_t i = 0; i < csv->columns; i++) {
        size_t known = names->count;
        lb_string name = lb_string_of(csv->name[i]);
        uint32_t id;
        LB_TRY(lb_string_ids_add(names, &name, 1, &id));
        if (names->count > known)
            first[id] = i;
        else if (told++ < LB_NAMES_LISTED)
            lb_log_note(csv->diagnostics->log,
                        "%s: columns %zu and %zu are both named '%s'; the first is used",
                        csv->diagnostics->file, first[id] + 1, i + 1, csv->name[i]);
    }
    if (told > LB_NAMES_LISTED)
        lb_log_note(csv->diagnostics->log, "%s: %zu columns in all have the name of an earlier one",
                    csv->diagnostics->file, told);
    return LB_OK;
}

static lb_status check_names(const lb_csv *csv, lb_error *err)
{
    lb_string_ids names = {.count = 0};
    size_t *first = malloc((csv->columns + 1) * sizeof *first);
    lb_status status = first ? note_duplicates(csv, &names, first) : LB_E_MEMORY;
    lb_string_ids_clear(&names);
    free(first);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Reads the first row as column names. A delimiter behind the last name makes no column. */
static lb_status read_header(lb_csv *csv, lb_error *err)
{
    raw_row row;
    bool more;
    LB_TRY(count_columns(csv, err));
    LB_TRY(next_raw_row(csv, &row, &more, err));
    split_row(csv, &row);
    while (csv->columns > 1 && lb_csv_value_is_empty(&csv->field[csv->columns - 1]))
        csv->columns--; /* a delimiter after the last name */
    for (size_t i = 0; i < csv->columns; i++) {
        csv->name[i] = column_name(&csv->field[i], i);
        if (!csv->name[i])
            return lb_error_memory(err);
    }
    return check_names(csv, err);
}

/* Encoding, delimiter, names of columns. */
static lb_status read_start(lb_csv *csv, lb_error *err)
{
    LB_TRY(read_preamble(csv, err));
    if (!csv->delimiter)
        csv->delimiter = find_delimiter(csv);
    return read_header(csv, err);
}

lb_status lb_csv_open(lb_csv_read read, lb_csv_watcher watch, void *udata,
                      lb_diagnostics *diagnostics, lb_csv **out, lb_error *err)
{
    lb_csv *csv = calloc(1, sizeof *csv);
    if (!csv)
        return lb_error_memory(err);
    *csv =
        (lb_csv){.in = lb_csv_buffer_of(read, watch, udata), .diagnostics = diagnostics, .line = 1};
    lb_status status = read_start(csv, err);
    if (status == LB_OK)
        *out = csv;
    else
        lb_csv_close(csv);
    return status;
}

void lb_csv_close(lb_csv *csv)
{
    if (!csv)
        return;
    lb_array_free(csv->name, csv->columns);
    free(csv->field);
    lb_csv_buffer_clear(&csv->in);
    free(csv);
}

size_t lb_csv_columns(const lb_csv *csv)
{
    return csv->columns;
}

const char *lb_csv_column(const lb_csv *csv, size_t i)
{
    return csv->name[i];
}
