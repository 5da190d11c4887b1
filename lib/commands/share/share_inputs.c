/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The read-only inputs of share: periods, sets of areas with their sizes on the ellipsoid and in
 * the plane, an index to locate events in them, and when they are valid (docs/methods.md, Area on
 * the ellipsoid; Overlap rules; Validity periods). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "base/number.h"
#include "base/try.h"
#include "commands/share/share_measure.h"
#include "commands/share/validity_periods.h"
#include "input/areas/topology_report.h"
#include "model/crs_detect.h"
#include "port/proj/scale.h"
#include "port/proj/transform.h"

static void clear_set(const lb_share_inputs *in, lb_share_set *set)
{
    lb_areas_clear(&set->areas);
    lb_area_sizes_clear(&set->sizes);
    lb_area_times_clear(&set->times);
    lb_validity_periods_clear(in, set);
    lb_locator_free(set->locator);
    lb_named_areas_clear(&set->named);
}

void lb_share_inputs_clear(lb_share_inputs *in)
{
    for (size_t i = 0; i < in->n_sets; i++)
        clear_set(in, &in->set[i]);
    free(in->set);
    lb_vicinity_clear(&in->vicinity);
    lb_period_table_clear(&in->periods);
    lb_grid_values_clear(&in->grid);
    *in = (lb_share_inputs){0};
}

/* Distances of the border curve ------------------------------------------------------------------
 */

/* Keeps them ascending, each once. */
static void insert_distance(lb_share_inputs *in, double distance)
{
    size_t at = in->n_distances;
    for (size_t i = 0; i < in->n_distances; i++)
        if (in->distance[i] == distance)
            return;
    for (; at > 0 && in->distance[at - 1] > distance; at--)
        in->distance[at] = in->distance[at - 1];
    in->distance[at] = distance;
    in->n_distances++;
}

/* "D1,D2,..." in metres; 0, the borders as drawn, is always one of them. */
static lb_status read_distances(lb_share_inputs *in, lb_error *err)
{
    const char *text = in->options->border_curve;
    if (!text)
        return LB_OK;
    insert_distance(in, 0);
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double distance;
        if (!lb_number_parse(at, length, &distance) || !(distance >= -1e6 && distance <= 1e6) ||
            in->n_distances == LB_SHARE_MAX_DISTANCES)
            return lb_error_set(err, LB_E_USAGE,
                                "--border-curve: '%s' found, expected at most %d distances in "
                                "metres, as -100,-50,50,100",
                                text, LB_SHARE_MAX_DISTANCES - 1);
        insert_distance(in, distance);
        at += length + (at[length] == ',');
    }
    return LB_OK;
}

/* Sets of areas ----------------------------------------------------------------------------------
 */

static lb_status index_set(const lb_share_inputs *in, lb_share_set *set, lb_error *err)
{
    lb_status status = lb_locator_new(&set->areas.shapes, NULL, in->job->threads, &set->locator);
    if (status == LB_OK && in->options->linked)
        status = lb_named_areas_index(&set->areas, &set->times, &set->named);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
}

static void log_overlap(const lb_share_inputs *in, const lb_share_set *set)
{
    static const char *const how[] = {[LB_OVERLAP_PRIORITY] = "by category the worse wins",
                                      [LB_OVERLAP_SPLIT] = "areas have equal parts of it",
                                      [LB_OVERLAP_BOTH] = "by category in both"};
    double overlap = set->sizes.sum_true - set->sizes.union_true;
    if (overlap > 1)
        lb_log_note(in->job->log, "%s: areas overlap by %.1f m2, counted once in totals (%s)",
                    set->areas.label, overlap, how[in->options->overlap]);
}

/* Areas larger than what their share is of: a unit or a figure is wrong. (Of areas that exist by
 * turns the union may be.) */
static void log_reference(const lb_share_inputs *in, const lb_share_set *set)
{
    const lb_share_options *o = in->options;
    double km2 = set->sizes.union_true / 1e6;
    if (km2 > o->reference_km2 && !o->valid_from && !o->valid_to)
        lb_log_warning(
            in->job->log,
            "%s: the areas are %.4g km2, more than the %.4g km2 of --reference-km2 that "
            "area_share and location_quotient are against; is that in square kilometres?",
            set->areas.source, km2, o->reference_km2);
}

