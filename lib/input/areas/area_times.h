/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From when to when each area exists, and the days on which the set of existing areas changes. */
#ifndef LB_INPUT_AREAS_AREA_TIMES_H
#define LB_INPUT_AREAS_AREA_TIMES_H

#include <stdint.h>

#include "input/areas/areas.h"
#include "input/events/event_dates.h"

typedef struct lb_area_times {
    bool limited;       /* fields were named: an area counts only while it exists */
    bool known;         /* `from` is known: by a named or usual field, or the source's name */
    char basis[100];    /* by which of these, for messages */
    int64_t *from, *to; /* [count] days; from <= day < to; open ends INT64_MIN, INT64_MAX */
} lb_area_times;

/* How the times of areas are read. */
typedef struct lb_area_time_fields {
    const char *from, *to; /* fields; NULL: not named */
    const lb_date_rules *dates;
    lb_log *log;
} lb_area_time_fields;

void lb_area_times_clear(lb_area_times *times);

/* Fields named must be there and hold dates, by the rules of events, or nothing (LB_E_INPUT names
 * the area). What stands for "not known" or "for ever" is an open end, with a warning. Without
 * fields the age of the areas is guessed from usual fields (AKTUALITET_START, valid_from ...) or a
 * year in the source's name, for a warning only. */
lb_status lb_area_times_read(const lb_areas *areas, const lb_area_time_fields *fields,
                             lb_area_times *out, lb_error *err);

/* Does the area exist on an event's day? An undated event counts in all areas. */
bool lb_area_valid_on(const lb_area_times *times, size_t area, bool dated, int64_t day);

/* The days on which the set of existing areas changes, ascending, from INT64_MIN on; *n at least
 * 1. The caller frees it. NULL: out of memory. */
int64_t *lb_area_times_breaks(const lb_area_times *times, size_t areas, size_t *n);

#endif
