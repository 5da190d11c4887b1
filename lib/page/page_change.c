/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/array.h"
#include "base/try.h"
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

/* Index by the limits of another column's classes, so that one colour means one thing. */
static void classify_alike(const double *value, size_t count, const lb_column_classes *like,
                           lb_column_classes *c)
{
    uint8_t *class_of = c->class_of;
    *c = *like;
    c->class_of = class_of;
    for (size_t i = 0; i < count; i++) {
        class_of[i] = isnan(value[i]) ? 0 : 1;
        for (int k = 1; k < c->count && !isnan(value[i]); k++)
            if (value[i] >= c->low[k]) /* false of a class of no squares */
                class_of[i] = (uint8_t)(k + 1);
    }
}

enum { LABEL_SIZE = 140 };

/* "Index 2019" and "Index 2021, med samma mått som 2019", each in both languages behind each other.
 */
static char *write_labels(const char *between)
{
    const char *dash = strstr(between, "–");
    int length = dash ? (int)(dash - between) : 0;
    char *text = malloc(4 * (size_t)LABEL_SIZE);
    if (!text)
        return NULL;
    const char *after = dash ? dash + strlen("–") : "";
    lb_text_print(text, LABEL_SIZE, "Index %.*s", length, between);
    lb_text_print(text + LABEL_SIZE, LABEL_SIZE, "Index %.*s", length, between);
    lb_text_print(text + 2 * LABEL_SIZE, LABEL_SIZE, "Index %s, med samma mått som %.*s", after,
                  length, between);
    lb_text_print(text + 3 * LABEL_SIZE, LABEL_SIZE, "Index %s, measured as %.*s", after, length,
                  between);
    return text;
}

/* Of each square: the index of the first delivery, or, with the change, of the last. */
static void find_index(const lb_page_grid *g, const lb_square_changes *changes, bool after,
                       double *out)
{
    for (size_t i = 0; i < g->squares.count; i++) {
        size_t unit = lb_square_changes_find(changes, g->square[i]);
        out[i] = unit == SIZE_MAX ? (double)NAN
                                  : changes->before[unit] + (after ? changes->change[unit] : 0);
    }
}

/* index_before and index_after as `trend` has them, on one yardstick and with one set of limits,
 * those of the first delivery's classes. */
static lb_status add_years(lb_page_grid *g, const lb_recipe *recipe,
                           const lb_square_changes *changes)
{
    static const char *const name[] = {"index_before", "index_after"};
    size_t v = g->squares.values, count = g->squares.count;
    g->before = write_labels(changes->between);
    for (size_t k = 0; k < 2; k++) {
        double *of = g->before ? add_column(g, name[k], LB_UNIT_RATE) : NULL;
        if (!of)
            return LB_E_MEMORY;
        find_index(g, changes, k == 1, of);
        g->value[v + k].label =
            (lb_page_text){g->before + 2 * k * LABEL_SIZE, g->before + (2 * k + 1) * LABEL_SIZE};
    }
    LB_TRY(lb_column_classes_compute(recipe, "index", g->column[v], NULL, count, &g->classes[v]));
    g->classes[v + 1].class_of = malloc(count + 1);
    if (!g->classes[v + 1].class_of)
        return LB_E_MEMORY;
    classify_alike(g->column[v + 1], count, &g->classes[v], &g->classes[v + 1]);
    for (size_t k = 0; k < 2; k++)
        g->value[v + k].classes = &g->classes[v + k];
    return LB_OK;
}

lb_status lb_page_grid_add_change(lb_page_grid *g, const lb_recipe *recipe,
                                  const lb_square_changes *changes)
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
    return add_years(g, recipe, changes);
}
