/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/person_list.h"
#include "port/read/row_reader.h"
#include "text/date.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* c: ASCII, or the lead byte of a UTF-8 letter of Latin, Greek or Cyrillic. */
static bool is_letter(char c)
{
    unsigned char lead = (unsigned char)c;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (lead >= 0xC3 && lead <= 0xDF);
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

/* date: YYMMDD. A day of a coordination number is 60 more; a leap day may be of any century. */
static bool is_birth_day(const char *date)
{
    int day = two_digits(date + 4);
    return lb_date_is_valid(2000, two_digits(date + 2), day > 60 ? day - 60 : day);
}

/* The check digit of ten digits in two pieces: digits at even places are doubled. */
static bool is_check_digit_right(const char *date, const char *last)
{
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        int digit = (i < 6 ? date[i] : last[i - 6]) - '0';
        int twice = digit * (i % 2 == 0 ? 2 : 1);
        sum += twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
}

/* Separators --------------------------------------------------------------------------------------
 */

/* What stands between the day of birth and the last four digits: ASCII and typographic. */
static const char *const dashes[] = {"-",      "+",      "\u2010", "\u2011", "\u2012", "\u2013",
                                     "\u2014", "\u2015", "\u2212", "\u00ad", NULL};
static const char *const spaces[] = {" ", "\t", "\u00a0", "\u2007", "\u2009", "\u202f", NULL};

/* The length of the word that text begins with; 0: it begins with none. */
static size_t begins_with(const char *const *words, const char *text, size_t length)
{
    for (; *words; words++)
        if (strlen(*words) <= length && memcmp(text, *words, strlen(*words)) == 0)
            return strlen(*words);
    return 0;
}

/* Spaces, a dash, spaces: the length of what of them there is. */
static size_t skip_separator(const char *text, size_t length, bool *spaced)
{
    size_t at = 0, n;
    bool dashed = false;
    *spaced = false;
    for (; at < length; at += n) {
        n = begins_with(spaces, text + at, length - at);
        *spaced |= n > 0;
        if (n == 0 && !dashed) {
            n = begins_with(dashes, text + at, length - at);
            dashed = n > 0;
        }
        if (n == 0)
            break;
    }
    return at;
}

/* Is there a letter before text[at]? Of UTF-8 the lead bytes C3 to DF are of letters; dashes and
 * spaces have others. */
static bool follows_letter(const char *text, size_t at)
{
    while (at > 1 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    return at > 0 && is_letter(text[at - 1]);
}

/* Numbers ----------------------------------------------------------------------------------------
 */

static size_t count_digits(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && is_digit(text[n]))
        n++;
    return n;
}

/* Four digits that after a date and a space are rather a time of day or a year. */
static bool is_time_or_year(const char *last)
{
    int first = two_digits(last);
    return (first < 24 && two_digits(last + 2) < 60) || first == 19 || first == 20;
}

/* Does a text that follows a day of birth YYMMDD have a separator and the last four digits? After a
 * space the four may be a time or a year, which the check digit decides. dashed: the day is
 * 1985-01-31, and four digits with a dash behind them are the year of another. */
static bool begins_with_last_four(const char *date, const char *text, size_t length, bool dashed)
{
    bool spaced;
    size_t last = skip_separator(text, length, &spaced);
    if (last == 0 || count_digits(text + last, length - last) != 4)
        return false;
    char after = '\0';
    if (last + 4 < length)
        after = text[last + 4];
    if (is_letter(after) || (dashed && after == '-'))
        return false;
    return !spaced || !is_time_or_year(text + last) || is_check_digit_right(date, text + last);
}

/* 1985-01-31 at the beginning of a text, four digits of which are a year: YYMMDD. */
static bool read_dashed_day(const char *text, size_t length, char date[6])
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (i >= length || (form[i] == '-' ? text[i] != '-' : !is_digit(text[i])))
            return false;
    const char digits[6] = {text[2], text[3], text[5], text[6], text[8], text[9]};
    memcpy(date, digits, sizeof digits);
    return is_birth_day(date);
}

/* n digits at the beginning of a text: all of a person number, or its day of birth, or the year of
 * that, with the last four behind a separator. */
static bool is_person_number(const char *text, size_t n, size_t length)
{
    char date[6];
    if (n == 10 || n == 12)
        return is_birth_day(text + n - 10) && is_check_digit_right(text + n - 10, text + n - 4);
    if (n == 4 && read_dashed_day(text, length, date))
        return begins_with_last_four(date, text + 10, length - 10, true);
    return (n == 6 || n == 8) && is_birth_day(text + n - 6) &&
           begins_with_last_four(text + n - 6, text + n, length - n, false);
}

