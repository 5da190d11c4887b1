/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models and baselines of `suggest`, with scores of squares by models that have not seen their
 * labels (docs/methods.md, Suggested areas). */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_MODELS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_MODELS_H

#include "commands/suggest/suggest_data.h"

typedef enum lb_suggest_row {
    LB_ROW_PREVALENCE,
    LB_ROW_PEOPLE,
    LB_ROW_INDEX,
    LB_ROW_SINGLE, /* the one variable that separates labels best */
    LB_ROW_A,
    LB_ROW_A_WITHOUT_FOREIGN,
    LB_ROW_B,
    LB_SUGGEST_ROWS
} lb_suggest_row;

extern const char *const lb_suggest_row_names[LB_SUGGEST_ROWS];

typedef struct lb_fitted_model {
    bool is_made;
    size_t columns;
    size_t column[LB_LOGISTIC_PREDICTORS]; /* into data->predictor */
    double *x;                             /* [rows][columns] */
    const double *ranking; /* [rows] what baselines rank squares by; NULL: the scores */
    double lambda;
    double *score;           /* [rows] out of fold: by the model of the other folds */
    lb_logistic_model model; /* of all trained rows */
} lb_fitted_model;

/* Rows of the validation in order; B only with events. LB_E_INPUT: the likelihood of one has no
 * maximum. */
lb_status lb_suggest_fit_models(const lb_suggest_data *data,
                                lb_fitted_model fitted[LB_SUGGEST_ROWS], lb_error *err);

void lb_fitted_models_clear(lb_fitted_model fitted[LB_SUGGEST_ROWS]);

/* The model of the options on given weights: what folds and resamples fit. start: NULL, or where
 * to begin. */
lb_status lb_suggest_fit(const lb_suggest_data *data, const lb_fitted_model *of,
                         const double *weight, double lambda, const lb_logistic_model *start,
                         lb_logistic_model *out);

/* The table of --validation. */
lb_status lb_suggest_validation_table(const lb_suggest_data *data,
                                      const lb_fitted_model fitted[LB_SUGGEST_ROWS],
                                      lb_table *table);

/* By that table: LB_E_INPUT, or with --despite-refusal a warning and data->is_chance, where the
 * interval of model A's AUC holds chance; a warning where a baseline has as great an AUC. */
lb_status lb_suggest_check_model(lb_suggest_data *data, const lb_table *validation, lb_error *err);

/* times[units]: how often each group and each block is in a resample: as many groups from the
 * groups, as many blocks from the blocks. */
void lb_suggest_resample(const lb_suggest_data *data, uint64_t stream, size_t *times);

#endif
