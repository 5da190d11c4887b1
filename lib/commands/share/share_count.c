/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts events into the measures: each is read once, located once in each set of areas, and shown
 * to every measure that is wanted (docs/methods.md, Shares). Parts of the events are counted by
 * several threads, each into states of its own, and merged in the order of the parts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "commands/share/share_measure.h"
#include "commands/share/uncertainty_text.h"
#include "text/csv_value.h"

/* Areas at a place that there is room for without asking for memory. */
enum { FEW_AREAS = 64 };

static const lb_share_measure *const measures[LB_N_MEASURES] = {
    [LB_MEASURE_COUNTS] = &lb_measure_counts,
    [LB_MEASURE_TIMES] = &lb_measure_times,
    [LB_MEASURE_HOURS] = &lb_measure_hours,
    [LB_MEASURE_CHECKS] = &lb_measure_checks,
    [LB_MEASURE_BORDER_CURVE] = &lb_measure_border_curve,
    [LB_MEASURE_BORDER_EVENTS] = &lb_measure_border_events,
    [LB_MEASURE_POSITION_ERROR] = &lb_measure_position_error,
    [LB_MEASURE_DENOMINATORS] = &lb_measure_denominators,
    [LB_MEASURE_CHAINS] = &lb_measure_chains,
    [LB_MEASURE_UNCERTAINTY] = &lb_measure_uncertainty};

const lb_share_measure *lb_share_measure_at(size_t measure)
{
    return measures[measure];
}

static bool is_wanted(const lb_share_inputs *in, size_t measure)
{
    return !measures[measure]->is_wanted || measures[measure]->is_wanted(in->options);
}

void lb_share_states_free(const lb_share_inputs *in, void **state)
{
    for (size_t i = 0; state && i < LB_N_MEASURES * in->n_sets; i++)
        if (state[i])
            measures[i / in->n_sets]->clear(state[i]);
    free(state);
}

/* Only measures that can be merged are needed for parts of the events behind the first. */
lb_status lb_share_states_new(const lb_share_inputs *in, bool first_part, void ***out,
                              lb_error *err)
{
    void **state = calloc(LB_N_MEASURES * in->n_sets + 1, sizeof *state);
    lb_status status = state ? LB_OK : lb_error_memory(err);
    for (size_t i = 0; i < LB_N_MEASURES * in->n_sets && status == LB_OK; i++) {
        const lb_share_measure *m = measures[i / in->n_sets];
        if (is_wanted(in, i / in->n_sets) && (first_part || m->merge))
            status = m->init(in, i % in->n_sets, &state[i], err);
    }
    if (status == LB_OK)
        *out = state;
    else
        lb_share_states_free(in, state);
    return status;
}

/* One event in one set ----------------------------------------------------------------------------
 */

/* *area: the one that the name of the event's link means, of those that exist on its day one of the
 * worst category; SIZE_MAX: none. LB_E_MEMORY. */
static lb_status find_linked_area(const lb_share_set *set, const lb_share_event *e, size_t *area)
{
    char *name = lb_csv_value_text(e->event->linked);
    lb_status status =
        name ? lb_named_areas_find(&set->named, name, e->dated, e->event->day, area) : LB_E_MEMORY;
    free(name);
    return status;
}

/* Of the event's areas one of the name and category of `linked`, which its link means as well, so
 * that the event is not counted there twice; `linked` where it is in none. */
static size_t prefer_held_area(const lb_share_set *set, const lb_share_event *e, const size_t *area,
                               size_t linked)
{
    for (size_t i = 0; i < e->n; i++)
        if (set->areas.category[area[i]] == set->areas.category[linked] &&
            set->named.name_of_area[area[i]] == set->named.name_of_area[linked])
            return area[i];
    return linked;
}

/* Adds the area that the event's link names to area[n], which stays ascending, unless it is there.
 */
static lb_status add_linked_area(const lb_share_set *set, lb_share_event *e, size_t *area)
{
    size_t linked = SIZE_MAX, at = 0;
    LB_TRY(find_linked_area(set, e, &linked));
    if (linked == SIZE_MAX) {
        e->unmatched_link = true;
        return LB_OK;
    }
    e->linked = linked = prefer_held_area(set, e, area, linked);
    while (at < e->n && area[at] < linked)
        at++;
    if (at < e->n && area[at] == linked)
        return LB_OK;
    memmove(area + at + 1, area + at, (e->n - at) * sizeof *area);
    area[at] = linked;
    e->n++;
    e->linked_outside = true;
    return LB_OK;
}

