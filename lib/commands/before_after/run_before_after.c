/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `before-after`: the weighted displacement difference of areas and controls, and what speaks
 * against reading it as an effect: other trends before, as large differences at earlier times, and
 * regression to the mean (docs/methods.md, Before and after). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/before_after/before_after_data.h"
#include "commands/before_after/before_after_panel.h"
#include "input/areas/topology_report.h"
#include "output/table_file.h"

/* So few comparable places with as many events say nothing of what such places do next. */
enum { FEWEST_PLACES = 20 };

void lb_before_after_result_clear(lb_before_after_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->panel);
}

enum {
    TREATED,
    CONTROL = TREATED + 2,
    WDD = CONTROL + 2,
    RATIO = WDD + 3,
    REGRESSION = RATIO + 3,
    P,
    PRETREND,
    RING = PRETREND + 3,
    RING_CONTROL = RING + 2,
    LENGTH = RING_CONTROL + 2,
    BEFORE,
    AFTER,
    TEST,
    WDQ
};

/* Counts of two periods by ground. */
typedef struct period_pair {
    lb_weighted_count before[LB_GROUNDS], after[LB_GROUNDS];
    double length; /* of before, in lengths of after */
} period_pair;

/* The change of a ground, per length of after, with a sign. */
static size_t add_change(const period_pair *pair, size_t ground, double sign,
                         lb_difference_term *term)
{
    term[0] = (lb_difference_term){pair->after[ground], sign};
    term[1] = (lb_difference_term){pair->before[ground], -sign / pair->length};
    return 2;
}

/* The areas, less the controls, and the ring less its own. Comparable places stand for both areas
 * and ring, by their people. */
static size_t list_terms(const lb_before_after_data *d, const period_pair *pair,
                         lb_difference_term term[8])
{
    bool ring = d->options->ring > 0;
    size_t n = add_change(pair, LB_TREATED, 1, term);
    if (d->controls_kind != LB_CONTROLS_NONE)
        n += add_change(pair, LB_CONTROL, ring && d->control_weight ? -1 - d->ring_scale : -1,
                        term + n);
    if (ring)
        n += add_change(pair, LB_RING, 1, term + n);
    if (ring && d->controls_kind == LB_CONTROLS_AREAS)
        n += add_change(pair, LB_RING_CONTROL, -1, term + n);
    return n;
}

static void set_counts(lb_table *t, size_t row, const lb_before_after_data *d,
                       const period_pair *pair)
{
    bool ring = d->options->ring > 0;
    const lb_weighted_count *side[] = {pair->before, pair->after};
    for (size_t i = 0; i < 2; i++) {
        lb_table_set_integer(t, row, TREATED + i, (int64_t)side[i][LB_TREATED].events);
        if (d->controls_kind != LB_CONTROLS_NONE)
            lb_table_set_real(t, row, CONTROL + i, side[i][LB_CONTROL].events);
        if (ring)
            lb_table_set_integer(t, row, RING + i, (int64_t)side[i][LB_RING].events);
        if (ring && d->controls_kind != LB_CONTROLS_NONE)
            lb_table_set_real(t, row, RING_CONTROL + i,
                              d->control_weight ? side[i][LB_CONTROL].events * d->ring_scale
                                                : side[i][LB_RING_CONTROL].events);
    }
}

/* A figure in three columns. */
static void set_figure(lb_table *t, size_t row, size_t column, double value, lb_interval interval)
{
    lb_table_set_real(t, row, column, value);
    lb_table_set_real(t, row, column + 1, interval.low);
    lb_table_set_real(t, row, column + 2, interval.high);
}

static lb_count_change change_of(const period_pair *pair, size_t ground)
{
    return (lb_count_change){pair->before[ground], pair->after[ground]};
}

/* WDD, the ratio of ratios and their intervals for one pair of periods; pair keeps the counts. The
 * ratio takes the first two terms (areas) or four (areas and controls), never the rings. */
