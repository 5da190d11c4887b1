/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The date of an event: how it is read, why it is none, and which years the dates are of. */
#ifndef LB_INPUT_EVENTS_EVENT_DATES_H
#define LB_INPUT_EVENTS_EVENT_DATES_H

#include <lagesbild/log.h>
#include <lagesbild/period.h>
#include "text/csv_value.h"
#include "text/date.h"
#include "text/timezone.h"

/* How the dates of a source are read. */
typedef struct lb_date_rules {
    lb_timezone zone; /* whose days: of times with an offset */
    lb_date_form form;
    bool months; /* a month without a day is read, as its first day */
} lb_date_rules;

/* Why an event has no date. */
typedef enum lb_undated {
    LB_DATED,
    LB_UNDATED_EMPTY,      /* nothing is written */
    LB_UNDATED_UNREADABLE, /* no date in any form */
    LB_UNDATED_FORM,       /* --date-format reads it */
    LB_UNDATED_MONTH,      /* a month, where days are counted */
    LB_UNDATED_SENTINEL,   /* what registers write for "not known" or "for ever" */
    LB_UNDATED_YEAR,       /* before LB_FIRST_YEAR or after LB_LAST_YEAR */
    LB_UNDATED_ISOLATED,   /* more than LB_YEARS_APART years from every other date */
    LB_UNDATED_REASONS
} lb_undated;

enum { LB_YEARS_APART = 20, LB_N_YEARS = LB_LAST_YEAR - LB_FIRST_YEAR + 1 };

/* Rows without a date by reason, with the line and the value of the first, and rows with a date by
 * year. Zeroed memory is of no rows. */
typedef struct lb_date_counts {
    int64_t undated[LB_UNDATED_REASONS];
    long first[LB_UNDATED_REASONS];
    char value[LB_UNDATED_REASONS][32]; /* cut off where it is longer */
    int64_t in_year[LB_N_YEARS];        /* from LB_FIRST_YEAR on */
    bool all_apart;                     /* when all are read: each is far from every other */
} lb_date_counts;

/* timezone NULL: Europe/Stockholm. LB_E_USAGE: another name than those of lb_timezone_parse.
 * period[n]: the values of --period, which months without a day fit unless one of them begins or
 * ends within a month; days: that never fit, days are counted. */
lb_status lb_date_rules_make(const char *timezone, lb_date_form form, lb_date_rules *out,
                             lb_error *err);
bool lb_periods_are_whole_months(const char *const *period, size_t n);

/* The rules of the values of --period, each once: an event is in a period once, however often it
 * is asked for. n 0: one, all time. *out is to be freed. LB_E_USAGE, LB_E_MEMORY. */
lb_status lb_period_rules_read(const char *const *period, size_t n, lb_period_rule **out,
                               size_t *rules, lb_error *err);

/* The local day of a field, days since 1970-01-01, and its date; counted, on that line. */
lb_undated lb_event_date_read(const lb_csv_value *field, const lb_date_rules *rules, long line,
                              lb_date *date, int64_t *day, lb_date_counts *counts);

/* Adds counts of rows whose lines begin at `line`. */
void lb_date_counts_add(lb_date_counts *counts, const lb_date_counts *more, long line);

/* Is there one date only in the years from LB_YEARS_APART before to LB_YEARS_APART after? */
bool lb_date_counts_is_lone(const lb_date_counts *counts, int year);

int64_t lb_date_counts_dated(const lb_date_counts *counts);

/* Takes the date of a counted row back, a day since 1970-01-01: it is isolated. */
void lb_date_counts_isolate(lb_date_counts *counts, int64_t day, long line);

/* What is wrong with a date: "stands for a date that is not known". Not for LB_DATED. */
const char *lb_undated_text(lb_undated why);

/* Warns of rows with a date that is none, by reason, with line and value of the first of each.
 * needed: of those where nothing is written too. then: what becomes of them. */
void lb_date_counts_warn(const lb_date_counts *counts, const char *file, bool needed,
                         const char *then, lb_log *log);

/* LB_E_INPUT: there are rows, and none of them has a date. */
lb_status lb_date_counts_check(const lb_date_counts *counts, const char *file, lb_error *err);

#endif
