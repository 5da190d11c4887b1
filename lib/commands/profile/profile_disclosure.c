/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/profile/profile_disclosure.h"

/* The grid's columns that count people. */
static const size_t people_columns[3] = {LB_PEOPLE, LB_UNGA_0_15, LB_UNGA_16_19};

void lb_profile_guard_clear(lb_profile_guard *guard)
{
    for (size_t i = 0; i < 3; i++)
        lb_guard_clear(&guard->of[i]);
    free(guard->class_parts);
    free(guard->hide);
    free(guard->in_row);
    *guard = (lb_profile_guard){0};
}

static lb_guard_input input_of(const lb_overlay *o, size_t column, int minimum)
{
    return (lb_guard_input){.profile = &o->profile,
                            .cells = o->grid.cells,
                            .value = o->grid.value[people_columns[column]],
                            .square = o->grid.square,
                            .minimum = minimum};
}

static lb_status guard_classes(const lb_overlay *o, lb_profile_guard *g)
{
    lb_guard_input input = input_of(o, 0, g->minimum);
    size_t n = o->profile.count * ((size_t)o->classes + 1);
    if (!o->class_of || !g->of[0].few)
        return LB_OK;
    g->class_parts = calloc(n + 1, sizeof *g->class_parts);
    if (!g->class_parts)
        return LB_E_MEMORY;
    return lb_guard_parts(&input, o->class_of, o->classes, g->class_parts);
}

lb_status lb_profile_guard_make(const lb_overlay *overlay, const lb_profile *joined, int minimum,
                                lb_profile_guard *out)
{
    lb_profile_guard g = {.minimum = overlay->grid.value[LB_PEOPLE] ? minimum : 0};
    lb_status status = LB_OK;
    g.hide = calloc(overlay->profile.count + 1, sizeof *g.hide);
    g.in_row = calloc(overlay->profile.count + 1, sizeof *g.in_row);
    if (!g.hide || !g.in_row)
        status = LB_E_MEMORY;
    for (size_t i = 0; i < 3 && g.minimum > 0 && status == LB_OK; i++) {
        lb_guard_input input = input_of(overlay, i, minimum);
        input.bounds = i == 0;
        input.joined = i == 0 ? joined : NULL;
        if (input.value)
            status = lb_guard_compute(&input, &g.of[i]);
    }
    if (status == LB_OK && g.minimum > 0)
        status = guard_classes(overlay, &g);
    if (status == LB_OK)
        *out = g;
    else
        lb_profile_guard_clear(&g);
    return status;
}

const lb_guarded *lb_profile_guard_figure(const lb_profile_guard *guard, size_t column)
{
    return guard->of[column].count > 0 ? guard->of[column].figure : NULL;
}

static void hide_figures(lb_profile_guard *g, const lb_guarded *figure, size_t areas)
{
    for (size_t i = 0; figure && i < areas; i++)
        g->hide[i] |= figure[i].reason != LB_GUARD_SHOWN;
}

/* Of one cell's value, or of an order of them. */
static bool tells_of_one(lb_stat stat)
{
    return stat != LB_STAT_SUM && stat != LB_STAT_MEAN && stat != LB_STAT_COUNT;
}

void lb_profile_guard_areas(lb_profile_guard *guard, size_t areas)
{
    memset(guard->hide, 0, areas * sizeof *guard->hide);
    hide_figures(guard, lb_profile_guard_figure(guard, 0), areas);
}

lb_status lb_profile_guard_statistic(lb_profile_guard *guard, const lb_overlay *overlay,
                                     const char *name, lb_stat stat, const double *value)
{
    static const char *const names[3] = {"population", "unga_0_15", "unga_16_19"};
    size_t areas = overlay->profile.count, column = 0;
    bool *more = NULL;
    lb_status status = LB_OK;
    lb_profile_guard_areas(guard, areas);
    while (column < 3 && strcmp(names[column], name) != 0)
        column++;
    if (!guard->of[column < 3 ? column : 0].few)
        return LB_OK;
    more = calloc(areas + 1, sizeof *more);
    lb_guard_input input = input_of(overlay, column < 3 ? column : 0, guard->minimum);
    status = more ? lb_guard_statistic(&input, value, tells_of_one(stat), more) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < areas; i++)
        guard->hide[i] |= more[i];
    if (column < 3)
        hide_figures(guard, lb_profile_guard_figure(guard, column), areas);
    free(more);
    return status;
}

static bool take_away(lb_profile_guard *guard, size_t row, size_t column, lb_table *table)
{
    if (table->failed || isnan(lb_table_real(table, row, column)))
        return false;
    lb_table_set_real(table, row, column, (double)NAN);
    guard->hidden++;
    guard->in_row[row] = true;
    return true;
}

void lb_profile_guard_empty(lb_profile_guard *guard, const bool *hide, size_t stride, size_t column,
                            lb_table *table)
{
    for (size_t i = 0; i < table->rows; i++)
        if (hide[i * stride])
            take_away(guard, i, column, table);
}

void lb_profile_guard_ranges(lb_profile_guard *guard, const lb_guarded *of, size_t areas,
                             size_t column, lb_table *table)
{
    for (size_t i = 0; of && i < areas; i++)
        if (of[i].reason != LB_GUARD_SHOWN && take_away(guard, i, column, table) && of[i].high > 0)
            lb_table_set_range(table, i, column, of[i].low, of[i].high);
}
