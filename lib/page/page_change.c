/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "page/page_change.h"

static bool reserve_column(lb_page_grid *g, size_t v)
{
    size_t room[5] = {v, v, v, v, v};
    return lb_array_reserve(&g->value, &room[0], v + 1, sizeof *g->value) &&
           lb_array_reserve(&g->column, &room[1], v + 1, sizeof *g->column) &&
           lb_array_reserve(&g->classes, &room[2], v + 1, sizeof *g->classes) &&
           (!g->replacement ||
            lb_array_reserve(&g->replacement, &room[3], v + 1, sizeof *g->replacement)) &&
           (!g->about || lb_array_reserve(&g->about, &room[4], v + 1, sizeof *g->about));
}

/* A column of the grid with a figure a square, which the grid then owns; NULL: out of memory. */
static double *add_column(lb_page_grid *g, const char *name, lb_unit unit)
{
    size_t v = g->squares.values;
    bool reserved = reserve_column(g, v);
    double *of = reserved ? malloc((g->squares.count + 1) * sizeof *of) : NULL;
    g->squares.value = g->value;
    for (size_t w = 0; w < v; w++) /* the classes may have moved */
        g->value[w].classes = g->value[w].classes ? &g->classes[w] : NULL;
    if (!of)
        return NULL;
    g->squares.values = v + 1;
    g->column[v] = of;
    g->classes[v] = (lb_column_classes){.count = 0};
    g->value[v] = (lb_page_value){.name = name, .unit = unit, .of = of};
    if (g->replacement)
        g->replacement[v] = NULL;
    if (g->about)
        g->about[v] = NULL;
    return of;
}

static void classify_change(const double *change, size_t count, lb_column_classes *c)
{
    c->count = LB_CHANGE_CLASSES;
    for (int k = 0; k < LB_MAX_CLASSES; k++)
        c->low[k] = c->high[k] = (double)NAN;
    for (size_t i = 0; i < count; i++) {
        int k = c->class_of[i] = (uint8_t)lb_change_class(change[i]);
        if (k == 0)
            continue;
        c->low[k - 1] = fmin(c->low[k - 1], change[i]); /* fmin and fmax pass over NaN */
        c->high[k - 1] = fmax(c->high[k - 1], change[i]);
    }
}

/* q has three decimals on the page, cut so that none rises to LB_FINDING_Q. */
static void find_changes(const lb_page_grid *g, const lb_square_changes *changes, double *change,
                         double *q)
{
    for (size_t i = 0; i < g->squares.count; i++) {
        size_t unit = lb_square_changes_find(changes, g->square[i]);
        bool found = unit != SIZE_MAX;
        change[i] = found ? changes->change[unit] : (double)NAN;
        q[i] = found ? floor(1000 * changes->q[unit]) / 1000 : (double)NAN;
    }
}

static bool has_change(const lb_page_grid *g, const lb_square_changes *changes)
{
    for (size_t i = 0; i < g->squares.count; i++) {
        size_t unit = lb_square_changes_find(changes, g->square[i]);
        if (unit != SIZE_MAX && !isnan(changes->change[unit]))
            return true;
    }
    return false;
}

lb_status lb_page_grid_add_change(lb_page_grid *g, const lb_square_changes *changes)
{
    size_t v = g->squares.values;
    if (!has_change(g, changes))
        return LB_OK;
    double *change = add_column(g, "change", LB_UNIT_RATE);
    double *q = change ? add_column(g, "change_q", LB_UNIT_NONE) : NULL;
    uint8_t *class_of = q ? malloc(g->squares.count + 1) : NULL;
    if (!class_of)
        return LB_E_MEMORY;
    find_changes(g, changes, change, q);
    g->classes[v].class_of = class_of;
    classify_change(change, g->squares.count, &g->classes[v]);
    g->value[v].classes = &g->classes[v];
    g->value[v].class_name = lb_change_class_names;
    return LB_OK;
}
