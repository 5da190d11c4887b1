/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one grid of `profile`, overlays the areas on it and sums people (inhabitants) and surface
 * (m2) over the areas and over their union: the difference is what overlaps count twice. Formulas:
 * docs/methods.md, Profile statistics. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/topology_report.h"
#include "commands/profile/profile_grid.h"
#include "commands/profile/stat_checks.h"
#include "kernel/disclosure/policy.h"
#include "kernel/geometry/touched_cells.h"
#include "port/proj/crs.h"

void lb_profile_grid_clear(lb_profile_grid *g)
{
    lb_async_task_cancel(&g->ranking_task);
    lb_weighted_percentile_clear(&g->ranking);
    free(g->name);
    for (size_t i = 0; g->pair && i < g->n_pairs; i++)
        lb_grid_pair_clear(&g->pair[i]);
    free(g->pair);
    free(g->spec);
    free(g->lent);
    free(g->column);
    free(g->nodata);
    free(g->exact_people);
    lb_overlay_clear(&g->overlay);
    lb_area_layer_clear(&g->layer);
    *g = (lb_profile_grid){0};
}

lb_status lb_profile_grid_parse(const char *spec, lb_profile_grid *g, lb_error *err)
{
    g->source = lb_areas_source(spec);
    const char *base = g->source > spec ? spec : lb_text_base_name(g->source);
    if (g->source - spec > LB_GRID_NAME_SIZE)
        return lb_error_set(err, LB_E_USAGE, "%s: the name of a grid may have at most %d bytes",
                            spec, LB_GRID_NAME_SIZE - 1);
    size_t length = strcspn(base, "=.|");
    g->name = malloc(length + 1);
    if (!g->name)
        return lb_error_memory(err);
    lb_text_print(g->name, length + 1, "%.*s", (int)length, base);
    return LB_OK;
}

static size_t add_column(lb_profile_grid *g, const char *name, bool count)
{
    g->column[g->n_columns] = (lb_grid_column){name, count, true};
    return g->n_columns++;
}

/* Value and weight columns of a statistic. A sum needs each cell's part of its square's count; any
 * other statistic looks at the figure of the square itself. Weights are counts of people: where
 * there is one it is divided among the square's cells, and the value is not. */
static void add_stat_columns(lb_profile_grid *g, lb_stat_spec *spec)
{
    bool own = spec->weight[0] && spec->weight_grid == SIZE_MAX;
    spec->value_at = add_column(g, spec->column, spec->stat == LB_STAT_SUM && !spec->weight[0]);
    spec->weight_at = own ? add_column(g, spec->weight, true) : SIZE_MAX;
}

/* GRID:COLUMN is a column of the grid of that name alone: its number, and the prefix is removed.
 * SIZE_MAX: a bare COLUMN. */
static size_t take_grid_name(const lb_profile_request *request, char *column)
{
    for (size_t i = 0; i < request->n_grids; i++) {
        const char *name = request->grid[i].name;
        size_t length = strlen(name);
        if (strncmp(column, name, length) != 0 || column[length] != ':')
            continue;
        memmove(column, column + length + 1, strlen(column + length + 1) + 1);
        return i;
    }
    return SIZE_MAX;
}

/* One --stat: values of this grid with weights of it or of another; or weights that this grid lends
 * to values of another. */
static void add_stat(lb_profile_grid *g, const lb_profile_request *request,
                     const lb_stat_spec *parsed)
{
    lb_stat_spec spec = *parsed;
    size_t self = (size_t)(g - request->grid), values = take_grid_name(request, spec.column);
    size_t weights = spec.weight[0] ? take_grid_name(request, spec.weight) : SIZE_MAX;
    spec.weight_grid = weights == self ? SIZE_MAX : weights;
    if (values == SIZE_MAX || values == self) {
        g->spec[g->n_specs] = spec;
        add_stat_columns(g, &g->spec[g->n_specs++]);
    }
    if (weights == self && values != self) {
        lb_stat_spec *lent = &g->lent[g->n_lent++];
        *lent = spec;
        lent->weight_at = add_column(g, lent->weight, true);
    }
}

