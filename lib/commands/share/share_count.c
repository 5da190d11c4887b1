/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_value.h"
#include "base/swedish_text.h"
#include "input/events/events.h"
#include "commands/share/share_count.h"
#include "commands/share/share_files.h"
#include "commands/share/border_events.h"
#include "commands/share/share_worker.h"

/* *area: the one an event is tied to by name; SIZE_MAX: none of that name. */
static lb_status linked_area(const lb_share_set *set, const lb_event *event, size_t *area)
{
    char *name = lb_csv_value_text(event->linked);
    lb_status status = name ? lb_name_index_find(&set->names, name, area) : LB_E_MEMORY;
    if (status == LB_OK && *area != SIZE_MAX)
        *area = set->area_of_name[*area];
    free(name);
    return status;
}

/* The area the event is tied to and that exists that day, SIZE_MAX for none; adds it if it is not
 * there already; areas stay in their order. */
static lb_status add_linked(lb_share_set *set, const lb_event *event, size_t *at, size_t *n,
                            size_t *tied)
{
    *tied = SIZE_MAX;
    if (!event->linked || lb_csv_value_is_empty(event->linked))
        return LB_OK;
    size_t area = SIZE_MAX, place = 0;
    if (linked_area(set, event, &area) != LB_OK)
        return LB_E_MEMORY;
    if (area == SIZE_MAX || !lb_area_valid_on(&set->times, area, event->dated, event->day)) {
        set->unmatched_links++;
        return LB_OK;
    }
    *tied = area;
    while (place < *n && at[place] < area)
        place++;
    if ((place < *n && at[place] == area) || *n == LB_SHARE_MAX_AREAS)
        return LB_OK;
    memmove(at + place + 1, at + place, (*n - place) * sizeof *at);
    at[place] = area;
    ++*n;
    set->linked_outside++;
    return LB_OK;
}

/* Those that exist on the event's day; counts it when one of them is younger. */
static size_t keep_existing(lb_share_set *set, const lb_event *event, size_t *at, size_t n)
{
    size_t kept = 0;
    bool before_area = false;
    for (size_t i = 0; i < n; i++) {
        before_area = before_area || (event->dated && set->times.from[at[i]] > event->day);
        if (lb_area_valid_on(&set->times, at[i], event->dated, event->day))
            at[kept++] = at[i];
    }
    set->before_area += before_area;
    return kept;
}

static void extend_days(lb_share_set *set, const lb_event *event)
{
    if (!event->dated)
        return;
    bool first = set->first_day > set->last_day;
    set->first_day = first || event->day < set->first_day ? event->day : set->first_day;
    set->last_day = first || event->day > set->last_day ? event->day : set->last_day;
}

static bool is_hit(const lb_period_counts *by_period)
{
    for (size_t r = 0; r < by_period->rules; r++)
        if (by_period->hit[r] != SIZE_MAX)
            return true;
    return false;
}

/* What the event is to everything but the plain count. */
static lb_status count_uncertainty(lb_share_state *s, lb_share_set *set, const lb_event *event,
                                   size_t tied, const lb_share_event *counted)
{
    const lb_position_event placed = {event->x,   event->y,           event->dated,
                                      event->day, counted->category,  counted->n,
                                      tied,       set->by_period.hit, set->by_period.rules};
    lb_status status = LB_OK;
    if (set->curve.count > 0)
        status = lb_border_curve_add(&set->curve,
                                     lb_validity_periods_at(&set->epochs, event->dated, event->day),
                                     tied == SIZE_MAX ? SIZE_MAX : set->areas.category[tied],
                                     (const double[]){event->x, event->y}, counted);
    if (status != LB_OK || !event->placed || !is_hit(&set->by_period))
        return status;
    if (s->sigma > 0)
        status = lb_position_error_add(&set->position, &placed);
    if (status == LB_OK && set->near_border)
        status = lb_border_events_add(
            &s->near_border, &(lb_border_set){&set->areas, &set->times, set->near_border, s->sigma},
            event);
    return status;
}

