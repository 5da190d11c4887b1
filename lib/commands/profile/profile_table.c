/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `profile` for one grid: a row an area, columns in the order of lagesbild-profile(1),
 * each computed for all areas at once into `of_area` and then added. Formulas: docs/methods.md,
 * Profile statistics. A column that the grid has no figures for is there all the same, empty, so
 * that tables of different grids have the same columns; sums of coarsened counts are whole numbers
 * or ranges (docs/methods.md, Coarsening). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/profile/profile_grid.h"
#include "kernel/disclosure/coarsened_sum.h"

/* class_1 to class_5 are always there, see lagesbild-profile(1); a grid with more has more. */
enum { MIN_CLASSES = 5 };

/* frac makes a column of each value; a raster of measurements would make millions. */
enum { MAX_FRACTIONS = 1000 };

typedef struct table_maker {
    const lb_profile_grid *g;
    const lb_profile_request *request;
    const lb_overlay *o;
    lb_table *table;
    double *of_area; /* [areas], for one column at a time */
    const lb_job *job;
    lb_status status; /* the first failure; later columns are then added empty */
} table_maker;

/* The column that the command's table has as `pattern`, under its own name; its index. An attribute
 * of that name is renamed. */
static size_t add_column(table_maker *m, const char *pattern, const char *name)
{
    lb_table_reserve_name(m->table, name);
    return lb_add_column_as(m->table, &lb_profile_command, "", pattern, name);
}

/* value: [areas], NULL: the column stays empty. */
static void add_real_column(table_maker *m, const char *pattern, const char *name,
                            const double *value)
{
    size_t column = add_column(m, pattern, name);
    for (size_t i = 0; value && i < m->o->profile.count; i++)
        lb_table_set_real(m->table, i, column, value[i]);
}

/* Has the cell at `at` what the figure is made of: a value, and a weight where there are weights?
 */
static bool has_input(const lb_stat_input *input, size_t at)
{
    return !isnan(input->value[at]) && !(input->weight && isnan(input->weight[at]));
}

/* Has any cell of the area what the figure is made of? */
static bool is_known(const lb_profile *p, size_t area, const lb_stat_input *input)
{
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++)
        if (has_input(input, p->cell_weight[k].at))
            return true;
    return false;
}

/* of_area, a figure made of the input (of value NULL: the grid has no such column). An area none of
 * whose cells has a value, or whose values have no known weight, has none, not even 0: nobody has
 * counted there. */
static void add_known_column(table_maker *m, const char *pattern, const char *name,
                             const lb_profile *profile, const lb_stat_input *input)
{
    bool known = input->value && m->status == LB_OK;
    for (size_t i = 0; known && i < profile->count; i++)
        if (!is_known(profile, i, input))
            m->of_area[i] = (double)NAN;
    add_real_column(m, pattern, name, known ? m->of_area : NULL);
}

/* The last column is a sum of the grid's column `at`. Where its counts are coarsened it is in whole
 * numbers, or a range where the counts can be far from what is used for them. */
static void round_sum(table_maker *m, size_t at)
{
    const lb_grid_values *grid = &m->o->grid;
    if (!grid->low || !grid->low[at] || m->status != LB_OK)
        return;
    bool people = strcmp(m->g->column[at].name, "population") == 0;
    size_t column = m->table->columns - 1;
    lb_stat_input input = {.value = grid->low[at]};
    double *low = malloc((m->o->profile.count + 1) * sizeof *low);
    m->status = low ? lb_profile_stat(&m->o->profile, LB_STAT_SUM, &input, m->job->threads, low)
                    : LB_E_MEMORY;
    input.value = grid->high[at];
    if (m->status == LB_OK)
        m->status =
            lb_profile_stat(&m->o->profile, LB_STAT_SUM, &input, m->job->threads, m->of_area);
    for (size_t i = 0; m->status == LB_OK && !m->table->failed && i < m->o->profile.count; i++) {
        lb_coarsened_sum sum = {lb_table_real(m->table, i, column), low[i], m->of_area[i]};
        lb_coarsened_sum_write(&sum, people ? LB_PEOPLE_LIMIT : LB_PART_LIMIT, m->job, m->table, i,
                               column);
    }
    free(low);
}

/* Cells touched, however little, with data or without. */
static void add_cells(table_maker *m)
{
    size_t column = add_column(m, "cells", "cells");
    for (size_t i = 0; i < m->o->profile.count; i++)
        lb_table_set_integer(m->table, i, column, (int64_t)m->o->profile.touched[i]);
}

static void add_stat_of(table_maker *m, const char *pattern, const char *name, lb_stat stat,
                        const lb_profile *profile, const lb_stat_input *input)
{
    if (input->value && m->status == LB_OK)
        m->status = lb_profile_stat(profile, stat, input, m->job->threads, m->of_area);
    add_known_column(m, pattern, name, profile, input);
}

