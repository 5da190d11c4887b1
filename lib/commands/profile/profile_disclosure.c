/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which figures of `profile` rest on few people (docs/methods.md, Disclosure), column by column:
 * the three counts of people by their own disclosure control, other statistics and classes by that
 * of the population. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/profile/profile_disclosure.h"

/* The grid's columns that count people. */
static const size_t people_columns[3] = {LB_PEOPLE, LB_UNGA_0_15, LB_UNGA_16_19};

void lb_profile_disclosure_clear(lb_profile_disclosure *disclosure)
{
    for (size_t i = 0; i < 3; i++)
        lb_disclosure_clear(&disclosure->of[i]);
    free(disclosure->class_parts);
    free(disclosure->hide);
    free(disclosure->in_row);
    *disclosure = (lb_profile_disclosure){0};
}

static lb_disclosure_input disclosure_input(const lb_overlay *o, size_t column, int minimum)
{
    return (lb_disclosure_input){.profile = &o->profile,
                                 .cells = o->grid.cells,
                                 .value = o->grid.value[people_columns[column]],
                                 .square = o->grid.square,
                                 .minimum = minimum};
}

/* Parts of people by class; without classes, or without squares of few people, none. */
static lb_status suppress_classes(const lb_overlay *o, lb_profile_disclosure *g)
{
    lb_disclosure_input input = disclosure_input(o, 0, g->minimum);
    size_t n = o->profile.count * ((size_t)o->classes + 1);
    if (!o->class_of || !g->of[0].any_small)
        return LB_OK;
    g->class_parts = calloc(n + 1, sizeof *g->class_parts);
    if (!g->class_parts)
        return LB_E_MEMORY;
    return lb_suppress_classes(&input, o->class_of, o->classes, g->class_parts);
}

lb_status lb_profile_disclosure_make(const lb_overlay *overlay, const lb_profile *joined,
                                     int minimum, lb_profile_disclosure *out)
{
    lb_profile_disclosure g = {.minimum = overlay->grid.value[LB_PEOPLE] ? minimum : 0};
    lb_status status = LB_OK;
    g.hide = calloc(overlay->profile.count + 1, sizeof *g.hide);
    g.in_row = calloc(overlay->profile.count + 1, sizeof *g.in_row);
    if (!g.hide || !g.in_row)
        status = LB_E_MEMORY;
    for (size_t i = 0; i < 3 && g.minimum > 0 && status == LB_OK; i++) {
        lb_disclosure_input input = disclosure_input(overlay, i, minimum);
        input.bounds = i == 0 && overlay->layer->rule == LB_COUNT_EXACT;
        input.joined = i == 0 ? joined : NULL;
        if (input.value)
            status = lb_disclosure_compute(&input, &g.of[i]);
    }
    if (status == LB_OK && g.minimum > 0)
        status = suppress_classes(overlay, &g);
    if (status == LB_OK)
        *out = g;
    else
        lb_profile_disclosure_clear(&g);
    return status;
}

const lb_figure_suppression *lb_profile_disclosure_figure(const lb_profile_disclosure *disclosure,
                                                          size_t column)
{
    return disclosure->of[column].count > 0 ? disclosure->of[column].figure : NULL;
}

static void mark_suppressed(const lb_figure_suppression *figure, size_t areas, bool *hide)
{
    for (size_t i = 0; figure && i < areas; i++)
        hide[i] |= figure[i].reason != LB_SUPPRESS_NONE;
}

/* Statistics that are the value of one cell, or depend on the order of values. */
static bool is_single_value(lb_stat stat)
{
    return stat != LB_STAT_SUM && stat != LB_STAT_MEAN && stat != LB_STAT_COUNT;
}

void lb_profile_disclosure_areas(lb_profile_disclosure *disclosure, size_t areas)
{
    memset(disclosure->hide, 0, areas * sizeof *disclosure->hide);
    mark_suppressed(lb_profile_disclosure_figure(disclosure, 0), areas, disclosure->hide);
}

/* Adds to hide[] the areas where a statistic of values in the overlay's cells rests on few people
 * of the column `name`; of any other column, on few of the population. */
static lb_status mark_statistic(const lb_profile_disclosure *disclosure, const lb_overlay *overlay,
                                const lb_stat_spec *spec, const double *value, bool *hide)
{
    static const char *const names[3] = {"population", "unga_0_15", "unga_16_19"};
    size_t areas = overlay->profile.count, column = 0;
    while (column < 3 && strcmp(names[column], spec->column) != 0)
        column++;
    if (!disclosure->of[column < 3 ? column : 0].any_small)
        return LB_OK;
    bool *more = calloc(areas + 1, sizeof *more);
    lb_disclosure_input input =
        disclosure_input(overlay, column < 3 ? column : 0, disclosure->minimum);
    lb_status status = more
                           ? lb_suppress_statistic(&input, value, is_single_value(spec->stat), more)
                           : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < areas; i++)
        hide[i] |= more[i];
    if (column < 3)
        mark_suppressed(lb_profile_disclosure_figure(disclosure, column), areas, hide);
    free(more);
    return status;
}

lb_status lb_profile_disclosure_statistic(lb_profile_disclosure *disclosure,
                                          const lb_overlay *overlay, const char *name, lb_stat stat,
                                          const double *value)
{
    lb_stat_spec spec = {.stat = stat};
    snprintf(spec.column, sizeof spec.column, "%s", name);
    lb_profile_disclosure_areas(disclosure, overlay->profile.count);
    return mark_statistic(disclosure, overlay, &spec, value, disclosure->hide);
}

lb_status lb_profile_disclosure_lent(const lb_profile_disclosure *disclosure,
                                     const lb_overlay *overlay, const lb_stat_spec *spec,
                                     const double *known, bool *hide)
{
    lb_stat_spec weight = {.stat = spec->stat};
    snprintf(weight.column, sizeof weight.column, "%s", spec->weight);
    if (disclosure->minimum == 0)
        return LB_OK;
    mark_suppressed(lb_profile_disclosure_figure(disclosure, 0), overlay->profile.count, hide);
    return mark_statistic(disclosure, overlay, &weight, known, hide);
}

static bool suppress_value(lb_profile_disclosure *disclosure, size_t row, size_t column,
                           lb_table *table)
{
    if (table->failed || isnan(lb_table_real(table, row, column)))
        return false;
    lb_table_set_real(table, row, column, (double)NAN);
    disclosure->hidden++;
    disclosure->in_row[row] = true;
    return true;
}

void lb_profile_disclosure_empty(lb_profile_disclosure *disclosure, const bool *hide, size_t stride,
                                 size_t column, lb_table *table)
{
    for (size_t i = 0; i < table->rows; i++)
        if (hide[i * stride])
            suppress_value(disclosure, i, column, table);
}

void lb_profile_disclosure_ranges(lb_profile_disclosure *disclosure,
                                  const lb_figure_suppression *of, size_t areas, size_t column,
                                  lb_table *table)
{
    for (size_t i = 0; of && i < areas; i++)
        if (of[i].reason != LB_SUPPRESS_NONE && suppress_value(disclosure, i, column, table) &&
            of[i].high > 0)
            lb_table_set_range(table, i, column, of[i].low, of[i].high);
}
