/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/swedish_text.h"
#include "input/areas/topology_report.h"
#include "commands/profile/profile_grid.h"
#include "commands/profile/profile_table.h"
#include "port/proj/crs.h"

void lb_profile_grid_clear(lb_profile_grid *g)
{
    free(g->name);
    free(g->spec);
    free(g->wanted);
    free(g->column);
    lb_overlay_clear(&g->overlay);
    lb_profile_disclosure_clear(&g->disclosure);
    *g = (lb_profile_grid){0};
}

lb_status lb_profile_grid_parse(const char *grid, lb_profile_grid *g, lb_error *err)
{
    char name[LB_GRID_NAME_SIZE];
    g->source = lb_areas_source(grid);
    const char *base = g->source > grid ? grid : lb_text_base_name(g->source);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(base, "=.|"), base);
    g->name = lb_text_copy(name);
    return g->name ? LB_OK : lb_error_memory(err);
}

/* A statistic other than a sum looks at a cell's figure; a sum of people needs its cell's part. */
static void add_stat_columns(lb_profile_grid *g, size_t s)
{
    lb_stat_spec *spec = &g->spec[s];
    g->column[2 * s] = g->n;
    g->column[2 * s + 1] = SIZE_MAX;
    g->wanted[g->n++] = (lb_grid_column){spec->column, spec->stat == LB_STAT_SUM, true};
    if (spec->weight[0]) {
        g->column[2 * s + 1] = g->n;
        g->wanted[g->n++] = (lb_grid_column){spec->weight, true, true};
    }
}

/* GRID:COLUMN is a column of that grid alone: false when it is of another. */
static bool stat_is_for_grid(const lb_profile_grid *g, const lb_profile_request *request,
                             char *column)
{
    for (size_t i = 0; i < request->grids; i++) {
        const char *name = request->grid[i].name;
        size_t length = strlen(name);
        if (strncmp(column, name, length) != 0 || column[length] != ':')
            continue;
        memmove(column, column + length + 1, strlen(column + length + 1) + 1);
        return &request->grid[i] == g;
    }
    return true;
}

static lb_status read_stats(lb_profile_grid *g, const lb_profile_request *request, lb_error *err)
{
    g->spec = calloc(request->stats + 1, sizeof *g->spec);
    g->wanted = calloc(LB_DEFAULT_COLUMNS + 2 * request->stats, sizeof *g->wanted);
    g->column = calloc(2 * request->stats + 1, sizeof *g->column);
    if (!g->spec || !g->wanted || !g->column)
        return lb_error_memory(err);
    for (; g->n < LB_DEFAULT_COLUMNS; g->n++)
        g->wanted[g->n] = lb_default_columns[g->n];
    for (size_t s = 0; s < request->stats; s++) {
        lb_stat_spec *spec = &g->spec[g->specs];
        lb_status status = lb_stat_spec_parse(request->stat[s], spec, err);
        if (status != LB_OK)
            return status;
        if (stat_is_for_grid(g, request, spec->column))
            add_stat_columns(g, g->specs++);
    }
    return LB_OK;
}

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

static void log_overlaps(const lb_profile_grid *g, lb_log *log)
{
    size_t overlaps = g->overlay.laid.meeting.overlaps;
    if (overlaps > 0 && g->disclosure.of[0].suppress_sums)
        lb_log_note(log,
                    "%zu overlaps: how many people are counted twice is not told, it would tell of "
                    "fewer than %d",
                    overlaps, g->disclosure.minimum);
    else if (overlaps > 0 && g->overlay.grid.value[LB_PEOPLE])
        lb_log_note(log,
                    "%zu overlaps: the areas' people add up to %.1f, %.1f of them counted twice; "
                    "their union has %.1f",
                    overlaps, g->people, g->people - g->people_union, g->people_union);
}

/* Sum over areas = union + overlaps: told where there are any. */
static lb_status sum_people(lb_profile_grid *g, int min_cell, const lb_job *job)
{
    const lb_area_cover *laid = &g->overlay.laid;
    lb_profile joined = {0};
    lb_status status = people_in_areas(g, &g->overlay.profile, &g->people);
    g->people_union = g->people;
    if (status == LB_OK && laid->meeting.overlaps > 0) {
        lb_cell_list cells = lb_overlay_cells(&g->overlay);
        status = lb_profile_compute(&laid->joined, &cells, job->threads, &joined);
        if (status == LB_OK)
            status = people_in_areas(g, &joined, &g->people_union);
    }
    if (status == LB_OK)
        status = lb_profile_disclosure_make(&g->overlay, joined.count > 0 ? &joined : NULL,
                                            min_cell, &g->disclosure);
    lb_profile_clear(&joined);
    return status;
}

