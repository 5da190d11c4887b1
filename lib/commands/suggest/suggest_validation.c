/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well each model and baseline finds squares of the list that its fit has not seen. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/suggest/suggest_models.h"
#include "kernel/statistics/ranks.h"
#include "kernel/statistics/resample.h"
#include "kernel/suggest/prediction_quality.h"

static const double chance_auc = 0.5;
enum { INTERVAL_DRAWS = 500, GROUP_STREAM = 1 << 20, BLOCK_STREAM = 1 << 21 };

enum {
    MODEL,
    AUC,
    LOW,
    HIGH,
    AVERAGE_PRECISION,
    PRECISION_AT_K,
    LOG_LOSS,
    BRIER_SKILL,
    SLOPE,
    INTERCEPT,
    PRECISION_AT_PEOPLE,
    EXPECTED_OBSERVED,
    LAMBDA,
    VARIABLES
};

void lb_suggest_resample(const lb_suggest_data *d, uint64_t stream, size_t *times)
{
    uint64_t seed = (uint64_t)d->options->seed;
    lb_resample(d->once, d->groups, seed, GROUP_STREAM + stream, times);
    lb_resample(d->once, d->blocks, seed, BLOCK_STREAM + stream, times + d->groups);
}

/* auc[INTERVAL_DRAWS]: of resamples of groups and blocks. */
static lb_status draw_aucs(const lb_suggest_data *d, const lb_score_order *order, double *auc)
{
    size_t units = d->groups + d->blocks;
    int threads = lb_thread_count(d->job->threads);
    bool failed = false;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(|| : failed)
    for (size_t draw = 0; draw < INTERVAL_DRAWS; draw++) {
        size_t *times = malloc((units + 1) * sizeof *times);
        failed = failed || !times;
        if (!times)
            continue;
        lb_suggest_resample(d, draw, times);
        auc[draw] = lb_score_order_auc(order, times);
        free(times);
    }
    return failed ? LB_E_MEMORY : LB_OK;
}

/* Of few groups there is no interval. */
static lb_status set_interval(const lb_suggest_data *d, const lb_score_order *order, lb_table *t,
                              size_t row)
{
    double auc[INTERVAL_DRAWS], tail = (1 - d->options->confidence) / 2;
    lb_ranks ranks = {.count = 0};
    if (d->groups < LB_FEWEST_GROUPS)
        return LB_OK;
    LB_TRY(draw_aucs(d, order, auc));
    LB_TRY(lb_ranks_make(auc, INTERVAL_DRAWS, &ranks));
    lb_table_set_real(t, row, LOW, lb_ranks_quantile(&ranks, tail));
    lb_table_set_real(t, row, HIGH, lb_ranks_quantile(&ranks, 1 - tail));
    lb_ranks_clear(&ranks);
    return LB_OK;
}

/* How all rows are ranked, those on the border of an area as rows of label 0. people: of the rows
 * of label 1. */
static lb_status set_ranking(const lb_suggest_data *d, const lb_fitted_model *m, double people,
                             lb_table *t, size_t row)
{
    lb_score_order order;
    const double *by = m->ranking ? m->ranking : m->score;
    LB_TRY(lb_score_order_make(by, d->label, d->unit, d->rows, &order));
    lb_table_set_real(t, row, AUC, lb_score_order_auc(&order, NULL));
    lb_table_set_real(t, row, AVERAGE_PRECISION, lb_score_order_average_precision(&order));
    lb_table_set_real(t, row, PRECISION_AT_K,
                      lb_score_order_precision(&order, NULL, (double)d->positives));
    lb_table_set_real(t, row, PRECISION_AT_PEOPLE,
                      lb_score_order_precision(&order, d->people, people));
    lb_status status = set_interval(d, &order, t, row);
    lb_score_order_clear(&order);
    return status;
}

