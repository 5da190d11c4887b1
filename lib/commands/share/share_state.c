/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "input/areas/topology_report.h"
#include "commands/share/share_state.h"

void lb_share_state_clear(lb_share_state *s)
{
    for (size_t i = 0; s->set && i < s->sets; i++) {
        lb_areas_clear(&s->set[i].areas);
        lb_area_sizes_clear(&s->set[i].sizes);
        lb_locator_free(s->set[i].locator);
        lb_name_index_clear(&s->set[i].names);
        free(s->set[i].area_of_name);
        lb_period_counts_clear(&s->set[i].by_period);
        lb_area_times_clear(&s->set[i].times);
        lb_validity_periods_clear(&s->set[i].epochs);
        lb_position_error_clear(&s->set[i].position);
        lb_border_curve_clear(&s->set[i].curve);
        lb_boundary_index_free(s->set[i].near_border);
        lb_denominators_clear(&s->set[i].grid);
    }
    lb_table_clear(&s->near_border);
    free(s->set);
    free(s->rule);
}

/* How close to a border an event decides: the error, or else the farthest that borders move. */
static double border_reach(const lb_share_state *s)
{
    double reach = 0;
    if (s->options->position_error > 0)
        return s->options->position_error;
    for (size_t d = 0; d < s->curve.count; d++)
        reach = fmax(reach, fabs(s->curve.distance[d]));
    return reach;
}

static lb_status prepare_validity(const lb_share_state *s, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_validity_terms terms = {.crs = s->crs,
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
        status = lb_validity_periods_make(&set->areas, &set->times, &terms, &set->epochs, err);
    if (status != LB_OK)
        return status;
    set->curve = s->curve;
    status = lb_border_curve_init(&set->curve, s->rule, s->rules, categories, o->overlap);
    if (status == LB_OK)
        status = lb_category_credit_init(&set->position.credits, categories, o->overlap);
    if (status == LB_OK && o->edge_events && border_reach(s) > 0)
        status = lb_boundary_index_new(&set->areas.shapes, border_reach(s), &set->near_border);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
    if (!(s->sigma > 0))
        return LB_OK;
    set->position.areas = &set->areas;
    set->position.times = &set->times;
    set->position.epochs = &set->epochs;
    return lb_position_error_init(&set->position, o->position_error, s->job->threads, err);
}

static lb_status index_names(lb_share_set *set)
{
    lb_status status = LB_OK;
    size_t n = set->areas.shapes.count, at = 0;
    set->names.folded = true;
    set->area_of_name = malloc((n + 1) * sizeof *set->area_of_name);
    for (size_t i = 0; set->area_of_name && i < n && status == LB_OK; i++) {
        size_t before = set->names.count;
        status = lb_name_index_add(&set->names, set->areas.name[i], &at);
        if (set->names.count > before)
            set->area_of_name[at] = i;
    }
    return set->area_of_name ? status : LB_E_MEMORY;
}

static lb_status prepare_counts(const lb_share_state *s, lb_share_set *set, lb_error *err)
{
    size_t categories = set->areas.categories ? set->areas.categories : 1;
    lb_status status = lb_locator_new(&set->areas.shapes, NULL, s->job->threads, &set->locator);
    if (status == LB_OK && s->options->linked)
        status = index_names(set);
    if (status == LB_OK)
        status = lb_period_counts_init(&set->by_period, s->rule, s->rules, categories,
                                       s->options->overlap);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", set->areas.source, lb_status_text(status));
}

static lb_status measure_set(const lb_share_state *s, lb_share_set *set, lb_disjoint_task *test,
                             lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_status status = lb_area_sizes_sum(&set->areas, s->crs, s->job->threads, &set->sizes, err);
    if (status == LB_OK)
        status = prepare_counts(s, set, err);
    if (status == LB_OK)
        status = lb_area_sizes_union(&set->areas, test, s->crs, o->overlap, &set->sizes, err);
    if (status == LB_OK)
        status = lb_topology_find(test, &set->areas, s->job, err);
    if (status == LB_OK && set->sizes.sum_true - set->sizes.union_true > 1)
        lb_log_note(s->job->log, "%s: areas overlap by %.1f m2, counted once in totals (%s)",
                    set->areas.label, set->sizes.sum_true - set->sizes.union_true,
                    o->overlap == LB_OVERLAP_PRIORITY ? "by category the worse wins"
                    : o->overlap == LB_OVERLAP_SPLIT  ? "areas have equal parts of it"
                                                      : "by category in both");
    return status;
}

static lb_status read_set(lb_share_state *s, const char *spec, lb_share_set *set, lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_disjoint_task test;
    lb_area_fields fields = {o->name, o->category, o->priority};
    lb_status status = lb_areas_read(spec, &fields, s->crs, s->job, &set->areas, err);
    if (status != LB_OK)
        return status;
    lb_disjoint_start(&test, &set->areas.shapes, s->job->threads);
    status = measure_set(s, set, &test, err);
    lb_disjoint_cancel(&test);
    return status;
}

lb_status lb_share_sets_read(lb_share_state *s, lb_error *err)
{
    s->set = calloc(s->options->area_sets, sizeof *s->set);
    if (!s->set)
        return lb_error_memory(err);
    for (size_t i = 0; i < s->options->area_sets; i++) {
        s->sets = i + 1;
        s->set[i].first_day = 1; /* none yet: first after last */
        lb_status status = read_set(s, s->options->areas[i], &s->set[i], err);
        if (status != LB_OK)
            return status;
        if ((status = prepare_validity(s, &s->set[i], err)) != LB_OK)
            return status;
        for (size_t j = 0; j < i; j++)
            if (strcmp(s->set[i].areas.label, s->set[j].areas.label) == 0)
                return lb_error_set(err, LB_E_USAGE,
                                    "two area sets are called '%s'; name them: --areas NAME=SOURCE",
                                    s->set[i].areas.label);
    }
    return LB_OK;
}
