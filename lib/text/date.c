/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of tables and the arithmetic of days in the Gregorian calendar (docs/methods.md, Dates and
 * periods). Nearly all dates are YYYY-MM-DD and take a way without branches; the others go through
 * a small parser of the accepted forms. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "text/date.h"

/* Years begin in March, so that the leap day is the last: the months' lengths then follow
 * (153 m + 2) / 5, and 400 years are 146,097 days (Hinnant, "chrono-compatible low-level date
 * algorithms"). */
int64_t lb_days_from_civil(int year, int month, int day)
{
    const int64_t eras = INT32_MAX / 400 + 2; /* so many more, and no year is below 0 */
    uint64_t y = (uint64_t)((int64_t)year - (month <= 2) + 400 * eras);
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int64_t)(365 * y + y / 4 - y / 100 + y / 400) + of_year - eras * 146097 - 719468;
}

void lb_civil_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

bool lb_date_is_valid(int year, int month, int day)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    if (day <= 28)
        return true;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= length[month - 1] + (month == 2 && leap);
}

/* What is left of the text to read. */
typedef struct cursor {
    const char *at, *end;
} cursor;

/* Consumes the next character if it is this one. */
static bool accept_char(cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

/* Exactly n digits. */
static bool parse_digits(cursor *c, int n, int *value)
{
    *value = 0;
    for (; n > 0; n--, c->at++) {
        if (c->at == c->end || *c->at < '0' || *c->at > '9')
            return false;
        *value = *value * 10 + (*c->at - '0');
    }
    return true;
}

/* One or two digits. */
static bool parse_one_or_two(cursor *c, int *value)
{
    if (!parse_digits(c, 1, value))
        return false;
    if (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        *value = *value * 10 + (*c->at++ - '0');
    return true;
}

/* 30.6.2021 in every form; 30/6/2021 and 30-6-2021 where the form says what comes first. */
static bool parse_day_last(cursor *c, lb_date_form form, lb_date *date)
{
    int first, second;
    if (!parse_one_or_two(c, &first))
        return false;
    char mark = accept_char(c, '.')   ? '.'
                : accept_char(c, '/') ? '/'
                : accept_char(c, '-') ? '-'
                                      : '\0';
    bool month_first = form == LB_DATE_MDY && mark != '.';
    if (!mark || (mark != '.' && form != LB_DATE_DMY && form != LB_DATE_MDY) ||
        !parse_one_or_two(c, &second) || !accept_char(c, mark) || !parse_digits(c, 4, &date->year))
        return false;
    date->day = month_first ? second : first;
    date->month = month_first ? first : second;
    return lb_date_is_valid(date->year, date->month, date->day);
}

/* 2021-06 and no more. */
static bool parse_month(cursor *c, lb_date *date)
{
    date->month_only = true;
    date->day = 1;
    return parse_digits(c, 4, &date->year) && accept_char(c, '-') &&
           parse_digits(c, 2, &date->month) && c->at == c->end &&
           lb_date_is_valid(date->year, date->month, 1);
}

/* YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD, a day that the calendar has. */
static bool parse_day_first(cursor *c, lb_date *date)
{
    if (!parse_digits(c, 4, &date->year))
        return false;
    char mark = accept_char(c, '-') ? '-' : accept_char(c, '/') ? '/' : '\0';
    if (!parse_digits(c, 2, &date->month) || (mark && !accept_char(c, mark)) ||
        !parse_digits(c, 2, &date->day))
        return false;
    return lb_date_is_valid(date->year, date->month, date->day);
}

/* Digits after the decimal point or comma of a second, if there is one. */
static bool parse_fraction(cursor *c, double *second)
{
    double unit = 1;
    if (!accept_char(c, '.') && !accept_char(c, ','))
        return true;
    const char *first = c->at;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
        unit /= 10;
        *second += unit * (*c->at - '0');
    }
    return c->at > first;
}

/* The day in whichever order it is written. */
static bool parse_day(cursor *c, lb_date_form form, lb_date *date)
{
    const cursor start = *c;
    if (parse_day_first(c, date))
        return true;
    *c = start;
    *date = (lb_date){0};
    if (parse_day_last(c, form, date))
        return true;
    *c = start;
    *date = (lb_date){0};
    return parse_month(c, date);
}

/* " AM" or " PM" behind a time of twelve hours. False: there is none, or the hour is none of
 * twelve. */
static bool accept_half_day(cursor *c, int *hour)
{
    const char *at = c->at + (c->at < c->end && *c->at == ' ');
    if (c->end - at < 2 || (at[1] | 32) != 'm' || ((at[0] | 32) != 'a' && (at[0] | 32) != 'p'))
        return true;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + ((at[0] | 32) == 'p' ? 12 : 0);
    c->at = at + 2;
    return true;
}

/* HH:MM[:SS[.fraction]]. 24:00:00 is 00:00 of the next day; second 60 is allowed in the last minute
 * of a day only, where UTC has its leap seconds. */
static bool parse_time(cursor *c, lb_date *date)
{
    int hour, minute, second = 0;
    double fraction = 0;
    if (!parse_one_or_two(c, &hour) || !accept_char(c, ':') || !parse_digits(c, 2, &minute))
        return false;
    if (accept_char(c, ':') && !(parse_digits(c, 2, &second) && parse_fraction(c, &fraction)))
        return false;
    if (!accept_half_day(c, &hour))
        return false;
    bool midnight = hour == 24 && minute == 0 && second == 0 && fraction == 0;
    bool leap = hour == 23 && minute == 59 && second == 60;
    if ((hour > 23 && !midnight) || minute > 59 || (second > 59 && !leap))
        return false;
    date->has_time = true;
    date->second = hour * 3600 + minute * 60 + second + fraction;
    if (midnight) {
        int64_t next = lb_days_from_civil(date->year, date->month, date->day) + 1;
        lb_civil_from_days(next, &date->year, &date->month, &date->day);
        date->second = 0;
    }
    return date->year <= 9999;
}

/* Z, +HH, +HHMM or +HH:MM (or minus) up to the end of the text; none leaves local time. Offsets
 * beyond 18 hours are refused (those in use end at 14). */
static bool parse_utc_offset(cursor *c, lb_date *date)
{
    int hours, minutes = 0;
    if (c->at == c->end)
        return true;
    date->has_zone = true;
    if (accept_char(c, 'Z') || accept_char(c, 'z'))
        return c->at == c->end;
    int sign = accept_char(c, '-') ? -1 : accept_char(c, '+') ? 1 : 0;
    if (sign == 0 || !parse_digits(c, 2, &hours))
        return false;
    if (c->at < c->end) {
        accept_char(c, ':');
        if (!parse_digits(c, 2, &minutes))
            return false;
    }
    date->zone = sign * (hours * 60 + minutes);
    return hours <= 18 && minutes <= 59 && c->at == c->end;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Two digits; *bad is no longer 0 when one of them is none. */
static unsigned two_digits(const char *text, unsigned *bad)
{
    unsigned tens = (unsigned)text[0] - '0', ones = (unsigned)text[1] - '0';
    *bad |= (unsigned)(tens > 9) | (unsigned)(ones > 9);
    return 10 * tens + ones;
}

/* YYYY-MM-DD and no more, which most dates are. */
static bool parse_iso_day(const char *text, lb_date *out)
{
    unsigned bad = (unsigned)(text[4] ^ '-') | (unsigned)(text[7] ^ '-');
    unsigned year = 100 * two_digits(text, &bad) + two_digits(text + 2, &bad);
    unsigned month = two_digits(text + 5, &bad), day = two_digits(text + 8, &bad);
    if (bad || !lb_date_is_valid((int)year, (int)month, (int)day))
        return false;
    *out = (lb_date){.year = (int)year, .month = (int)month, .day = (int)day};
    return true;
}

/* Behind a time to the second: nothing, Z or +HH:MM. False: anything else. */
static bool parse_iso_offset(const char *text, size_t length, lb_date *out)
{
    unsigned bad = 0;
    out->has_zone = length > 0;
    if (length == 0 || (length == 1 && text[0] == 'Z'))
        return true;
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return false;
    int hours = (int)two_digits(text + 1, &bad), minutes = (int)two_digits(text + 4, &bad);
    out->zone = (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    return !bad && hours <= 18 && minutes <= 59;
}

/* YYYY-MM-DDTHH:MM:SS, as programs write moments. What else a time may be, parse_date_time reads:
 * false says only that it is not of this form. */
static bool parse_iso_moment(const char *text, size_t length, lb_date *out)
{
    lb_date date;
    unsigned bad = (unsigned)(text[13] ^ ':') | (unsigned)(text[16] ^ ':');
    if ((text[10] != 'T' && text[10] != ' ') || !parse_iso_day(text, &date))
        return false;
    unsigned hour = two_digits(text + 11, &bad), minute = two_digits(text + 14, &bad),
             second = two_digits(text + 17, &bad);
    if (bad || hour > 23 || minute > 59 || second > 59 ||
        !parse_iso_offset(text + 19, length - 19, &date))
        return false;
    date.has_time = true;
    date.second = hour * 3600 + minute * 60 + second;
    *out = date;
    return true;
}

static cursor trim_spaces(const char *text, size_t length)
{
    cursor c = {text, text + length};
    while (c.at < c.end && is_space(*c.at))
        c.at++;
    while (c.at < c.end && is_space(c.end[-1]))
        c.end--;
    return c;
}

/* A day, then optionally a time and an offset; anything behind it makes it no date. */
static bool parse_date_time(const char *text, size_t length, lb_date_form form, lb_date *out)
{
    cursor c = trim_spaces(text, length);
    lb_date date = {0};
    if (!parse_day(&c, form, &date))
        return false;
    if (c.at < c.end) {
        if (!accept_char(&c, 'T') && !accept_char(&c, 't') && !accept_char(&c, ' '))
            return false;
        if (!parse_time(&c, &date))
            return false;
        accept_char(&c, ' ');
        if (!parse_utc_offset(&c, &date))
            return false;
    }
    *out = date;
    return true;
}

/* Spreadsheets count days from 1899-12-30, so that 1 March 1900 is 61 as Lotus had it; the fraction
 * is the time of day, to the second. Numbers of years (2021) and of dates (20210630) are none. */
static bool parse_excel_serial(const char *text, size_t length, lb_date *out)
{
    cursor c = trim_spaces(text, length);
    double days;
    lb_date date = {0};
    if (!lb_number_parse(c.at, (size_t)(c.end - c.at), &days) || days < 61 || days >= 200000)
        return false;
    double second = floor((days - floor(days)) * 86400 + 0.5);
    int64_t day = (int64_t)floor(days) + lb_days_from_civil(1899, 12, 30) + (second == 86400);
    lb_civil_from_days(day, &date.year, &date.month, &date.day);
    date.has_time = days != floor(days);
    date.second = second == 86400 ? 0 : second;
    *out = date;
    return true;
}

bool lb_date_parse_form(const char *text, size_t length, lb_date_form form, lb_date *out)
{
    if (form == LB_DATE_EXCEL && parse_excel_serial(text, length, out))
        return true;
    return (length == 10 && parse_iso_day(text, out)) ||
           (length >= 19 && parse_iso_moment(text, length, out)) ||
           parse_date_time(text, length, form, out);
}

bool lb_date_parse(const char *text, size_t length, lb_date *out)
{
    lb_date date;
    if (!lb_date_parse_form(text, length, LB_DATE_UNAMBIGUOUS, &date) || date.month_only)
        return false;
    *out = date;
    return true;
}

const char *const lb_date_form_names[] = {[LB_DATE_UNAMBIGUOUS] = "iso",
                                          [LB_DATE_DMY] = "dmy",
                                          [LB_DATE_MDY] = "mdy",
                                          [LB_DATE_EXCEL] = "excel",
                                          [LB_DATE_FORMS] = NULL};

bool lb_date_is_sentinel(const lb_date *date)
{
    static const int known[][3] = {
        {1899, 12, 30}, {1900, 1, 1}, {1970, 1, 1}, {2099, 12, 31}, {9999, 12, 31}};
    if (date->day != 1 && date->day < 30) /* nearly all */
        return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (date->year == known[i][0] && date->month == known[i][1] && date->day == known[i][2])
            return true;
    return false;
}

bool lb_date_needs_form(const char *text, size_t length)
{
    lb_date date;
    return !lb_date_parse(text, length, &date) &&
           (lb_date_parse_form(text, length, LB_DATE_DMY, &date) ||
            lb_date_parse_form(text, length, LB_DATE_MDY, &date));
}
