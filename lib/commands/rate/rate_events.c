/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts for `rate` from events instead of a table: each event inside areas is counted in its
 * indicator and period, by the overlap rule where areas overlap, and the sums are checked against
 * the number of events read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/locate.h>
#include <lagesbild/period.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "input/events/events.h"
#include "input/areas/topology_report.h"
#include "commands/rate/rate_events.h"
#include "commands/rate/rate_times.h"
#include "port/read/polygon_reader.h"

typedef struct event_counter {
    const lb_rate_options *options;
    const lb_job *job;
    const char *crs;
    lb_rate_data *data;
    lb_shapes shapes;
    lb_polygon_findings found;
    lb_vicinity vicinity; /* of the areas */
    lb_table attributes;
    lb_locator *locator;
    size_t *at;           /* [shapes.count + 1]: areas of the event being counted */
    lb_period_rule *rule; /* [rules] */
    size_t rules;
    lb_date_rules dates;
    int64_t first, last;
    int64_t excluded; /* by --time-rule exclude, from some period */
    char *label;      /* of the one indicator, when no field names indicators */
} event_counter;

/* An area whose feature was left out is in no category, and has an empty polygon. */
static lb_status skip_areas(event_counter *c)
{
    size_t n = c->data->area.count, at = 0;
    lb_shapes all = {0};
    lb_status status = LB_OK;
    c->data->events.areas_skipped = c->found.skipped;
    if (n != c->shapes.count + c->found.skipped)
        return LB_OK; /* the caller refuses it */
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        if (c->found.is_skipped[i])
            c->data->category[i] = SIZE_MAX;
        status = c->found.is_skipped[i] ? lb_shapes_add_feature(&all)
                                        : lb_shapes_add_copy(&all, &c->shapes, at++);
    }
    lb_shapes_clear(status == LB_OK ? &c->shapes : &all);
    if (status == LB_OK)
        c->shapes = all;
    return status;
}

/* Polygons in the working CRS, in the order of the areas read as a table before; the same number of
 * both is checked, since counts are joined by position. */
static lb_status read_polygons(event_counter *c, lb_error *err)
{
    lb_polygon_options options = {c->crs,      c->job->crs,    c->job->strict, c->job->skip_invalid,
                                  c->job->log, c->job->threads};
    const char *source = c->options->areas;
    if (!c->data->has_polygons)
        return lb_error_set(err, LB_E_USAGE,
                            "%s: has no polygons to locate events in; expected a layer of areas, "
                            "or --counts TABLE",
                            source);
    LB_TRY(lb_polygons_read(source, &options, &c->shapes, &c->attributes, &c->found, err));
    if (c->found.is_skipped && skip_areas(c) != LB_OK)
        return lb_error_memory(err);
    if (c->shapes.count != c->data->area.count)
        return lb_error_set(err, LB_E_INPUT, "%s: %zu %s of %zu %s", source, c->shapes.count,
                            lb_number_word(c->shapes.count, "polygon", "polygons"),
                            c->data->area.count,
                            lb_number_word(c->data->area.count, "area", "areas"));
    lb_areas named = {.shapes = c->shapes, .name = c->data->area.name};
    LB_TRY(lb_topology_check_areas(&named, c->job, err));
    c->data->events.topology = named.topology;
    if (lb_vicinity_add(&c->vicinity, &c->shapes, source, c->found.crs, c->crs) != LB_OK)
        return lb_error_memory(err);
    c->at = malloc((c->shapes.count + 1) * sizeof *c->at);
    if (!c->at)
        return lb_error_memory(err);
    lb_status status = lb_locator_new(&c->shapes, NULL, c->job->threads, &c->locator);
    return status == LB_OK ? LB_OK
                           : lb_error_set(err, status, "%s: %s", source, lb_status_text(status));
}

/* The areas that an event counts in. */
typedef struct event_areas {
    const size_t *at;
    size_t n;
} event_areas;

/* The areas that count at a point, those in no category left out; by priority, just the worst. */
static event_areas choose_areas(const event_counter *c, const lb_event *event)
{
    size_t *at = c->at, n = 0, found = 0;
    const size_t *category = c->data->category;
    if (event->placed)
        found = lb_locator_find(c->locator, event->x, event->y, at, c->shapes.count);
    for (size_t i = 0; i < found; i++)
        if (category[at[i]] != SIZE_MAX)
            at[n++] = at[i];
    if (c->options->overlap != LB_OVERLAP_PRIORITY || n < 2)
        return (event_areas){at, n};
    const lb_areas areas = {
        .shapes = c->shapes, .category = c->data->category, .name = c->data->area.name};
    for (size_t i = 1; i < n; i++)
        if (lb_areas_is_before(&areas, at[i], at[0]))
            at[0] = at[i];
    return (event_areas){at, 1};
}

