/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newton's method with dense normal equations: the data have many rows and few columns, so that
 * nearly all time is the sum of outer products X'WX. Sums go by blocks of rows, whose totals are
 * added: their rounding grows with the block and the number of blocks, not with all rows. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lagesbild/logistic.h>
#include "base/try.h"

enum { COLUMNS = 1 + LB_LOGISTIC_PREDICTORS, BLOCK = 512, STEPS_MAX = 100, FIRTH_STEPS_MAX = 1000 };
static const double step_end = 1e-10, firth_step_max = 5;
enum { HALVINGS = 30 };

/* At one set of coefficients: log likelihood, its gradient, and X'WX (rows of `stride`). */
typedef struct newton_sums {
    size_t columns, stride; /* stride: columns up to a multiple of 4 */
    double likelihood, gradient[COLUMNS], information[COLUMNS * COLUMNS];
} newton_sums;

double lb_logistic_probability(double score)
{
    double e = exp(-fabs(score));
    return (score >= 0 ? 1 : e) / (1 + e);
}

double lb_logistic_log1p_exp(double score)
{
    return fmax(score, 0) + log1p(exp(-fabs(score)));
}

double lb_logistic_score(const lb_logistic_model *model, const double *x)
{
    double score = model->coefficient[0];
    for (size_t j = 0; j < model->predictors; j++)
        score += model->coefficient[j + 1] * x[j];
    return score;
}

static void begin_sums(newton_sums *sums, size_t columns)
{
    sums->columns = columns;
    sums->stride = (columns + 3) / 4 * 4;
    sums->likelihood = 0;
    memset(sums->gradient, 0, sums->stride * sizeof *sums->gradient);
    memset(sums->information, 0, columns * sums->stride * sizeof *sums->information);
}

/* Adds residual z to the gradient and spread z z' to the information; z has stride columns. */
static void add_outer(newton_sums *sums, const double *z, double residual, double spread)
{
    size_t stride = sums->stride;
    for (size_t j = 0; j < sums->columns; j++) {
        double factor = spread * z[j], *row = &sums->information[j * stride];
        if (z[j] == 0) /* most of the columns that say which group a row is of */
            continue;
        sums->gradient[j] += residual * z[j];
#pragma omp simd
        for (size_t k = j / 4 * 4; k < stride; k++)
            row[k] += factor * z[k];
    }
}

/* Row i with a 1 before it, and 0 behind it up to the stride. */
static void copy_row(const lb_logistic_data *d, size_t i, double z[COLUMNS])
{
    z[0] = 1;
    if (d->predictors > 0)
        memcpy(z + 1, d->x + i * d->predictors, d->predictors * sizeof *z);
}

static double weight_of(const lb_logistic_data *d, size_t i)
{
    return d->weight ? d->weight[i] : 1;
}

/* Adds rows from..to at coefficients b. */
static void add_rows(const lb_logistic_data *d, const double *b, size_t from, size_t to,
                     newton_sums *sums)
{
    double z[COLUMNS] = {0};
    for (size_t i = from; i < to; i++) {
        double weight = weight_of(d, i), score = 0;
        if (!(weight > 0))
            continue;
        copy_row(d, i, z);
        for (size_t j = 0; j < sums->columns; j++)
            score += b[j] * z[j];
        double e = exp(-fabs(score)), odd = 1 / (1 + e), other = e * odd;
        double p = score >= 0 ? odd : other;
        sums->likelihood += weight * (d->y[i] * score - fmax(score, 0) - log1p(e));
        add_outer(sums, z, weight * (d->y[i] - p), weight * odd * other);
    }
}

static void add_sums(newton_sums *to, const newton_sums *block)
{
    to->likelihood += block->likelihood;
    for (size_t j = 0; j < to->columns; j++)
        to->gradient[j] += block->gradient[j];
    for (size_t j = 0; j < to->columns * to->stride; j++)
        to->information[j] += block->information[j];
}

/* The information is filled on and above its diagonal; below it is made equal. */
static void sum_rows(const lb_logistic_data *d, const double *b, newton_sums *sums)
{
    newton_sums block;
    size_t columns = d->predictors + 1;
    begin_sums(sums, columns);
    for (size_t i = 0; i < d->n; i += BLOCK) {
        begin_sums(&block, columns);
        add_rows(d, b, i, d->n - i < BLOCK ? d->n : i + BLOCK, &block);
        add_sums(sums, &block);
    }
    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k < j; k++)
            sums->information[j * sums->stride + k] = sums->information[k * sums->stride + j];
}

/* Linear equations --------------------------------------------------------------------------------
 */

