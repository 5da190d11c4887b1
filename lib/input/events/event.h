/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One event: a place and a date, as far as they can be read. */
#ifndef LB_INPUT_EVENTS_EVENT_H
#define LB_INPUT_EVENTS_EVENT_H

#include "text/date.h"
#include "text/csv_value.h"

typedef struct lb_event {
    long line;
    double x, y;                /* working CRS */
    int64_t day;                /* since 1970-01-01, as the date is written */
    lb_date date;               /* when dated */
    const lb_csv_value *linked; /* NULL: no such field; valid until the next event */
    double value;
    lb_value_kind value_kind; /* LB_VALUE_EMPTY where there is no such field */
    bool placed, dated;       /* x and y, and the date, can be read */
} lb_event;

/* Many events at once are given in so many parts, whatever the number of threads. */
enum { LB_EVENT_PARTS = 16 };

/* Rows so far, and of them those whose place or date could not be read though something is written;
 * the line of the first of each, 0 for none. */
typedef struct lb_event_counts {
    int64_t rows, bad_points, bad_dates;
    long first_bad_point, first_bad_date;
} lb_event_counts;

#endif
