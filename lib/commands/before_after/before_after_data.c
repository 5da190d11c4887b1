/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/before_after/before_after_data.h"
#include "commands/placebo/municipality_classes.h"
#include "port/proj/scale.h"

static const char standard_crs[] = "EPSG:3006";

void lb_before_after_data_clear(lb_before_after_data *data)
{
    lb_periods_clear(&data->parts);
    lb_event_grounds_clear(&data->grounds);
    lb_placebo_places_clear(&data->places);
    lb_located_events_clear(&data->located);
    lb_area_layer_clear(&data->layer);
    lb_areas_clear(&data->controls);
    free(data->municipality_class);
    free(data->compared);
    free(data->ground);
    free(data->control_weight);
    *data = (lb_before_after_data){.options = NULL};
}

/* Periods ----------------------------------------------------------------------------------------
 */

lb_status lb_whole_periods(const lb_period *period, lb_period_kind kind, lb_periods *out)
{
    lb_period_rule rule = {.kind = kind};
    lb_periods_clear(out);
    LB_TRY(lb_periods_add(out, &rule, period->from, period->to - 1));
    if (out->item[0].from != period->from || out->item[out->count - 1].to != period->to)
        lb_periods_clear(out);
    return LB_OK;
}

/* before_length, in months where both are whole ones: years are then equal, leap years too. */
static lb_status compare_lengths(lb_before_after_data *d)
{
    lb_periods months[2] = {{0}, {0}};
    lb_status status = lb_whole_periods(&d->before, LB_PERIOD_MONTH, &months[0]);
    if (status == LB_OK)
        status = lb_whole_periods(&d->after, LB_PERIOD_MONTH, &months[1]);
    bool whole = months[0].count > 0 && months[1].count > 0;
    d->before_length =
        whole ? (double)months[0].count / (double)months[1].count
              : (double)(d->before.to - d->before.from) / (double)(d->after.to - d->after.from);
    lb_periods_clear(&months[0]);
    lb_periods_clear(&months[1]);
    return status;
}

/* The longest calendar periods of which `before` has three or more; where few are not shown, events
 * of less than half a year are not either. */
static lb_status divide_before(lb_before_after_data *d)
{
    static const lb_period_kind kind[] = {LB_PERIOD_YEAR, LB_PERIOD_HALF, LB_PERIOD_QUARTER,
                                          LB_PERIOD_MONTH};
    size_t kinds = d->options->min_cell > 1 ? 2 : 4;
    for (size_t i = 0; i < kinds && d->parts.count < 3; i++) {
        d->parts_kind = kind[i];
        LB_TRY(lb_whole_periods(&d->before, kind[i], &d->parts));
    }
    if (d->parts.count < 3)
        lb_periods_clear(&d->parts);
    return LB_OK;
}

static lb_controls_kind kind_of_controls(const lb_before_after_options *o)
{
    if (!o->controls)
        return o->grid ? LB_CONTROLS_PLACEBO : LB_CONTROLS_NONE;
    return strcmp(o->controls, "placebo") == 0 ? LB_CONTROLS_PLACEBO : LB_CONTROLS_AREAS;
}

lb_status lb_before_after_options_parse(const lb_before_after_options *o, lb_before_after_data *d,
                                        lb_error *err)
{
    d->controls_kind = kind_of_controls(o);
    LB_TRY(lb_event_period_parse("before", o->before, &d->before, err));
    LB_TRY(lb_event_period_parse("after", o->after, &d->after, err));
    LB_TRY(lb_placebo_match_parse(o->match, o->municipalities, &d->match, err));
    if (d->after.from < d->before.to)
        return lb_error_set(err, LB_E_USAGE,
                            "--after %s begins before --before %s has ended; expected a later "
                            "period",
                            o->after, o->before);
    if (d->controls_kind == LB_CONTROLS_PLACEBO && !o->grid)
        return lb_error_set(err, LB_E_USAGE,
                            "--controls placebo needs a GRID, whose people say which places are "
                            "comparable");
    return LB_OK;
}

/* Reading ----------------------------------------------------------------------------------------
 */

/* Events outside both periods are left out of everything. */
static lb_status keep_periods(lb_before_after_data *d, lb_error *err)
{
    lb_located_events *l = &d->located;
    size_t n = 0, inside = 0;
    for (size_t i = 0; i < l->points.count; i++) {
        const lb_event_point *point = &l->points.point[i];
        if (!lb_event_in_period(point, &d->before) && !lb_event_in_period(point, &d->after))
            continue;
        if (l->cell) {
            l->cell[n] = l->cell[i];
            inside += l->cell[i] != SIZE_MAX;
        }
        l->points.point[n++] = l->points.point[i];
    }
    l->points.count = n;
    l->inside = inside;
    return n > 0 ? LB_OK
                 : lb_error_set(err, LB_E_INPUT, "%s: no event is in --before %s or --after %s",
                                d->options->events, d->options->before, d->options->after);
}

