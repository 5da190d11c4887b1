/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events one at a time, from any source of points, in the working CRS. */
#ifndef LB_INPUT_EVENTS_EVENTS_H
#define LB_INPUT_EVENTS_EVENTS_H

#include <lagesbild/log.h>
#include "input/events/event.h"
#include "port/gdal/sha256.h"

typedef struct lb_event_fields {
    const char *date, *x, *y; /* NULL: the usual names are looked for */
    const char *linked;       /* a text handed on: an area, a phone; NULL: none */
    bool needs_date;          /* an error when there is no date field */
    bool hashed;              /* the hash of the source is asked for at the end */
} lb_event_fields;

/* Events that are records of something that must be named, with a number of their own. */
typedef struct lb_record_fields {
    lb_event_fields event;
    const char *const *default_linked; /* the usual names of the linked field, which must be there,
                                        ended by NULL; the first is also the name of the option.
                                        NULL: it has none */
    const char *value;                 /* a number handed on; NULL: none */
} lb_record_fields;

typedef struct lb_events lb_events;

/* Tells which fields and which CRS were found. The CRS of a text table is that in which most of its
 * first places make sense (model/crs_choice). */
lb_status lb_events_open(const char *source, const lb_event_fields *fields, const char *crs,
                         const lb_job *job, lb_events **out, lb_error *err);
lb_status lb_events_open_records(const char *source, const lb_record_fields *fields,
                                 const char *crs, const lb_job *job, lb_events **out,
                                 lb_error *err);
void lb_events_close(lb_events *events);

enum { LB_EVENTS_BATCH = 32 };

/* The next events in the order of the rows, at most LB_EVENTS_BATCH, lent until the next call.
 * *n is 0 at the end. */
lb_status lb_events_next(lb_events *events, const lb_event **event, size_t *n, lb_error *err);

/* What takes the events of lb_events_each, at most LB_EVENTS_BATCH at a time, lent for the call.
 * Those of one of LB_EVENT_PARTS parts come in order and by one thread. */
typedef lb_status (*lb_event_handler)(void *udata, size_t part, const lb_event *event, size_t n);

/* All events that are left, parts side by side where many rows can be read at once. Which part an
 * event is of does not depend on the number of threads. LB_E_MEMORY also when take says so. */
lb_status lb_events_each(lb_events *events, lb_event_handler handle, void *udata, lb_error *err);

/* Of a source that was read to its end, "" where it is not known from that. */
void lb_events_hash(lb_events *events, char hex[LB_HASH_SIZE]);

lb_event_counts lb_events_counts(const lb_events *events);

#endif