static size_t add_row(lb_table *t, const lb_before_after_data *d, const lb_period *before,
                      const lb_period *after, period_pair *pair)
{
    lb_difference_term term[8];
    lb_interval interval;
    double confidence = d->options->confidence;
    lb_before_after_count(d, before, pair->before);
    lb_before_after_count(d, after, pair->after);
    size_t row = lb_table_add_row(t), n = list_terms(d, pair, term);
    lb_difference wdd = lb_weighted_difference(term, n, confidence);
    double ratio = lb_ratio_of_counts(term, d->controls_kind == LB_CONTROLS_NONE ? 2 : 4,
                                      confidence, &interval);
    set_counts(t, row, d, pair);
    set_figure(t, row, WDD, wdd.value, wdd.interval);
    set_figure(t, row, RATIO, ratio, interval);
    lb_table_set_real(t, row, P, wdd.p);
    if (d->options->wdq)
        lb_table_set_real(t, row, WDQ,
                          lb_displacement_quotient(change_of(pair, LB_TREATED),
                                                   change_of(pair, LB_RING),
                                                   change_of(pair, LB_CONTROL), confidence));
    lb_table_set_real(t, row, LENGTH, pair->length);
    lb_table_set_text(t, row, BEFORE, before->label);
    lb_table_set_text(t, row, AFTER, after->label);
    return row;
}

/* Regression to the mean -------------------------------------------------------------------------
 */

/* The fewest events before of an area that is compared, 1 at least: as if areas with as many had
 * been chosen. */
static double find_threshold(const lb_before_after_data *d)
{
    double least = HUGE_VAL;
    for (size_t k = 0; k < d->places.areas; k++) {
        const lb_placebo_place *area = &d->places.area[k];
        const lb_move *own = lb_placebo_own_move(area);
        if (d->compared[k] && own)
            least = fmin(least, area->events[LB_PLACEBO_BEFORE][own - area->move]);
    }
    return fmax(least, 1);
}

/* Events after over those before in comparable places that touch no area and have at least
 * `threshold` before, each area's places with one weight in all. NaN: they are too few. */
static double change_of_places(const lb_before_after_data *d, double threshold, size_t *places)
{
    lb_sum before = {0}, after = {0};
    *places = 0;
    for (size_t i = 0; i < d->places.areas; i++) {
        const lb_placebo_place *area = &d->places.area[d->places.order[i]];
        double weight = 1 / (double)area->controls;
        for (size_t m = 0; m < area->moves; m++) {
            if (!area->control[m] || area->events[LB_PLACEBO_BEFORE][m] < threshold)
                continue;
            lb_sum_add(&before, weight * area->events[LB_PLACEBO_BEFORE][m]);
            lb_sum_add(&after, weight * area->events[LB_PLACEBO_AFTER][m]);
            ++*places;
        }
    }
    return *places >= FEWEST_PLACES ? lb_sum_value(after) / lb_sum_value(before) : (double)NAN;
}

/* The difference that would be found if the areas had changed as comparable places do that were
 * chosen as they were, by their events before. */
static double regression_to_the_mean(const lb_before_after_data *d, const period_pair *pair)
{
    size_t places;
    double threshold = find_threshold(d), change = change_of_places(d, threshold, &places);
    double before = pair->before[LB_TREATED].events, control = 0;
    if (d->controls_kind != LB_CONTROLS_NONE)
        control = pair->after[LB_CONTROL].events - pair->before[LB_CONTROL].events / pair->length;
    if (places < FEWEST_PLACES)
        lb_log_warning(d->job->log,
                       "%zu %s at least %.0f %s before, as each area has; fewer than %d: what "
                       "regression to the mean gives is not known",
                       places,
                       lb_number_word(places, "comparable place has", "comparable places have"),
                       threshold, lb_number_word(threshold, "event", "events"), FEWEST_PLACES);
    else
        lb_log_note(d->job->log,
                    "regression to the mean is that of %zu comparable places with at least %.0f %s "
                    "before, as each area has",
                    places, threshold, lb_number_word(threshold, "event", "events"));
    return before * (change - 1 / pair->length) - control;
}

