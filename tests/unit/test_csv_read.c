/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/csv_read.h"
#include "tests/support/support.h"

/* Bytes handed out `step` at a time inside the reader's asks, and what the reader told. */
typedef struct memory {
    const char *text;
    size_t length, at;
} memory;

static char told[4000];

static void tell(void *udata, lb_severity severity, const char *text)
{
    (void)udata;
    size_t n = strlen(told);
    snprintf(told + n, sizeof told - n, "%s%s\n", severity == LB_NOTE ? "note: " : "", text);
}

static size_t give(void *udata, char *to, size_t size, lb_status *status, lb_error *err)
{
    memory *m = udata;
    (void)status;
    (void)err;
    size_t n = m->length - m->at < size ? m->length - m->at : size;
    memcpy(to, m->text + m->at, n);
    m->at += n;
    return n;
}

static size_t seen;

/* Every byte once, in order, as it was before quotes were taken away. */
static void see(void *udata, const char *bytes, size_t size)
{
    const memory *m = udata;
    ck_assert(seen + size <= m->at);
    ck_assert(memcmp(m->text + seen, bytes, size) == 0);
    seen += size;
}

/* Reads all and writes it as "name|name\n3:field|field\n", line numbers before the rows. */
static const char *reread(const char *text, size_t length)
{
    static char out[4000];
    memory m = {.text = text, .length = length};
    lb_log log = {.write = tell};
    lb_diagnostics diagnostics = lb_diagnostics_begin(&log, "t.csv");
    lb_csv *csv = NULL;
    lb_error err = {0};
    const lb_csv_value *field;
    long line;
    size_t n = 0;
    told[0] = out[0] = '\0';
    lb_status status = lb_csv_open(give, NULL, &m, &diagnostics, &csv, &err);
    for (size_t i = 0; csv && i < lb_csv_columns(csv); i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? "|" : "", lb_csv_column(csv, i));
    while (status == LB_OK && (status = lb_csv_next(csv, &field, &line, &err)) == LB_OK && field) {
        n += (size_t)snprintf(out + n, sizeof out - n, "\n%ld:", line);
        for (size_t i = 0; i < lb_csv_columns(csv); i++) {
            char *value = lb_csv_value_text(&field[i]);
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? "|" : "", value);
            free(value);
        }
    }
    if (status != LB_OK)
        snprintf(out, sizeof out, "%s", err.text);
    lb_csv_close(csv);
    return out;
}

#define READS_AS(text, expected) ck_assert_str_eq(reread(text, sizeof(text) - 1), expected)

START_TEST(each_line_ending_reads_the_same)
{
    READS_AS("a;b\n1;2\n3;4\n", "a|b\n2:1|2\n3:3|4");
    READS_AS("a;b\r\n1;2\r\n3;4\r\n", "a|b\n2:1|2\n3:3|4");
    READS_AS("a;b\r1;2\r3;4\r", "a|b\n2:1|2\n3:3|4");
    READS_AS("a;b\n1;2\n3;4", "a|b\n2:1|2\n3:3|4");
}
END_TEST

START_TEST(delimiter_is_found_and_decimal_commas_are_not_taken_for_it)
{
    READS_AS("a,b\n1,2\n", "a|b\n2:1|2");
    READS_AS("a\tb\n1,5\t2,5\n", "a|b\n2:1,5|2,5");
    READS_AS("a;b, share;c\n1,5;2,5;3\n", "a|b, share|c\n2:1,5|2,5|3");
    READS_AS("a;b\n1,5;2,5\n", "a|b\n2:1,5|2,5");
    READS_AS("a,b;c\n1,2\n3,4\n", "a|b;c\n2:1|2\n3:3|4");
    READS_AS("share\n1,5\n", "share\n2:1,5");
    READS_AS("sep=,\r\na,b\r\n1,2\r\n", "a|b\n3:1|2");
    READS_AS("sep=\r\n1\r\n", "sep=\n2:1");
    READS_AS("sep=\n\n1\n", "sep=\n3:1");
}
END_TEST

START_TEST(quotes_hold_delimiters_quotes_and_newlines)
{
    READS_AS("a,b\n\"x,\"\"y\"\"\",\"1\n2\"\n3,4\n", "a|b\n2:x,\"y\"|1\n2\n4:3|4");
    READS_AS("a;b\n5\" pipe;\"\"\n", "a|b\n2:5\" pipe|");
    READS_AS("\"a;x\";b\r\n\"1\";\"2\"\r\n", "a;x|b\n2:1|2");
    READS_AS("a;b\n\"\"\"\";\"x\"y\n\"p\"\"q\"\"\";\"\"\"r\"\"\"s\"\"\n\"l\n\nm\";\"n\"",
             "a|b\n2:\"|xy\n3:p\"q\"|\"r\"s\"\"\n4:l\n\nm|n");
    READS_AS("a;b\n\"open;1\n2;3\n", "t.csv:2: a quote that is opened in this row is never closed");
}
END_TEST