/* input->value NULL: the grid has no such column. */
static void add_stat(table_maker *m, const char *name, lb_stat stat, const lb_stat_input *input)
{
    add_stat_of(m, name, name, stat, &m->o->profile, input);
}

static void add_km2(table_maker *m, const char *name, const double *m2)
{
    for (size_t i = 0; m2 && i < m->o->profile.count; i++)
        m->of_area[i] = m2[i] / 1e6;
    add_real_column(m, name, name, m2 ? m->of_area : NULL);
}

/* The low or the high bound of people: people of cells wholly inside, or of every cell touched;
 * empty by a rule by which cells count wholly, which bounds nothing. Where counts are coarsened,
 * the least and the greatest that these can be, in whole people. */
static void add_bound(table_maker *m, const char *name, bool is_low)
{
    const lb_grid_values *grid = &m->o->grid;
    bool exact = m->o->layer->rule == LB_COUNT_EXACT;
    const double *people = exact ? grid->value[LB_PEOPLE] : NULL;
    bool coarsened = people && grid->low && grid->low[LB_PEOPLE];
    const double *count = !coarsened ? people
                          : is_low   ? grid->low[LB_PEOPLE]
                                     : grid->high[LB_PEOPLE];
    if (people)
        lb_profile_bounds(&m->o->profile, count, is_low ? m->of_area : NULL,
                          is_low ? NULL : m->of_area);
    for (size_t i = 0; coarsened && i < m->o->profile.count; i++)
        m->of_area[i] = is_low ? floor(m->of_area[i] + 1e-9) : ceil(m->of_area[i] - 1e-9);
    add_known_column(m, name, name, &m->o->profile, &(lb_stat_input){.value = people});
}

static void add_count(table_maker *m, const char *name, size_t at)
{
    lb_stat_input input = {.value = m->o->grid.value[at]};
    add_stat(m, name, LB_STAT_SUM, &input);
    round_sum(m, at);
}

static void add_exact_people(table_maker *m)
{
    for (size_t i = 0; i < m->o->profile.count; i++)
        m->of_area[i] = nearbyint(m->g->exact_people[i]);
    add_known_column(m, "population", "population", &m->o->profile,
                     &(lb_stat_input){.value = m->o->grid.value[LB_PEOPLE]});
}

static void add_people(table_maker *m)
{
    if (m->g->exact_people)
        add_exact_people(m);
    else
        add_count(m, "population", LB_PEOPLE);
    add_bound(m, "population_low", true);
    add_bound(m, "population_high", false);
    add_count(m, "unga_0_15", LB_UNGA_0_15);
    add_count(m, "unga_16_19", LB_UNGA_16_19);
}

/* Shares of the area's people by the class of their cell. People of cells without a class are in
 * the denominator, so that the shares add up to at most 1. */
static void add_classes(table_maker *m)
{
    const lb_overlay *o = m->o;
    int classes = o->classes > MIN_CLASSES ? o->classes : MIN_CLASSES;
    const double *people = o->grid.value[LB_PEOPLE];
    bool known = o->class_of && people;
    size_t n = o->profile.count;
    double *of = calloc(n * (size_t)classes + 1, sizeof *of), *all = calloc(n + 1, sizeof *all);
    if (!of || !all)
        m->status = LB_E_MEMORY;
    if (known && m->status == LB_OK) {
        lb_stat_input input = {.value = people};
        m->status = lb_profile_stat(&o->profile, LB_STAT_SUM, &input, m->job->threads, all);
        lb_profile_classes(&o->profile, o->class_of, classes, people, of);
    }
    for (int k = 0; k < classes && m->status == LB_OK; k++) {
        char name[20];
        snprintf(name, sizeof name, "class_%d", k + 1);
        for (size_t i = 0; i < n; i++)
            m->of_area[i] = all[i] > 0 ? of[i * (size_t)classes + (size_t)k] / all[i] : (double)NAN;
        add_real_column(m, "class_K", name, known ? m->of_area : NULL);
    }
    free(of);
    free(all);
}

/* of_area: the share of the grid's people in cells of a lower index than the area's mean by people;
 * cells of the same index count half. */
static lb_status rank_areas(table_maker *m, const lb_stat_input *by_people)
{
    const lb_profile *profile = &m->o->profile;
    LB_TRY(m->g->ranking_status);
    LB_TRY(lb_profile_stat(profile, LB_STAT_MEAN, by_people, m->job->threads, m->of_area));
    for (size_t i = 0; i < profile->count; i++)
        m->of_area[i] = lb_weighted_percentile_of(&m->g->ranking, m->of_area[i]);
    return LB_OK;
}

