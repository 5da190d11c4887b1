/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "commands/profile/profile_table.h"
#include "kernel/statistics/weighted_percentile.h"

/* Classes the contract names; a grid with more has more columns. */
enum { CLASSES_LEAST = 5 };

typedef struct maker {
    lb_overlay *o;
    lb_table *table;
    lb_profile_guard *guard;
    double *of_area; /* [areas], for one column at a time */
    int threads;
    lb_status status;
} maker;

static void put(maker *m, const char *name, lb_unit unit, const double *value)
{
    lb_table_make_way(m->table, name);
    size_t column = lb_table_add_column(m->table, name, LB_REAL, unit);
    for (size_t i = 0; value && i < m->o->profile.count; i++)
        lb_table_set_real(m->table, i, column, value[i]);
}

/* What the grid says of the areas: of one that lies wholly outside it, nothing, not even 0. */
static void put_known(maker *m, const char *name, lb_unit unit, double *value)
{
    for (size_t i = 0; value && i < m->o->profile.count; i++)
        if (m->o->profile.touched[i] == 0)
            value[i] = (double)NAN;
    put(m, name, unit, value);
}

/* Empties what the statistic in the table's last column would tell of few. */
static void guard_stat(maker *m, const char *column, lb_stat stat, const double *value)
{
    if (m->status == LB_OK && value)
        m->status = lb_profile_guard_statistic(m->guard, m->o, column, stat, value);
    if (m->status == LB_OK && value)
        lb_profile_guard_empty(m->guard, m->guard->hide, 1, m->table->columns - 1, m->table);
}

/* Ranges for what the people in the table's last column would tell of few. */
static void guard_people(maker *m, const lb_guarded *of)
{
    lb_profile_guard_ranges(m->guard, of, m->o->profile.count, m->table->columns - 1, m->table);
}

static void put_cells(maker *m)
{
    lb_table_make_way(m->table, "cells");
    size_t column = lb_table_add_column(m->table, "cells", LB_INTEGER, LB_UNIT_COUNT);
    for (size_t i = 0; i < m->o->profile.count; i++)
        lb_table_set_integer(m->table, i, column, (int64_t)m->o->profile.touched[i]);
}

static void put_stat(maker *m, const char *name, lb_unit unit, lb_stat stat,
                     const lb_stat_input *input)
{
    if (input->value && m->status == LB_OK)
        m->status = lb_profile_stat(&m->o->profile, stat, input, m->threads, m->of_area);
    put_known(m, name, unit, input->value && m->status == LB_OK ? m->of_area : NULL);
}

static void put_sizes(maker *m, const double *true_m2, bool degrees)
{
    size_t n = m->o->profile.count;
    for (size_t i = 0; i < n; i++)
        m->of_area[i] = true_m2[i] / 1e6;
    put(m, "area_km2", LB_UNIT_KM2, m->of_area);
    for (size_t i = 0; i < n; i++)
        m->of_area[i] = m->o->laid.cover.area[i] / 1e6;
    put(m, "area_km2_planar", LB_UNIT_KM2, degrees ? NULL : m->of_area);
}

/* An end of the bounds: the other is NULL. */
static void put_bound(maker *m, const char *name, double *low, double *high, const lb_guarded *of)
{
    const double *people = m->o->grid.value[LB_PEOPLE];
    if (people)
        lb_profile_bounds(&m->o->profile, people, low, high);
    put_known(m, name, LB_UNIT_COUNT, people ? m->of_area : NULL);
    guard_people(m, of);
}

static void put_people(maker *m)
{
    static const char *const young[] = {"unga_0_15", "unga_16_19"};
    double *const *value = m->o->grid.value;
    const lb_guard *guard = &m->guard->of[0];
    lb_stat_input input = {.value = value[LB_PEOPLE]};
    put_stat(m, "population", LB_UNIT_COUNT, LB_STAT_SUM, &input);
    guard_people(m, lb_profile_guard_figure(m->guard, 0));
    put_bound(m, "population_low", m->of_area, NULL, guard->count ? guard->low : NULL);
    put_bound(m, "population_high", NULL, m->of_area, guard->count ? guard->high : NULL);
    for (size_t i = 0; i < 2; i++) {
        input.value = value[LB_UNGA_0_15 + i];
        put_stat(m, young[i], LB_UNIT_COUNT, LB_STAT_SUM, &input);
        guard_people(m, lb_profile_guard_figure(m->guard, 1 + i));
    }
}

/* Of the class in the table's last column, and where the area's people are hidden. */
static void guard_class(maker *m, int k)
{
    const bool *parts = m->guard->class_parts;
    lb_profile_guard_areas(m->guard, m->o->profile.count);
    lb_profile_guard_empty(m->guard, m->guard->hide, 1, m->table->columns - 1, m->table);
    if (parts && k <= m->o->classes)
        lb_profile_guard_empty(m->guard, parts + k, (size_t)m->o->classes + 1,
                               m->table->columns - 1, m->table);
}

