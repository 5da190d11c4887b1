/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of suggested and listed areas. */
#ifndef LB_COMMANDS_SUGGEST_SUGGESTIONS_H
#define LB_COMMANDS_SUGGEST_SUGGESTIONS_H

#include "commands/suggest/suggest_models.h"

typedef enum lb_suggest_status {
    LB_STATUS_AGREES,
    LB_STATUS_EXTENDS,
    LB_STATUS_PART,
    LB_STATUS_NEW,
    LB_STATUS_ADJACENT,
    LB_STATUS_NOT_RESEMBLING,
    LB_SUGGEST_STATUSES
} lb_suggest_status;

extern const char *const lb_suggest_status_names[LB_SUGGEST_STATUSES];

/* A suggested area, or a listed one. */
typedef struct lb_suggestion {
    size_t squares;                   /* populated ones; of a listed area those of label 1 */
    double people, p;                 /* p: mean over the people of assessed squares */
    double stability;                 /* NaN: no resample could be fitted */
    size_t rank, rank_low, rank_high; /* of suggestions; from 1 */
    lb_suggest_status status;
    double of_suggestion, of_listed;    /* shares of people that both have */
    double easting, northing;           /* of its people's middle */
    double phi[LB_LOGISTIC_PREDICTORS]; /* by the model's columns: part of the score */
    double raw[LB_LOGISTIC_PREDICTORS]; /* people's mean of what it is made from */
    size_t nearest;                     /* listed area, by phi; SIZE_MAX: there is none */
} lb_suggestion;

typedef struct lb_suggestions {
    const lb_suggest_data *data;
    const lb_fitted_model *model;
    double intercept, slope; /* of the recalibration of scores */
    bool is_calibrated;      /* p is a probability, not only a rank */
    double listed_people;
    double high;               /* threshold of p; the low one is half of it */
    double *p;                 /* [rows] */
    float *p_low, *p_high;     /* [rows] 5 and 95 % of the resamples; NULL: not asked for */
    int32_t *area_of;          /* [lattice cells] suggestion, -1: none */
    size_t found;              /* suggestions */
    lb_suggestion *suggestion; /* [found] by the first cell of each */
    lb_suggestion *listed;     /* [areas of the list] */
    size_t *by_rank;           /* [found] */
    size_t draws;              /* resamples that could be fitted */
} lb_suggestions;

/* The suggestion of a cell, -1: none, or no cell. */
static inline int32_t lb_area_at(const int32_t *area_of, uint32_t cell)
{
    return cell == LB_NO_CELL ? -1 : area_of[cell];
}

void lb_suggestions_clear(lb_suggestions *suggestions);

#endif
