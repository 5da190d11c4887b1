/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a variable (docs/methods.md, Normalisation): O(n log n) for the order that every
 * method but zscore and minmax needs, O(n) after it. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/index.h>
#include "base/sum.h"
#include "kernel/statistics/ranks.h"
#include "kernel/statistics/weighted_percentile.h"

/* Ranks as exact halves, so that equal data give equal scores bit for bit. */
static void rank_scores(const lb_recipe *recipe, const lb_ranks *order, size_t count, double *score)
{
    double n = (double)order->count;
    lb_ranks_mid(order, count, score);
    for (size_t i = 0; i < order->count; i++) {
        double *s = &score[order->at[i]];
        if (recipe->normalise == LB_NORMALISE_PERCENTILE)
            *s = (*s - 0.5) / n;
        else if (recipe->normalise == LB_NORMALISE_QUANTILE)
            *s = 1 + floor(recipe->classes * (2 * *s - 1) / (2 * n));
    }
}

/* The same over inhabitants: each is ranked with the value of its square, and a square has the
 * mid-rank of its own. */
static lb_status people_scores(const lb_recipe *recipe, const double *people, size_t count,
                               double *score)
{
    lb_weighted_percentile ranking;
    lb_status status = lb_weighted_percentile_make(score, people, count, &ranking);
    if (status != LB_OK)
        return status;
    double n = lb_weighted_percentile_total(&ranking);
    for (size_t i = 0; i < count; i++) {
        double below = lb_weighted_percentile_below(&ranking, score[i]); /* r - 0.5 */
        if (recipe->normalise == LB_NORMALISE_PERCENTILE)
            score[i] = below / n;
        else if (recipe->normalise == LB_NORMALISE_RANK)
            score[i] = below + 0.5;
        else if (!isnan(below)) /* nobody lives in a square above all others: below is n */
            score[i] = 1 + floor(fmin(recipe->classes * below / n, recipe->classes - 1));
    }
    lb_weighted_percentile_clear(&ranking);
    return LB_OK;
}

/* (value - centre) / spread, 0 when there is no spread. */
static void scale_scores(double *score, size_t count, double centre, double spread)
{
    for (size_t i = 0; i < count; i++)
        if (!isnan(score[i]))
            score[i] = spread > 0 ? (score[i] - centre) / spread : 0;
}

/* Mean and standard deviation over n - 1, by compensated sums in the order of values, so that
 * the order of rows does not matter. */
static void z_scores(const lb_ranks *order, size_t count, double *score)
{
    lb_sum sum = {0}, squares = {0};
    double n = (double)order->count;
    for (size_t i = 0; i < order->count; i++)
        lb_sum_add(&sum, order->value[i]);
    double mean = lb_sum_value(sum) / n;
    for (size_t i = 0; i < order->count; i++)
        lb_sum_add(&squares, (order->value[i] - mean) * (order->value[i] - mean));
    scale_scores(score, count, mean, order->count > 1 ? sqrt(lb_sum_value(squares) / (n - 1)) : 0);
}

/* Centre: median; spread: 1.4826 times the median absolute deviation, which is the standard
 * deviation of a normal distribution. */
static lb_status robust_scores(const lb_ranks *order, size_t count, double *score)
{
    lb_ranks deviations;
    double median = lb_ranks_quantile(order, 0.5);
    double *deviation = malloc(order->count * sizeof *deviation);
    if (!deviation)
        return LB_E_MEMORY;
    for (size_t i = 0; i < order->count; i++)
        deviation[i] = fabs(order->value[i] - median);
    lb_status status = lb_ranks_make(deviation, order->count, &deviations);
    free(deviation);
    if (status != LB_OK)
        return status;
    scale_scores(score, count, median, 1.4826 * lb_ranks_quantile(&deviations, 0.5));
    lb_ranks_clear(&deviations);
    return LB_OK;
}

static bool by_rank(lb_normalise method)
{
    return method == LB_NORMALISE_PERCENTILE || method == LB_NORMALISE_RANK ||
           method == LB_NORMALISE_QUANTILE;
}

lb_status lb_normalise_values(const lb_recipe *recipe, int direction, const double *value,
                              const double *people, size_t count, double *score)
{
    lb_ranks order;
    lb_status status = LB_OK;
    for (size_t i = 0; i < count; i++)
        score[i] = direction * value[i];
    if (recipe->reference == LB_REFERENCE_PEOPLE && by_rank(recipe->normalise))
        return people_scores(recipe, people, count, score);
    status = lb_ranks_make(score, count, &order);
    if (status != LB_OK)
        return status;
    if (order.count > 0) {
        switch (recipe->normalise) {
        case LB_NORMALISE_PERCENTILE:
        case LB_NORMALISE_RANK:
        case LB_NORMALISE_QUANTILE:
            rank_scores(recipe, &order, count, score);
            break;
        case LB_NORMALISE_ZSCORE:
            z_scores(&order, count, score);
            break;
        case LB_NORMALISE_MINMAX:
            scale_scores(score, count, order.value[0],
                         order.value[order.count - 1] - order.value[0]);
            break;
        case LB_NORMALISE_ROBUST_Z:
            status = robust_scores(&order, count, score);
            break;
        }
    }
    lb_ranks_clear(&order);
    return status;
}