/* Of area[n], which hold the event's place, only those count that are valid on its day. */
static void keep_valid_areas(const lb_share_set *set, lb_share_event *e, size_t *area, size_t n)
{
    int64_t day = e->event->day;
    for (size_t i = 0; i < n; i++) {
        e->before_area = e->before_area || (e->dated && set->times.from[area[i]] > day);
        if (lb_area_valid_on(&set->times, area[i], e->dated, day))
            area[e->n++] = area[i];
    }
}

/* An event whose interval no period holds, though parts of it are in some, is undated. */
static void exclude_event(const lb_period_table *periods, lb_share_event *e)
{
    const lb_event_time *t = e->event->time;
    for (size_t r = 0; r < periods->n_rules; r++)
        e->excluded |= lb_period_table_divides(periods, r, t->first_day, t->last_day);
    e->dated = !e->excluded || lb_share_event_is_in_period(periods, e);
}

/* Turns the areas of an event, e->n that hold its place and room for one more, into its categories,
 * in place. */
static lb_status make_share_event(const lb_share_inputs *in, const lb_share_set *set, size_t *area,
                                  lb_share_event *e)
{
    const lb_event *event = e->event;
    size_t n = e->n;
    *e = (lb_share_event){.event = event,
                          .category = area,
                          .linked = SIZE_MAX,
                          .dated = event->dated,
                          .zone = &in->dates.zone};
    e->whole = lb_share_event_is_whole(in, event);
    if (e->whole)
        exclude_event(&in->periods, e);
    if (!event->placed)
        return LB_OK;
    keep_valid_areas(set, e, area, n);
    if (event->linked && !lb_csv_value_is_empty(event->linked))
        LB_TRY(add_linked_area(set, e, area));
    for (size_t i = 0; i < e->n; i++)
        area[i] = set->areas.category[area[i]];
    return LB_OK;
}

/* Events without a place have NaN for one: they are in no area. */
static void locate_events(const lb_share_set *set, const lb_event *event, size_t n, size_t *areas,
                          size_t *area)
{
    double xy[2 * LB_EVENTS_BATCH] = {0};
    for (size_t k = 0; k < n; k++) {
        xy[2 * k] = event[k].placed ? event[k].x : (double)NAN;
        xy[2 * k + 1] = event[k].y;
    }
    lb_locator_find_many(set->locator, xy, n, areas, area, FEW_AREAS);
}

/* The n areas that hold an event, with room for one more; NULL: no memory. */
static size_t *find_many_areas(const lb_share_set *set, const lb_event *event, size_t n)
{
    size_t *area = malloc((n + 1) * sizeof *area);
    if (area)
        lb_locator_find(set->locator, event->x, event->y, area, n);
    return area;
}

static lb_status add_to_measures(const lb_share_inputs *in, size_t set, void **state,
                                 const lb_share_event *event, size_t n)
{
    for (size_t m = 0; m < LB_N_MEASURES; m++) {
        void *of_set = state[m * in->n_sets + set];
        if (of_set && measures[m]->add)
            LB_TRY(measures[m]->add(of_set, event, n));
    }
    return LB_OK;
}

static lb_status count_in_set(const lb_share_inputs *in, size_t set, void **state,
                              const lb_event *event, size_t n)
{
    size_t areas[LB_EVENTS_BATCH], found[LB_EVENTS_BATCH * FEW_AREAS];
    size_t *many[LB_EVENTS_BATCH] = {NULL};
    lb_share_event shared[LB_EVENTS_BATCH];
    lb_status status = LB_OK;
    locate_events(&in->set[set], event, n, areas, found);
    for (size_t k = 0; k < n && status == LB_OK; k++) {
        size_t *area = found + k * FEW_AREAS;
        if (areas[k] >= FEW_AREAS)
            area = many[k] = find_many_areas(&in->set[set], &event[k], areas[k]);
        shared[k].event = &event[k];
        shared[k].n = areas[k];
        status = area ? make_share_event(in, &in->set[set], area, &shared[k]) : LB_E_MEMORY;
    }
    if (status == LB_OK)
        status = add_to_measures(in, set, state, shared, n);
    for (size_t k = 0; k < n; k++)
        free(many[k]);
    return status;
}

/* All events -------------------------------------------------------------------------------------
 */

/* The states of each part of the events; those of a part are made with its first event. */
typedef struct event_parts {
    const lb_share_inputs *in;
    void **state[LB_EVENT_PARTS];
} event_parts;

