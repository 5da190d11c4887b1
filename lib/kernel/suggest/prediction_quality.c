/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <lagesbild/logistic.h>
#include "base/sum.h"
#include "base/try.h"
#include "kernel/statistics/ranks.h"
#include "kernel/suggest/prediction_quality.h"

void lb_score_order_clear(lb_score_order *order)
{
    free(order->row);
    free(order->block_end);
    free(order->label);
    free(order->unit);
    *order = (lb_score_order){.n = 0};
}

/* Falling score from rising ranks; block_end is the end of the rows with one score, which are
 * taken or left together. */
static void fill_order(const lb_ranks *ranks, const double *label, const uint32_t *unit,
                       lb_score_order *o)
{
    for (size_t i = o->n; i-- > 0;) {
        size_t from = o->n - 1 - i; /* ranks rise */
        o->row[i] = ranks->at[from];
        o->label[i] = label[o->row[i]];
        o->unit[i] = unit ? unit[o->row[i]] : 0;
        bool tied = from > 0 && ranks->value[from] == ranks->value[from - 1];
        o->block_end[i] = tied ? SIZE_MAX : i + 1;
    }
    for (size_t i = o->n; i-- > 0;)
        if (o->block_end[i] == SIZE_MAX)
            o->block_end[i] = o->block_end[i + 1];
}

/* Rows without a score are left out; unit NULL: all are of unit 0. */
lb_status lb_score_order_make(const double *score, const double *label, const uint32_t *unit,
                              size_t n, lb_score_order *out)
{
    lb_ranks ranks = {.count = 0};
    LB_TRY(lb_ranks_make(score, n, &ranks));
    lb_score_order o = {.n = ranks.count};
    o.row = malloc((n + 1) * sizeof *o.row);
    o.block_end = malloc((n + 1) * sizeof *o.block_end);
    o.label = malloc((n + 1) * sizeof *o.label);
    o.unit = malloc((n + 1) * sizeof *o.unit);
    bool made = o.row && o.block_end && o.label && o.unit;
    if (made)
        fill_order(&ranks, label, unit, &o);
    lb_ranks_clear(&ranks);
    if (!made) {
        lb_score_order_clear(&o);
        return LB_E_MEMORY;
    }
    *out = o;
    return LB_OK;
}

/* Counts are whole numbers, exact in a double. */
double lb_score_order_auc(const lb_score_order *o, const size_t *times)
{
    double above = 0, pairs = 0, ones = 0, zeros = 0;
    for (size_t i = 0; i < o->n;) {
        double block_ones = 0, block_zeros = 0;
        for (size_t end = o->block_end[i]; i < end; i++) {
            double weight = times ? (double)times[o->unit[i]] : 1;
            block_ones += weight * o->label[i];
            block_zeros += weight * (1 - o->label[i]);
        }
        above += block_zeros * (ones + block_ones / 2);
        ones += block_ones;
        zeros += block_zeros;
    }
    pairs = ones * zeros;
    return pairs > 0 ? above / pairs : (double)NAN;
}

/* Each row of label 1 in a block counts with the precision at the end of the block. */
double lb_score_order_average_precision(const lb_score_order *o)
{
    lb_sum sum = {0};
    double ones = 0;
    for (size_t i = 0; i < o->n;) {
        double before = ones;
        for (size_t end = o->block_end[i]; i < end; i++)
            ones += o->label[i];
        lb_sum_add(&sum, (ones - before) * ones / (double)i);
    }
    return ones > 0 ? lb_sum_value(sum) / ones : (double)NAN;
}

/* Ones over rows among the highest scores until their cost reaches total; the block that does
 * not fit counts in part, so that ties have no order. cost NULL: each row costs 1. */
double lb_score_order_precision(const lb_score_order *o, const double *cost, double total)
{
    double ones = 0, rows = 0, spent = 0;
    for (size_t i = 0; i < o->n && spent < total;) {
        double block_ones = 0, block_cost = 0, first = (double)i;
        for (size_t end = o->block_end[i]; i < end; i++) {
            block_ones += o->label[i];
            block_cost += cost ? cost[o->row[i]] : 1;
        }
        double part = block_cost > total - spent ? (total - spent) / block_cost : 1;
        ones += part * block_ones;
        rows += part * ((double)i - first);
        spent += block_cost;
    }
    return rows > 0 ? ones / rows : (double)NAN;
}

/* Slope and intercept; where there is no maximum they stay NaN. */
static void fit_calibration(const double *score, const double *y, size_t n,
                            lb_probability_quality *out)
{
    lb_logistic_data data = {.n = n, .predictors = 1, .x = score, .y = y};
    lb_logistic_model model;
    out->slope = out->intercept = NAN;
    if (lb_logistic_ridge(&data, 0, NULL, &model) != LB_OK)
        return;
    out->intercept = model.coefficient[0];
    out->slope = model.coefficient[1];
}

/* 1 - sum / reference; 0 where the two differ by no more than rounding does. */
static double skill_of(double sum, double reference)
{
    double skill = 1 - sum / reference;
    return fabs(skill) < 1e-12 ? 0 : skill;
}

/* score is the logit. Brier skill is against the prevalence, whose Brier sum is ones x (1 -
 * prevalence); log loss is computed from the logit, so that sure predictions do not overflow. */
lb_probability_quality lb_probability_quality_of(const double *score, const double *y, size_t n)
{
    lb_probability_quality out;
    lb_sum loss = {0}, brier = {0}, expected = {0}, observed = {0};
    for (size_t i = 0; i < n; i++) {
        double p = lb_logistic_probability(score[i]);
        lb_sum_add(&loss, lb_logistic_log1p_exp(score[i]) - y[i] * score[i]);
        lb_sum_add(&brier, (y[i] - p) * (y[i] - p));
        lb_sum_add(&expected, p);
        lb_sum_add(&observed, y[i]);
    }
    double ones = lb_sum_value(observed), prevalence = ones / (double)n;
    out.log_loss = lb_sum_value(loss) / (double)n;
    out.brier_skill = skill_of(lb_sum_value(brier), ones * (1 - prevalence));
    out.expected_observed = lb_sum_value(expected) / ones;
    fit_calibration(score, y, n, &out);
    return out;
}

/* Rank sums ---------------------------------------------------------------------------------------
 */

enum { RANKS_MAX = 60 };

/* n numbers of 1 or more with a sum of at most `sum` can be chosen in (sum over n) ways; those with
 * some above `of` are taken out by inclusion and exclusion. As a share of all of^n. */
static double lower_tail(double sum, size_t n, double of)
{
    long double share = 0;
    for (size_t k = 0; k <= n && sum - (double)k * of >= (double)n; k++) {
        long double term = k % 2 == 0 ? 1 : -1;
        for (size_t i = 0; i < k; i++)
            term *= (long double)(n - i) / (long double)(i + 1);
        for (size_t i = 0; i < n; i++)
            term *= (sum - (double)k * of - (double)i) / ((long double)of * (long double)(i + 1));
        share += term;
    }
    return (double)share;
}

/* The sum is as far below its middle as often as above it: the smaller tail has the smaller terms.
 */
double lb_rank_sum_probability(double sum, size_t n, double of)
{
    double mirrored = (double)n * (of + 1) - sum - 1;
    if (n == 0 || n > RANKS_MAX)
        return (double)NAN;
    return sum <= mirrored ? lower_tail(sum, n, of) : 1 - lower_tail(mirrored, n, of);
}
