/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/job_share.h>
#include <lagesbild/locate.h>
#include "base/text.h"
#include "flow/area_sizes.h"
#include "flow/areas.h"
#include "flow/events.h"
#include "flow/share_files.h"
#include "flow/share_table.h"
#include "flow/share_tally.h"
#include "port/crs.h"

/* More areas than this over one point are not told apart by category; none are known. */
enum { AREAS_AT_POINT = 64 };

typedef struct share {
    const lb_share_options *options;
    const lb_job *job;
    const char *crs;
    lb_period_rule *rule;
    size_t rules, sets;
    lb_share_set *set;
} share;

static void clear(share *s)
{
    for (size_t i = 0; s->set && i < s->sets; i++) {
        lb_areas_clear(&s->set[i].areas);
        lb_area_sizes_clear(&s->set[i].sizes);
        lb_locator_free(s->set[i].locator);
        lb_share_tally_clear(&s->set[i].tally);
    }
    free(s->set);
    free(s->rule);
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static lb_status read_periods(share *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    s->rules = o->periods ? o->periods : 1;
    s->rule = calloc(s->rules, sizeof *s->rule);
    if (!s->rule)
        return no_memory(err);
    for (size_t i = 0; i < s->rules; i++) {
        const char *text = o->periods ? o->period[i] : NULL;
        if (lb_period_parse(text, &s->rule[i]) != LB_OK)
            return lb_error_set(err, LB_E_USAGE,
                                "--period: '%s' found, expected year, half, quarter, month or "
                                "FROM/TO as 2021-01-01/2021-07-01 (the end is not included)",
                                text);
    }
    return LB_OK;
}

static lb_status check_options(const share *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    if (!(o->confidence > 0 && o->confidence < 1))
        return lb_error_set(err, LB_E_USAGE, "--confidence: %g found, expected between 0 and 1",
                            o->confidence);
    if (!(o->reference_km2 > 0))
        return lb_error_set(err, LB_E_USAGE, "--reference-km2: %g found, expected above 0",
                            o->reference_km2);
    return lb_crs_check(s->crs, err);
}

static lb_status read_set(share *s, const char *spec, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_status status = lb_areas_read(spec, &fields, s->crs, s->job, &set->areas, err);
    if (status == LB_OK)
        status = lb_area_sizes_compute(&set->areas, s->crs, o->overlap, &set->sizes, err);
    if (status == LB_OK) {
        status = lb_locator_new(&set->areas.shapes, NULL, s->job->threads, &set->locator);
        if (status == LB_OK)
            status =
                lb_share_tally_init(&set->tally, s->rule, s->rules,
                                    set->areas.categories ? set->areas.categories : 1, o->overlap);
        if (status != LB_OK)
            lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
    }
    if (status == LB_OK && set->sizes.sum_true - set->sizes.union_true > 1)
        lb_log_note(s->job->log, "%s: areas overlap by %.1f m2, counted once in totals (%s)",
                    set->areas.label, set->sizes.sum_true - set->sizes.union_true,
                    o->overlap == LB_OVERLAP_PRIORITY ? "by category the worse wins"
                    : o->overlap == LB_OVERLAP_SPLIT  ? "by category split equally"
                                                      : "by category in both");
    return status;
}

static lb_status read_sets(share *s, lb_error *err)
{
    s->set = calloc(s->options->area_sets, sizeof *s->set);
    if (!s->set)
        return no_memory(err);
    for (size_t i = 0; i < s->options->area_sets; i++) {
        s->sets = i + 1;
        lb_status status = read_set(s, s->options->areas[i], &s->set[i], err);
        if (status != LB_OK)
            return status;
        for (size_t j = 0; j < i; j++)
            if (strcmp(s->set[i].areas.label, s->set[j].areas.label) == 0)
                return lb_error_set(err, LB_E_USAGE,
                                    "two area sets are called '%s'; name them: --areas NAME=SOURCE",
                                    s->set[i].areas.label);
    }
    return LB_OK;
}

/* The area an event is tied to by name; SIZE_MAX: none of that name. */
static size_t linked_area(const lb_areas *areas, const char *name)
{
    size_t i = 0;
    while (i < areas->shapes.count && !lb_text_same(areas->name[i], name))
        i++;
    return i < areas->shapes.count ? i : SIZE_MAX;
}

/* Adds the area the event is tied to, if it is not there already; areas stay in their order. */
static lb_status add_linked(lb_share_set *set, const lb_event *event, size_t *at, size_t *n)
{
    if (!event->linked || lb_field_is_empty(event->linked))
        return LB_OK;
    char *name = lb_field_text(event->linked);
    if (!name)
        return LB_E_MEMORY;
    size_t area = linked_area(&set->areas, name), place = 0;
    free(name);
    if (area == SIZE_MAX) {
        set->unknown_links++;
        return LB_OK;
    }
    while (place < *n && at[place] < area)
        place++;
    if ((place < *n && at[place] == area) || *n == AREAS_AT_POINT)
        return LB_OK;
    memmove(at + place + 1, at + place, (*n - place) * sizeof *at);
    at[place] = area;
    ++*n;
    set->linked_outside++;
    return LB_OK;
}

static lb_status count_event(lb_share_set *set, const lb_event *event)
{
    size_t at[AREAS_AT_POINT], n = 0;
    if (event->placed) {
        n = lb_locator_find(set->locator, event->x, event->y, at, AREAS_AT_POINT);
        n = n < AREAS_AT_POINT ? n : AREAS_AT_POINT;
        if (add_linked(set, event, at, &n) != LB_OK)
            return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        at[i] = set->areas.category[at[i]];
    lb_share_event counted = {event->placed, event->dated, event->day, at, n};
    return lb_share_tally_add(&set->tally, &counted);
}

static void tell_events(const share *s, const lb_event_counts *counts)
{
    const char *file = lb_text_base_name(s->options->events);
    if (counts->bad_places > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the place cannot be read (in all: %lld); counted as unplaced", file,
                       counts->first_bad_place, (long long)counts->bad_places);
    if (counts->bad_dates > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the date cannot be read (in all: %lld); counted as undated", file,
                       counts->first_bad_date, (long long)counts->bad_dates);
    for (size_t i = 0; s->options->linked && i < s->sets; i++)
        lb_log_note(s->job->log,
                    "%s: %lld events counted in an area they happened outside of (%s), %lld tied "
                    "to a name that is no area",
                    s->set[i].areas.label, (long long)s->set[i].linked_outside, s->options->linked,
                    (long long)s->set[i].unknown_links);
}

static lb_status count_events(share *s, int64_t *rows, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_event_fields fields = {o->date, o->x, o->y, o->linked, o->periods > 0};
    lb_events *events;
    const lb_event *event;
    lb_status status = lb_events_open(o->events, &fields, s->crs, s->job, &events, err);
    if (status != LB_OK)
        return status;
    while ((status = lb_events_next(events, &event, err)) == LB_OK && event)
        for (size_t i = 0; i < s->sets && status == LB_OK; i++)
            if (count_event(&s->set[i], event) != LB_OK) {
                lb_events_close(events);
                return no_memory(err);
            }
    lb_event_counts counts = lb_events_counts(events);
    lb_events_close(events);
    if (status == LB_OK)
        tell_events(s, &counts);
    *rows = counts.rows;
    for (size_t i = 0; i < s->sets && status == LB_OK; i++)
        if (lb_share_tally_finish(&s->set[i].tally) != LB_OK)
            status = no_memory(err);
    return status;
}

void lb_share_result_clear(lb_share_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->border);
}

lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job, lb_share_result *out,
                           lb_error *err)
{
    share s = {.options = options, .job = job, .crs = job->crs ? job->crs : "EPSG:3006"};
    lb_table table = {0};
    int64_t rows = 0;
    lb_status status = check_options(&s, err);
    if (status == LB_OK)
        status = read_periods(&s, err);
    if (status == LB_OK)
        status = read_sets(&s, err);
    if (status == LB_OK)
        status = count_events(&s, &rows, err);
    for (size_t i = 0; i < s.sets && status == LB_OK; i++)
        status = lb_share_close_books(&s.set[i], rows, s.rules, err);
    if (status == LB_OK && lb_share_table(s.set, s.sets, options, job->english, &table) != LB_OK)
        status = no_memory(err);
    if (status == LB_OK)
        status = lb_share_write(options, s.set, s.sets, rows, &table, job, err);
    clear(&s);
    if (status == LB_OK)
        *out = (lb_share_result){.table = table};
    else
        lb_table_clear(&table);
    return status;
}

lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                       lb_error *err)
{
    lb_share_result result;
    lb_status status = lb_share_run_all(options, job, &result, err);
    if (status != LB_OK)
        return status;
    *out = result.table;
    result.table = (lb_table){0};
    lb_share_result_clear(&result);
    return LB_OK;
}