/* Without a grid: the areas in the working CRS, then the events near them. */
static lb_status read_without_grid(lb_before_after_data *d, const char *crs, lb_error *err)
{
    const lb_before_after_options *o = d->options;
    lb_event_fields fields = d->source.fields;
    lb_area_fields names = {.name = o->name};
    lb_vicinity vicinity = {.source = NULL};
    LB_TRY(lb_areas_read(o->areas, &names, crs, d->job, &d->layer.areas, err));
    const lb_areas *areas = &d->layer.areas;
    LB_TRY(lb_date_rules_make(o->timezone, o->date_format, &fields.dates, err));
    lb_status status =
        lb_vicinity_add(&vicinity, &areas->shapes, areas->source, areas->found.crs, crs);
    fields.vicinity = &vicinity;
    status = status == LB_OK
                 ? lb_event_points_read(o->events, &fields, crs, d->job, &d->located.points, err)
                 : lb_error_memory(err);
    lb_vicinity_clear(&vicinity);
    return status;
}

static lb_status read_with_grid(lb_before_after_data *d, lb_error *err)
{
    const lb_before_after_options *o = d->options;
    lb_overlay_input areas = {
        .grid = o->grid, .areas = o->areas, .fields = {.name = o->name}, .with_sizes = true};
    LB_TRY(lb_located_events_read(&d->source, d->job, &d->located, err));
    LB_TRY(lb_area_layer_read(&areas, &d->located.support.grid, d->job, &d->layer, err));
    return d->match.municipality
               ? lb_municipality_classes_read(o->municipalities, o->municipality_class,
                                              &d->located.support, d->job, &d->municipality_class,
                                              err)
               : LB_OK;
}

static lb_status read_sources(lb_before_after_data *d, lb_error *err)
{
    const lb_before_after_options *o = d->options;
    const char *crs = d->job->crs ? d->job->crs : standard_crs;
    lb_area_fields names = {.name = NULL};
    d->source = LB_LOCATED_EVENTS_INPUT(o);
    d->source.fields.needs_date = true;
    d->source.fields.hashed = o->output || o->panel || o->provenance;
    LB_TRY(o->grid ? read_with_grid(d, err) : read_without_grid(d, crs, err));
    crs = o->grid ? d->located.support.grid.crs : crs;
    if (o->ring > 0)
        LB_TRY(lb_crs_check_scale(crs, lb_shapes_box_all(&d->layer.areas.shapes), "--ring", err));
    if (d->controls_kind == LB_CONTROLS_AREAS)
        LB_TRY(lb_areas_read(o->controls, &names, crs, d->job, &d->controls, err));
    return keep_periods(d, err);
}

/* Comparable places ------------------------------------------------------------------------------
 */

/* reserved[cells]: those that the ring may reach into, so that no control is where events may have
 * moved. */
static lb_status find_places(lb_before_after_data *d, bool *reserved, lb_error *err)
{
    lb_placebo_places_input in = {.grid = d->options->grid,
                                  .located = &d->located,
                                  .layer = &d->layer,
                                  .listing = {d->before.to, d->after.from},
                                  .match = d->match,
                                  .municipality_class = d->municipality_class,
                                  .reserved = reserved};
    if (d->options->ring > 0 &&
        lb_event_grounds_reserve_ring(&d->layer.areas.shapes, d->options->ring, &d->located.support,
                                      reserved) != LB_OK)
        return lb_error_memory(err);
    return lb_placebo_places_make(&in, d->job, &d->places, err);
}

/* Areas that no comparable place stands for are left out of the comparison. */
static lb_status leave_out_areas(lb_before_after_data *d, lb_error *err)
{
    size_t none = 0, first = 0, n = d->places.areas;
    for (size_t i = 0; i < n; i++) {
        size_t k = d->places.order[i];
        d->compared[k] = d->places.area[k].controls > 0;
        if (!d->compared[k])
            first = none++ > 0 ? first : k;
    }
    if (none == n)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no area has a comparable place that touches no area and no ring; "
                            "expected a larger GRID, or --controls AREAS",
                            d->layer.areas.source);
    if (none > 0)
        lb_log_warning(d->job->log,
                       "%s: no comparable place touches no area (in all: %zu of %zu areas); left "
                       "out",
                       d->layer.areas.name[first], none, n);
    return LB_OK;
}

static lb_status add_places(lb_before_after_data *d, lb_error *err)
{
    bool *reserved = calloc(d->located.support.grid.cells + 1, sizeof *reserved);
    lb_status status = reserved ? find_places(d, reserved, err) : lb_error_memory(err);
    free(reserved);
    if (status != LB_OK || d->controls_kind != LB_CONTROLS_PLACEBO)
        return status;
    LB_TRY(leave_out_areas(d, err));
    d->control_weight = malloc((d->located.points.count + 1) * sizeof *d->control_weight);
    if (!d->control_weight)
        return lb_error_memory(err);
    lb_placebo_control_weights(&d->places, d->control_weight);
    return LB_OK;
}