/* Sizes and overlaps. */
static lb_status measure_set(const lb_share_inputs *in, lb_share_set *set, lb_error *err)
{
    lb_overlap_task task = {.shapes = NULL};
    lb_size_terms terms = {in->crs, in->options->overlap, in->job->threads,
                           set->areas.shapes.count <= LB_TOPOLOGY_MAX_AREAS, in->job->log};
    lb_status status = lb_area_sizes_compute(&set->areas, &terms, &task, &set->sizes, err);
    if (status == LB_OK)
        status = lb_topology_find(&task, &set->areas, in->job, err);
    lb_overlap_task_clear(&task);
    if (status == LB_OK) {
        log_overlap(in, set);
        log_reference(in, set);
    }
    return status;
}

static lb_status read_set(const lb_share_inputs *in, const char *spec, lb_share_set *set,
                          lb_error *err)
{
    const lb_share_options *o = in->options;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_area_time_fields times = {o->valid_from, o->valid_to, &in->dates, in->job->log};
    LB_TRY(lb_areas_read(spec, &fields, in->crs, in->job, &set->areas, err));
    set->n_categories = set->areas.categories ? set->areas.categories : 1;
    LB_TRY(measure_set(in, set, err));
    LB_TRY(lb_area_times_read(&set->areas, &times, &set->times, err));
    LB_TRY(index_set(in, set, err));
    return lb_validity_periods_make(in, set, err);
}

static lb_status read_sets(lb_share_inputs *in, lb_error *err)
{
    const lb_share_options *o = in->options;
    if (o->area_sets == 0)
        return lb_error_set(err, LB_E_USAGE, "--areas: no set of areas is named");
    in->set = calloc(o->area_sets, sizeof *in->set);
    if (!in->set)
        return lb_error_memory(err);
    while (in->n_sets < o->area_sets) {
        lb_share_set *set = &in->set[in->n_sets++];
        LB_TRY(read_set(in, o->areas[set - in->set], set, err));
        for (const lb_share_set *other = in->set; other < set; other++)
            if (strcmp(set->areas.label, other->areas.label) == 0)
                return lb_error_set(err, LB_E_USAGE,
                                    "two area sets are called '%s'; name them: --areas NAME=SOURCE",
                                    set->areas.label);
        if (lb_vicinity_add(&in->vicinity, &set->areas.shapes, set->areas.source,
                            set->areas.found.crs, in->crs) != LB_OK)
            return lb_error_memory(err);
    }
    return LB_OK;
}

/* The default reference is the ground of Sweden, which is nothing to areas elsewhere. */
static lb_status check_reference(const lb_share_inputs *in, lb_error *err)
{
    const lb_share_options *o = in->options;
    lb_box extent = in->vicinity.extent;
    double middle[] = {(extent.xmin + extent.xmax) / 2, (extent.ymin + extent.ymax) / 2};
    bool degrees = lb_crs_epsg(in->crs) != 3006;
    lb_transform *to_degrees = NULL;
    if (o->reference_label || o->reference_km2 != LB_REFERENCE_KM2)
        return LB_OK;
    lb_status status = degrees ? lb_transform_new(in->crs, "EPSG:4326", &to_degrees, err) : LB_OK;
    if (status == LB_OK)
        status = lb_transform_points(to_degrees, 1, middle, err);
    lb_transform_free(to_degrees);
    if (status == LB_OK && !lb_crs_in_sweden(degrees, middle[0], middle[1]))
        lb_log_warning(in->job->log,
                       "%s: the areas are not in Sweden, but area_share and location_quotient are "
                       "against its %d km2; say against what with --reference-km2",
                       in->vicinity.source, LB_REFERENCE_KM2);
    return status;
}

lb_status lb_share_inputs_read(lb_share_inputs *in, lb_error *err)
{
    const lb_share_options *o = in->options;
    LB_TRY(read_distances(in, err));
    LB_TRY(lb_date_rules_make(o->timezone, o->date_format, &in->dates, err));
    in->dates.months =
        !o->valid_from && !o->valid_to && lb_periods_are_whole_months(o->period, o->periods);
    LB_TRY(lb_period_table_make(o->period, o->periods, &in->periods, err));
    in->periods.needs_day = o->valid_from || o->valid_to;
    in->sigma = o->position_error > 0 ? lb_sigma_from_median_error(o->position_error) : 0;
    LB_TRY(read_sets(in, err));
    LB_TRY(check_reference(in, err));
    return in->n_distances > 0 || in->sigma > 0
               ? lb_crs_check_scale(in->crs, in->vicinity.extent, "--crs", err)
               : LB_OK;
}
