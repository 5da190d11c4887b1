/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: at which hour of which weekday the events happened, by category (--hours,
 * docs/methods.md, Time of an event). An interval counts in each hour by the part of it that lies
 * in it, elapsed seconds over elapsed seconds, so that the nights of summer time are right. A table
 * of its own. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/share/share_measure.h"

enum { WEEK = 7 * 24, NO_TIME = WEEK, LONG, N_BINS, HOUR = 3600, DAY = 86400 };

typedef struct event_hours {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_share_counts
        counts; /* [N_BINS]: hours from Monday 00 on, time not known, longer than a week */
} event_hours;

static bool are_hours_wanted(const lb_share_options *options)
{
    return options->hours != NULL;
}

static lb_status init_hours(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    event_hours *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    *m = (event_hours){.in = in, .set = &in->set[set]};
    if (lb_share_counts_init(&m->counts, N_BINS, m->set->n_categories, in->options->overlap) !=
            LB_OK ||
        lb_share_counts_allow_pieces(&m->counts) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static void clear_hours(void *state)
{
    lb_share_counts_clear(&((event_hours *)state)->counts);
    free(state);
}

/* The hour of the week of a moment, and where the next one begins. 1970-01-01 was a Thursday. */
static size_t hour_of_week(const lb_timezone *zone, int64_t utc, int64_t *next)
{
    int64_t local = utc + (int64_t)lb_timezone_offset(zone, utc) * 60;
    int64_t day = lb_timezone_day_at(zone, utc), second = local - day * DAY;
    *next = utc + HOUR - second % HOUR;
    return (size_t)(((day + 3) % 7 + 7) % 7 * 24 + second / HOUR);
}

static void count_in_hour(event_hours *m, size_t hour, const lb_share_event *e, int64_t piece)
{
    if (piece == LB_SHARE_WHOLE)
        lb_share_counts_add(&m->counts, hour, e->category, e->n);
    else
        lb_share_counts_add_piece(&m->counts, hour, e->category, e->n, piece);
}

/* An interval longer than a week says nothing of the hour: an equal piece to each. */
static void count_long(event_hours *m, const lb_share_event *e)
{
    for (int64_t i = 0; i < WEEK; i++)
        count_in_hour(m, (size_t)i, e, (i + 1) * LB_SHARE_WHOLE / WEEK - i * LB_SHARE_WHOLE / WEEK);
    count_in_hour(m, LONG, e, LB_SHARE_WHOLE);
}

static double hours_touched(const lb_share_event *e)
{
    const lb_event_time *t = e->event->time;
    double hours = 0;
    for (int64_t at = t->from; at < t->to; hours++)
        hour_of_week(e->zone, at, &at);
    return hours;
}

/* By seconds, or equally among the hours touched. Rounded sums, whose differences add up to the
 * whole event. */
static void count_hours(event_hours *m, const lb_share_event *e)
{
    const lb_event_time *t = e->event->time;
    bool by_hours = m->in->options->aoristic_hours;
    double all = by_hours ? hours_touched(e) : (double)(t->to - t->from), hours = 0;
    int64_t before = 0, next;
    for (int64_t at = t->from; at < t->to; at = next) {
        size_t hour = hour_of_week(e->zone, at, &next);
        next = next < t->to ? next : t->to;
        double so_far = by_hours ? ++hours : (double)(next - t->from);
        int64_t after = (int64_t)(so_far / all * (double)LB_SHARE_WHOLE + 0.5);
        count_in_hour(m, hour, e, after - before);
        before = after;
    }
}

/* A moment counts in its hour of the week, local time; an interval is divided over the hours it
 * touches. One longer than a week touches every hour and says nothing of any. */
static lb_status add_to_hours(void *state, const lb_share_event *event, size_t n)
{
    event_hours *m = state;
    for (size_t i = 0; i < n; i++) {
        const lb_share_event *e = &event[i];
        const lb_event_time *t = e->event->time;
        int64_t ignored;
        if (!e->event->placed || !e->dated || !lb_share_event_is_in_period(&m->in->periods, e))
            continue;
        if (!t->has_clock)
            count_in_hour(m, NO_TIME, e, LB_SHARE_WHOLE);
        else if (t->to == t->from)
            count_in_hour(m, hour_of_week(e->zone, t->from, &ignored), e, LB_SHARE_WHOLE);
        else if (t->to - t->from > (int64_t)7 * DAY)
            count_long(m, e);
        else
            count_hours(m, e);
    }
    return LB_OK;
}

static void merge_hours(void *state, const void *part)
{
    lb_share_counts_merge(&((event_hours *)state)->counts, &((const event_hours *)part)->counts);
}

/* The table -------------------------------------------------------------------------------------
 */

enum { SET, CATEGORY, WEEKDAY, HOUR_OF_DAY, EVENTS, SHARE };

/* Events of a category, in all (n_categories) or in no area (one more). */
static double events_at(const event_hours *m, size_t bin, size_t category)
{
    size_t all = m->set->n_categories;
    return category < all    ? lb_share_events(&m->counts, bin, category)
           : category == all ? lb_share_total(&m->counts, bin)
                             : lb_share_outside(&m->counts, bin);
}

/* 168 rows of hours, Monday 0 to 1 first, then events without a clock time and those longer than a
 * week. Shares are of the sum over the 168 hours. */
static void append_category(lb_table *t, const event_hours *m, size_t category, const char *name)
{
    double sum = 0;
    for (size_t bin = 0; bin < WEEK; bin++)
        sum += events_at(m, bin, category);
    for (size_t bin = 0; bin < N_BINS; bin++) {
        char weekday[16];
        size_t row = lb_table_add_row(t);
        double events = events_at(m, bin, category);
        snprintf(weekday, sizeof weekday, "%zu", bin / 24 + 1);
        lb_table_set_text(t, row, SET, m->set->areas.label);
        lb_table_set_text(t, row, CATEGORY, name);
        lb_table_set_text(t, row, WEEKDAY,
                          bin == NO_TIME ? "no_time"
                          : bin == LONG  ? "long"
                                         : weekday);
        lb_table_set_real(t, row, EVENTS, events);
        if (bin >= WEEK)
            continue;
        lb_table_set_integer(t, row, HOUR_OF_DAY, (int64_t)(bin % 24));
        lb_table_set_real(t, row, SHARE, sum > 0 ? events / sum : (double)NAN);
    }
}

static lb_status make_hours_table(const lb_share_inputs *in, void *const *state, lb_table *out)
{
    lb_add_described_columns(out, &lb_share_command, "hours");
    for (size_t s = 0; s < in->n_sets; s++) {
        const event_hours *m = state[s];
        for (size_t k = 0; k < m->set->areas.categories; k++)
            append_category(out, m, k, m->set->areas.category_name[k]);
        append_category(out, m, m->set->n_categories, "total");
        append_category(out, m, m->set->n_categories + 1, "ovriga");
    }
    return lb_table_status(out);
}

const lb_share_measure lb_measure_hours = {.is_wanted = are_hours_wanted,
                                           .init = init_hours,
                                           .add = add_to_hours,
                                           .merge = merge_hours,
                                           .make_table = make_hours_table,
                                           .clear = clear_hours};
