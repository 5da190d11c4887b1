/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All placed events of a source in memory, in an order that does not depend on its rows, for
 * commands that compare events with each other or draw them. */
#ifndef LB_INPUT_EVENTS_EVENT_POINTS_H
#define LB_INPUT_EVENTS_EVENT_POINTS_H

#include <lagesbild/period.h>
#include "input/events/events.h"

#define LB_UNDATED_DAY INT64_MIN

typedef struct lb_event_point {
    double x, y;        /* working CRS */
    int64_t day;        /* since 1970-01-01; LB_UNDATED_DAY: no date; of an interval the first */
    lb_event_time time; /* zeroed where it was not asked for */
} lb_event_point;

typedef struct lb_event_points {
    size_t count, capacity;
    lb_event_point *point; /* [count], from north to south, then west to east, then by day */
    lb_timezone zone;      /* of the days */
    lb_time_rule time_rule;
    int64_t rows, unplaced, undated; /* of the source; undated ones may be placed */
    char hash[LB_HASH_SIZE];
} lb_event_points;

void lb_event_points_clear(lb_event_points *points);

/* crs: the working CRS. needs_dates (fields->needs_date): no date at all is LB_E_INPUT, and undated
 * events are warned of. LB_E_INPUT also: no event has a place; more than
 * fields->most. */
lb_status lb_event_points_read(const char *source, const lb_event_fields *fields, const char *crs,
                               const lb_job *job, lb_event_points *out, lb_error *err);

/* A period of one option, as "2020", "2020-06" or FROM/TO. LB_E_USAGE names the option. */
lb_status lb_event_period_parse(const char *option, const char *text, lb_period *out,
                                lb_error *err);

/* Is the day in the period? Without a date never. */
bool lb_event_in_period(const lb_event_point *point, const lb_period *period);

/* Which part of the event, 0 to 1, is in the period: 1 or 0 but for one whose interval is divided.
 * By the rule exclude that is in no period. */
double lb_event_part_in_period(const lb_event_points *points, size_t at, const lb_period *period);

#endif