/* Parses --stat before the grid is read. A weight of another grid and a count rule exclude each
 * other: the rule decides over whole cells of one grid. */
static lb_status read_stats(lb_profile_grid *g, const lb_profile_request *request, lb_error *err)
{
    g->spec = calloc(request->n_stats + 1, sizeof *g->spec);
    g->lent = calloc(request->n_stats + 1, sizeof *g->lent);
    g->pair = calloc(request->n_grids, sizeof *g->pair);
    g->n_pairs = request->n_grids;
    g->column = calloc(LB_DEFAULT_COLUMNS + 3 * request->n_stats, sizeof *g->column);
    if (!g->spec || !g->lent || !g->pair || !g->column)
        return lb_error_memory(err);
    memcpy(g->column, lb_default_columns, sizeof lb_default_columns);
    g->n_columns = LB_DEFAULT_COLUMNS;
    for (size_t s = 0; s < request->n_stats; s++) {
        lb_stat_spec spec;
        LB_TRY(lb_stat_spec_parse(request->stat[s], &spec, err));
        spec.number = s;
        if (request->rule != LB_COUNT_EXACT && take_grid_name(request, spec.weight) != SIZE_MAX)
            return lb_error_set(err, LB_E_USAGE,
                                "--rule %s, --stat %s: weights of another grid are by the exact "
                                "overlap of cells; leave out one of the two",
                                lb_count_rule_names[request->rule], request->stat[s]);
        add_stat(g, request, &spec);
    }
    return LB_OK;
}

/* The values of --nodata for this grid: those without a grid's name, and those with its own. */
static lb_status read_nodata(lb_profile_grid *g, const lb_profile_request *request, lb_error *err)
{
    g->nodata = calloc(request->n_nodata + 1, sizeof *g->nodata);
    if (!g->nodata)
        return lb_error_memory(err);
    for (size_t k = 0; k < request->n_nodata; k++) {
        const char *text = request->nodata[k], *colon = strrchr(text, ':');
        const char *number = colon ? colon + 1 : text;
        size_t length = colon ? (size_t)(colon - text) : 0;
        bool known = !colon;
        for (size_t i = 0; i < request->n_grids; i++)
            known |= strlen(request->grid[i].name) == length &&
                     strncmp(request->grid[i].name, text, length) == 0;
        if (!known || !lb_number_parse(number, strlen(number), &g->nodata[g->n_nodata]))
            return lb_error_set(err, LB_E_USAGE,
                                "--nodata: '%s' found; expected a number, or GRID:NUMBER with the "
                                "name of a grid",
                                text);
        if (!colon || (strlen(g->name) == length && strncmp(g->name, text, length) == 0))
            g->n_nodata++;
    }
    return LB_OK;
}

/* *out: inhabitants summed over the areas of the profile; 0 on a grid without people. */
static lb_status people_in_areas(const lb_profile_grid *g, const lb_profile *profile, double *out)
{
    lb_stat_input input = {.value = g->overlay.grid.value[LB_PEOPLE]};
    lb_sum sum = {0};
    *out = 0;
    if (!input.value)
        return LB_OK;
    double *each = calloc(profile->count + 1, sizeof *each);
    lb_status status = each ? lb_profile_stat(profile, LB_STAT_SUM, &input, 1, each) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < profile->count; i++)
        lb_sum_add(&sum, each[i]);
    *out = lb_sum_value(sum);
    free(each);
    return status;
}

static const lb_area_cover *geometry_of(const lb_profile_grid *g)
{
    return &g->overlay.layer->geometry;
}

/* Sums no longer close: how far they are off is reported. */
static void log_rule(const lb_profile_grid *g, lb_log *log)
{
    const char *name = lb_count_rule_names[g->overlay.layer->rule];
    if (!g->overlay.grid.value[LB_PEOPLE])
        lb_log_note(log,
                    "%s: --rule %s: cells count wholly or not at all, as in other tools; areas "
                    "side by side may have a cell twice, or none may",
                    g->source, name);
    else
        lb_log_note(log,
                    "%s: --rule %s: cells count wholly or not at all, as in other tools; the "
                    "areas' people add up to %.1f, in cells that hold %.1f",
                    g->source, name, g->people, g->people_union);
}

