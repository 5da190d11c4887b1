/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folds are fitted side by side, each from the greatest lambda down, beginning where the one before
 * ended: the sums of one fit are never shared, so that threads change nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/suggest/suggest_models.h"
#include "commands/suggest/suggest_predictors.h"
#include "commands/suggest/suggest_terms.h"
#include "kernel/suggest/prediction_quality.h"

enum { LAMBDAS = 11 };
static const double baseline_lambda = 0.01;

const char *const lb_suggest_row_names[LB_SUGGEST_ROWS] = {"prevalence",
                                                           "population only",
                                                           "index alone",
                                                           "strongest single variable",
                                                           "A",
                                                           "A without foreign background",
                                                           "B"};

void lb_fitted_models_clear(lb_fitted_model fitted[LB_SUGGEST_ROWS])
{
    for (size_t m = 0; m < LB_SUGGEST_ROWS; m++) {
        free(fitted[m].x);
        free(fitted[m].score);
    }
}

/* 10^3, 10^2.5 ... 10^-2. */
static double lambda_at(size_t k)
{
    return pow(10, 3 - 0.5 * (double)k);
}

lb_status lb_suggest_fit(const lb_suggest_data *d, const lb_fitted_model *of, const double *weight,
                         double lambda, const lb_logistic_model *start, lb_logistic_model *out)
{
    double own[LB_LOGISTIC_PREDICTORS];
    lb_logistic_data data = {
        .n = d->rows, .predictors = of->columns, .x = of->x, .y = d->label, .weight = weight};
    if (d->term && !of->ranking) {
        lb_suggest_term_lambdas(d, weight, of->column, of->columns, own);
        data.lambda = own;
    }
    if (d->options->model == LB_SUGGEST_RIDGE || of->ranking)
        return lb_logistic_ridge(&data, lambda, start, out);
    LB_TRY(lb_logistic_firth(&data, out));
    return lb_logistic_refit_intercept(&data, out);
}

/* Folds -------------------------------------------------------------------------------------------
 */

/* One model's folds: out-of-fold scores of each lambda, and their losses. */
typedef struct fold_fits {
    const lb_suggest_data *data;
    const lb_fitted_model *of;
    size_t lambdas;
    double lambda[LAMBDAS];         /* falling */
    double *score;                  /* [lambdas][rows] */
    double loss[LB_FOLDS][LAMBDAS]; /* sum over the fold's trained rows */
    lb_status status[LB_FOLDS];
} fold_fits;

/* Trained on: all rows but those of the fold; where there is but one fold, all. */
static void set_weights(const lb_suggest_data *d, size_t fold, double *weight)
{
    for (size_t i = 0; i < d->rows; i++)
        weight[i] = d->trained[i] * (d->folds == 1 || d->fold[i] != fold);
}

/* Scores all rows of the fold, also those not trained on; returns the log loss over the trained
 * ones, in natural units. */
static double score_fold(const fold_fits *f, size_t fold, const lb_logistic_model *model,
                         double *score)
{
    const lb_suggest_data *d = f->data;
    lb_sum loss = {0};
    for (size_t i = 0; i < d->rows; i++) {
        if (d->fold[i] != fold)
            continue;
        score[i] = lb_logistic_score(model, f->of->x + i * f->of->columns);
        if (d->trained[i] > 0)
            lb_sum_add(&loss, lb_logistic_log1p_exp(score[i]) - d->label[i] * score[i]);
    }
    return lb_sum_value(loss);
}

static lb_status fit_fold(fold_fits *f, size_t fold, double *weight)
{
    lb_logistic_model model;
    set_weights(f->data, fold, weight);
    for (size_t k = 0; k < f->lambdas; k++) {
        LB_TRY(lb_suggest_fit(f->data, f->of, weight, f->lambda[k], k > 0 ? &model : NULL, &model));
        f->loss[fold][k] = score_fold(f, fold, &model, f->score + k * f->data->rows);
    }
    return LB_OK;
}

