/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "input/events/event_time.h"

enum { DAY_SECONDS = 86400 };

const char *const lb_time_rule_names[] = {
    [LB_TIME_AORISTIC] = "aoristic", [LB_TIME_START] = "start",     [LB_TIME_END] = "end",
    [LB_TIME_MIDDLE] = "middle",     [LB_TIME_EXCLUDE] = "exclude", NULL};

/* Is it the first by line? */
static bool count_problem(lb_time_counts *counts, lb_time_problem what, long line)
{
    bool first = counts->n[what]++ == 0 || line < counts->first[what];
    counts->first[what] = first ? line : counts->first[what];
    return first;
}

void lb_time_counts_add(lb_time_counts *counts, const lb_time_counts *more, long line)
{
    for (size_t i = 0; i < LB_TIME_PROBLEMS; i++) {
        long first = line + more->first[i];
        if (more->n[i] == 0)
            continue;
        if (counts->n[i] == 0 || first < counts->first[i]) {
            counts->first[i] = first;
            if (i == LB_TIME_UNREADABLE)
                memcpy(counts->value, more->value, sizeof counts->value);
        }
        counts->n[i] += more->n[i];
    }
    counts->longest = more->longest > counts->longest ? more->longest : counts->longest;
}

/* Reading ----------------------------------------------------------------------------------------
 */

/* The first second after the date: of a month or a day without a time of day, after all of it. */
static int64_t end_seconds(const lb_date *date, const lb_timezone *zone)
{
    if (date->month_only)
        return lb_timezone_midnight(
            zone, lb_days_from_civil(date->year + date->month / 12, date->month % 12 + 1, 1));
    if (!date->has_time)
        return lb_timezone_midnight(zone,
                                    lb_days_from_civil(date->year, date->month, date->day) + 1);
    return lb_timezone_seconds(zone, date);
}

/* Adds the end of the interval to a moment, unless there is none that can be used, which is
 * counted.
 */
static void read_end(const lb_csv_value *until, const lb_date_rules *rules, long line,
                     lb_event_time *time, lb_time_counts *counts)
{
    lb_date date;
    int64_t day;
    lb_date_counts read = {.all_apart = false};
    lb_undated why = lb_event_date_read(until, rules, line, &date, &day, &read);
    if (why != LB_DATED) {
        lb_time_problem what = why == LB_UNDATED_EMPTY ? LB_TIME_MISSING : LB_TIME_UNREADABLE;
        if (count_problem(counts, what, line) && what == LB_TIME_UNREADABLE)
            memcpy(counts->value, read.value[why], sizeof counts->value);
        return;
    }
    int64_t to = end_seconds(&date, &rules->zone), length = to - time->from;
    if (length < 0) {
        count_problem(counts, LB_TIME_REVERSED, line);
        return;
    }
    if (length > (int64_t)LB_LONG_DAYS * DAY_SECONDS)
        count_problem(counts, LB_TIME_LONG, line);
    counts->longest = length > counts->longest ? length : counts->longest;
    time->to = to;
    time->end_clock = date.has_time;
}

static void set_days(lb_event_time *time, const lb_timezone *zone)
{
    time->first_day = lb_timezone_day_at(zone, time->from);
    time->last_day =
        time->to > time->from ? lb_timezone_day_at(zone, time->to - 1) : time->first_day;
}

lb_event_time lb_event_time_read(const lb_date *date, const lb_csv_value *until,
                                 const lb_date_rules *rules, long line, lb_time_counts *counts)
{
    lb_event_time time = {.from = lb_timezone_seconds(&rules->zone, date),
                          .start_clock = date->has_time};
    time.to = time.from;
    if (until)
        read_end(until, rules, line, &time, counts);
    time.has_clock = date->has_time || time.to > time.from;
    set_days(&time, &rules->zone);
    return time;
}

lb_event_time lb_event_time_by_rule(const lb_event_time *time, lb_time_rule rule,
                                    const lb_timezone *zone)
{
    lb_event_time moment = *time;
    if (rule == LB_TIME_AORISTIC || rule == LB_TIME_EXCLUDE || time->to == time->from)
        return moment;
    if (rule == LB_TIME_MIDDLE)
        moment.from += (time->to - time->from) / 2;
    else if (rule == LB_TIME_END)
        moment.from = time->to - 1; /* the interval's last second */
    moment.to = moment.from;
    moment.has_clock =
        (rule == LB_TIME_END || time->start_clock) && (rule == LB_TIME_START || time->end_clock);
    set_days(&moment, zone);
    return moment;
}

double lb_event_time_before(const lb_event_time *time, const lb_timezone *zone, int64_t day)
{
    if (day <= time->first_day)
        return 0;
    if (day > time->last_day)
        return 1;
    return (double)(lb_timezone_midnight(zone, day) - time->from) / (double)(time->to - time->from);
}

/* What is said of them ---------------------------------------------------------------------------
 */

/* One warning per kind of fault, with the first line, an example and how many there are. */
void lb_time_counts_warn(const lb_time_counts *counts, const char *file, lb_log *log)
{
    static const char *const text[LB_TIME_PROBLEMS] = {
        [LB_TIME_MISSING] = "--until: the end of the interval is empty",
        [LB_TIME_UNREADABLE] = "--until: the end of the interval is no date",
        [LB_TIME_REVERSED] = "--until: the interval ends before it begins",
        [LB_TIME_LONG] = "--until: the interval is longer than 31 days"};
    for (lb_time_problem i = LB_TIME_MISSING; i < LB_TIME_PROBLEMS; i++) {
        char value[64] = "";
        if (counts->n[i] == 0)
            continue;
        if (i == LB_TIME_UNREADABLE)
            snprintf(value, sizeof value, ": '%s'", counts->value);
        if (i == LB_TIME_LONG)
            snprintf(value, sizeof value, ", the longest %.0f days",
                     (double)counts->longest / DAY_SECONDS);
        lb_log_warning(log, "%s:%ld: %s%s (in all: %lld); %s", file, counts->first[i], text[i],
                       value, (long long)counts->n[i],
                       i == LB_TIME_LONG ? "it says little of when" : "counted at its start");
    }
}
