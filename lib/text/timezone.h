/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time zones: on which local day a moment falls. */
#ifndef LB_TEXT_TIMEZONE_H
#define LB_TEXT_TIMEZONE_H

#include "text/date.h"

/* Zeroed memory is UTC. */
typedef struct lb_timezone {
    bool sweden; /* Europe/Stockholm; else always `minutes` */
    int minutes; /* east of UTC */
} lb_timezone;

/* "Europe/Stockholm", "UTC", "Z" or a fixed offset as +02:00. False: another name; *out is
 * untouched. */
bool lb_timezone_parse(const char *name, lb_timezone *out);

/* Minutes east of UTC at a moment, seconds since 1970-01-01T00:00Z. */
int lb_timezone_offset(const lb_timezone *zone, int64_t utc);

/* Seconds from 1970-01-01T00:00Z to a moment: of a time with an offset by that, else of the local
 * time as the zone has it. Of a local time that summer time repeats the first is meant; one that it
 * leaves out is an hour later. A leap second is the second before it. */
int64_t lb_timezone_seconds(const lb_timezone *zone, const lb_date *date);

/* The same of 00:00 on a local day. */
int64_t lb_timezone_midnight(const lb_timezone *zone, int64_t day);

/* The local day of a moment, seconds since 1970-01-01T00:00Z. */
int64_t lb_timezone_day_at(const lb_timezone *zone, int64_t utc);

#endif
