/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/job_share.h>
#include <lagesbild/locate.h>
#include <lagesbild/proximity.h>
#include "base/text.h"
#include "flow/area_sizes.h"
#include "flow/areas.h"
#include "flow/events.h"
#include "flow/share_edge.h"
#include "flow/share_files.h"
#include "flow/share_table.h"
#include "flow/share_tally.h"
#include "flow/table_file.h"
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
    lb_share_curve curve; /* distances only */
    double sigma;         /* of the position error; 0: none */
    lb_table edge;        /* events close to a border */
    int64_t strays;       /* dates that no event has */
    long first_stray;
    int stray_year;
} share;

static void clear(share *s)
{
    for (size_t i = 0; s->set && i < s->sets; i++) {
        lb_areas_clear(&s->set[i].areas);
        lb_area_sizes_clear(&s->set[i].sizes);
        lb_locator_free(s->set[i].locator);
        lb_share_tally_clear(&s->set[i].tally);
        lb_area_times_clear(&s->set[i].times);
        lb_epochs_clear(&s->set[i].epochs);
        lb_share_position_clear(&s->set[i].position);
        lb_share_curve_clear(&s->set[i].curve);
        lb_border_free(s->set[i].edge);
        lb_share_grid_clear(&s->set[i].grid);
    }
    lb_table_clear(&s->edge);
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
    if (!(o->position_error >= 0 && o->position_error <= 1e6))
        return lb_error_set(err, LB_E_USAGE,
                            "--position-error: %g found, expected metres, 0 or above",
                            o->position_error);
    if (o->draws < 1 || o->draws > 1000000)
        return lb_error_set(err, LB_E_USAGE, "--draws: %d found, expected 1 to 1000000", o->draws);
    if (o->border_out && !o->border_curve)
        return lb_error_set(err, LB_E_USAGE, "--border-out: needs --border-curve D1,D2,...");
    if (o->edge_events && !o->border_curve && !(o->position_error > 0))
        return lb_error_set(err, LB_E_USAGE,
                            "--edge-events: how close is close? Needs --position-error METRES or "
                            "--border-curve D1,D2,...");
    lb_status status = lb_crs_check(s->crs, err);
    if (status == LB_OK)
        status = lb_table_file_check(o->border_out, err);
    return status == LB_OK ? lb_table_file_check(o->edge_events, err) : status;
}

/* How close to a border an event decides: the error, or else the farthest that borders move. */
static double edge_reach(const share *s)
{
    double reach = 0;
    if (s->options->position_error > 0)
        return s->options->position_error;
    for (size_t d = 0; d < s->curve.count; d++)
        reach = fmax(reach, fabs(s->curve.distance[d]));
    return reach;
}

