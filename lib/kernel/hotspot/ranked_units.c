/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "kernel/hotspot/ranked_units.h"

/* The unit breaks ties of equal keys, so that the order is the same with every qsort. */
typedef struct keyed_unit {
    double key;
    size_t unit;
} keyed_unit;

static int compare_units(const void *a, const void *b)
{
    const keyed_unit *x = a, *y = b;
    LB_COMPARE(y->key, x->key);
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* The greatest key first, unknown keys last, equal ones in the order of the units. */
lb_status lb_ranked_order(const double *key, size_t n, size_t *order)
{
    keyed_unit *unit = malloc((n + 1) * sizeof *unit);
    if (!unit)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        unit[i] = (keyed_unit){isnan(key[i]) ? -INFINITY : key[i], i};
    qsort(unit, n, sizeof *unit, compare_units);
    for (size_t i = 0; i < n; i++)
        order[i] = unit[i].unit;
    free(unit);
    return LB_OK;
}

static int same_key(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

size_t lb_ranked_block_end(const double *key, const size_t *order, size_t n, size_t begin)
{
    size_t end = begin + 1;
    while (end < n && same_key(key[order[end]], key[order[begin]]))
        end++;
    return end;
}

/* What rounding leaves of the quota is nothing, as units that cost nothing would all be in it.
 * Units of one key are one block. The block that the quota does not hold counts in part, each of
 * its units by the same part, so that the order within it changes nothing (docs/methods.md,
 * Concentration, At equal people). */
void lb_ranked_parts(const double *key, const size_t *order, const double *cost, size_t n,
                     double quota, double *part)
{
    lb_sum used = {0};
    for (size_t begin = 0, end; begin < n; begin = end) {
        lb_sum block = {0};
        end = lb_ranked_block_end(key, order, n, begin);
        for (size_t k = begin; k < end; k++)
            lb_sum_add(&block, cost[order[k]]);
        double left = quota - lb_sum_value(used), all = lb_sum_value(block);
        bool full = lb_at_least(lb_sum_value(used), quota);
        double taken = full ? 0 : all > left ? left / all : 1;
        for (size_t k = begin; k < end; k++)
            part[order[k]] = taken;
        lb_sum_add(&used, all);
    }
}

double lb_ranked_sum(const double *part, const double *gain, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, part[i] * gain[i]);
    return lb_sum_value(sum);
}