/* Parts of an event in fixed point, of 2^64: the order of events changes no digit. all: the event
 * is undivided; else `piece` of it is in the period. */
typedef struct event_piece {
    bool all;
    uint64_t piece;
} event_piece;

/* An n-th of the piece to each area. */
static lb_status split_event(lb_rate_cell *cell, size_t areas, const size_t *at, size_t n,
                             event_piece p)
{
    uint64_t whole = UINT64_MAX / n + (UINT64_MAX % n == n - 1);
    uint64_t part = p.all ? whole : p.piece / n;
    if (!cell->part && !(cell->part = calloc(areas + 1, sizeof *cell->part)))
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        cell->part[at[i]] += part;
        cell->count[at[i]] += cell->part[at[i]] < part;
    }
    return LB_OK;
}

static void add_parts(lb_rate_data *data)
{
    for (size_t c = 0; c < data->cells; c++)
        for (size_t i = 0; data->cell[c].part && i < data->area.count; i++)
            data->cell[c].count[i] += ldexp((double)data->cell[c].part[i], -64);
}

/* Adds one event, or the piece of one (in 2^-64) that falls in this period. `all` and `inside`
 * count it once, whatever the overlap rule; double_counted is what the areas' counts exceed that
 * by. */
static lb_status count_in_period(const event_counter *c, size_t indicator, const char *period,
                                 const event_areas *in, event_piece piece)
{
    size_t when;
    double events = piece.all ? 1 : ldexp((double)piece.piece, -64);
    if (lb_name_index_add(&c->data->period, period, &when) != LB_OK)
        return LB_E_MEMORY;
    lb_rate_cell *cell = lb_rate_cell_at(c->data, indicator, when, 0);
    if (!cell)
        return LB_E_MEMORY;
    if (!piece.all)
        LB_TRY(lb_rate_piece_add(cell, piece.piece, in->at, in->n));
    lb_sum_add(&cell->all, events);
    lb_sum_add(&cell->inside, in->n > 0 ? events : 0);
    if (c->options->overlap == LB_OVERLAP_BOTH && in->n > 1)
        cell->double_counted += events * (double)(in->n - 1);
    if (c->options->overlap == LB_OVERLAP_SPLIT && in->n > 1)
        return split_event(cell, c->data->area.count, in->at, in->n, piece);
    if (!piece.all) {
        for (size_t i = 0; i < in->n; i++)
            LB_TRY(split_event(cell, c->data->area.count, &in->at[i], 1, piece));
        return LB_OK;
    }
    for (size_t i = 0; i < in->n; i++)
        cell->count[in->at[i]] += 1;
    return LB_OK;
}

static lb_status indicator_of(const event_counter *c, const lb_event *event, size_t *out)
{
    char *text = event->linked ? lb_csv_value_text(event->linked) : lb_text_copy(c->label);
    lb_status status = text ? lb_name_index_add(&c->data->indicator, text, out) : LB_E_MEMORY;
    free(text);
    return status;
}

/* Does its interval reach over the beginning of another period? */
static bool is_divided(const lb_event *event, const lb_period_rule *rule)
{
    if (!event->dated || rule->kind == LB_PERIOD_ALL || !lb_event_time_has_days(event->time))
        return false;
    lb_period p = lb_period_at(rule, event->time->first_day);
    int64_t last = event->time->last_day;
    return event->time->first_day < p.from ? last >= p.from
                                           : event->time->first_day < p.to && last >= p.to;
}

/* What of the interval lies before a day, of 2^64; of all of it 2^64 - 1, so that no piece is
 * lost. */
static uint64_t fixed_before(const lb_event_time *time, const lb_timezone *zone, int64_t day)
{
    double part = lb_event_time_before(time, zone, day);
    return part < 1 ? (uint64_t)ldexp(part, 64) : UINT64_MAX;
}

