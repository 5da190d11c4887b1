/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of --period: reading them, the calendar period of a day, and lists of them (docs/
 * methods.md, Dates and periods). Calendar arithmetic is on days since 1970-01-01 in the proleptic
 * Gregorian calendar, without time zones. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/period.h>
#include "base/array.h"
#include "base/swedish_text.h"

const char *const lb_period_kind_names[] = {
    [LB_PERIOD_ALL] = "",        [LB_PERIOD_YEAR] = "year",
    [LB_PERIOD_HALF] = "half",   [LB_PERIOD_QUARTER] = "quarter",
    [LB_PERIOD_MONTH] = "month", NULL};

typedef struct civil_date {
    int year, month, day;
} civil_date;

enum {
    DAYS_OF_ERA = 146097,  /* 400 years */
    MARCH_TO_1970 = 719468 /* from 0000-03-01 */
};

/* Eras of 400 years from 1 March, so that the leap day is last (Hinnant, chrono-compatible
 * low-level date algorithms). */
int64_t lb_period_day(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - MARCH_TO_1970;
}

/* The inverse of lb_period_day. */
static civil_date civil_from_day(int64_t day)
{
    day += MARCH_TO_1970;
    int64_t era = (day >= 0 ? day : day - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    int64_t rest = day - era * DAYS_OF_ERA;
    int64_t year = (rest - rest / 1460 + rest / 36524 - rest / (DAYS_OF_ERA - 1)) / 365;
    int64_t of_year = rest - (365 * year + year / 4 - year / 100);
    int march = (int)((5 * of_year + 2) / 153), month = march < 10 ? march + 3 : march - 9;
    return (civil_date){(int)(year + era * 400) + (month <= 2), month,
                        (int)(of_year - (153 * march + 2) / 5 + 1)};
}

/* Exactly n digits at *text, which moves past them; -1: not there. */
static int read_digits(const char **text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        char c = (*text)[i];
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    *text += n;
    return value;
}

/* "-MM" or "-DD", or 1 where neither is there; -1: bad. */
static int read_date_part(const char **text)
{
    if (**text != '-')
        return 1;
    ++*text;
    return read_digits(text, 2);
}

/* The day of YYYY, YYYY-MM or YYYY-MM-DD at *text, which moves past it. */
static bool read_date(const char **text, int64_t *day)
{
    civil_date date = {.year = read_digits(text, 4)};
    if (date.year < 1 || (date.month = read_date_part(text)) < 1 ||
        (date.day = read_date_part(text)) < 1)
        return false;
    *day = lb_period_day(date.year, date.month, date.day);
    civil_date back = civil_from_day(*day);
    return date.month <= 12 && back.month == date.month && back.day == date.day;
}

/* FROM/TO, half-open; the label is the text as it was given. */
static bool read_span(const char *text, lb_period *out)
{
    lb_period span;
    const char *at = text;
    if (strlen(text) >= sizeof span.label || !read_date(&at, &span.from) || *at++ != '/')
        return false;
    if (!read_date(&at, &span.to) || *at != '\0' || span.to <= span.from)
        return false;
    strcpy(span.label, text);
    *out = span;
    return true;
}

lb_status lb_period_parse(const char *text, lb_period_rule *out)
{
    int kind = lb_text_index(lb_period_kind_names, text ? text : "");
    if (kind >= 0) {
        *out = (lb_period_rule){.kind = (lb_period_kind)kind};
        return LB_OK;
    }
    lb_period_rule rule = {.kind = LB_PERIOD_SPAN};
    if (!read_span(text, &rule.span))
        return LB_E_USAGE;
    *out = rule;
    return LB_OK;
}

/* 2021, 2021H1, 2021Q3 or 2021-05, by the first day of the period. */
static void write_label(char *label, lb_period_kind kind, civil_date start)
{
    const size_t size = LB_PERIOD_LABEL_SIZE;
    if (kind == LB_PERIOD_YEAR)
        snprintf(label, size, "%04d", start.year);
    else if (kind == LB_PERIOD_HALF)
        snprintf(label, size, "%04dH%d", start.year, start.month / 6 + 1);
    else if (kind == LB_PERIOD_QUARTER)
        snprintf(label, size, "%04dQ%d", start.year, start.month / 3 + 1);
    else
        snprintf(label, size, "%04d-%02d", start.year, start.month);
}

/* The calendar period of whole months that holds the day, half-open: `to` is the first day of
 * the next, in the next year after December. */
lb_period lb_period_at(const lb_period_rule *rule, int64_t day)
{
    static const int months[] = {0, 12, 6, 3, 1, 0};
    if (rule->kind == LB_PERIOD_SPAN)
        return rule->span;
    if (rule->kind == LB_PERIOD_ALL)
        return (lb_period){"all", INT64_MIN, INT64_MAX};
    int length = months[rule->kind];
    civil_date start = civil_from_day(day);
    start.month = (start.month - 1) / length * length + 1;
    int end = start.month + length;
    lb_period period = {.from = lb_period_day(start.year, start.month, 1),
                        .to = lb_period_day(start.year + (end > 12), end > 12 ? 1 : end, 1)};
    write_label(period.label, rule->kind, start);
    return period;
}

void lb_periods_clear(lb_periods *periods)
{
    free(periods->item);
    *periods = (lb_periods){0};
}

/* Is a period of that label among the first `count`? A label says which days the period has. */
static bool has_label(const lb_periods *periods, size_t count, const lb_period *period)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(periods->item[i].label, period->label) == 0)
            return true;
    return false;
}

/* Appends the period unless it is among the first `known`. */
static lb_status append_period(lb_periods *periods, size_t known, const lb_period *period)
{
    if (has_label(periods, known, period))
        return LB_OK;
    if (!lb_array_reserve(&periods->item, &periods->capacity, periods->count + 1,
                          sizeof *periods->item))
        return LB_E_MEMORY;
    periods->item[periods->count++] = *period;
    return LB_OK;
}

/* Walks from the end of one period to the next, so that periods without events are there too;
 * those known before the call are not added twice. */
lb_status lb_periods_add(lb_periods *periods, const lb_period_rule *rule, int64_t first,
                         int64_t last)
{
    const size_t known = periods->count;
    bool calendar = rule->kind != LB_PERIOD_ALL && rule->kind != LB_PERIOD_SPAN;
    if (calendar && first > last)
        return LB_OK;
    lb_period period = lb_period_at(rule, first);
    lb_status status = append_period(periods, known, &period);
    while (calendar && status == LB_OK && period.to <= last) {
        period = lb_period_at(rule, period.to);
        status = append_period(periods, known, &period);
    }
    return status;
}
