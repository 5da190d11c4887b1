/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of n values by radix sort of their bits, O(n), and what follows from it: mid-ranks and
 * quantiles (type 7 of Hyndman and Fan 1996). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "model/radix_sort.h"
#include "kernel/statistics/ranks.h"

void lb_ranks_clear(lb_ranks *order)
{
    free(order->value);
    free(order->at);
    *order = (lb_ranks){0};
}

/* The double of a key. */
static double key_value(uint64_t key)
{
    double value;
    uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Ascending values with their places; NaN is left out. The radix sort is stable, so ties stay in
 * the order of the input on every machine. */
lb_status lb_ranks_make(const double *value, size_t count, lb_ranks *out)
{
    size_t n = 0, room = count ? count : 1;
    lb_sort_item *items = malloc(room * sizeof *items);
    lb_ranks order = {.value = malloc(room * sizeof(double)), .at = malloc(room * sizeof(size_t))};
    for (size_t i = 0; items && i < count; i++)
        if (!isnan(value[i]))
            items[n++] = (lb_sort_item){lb_sort_key(value[i]), i};
    if (!items || !order.value || !order.at || !lb_radix_sort(items, n)) {
        free(items);
        lb_ranks_clear(&order);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        order.value[i] = key_value(items[i].key);
        order.at[i] = items[i].at;
    }
    order.count = n;
    free(items);
    *out = order;
    return LB_OK;
}

double lb_ranks_quantile(const lb_ranks *order, double q)
{
    if (order->count == 0)
        return NAN;
    double place = q * (double)(order->count - 1);
    size_t below = (size_t)floor(place), above = below + 1 < order->count ? below + 1 : below;
    return order->value[below] +
           (place - (double)below) * (order->value[above] - order->value[below]);
}

/* Compensated sums in the order of the values, so that the order of rows does not matter. */
lb_moments lb_ranks_moments(const lb_ranks *order)
{
    size_t n = order->count;
    lb_sum sum = {0}, squares = {0};
    if (n == 0)
        return (lb_moments){NAN, NAN};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, order->value[i]);
    double mean =
        lb_mean_within(sum, (lb_sum){.high = (double)n}, order->value[0], order->value[n - 1]);
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&squares, (order->value[i] - mean) * (order->value[i] - mean));
    return (lb_moments){mean, n > 1 ? sqrt(lb_sum_value(squares) / (double)(n - 1)) : 0};
}