/* By one rule of periods: whole, or the pieces of its interval. */
static lb_status count_by_rule(const event_counter *c, const lb_period_rule *rule,
                               const lb_event *event, size_t indicator, const event_areas *in)
{
    const lb_event_time *t = event->time;
    const lb_timezone *zone = &c->dates.zone;
    lb_period p = lb_period_at(rule, event->dated ? event->day : 0);
    bool inside =
        rule->kind == LB_PERIOD_ALL || (event->dated && event->day >= p.from && event->day < p.to);
    if (!is_divided(event, rule))
        return inside ? count_in_period(c, indicator, p.label, in, (event_piece){.all = true})
                      : LB_OK;
    uint64_t before = 0;
    for (int64_t day = t->first_day; day <= t->last_day; day = p.to) {
        p = lb_period_at(rule, day);
        if (p.from > day)
            before = fixed_before(t, zone, p.from);
        uint64_t after = fixed_before(t, zone, p.to);
        if (p.to > day)
            LB_TRY(
                count_in_period(c, indicator, p.label, in, (event_piece){.piece = after - before}));
        before = after;
        if (rule->kind == LB_PERIOD_SPAN)
            break;
    }
    return LB_OK;
}

/* The event in each period rule that has it. First and last day span all dated events: periods of a
 * rule between them get a count even where it is 0. */
static lb_status count_event(event_counter *c, const lb_event *event)
{
    event_areas in = choose_areas(c, event);
    size_t indicator;
    if (indicator_of(c, event, &indicator) != LB_OK)
        return LB_E_MEMORY;
    lb_rate_events *events = &c->data->events;
    events->read++;
    events->inside += event->placed && in.n > 0;
    events->in_no_area += event->placed && in.n == 0;
    events->unplaced += !event->placed;
    events->undated += !event->dated;
    if (event->dated && event->day < c->first)
        c->first = event->day;
    int64_t last = lb_event_time_has_days(event->time) ? event->time->last_day : event->day;
    if (event->dated && last > c->last)
        c->last = last;
    bool excluded = false;
    for (size_t i = 0; i < c->rules; i++) {
        if (c->options->time_rule == LB_TIME_EXCLUDE && is_divided(event, &c->rule[i]))
            excluded = true;
        else
            LB_TRY(count_by_rule(c, &c->rule[i], event, indicator, &in));
    }
    c->excluded += excluded;
    return LB_OK;
}

/* Periods in which nothing happened are periods too. */
static lb_status fill_periods(event_counter *c)
{
    lb_periods periods = {0};
    lb_status status = LB_OK;
    size_t when;
    for (size_t i = 0; i < c->rules && status == LB_OK; i++)
        status = lb_periods_add(&periods, &c->rule[i], c->first, c->last);
    for (size_t i = 0; i < periods.count && status == LB_OK; i++) {
        status = lb_name_index_add(&c->data->period, periods.item[i].label, &when);
        for (size_t k = 0; k < c->data->indicator.count && status == LB_OK; k++)
            status = lb_rate_cell_at(c->data, k, when, 0) ? LB_OK : LB_E_MEMORY;
    }
    lb_periods_clear(&periods);
    return status;
}

/* Rows that reach no count are warnings; how many were read is a note. */
static void log_counts(const event_counter *c, const lb_event_counts *counts)
{
    const char *file = c->options->events;
    lb_log_note(c->job->log, "%s: %lld %s", file, (long long)counts->rows,
                lb_number_word(counts->rows, "event", "events"));
    lb_event_counts_warn_places(counts, file, "counted as unplaced", c->job->log);
    if (c->data->events.unplaced > 0)
        lb_log_warning(c->job->log, "%s: %lld %s in no area%s", file,
                       (long long)c->data->events.unplaced,
                       lb_number_word(c->data->events.unplaced, "event without a place is",
                                      "events without a place are"),
                       c->options->national ? ", but in the rest of the country" : "");
    lb_date_counts_warn(&counts->dates, file, false, "counted as undated", c->job->log);
    lb_time_counts_warn(&counts->times, file, c->job->log);
    if (c->excluded > 0)
        lb_log_warning(c->job->log, "--time-rule exclude: %lld %s in none of them",
                       (long long)c->excluded,
                       lb_number_word(c->excluded, "event whose interval is in several periods is",
                                      "events whose interval is in several periods are"));
    if (c->data->events.undated > 0 && c->options->periods > 0)
        lb_log_warning(c->job->log, "%s: %lld %s in no period", file,
                       (long long)c->data->events.undated,
                       lb_number_word(c->data->events.undated, "event without a date is",
                                      "events without a date are"));
}

