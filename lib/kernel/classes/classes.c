/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes 1..K of values (docs/methods.md, Classes), K the worst. A method of classes is a function
 * here and a row of the table below, beside its enumerator in recipe.h: it either gives K - 1
 * limits between classes, a value on a limit being in the upper one, or sets the classes itself. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <lagesbild/classes.h>
#include "base/try.h"
#include "kernel/classes/jenks.h"
#include "kernel/statistics/ranks.h"
#include "kernel/statistics/weighted_percentile.h"

/* The values in order, and the classes being made of them. */
typedef struct classification {
    const lb_recipe *recipe;
    const lb_ranks *order;         /* at least one value */
    const double *people;          /* by place in the input; NULL: quantiles are over values */
    double limits[LB_MAX_CLASSES]; /* ascending */
    size_t n_limits;               /* may be fewer than K - 1 where values are few */
    uint8_t *class_of;
} classification;

/* The quantile classes of inhabitants, each with the value of its square. */
static lb_status people_classes(classification *c)
{
    lb_weighted_percentile ranking;
    const lb_ranks *order = c->order;
    int last = c->recipe->classes - 1;
    double *people = malloc(order->count * sizeof *people);
    if (!people)
        return LB_E_MEMORY;
    for (size_t i = 0; i < order->count; i++)
        people[i] = c->people[order->at[i]];
    lb_status status = lb_weighted_percentile_make(order->value, people, order->count, &ranking);
    free(people);
    if (status != LB_OK)
        return status;
    double n = lb_weighted_percentile_total(&ranking);
    for (size_t i = 0; i < order->count; i++) {
        double below = lb_weighted_percentile_below(&ranking, order->value[i]);
        double k = fmin(c->recipe->classes * below / n, last); /* nobody: NaN, then the last */
        c->class_of[order->at[i]] = (uint8_t)(1 + (int)k);
    }
    lb_weighted_percentile_clear(&ranking);
    return LB_OK;
}

/* 1 + floor(K (r - 0.5)/n) with the mid-rank r, which tied values share. */
static lb_status quantile_classes(classification *c)
{
    const lb_ranks *order = c->order;
    if (c->people)
        return people_classes(c);
    for (size_t i = 0, end; i < order->count; i = end) {
        for (end = i + 1; end < order->count && order->value[end] == order->value[i];)
            end++;
        /* 2 (r - 0.5) = i + end exactly, so the floor is taken of an exact quotient. */
        size_t k = (size_t)c->recipe->classes * (i + end) / (2 * order->count);
        for (size_t j = i; j < end; j++)
            c->class_of[order->at[j]] = (uint8_t)(1 + k);
    }
    return LB_OK;
}

/* One pass along the ordered values; a value on a limit is in the upper class. */
static void split_at_limits(classification *c)
{
    size_t k = 0;
    for (size_t i = 0; i < c->order->count; i++) {
        while (k < c->n_limits && c->order->value[i] >= c->limits[k])
            k++;
        c->class_of[c->order->at[i]] = (uint8_t)(1 + k);
    }
}

/* What rounding may move a limit from where it is in real numbers, where a value may be. An index
 * has ten decimals, which moves value and limit by up to 1e-10; values closer together than that
 * are no index, and told apart. */
static double limit_slack(const lb_ranks *order)
{
    double low = order->value[0], high = order->value[order->count - 1];
    return fmax(4 * DBL_EPSILON * fmax(fabs(low), fabs(high)), fmin(1e-9, 1e-6 * (high - low)));
}

/* K classes of one width from the lowest to the highest value. */
static lb_status equal_limits(classification *c)
{
    double low = c->order->value[0], high = c->order->value[c->order->count - 1];
    double slack = limit_slack(c->order);
    for (int k = 1; k < c->recipe->classes; k++)
        c->limits[k - 1] = low + (high - low) * k / c->recipe->classes - slack;
    return LB_OK;
}

/* Limits one standard deviation (over n - 1) apart, half of them on each side of the mean. */
static lb_status stddev_limits(classification *c)
{
    lb_moments m = lb_ranks_moments(c->order);
    double slack = limit_slack(c->order);
    for (int k = 1; k < c->recipe->classes; k++)
        c->limits[k - 1] = m.mean + m.sd * (k - c->recipe->classes / 2.0) - slack;
    return LB_OK;
}

static lb_status jenks_limits(classification *c)
{
    return lb_jenks_limits(c->order->value, c->order->count, c->recipe->classes, c->limits,
                           &c->n_limits);
}

static lb_status fixed_limits(classification *c)
{
    c->n_limits = c->recipe->breaks;
    for (size_t k = 0; k < c->n_limits; k++)
        c->limits[k] = c->recipe->break_at[k];
    return LB_OK;
}

static const struct class_method {
    lb_status (*compute)(classification *c);
    bool sets_classes; /* else limits */
} methods[] = {
    [LB_CLASS_QUANTILE] = {quantile_classes, true}, [LB_CLASS_EQUAL] = {equal_limits, false},
    [LB_CLASS_JENKS] = {jenks_limits, false},       [LB_CLASS_STDDEV] = {stddev_limits, false},
    [LB_CLASS_FIXED] = {fixed_limits, false},
};

/* As recipes spell them. */
const char *const lb_class_method_names[] = {
    [LB_CLASS_QUANTILE] = "quantile", [LB_CLASS_EQUAL] = "equal", [LB_CLASS_JENKS] = "jenks",
    [LB_CLASS_STDDEV] = "stddev",     [LB_CLASS_FIXED] = "fixed", NULL};

static lb_status find_classes(const lb_recipe *recipe, const lb_ranks *order, const double *people,
                              uint8_t *class_of)
{
    const struct class_method *method = &methods[recipe->class_method];
    classification c = {.recipe = recipe,
                        .order = order,
                        .people = recipe->reference == LB_REFERENCE_PEOPLE ? people : NULL,
                        .n_limits = (size_t)recipe->classes - 1,
                        .class_of = class_of};
    LB_TRY(method->compute(&c));
    if (!method->sets_classes)
        split_at_limits(&c);
    return LB_OK;
}

/* The smallest value of each class above the first, as found in the data. */
static void report_breaks(const lb_recipe *recipe, const lb_ranks *order, const uint8_t *class_of,
                          double *breaks)
{
    for (int k = 0; k + 1 < recipe->classes; k++)
        breaks[k] = recipe->class_method == LB_CLASS_FIXED ? recipe->break_at[k] : NAN;
    if (recipe->class_method == LB_CLASS_FIXED)
        return;
    for (size_t i = order->count; i-- > 0;)
        if (class_of[order->at[i]] > 1)
            breaks[class_of[order->at[i]] - 2] = order->value[i];
}

/* Class 0 is no value (NaN); 1 to K, K the worst. `people` weigh quantiles where the recipe's
 * reference is people; the breaks are the least value found in each class. */
lb_status lb_classes_compute(const lb_recipe *recipe, const double *value, const double *people,
                             size_t count, uint8_t *class_of, double *breaks)
{
    lb_ranks order = {0};
    lb_status status = lb_ranks_make(value, count, &order);
    if (status != LB_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        class_of[i] = 0;
    if (order.count > 0)
        status = find_classes(recipe, &order, people, class_of);
    if (status == LB_OK)
        report_breaks(recipe, &order, class_of, breaks);
    lb_ranks_clear(&order);
    return status;
}
