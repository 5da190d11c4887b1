/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "base/number.h"
#include "base/try.h"
#include "input/events/event_points.h"
#include "port/gdal/source_spec.h"
#include "project/publish/event_periods.h"
#include "project/publish/event_readings.h"
#include "project/publish/event_span.h"
#include "text/date.h"

/* How the step reads its events. LB_E_USAGE: it cannot. */
static lb_status read_fields(const lb_step *step, lb_event_fields *out)
{
    const lb_option *form = lb_command_option(step->command, "date-format");
    const char *given = lb_step_given(step, "date-format");
    lb_option_value value = {.whole = 0};
    lb_error ignored;
    *out = (lb_event_fields){.date = lb_step_given(step, "date"),
                             .x = lb_step_given(step, "x"),
                             .y = lb_step_given(step, "y"),
                             .until = lb_step_given(step, "until"),
                             .needs_date = true};
    if (form && given && !lb_option_parse(form, given, &value))
        return LB_E_USAGE;
    return lb_date_rules_make(lb_step_given(step, "timezone"), (lb_date_form)value.whole,
                              &out->dates, &ignored);
}

/* The first and the last day of dated events; from above to: there are none. */
static lb_status read_span(const lb_step *step, const char *crs, const lb_job *job, lb_period *out)
{
    lb_event_fields fields;
    lb_event_points points = {0};
    lb_job quiet = *job;
    lb_error ignored;
    quiet.log = NULL;
    *out = (lb_period){"", INT64_MAX, INT64_MIN};
    LB_TRY(read_fields(step, &fields));
    lb_status status = lb_event_points_read(lb_step_given(step, "events"), &fields, crs, &quiet,
                                            &points, &ignored);
    for (size_t i = 0; i < points.count && status == LB_OK; i++) {
        int64_t day = points.point[i].day;
        if (day == LB_UNDATED_DAY)
            continue;
        out->from = day < out->from ? day : out->from;
        out->to = day > out->to ? day : out->to;
    }
    lb_event_points_clear(&points);
    return status;
}

static bool is_short(int64_t days)
{
    return days > 0 && days < LB_EVENT_DAYS_MIN;
}

static void compare_days(const lb_period *events, int64_t day, bool before_too, char why[300])
{
    int64_t after = events->to + 1 - day, before = day - events->from;
    bool is_after = is_short(after);
    int64_t days = is_after ? after : before;
    if (events->from <= events->to && (is_after || (before_too && is_short(before))))
        snprintf(why, 300,
                 "the events %s that day last %lld %s, and few events in a short time tell of "
                 "victims; published are counts of half a year or more",
                 is_after ? "from" : "before", (long long)days,
                 lb_number_word((double)days, "day", "days"));
}

lb_status lb_event_span_check(const lb_step *step, const lb_option *option, const char *text,
                              const char *crs, const lb_job *job, char why[300])
{
    lb_periods periods = {0};
    lb_period events;
    lb_status status = lb_event_periods_add(step->command, option, text, &periods);
    int64_t day = periods.count > 0 ? periods.item[periods.count - 1].from : 0;
    bool is_open = periods.count > 0 && lb_event_period_is_open(&periods.item[periods.count - 1]);
    lb_periods_clear(&periods);
    why[0] = '\0';
    if (status != LB_OK || !is_open)
        return status;
    if (lb_source_is_read_once(lb_step_given(step, "events"))) {
        snprintf(why, 300, "%s", lb_event_pipe_reason);
        return LB_OK;
    }
    status = read_span(step, crs, job, &events);
    if (status == LB_OK)
        compare_days(&events, day, option->flags & LB_OPTION_EVENTS_FROM, why);
    return status == LB_E_MEMORY ? status : LB_OK;
}