/* Each fold writes into rows and a place of its own, whatever the thread. */
static lb_status fit_folds(fold_fits *f)
{
    size_t folds = f->data->folds, rows = f->data->rows;
    int threads = lb_thread_count(f->data->job->threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t fold = 0; fold < folds; fold++) {
        double *weight = malloc((rows + 1) * sizeof *weight);
        f->status[fold] = weight ? fit_fold(f, fold, weight) : LB_E_MEMORY;
        free(weight);
    }
    for (size_t fold = 0; fold < folds; fold++)
        LB_TRY(f->status[fold]);
    return LB_OK;
}

/* The greatest lambda whose loss is within one standard error, over folds, of the least: of the
 * difference of both, since folds with many labels have great losses by any lambda. */
static size_t choose_lambda(const fold_fits *f)
{
    size_t folds = f->data->folds, best = 0;
    double sum[LAMBDAS] = {0};
    for (size_t k = 0; k < f->lambdas; k++) {
        for (size_t fold = 0; fold < folds; fold++)
            sum[k] += f->loss[fold][k];
        if (sum[k] < sum[best])
            best = k;
    }
    for (size_t k = 0; k < best; k++) {
        double mean = (sum[k] - sum[best]) / (double)folds, squares = 0;
        for (size_t fold = 0; fold < folds; fold++)
            squares += pow(f->loss[fold][k] - f->loss[fold][best] - mean, 2);
        double error = folds > 1 ? sqrt(squares / (double)(folds - 1) / (double)folds) : 0;
        if (mean <= error)
            return k;
    }
    return best;
}

/* lambda: 0 to choose one. */
static lb_status cross_validate(const lb_suggest_data *d, double lambda, lb_fitted_model *m)
{
    bool chosen = !(lambda > 0) && d->options->model == LB_SUGGEST_RIDGE;
    fold_fits f = {.data = d, .of = m, .lambdas = chosen ? LAMBDAS : 1, .lambda = {lambda}};
    for (size_t k = 0; chosen && k < LAMBDAS; k++)
        f.lambda[k] = lambda_at(k);
    f.score = malloc((f.lambdas * d->rows + 1) * sizeof *f.score);
    m->score = malloc((d->rows + 1) * sizeof *m->score);
    lb_status status = f.score && m->score ? fit_folds(&f) : LB_E_MEMORY;
    if (status == LB_OK) {
        size_t k = choose_lambda(&f);
        m->lambda = f.lambda[k];
        memcpy(m->score, f.score + k * d->rows, d->rows * sizeof *m->score);
    }
    free(f.score);
    return status;
}

/* Models ------------------------------------------------------------------------------------------
 */

static lb_status fit_model(const lb_suggest_data *d, double lambda, lb_fitted_model *m)
{
    m->x = malloc((d->rows * m->columns + 1) * sizeof *m->x);
    if (!m->x)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->rows; i++)
        for (size_t j = 0; j < m->columns; j++)
            m->x[i * m->columns + j] = d->predictor[m->column[j]].value[i];
    LB_TRY(cross_validate(d, lambda, m));
    m->is_made = true;
    return lb_suggest_fit(d, m, d->trained, m->lambda, NULL, &m->model);
}

/* The predictors of a model: all but events, or with them; without those of foreign background.
 * Terms of groups come first: rows of the normal equations in which they are 0 are then passed
 * over. */
static void add_columns(const lb_suggest_data *d, bool foreign, bool events, lb_fitted_model *m)
{
    for (int terms = 1; terms >= 0; terms--)
        for (size_t p = 0; p < d->predictors; p++) {
            const lb_predictor *of = &d->predictor[p];
            bool chosen = of->kind == LB_PREDICTOR_EVENTS ? events : foreign || !of->is_foreign;
            if (chosen && (of->kind == LB_PREDICTOR_GROUP) == (terms == 1))
                m->column[m->columns++] = p;
        }
}

static lb_status ranking_auc(const lb_suggest_data *d, const double *ranking, double *auc)
{
    lb_score_order order;
    LB_TRY(lb_score_order_make(ranking, d->label, NULL, d->rows, &order));
    *auc = lb_score_order_auc(&order, NULL);
    lb_score_order_clear(&order);
    return LB_OK;
}

/* The variable that ranks listed squares highest, by all labels: as a baseline it may be too good,
 * never too bad. */