/* a = L L', L in the lower half of a. False: a is not positive definite. */
static bool factor_cholesky(double *a, size_t n, size_t stride)
{
    for (size_t j = 0; j < n; j++) {
        double scale = a[j * stride + j];
        for (size_t i = j; i < n; i++) {
            double sum = a[i * stride + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * stride + k] * a[j * stride + k];
            if (i == j && !(sum > 1e-14 * scale))
                return false;
            a[i * stride + j] = i == j ? sqrt(sum) : sum / a[j * stride + j];
        }
    }
    return true;
}

/* x: right side in, solution out. */
static void solve_cholesky(const double *l, size_t n, size_t stride, double *x)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= l[i * stride + k] * x[k];
        x[i] /= l[i * stride + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= l[k * stride + i] * x[k];
        x[i] /= l[i * stride + i];
    }
}

/* Newton ------------------------------------------------------------------------------------------
 */

/* What is maximised: the value at coefficients b, the step from there, and the sums there. */
typedef struct newton_point {
    double value, step[COLUMNS];
    newton_sums sums;
} newton_point;

typedef struct newton_problem {
    const lb_logistic_data *data;
    double lambda; /* of the ridge */
    bool firth;
    int steps_max;
} newton_problem;

/* Of column j > 0, the intercept being 0; INFINITY: its coefficient is 0. */
static double lambda_of(const lb_logistic_data *d, double lambda, size_t j)
{
    return d->lambda && !isnan(d->lambda[j - 1]) ? d->lambda[j - 1] : lambda;
}

/* information + lambda on its diagonal; a column whose coefficient is 0 is taken out. */
static void add_lambda(const lb_logistic_data *d, double lambda, const newton_sums *s,
                       double *factor)
{
    memcpy(factor, s->information, s->columns * s->stride * sizeof *factor);
    for (size_t j = 1; j < s->columns; j++) {
        double own = lambda_of(d, lambda, j);
        if (isfinite(own)) {
            factor[j * s->stride + j] += own;
            continue;
        }
        for (size_t k = 0; k < s->columns; k++)
            factor[j * s->stride + k] = factor[k * s->stride + j] = k == j;
    }
}

/* Firth's part of the gradient: leverage (1/2 - p) z, the leverage w z' (X'WX)^-1 z from L. */
static void add_firth_gradient(const lb_logistic_data *d, const double *b, const double *l,
                               size_t stride, double *gradient)
{
    double z[COLUMNS] = {0}, u[COLUMNS];
    size_t columns = d->predictors + 1;
    for (size_t i = 0; i < d->n; i++) {
        double weight = weight_of(d, i), score = 0, square = 0;
        if (!(weight > 0))
            continue;
        copy_row(d, i, z);
        for (size_t j = 0; j < columns; j++)
            score += b[j] * z[j];
        for (size_t j = 0; j < columns; j++) { /* u = L^-1 z */
            u[j] = z[j];
            for (size_t k = 0; k < j; k++)
                u[j] -= l[j * stride + k] * u[k];
            u[j] /= l[j * stride + j];
            square += u[j] * u[j];
        }
        double p = lb_logistic_probability(score);
        for (size_t j = 0; j < columns; j++)
            gradient[j] += weight * p * (1 - p) * square * (0.5 - p) * z[j];
    }
}

/* False: the information has no inverse. */
static bool evaluate_point(const newton_problem *problem, const double *b, newton_point *at)
{
    newton_sums *s = &at->sums;
    double factor[COLUMNS * COLUMNS];
    sum_rows(problem->data, b, s);
    at->value = s->likelihood;
    memcpy(at->step, s->gradient, s->columns * sizeof *at->step);
    add_lambda(problem->data, problem->lambda, s, factor);
    for (size_t j = 1; j < s->columns; j++) {
        double lambda = lambda_of(problem->data, problem->lambda, j);
        at->value -= isfinite(lambda) ? lambda / 2 * b[j] * b[j] : 0;
        at->step[j] = isfinite(lambda) ? at->step[j] - lambda * b[j] : 0;
    }
    if (!factor_cholesky(factor, s->columns, s->stride))
        return false;
    for (size_t j = 0; problem->firth && j < s->columns; j++)
        at->value += log(factor[j * s->stride + j]); /* half of log |X'WX| */
    if (problem->firth)
        add_firth_gradient(problem->data, b, factor, s->stride, at->step);
    solve_cholesky(factor, s->columns, s->stride, at->step);
    return isfinite(at->value);
}

/* The longest part of the step from a point, in units of a coefficient. */
static double greatest_step(const newton_point *at)
{
    double greatest = 0;
    for (size_t j = 0; j < at->sums.columns; j++)
        greatest = fmax(greatest, fabs(at->step[j]));
    return greatest;
}