static void put_classes(maker *m)
{
    lb_overlay *o = m->o;
    int classes = o->classes > CLASSES_LEAST ? o->classes : CLASSES_LEAST;
    const double *people = o->grid.value[LB_PEOPLE];
    bool known = o->class_of && people;
    size_t n = o->profile.count;
    double *of = calloc(n * (size_t)classes + 1, sizeof *of), *all = calloc(n + 1, sizeof *all);
    if (!of || !all)
        m->status = LB_E_MEMORY;
    if (known && m->status == LB_OK) {
        lb_stat_input input = {.value = people};
        m->status = lb_profile_stat(&o->profile, LB_STAT_SUM, &input, m->threads, all);
        lb_profile_classes(&o->profile, o->class_of, classes, people, of);
    }
    for (int k = 0; k < classes && m->status == LB_OK; k++) {
        char name[20];
        snprintf(name, sizeof name, "class_%d", k + 1);
        for (size_t i = 0; i < n; i++)
            m->of_area[i] = all[i] > 0 ? of[i * (size_t)classes + (size_t)k] / all[i] : (double)NAN;
        put(m, name, LB_UNIT_SHARE, known ? m->of_area : NULL);
        guard_class(m, k + 1);
    }
    free(of);
    free(all);
}

/* The share of the grid's people in cells of a lower index, those of the same counting half. */
static lb_status rank(maker *m, const lb_stat_input *by_people)
{
    const lb_overlay *o = m->o;
    lb_ranking ranking;
    lb_status status =
        lb_profile_stat(&o->profile, LB_STAT_MEAN, by_people, m->threads, m->of_area);
    if (status == LB_OK)
        status = lb_ranking_make(by_people->value, by_people->weight, o->grid.cells, &ranking);
    if (status != LB_OK)
        return status;
    for (size_t i = 0; i < o->profile.count; i++)
        m->of_area[i] = lb_ranking_share(&ranking, m->of_area[i]);
    lb_ranking_clear(&ranking);
    return LB_OK;
}

static void put_index(maker *m)
{
    double *const *value = m->o->grid.value;
    lb_stat_input by_people = {.value = value[LB_PEOPLE] ? value[LB_INDEX] : NULL,
                               .weight = value[LB_PEOPLE]};
    lb_stat_input by_area = {.value = value[LB_INDEX]};
    put_stat(m, "index_mean", LB_UNIT_SCORE, LB_STAT_MEAN, &by_people);
    guard_stat(m, "index", LB_STAT_MEAN, by_people.value);
    put_stat(m, "index_mean_area", LB_UNIT_SCORE, LB_STAT_MEAN, &by_area);
    guard_stat(m, "index", LB_STAT_MEAN, by_area.value);
    put_classes(m);
    put_stat(m, "worst_index", LB_UNIT_SCORE, LB_STAT_MAX, &by_area);
    guard_stat(m, "index", LB_STAT_MAX, by_area.value);
    if (by_people.value && m->status == LB_OK)
        m->status = rank(m, &by_people);
    put(m, "rank_percentile", LB_UNIT_SHARE, by_people.value ? m->of_area : NULL);
    guard_stat(m, "index", LB_STAT_MEAN, by_people.value);
}

static void put_covered(maker *m)
{
    const lb_profile *p = &m->o->profile;
    for (size_t i = 0; i < p->count; i++)
        m->of_area[i] = p->with_data[i] / (p->with_data[i] + p->no_data[i] + p->outside[i]);
    put(m, "covered_share", LB_UNIT_SHARE, m->of_area);
}

/* The rows: with the areas' attributes in them, or bare. */
static void begin(lb_overlay *overlay, bool whole, lb_table *table)
{
    if (whole) {
        *table = overlay->areas.attributes;
        overlay->areas.attributes = (lb_table){0};
    }
    while (!table->failed && table->rows < overlay->profile.count)
        lb_table_add_row(table);
}

lb_status lb_profile_table(lb_overlay *overlay, const double *true_m2,
                           const lb_profile_terms *terms, lb_table *out, lb_error *err)
{
    lb_table table = {0};
    begin(overlay, terms->whole, &table);
    maker m = {.o = overlay,
               .table = &table,
               .guard = terms->guard,
               .of_area = calloc(overlay->profile.count + 1, sizeof(double)),
               .threads = terms->threads};
    if (!m.of_area)
        m.status = LB_E_MEMORY;
    if (m.of_area) {
        if (terms->whole)
            put_sizes(&m, true_m2, terms->degrees);
        put_cells(&m);
        put_people(&m);
        put_index(&m);
        put_covered(&m);
    }
    for (size_t s = 0; m.of_area && s < terms->specs; s++) {
        size_t weight = terms->column[2 * s + 1];
        lb_stat_input input = {.value = overlay->grid.value[terms->column[2 * s]],
                               .weight = weight == SIZE_MAX ? NULL : overlay->grid.value[weight],
                               .quantile = terms->spec[s].quantile};
        put_stat(&m, terms->spec[s].name, LB_UNIT_NONE, terms->spec[s].stat, &input);
        guard_stat(&m, terms->spec[s].column, terms->spec[s].stat, input.value);
    }
    free(m.of_area);
    if (m.status == LB_OK)
        m.status = lb_table_status(&table);
    if (m.status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return m.status == LB_OK ? LB_OK : lb_error_set(err, m.status, "%s", lb_status_text(m.status));
}
