/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of municipalities, or other zones, in the models of `suggest` (--group). */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_TERMS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_TERMS_H

#include "commands/suggest/suggest_data.h"

/* A predictor for each value of the zones' field --group that has a row of label 1, and data->term.
 * zone[rows]: zones->shapes.count where a row is in none. LB_E_INPUT: no such field, or too many
 * values. */
lb_status lb_suggest_add_terms(lb_suggest_data *data, const lb_areas *zones, const size_t *zone,
                               lb_error *err);

/* lambda[columns] of a fit on these weights (NULL: of all rows): NaN, the ridge's; of terms that of
 * --group-lambda, and INFINITY where no row with a weight has label 1: the term is 0. */
void lb_suggest_term_lambdas(const lb_suggest_data *data, const double *weight,
                             const size_t *column, size_t columns, double *lambda);

#endif