static lb_status count_batch(void *udata, size_t part, const lb_event *event, size_t n)
{
    event_parts *p = udata;
    if (!p->state[part])
        LB_TRY(lb_share_states_new(p->in, false, &p->state[part], NULL));
    for (size_t set = 0; set < p->in->n_sets; set++)
        LB_TRY(count_in_set(p->in, set, p->state[part], event, n));
    return LB_OK;
}

static lb_status count_in_order(event_parts *parts, lb_events *events, lb_error *err)
{
    const lb_event *event;
    size_t n;
    lb_status status;
    while ((status = lb_events_next(events, &event, &n, err)) == LB_OK && n > 0)
        if (count_batch(parts, 0, event, n) != LB_OK)
            return lb_error_memory(err);
    return status;
}

static void merge_states(const lb_share_inputs *in, void **state, void **part)
{
    for (size_t i = 0; i < LB_N_MEASURES * in->n_sets; i++)
        if (state[i] && measures[i / in->n_sets]->merge)
            measures[i / in->n_sets]->merge(state[i], part[i]);
}

static lb_status count_events(const lb_share_inputs *in, void **state, lb_events *events,
                              lb_error *err)
{
    event_parts parts = {.in = in, .state = {state}};
    bool in_order = false;
    for (size_t m = 0; m < LB_N_MEASURES; m++)
        in_order = in_order || (measures[m]->in_order && is_wanted(in, m));
    lb_status status = in_order ? count_in_order(&parts, events, err)
                                : lb_events_each(events, count_batch, &parts, err);
    for (size_t i = 1; i < LB_EVENT_PARTS; i++) {
        if (status == LB_OK && parts.state[i])
            merge_states(in, state, parts.state[i]);
        lb_share_states_free(in, parts.state[i]);
    }
    return status;
}

static void log_event_problems(const lb_share_inputs *in, void **state,
                               const lb_event_counts *counts)
{
    const char *file = in->options->events;
    lb_event_counts_warn_places(counts, file, "counted as unplaced", in->job->log);
    lb_date_counts_warn(&counts->dates, file, in->options->periods > 0 || in->periods.needs_day,
                        "counted as undated", in->job->log);
    lb_time_counts_warn(&counts->times, file, in->job->log);
    for (size_t s = 0; s < in->n_sets; s++)
        lb_measure_checks_log(state[LB_MEASURE_CHECKS * in->n_sets + s]);
}

/* Which periods have rows is the same for all sets: it depends on the events alone. */
static lb_status show_periods(lb_share_inputs *in, void **state, lb_error *err)
{
    int64_t first_day, last_day;
    const lb_share_counts *c = lb_measure_counts_of(state[LB_MEASURE_COUNTS * in->n_sets]);
    double *events = calloc(c->periods, sizeof *events);
    if (!events)
        return lb_error_memory(err);
    for (size_t p = 0; p < c->periods; p++)
        events[p] = lb_share_placed(c, p) + lb_share_unplaced(c, p);
    lb_measure_checks_days(state[LB_MEASURE_CHECKS * in->n_sets], &first_day, &last_day);
    lb_period_table_show(&in->periods, events, first_day, last_day);
    free(events);
    return LB_OK;
}

/* One pass over the events; every measure sees each once. Dates are needed only where something
 * depends on them: a file without any serves a plain share. */
lb_status lb_share_count(lb_share_inputs *in, void **state, lb_error *err)
{
    const lb_share_options *o = in->options;
    lb_event_fields fields = {.date = o->date,
                              .x = o->x,
                              .y = o->y,
                              .linked = o->linked,
                              .until = o->until,
                              .time_rule = o->time_rule,
                              .needs_date = o->periods > 0 || o->valid_from || o->valid_to ||
                                            o->until || o->hours || lb_share_draws_chains(o),
                              .dates = in->dates,
                              .vicinity = &in->vicinity,
                              .clock = o->hours != NULL,
                              .hashed = lb_command_writes_files(&lb_share_command, o)};
    lb_events *events;
    LB_TRY(lb_events_open(o->events, &fields, in->crs, in->job, &events, err));
    lb_status status = count_events(in, state, events, err);
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, in->events_hash);
    lb_events_close(events);
    if (status != LB_OK)
        return status;
    in->rows = counts.rows;
    if (fields.needs_date)
        LB_TRY(lb_date_counts_check(&counts.dates, o->events, err));
    log_event_problems(in, state, &counts);
    return show_periods(in, state, err);
}