/* One step of b[]; *length: the longest part of it. Rounding may lower the value by 1e-10 of it. */
static bool take_step(const newton_problem *problem, double *b, newton_point *at, double *length)
{
    newton_point next;
    double tried[COLUMNS], full = greatest_step(at), scale = 1;
    if (problem->firth && full > firth_step_max)
        scale = firth_step_max / full;
    for (int halving = 0; halving < HALVINGS; halving++, scale /= 2) {
        for (size_t j = 0; j < at->sums.columns; j++)
            tried[j] = b[j] + scale * at->step[j];
        if (!evaluate_point(problem, tried, &next) ||
            next.value < at->value - 1e-10 * (1 + fabs(at->value)))
            continue;
        memcpy(b, tried, at->sums.columns * sizeof *b);
        *at = next;
        *length = scale * full;
        return true;
    }
    return false;
}

/* Steps until none is step_end long. *at: the sums at the maximum. */
static lb_status maximise_likelihood(const newton_problem *problem, const lb_logistic_model *start,
                                     newton_point *at, lb_logistic_model *out)
{
    lb_logistic_model m = {.predictors = problem->data->predictors};
    double length = INFINITY;
    if (start)
        memcpy(m.coefficient, start->coefficient, (m.predictors + 1) * sizeof *m.coefficient);
    for (size_t j = 1; j <= m.predictors; j++)
        if (!isfinite(lambda_of(problem->data, problem->lambda, j)))
            m.coefficient[j] = 0;
    if (!evaluate_point(problem, m.coefficient, at))
        return LB_E_INPUT;
    while (length > step_end) {
        if (m.steps++ == problem->steps_max || !take_step(problem, m.coefficient, at, &length))
            return LB_E_INPUT;
    }
    *out = m;
    return LB_OK;
}

/* Trace of (X'WX) (X'WX + lambda)^-1. */
static double effective_degrees(const lb_logistic_data *d, const newton_sums *s, double lambda)
{
    double factor[COLUMNS * COLUMNS], column[COLUMNS], trace = 0;
    add_lambda(d, lambda, s, factor);
    if (!factor_cholesky(factor, s->columns, s->stride))
        return (double)NAN;
    for (size_t j = 0; j < s->columns; j++) {
        if (j > 0 && !isfinite(lambda_of(d, lambda, j)))
            continue;
        for (size_t k = 0; k < s->columns; k++)
            column[k] = s->information[k * s->stride + j];
        solve_cholesky(factor, s->columns, s->stride, column);
        trace += column[j];
    }
    return trace;
}

/* Penalised maximum likelihood from `start` (NULL: 0); degrees of freedom are the trace of the
 * hat matrix. */
lb_status lb_logistic_ridge(const lb_logistic_data *data, double lambda,
                            const lb_logistic_model *start, lb_logistic_model *out)
{
    newton_problem problem = {.data = data, .lambda = lambda, .steps_max = STEPS_MAX};
    newton_point at;
    if (data->predictors > LB_LOGISTIC_PREDICTORS || !(lambda >= 0))
        return LB_E_USAGE;
    LB_TRY(maximise_likelihood(&problem, start, &at, out));
    out->log_likelihood = at.sums.likelihood;
    out->degrees_of_freedom = effective_degrees(data, &at.sums, lambda);
    return LB_OK;
}

lb_status lb_logistic_firth(const lb_logistic_data *data, lb_logistic_model *out)
{
    newton_problem problem = {.data = data, .firth = true, .steps_max = FIRTH_STEPS_MAX};
    newton_point at;
    if (data->predictors > LB_LOGISTIC_PREDICTORS)
        return LB_E_USAGE;
    LB_TRY(maximise_likelihood(&problem, NULL, &at, out));
    out->log_likelihood = at.value;
    out->degrees_of_freedom = (double)(data->predictors + 1);
    return LB_OK;
}

/* Newton in one dimension: the likelihood is concave in the intercept. */
lb_status lb_logistic_refit_intercept(const lb_logistic_data *data, lb_logistic_model *model)
{
    double b = model->coefficient[0], step = INFINITY;
    for (int n = 0; fabs(step) > step_end; n++) {
        double residual = 0, spread = 0;
        for (size_t i = 0; i < data->n; i++) {
            double weight = weight_of(data, i);
            double p =
                lb_logistic_probability(lb_logistic_score(model, data->x + i * data->predictors) -
                                        model->coefficient[0] + b);
            residual += weight * (data->y[i] - p);
            spread += weight * p * (1 - p);
        }
        step = fmax(-firth_step_max, fmin(firth_step_max, residual / spread));
        if (n == STEPS_MAX || !isfinite(step))
            return LB_E_INPUT;
        b += step;
    }
    model->coefficient[0] = b;
    return LB_OK;
}
