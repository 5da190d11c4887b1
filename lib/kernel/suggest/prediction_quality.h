/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well scores separate labels of 1 from labels of 0 (docs/methods.md, Suggested areas). Ties
 * are broken neither way: equal scores count as one block, so the order of rows changes nothing. */
#ifndef LB_KERNEL_SUGGEST_PREDICTION_QUALITY_H
#define LB_KERNEL_SUGGEST_PREDICTION_QUALITY_H

#include <stdint.h>
#include <lagesbild/status.h>

/* Rows by falling score, those of one score as a block. */
typedef struct lb_score_order {
    size_t n;
    size_t *row;       /* [n] */
    size_t *block_end; /* [n]: where the block of place i ends */
    double *label;     /* [n]: of row[i] */
    uint32_t *unit;    /* [n]: resampled unit of row[i] */
} lb_score_order;

/* score[n], NaN: left out; label[n] 0 or 1; unit[n], NULL: 0 each. LB_E_MEMORY. */
lb_status lb_score_order_make(const double *score, const double *label, const uint32_t *unit,
                              size_t n, lb_score_order *out);
void lb_score_order_clear(lb_score_order *order);

/* The probability that a row of label 1 scores above one of label 0, ties counting half, each row
 * as often as its unit: times[units], NULL: once. NaN: no such pair. */
double lb_score_order_auc(const lb_score_order *order, const size_t *times);

/* Mean precision at each row of label 1, going down by blocks. NaN: there is none. */
double lb_score_order_average_precision(const lb_score_order *order);

/* The share of label 1 among the rows that score best, of a block that is cut as much as there is
 * in all of it: until the cost[n] (NULL: 1 each) of the rows is `total`. */
double lb_score_order_precision(const lb_score_order *order, const double *cost, double total);

/* Of probabilities p[n] for labels y[n]. */
typedef struct lb_probability_quality {
    double log_loss;          /* mean of -log of the probability given to what is so */
    double brier_skill;       /* 1 - Brier score over that of the prevalence */
    double slope, intercept;  /* of the logistic regression of y on the log odds of p: 1 and 0 are
                                 right; NaN: p does not vary, or separates the labels */
    double expected_observed; /* sum of p over sum of y */
} lb_probability_quality;

/* score[n]: log odds of p. Without a label of either kind what is not defined is NaN. */
lb_probability_quality lb_probability_quality_of(const double *score, const double *y, size_t n);

/* The probability that the sum of n whole numbers, each drawn from 1 to `of` alike, is `sum` or
 * less. NaN: n is 0 or above 60, where the large terms of the formula would round it away. */
double lb_rank_sum_probability(double sum, size_t n, double of);

#endif