START_TEST(byte_order_marks_are_taken_or_refused)
{
    READS_AS("\xEF\xBB\xBFnamn;n\nÅ;1\n", "namn|n\n2:Å|1");
    READS_AS("\xFF\xFEn\0;\0",
             "t.csv: the text is UTF-16; save it as CSV in UTF-8 or Windows-1252");
    READS_AS("a;b\n1;2\n\0;3\n",
             "t.csv:3: a NUL byte: not a text table, or UTF-16; save it as CSV in UTF-8");
}
END_TEST

START_TEST(windows_1252_is_read_by_the_field_and_noted_once)
{
    READS_AS("k\xE4lla;n\nG\xF6teborg;1\n\xC3\x85re;2\n\xD6;3\n",
             "källa|n\n2:Göteborg|1\n3:Åre|2\n4:Ö|3");
    ck_assert_str_eq(told, "note: t.csv:1: not UTF-8, read as Windows-1252\n");
}
END_TEST

START_TEST(rows_of_wrong_length_are_all_reported_and_left_out)
{
    READS_AS("a;b;c\n1;2\n1;2;3\n1;2;3;4\n1;2;3;;\n", "a|b|c\n3:1|2|3\n5:1|2|3");
    ck_assert_str_eq(told, "t.csv:2: has 2 fields, header has 3\n"
                           "t.csv:4: has 4 fields, header has 3\n");
    READS_AS("a,b\n1,2\n1,2\n1,2\n1,5,2\n", "a|b\n2:1|2\n3:1|2\n4:1|2");
    ck_assert_str_eq(told, "t.csv:5: has 3 fields, header has 2; decimal commas need quotes, or "
                           "';' between fields\n");
}
END_TEST

START_TEST(blank_rows_are_skipped_and_counted_when_they_had_fields)
{
    READS_AS("a;b\n\n1;2\n\r\n;\n3;4\n\n", "a|b\n3:1|2\n6:3|4");
    ck_assert_str_eq(told, "note: t.csv: 1 row with only empty fields skipped\n");
    READS_AS("\n\na;b\n1;2\n", "a|b\n4:1|2");
}
END_TEST

START_TEST(header_may_end_in_delimiters_lack_a_name_or_repeat_one)
{
    READS_AS("a; b ;\n1;2;\n", "a|b\n2:1|2");
    READS_AS("a;;c\n1;2;3\n", "a|field_2|c\n2:1|2|3");
    READS_AS("a;b;a\n1;2;3\n", "a|b|a\n2:1|2|3");
    ck_assert_str_eq(told, "note: t.csv: columns 1 and 3 are both named 'a'; the first is used\n");
}
END_TEST

START_TEST(file_without_header_is_refused_and_header_alone_has_no_rows)
{
    READS_AS("",
             "t.csv: the file is empty; a header row with the names of the columns was expected");
    READS_AS("\r\n\r\n",
             "t.csv: the file is empty; a header row with the names of the columns was expected");
    READS_AS("sep=;\r\n",
             "t.csv: the file is empty; a header row with the names of the columns was expected");
    READS_AS("a;b\n", "a|b");
    READS_AS("a;b", "a|b");
}
END_TEST

/* 300,000 rows of 13 bytes cross several chunks; each row must come out whole. */
START_TEST(rows_survive_the_borders_of_chunks)
{
    size_t rows = 300000, n = 4;
    char *text = malloc(rows * 13 + 5);
    const lb_csv_value *field;
    long line, expected = 2;
    strcpy(text, "a;b\n");
    for (size_t i = 0; i < rows; i++)
        n += (size_t)snprintf(text + n, 14, i % 2 ? "%06zu;abcde\n" : "%06zu;\"ab\"\n\n", i);
    memory m = {.text = text, .length = n};
    lb_diagnostics diagnostics = lb_diagnostics_begin(NULL, "t.csv");
    lb_csv *csv = NULL;
    ck_assert_int_eq(lb_csv_open(give, see, &m, &diagnostics, &csv, NULL), LB_OK);
    for (size_t i = 0; i < rows; i++) {
        double value;
        ck_assert_int_eq(lb_csv_next(csv, &field, &line, NULL), LB_OK);
        ck_assert_ptr_nonnull(field);
        ck_assert_int_eq(line, expected);
        ck_assert_int_eq(lb_csv_value_parse(&field[0], &value), LB_VALUE_NUMBER);
        ck_assert(value == (double)i);
        ck_assert_int_eq((int)field[1].length, i % 2 ? 5 : 2);
        expected += i % 2 ? 1 : 2;
    }
    ck_assert_int_eq(lb_csv_next(csv, &field, &line, NULL), LB_OK);
    ck_assert_ptr_null(field);
    ck_assert_uint_eq(diagnostics.count, 0);
    lb_csv_notify(csv);
    ck_assert_uint_eq(seen, n);
    lb_csv_close(csv);
    free(text);
}
END_TEST

/* Fields of every length, so that delimiters and ends are at each of the bytes that are looked at
 * together; the last row ends with the bytes that are ready. */
