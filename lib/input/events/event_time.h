/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an event happened, as far as it is known: between its date and a second field (docs/
 * methods.md, Time of an event). One place for all commands: what an interval is, which part of it
 * lies before a day, and what is reported of intervals that are none. */
#ifndef LB_INPUT_EVENTS_EVENT_TIME_H
#define LB_INPUT_EVENTS_EVENT_TIME_H

#include <lagesbild/time_rule.h>
#include "input/events/event_dates.h"

/* from <= to; equal: a moment. Zeroed memory is one. */
typedef struct lb_event_time {
    int64_t from, to;            /* seconds since 1970-01-01T00:00Z, half-open */
    int64_t first_day, last_day; /* local days since 1970-01-01, of its first and last second */
    bool has_clock;              /* the time of day is known, not the day alone */
    bool start_clock, end_clock; /* it was read at that end */
} lb_event_time;

/* Fields `until` that are no end of an interval, and intervals that say little: how many, and the
 * line of the first. Zeroed memory is of no rows. */
typedef enum lb_time_problem {
    LB_TIME_MISSING,    /* nothing is written */
    LB_TIME_UNREADABLE, /* no date, or one that stands for none */
    LB_TIME_REVERSED,   /* before the event's date */
    LB_TIME_LONG,       /* longer than LB_LONG_DAYS */
    LB_TIME_PROBLEMS
} lb_time_problem;

enum { LB_LONG_DAYS = 31 };

/* Faults of intervals by kind: how many, and the line of the first. */
typedef struct lb_time_counts {
    int64_t n[LB_TIME_PROBLEMS];
    long first[LB_TIME_PROBLEMS];
    char value[32];  /* of the first that cannot be read, cut off where it is longer */
    int64_t longest; /* seconds */
} lb_time_counts;

/* The time of an event whose date was read, on that line of its source. until NULL: there is no
 * such field. A date without a time of day begins at 00:00 and, as an end, is included to its last
 * second. Without an end that can be used the event is at its start. */
lb_event_time lb_event_time_read(const lb_date *date, const lb_csv_value *until,
                                 const lb_date_rules *rules, long line, lb_time_counts *counts);

/* The time by a rule: a moment by start, end and middle, with a time of day where the ends that it
 * is computed from have one; the interval by the others. */
lb_event_time lb_event_time_by_rule(const lb_event_time *time, lb_time_rule rule,
                                    const lb_timezone *zone);

/* Adds counts of rows whose lines begin at `line`. */
void lb_time_counts_add(lb_time_counts *counts, const lb_time_counts *more, long line);

/* Warns of each kind of problem, with the first line. */
void lb_time_counts_warn(const lb_time_counts *counts, const char *file, lb_log *log);

/* Which part of the interval, 0 to 1, lies before 00:00 of a local day. Of a moment all or none. */
double lb_event_time_before(const lb_event_time *time, const lb_timezone *zone, int64_t day);

/* Does the interval reach over local midnight, so that its days may be in several periods? NULL: it
 * is not known. */
static inline bool lb_event_time_has_days(const lb_event_time *time)
{
    return time && time->to > time->from && time->last_day > time->first_day;
}

#endif