/* The k-th of the events in hand, whose places have been found. */
static lb_status count_event(lb_share_state *s, lb_share_set *set, const lb_event *event, size_t k)
{
    size_t *at = set->event_areas.at + k * LB_SHARE_MAX_AREAS, n = 0, tied = SIZE_MAX;
    if (event->placed) {
        n = set->event_areas.count[k];
        n = keep_existing(set, event, at, n < LB_SHARE_MAX_AREAS ? n : LB_SHARE_MAX_AREAS);
        extend_days(set, event);
        if (add_linked(set, event, at, &n, &tied) != LB_OK)
            return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        at[i] = set->areas.category[at[i]];
    lb_share_event counted = {event->placed, event->dated, event->day, at, n};
    lb_status status = lb_period_counts_add(&set->by_period, &counted);
    return status == LB_OK ? count_uncertainty(s, set, event, tied, &counted) : status;
}

static bool date_is_implausible(const lb_event *event)
{
    return event->dated && (event->date.year < 1900 || event->date.year > 2100);
}

/* A year typed wrong would make thousands of empty periods; such a date is as good as none. */
static lb_event drop_date(lb_share_worker *part, const lb_event *event)
{
    lb_event e = *event;
    if (part->implausible_dates++ == 0) {
        part->first_implausible = e.line;
        part->implausible_year = e.date.year;
    }
    e.dated = false;
    return e;
}

/* The parts of the events; each is begun with its first event. */
typedef struct event_counter {
    lb_share_state *work;
    lb_share_worker part[LB_EVENT_PARTS];
} event_counter;

static void locate_events(lb_share_set *set, const lb_event *event, size_t n)
{
    double xy[2 * LB_EVENTS_BATCH];
    for (size_t k = 0; k < n; k++) {
        xy[2 * k] = event[k].placed ? event[k].x : (double)NAN;
        xy[2 * k + 1] = event[k].y;
    }
    lb_locator_find_many(set->locator, xy, n, set->event_areas.count, set->event_areas.at,
                         LB_SHARE_MAX_AREAS);
}

static lb_status count_batch(void *udata, size_t at, const lb_event *event, size_t n)
{
    event_counter *c = udata;
    lb_share_worker *part = &c->part[at];
    lb_status status = part->set ? LB_OK : lb_share_worker_init(c->work, part);
    if (status != LB_OK)
        return status;
    for (size_t i = 0; i < c->work->sets; i++)
        locate_events(&part->set[i], event, n);
    for (size_t k = 0; k < n && status == LB_OK; k++) {
        const lb_event *e = &event[k];
        lb_event undated;
        if (date_is_implausible(e)) {
            undated = drop_date(part, e);
            e = &undated;
        }
        for (size_t i = 0; i < c->work->sets && status == LB_OK; i++)
            status = count_event(c->work, &part->set[i], e, k);
    }
    return status;
}

/* Rows of events at borders and draws of positions go by the order of events. */
static lb_status count_in_order(event_counter *c, lb_events *events, lb_error *err)
{
    const lb_event *event;
    size_t n;
    lb_status status;
    while ((status = lb_events_next(events, &event, &n, err)) == LB_OK && n > 0)
        if (count_batch(c, 0, event, n) != LB_OK)
            return lb_error_memory(err);
    return status;
}

static lb_status count_events(event_counter *c, lb_events *events, lb_error *err)
{
    lb_share_state *s = c->work;
    bool ordered = s->sigma > 0;
    for (size_t i = 0; i < s->sets; i++)
        ordered = ordered || s->set[i].near_border;
    lb_status status =
        ordered ? count_in_order(c, events, err) : lb_events_each(events, count_batch, c, err);
    for (size_t i = 1; i < LB_EVENT_PARTS; i++) {
        if (status == LB_OK && c->part[i].set &&
            lb_share_worker_merge(s, &c->part[0], &c->part[i]) != LB_OK)
            status = lb_error_memory(err);
        lb_share_worker_clear(s, &c->part[i]);
    }
    return status;
}

static void log_event_problems(const lb_share_state *s, const lb_share_worker *all,
                               const lb_event_counts *counts)
{
    const char *file = lb_text_base_name(s->options->events);
    if (counts->bad_points > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the place cannot be read (in all: %lld); counted as unplaced", file,
                       counts->first_bad_point, (long long)counts->bad_points);
    if (counts->bad_dates > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the date cannot be read (in all: %lld); counted as undated", file,
                       counts->first_bad_date, (long long)counts->bad_dates);
    if (all->implausible_dates > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the year %d is not between 1900 and 2100 (in all: %lld); counted "
                       "as undated",
                       file, all->first_implausible, all->implausible_year,
                       (long long)all->implausible_dates);
    for (size_t i = 0; i < s->sets; i++)
        if (s->set[i].before_area > 0 && !s->set[i].times.limited)
            lb_log_warning(s->job->log,
                           "%s: %lld events in its areas are older than the areas (by %s); areas "
                           "drawn with knowledge of the events hold more of them; limit with "
                           "--valid-from FIELD",
                           s->set[i].areas.label, (long long)s->set[i].before_area,
                           s->set[i].times.basis);
    for (size_t i = 0; s->options->linked && i < s->sets; i++)
        lb_log_note(s->job->log,
                    "%s: %lld events counted in an area they happened outside of (%s), %lld tied "
                    "to a name that is no area",
                    s->set[i].areas.label, (long long)s->set[i].linked_outside, s->options->linked,
                    (long long)s->set[i].unmatched_links);
}

lb_status lb_share_count(lb_share_state *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_event_fields fields = {.date = o->date,
                              .x = o->x,
                              .y = o->y,
                              .linked = o->linked,
                              .needs_date = o->periods > 0 || o->valid_from || o->valid_to,
                              .hashed = lb_share_wants_files(o)};
    event_counter c = {.work = s, .part = {{.set = s->set}}};
    lb_events *events;
    lb_status status = lb_events_open(o->events, &fields, s->crs, s->job, &events, err);
    if (status != LB_OK)
        return status;
    status = count_events(&c, events, err);
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, s->events_hash);
    lb_events_close(events);
    if (status == LB_OK)
        log_event_problems(s, &c.part[0], &counts);
    s->rows = counts.rows;
    for (size_t i = 0; i < s->sets && status == LB_OK; i++)
        if (lb_period_counts_finish(&s->set[i].by_period) != LB_OK ||
            lb_border_curve_finish(&s->set[i].curve) != LB_OK ||
            (s->sigma > 0 && lb_position_error_finish(&s->set[i].position, &s->set[i].by_period, o,
                                                      s->job->threads) != LB_OK))
            status = lb_error_memory(err);
    return status;
}
