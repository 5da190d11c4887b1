/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logistic regression for few positives: ridge, and Firth's (docs/methods.md, Suggested areas).
 * No row is repeated or weighted up to balance the labels: that would destroy the calibration of
 * the probabilities. */
#ifndef LAGESBILD_LOGISTIC_H
#define LAGESBILD_LOGISTIC_H

#include <stddef.h>
#include <lagesbild/status.h>

enum { LB_LOGISTIC_PREDICTORS = 63 };

/* Borrowed. */
typedef struct lb_logistic_data {
    size_t n, predictors; /* predictors <= LB_LOGISTIC_PREDICTORS */
    const double
        *x; /* [n][predictors], without a column for the intercept; NULL with 0 predictors */
    const double *y;      /* [n], 0 to 1 */
    const double *weight; /* [n] >= 0, a row of weight 0 plays no part; NULL: 1 each */
    const double *lambda; /* [predictors] of each, in place of the ridge's: >= 0, INFINITY: its
                             coefficient is 0; NaN, and NULL for all: the ridge's */
} lb_logistic_data;

/* A fitted model: log odds = coefficient[0] + sum of coefficient[1 + j] x_j. */
typedef struct lb_logistic_model {
    size_t predictors;
    double coefficient[1 + LB_LOGISTIC_PREDICTORS]; /* the intercept first */
    double log_likelihood;     /* of the data, without the ridge's penalty, with Firth's */
    double degrees_of_freedom; /* effective ones, the intercept among them */
    int steps;
} lb_logistic_model;

/* Maximises sum of weight (y eta - log(1 + exp eta)) - lambda / 2 sum of squared coefficients, the
 * intercept free, by Newton's steps, halved where they lead down, until none is 1e-10 long. start:
 * coefficients to begin from; NULL: 0. The result depends on the order of rows in its last digits
 * alone. LB_E_USAGE: too many predictors, lambda < 0. LB_E_INPUT: no maximum within 100 steps: the
 * labels are separated (a greater lambda, or Firth's, has one), or predictors depend on each other.
 */
LB_API lb_status lb_logistic_ridge(const lb_logistic_data *data, double lambda,
                                   const lb_logistic_model *start, lb_logistic_model *out);

/* With Jeffreys' prior as penalty, + log |X'WX| / 2 (Firth 1993; Heinze and Schemper 2002): finite
 * also where the labels are separated. LB_E_INPUT: predictors depend on each other. */
LB_API lb_status lb_logistic_firth(const lb_logistic_data *data, lb_logistic_model *out);

/* Firth's overpredicts rare labels: sets the intercept so that probabilities and labels have one
 * mean, the other coefficients as they are (FLIC, Puhr et al. 2017). LB_E_INPUT: all labels equal.
 */
LB_API lb_status lb_logistic_refit_intercept(const lb_logistic_data *data,
                                             lb_logistic_model *model);

/* The score (log odds) of one row x[predictors], and the probability of a score. */
LB_API double lb_logistic_score(const lb_logistic_model *model, const double *x);
LB_API double lb_logistic_probability(double score);

/* log(1 + exp(score)) without overflow. */
LB_API double lb_logistic_log1p_exp(double score);

#endif
