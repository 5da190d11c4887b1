/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "input/events/event_points.h"
#include "project/publish/event_periods.h"
#include "text/date.h"

/* Later than any event, in days since 1970. */
static const int64_t end_of_time = 1000000000;

static lb_status append_days(lb_periods *out, int64_t from, int64_t to)
{
    if (!lb_array_reserve(&out->item, &out->capacity, out->count + 1, sizeof *out->item))
        return LB_E_MEMORY;
    out->item[out->count++] = (lb_period){"", from, to};
    return LB_OK;
}

/* A period, or all of the calendar's. */
static lb_status add_period(const char *text, lb_periods *out)
{
    lb_period_rule rule;
    lb_period period;
    lb_error ignored;
    if (lb_period_parse(text, &rule) == LB_OK && rule.kind != LB_PERIOD_SPAN)
        return rule.kind == LB_PERIOD_ALL
                   ? LB_OK
                   : lb_periods_add(out, &rule, lb_period_day(LB_FIRST_YEAR, 1, 1),
                                    lb_period_day(LB_LAST_YEAR, 12, 31));
    return lb_event_period_parse("", text, &period, &ignored) == LB_OK
               ? append_days(out, period.from, period.to)
               : LB_OK;
}

/* What comes from a day on: the day is written as the start of a period. */
static lb_status add_from_day(const char *text, lb_periods *out)
{
    char span[64];
    lb_period_rule rule;
    snprintf(span, sizeof span, "%.20s/9999-12-31", text);
    return lb_period_parse(span, &rule) == LB_OK ? append_days(out, rule.span.from, end_of_time)
                                                 : LB_OK;
}

bool lb_event_period_is_open(const lb_period *period)
{
    return period->to == end_of_time;
}

/* By a period itself, or by a day from which on events are counted. */
bool lb_event_option_is_period(const lb_option *option)
{
    return option->kind == LB_OPTION_PERIODS ||
           (option->flags & (LB_OPTION_EVENT_PERIOD | LB_OPTION_EVENTS_FROM));
}

lb_status lb_event_periods_add(const lb_command *command, const lb_option *option, const char *text,
                               lb_periods *out)
{
    size_t known = out->count;
    if (option->flags & LB_OPTION_EVENTS_FROM)
        return add_from_day(text, out);
    LB_TRY(add_period(text, out));
    /* Beside a period before, all that comes after it is counted, unless --after says what. */
    if (strcmp(option->name, "before") == 0 && !lb_command_option(command, "after") &&
        out->count > known)
        return append_days(out, out->item[known].to, end_of_time);
    return LB_OK;
}