/* Before -----------------------------------------------------------------------------------------
 */

/* The slope of areas over controls in the parts of before, a year. */
static lb_status set_pretrend(const lb_before_after_data *d, lb_table *t, size_t row)
{
    static const double a_year[] = {[LB_PERIOD_YEAR] = 1,
                                    [LB_PERIOD_HALF] = 2,
                                    [LB_PERIOD_QUARTER] = 4,
                                    [LB_PERIOD_MONTH] = 12};
    size_t n = d->parts.count;
    lb_weighted_count *count = calloc(2 * n + 1, sizeof *count);
    lb_interval interval;
    if (!count)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        lb_weighted_count by_ground[LB_GROUNDS];
        lb_before_after_count(d, &d->parts.item[i], by_ground);
        count[i] = by_ground[LB_TREATED];
        count[n + i] = by_ground[LB_CONTROL];
    }
    double slope =
        lb_log_ratio_slope(count, d->controls_kind == LB_CONTROLS_NONE ? NULL : count + n, n,
                           d->options->confidence, &interval);
    double years = a_year[d->parts_kind];
    set_figure(t, row, PRETREND, slope * years, lb_interval_scale(interval, years));
    free(count);
    return LB_OK;
}

/* The same comparison inside before, at each limit of its parts. */
static void add_placebos_in_time(const lb_before_after_data *d, lb_table *t)
{
    const lb_period *part = d->parts.item;
    for (size_t i = 1; i < d->parts.count; i++) {
        period_pair pair = {.length = (double)i / (double)(d->parts.count - i)};
        lb_period before = {.from = d->before.from, .to = part[i].from};
        lb_period after = {.from = part[i].from, .to = d->before.to};
        snprintf(before.label, sizeof before.label, i > 1 ? "%.14s to %.14s" : "%.14s",
                 part[0].label, part[i - 1].label);
        snprintf(after.label, sizeof after.label,
                 i + 1 < d->parts.count ? "%.14s to %.14s" : "%.14s", part[i].label,
                 part[d->parts.count - 1].label);
        size_t row = add_row(t, d, &before, &after, &pair);
        lb_table_set_text(t, row, TEST, "placebo in time");
    }
}

/* Work -------------------------------------------------------------------------------------------
 */

/* A period of which a tenth or more has no event of the source at its outer end. */
static void warn_of_uncovered(const lb_before_after_data *d)
{
    const lb_event_points *points = &d->located.points;
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < points->count; i++) {
        first = points->point[i].day < first ? points->point[i].day : first;
        last = points->point[i].day > last ? points->point[i].day : last;
    }
    bool early = (first - d->before.from) * 10 > d->before.to - d->before.from;
    bool late = (d->after.to - 1 - last) * 10 > d->after.to - d->after.from;
    if (early || late)
        lb_log_warning(d->job->log,
                       "%s: no event is in the %s %lld %s of the period %s %s; are all days of it "
                       "in the source?",
                       d->options->events, early ? "first" : "last",
                       (long long)(early ? first - d->before.from : d->after.to - 1 - last),
                       lb_number_word((early ? first - d->before.from : d->after.to - 1 - last),
                                      "day", "days"),
                       early ? "before," : "after,", early ? d->before.label : d->after.label);
}