bool lb_person_number_in(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t n = count_digits(text + at, length - at);
        bool inside = follows_letter(text, at) || (at > 0 && strchr(".,", text[at - 1]));
        bool word = at + n < length && is_letter(text[at + n]);
        if (n > 0 && !inside && !word && is_person_number(text + at, n, length - at))
            return true;
        at += n > 0 ? n : 1;
    }
    return false;
}

bool lb_person_column(const char *name)
{
    static const char *const persons[] = {
        "personnummer",      "personnr",     "pnr",        "persnr",     "samordningsnummer",
        "person_id",         "personid",     "fornamn",    "efternamn",  "tilltalsnamn",
        "fullständigt namn", "fodelsedatum", "födelsedag", "first_name", "firstname",
        "last_name",         "lastname",     "surname",    "birth_date", "birthdate",
        "person_number",     "ssn",          "personnamn"};
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
        if (lb_text_same(name, persons[i]))
            return true;
    return false;
}

static lb_status refuse_column(const char *source, size_t column, lb_error *err)
{
    return lb_error_set(err, LB_E_INPUT,
                        "%s: column %zu has names or numbers of persons; nothing of the table was "
                        "used, and none of it is repeated here. Give counts of persons, never "
                        "lists of them",
                        source, column + 1);
}

/* Numbers whose day and last four digits are columns of their own: one that a check digit confirms
 * may be a date beside a count, one in ten is, but not all of several. */
enum { DIVIDED_NUMBERS = 3 };

/* Is there a day of birth, and are the four digits of the next field what its check digit says? */
static bool is_divided_number(const lb_csv_value *day, const lb_csv_value *last)
{
    char date[6];
    size_t n = count_digits(day->text, day->length);
    if (last->length != 4 || count_digits(last->text, 4) != 4)
        return false;
    if (n == day->length && (n == 6 || n == 8))
        memcpy(date, day->text + n - 6, sizeof date);
    else if (day->length != 10 || !read_dashed_day(day->text, 10, date))
        return false;
    return is_birth_day(date) && is_check_digit_right(date, last->text);
}

/* found[columns]: rows in which the column and the next are a divided number; SIZE_MAX: in some
 * they are both filled in and are none. */
static void count_divided(const lb_row *row, size_t columns, size_t *found)
{
    for (size_t c = 0; c + 1 < columns; c++) {
        const lb_csv_value *day = &row->field[c], *last = &row->field[c + 1];
        bool texts = day->kind == LB_CSV_VALUE_TEXT && last->kind == LB_CSV_VALUE_TEXT;
        if (found[c] == SIZE_MAX || lb_csv_value_is_empty(day) || lb_csv_value_is_empty(last))
            continue;
        found[c] = texts && is_divided_number(day, last) ? found[c] + 1 : SIZE_MAX;
    }
}

/* found[columns]: zeros, for count_divided. */
static lb_status check_rows(const char *source, lb_rows *rows, size_t *found, lb_error *err)
{
    const lb_row *row;
    for (size_t c = 0; c < lb_rows_columns(rows); c++) {
        const char *name = lb_rows_column(rows, c);
        if (lb_person_column(name) || lb_person_number_in(name, strlen(name)))
            return refuse_column(source, c, err);
    }
    do {
        LB_TRY(lb_rows_next(rows, &row, err));
        for (size_t c = 0; row && c < lb_rows_columns(rows); c++) {
            char number[LB_NUMBER_SIZE] = "";
            const lb_csv_value *field = &row->field[c];
            if (field->kind == LB_CSV_VALUE_NUMBER)
                lb_number_format(field->number, number);
            bool person = field->kind == LB_CSV_VALUE_NUMBER
                              ? lb_person_number_in(number, strlen(number))
                              : field->kind == LB_CSV_VALUE_TEXT &&
                                    lb_person_number_in(field->text, field->length);
            if (person)
                return refuse_column(source, c, err);
        }
        if (row)
            count_divided(row, lb_rows_columns(rows), found);
    } while (row);
    for (size_t c = 0; c < lb_rows_columns(rows); c++)
        if (found[c] >= DIVIDED_NUMBERS && found[c] != SIZE_MAX)
            return refuse_column(source, c + 1, err);
    return LB_OK;
}

lb_status lb_person_list_refuse(const char *source, lb_error *err)
{
    lb_rows *rows = NULL;
    LB_TRY(lb_rows_open(source, NULL, &rows, err));
    size_t *found = calloc(lb_rows_columns(rows) + 1, sizeof *found);
    lb_status status = found ? check_rows(source, rows, found, err) : lb_error_memory(err);
    free(found);
    lb_rows_close(rows);
    return status;
}
