/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/stability/variance_shares.h"

/* A factor in the order of combinations: level l of it is at (i / stride) % levels = l. */
typedef struct factor_place {
    size_t levels, stride;
} factor_place;

/* Values with the weight of each; levels of one factor, or all combinations. */
static double mean_of(const double *y, const double *weight, size_t n)
{
    lb_sum sum = {0}, all = {0};
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&sum, y[i] * weight[i]);
        lb_sum_add(&all, weight[i]);
    }
    return lb_sum_value(sum) / lb_sum_value(all);
}

static double variance_of(const double *y, const double *weight, size_t n)
{
    lb_sum sum = {0}, all = {0};
    double mean = mean_of(y, weight, n);
    for (size_t i = 0; i < n; i++) {
        lb_sum_add(&sum, (y[i] - mean) * (y[i] - mean) * weight[i]);
        lb_sum_add(&all, weight[i]);
    }
    return lb_sum_value(sum) / lb_sum_value(all);
}

/* The variance of the means at each level; room: two numbers a level. */
static double variance_between(const double *y, const double *weight, size_t n, factor_place f,
                               double *room)
{
    double *mean = room, *share = room + f.levels;
    for (size_t l = 0; l < f.levels; l++) {
        lb_sum sum = {0}, all = {0};
        for (size_t i = 0; i < n; i++)
            if (i / f.stride % f.levels == l) {
                lb_sum_add(&sum, y[i] * weight[i]);
                lb_sum_add(&all, weight[i]);
            }
        share[l] = lb_sum_value(all);
        mean[l] = lb_sum_value(sum) / share[l];
    }
    return variance_of(mean, share, f.levels);
}

/* The mean, over combinations of all other factors, of the variance over this one; room as
 * above. */
static double variance_within(const double *y, const double *weight, size_t n, factor_place f,
                              double *room)
{
    lb_sum sum = {0}, all = {0};
    double *value = room, *share = room + f.levels;
    for (size_t i = 0; i < n; i++) {
        if (i / f.stride % f.levels != 0)
            continue;
        double others = 0;
        for (size_t l = 0; l < f.levels; l++) {
            value[l] = y[i + l * f.stride];
            share[l] = weight[i + l * f.stride];
            others += share[l];
        }
        lb_sum_add(&sum, variance_of(value, share, f.levels) * others);
        lb_sum_add(&all, others);
    }
    return lb_sum_value(sum) / lb_sum_value(all);
}

/* The product of its levels' probabilities, of each combination; 1 without. */
static void fill_weights(const size_t *levels, size_t factors, const double *const *probability,
                         size_t n, double *weight)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        weight[i] = 1;
        for (size_t f = factors; f-- > 0; at /= levels[f])
            weight[i] *= probability ? probability[f][at % levels[f]] : 1;
    }
}

/* y holds all combinations of levels, the last factor running fastest; `stride` is how far
 * levels of a factor are apart. Without variance the shares are 0/0: NaN. */
lb_status lb_variance_shares(const double *y, const size_t *levels, size_t factors,
                             const double *const *probability, double *first, double *total)
{
    size_t n = 1, most = 1;
    for (size_t f = 0; f < factors; f++) {
        n *= levels[f];
        most = levels[f] > most ? levels[f] : most;
    }
    double *weight = calloc(n + 2 * most, sizeof *weight);
    if (!weight)
        return LB_E_MEMORY;
    fill_weights(levels, factors, probability, n, weight);
    double *room = weight + n, variance = variance_of(y, weight, n), mean = mean_of(y, weight, n);
    /* What is left of rounding is no variance. */
    bool varies = variance > 1e-24 * (1 + mean * mean);
    factor_place place = {1, n};
    for (size_t f = 0; f < factors; f++) {
        place = (factor_place){levels[f], place.stride / levels[f]};
        first[f] = varies ? variance_between(y, weight, n, place, room) / variance : (double)NAN;
        total[f] = varies ? variance_within(y, weight, n, place, room) / variance : (double)NAN;
    }
    free(weight);
    return LB_OK;
}
