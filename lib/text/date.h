/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times as tables write them, and counting of days in the Gregorian calendar. */
#ifndef LB_TEXT_DATE_H
#define LB_TEXT_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/date.h>

/* A moment on some calendar's wall: years 1 to 9999. */
typedef struct lb_date {
    int year, month, day;
    int zone;        /* minutes east of UTC, when has_zone */
    double second;   /* of the day, 0 <= second < 86401 (a leap second is the 86401st) */
    bool has_time;   /* false: only the day is known, second is 0 */
    bool has_zone;   /* false: local time, as it stands */
    bool month_only; /* only the month is known, day is 1 */
} lb_date;

/* The years that dates of events are accepted from, both included. */
enum { LB_FIRST_YEAR = 1900, LB_LAST_YEAR = 2100 };

/* Days from 1970-01-01 to the day; the arguments need not be a valid date's month and day. */
int64_t lb_days_from_civil(int year, int month, int day);

/* The day so many days from 1970-01-01. */
void lb_civil_from_days(int64_t days, int *year, int *month, int *day);

/* Is there such a day? 2021-02-29 and 2020-13-02 are not. */
bool lb_date_is_valid(int year, int month, int day);

/* Reads all of text[0..length), spaces at both ends left out: 2021-06-30, 2021/06/30, 20210630,
 * 30.6.2021; then, after a space or T, HH:MM[:SS[.fff]][ AM| PM], then Z, +02, +02:00 or +0200.
 * 24:00 is the next day's 00:00. False: it is not one of these or no real date; *out is untouched.
 */
bool lb_date_parse(const char *text, size_t length, lb_date *out);

/* The same with what the form adds, and months: 2021-06. */
bool lb_date_parse_form(const char *text, size_t length, lb_date_form form, lb_date *out);

/* Is it a date that a register writes for "not known" or "for ever": 1899-12-30, 1900-01-01,
 * 1970-01-01, 2099-12-31, 9999-12-31? */
bool lb_date_is_sentinel(const lb_date *date);

/* Would the text be a date in the form dmy or mdy? For advice. */
bool lb_date_needs_form(const char *text, size_t length);

#endif
