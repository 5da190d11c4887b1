/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/ranking.h"

typedef struct item {
    double value, weight;
} item;

void lb_ranking_clear(lb_ranking *ranking)
{
    free(ranking->value);
    free(ranking->below);
    *ranking = (lb_ranking){0};
}

/* By weight too, so that sums come in one rounding whatever the order was. */
static int compare(const void *a, const void *b)
{
    const item *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static size_t gather(const double *value, const double *weight, size_t n, item *items)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weight ? weight[i] : 1;
        if (!isnan(value[i]) && w > 0)
            items[kept++] = (item){value[i], w};
    }
    return kept;
}

static void add_up(const item *items, size_t n, lb_ranking *out)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        if (out->count == 0 || out->value[out->count - 1] != items[i].value) {
            out->value[out->count] = items[i].value;
            out->below[out->count++] = lb_sum_value(sum);
        }
        lb_sum_add(&sum, items[i].weight);
    }
    out->below[out->count] = lb_sum_value(sum);
}

lb_status lb_ranking_make(const double *value, const double *weight, size_t n, lb_ranking *out)
{
    item *items = malloc((n + 1) * sizeof *items);
    lb_ranking made = {.value = malloc((n + 1) * sizeof *made.value),
                       .below = malloc((n + 1) * sizeof *made.below)};
    if (!items || !made.value || !made.below) {
        free(items);
        lb_ranking_clear(&made);
        return LB_E_MEMORY;
    }
    n = gather(value, weight, n, items);
    qsort(items, n, sizeof *items, compare);
    add_up(items, n, &made);
    free(items);
    *out = made;
    return LB_OK;
}

/* The first ranked value at or above this one. */
static size_t lower_bound(const lb_ranking *ranking, double value)
{
    size_t low = 0, high = ranking->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranking->value[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double lb_ranking_share(const lb_ranking *ranking, double value)
{
    if (isnan(value) || ranking->count == 0)
        return (double)NAN;
    size_t at = lower_bound(ranking, value);
    double below = ranking->below[at];
    if (at < ranking->count && ranking->value[at] == value)
        below += (ranking->below[at + 1] - below) / 2;
    return below / ranking->below[ranking->count];
}