static lb_status prepare_sure(const share *s, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_epoch_terms terms = {.crs = s->crs,
                            .overlap = o->overlap,
                            .reach = o->position_error,
                            .distance = s->curve.distance,
                            .distances = s->curve.count,
                            .threads = s->job->threads};
    size_t categories = set->areas.categories ? set->areas.categories : 1;
    lb_status status =
        lb_area_times_read(&set->areas, o->valid_from, o->valid_to, &set->times, err);
    if (status == LB_OK)
        status = lb_epochs_make(&set->areas, &set->times, &terms, &set->epochs, err);
    if (status != LB_OK)
        return status;
    set->curve = s->curve;
    status = lb_share_curve_init(&set->curve, s->rule, s->rules, categories, o->overlap);
    if (status == LB_OK)
        status = lb_claims_init(&set->position.claims, categories, o->overlap);
    if (status == LB_OK && o->edge_events && edge_reach(s) > 0)
        status = lb_border_new(&set->areas.shapes, edge_reach(s), &set->edge);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
    if (!(s->sigma > 0))
        return LB_OK;
    set->position.areas = &set->areas;
    set->position.times = &set->times;
    set->position.epochs = &set->epochs;
    return lb_share_position_init(&set->position, o->position_error, s->job->threads, err);
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
        s->set[i].first_day = 1; /* none yet: first after last */
        lb_status status = read_set(s, s->options->areas[i], &s->set[i], err);
        if (status != LB_OK)
            return status;
        if ((status = prepare_sure(s, &s->set[i], err)) != LB_OK)
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

/* The area the event is tied to and that exists that day, SIZE_MAX for none; adds it if it is not
 * there already; areas stay in their order. */
static lb_status add_linked(lb_share_set *set, const lb_event *event, size_t *at, size_t *n,
                            size_t *tied)
{
    *tied = SIZE_MAX;
    if (!event->linked || lb_field_is_empty(event->linked))
        return LB_OK;
    char *name = lb_field_text(event->linked);
    if (!name)
        return LB_E_MEMORY;
    size_t area = linked_area(&set->areas, name), place = 0;
    free(name);
    if (area == SIZE_MAX || !lb_area_counts(&set->times, area, event->dated, event->day)) {
        set->unknown_links++;
        return LB_OK;
    }
    *tied = area;
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

/* Those that exist on the event's day; counts it when one of them is younger. */
static size_t keep_existing(lb_share_set *set, const lb_event *event, size_t *at, size_t n)
{
    size_t kept = 0;
    bool ahead = false;
    for (size_t i = 0; i < n; i++) {
        ahead = ahead || (event->dated && set->times.from[at[i]] > event->day);
        if (lb_area_counts(&set->times, at[i], event->dated, event->day))
            at[kept++] = at[i];
    }
    set->ahead += ahead;
    return kept;
}

static void note_day(lb_share_set *set, const lb_event *event)
{
    if (!event->dated)
        return;
    bool first = set->first_day > set->last_day;
    set->first_day = first || event->day < set->first_day ? event->day : set->first_day;
    set->last_day = first || event->day > set->last_day ? event->day : set->last_day;
}

static bool is_hit(const lb_share_tally *tally)
{
    for (size_t r = 0; r < tally->rules; r++)
        if (tally->hit[r] != SIZE_MAX)
            return true;
    return false;
}

/* What the event is to everything but the plain count. */
static lb_status count_sure(share *s, lb_share_set *set, const lb_event *event, size_t tied,
                            const lb_share_event *counted)
{
    const lb_position_event placed = {event->x,   event->y,          event->dated,
                                      event->day, counted->category, counted->n,
                                      tied,       set->tally.hit,    set->tally.rules};
    lb_status status = LB_OK;
    if (set->curve.count > 0)
        status =
            lb_share_curve_add(&set->curve, lb_epochs_at(&set->epochs, event->dated, event->day),
                               tied == SIZE_MAX ? SIZE_MAX : set->areas.category[tied],
                               (const double[]){event->x, event->y}, counted);
    if (status != LB_OK || !event->placed || !is_hit(&set->tally))
        return status;
    if (s->sigma > 0)
        status = lb_share_position_add(&set->position, &placed);
    if (status == LB_OK && set->edge)
        status = lb_share_edge_add(
            &s->edge, &(lb_edge_set){&set->areas, &set->times, set->edge, s->sigma}, event);
    return status;
}

static lb_status count_event(share *s, lb_share_set *set, const lb_event *event)
{
    size_t at[AREAS_AT_POINT], n = 0, tied = SIZE_MAX;
    if (event->placed) {
        n = lb_locator_find(set->locator, event->x, event->y, at, AREAS_AT_POINT);
        n = keep_existing(set, event, at, n < AREAS_AT_POINT ? n : AREAS_AT_POINT);
        note_day(set, event);
        if (add_linked(set, event, at, &n, &tied) != LB_OK)
            return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        at[i] = set->areas.category[at[i]];
    lb_share_event counted = {event->placed, event->dated, event->day, at, n};
    lb_status status = lb_share_tally_add(&set->tally, &counted);
    return status == LB_OK ? count_sure(s, set, event, tied, &counted) : status;
}

/* A year typed wrong would make thousands of empty periods; such a date is as good as none. */
static lb_event without_stray(share *s, const lb_event *event)
{
    lb_event e = *event;
    if (!e.dated || (e.date.year >= 1900 && e.date.year <= 2100))
        return e;
    if (s->strays++ == 0) {
        s->first_stray = e.line;
        s->stray_year = e.date.year;
    }
    e.dated = false;
    return e;
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
    if (s->strays > 0)
        lb_log_warning(s->job->log,
                       "%s:%ld: the year %d is not between 1900 and 2100 (in all: %lld); counted "
                       "as undated",
                       file, s->first_stray, s->stray_year, (long long)s->strays);
    for (size_t i = 0; i < s->sets; i++)
        if (s->set[i].ahead > 0 && !s->set[i].times.limits)
            lb_log_warning(s->job->log,
                           "%s: %lld events in its areas are older than the areas (by %s); areas "
                           "drawn with knowledge of the events hold more of them; limit with "
                           "--valid-from FIELD",
                           s->set[i].areas.label, (long long)s->set[i].ahead, s->set[i].times.by);
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
    lb_event_fields fields = {o->date, o->x, o->y, o->linked,
                              o->periods > 0 || o->valid_from || o->valid_to};
    lb_events *events;
    const lb_event *event;
    lb_status status = lb_events_open(o->events, &fields, s->crs, s->job, &events, err);
    if (status != LB_OK)
        return status;
    while ((status = lb_events_next(events, &event, err)) == LB_OK && event) {
        lb_event e = without_stray(s, event);
        for (size_t i = 0; i < s->sets && status == LB_OK; i++)
            if (count_event(s, &s->set[i], &e) != LB_OK)
                status = no_memory(err);
        if (status != LB_OK)
            break;
    }
    lb_event_counts counts = lb_events_counts(events);
    lb_events_close(events);
    if (status == LB_OK)
        tell_events(s, &counts);
    *rows = counts.rows;
    for (size_t i = 0; i < s->sets && status == LB_OK; i++)
        if (lb_share_tally_finish(&s->set[i].tally) != LB_OK ||
            lb_share_curve_finish(&s->set[i].curve) != LB_OK ||
            (s->sigma > 0 && lb_share_position_finish(&s->set[i].position, &s->set[i].tally, o,
                                                      s->job->threads) != LB_OK))
            status = no_memory(err);
    return status;
}

/* Denominators of the grid -------------------------------------------------------------------- */

static lb_status lay_set(share *s, lb_share_set *set, const lb_grid_values *values, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_areas again = {0};
    const lb_areas *areas = &set->areas;
    lb_status status = LB_OK;
    if (strcmp(values->crs, s->crs) != 0) {
        lb_job silent = *s->job;
        silent.log = NULL;
        status = lb_areas_read(o->areas[set - s->set], &fields, values->crs, &silent, &again, err);
        areas = &again;
    }
    if (status == LB_OK)
        status = lb_share_grid_lay(values, areas, &set->times, &set->epochs, &set->position.claims,
                                   &set->grid, err);
    if (areas == &again)
        lb_areas_clear(&again);
    if (status == LB_OK && set->grid.away > 0)
        lb_log_warning(s->job->log,
                       "%s: %zu of %zu areas have no cell of the grid; nobody "
                       "is counted there: events and grid should be of the same country or region",
                       set->areas.label, set->grid.away, set->areas.shapes.count);
    return status;
}

static lb_status lay_grid(share *s, lb_error *err)
{
    static const lb_wanted wanted[] = {{"population", true, true}, {"size", false, false}};
    lb_grid_values values = {0};
    if (!s->options->grid)
        return LB_OK;
    lb_status status = lb_grid_values_read(s->options->grid, wanted, 2, s->job, &values, err);
    for (size_t i = 0; i < s->sets && status == LB_OK; i++)
        status = lay_set(s, &s->set[i], &values, err);
    if (status == LB_OK)
        lb_log_note(s->job->log,
                    "%s: %.0f people; populated land is %.4f km2 of cells with people, urban land "
                    "%.4f km2 of them delivered as squares of 250 m or less",
                    lb_text_base_name(s->options->grid), s->set[0].grid.whole[LB_HELD_PEOPLE],
                    s->set[0].grid.whole[LB_HELD_POPULATED] / 1e6,
                    s->set[0].grid.whole[LB_HELD_URBAN] / 1e6);
    lb_grid_values_clear(&values);
    return status;
}

/* The whole job ------------------------------------------------------------------------------- */

static lb_status prepare(share *s, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_status status = check_options(s, err);
    if (status == LB_OK && o->border_curve)
        status = lb_share_curve_parse(o->border_curve, &s->curve, err);
    if (status == LB_OK)
        status = read_periods(s, err);
    s->sigma = o->position_error > 0 ? lb_sigma_of_median_error(o->position_error) : 0;
    if (status == LB_OK && o->edge_events)
        lb_share_edge_start(&s->edge);
    return status == LB_OK ? read_sets(s, err) : status;
}

void lb_share_result_clear(lb_share_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->border);
}

/* Square metres: those of the areas one by one = those of the union + those that more than one has,
 * measured each by itself, to a part in 10^9 and GEOS's rounding. */
static lb_status close_squares(const lb_share_set *set, lb_error *err)
{
    lb_pieces pieces = {0};
    double again = 0, sum = set->sizes.sum_planar, whole = set->sizes.union_planar;
    double rounding = 1e-9 * sum + 0.1;
    if (fabs(sum - whole) <= rounding)
        return LB_OK;
    lb_status status = lb_geos_pieces(&set->areas.shapes, &pieces, err);
    for (size_t i = 0; status == LB_OK && i < pieces.shapes.count; i++)
        again +=
            (double)(pieces.first[i + 1] - pieces.first[i] - 1) * lb_shapes_area(&pieces.shapes, i);
    lb_pieces_clear(&pieces);
    if (status == LB_OK && !(fabs(sum - whole - again) <= rounding))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the balance does not close: %.3f m2 of areas, %.3f of their "
                            "union, %.3f held more than once",
                            set->areas.label, sum, whole, again);
    return status;
}

static lb_status make_tables(const share *s, lb_share_result *out)
{
    const lb_share_options *o = s->options;
    lb_status status = lb_share_table(s->set, s->sets, o, s->job->english, &out->table);
    if (status == LB_OK && o->border_curve)
        status = lb_share_border_table(s->set, s->sets, o, &out->border);
    return status;
}

lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job, lb_share_result *out,
                           lb_error *err)
{
    share s = {.options = options, .job = job, .crs = job->crs ? job->crs : "EPSG:3006"};
    lb_share_result result = {0};
    int64_t rows = 0;
    lb_status status = prepare(&s, err);
    if (status == LB_OK)
        status = count_events(&s, &rows, err);
    for (size_t i = 0; i < s.sets && status == LB_OK; i++)
        if ((status = lb_share_close_books(&s.set[i], rows, s.rules, err)) == LB_OK)
            status = close_squares(&s.set[i], err);
    if (status == LB_OK)
        status = lay_grid(&s, err);
    if (status == LB_OK && make_tables(&s, &result) != LB_OK)
        status = no_memory(err);
    if (status == LB_OK)
        status = lb_share_write(
            options, &(lb_share_made){s.set, s.sets, rows, &result.table, &result.border, &s.edge},
            job, err);
    clear(&s);
    if (status == LB_OK)
        *out = result;
    else
        lb_share_result_clear(&result);
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