static lb_status find_strongest(const lb_suggest_data *d, size_t *strongest)
{
    double best = -1, auc;
    for (size_t p = 0; p < d->predictors; p++) {
        if (d->predictor[p].kind != LB_PREDICTOR_VARIABLE)
            continue;
        LB_TRY(ranking_auc(d, d->predictor[p].value, &auc));
        if (auc > best) {
            best = auc;
            *strongest = p;
        }
    }
    return LB_OK;
}

/* One predictor, ranked by as it is. */
static lb_status fit_baseline(const lb_suggest_data *d, const double *ranking, const double *value,
                              lb_fitted_model *m)
{
    m->columns = 1;
    m->ranking = ranking;
    m->x = malloc((d->rows + 1) * sizeof *m->x);
    if (!m->x)
        return LB_E_MEMORY;
    memcpy(m->x, value, d->rows * sizeof *m->x);
    lb_suggest_standardise(m->x, d->rows);
    LB_TRY(cross_validate(d, baseline_lambda, m));
    m->is_made = true;
    return lb_suggest_fit(d, m, d->trained, m->lambda, NULL, &m->model);
}

/* Every square has the share of label 1, and all rank alike. */
static lb_status fit_prevalence(const lb_suggest_data *d, lb_fitted_model *m)
{
    m->score = malloc((d->rows + 1) * sizeof *m->score);
    if (!m->score)
        return LB_E_MEMORY;
    m->ranking = m->score;
    m->is_made = true;
    LB_TRY(lb_suggest_fit(d, m, NULL, 0, NULL, &m->model));
    for (size_t i = 0; i < d->rows; i++)
        m->score[i] = m->model.coefficient[0];
    return LB_OK;
}

/* *row: the one that is fitted, for a message where it cannot be. */
static lb_status fit_baselines(const lb_suggest_data *d, lb_fitted_model fitted[LB_SUGGEST_ROWS],
                               size_t *row)
{
    size_t strongest = 0, people = 0;
    while (d->predictor[people].kind != LB_PREDICTOR_PEOPLE)
        people++;
    LB_TRY(find_strongest(d, &strongest));
    fitted[LB_ROW_SINGLE].column[0] = strongest;
    const double *single = d->predictor[strongest].value;
    *row = LB_ROW_PREVALENCE;
    LB_TRY(fit_prevalence(d, &fitted[*row]));
    *row = LB_ROW_PEOPLE;
    LB_TRY(fit_baseline(d, d->people, d->predictor[people].value, &fitted[*row]));
    *row = LB_ROW_INDEX;
    LB_TRY(fit_baseline(d, d->index_of, d->index_of, &fitted[*row]));
    *row = LB_ROW_SINGLE;
    return fit_baseline(d, single, single, &fitted[*row]);
}

static lb_status fit_all(const lb_suggest_data *d, lb_fitted_model fitted[LB_SUGGEST_ROWS],
                         size_t *row)
{
    LB_TRY(fit_baselines(d, fitted, row));
    add_columns(d, true, false, &fitted[LB_ROW_A]);
    add_columns(d, false, false, &fitted[LB_ROW_A_WITHOUT_FOREIGN]);
    add_columns(d, true, true, &fitted[LB_ROW_B]);
    bool has_events = fitted[LB_ROW_B].columns > fitted[LB_ROW_A].columns;
    for (*row = LB_ROW_A; *row < LB_SUGGEST_ROWS; ++*row) {
        if (*row == LB_ROW_A_WITHOUT_FOREIGN ? !d->knows_foreign : *row == LB_ROW_B && !has_events)
            continue;
        LB_TRY(fit_model(d, d->options->lambda, &fitted[*row]));
    }
    if (!d->knows_foreign)
        lb_log_warning(d->job->log,
                       "no variable is known as one of foreign background: the row without it is "
                       "empty; name it with --foreign-background");
    return LB_OK;
}

lb_status lb_suggest_fit_models(const lb_suggest_data *data,
                                lb_fitted_model fitted[LB_SUGGEST_ROWS], lb_error *err)
{
    size_t failed = 0;
    lb_status status = fit_all(data, fitted, &failed);
    if (status == LB_E_INPUT)
        return lb_error_set(
            err, status,
            "model %s: the likelihood has no maximum: the predictors separate the "
            "labels; take a greater --lambda, or --model firth, or, where all listed areas "
            "are one group or block, --validate none",
            lb_suggest_row_names[failed]);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}
