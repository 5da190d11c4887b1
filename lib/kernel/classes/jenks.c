/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fisher's exact optimum, W. D. Fisher (1958), "On grouping for maximum homogeneity", in
 * O(classes x n log n): the best last split moves right as the end does, so each layer is found by
 * halving. */
#include <stdint.h>
#include <stdlib.h>

#include "kernel/classes/jenks.h"

typedef struct jenks {
    size_t count; /* distinct values */
    double *value;
    double *weight, *sum, *square; /* [count + 1] running totals, values relative to the mean */
    double *previous_cost, *current_cost; /* [count + 1] least cost of the first i values */
    uint32_t *split;                      /* [classes][count + 1] where the last class begins */
} jenks;

static void jenks_clear(jenks *j)
{
    free(j->value);
    free(j->weight);
    free(j->sum);
    free(j->square);
    free(j->previous_cost);
    free(j->current_cost);
    free(j->split);
}

/* Sum of squared deviations of values [from, to) from their mean. */
static double class_cost(const jenks *j, size_t from, size_t to)
{
    double w = j->weight[to] - j->weight[from], s = j->sum[to] - j->sum[from];
    double c = j->square[to] - j->square[from] - s * s / w;
    return c > 0 ? c : 0;
}

/* Equal values become one with its number of values as weight, since a class never divides them.
 * Totals are of values less the mean: S2 - S1^2 / n then loses no digits to a large common part. */
static lb_status jenks_init(const double *value, size_t count, int classes, jenks *j)
{
    size_t room = count + 1;
    double mean = 0;
    j->value = malloc(room * sizeof(double));
    j->weight = calloc(room, sizeof(double));
    j->sum = calloc(room, sizeof(double));
    j->square = calloc(room, sizeof(double));
    j->previous_cost = calloc(room, sizeof(double));
    j->current_cost = calloc(room, sizeof(double));
    j->split = calloc(room * (size_t)classes, sizeof(uint32_t));
    if (!j->value || !j->weight || !j->sum || !j->square || !j->previous_cost || !j->current_cost ||
        !j->split)
        return LB_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        mean += value[i] / (double)count;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && value[end] == value[i];)
            end++;
        double w = (double)(end - i), x = value[i] - mean;
        size_t n = j->count++;
        j->value[n] = value[i];
        j->weight[n + 1] = j->weight[n] + w;
        j->sum[n + 1] = j->sum[n] + w * x;
        j->square[n + 1] = j->square[n] + w * x * x;
    }
    return LB_OK;
}

/* Fills now[low..high] knowing that the best split lies in [left, right]. */
static void fill_layer(jenks *j, uint32_t *split, size_t low, size_t high, size_t left,
                       size_t right)
{
    if (low > high)
        return;
    size_t middle = low + (high - low) / 2, best = left;
    double min_cost = -1;
    for (size_t s = left; s <= right && s < middle; s++) {
        double c = j->previous_cost[s] + class_cost(j, s, middle);
        if (min_cost < 0 || c < min_cost) {
            min_cost = c;
            best = s;
        }
    }
    j->current_cost[middle] = min_cost < 0 ? 0 : min_cost;
    split[middle] = (uint32_t)best;
    if (middle > low)
        fill_layer(j, split, low, middle - 1, left, best);
    fill_layer(j, split, middle + 1, high, best, right);
}

/* Layer by layer the least cost of the first i values in layer + 1 classes; the limits are then
 * read backwards from the splits. With fewer distinct values than classes, *found + 1 of these
 * (docs/methods.md, Classes). */
lb_status lb_jenks_limits(const double *value, size_t count, int classes, double *limits,
                          size_t *found)
{
    jenks j = {0};
    lb_status status = jenks_init(value, count, classes, &j);
    if (status == LB_OK) {
        size_t n = j.count, k = (size_t)classes < n ? (size_t)classes : n;
        for (size_t i = 1; i <= n; i++)
            j.previous_cost[i] = class_cost(&j, 0, i);
        for (size_t layer = 1; layer < k; layer++) {
            fill_layer(&j, j.split + layer * (count + 1), layer + 1, n, layer, n - 1);
            double *swap = j.previous_cost;
            j.previous_cost = j.current_cost;
            j.current_cost = swap;
        }
        *found = k - 1;
        for (size_t layer = k - 1, end = n; layer > 0; layer--) {
            end = j.split[layer * (count + 1) + end];
            limits[layer - 1] = j.value[end];
        }
    }
    jenks_clear(&j);
    return status;
}
