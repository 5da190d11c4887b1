/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/hotspot/alias_table.h"

void lb_alias_table_clear(lb_alias_table *table)
{
    free(table->keep);
    free(table->other);
    *table = (lb_alias_table){.count = 0};
}

/* Pairs columns with less than the mean with ones that have more, which give what is missing. order
 * has those with less from its start, those with more from its end. */
static void pair_columns(lb_alias_table *t, uint32_t *order)
{
    size_t n = t->count, less = 0, more = n;
    for (size_t i = 0; i < n; i++) {
        t->other[i] = (uint32_t)i;
        if (t->keep[i] < 1)
            order[less++] = (uint32_t)i;
        else
            order[--more] = (uint32_t)i;
    }
    while (less > 0 && more < n) {
        uint32_t low = order[--less], high = order[more];
        t->other[low] = high;
        t->keep[high] -= 1 - t->keep[low];
        if (t->keep[high] < 1) {
            order[less++] = high;
            more++;
        }
    }
    for (size_t i = 0; i < less; i++) /* what rounding left */
        t->keep[order[i]] = 1;
    for (size_t i = more; i < n; i++)
        t->keep[order[i]] = 1;
}

/* Each weight, scaled to a mean of 1, is one column of the table; columns below 1 are filled up
 * from one above it, so that a draw costs one comparison whatever n is. A weight that is
 * negative or not finite, or no weight above 0, is LB_E_USAGE. */
lb_status lb_alias_table_make(const double *weight, size_t n, lb_alias_table *out)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        if (!(weight[i] >= 0 && isfinite(weight[i])))
            return LB_E_USAGE;
        lb_sum_add(&sum, weight[i]);
    }
    if (!(lb_sum_value(sum) > 0) || n > UINT32_MAX)
        return LB_E_USAGE;
    lb_alias_table t = {.count = n, .sum = lb_sum_value(sum)};
    uint32_t *order = malloc(n * sizeof *order);
    t.keep = malloc(n * sizeof *t.keep);
    t.other = malloc(n * sizeof *t.other);
    lb_status status = order && t.keep && t.other ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        for (size_t i = 0; i < n; i++)
            t.keep[i] = weight[i] / lb_sum_value(sum) * (double)n;
        pair_columns(&t, order);
        *out = t;
    } else {
        lb_alias_table_clear(&t);
    }
    free(order);
    return status;
}
