/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of time, as `--period` names them: year, half, quarter, month, or FROM/TO.
 *
 * Days are counted from 1970-01-01 (day 0) in the proleptic Gregorian calendar, local dates: what
 * an hour or a time zone means is settled before. Every period is half-open, from <= day < to, so
 * that periods side by side count each day once. */
#ifndef LAGESBILD_PERIOD_H
#define LAGESBILD_PERIOD_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

enum { LB_PERIOD_LABEL_SIZE = 32 };

/* Days from the first on and before `to`. */
typedef struct lb_period {
    char label[LB_PERIOD_LABEL_SIZE]; /* 2021, 2021H1, 2021Q3, 2021-05; FROM/TO as it was given */
    int64_t from, to;                 /* days since 1970-01-01 */
} lb_period;

typedef enum lb_period_kind {
    LB_PERIOD_ALL, /* one period without ends, labelled "all": no --period was given */
    LB_PERIOD_YEAR,
    LB_PERIOD_HALF,
    LB_PERIOD_QUARTER,
    LB_PERIOD_MONTH,
    LB_PERIOD_SPAN
} lb_period_kind;

/* By lb_period_kind ("" for all; a span has no name), NULL-ended. */
LB_API extern const char *const lb_period_kind_names[];

/* One `--period`. */
typedef struct lb_period_rule {
    lb_period_kind kind;
    lb_period span; /* of LB_PERIOD_SPAN */
} lb_period_rule;

/* Reads one rule; text NULL or "" is LB_PERIOD_ALL. An end of FROM/TO is a date, YYYY-MM-DD, or
 * the first day of YYYY-MM or YYYY. LB_E_USAGE: none of these, a date that no calendar has, or an
 * end that is not after its start. */
LB_API lb_status lb_period_parse(const char *text, lb_period_rule *out);

/* The calendar period that holds a day; the span or all for the other kinds, whether or not they
 * hold it. Years 1 to 9999. */
LB_API lb_period lb_period_at(const lb_period_rule *rule, int64_t day);

/* A list of periods to count in; zeroed memory is an empty list. */
typedef struct lb_periods {
    size_t count, capacity;
    lb_period *item;
} lb_periods;

LB_API void lb_periods_clear(lb_periods *periods);

/* Appends what the rule means for data from `first` to `last` (days, both included): every
 * calendar period from the one that holds the first to the one that holds the last, those without
 * any event too; the span, or all. first > last (no dated data): calendar rules add nothing. A
 * period that is there already is not added again. LB_E_MEMORY leaves a valid, shorter list. */
LB_API lb_status lb_periods_add(lb_periods *periods, const lb_period_rule *rule, int64_t first,
                                int64_t last);

/* The day of a civil date; month 1..12, day 1..31 (a day past its month's end runs on). */
LB_API int64_t lb_period_day(int year, int month, int day);

#endif