/* Grounds ----------------------------------------------------------------------------------------
 */

/* ring_scale, with the people of squares that have their centre in the ring. */
static void scale_ring(lb_before_after_data *d)
{
    const lb_grid_values *grid = &d->located.support.grid;
    lb_sum ring = {0}, inside = {0};
    for (size_t i = 0; i < d->places.areas; i++) {
        size_t k = d->places.order[i];
        const lb_move *own = lb_placebo_own_move(&d->places.area[k]);
        lb_sum_add(&inside, d->compared[k] && own ? own->people : 0);
    }
    for (size_t i = 0; i < grid->cells; i++) {
        double x, y;
        lb_event_support_centre(&d->located.support, i, &x, &y);
        if (lb_event_ground_at(&d->grounds, x, y) == LB_RING)
            lb_sum_add(&ring, grid->value[LB_SUPPORT_PEOPLE][i]);
    }
    d->ring_scale = lb_sum_value(ring) / lb_sum_value(inside);
}

/* Controls that reach into the areas have no part of what is there. */
static void warn_of_shared_events(const lb_before_after_data *d)
{
    const lb_event_points *points = &d->located.points;
    size_t shared = 0, ignored;
    for (size_t i = 0; i < points->count; i++)
        shared +=
            d->ground[i] == LB_TREATED && lb_locator_find(d->grounds.controls, points->point[i].x,
                                                          points->point[i].y, &ignored, 1) > 0;
    if (shared > 0)
        lb_log_warning(d->job->log,
                       "%s: %zu %s both in the areas and in --controls; counted in the areas alone",
                       d->options->events, shared,
                       lb_number_word(shared, "event is", "events are"));
}

/* The ground of each event: areas, controls, ring or ring of controls, each event in one at most
 * (docs/methods.md, Before and after). Controls as comparable places are weights of events
 * instead. */
static lb_status find_grounds(lb_before_after_data *d, lb_error *err)
{
    const lb_event_points *points = &d->located.points;
    const lb_shapes *controls = d->controls_kind == LB_CONTROLS_AREAS ? &d->controls.shapes : NULL;
    lb_status status = lb_event_grounds_make(&d->layer.areas.shapes, controls, d->options->ring,
                                             d->compared, &d->grounds);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", d->layer.areas.source, lb_status_text(status));
    d->ground = malloc(points->count + 1);
    if (!d->ground)
        return lb_error_memory(err);
    for (size_t i = 0; i < points->count; i++)
        d->ground[i] = lb_event_ground_at(&d->grounds, points->point[i].x, points->point[i].y);
    if (controls)
        warn_of_shared_events(d);
    if (d->control_weight && d->options->ring > 0)
        scale_ring(d);
    return LB_OK;
}

static lb_status prepare_periods(lb_before_after_data *d, lb_error *err)
{
    LB_TRY(lb_before_after_options_parse(d->options, d, err));
    if (compare_lengths(d) != LB_OK || divide_before(d) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

lb_status lb_before_after_data_read(lb_before_after_data *d, lb_error *err)
{
    LB_TRY(prepare_periods(d, err));
    LB_TRY(read_sources(d, err));
    size_t areas = d->layer.areas.shapes.count;
    d->compared = malloc(areas + 1);
    if (!d->compared)
        return lb_error_memory(err);
    memset(d->compared, true, areas + 1);
    if (d->options->grid)
        LB_TRY(add_places(d, err));
    return find_grounds(d, err);
}

/* Counts -----------------------------------------------------------------------------------------
 */

/* Events of a period on each ground. The variance of a plain count is the count; of comparable
 * places the count is a sum of weights and its variance that of their squares. */
void lb_before_after_count(const lb_before_after_data *d, const lb_period *period,
                           lb_weighted_count count[LB_GROUNDS])
{
    const lb_event_points *points = &d->located.points;
    lb_sum weights = {0}, squares = {0};
    memset(count, 0, LB_GROUNDS * sizeof *count);
    for (size_t i = 0; i < points->count; i++) {
        if (!lb_event_in_period(&points->point[i], period))
            continue;
        if (d->ground[i] < LB_GROUNDS)
            count[d->ground[i]].events += 1;
        if (d->control_weight) {
            lb_sum_add(&weights, d->control_weight[i]);
            lb_sum_add(&squares, d->control_weight[i] * d->control_weight[i]);
        }
    }
    for (size_t g = 0; g < LB_GROUNDS; g++)
        count[g].variance = count[g].events;
    if (d->control_weight)
        count[LB_CONTROL] = (lb_weighted_count){lb_sum_value(weights), lb_sum_value(squares)};
}
