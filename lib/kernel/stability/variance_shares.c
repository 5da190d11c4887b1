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

static double mean_of(const double *y, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, y[i]);
    return lb_sum_value(sum) / (double)n;
}

/* Over n. */
static double variance_of(const double *y, size_t n)
{
    lb_sum sum = {0};
    double mean = mean_of(y, n);
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, (y[i] - mean) * (y[i] - mean));
    return lb_sum_value(sum) / (double)n;
}

/* The variance of the means at each level; mean: room for them. */
static double variance_between(const double *y, size_t n, factor_place f, double *mean)
{
    for (size_t l = 0; l < f.levels; l++) {
        lb_sum sum = {0};
        for (size_t i = 0; i < n; i++)
            if (i / f.stride % f.levels == l)
                lb_sum_add(&sum, y[i]);
        mean[l] = lb_sum_value(sum) * (double)f.levels / (double)n;
    }
    return variance_of(mean, f.levels);
}

/* The mean, over combinations of all other factors, of the variance over this one; value: room for
 * one value a level. */
static double variance_within(const double *y, size_t n, factor_place f, double *value)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        if (i / f.stride % f.levels != 0)
            continue;
        for (size_t l = 0; l < f.levels; l++)
            value[l] = y[i + l * f.stride];
        lb_sum_add(&sum, variance_of(value, f.levels));
    }
    return lb_sum_value(sum) * (double)f.levels / (double)n;
}

/* y holds all combinations of levels, the last factor running fastest; `stride` is how far
 * levels of a factor are apart. Without variance the shares are 0/0: NaN. */
lb_status lb_variance_shares(const double *y, const size_t *levels, size_t factors, double *first,
                             double *total)
{
    size_t n = 1, most = 1;
    for (size_t f = 0; f < factors; f++) {
        n *= levels[f];
        most = levels[f] > most ? levels[f] : most;
    }
    double *room = malloc(most * sizeof *room), variance = variance_of(y, n), mean = mean_of(y, n);
    if (!room)
        return LB_E_MEMORY;
    /* What is left of rounding is no variance. */
    bool varies = variance > 1e-24 * (1 + mean * mean);
    factor_place place = {1, n};
    for (size_t f = 0; f < factors; f++) {
        place = (factor_place){levels[f], place.stride / levels[f]};
        first[f] = varies ? variance_between(y, n, place, room) / variance : (double)NAN;
        total[f] = varies ? variance_within(y, n, place, room) / variance : (double)NAN;
    }
    free(room);
    return LB_OK;
}
