/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "input/areas/topology_report.h"
#include "commands/share/share_state.h"

void lb_share_work_clear(lb_share_work *s)
{
    for (size_t i = 0; s->set && i < s->sets; i++) {
        lb_areas_clear(&s->set[i].areas);
        lb_area_sizes_clear(&s->set[i].sizes);
        lb_locator_free(s->set[i].locator);
        lb_labels_clear(&s->set[i].names);
        free(s->set[i].named);
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

/* How close to a border an event decides: the error, or else the farthest that borders move. */
static double edge_reach(const lb_share_work *s)
{
    double reach = 0;
    if (s->options->position_error > 0)
        return s->options->position_error;
    for (size_t d = 0; d < s->curve.count; d++)
        reach = fmax(reach, fabs(s->curve.distance[d]));
    return reach;
}

static lb_status prepare_sure(const lb_share_work *s, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_epoch_terms terms = {.crs = s->crs,
                            .overlap = o->overlap,
                            .sizes = &set->sizes,
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

static lb_status list_names(lb_share_set *set)
{
    lb_status status = LB_OK;
    size_t n = set->areas.shapes.count, at = 0;
    set->names.folded = true;
    set->named = malloc((n + 1) * sizeof *set->named);
    for (size_t i = 0; set->named && i < n && status == LB_OK; i++) {
        size_t before = set->names.count;
        status = lb_labels_add(&set->names, set->areas.name[i], &at);
        if (set->names.count > before)
            set->named[at] = i;
    }
    return set->named ? status : LB_E_MEMORY;
}

static lb_status index_set(const lb_share_work *s, lb_share_set *set, lb_error *err)
{
    size_t categories = set->areas.categories ? set->areas.categories : 1;
    lb_status status = lb_locator_new(&set->areas.shapes, NULL, s->job->threads, &set->locator);
    if (status == LB_OK && s->options->linked)
        status = list_names(set);
    if (status == LB_OK)
        status =
            lb_share_tally_init(&set->tally, s->rule, s->rules, categories, s->options->overlap);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
}

static lb_status measure_set(const lb_share_work *s, lb_share_set *set, lb_apart *proof,
                             lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_status status = lb_area_sizes_sum(&set->areas, s->crs, s->job->threads, &set->sizes, err);
    if (status == LB_OK)
        status = index_set(s, set, err);
    if (status == LB_OK)
        status = lb_area_sizes_join(&set->areas, proof, s->crs, o->overlap, &set->sizes, err);
    if (status == LB_OK)
        status = lb_meet_areas_by(proof, &set->areas, s->job, err);
    if (status == LB_OK && set->sizes.sum_true - set->sizes.union_true > 1)
        lb_log_note(s->job->log, "%s: areas overlap by %.1f m2, counted once in totals (%s)",
                    set->areas.label, set->sizes.sum_true - set->sizes.union_true,
                    o->overlap == LB_OVERLAP_PRIORITY ? "by category the worse wins"
                    : o->overlap == LB_OVERLAP_SPLIT  ? "areas have equal parts of it"
                                                      : "by category in both");
    return status;
}

static lb_status read_set(lb_share_work *s, const char *spec, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_apart proof;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_status status = lb_areas_read(spec, &fields, s->crs, s->job, &set->areas, err);
    if (status != LB_OK)
        return status;
    lb_apart_begin(&proof, &set->areas.shapes, s->job->threads);
    status = measure_set(s, set, &proof, err);
    lb_apart_drop(&proof);
    return status;
}

lb_status lb_share_sets_read(lb_share_work *s, lb_error *err)
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