/* What the figures cannot show for lack of controls, grid, whole periods or events. */
static void log_limits(const lb_before_after_data *d, const period_pair *pair)
{
    double events = pair->before[LB_TREATED].events + pair->after[LB_TREATED].events;
    double control = pair->before[LB_CONTROL].events + pair->after[LB_CONTROL].events;
    if (d->controls_kind == LB_CONTROLS_NONE)
        lb_log_warning(d->job->log, "without --controls or a GRID the change is that of the areas "
                                    "alone, whatever happened elsewhere");
    if (!d->options->grid)
        lb_log_note(d->job->log, "without a GRID what regression to the mean gives is not known");
    warn_of_uncovered(d);
    if (d->parts.count == 0)
        lb_log_note(d->job->log,
                    "--before %s is not three whole years, %s: no trend before, no placebo in time",
                    d->options->before,
                    d->options->min_cell > 1 ? "or half years, as are told with --min-cell"
                                             : "half years, quarters or months");
    if (events < LB_FEWEST_EVENTS)
        lb_log_warning(d->job->log,
                       "%s: %.0f %s in the areas, fewer than %d: their figures say next to nothing",
                       d->options->events, events, lb_number_word(events, "event", "events"),
                       LB_FEWEST_EVENTS);
    if (d->controls_kind == LB_CONTROLS_AREAS && control < LB_FEWEST_EVENTS)
        lb_log_warning(d->job->log,
                       "%s: %.0f %s in --controls, fewer than %d: they say next to nothing of what "
                       "happened elsewhere",
                       d->options->events, control, lb_number_word(control, "event", "events"),
                       LB_FEWEST_EVENTS);
}

/* The comparison itself is the first row; placebos in time follow, in order of their limits. */
static lb_status make_tables(const lb_before_after_data *d, lb_before_after_result *result,
                             lb_error *err)
{
    lb_table *t = &result->table;
    period_pair pair = {.length = d->before_length};
    lb_add_some_columns(t, &lb_before_after_command, "", "treated_before",
                        d->options->wdq ? WDQ + 1 : WDQ);
    size_t row = add_row(t, d, &d->before, &d->after, &pair);
    lb_table_set_text(t, row, TEST, "before-after");
    if (d->options->grid)
        lb_table_set_real(t, row, REGRESSION, regression_to_the_mean(d, &pair));
    lb_status status = set_pretrend(d, t, row);
    add_placebos_in_time(d, t);
    log_limits(d, &pair);
    if (status == LB_OK && d->options->panel)
        status = lb_before_after_panel(d, &result->panel);
    if (status == LB_OK)
        status = lb_table_status(t);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

static void add_sources(const lb_before_after_data *d, lb_provenance *p)
{
    const lb_before_after_options *o = d->options;
    if (o->grid)
        lb_located_events_to_provenance(&d->located, &d->source, p);
    else
        lb_provenance_source(p, o->events, d->located.points.hash, d->located.points.rows);
    lb_areas_input_to_provenance(&d->layer.areas, p);
    lb_areas_input_to_provenance(&d->controls, p);
    lb_provenance_source(p, o->municipalities, NULL, -1);
}

static lb_status write_files(const lb_before_after_data *d, const lb_before_after_result *result,
                             lb_error *err)
{
    const lb_before_after_options *o = d->options;
    lb_provenance p = {0};
    const lb_table_file file[] = {
        {.path = o->output, .name = "before_after", .table = &result->table},
        {.path = o->panel, .name = "before_after_panel", .table = &result->panel}};
    lb_provenance_begin(&p, &lb_before_after_command, o, d->job);
    add_sources(d, &p);
    lb_status status = lb_table_files_write(&p, file, 2, o->provenance, d->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status compare_periods(lb_before_after_data *d, lb_before_after_result *result,
                                 lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_before_after_command, d->options, d->job, err));
    LB_TRY(lb_before_after_data_read(d, err));
    LB_TRY(make_tables(d, result, err));
    return write_files(d, result, err);
}

lb_status lb_before_after_run(const lb_before_after_options *options, const lb_job *job,
                              lb_before_after_result *out, lb_error *err)
{
    lb_own_job own;
    lb_before_after_data data = {
        .options = options, .job = lb_command_job(&lb_before_after_command, options, job, &own)};
    lb_before_after_result result = {.table = {0}};
    lb_status status = compare_periods(&data, &result, err);
    lb_before_after_data_clear(&data);
    LB_HAND_OVER(status, result, out, lb_before_after_result_clear);
}

lb_status lb_before_after_command_run(const void *options, const lb_job *job,
                                      lb_command_result *out, lb_error *err)
{
    lb_before_after_result result = {.table = {0}};
    LB_TRY(lb_before_after_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.table);
    lb_command_result_add(out, "panel", &result.panel);
    return LB_OK;
}
