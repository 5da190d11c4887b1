/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggested areas with their stability, and how they stand to the list (docs/methods.md, Suggested
 * areas). */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_AREAS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_AREAS_H

#include "commands/suggest/suggestions.h"

/* By a model of all trained rows. LB_E_MEMORY. The caller clears *out. */
lb_status lb_suggestions_make(const lb_suggest_data *data, const lb_fitted_model *model,
                              lb_suggestions *out);

/* Figures and status of suggestions and listed areas by the list of suggestions->data. LB_E_MEMORY.
 */
lb_status lb_suggestions_compare(lb_suggestions *suggestions);

#endif