static void log_overlaps(const lb_profile_grid *g, lb_log *log)
{
    size_t overlaps = geometry_of(g)->topology.overlaps;
    if (g->overlay.layer->rule != LB_COUNT_EXACT)
        log_rule(g, log);
    else if (overlaps > 0 && g->overlay.grid.value[LB_PEOPLE])
        lb_log_note(log,
                    "%zu %s: the areas' people add up to %.1f, %.1f of them counted twice; "
                    "their union has %.1f",
                    overlaps, lb_number_word(overlaps, "overlap", "overlaps"), g->people,
                    fmax(0, g->people - g->people_union), g->people_union);
}

/* The profile of the areas' union. By another rule than the exact one that is every cell that
 * counts in some area. */
static lb_status profile_union(const lb_profile_grid *g, const lb_job *job, lb_profile *out)
{
    const lb_area_layer *layer = g->overlay.layer;
    lb_cell_list cells = lb_overlay_cells(&g->overlay);
    lb_cover counted = {.count = 0};
    if (layer->rule == LB_COUNT_EXACT)
        return lb_profile_compute(&layer->geometry.union_cover, &cells, job->threads, out);
    LB_TRY(lb_touched_cells_make(&layer->counted, job->threads, &counted));
    lb_status status = lb_profile_compute(&counted, &cells, job->threads, out);
    lb_cover_clear(&counted);
    return status;
}

/* People of the areas and of their union, which differ only where areas overlap or share cells that
 * count wholly. */
static lb_status sum_people(lb_profile_grid *g, const lb_job *job)
{
    lb_profile area_union = {0};
    bool overlap = geometry_of(g)->topology.overlaps > 0;
    lb_status status = people_in_areas(g, &g->overlay.profile, &g->people);
    g->people_union = g->people;
    if (status == LB_OK && (overlap || g->overlay.layer->rule != LB_COUNT_EXACT)) {
        status = profile_union(g, job, &area_union);
        if (status == LB_OK)
            status = people_in_areas(g, &area_union, &g->people_union);
    }
    lb_profile_clear(&area_union);
    return status;
}

/* NaN counts as 0. */
static double sum_of(const double *value, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, isnan(value[i]) ? 0 : value[i]);
    return lb_sum_value(sum);
}

/* Where the weight of a statistic of another grid is among this one's columns. */
static size_t lent_column(const lb_profile_grid *g, const lb_stat_spec *spec)
{
    for (size_t s = 0; s < g->n_lent; s++)
        if (g->lent[s].number == spec->number)
            return g->lent[s].weight_at;
    return SIZE_MAX;
}

/* Surface (m2) of all areas, each by itself, over values; over values with a weight. */
static void sum_surfaces(const lb_profile_grid *g, const lb_profile_grid *lender,
                         const lb_stat_spec *spec, double *over_values, double *over_both)
{
    const double *value = g->overlay.grid.value[spec->value_at];
    const double *weight = lender->overlay.grid.value[spec->weight_at];
    const lb_profile *own = &g->overlay.profile;
    const lb_grid_pair *pair = &g->pair[spec->weight_grid];
    lb_sum values = {0}, both = {0};
    for (size_t k = 0; k < own->first[own->count]; k++)
        if (!isnan(value[own->cell_weight[k].at]))
            lb_sum_add(&values, own->cell_weight[k].fraction);
    for (size_t k = 0; k < pair->profile.first[pair->profile.count]; k++) {
        size_t at = pair->profile.cell_weight[k].at;
        if (!isnan(value[pair->value_cell[at]]) && !isnan(weight[pair->weight_cell[at]]))
            lb_sum_add(&both, pair->profile.cell_weight[k].fraction * pair->m2[at]);
    }
    *over_values = lb_sum_value(values) * g->overlay.grid.grid.dx * g->overlay.grid.grid.dy;
    *over_both = lb_sum_value(both);
}

/* Weights of other grids: the parts of cells that both have, and how much of the surface with a
 * value has no weight. */