/* Every event read is inside, in no area or unplaced; and in each cell the areas' counts less those
 * counted more than once are the events inside, to 1e-9. */
lb_status lb_rate_check_totals(const lb_rate_data *data, int64_t rows, const char *source,
                               lb_error *err)
{
    const lb_rate_events *e = &data->events;
    if (e->read != rows || e->inside + e->in_no_area + e->unplaced != rows)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the totals do not add up: %lld events read, %lld inside, %lld "
                            "in no area, %lld without a place",
                            source, (long long)rows, (long long)e->inside, (long long)e->in_no_area,
                            (long long)e->unplaced);
    for (size_t c = 0; c < data->cells; c++) {
        const lb_rate_cell *cell = &data->cell[c];
        lb_sum sum = {0};
        for (size_t i = 0; i < data->area.count; i++)
            lb_sum_add(&sum, cell->count[i]);
        double counted = lb_sum_value(sum) - cell->double_counted;
        double inside = lb_sum_value(cell->inside);
        if (fabs(counted - inside) > 1e-9 * fmax(inside, 1))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: the totals do not add up: of '%s' in %s, %.9g events are "
                                "inside and the areas' counts are %.9g",
                                source, data->indicator.name[cell->indicator],
                                data->period.name[cell->period], inside, counted);
    }
    return LB_OK;
}

/* One pass over the events. Afterwards periods without an event get counts of 0, split events are
 * added, and the totals must add up. */
static lb_status count_all(event_counter *c, lb_error *err)
{
    const lb_rate_options *o = c->options;
    lb_event_fields fields = {.date = o->date,
                              .x = o->x,
                              .y = o->y,
                              .linked = o->indicator,
                              .until = o->until,
                              .time_rule = o->time_rule,
                              .needs_date = o->periods > 0 || o->until,
                              .vicinity = &c->vicinity,
                              .hashed = lb_command_writes_files(&lb_rate_command, o)};
    lb_events *events;
    const lb_event *event;
    size_t n;
    LB_TRY(lb_date_rules_make(o->timezone, o->date_format, &fields.dates, err));
    fields.dates.months = lb_periods_are_whole_months(o->period, o->periods);
    c->dates = fields.dates;
    lb_status status = lb_events_open(o->events, &fields, c->crs, c->job, &events, err);
    if (status != LB_OK)
        return status;
    while ((status = lb_events_next(events, &event, &n, err)) == LB_OK && n > 0)
        for (size_t i = 0; i < n; i++)
            if (count_event(c, &event[i]) != LB_OK) {
                lb_events_close(events);
                return lb_error_memory(err);
            }
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, c->data->events_hash);
    lb_events_close(events);
    c->data->rows[1] = (size_t)counts.rows;
    if (status == LB_OK && fields.needs_date)
        status = lb_date_counts_check(&counts.dates, o->events, err);
    if (status == LB_OK)
        log_counts(c, &counts);
    if (status == LB_OK && fill_periods(c) != LB_OK)
        status = lb_error_memory(err);
    add_parts(c->data);
    return status == LB_OK ? lb_rate_check_totals(c->data, counts.rows, o->events, err) : status;
}

/* Events located in the areas' own polygons; the areas must have been read before. */
lb_status lb_rate_count_events(const lb_rate_options *options, const lb_job *job,
                               lb_rate_data *data, lb_error *err)
{
    event_counter c = {.options = options,
                       .job = job,
                       .crs = job->crs ? job->crs : "EPSG:3006",
                       .data = data,
                       .first = INT64_MAX,
                       .last = INT64_MIN};
    const char *base = lb_text_base_name(options->events);
    c.label = lb_text_copy(base);
    if (!c.label)
        return lb_error_memory(err);
    c.label[strcspn(base, ".|")] = '\0';
    lb_status status =
        lb_period_rules_read(options->period, options->periods, &c.rule, &c.rules, err);
    if (status == LB_OK)
        status = read_polygons(&c, err);
    if (status == LB_OK)
        status = count_all(&c, err);
    lb_locator_free(c.locator);
    free(c.at);
    free(c.rule);
    free(c.label);
    lb_vicinity_clear(&c.vicinity);
    lb_polygon_findings_clear(&c.found);
    lb_shapes_clear(&c.shapes);
    lb_table_clear(&c.attributes);
    return status;
}