static void add_index(table_maker *m)
{
    double *const *value = m->o->grid.value;
    lb_stat_input by_people = {.value = value[LB_PEOPLE] ? value[LB_INDEX] : NULL,
                               .weight = value[LB_PEOPLE]};
    lb_stat_input by_area = {.value = value[LB_INDEX]};
    add_stat(m, "index_mean", LB_STAT_MEAN, &by_people);
    add_stat(m, "index_mean_area", LB_STAT_MEAN, &by_area);
    add_classes(m);
    add_stat(m, "worst_index", LB_STAT_MAX, &by_area);
    if (by_people.value && m->status == LB_OK)
        m->status = rank_areas(m, &by_people);
    add_real_column(m, "rank_percentile", "rank_percentile", by_people.value ? m->of_area : NULL);
}

/* How much of the area's surface lies over cells with data. */
static void add_covered(table_maker *m)
{
    const lb_profile *p = &m->o->profile;
    for (size_t i = 0; i < p->count; i++)
        m->of_area[i] = p->with_data[i] / (p->with_data[i] + p->no_data[i] + p->outside[i]);
    add_real_column(m, "covered_share", "covered_share", m->of_area);
}

/* Two statistics of one name, or one that takes the name of another column, would rename one of
 * them. */
static lb_status refuse_taken_name(const table_maker *m, const char *name, lb_error *err)
{
    if (!lb_table_has_name(m->table, name))
        return LB_OK;
    return lb_error_set(
        err, LB_E_USAGE,
        "--stat %s: there is a column '%s' already; give the statistic another name", name, name);
}

/* What a statistic of --stat is computed from: cells of the grid, or parts of cells where another
 * grid has the weight. */
typedef struct stat_source {
    const lb_stat_spec *spec;
    const lb_profile *profile;
    const lb_grid_pair *pair; /* NULL: the grid's own cells */
    lb_stat_input input;
    double *value, *weight; /* [pair->count], owned; NULL without a pair */
} stat_source;

static void clear_source(stat_source *source)
{
    free(source->value);
    free(source->weight);
}

static lb_status pair_source(const table_maker *m, stat_source *s)
{
    const lb_profile_grid *lender = &m->request->grid[s->spec->weight_grid];
    s->pair = &m->g->pair[s->spec->weight_grid];
    s->profile = &s->pair->profile;
    s->value = malloc((s->pair->count + 1) * sizeof *s->value);
    s->weight = malloc((s->pair->count + 1) * sizeof *s->weight);
    if (!s->value || !s->weight)
        return LB_E_MEMORY;
    lb_grid_pair_columns(s->pair, m->o->grid.value[s->spec->value_at],
                         lender->overlay.grid.value[s->spec->weight_at], s->value, s->weight);
    s->input.value = s->value;
    s->input.weight = s->weight;
    return LB_OK;
}

/* *out is to be cleared, also on failure. */
static lb_status open_source(const table_maker *m, const lb_stat_spec *spec, stat_source *out)
{
    double *const *value = m->o->grid.value;
    *out = (stat_source){.spec = spec,
                         .profile = &m->o->profile,
                         .input = {.value = value[spec->value_at], .quantile = spec->quantile}};
    if (spec->weight_grid != SIZE_MAX)
        return pair_source(m, out);
    if (spec->weight_at != SIZE_MAX)
        out->input.weight = value[spec->weight_at];
    return LB_OK;
}

/* Share of the area's surface over cells that have what the statistic is made of, where that is not
 * covered_share: some cells with data lack the value or its weight. */
static void add_stat_cover(table_maker *m, const stat_source *s, const char *name)
{
    const lb_profile *p = s->profile, *own = &m->o->profile;
    const lb_grid *grid = &m->o->grid.grid;
    for (size_t i = 0; i < p->count; i++) {
        lb_sum m2 = {0};
        for (size_t k = p->first[i]; k < p->first[i + 1]; k++) {
            size_t at = p->cell_weight[k].at;
            if (has_input(&s->input, at))
                lb_sum_add(&m2, p->cell_weight[k].fraction * (s->pair ? s->pair->m2[at] : 1));
        }
        m->of_area[i] = lb_sum_value(m2) * (s->pair ? 1 : grid->dx * grid->dy) /
                        (own->with_data[i] + own->no_data[i] + own->outside[i]);
    }
    add_real_column(m, "STAT_covered_share", name, m->of_area);
}

/* The different values of the statistic in the cells that areas touch, ascending; freed by free().
 * NULL: out of memory. */
static double *distinct_values(const stat_source *s, size_t *n)
{
    const lb_profile *p = s->profile;
    size_t all = p->first[p->count], count = 0;
    double *found = malloc((all + 1) * sizeof *found);
    for (size_t k = 0; found && k < all; k++)
        if (!isnan(s->input.value[p->cell_weight[k].at]))
            found[count++] = s->input.value[p->cell_weight[k].at];
    if (found && count > 0)
        qsort(found, count, sizeof *found, lb_compare_doubles);
    *n = 0;
    for (size_t k = 0; found && k < count; k++)
        if (*n == 0 || found[k] != found[*n - 1])
            found[(*n)++] = found[k];
    return found;
}