static lb_status borrow_weights(lb_profile_grid *g, const lb_profile_request *request,
                                const lb_job *job, lb_error *err)
{
    for (size_t s = 0; s < g->n_specs; s++) {
        lb_stat_spec *spec = &g->spec[s];
        if (spec->weight_grid == SIZE_MAX)
            continue;
        const lb_profile_grid *lender = &request->grid[spec->weight_grid];
        lb_grid_pair *pair = &g->pair[spec->weight_grid];
        double values, both;
        spec->weight_at = lent_column(lender, spec);
        if (!pair->profile.first)
            LB_TRY(lb_grid_pair_make(&g->overlay, &lender->overlay, job, pair, err));
        sum_surfaces(g, lender, spec, &values, &both);
        spec->incomplete |= both < values * (1 - 1e-9);
        if (both < values * (1 - 1e-9))
            lb_log_warning(job->log,
                           "%s: --stat %s: %.2g %% of the areas' surface with a value in '%s' has "
                           "no weight in '%s' of %s; it is left out",
                           g->source, spec->name, 100 * (1 - both / values), spec->column,
                           spec->weight, lender->source);
    }
    return LB_OK;
}

static lb_overlay_input overlay_input(const lb_profile_grid *g, const lb_profile_request *request)
{
    return (lb_overlay_input){.grid = g->source,
                              .areas = request->areas,
                              .fields = {.name = request->name},
                              .column = g->column,
                              .n_columns = g->n_columns,
                              .nodata = g->nodata,
                              .n_nodata = g->n_nodata,
                              .cover_path = request->cover,
                              .areas_hash = request->areas_hash,
                              .rule = request->rule,
                              .with_sizes = true,
                              .only_touched = true,
                              .with_shapes = request->with_shapes};
}

/* People of the areas by the squares as delivered, which the table has in whole numbers; all other
 * figures stay those of coarsened squares. */
static lb_status sum_exact_people(lb_profile_grid *g, const lb_profile_request *request,
                                  const lb_job *job, lb_error *err)
{
    lb_job as_delivered = lb_job_as_delivered(job);
    lb_overlay overlay = {.source = NULL};
    lb_overlay_input input = overlay_input(g, request);
    if (g != request->grid || !lb_job_has_exact_people(job) || !g->overlay.grid.value[LB_PEOPLE])
        return LB_OK;
    as_delivered.log = NULL;
    input.n_columns = LB_DEFAULT_COLUMNS;
    g->exact_people = calloc(g->overlay.profile.count + 1, sizeof *g->exact_people);
    lb_status status = g->exact_people ? lb_overlay_read(&input, &as_delivered, &overlay, err)
                                       : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_overlay_join(&input, g->overlay.layer, &as_delivered, &overlay, err);
    lb_stat_input people = {.value = status == LB_OK ? overlay.grid.value[LB_PEOPLE] : NULL};
    if (people.value && lb_profile_stat(&overlay.profile, LB_STAT_SUM, &people, job->threads,
                                        g->exact_people) != LB_OK)
        status = lb_error_memory(err);
    lb_overlay_clear(&overlay);
    return status;
}

/* The people of the grid by index. */
static void rank_people(void *udata)
{
    lb_profile_grid *g = udata;
    const lb_grid_values *grid = &g->overlay.grid;
    lb_weighted_percentile_clear(&g->ranking);
    g->ranking_status = lb_weighted_percentile_make(grid->value[LB_INDEX], grid->value[LB_PEOPLE],
                                                    grid->cells, &g->ranking);
}

/* The checks leave infinite values out. */
static bool ranks_infinite(const lb_weighted_percentile *ranking)
{
    return ranking->count > 0 &&
           (isinf(ranking->value[0]) || isinf(ranking->value[ranking->count - 1]));
}

