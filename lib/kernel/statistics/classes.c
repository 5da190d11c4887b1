/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/classes.h>
#include "base/sum.h"
#include "kernel/statistics/jenks.h"
#include "kernel/statistics/ranks.h"

static void quantile_classes(const lb_recipe *recipe, const lb_ranks *order, uint8_t *class_of)
{
    for (size_t i = 0, end; i < order->count; i = end) {
        for (end = i + 1; end < order->count && order->value[end] == order->value[i];)
            end++;
        /* 2 (r - 0.5) = i + end exactly, so the floor is taken of an exact quotient. */
        size_t k = (size_t)recipe->classes * (i + end) / (2 * order->count);
        for (size_t j = i; j < end; j++)
            class_of[order->at[j]] = (uint8_t)(1 + k);
    }
}

static void split_at(const double *limits, size_t count, const lb_ranks *order, uint8_t *class_of)
{
    size_t k = 0;
    for (size_t i = 0; i < order->count; i++) {
        while (k < count && order->value[i] >= limits[k])
            k++;
        class_of[order->at[i]] = (uint8_t)(1 + k);
    }
}

static void equal_limits(const lb_recipe *recipe, const lb_ranks *order, double *limits)
{
    double low = order->value[0], high = order->value[order->count - 1];
    for (int k = 1; k < recipe->classes; k++)
        limits[k - 1] = low + (high - low) * k / recipe->classes;
}

static void stddev_limits(const lb_recipe *recipe, const lb_ranks *order, double *limits)
{
    lb_sum sum = {0}, squares = {0};
    for (size_t i = 0; i < order->count; i++)
        lb_sum_add(&sum, order->value[i]);
    double mean = lb_sum_value(sum) / (double)order->count;
    for (size_t i = 0; i < order->count; i++)
        lb_sum_add(&squares, (order->value[i] - mean) * (order->value[i] - mean));
    double sd = order->count > 1 ? sqrt(lb_sum_value(squares) / (double)(order->count - 1)) : 0;
    for (int k = 1; k < recipe->classes; k++)
        limits[k - 1] = mean + sd * (k - recipe->classes / 2.0);
}

static lb_status find_classes(const lb_recipe *recipe, const lb_ranks *order, uint8_t *class_of,
                              double *limits)
{
    lb_status status = LB_OK;
    size_t count = (size_t)recipe->classes - 1;
    switch (recipe->class_method) {
    case LB_CLASS_QUANTILE:
        quantile_classes(recipe, order, class_of);
        return LB_OK;
    case LB_CLASS_EQUAL:
        equal_limits(recipe, order, limits);
        break;
    case LB_CLASS_STDDEV:
        stddev_limits(recipe, order, limits);
        break;
    case LB_CLASS_JENKS:
        status = lb_jenks_limits(order->value, order->count, recipe->classes, limits, &count);
        break;
    case LB_CLASS_FIXED:
        count = recipe->breaks;
        for (size_t k = 0; k < count; k++)
            limits[k] = recipe->break_at[k];
        break;
    }
    if (status == LB_OK)
        split_at(limits, count, order, class_of);
    return status;
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

lb_status lb_classes_compute(const lb_recipe *recipe, const double *value, size_t count,
                             uint8_t *class_of, double *breaks)
{
    lb_ranks order = {0};
    double limits[LB_MAX_CLASSES];
    lb_status status = lb_ranks_make(value, count, &order);
    if (status != LB_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        class_of[i] = 0;
    if (order.count > 0)
        status = find_classes(recipe, &order, class_of, limits);
    if (status == LB_OK)
        report_breaks(recipe, &order, class_of, breaks);
    lb_ranks_clear(&order);
    return status;
}
