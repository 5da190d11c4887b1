/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events one at a time, from any source of points, in the working CRS. */
#ifndef LB_FLOW_EVENTS_H
#define LB_FLOW_EVENTS_H

#include <lagesbild/log.h>
#include "base/field.h"

typedef struct lb_event_fields {
    const char *date, *x, *y; /* NULL: the usual names are looked for */
    const char *linked;       /* NULL: none */
    bool needs_date;          /* an error when there is no date field */
} lb_event_fields;

typedef struct lb_event {
    long line;
    bool placed; /* x and y can be read */
    double x, y; /* working CRS */
    bool dated;
    int64_t day;            /* since 1970-01-01, as the date is written */
    const lb_field *linked; /* NULL: no such field; valid until the next event */
} lb_event;

typedef struct lb_events lb_events;

/* Tells which fields and which CRS were found. The CRS of a text table is that in which most of its
 * first places make sense (model/crs_choice). */
lb_status lb_events_open(const char *source, const lb_event_fields *fields, const char *crs,
                         const lb_job *job, lb_events **out, lb_error *err);
void lb_events_close(lb_events *events);

/* *event is NULL at the end, and lent until the next call. */
lb_status lb_events_next(lb_events *events, const lb_event **event, lb_error *err);

/* Rows so far, and of them those whose place or date could not be read though something is written;
 * the line of the first of each, 0 for none. */
typedef struct lb_event_counts {
    int64_t rows, bad_places, bad_dates;
    long first_bad_place, first_bad_date;
} lb_event_counts;

lb_event_counts lb_events_counts(const lb_events *events);

#endif