lb_status lb_profile_grid_finish(lb_profile_grid *g, const lb_profile_request *request,
                                 const lb_job *job, lb_error *err)
{
    const lb_area_cover *geometry = geometry_of(g);
    lb_async_task_finish(&g->ranking_task); /* it reads what the checks may change */
    LB_TRY(lb_stat_check_weights(&g->overlay, g->lent, g->n_lent, err));
    LB_TRY(lb_stat_checks(&g->overlay, g->spec, g->n_specs, job->log, err));
    if (ranks_infinite(&g->ranking))
        rank_people(g);
    LB_TRY(borrow_weights(g, request, job, err));
    lb_status status = sum_people(g, job);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s", lb_status_text(status));
    LB_TRY(sum_exact_people(g, request, job, err));
    g->planar = sum_of(geometry->cover.area, geometry->cover.count);
    g->planar_union = geometry->topology.overlaps > 0 ? geometry->union_cover.area[0] : g->planar;
    log_overlaps(g, job->log);
    return LB_OK;
}

/* People and m2 by which a reader can check the areas' rows: sum of areas, union, and the
 * difference, which is what overlaps count more than once. prefix: the grid's name where there are
 * several. */
void lb_profile_grid_balance(const lb_profile_grid *g, const char *prefix, lb_provenance *p)
{
    const lb_overlay *o = &g->overlay;
    const lb_profile *profile = &o->profile;
    const double *people = o->grid.value[LB_PEOPLE];
    const struct {
        const char *name;
        double value;
    } total[] = {
        {"people_grid", people ? sum_of(people, o->grid.cells) : 0},
        {"people_in_remainders", o->grid.people_without_cell},
        {"people_sum_of_areas", g->people},
        {"people_union", g->people_union},
        {"people_overlaps", g->people - g->people_union},
        {"figures_hidden", (double)g->ranges},
        {"planar_sum_of_areas", g->planar},
        {"planar_union", g->planar_union},
        {"planar_overlaps", g->planar - g->planar_union},
        {"planar_over_data", sum_of(profile->with_data, profile->count)},
        {"planar_no_data", sum_of(profile->no_data, profile->count)},
        {"planar_outside", sum_of(profile->outside, profile->count)},
    };
    for (size_t i = 0; i < sizeof total / sizeof *total; i++) {
        char *full =
            lb_buf_format("%s%s%s", prefix ? prefix : "", prefix ? "_" : "", total[i].name);
        if (full)
            lb_provenance_balance(p, full, total[i].value);
        p->failed |= !full;
        free(full);
    }
}

static lb_status note_degrees(lb_profile_grid *g, const lb_job *job, lb_error *err)
{
    lb_crs_info crs;
    lb_status status = lb_crs_describe(g->overlay.grid.crs, &crs, err);
    if (status != LB_OK || !crs.geographic)
        return status;
    g->degrees = true;
    lb_log_note(job->log,
                "%s: is in degrees (%s): the parts of a cell are measured in square degrees, which "
                "differs slightly from their size on the ground; area_km2_planar is empty",
                g->source, crs.name);
    return LB_OK;
}

lb_status lb_profile_grid_read(lb_profile_grid *g, const lb_profile_request *request,
                               const lb_job *job, lb_error *err)
{
    LB_TRY(read_stats(g, request, err));
    LB_TRY(read_nodata(g, request, err));
    lb_overlay_input input = overlay_input(g, request);
    return lb_overlay_read(&input, job, &g->overlay, err);
}

lb_status lb_profile_grid_overlay(lb_profile_grid *g, const lb_profile_request *request,
                                  const lb_job *job, lb_error *err)
{
    const lb_profile_grid *first = request->grid;
    bool shared = g != first && lb_overlay_same_cells(&g->overlay, &first->overlay);
    lb_overlay_input input = overlay_input(g, request);
    if (g->overlay.grid.value[LB_PEOPLE] && g->overlay.grid.value[LB_INDEX])
        lb_async_task_start(&g->ranking_task, job->threads, rank_people, g);
    if (!shared)
        LB_TRY(lb_area_layer_read(&input, &g->overlay.grid, job, &g->layer, err));
    LB_TRY(lb_overlay_join(&input, shared ? &first->layer : &g->layer, job, &g->overlay, err));
    LB_TRY(note_degrees(g, job, err));
    if (g == first)
        lb_topology_log(&g->layer.geometry.topology, g->layer.areas.name, job->log);
    return LB_OK;
}
