/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The share of a weight that lies below a value, half of that which is equal counted, by binary
 * search in cumulated weights, among the values of one bucket: O(n log n) once, O(1) a value where
 * values are spread, at worst O(log n). */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "kernel/statistics/ranks.h"
#include "kernel/statistics/weighted_percentile.h"

void lb_weighted_percentile_clear(lb_weighted_percentile *ranking)
{
    free(ranking->value);
    free(ranking->below);
    free(ranking->first);
    *ranking = (lb_weighted_percentile){0};
}

/* The weights of equal values, by size, so that sums come in one rounding whatever their order. */
static void collect_weights(const double *weight, const size_t *at, size_t n, double *out)
{
    bool varied = false; /* the cells of one square weigh the same */
    for (size_t i = 0; i < n; i++) {
        out[i] = weight ? weight[at[i]] : 1;
        varied |= out[i] != out[0];
    }
    if (varied)
        qsort(out, n, sizeof *out, lb_compare_doubles);
}

/* One entry a distinct value with the compensated sum of weights before it. */
static void accumulate_weights(const lb_ranks *order, const double *weight, double *room,
                               lb_weighted_percentile *out)
{
    lb_sum sum = {0};
    for (size_t i = 0, end; i < order->count; i = end) {
        for (end = i + 1; end < order->count && order->value[end] == order->value[i];)
            end++;
        out->value[out->count] = order->value[i];
        out->below[out->count++] = lb_sum_value(sum);
        collect_weights(weight, order->at + i, end - i, room);
        for (size_t k = 0; k < end - i; k++)
            lb_sum_add(&sum, room[k]);
    }
    out->below[out->count] = lb_sum_value(sum);
}

/* Which of `count` equally wide buckets a value is in, or would be; rising with the value. */
static size_t bucket_of(const lb_weighted_percentile *ranking, double value)
{
    double at = (value - ranking->value[0]) * ranking->per_unit;
    return !(at > 0) ? 0 : at < (double)ranking->count ? (size_t)at : ranking->count - 1;
}

/* Where the search for a value begins: in its bucket, most often of one value or two. */
static void fill_buckets(lb_weighted_percentile *ranking)
{
    size_t n = ranking->count;
    double range = n ? ranking->value[n - 1] - ranking->value[0] : 0;
    ranking->per_unit = range > 0 && isfinite((double)n / range) ? (double)n / range : 0;
    for (size_t i = 0; i < n; i++)
        ranking->first[bucket_of(ranking, ranking->value[i]) + 1] = (uint32_t)(i + 1);
    for (size_t b = 1; b <= n; b++)
        if (ranking->first[b] < ranking->first[b - 1])
            ranking->first[b] = ranking->first[b - 1];
}

/* weight NULL: each value weighs 1. Values that weigh nothing are left out, so that they move no
 * rank, but they can be ranked against the rest. */
lb_status lb_weighted_percentile_make(const double *value, const double *weight, size_t n,
                                      lb_weighted_percentile *out)
{
    lb_ranks order = {0};
    lb_weighted_percentile result = {.value = malloc((n + 1) * sizeof *result.value),
                                     .below = malloc((n + 1) * sizeof *result.below),
                                     .first = calloc(n + 1, sizeof *result.first)};
    double *room = malloc((n + 1) * sizeof *room);
    lb_status status = result.value && result.below && result.first && room ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < n && status == LB_OK; i++)
        room[i] = !weight || weight[i] > 0 ? value[i] : (double)NAN;
    if (status == LB_OK)
        status = lb_ranks_make(room, n, &order);
    if (status == LB_OK) {
        accumulate_weights(&order, weight, room, &result);
        fill_buckets(&result);
        *out = result;
    } else {
        lb_weighted_percentile_clear(&result);
    }
    lb_ranks_clear(&order);
    free(room);
    return status;
}

/* The first ranked value at or above this one. */
static size_t lower_bound(const lb_weighted_percentile *ranking, double value)
{
    size_t bucket = bucket_of(ranking, value);
    size_t low = ranking->first[bucket], high = ranking->first[bucket + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranking->value[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double lb_weighted_percentile_below(const lb_weighted_percentile *ranking, double value)
{
    if (isnan(value) || ranking->count == 0)
        return (double)NAN;
    size_t at = lower_bound(ranking, value);
    double below = ranking->below[at];
    if (at < ranking->count && ranking->value[at] == value)
        below += (ranking->below[at + 1] - below) / 2;
    return below;
}

double lb_weighted_percentile_of(const lb_weighted_percentile *ranking, double value)
{
    return lb_weighted_percentile_below(ranking, value) / lb_weighted_percentile_total(ranking);
}