START_TEST(rows_are_cut_alike_at_once_and_one_by_one)
{
    static const char dots[] = "........................";
    for (int n = 0; n < 2 * 20 * 20; n++) {
        char text[200];
        const char *end = n % 2 ? "\r\n" : "\n";
        int a = n / 2 % 20, b = n / 40;
        snprintf(text, sizeof text, "p;q;r%s%.*s;%.*s;x%sy;;%s", end, a, dots, b, dots, end, end);
        memory m = {.text = text, .length = strlen(text)};
        lb_diagnostics diagnostics = lb_diagnostics_begin(NULL, "t.csv");
        lb_csv *csv = NULL;
        lb_csv_rows rows;
        lb_csv_value field[3] = {{.kind = LB_CSV_VALUE_TEXT}};
        ck_assert_int_eq(lb_csv_open(give, NULL, &m, &diagnostics, &csv, NULL), LB_OK);
        ck_assert_int_eq(lb_csv_ready(csv, &rows, NULL), LB_OK);
        ck_assert(lb_csv_rows_are_plain(&rows) && lb_csv_rows_next(&rows, field));
        ck_assert_uint_eq(field[0].length, (size_t)a);
        ck_assert_uint_eq(field[1].length, (size_t)b);
        ck_assert(field[2].length == 1 && field[2].text[0] == 'x');
        ck_assert(lb_csv_rows_next(&rows, field) && field[0].text[0] == 'y');
        ck_assert(field[0].length == 1 && field[1].length == 0 && field[2].length == 0);
        ck_assert(!lb_csv_rows_next(&rows, field) && rows.at == rows.stop);
        lb_csv_close(csv);
    }
}
END_TEST

START_TEST(rows_that_need_a_closer_look_are_left_to_the_reader_of_one)
{
    const char *bodies[] = {"a;b\n", "a;b;c;d\n", ";;\n", "\n", " ;\t;\n", "a;b;c;\n"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        lb_csv_rows rows = {.at = bodies[i],
                            .stop = bodies[i] + strlen(bodies[i]),
                            .delimiter = ';',
                            .newline = '\n',
                            .columns = 3};
        lb_csv_value field[3];
        ck_assert(!lb_csv_rows_next(&rows, field) && rows.at == bodies[i]);
    }
}
END_TEST

START_TEST(a_row_without_end_is_refused_at_its_line)
{
    size_t n = (size_t)18 << 20;
    char *text = malloc(n);
    memset(text, 'x', n);
    memcpy(text, "a;b\n1;2\n\"", 9);
    ck_assert_str_eq(reread(text, n),
                     "t.csv:3: a row of over 16 MiB begins here; is a closing "
                     "quote missing? (A polygon that large is read from GeoJSON or GeoPackage)");
    free(text);
}
END_TEST

START_TEST(fields_become_values_and_texts)
{
    double value;
    lb_csv_value whole = {.kind = LB_CSV_VALUE_NUMBER, .number = 3940006133000};
    lb_csv_value share = {.kind = LB_CSV_VALUE_NUMBER, .number = 0.1};
    lb_csv_value none = {.kind = LB_CSV_VALUE_NONE};
    lb_csv_value infinite = {.kind = LB_CSV_VALUE_NUMBER, .number = (double)INFINITY};
    lb_csv_value dots = {.kind = LB_CSV_VALUE_TEXT, .text = "..x", .length = 2};
    char *text = lb_csv_value_text(&whole);
    ck_assert_str_eq(text, "3940006133000");
    free(text);
    text = lb_csv_value_text(&share);
    ck_assert_str_eq(text, "0.1");
    free(text);
    ck_assert_int_eq(lb_csv_value_parse(&whole, &value), LB_VALUE_NUMBER);
    ck_assert(value == 3940006133000);
    ck_assert_int_eq(lb_csv_value_parse(&none, &value), LB_VALUE_EMPTY);
    ck_assert_int_eq(lb_csv_value_parse(&dots, &value), LB_VALUE_SUPPRESSED);
    ck_assert_int_eq(lb_csv_value_parse(&infinite, &value), LB_VALUE_INVALID);
    ck_assert(lb_csv_value_is_empty(&none));
    ck_assert(!lb_csv_value_is_empty(&dots));
}
END_TEST

LB_TEST_MAIN("csv_read", each_line_ending_reads_the_same,
             delimiter_is_found_and_decimal_commas_are_not_taken_for_it,
             quotes_hold_delimiters_quotes_and_newlines, byte_order_marks_are_taken_or_refused,
             windows_1252_is_read_by_the_field_and_noted_once,
             rows_of_wrong_length_are_all_reported_and_left_out,
             blank_rows_are_skipped_and_counted_when_they_had_fields,
             header_may_end_in_delimiters_lack_a_name_or_repeat_one,
             file_without_header_is_refused_and_header_alone_has_no_rows,
             rows_survive_the_borders_of_chunks, rows_are_cut_alike_at_once_and_one_by_one,
             rows_that_need_a_closer_look_are_left_to_the_reader_of_one,
             a_row_without_end_is_refused_at_its_line, fields_become_values_and_texts)