/* One column a value, NAME_VALUE: the share of the area's weight that has it. */
static lb_status add_fractions(table_maker *m, stat_source *s, lb_error *err)
{
    size_t n = 0;
    const lb_stat_spec *spec = s->spec;
    lb_status status = LB_OK;
    double *value = distinct_values(s, &n);
    if (!value)
        return lb_error_memory(err);
    if (n > MAX_FRACTIONS)
        status = lb_error_set(err, LB_E_INPUT,
                              "--stat %s: '%s' has %zu different values in the areas; frac makes a "
                              "column of each, at most %d: it is for categories",
                              spec->name, spec->column, n, MAX_FRACTIONS);
    for (size_t k = 0; status == LB_OK && k < n; k++) {
        char name[LB_STAT_TEXT_SIZE + 40];
        snprintf(name, sizeof name, "%s_%.15g", spec->name, value[k]);
        status = refuse_taken_name(m, name, err);
        if (status != LB_OK)
            break;
        s->input.wanted = value[k];
        add_stat_of(m, "STAT_VALUE", name, spec->stat, s->profile, &s->input);
    }
    free(value);
    return status;
}

static lb_status add_requested_stat(table_maker *m, stat_source *s, lb_error *err)
{
    if (s->spec->stat == LB_STAT_FRAC)
        return add_fractions(m, s, err);
    LB_TRY(refuse_taken_name(m, s->spec->name, err));
    add_stat_of(m, "STAT", s->spec->name, s->spec->stat, s->profile, &s->input);
    if (s->spec->stat == LB_STAT_SUM && !s->spec->weight[0])
        round_sum(m, s->spec->value_at);
    return LB_OK;
}

static lb_status add_requested_cover(table_maker *m, stat_source *s, lb_error *err)
{
    char name[LB_STAT_TEXT_SIZE + 20];
    snprintf(name, sizeof name, "%s_covered_share", s->spec->name);
    LB_TRY(refuse_taken_name(m, name, err));
    add_stat_cover(m, s, name);
    return LB_OK;
}

/* The columns of --stat, then how much of each area those cover that not all data serve. */
static lb_status add_requested_stats(table_maker *m, lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t s = 0; s < 2 * m->g->n_specs && status == LB_OK; s++) {
        bool of_cover = s >= m->g->n_specs;
        const lb_stat_spec *spec = &m->g->spec[s % m->g->n_specs];
        stat_source source = {.spec = spec};
        if (of_cover && !spec->incomplete)
            continue;
        if (open_source(m, spec, &source) != LB_OK)
            status = lb_error_memory(err);
        else
            status = of_cover ? add_requested_cover(m, &source, err)
                              : add_requested_stat(m, &source, err);
        clear_source(&source);
    }
    return status;
}

static void add_all_columns(table_maker *m, const lb_profile_grid *g, bool with_sizes)
{
    const lb_area_cover *geometry = &m->o->layer->geometry;
    if (with_sizes) {
        add_km2(m, "area_km2", geometry->true_m2);
        add_km2(m, "area_km2_planar", g->degrees ? NULL : geometry->cover.area);
    }
    add_cells(m);
    add_people(m);
    add_index(m);
    add_covered(m);
}

/* Rows in the order of areas, whose own attributes come first. A faulty request keeps its own
 * message, unless memory ended before it. */
lb_status lb_profile_table(lb_profile_grid *g, const lb_profile_request *request,
                           lb_table *attributes, const lb_job *job, lb_table *out, lb_error *err)
{
    lb_table table = {0};
    size_t areas = g->overlay.profile.count;
    table_maker m = {.g = g,
                     .request = request,
                     .o = &g->overlay,
                     .table = &table,
                     .of_area = calloc(areas + 1, sizeof *m.of_area),
                     .job = job};
    if (!m.of_area)
        return lb_error_memory(err);
    if (attributes) {
        table = *attributes;
        *attributes = (lb_table){0};
    }
    while (!table.failed && table.rows < areas)
        lb_table_add_row(&table);
    add_all_columns(&m, g, attributes != NULL);
    lb_status requested = add_requested_stats(&m, err);
    free(m.of_area);
    if (m.status == LB_OK)
        m.status = lb_table_status(&table);
    if (m.status == LB_OK && requested != LB_OK) {
        lb_table_clear(&table);
        return requested; /* with its message */
    }
    g->ranges = table.ranges;
    if (m.status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return m.status == LB_OK ? LB_OK : lb_error_set(err, m.status, "%s", lb_status_text(m.status));
}