static void set_probabilities(const lb_suggest_data *d, const lb_fitted_model *m, lb_table *t,
                              size_t row)
{
    lb_probability_quality q = lb_probability_quality_of(m->score, d->label, d->rows);
    lb_table_set_real(t, row, LOG_LOSS, q.log_loss);
    lb_table_set_real(t, row, BRIER_SKILL, q.brier_skill);
    lb_table_set_real(t, row, SLOPE, q.slope);
    lb_table_set_real(t, row, INTERCEPT, q.intercept);
    lb_table_set_real(t, row, EXPECTED_OBSERVED, q.expected_observed);
}

/* Of the strongest variable its name, of models all of theirs. */
static lb_status set_variables(const lb_suggest_data *d, const lb_fitted_model *m, lb_suggest_row k,
                               lb_table *t, size_t row)
{
    lb_buf text = {0};
    for (size_t j = 0; k >= LB_ROW_SINGLE && j < m->columns; j++)
        lb_buf_printf(&text, "%s%s", j > 0 ? ", " : "", d->predictor[m->column[j]].name);
    if (text.text)
        lb_table_set_text(t, row, VARIABLES, text.text);
    bool failed = text.failed;
    lb_buf_clear(&text);
    return failed ? LB_E_MEMORY : LB_OK;
}

static lb_status add_model(const lb_suggest_data *d, const lb_fitted_model *m, lb_suggest_row k,
                           double people, lb_table *t)
{
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, MODEL, lb_suggest_row_names[k]);
    if (!m->is_made)
        return LB_OK;
    if (k >= LB_ROW_A && d->options->model == LB_SUGGEST_RIDGE)
        lb_table_set_real(t, row, LAMBDA, m->lambda);
    LB_TRY(set_variables(d, m, k, t, row));
    set_probabilities(d, m, t, row);
    return set_ranking(d, m, people, t, row);
}

/* Row k of the table is row k of the models: only B, the last, may be absent. */
static void warn_of_baselines(const lb_suggest_data *d, const lb_table *t)
{
    size_t best = LB_ROW_PEOPLE;
    for (size_t k = LB_ROW_PEOPLE; k < LB_ROW_A; k++)
        if (lb_table_real(t, k, AUC) > lb_table_real(t, best, AUC))
            best = k;
    if (lb_table_real(t, LB_ROW_A, AUC) <= lb_table_real(t, best, AUC))
        lb_log_warning(d->job->log,
                       "model A finds listed squares that it has not seen no better (AUC %.3f) "
                       "than %s (%.3f): what it suggests says no more than that does",
                       lb_table_real(t, LB_ROW_A, AUC), lb_suggest_row_names[best],
                       lb_table_real(t, best, AUC));
}

lb_status lb_suggest_check_model(lb_suggest_data *d, const lb_table *t, lb_error *err)
{
    double auc = lb_table_real(t, LB_ROW_A, AUC), low = lb_table_real(t, LB_ROW_A, LOW);
    d->is_chance = low <= chance_auc;
    if (!d->is_chance) {
        warn_of_baselines(d, t);
        return LB_OK;
    }
    if (!d->options->despite_refusal)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: the model finds listed squares that it has not seen no better than chance: AUC "
            "%.3f, %g %% interval from %.3f (0.5 is chance); what it would suggest says nothing of "
            "where they are. Look at --validation FILE with --despite-refusal, or use a grid with "
            "other variables or more areas",
            d->layer.areas.source, auc, 100 * d->options->confidence, low);
    lb_log_warning(d->job->log,
                   "the model finds listed squares that it has not seen no better than chance (AUC "
                   "%.3f, from %.3f): the suggestions say nothing",
                   auc, low);
    return LB_OK;
}

lb_status lb_suggest_validation_table(const lb_suggest_data *data,
                                      const lb_fitted_model fitted[LB_SUGGEST_ROWS],
                                      lb_table *table)
{
    lb_sum people = {0};
    for (size_t i = 0; i < data->rows; i++)
        lb_sum_add(&people, data->label[i] * data->people[i]);
    lb_add_described_columns(table, &lb_suggest_command, "validation");
    for (size_t k = 0; k < LB_SUGGEST_ROWS; k++)
        if (fitted[k].is_made || k != LB_ROW_B)
            LB_TRY(add_model(data, &fitted[k], (lb_suggest_row)k, lb_sum_value(people), table));
    return lb_table_status(table);
}
