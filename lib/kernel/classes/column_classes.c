/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of any column of a grid, the same on every map and page (docs/methods.md, Classes). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/classes.h>
#include "base/swedish_text.h"

void lb_column_classes_clear(lb_column_classes *classes)
{
    free(classes->class_of);
    *classes = (lb_column_classes){.class_of = NULL};
}

/* "inkomst_score" of a variable `inkomst`. */
static bool is_score(const lb_recipe *recipe, const char *column)
{
    char name[220];
    for (size_t v = 0; v < recipe->variables; v++) {
        snprintf(name, sizeof name, "%.200s_score", recipe->variable[v].name);
        if (lb_text_same(name, column))
            return true;
    }
    return false;
}

/* 1: high is worse, -1: low is worse, 0: no order of good and bad, so that the colours are those
 * of an amount. A variable without weight in the index, and a count, has none. */
int lb_column_direction(const lb_recipe *recipe, const char *column)
{
    if (lb_text_same(column, "index") || is_score(recipe, column))
        return 1;
    if (lb_text_same(column, "rank"))
        return -1;
    for (size_t g = 0; g < recipe->groups; g++)
        if (lb_text_same(recipe->group[g].name, column))
            return 1;
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        if (lb_text_same(variable->name, column))
            return variable->kind != LB_KIND_COUNT && variable->weight > 0 ? variable->direction
                                                                           : 0;
    }
    return 0;
}

/* Least and greatest value of each class as delivered, not as turned for the order. */
static void find_bounds(const double *value, size_t count, lb_column_classes *c)
{
    for (int k = 0; k < LB_MAX_CLASSES; k++)
        c->low[k] = c->high[k] = (double)NAN;
    for (size_t i = 0; i < count; i++) {
        int k = c->class_of[i] - 1;
        if (k < 0)
            continue;
        c->low[k] = fmin(c->low[k], value[i]); /* fmin and fmax pass over NaN */
        c->high[k] = fmax(c->high[k], value[i]);
    }
}

lb_status lb_column_classes_compute(const lb_recipe *recipe, const char *column,
                                    const double *value, const double *people, size_t count,
                                    lb_column_classes *out)
{
    double breaks[LB_MAX_CLASSES];
    lb_recipe rule = *recipe;
    int direction = lb_column_direction(recipe, column);
    lb_column_classes c = {
        .count = recipe->classes, .ranked = direction != 0, .class_of = malloc(count + 1)};
    double *turned = malloc((count + 1) * sizeof *turned);
    if (rule.class_method == LB_CLASS_FIXED && !lb_text_same(column, "index"))
        rule.class_method = LB_CLASS_QUANTILE; /* the breaks are of the index */
    for (size_t i = 0; turned && i < count; i++)
        turned[i] = direction < 0 ? -value[i] : value[i];
    lb_status status = turned && c.class_of
                           ? lb_classes_compute(&rule, turned, people, count, c.class_of, breaks)
                           : LB_E_MEMORY;
    free(turned);
    if (status != LB_OK) {
        lb_column_classes_clear(&c);
        return status;
    }
    find_bounds(value, count, &c);
    *out = c;
    return LB_OK;
}
