/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "base/try.h"
#include "input/events/event_points.h"

void lb_event_points_clear(lb_event_points *points)
{
    free(points->point);
    *points = (lb_event_points){.count = 0};
}

static int compare_points(const void *a, const void *b)
{
    const lb_event_point *p = a, *q = b;
    LB_COMPARE(q->y, p->y);
    LB_COMPARE(p->x, q->x);
    LB_COMPARE(p->day, q->day);
    LB_COMPARE(p->time.from, q->time.from);
    return (p->time.to > q->time.to) - (p->time.to < q->time.to);
}

/* Merges the halves p[0 .. half) and p[half .. n), each in order; left: room for the first. */
static void merge_halves(lb_event_point *p, size_t half, size_t n, lb_event_point *left)
{
    memcpy(left, p, half * sizeof *p);
    for (size_t i = 0, j = half, at = 0; i < half; at++)
        p[at] = j < n && compare_points(&p[j], &left[i]) < 0 ? p[j++] : left[i++];
}

/* Many points are sorted by two threads. Equal ones are the same bytes, so their order is of no
 * matter. */
static void sort_points(lb_event_point *p, size_t n, int threads)
{
    size_t half = n / 2;
    lb_event_point *left =
        n >= 100000 && lb_thread_count(threads) > 1 ? malloc(half * sizeof *left) : NULL;
    if (!left) {
        qsort(p, n, sizeof *p, compare_points);
        return;
    }
#pragma omp parallel for num_threads(2)
    for (int of = 0; of < 2; of++)
        qsort(p + (size_t)of * half, of ? n - half : half, sizeof *p, compare_points);
    merge_halves(p, half, n, left);
    free(left);
}

static lb_status add_event(lb_event_points *p, const lb_event *event)
{
    p->rows++;
    p->unplaced += !event->placed;
    p->undated += !event->dated;
    if (!event->placed)
        return LB_OK;
    if (!lb_array_reserve(&p->point, &p->capacity, p->count + 1, sizeof *p->point))
        return LB_E_MEMORY;
    p->point[p->count++] =
        (lb_event_point){event->x, event->y, event->dated ? event->day : LB_UNDATED_DAY,
                         event->dated && event->time ? *event->time : (lb_event_time){.from = 0}};
    return LB_OK;
}

static lb_status read_all(lb_events *events, size_t most, lb_event_points *p, lb_error *err)
{
    const lb_event *event;
    size_t n;
    do {
        LB_TRY(lb_events_next(events, &event, &n, err));
        for (size_t i = 0; i < n; i++)
            if (add_event(p, &event[i]) != LB_OK)
                return lb_error_memory(err);
        if (most > 0 && p->count > most)
            return lb_error_set(err, LB_E_INPUT, "%s: more than %zu events",
                                lb_text_base_name(events->source), most);
    } while (n > 0);
    return LB_OK;
}

/* What was not read, each with its consequence. */
static lb_status report_rows(const lb_event_points *p, const lb_event_counts *counts,
                             const char *source, bool needs_date, const lb_job *job, lb_error *err)
{
    lb_log_note(job->log, "%s: %lld %s", source, (long long)p->rows,
                lb_number_word(p->rows, "event", "events"));
    lb_event_counts_warn_places(counts, source, "left out", job->log);
    if (p->unplaced > 0)
        lb_log_warning(
            job->log, "%s: %lld %s left out", source, (long long)p->unplaced,
            lb_number_word(p->unplaced, "event without a place is", "events without a place are"));
    if (p->count == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no event has a place", source);
    lb_time_counts_warn(&counts->times, source, job->log);
    if (!needs_date)
        return LB_OK;
    lb_date_counts_warn(&counts->dates, source, true, "left out where days are needed", job->log);
    return lb_date_counts_check(&counts->dates, source, err);
}

/* All events with a place, sorted by place and time, so that sums and random numbers do not depend
 * on the order of rows. */
lb_status lb_event_points_read(const char *source, const lb_event_fields *fields, const char *crs,
                               const lb_job *job, lb_event_points *out, lb_error *err)
{
    lb_event_points p = {.zone = fields->dates.zone, .time_rule = fields->time_rule};
    lb_events *events;
    LB_TRY(lb_events_open(source, fields, crs, job, &events, err));
    lb_status status = read_all(events, fields->most, &p, err);
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, p.hash);
    lb_events_close(events);
    if (status == LB_OK)
        status = report_rows(&p, &counts, source, fields->needs_date, job, err);
    if (status == LB_OK) {
        sort_points(p.point, p.count, job->threads);
        *out = p;
    } else {
        lb_event_points_clear(&p);
    }
    return status;
}

lb_status lb_event_period_parse(const char *option, const char *text, lb_period *out, lb_error *err)
{
    char span[64] = "";
    int year, month, length = (int)strlen(text);
    lb_period_rule rule = {.kind = LB_PERIOD_ALL};
    if (length == 4 && sscanf(text, "%4d", &year) == 1)
        snprintf(span, sizeof span, "%04d/%04d", year, year + 1);
    else if (length == 7 && sscanf(text, "%4d-%2d", &year, &month) == 2)
        snprintf(span, sizeof span, "%s/%04d-%02d", text, year + month / 12, month % 12 + 1);
    if (lb_period_parse(span[0] ? span : text, &rule) != LB_OK || rule.kind != LB_PERIOD_SPAN)
        return lb_error_set(err, LB_E_USAGE,
                            "--%s: '%s' found, expected a year, a month as 2021-05, or FROM/TO as "
                            "2021-01-01/2021-07-01 (the end is not included)",
                            option, text);
    *out = rule.span;
    if (span[0])
        snprintf(out->label, sizeof out->label, "%s", text);
    return LB_OK;
}

bool lb_event_in_period(const lb_event_point *point, const lb_period *period)
{
    return point->day != LB_UNDATED_DAY && point->day >= period->from && point->day < period->to;
}

double lb_event_part_in_period(const lb_event_points *points, size_t at, const lb_period *period)
{
    const lb_event_point *p = &points->point[at];
    const lb_timezone *zone = &points->zone;
    if (p->day == LB_UNDATED_DAY || !lb_event_time_has_days(&p->time))
        return lb_event_in_period(p, period);
    double part = lb_event_time_before(&p->time, zone, period->to) -
                  lb_event_time_before(&p->time, zone, period->from);
    return points->time_rule == LB_TIME_EXCLUDE && part < 1 ? 0 : part;
}
