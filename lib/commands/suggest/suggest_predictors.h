/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The predictors of `suggest` (docs/methods.md, Suggested areas). */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_PREDICTORS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_PREDICTORS_H

#include "commands/suggest/suggest_data.h"

/* Normal scores of the recipe's variables but those of --without, people, and where more than 1 %
 * of a variable are missing, a flag. LB_E_USAGE: --without or --foreign-background names no
 * variable. */
lb_status lb_suggest_add_variables(lb_suggest_data *data, lb_error *err);

/* The variable's label in the job's language, else its name; "invånare" or "people" ... */
const char *lb_suggest_predictor_label(const lb_suggest_data *data, const lb_predictor *predictor);

/* One predictor, to be filled in: raw and value are [rows]. LB_E_INPUT: there are too many;
 * LB_E_USAGE: one has the name. */
lb_status lb_suggest_new_predictor(lb_suggest_data *data, lb_predictor_kind kind, const char *name,
                                   lb_predictor **out, lb_error *err);

/* Mean 0, standard deviation 1 over the rows; 0 where it does not vary. */
void lb_suggest_standardise(double *value, size_t rows);

#endif