lb_status lb_profile_grid_finish(lb_profile_grid *g, const lb_profile_request *request,
                                 const lb_job *job, lb_error *err)
{
    lb_sum planar = {0};
    const lb_area_cover *laid = &g->overlay.laid;
    lb_status status = sum_people(g, request->min_cell, job);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s", lb_status_text(status));
    for (size_t i = 0; i < laid->cover.count; i++)
        lb_sum_add(&planar, laid->cover.area[i]);
    g->planar = lb_sum_value(planar);
    g->planar_union = laid->meeting.overlaps > 0 ? laid->joined.area[0] : g->planar;
    log_overlaps(g, job->log);
    return LB_OK;
}

static double sum_of(const double *value, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, isnan(value[i]) ? 0 : value[i]);
    return lb_sum_value(sum);
}

static void add_balance(lb_provenance *p, const char *before, const char *name, double value)
{
    char full[300];
    snprintf(full, sizeof full, "%s%s%s", before ? before : "", before ? "_" : "", name);
    lb_provenance_balance(p, full, value);
}

void lb_profile_grid_balance(const lb_profile_grid *g, const char *before, lb_provenance *p)
{
    const lb_overlay *o = &g->overlay;
    const double *people = o->grid.value[LB_PEOPLE];
    add_balance(p, before, "people_grid", people ? sum_of(people, o->grid.cells) : 0);
    add_balance(p, before, "people_in_remainders", o->grid.people_without_cell);
    /* What areas hide, their sums would give back. */
    bool shown = !g->disclosure.of[0].suppress_sums;
    add_balance(p, before, "people_sum_of_areas", shown ? g->people : (double)NAN);
    add_balance(p, before, "people_union", shown ? g->people_union : (double)NAN);
    add_balance(p, before, "people_overlaps", shown ? g->people - g->people_union : (double)NAN);
    add_balance(p, before, "figures_hidden", (double)g->disclosure.hidden);
    add_balance(p, before, "planar_sum_of_areas", g->planar);
    add_balance(p, before, "planar_union", g->planar_union);
    add_balance(p, before, "planar_overlaps", g->planar - g->planar_union);
    add_balance(p, before, "planar_over_data", sum_of(o->profile.with_data, o->profile.count));
    add_balance(p, before, "planar_no_data", sum_of(o->profile.no_data, o->profile.count));
    add_balance(p, before, "planar_outside", sum_of(o->profile.outside, o->profile.count));
}

static lb_status note_degrees(lb_profile_grid *g, const lb_job *job, lb_error *err)
{
    lb_crs_info crs;
    lb_status status = lb_crs_describe(g->overlay.grid.crs, &crs, err);
    if (status != LB_OK || !crs.geographic)
        return status;
    g->degrees = true;
    lb_log_note(job->log,
                "%s: is in degrees (%s): each cell's share is taken in degrees, where a cell's "
                "parts are not quite in the proportion of the ground's; area_km2_planar is empty",
                g->source, crs.name);
    return LB_OK;
}

static lb_overlay_input overlay_input(const lb_profile_grid *g, const lb_profile_request *request)
{
    return (lb_overlay_input){.grid = g->source,
                              .areas = request->areas,
                              .fields = {.name = request->name},
                              .wanted = g->wanted,
                              .n = g->n,
                              .saved = request->cover,
                              .measured = true,
                              .drawn = request->drawn};
}

lb_status lb_profile_grid_read(lb_profile_grid *g, const lb_profile_request *request,
                               const lb_job *job, lb_error *err)
{
    lb_status status = read_stats(g, request, err);
    if (status != LB_OK)
        return status;
    lb_overlay_input input = overlay_input(g, request);
    return lb_overlay_read(&input, job, &g->overlay, err);
}

lb_status lb_profile_grid_overlay(lb_profile_grid *g, const lb_profile_request *request,
                                  const lb_job *job, lb_error *err)
{
    bool first = g == request->grid;
    lb_overlay_input input = overlay_input(g, request);
    lb_status status =
        lb_overlay_apply(&input, first ? NULL : &request->grid[0].overlay, job, &g->overlay, err);
    if (status == LB_OK)
        status = note_degrees(g, job, err);
    if (status == LB_OK && first)
        lb_topology_log(&g->overlay.laid.meeting, g->overlay.areas.name, job->log);
    return status;
}

lb_status lb_profile_grid_table(lb_profile_grid *g, int threads, bool with_attributes,
                                lb_table *out, lb_error *err)
{
    lb_profile_terms terms = {g->spec,         g->column,  g->specs,      threads,
                              with_attributes, g->degrees, &g->disclosure};
    return lb_profile_table(&g->overlay, g->overlay.laid.true_m2, &terms, out, err);
}
