/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of labels, blocks, and the folds of an honest validation (docs/methods.md, Suggested
 * areas): squares near one another are too alike to be in training and test at once. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_FOLDS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_FOLDS_H

#include "commands/suggest/suggest_data.h"

typedef enum lb_validate_kind {
    LB_VALIDATE_AREA,
    LB_VALIDATE_MUNICIPALITY,
    LB_VALIDATE_BLOCK,
    LB_VALIDATE_RANDOM,
    LB_VALIDATE_NONE /* scores of the squares that were trained on */
} lb_validate_kind;

/* "area", "municipality", "block:5000", "random" or "none"; NULL: area. block: metres. LB_E_USAGE.
 */
lb_status lb_validate_parse(const char *text, lb_validate_kind *kind, double *block, lb_error *err);

/* Sets groups, blocks, units and folds. LB_E_INPUT also: fewer than LB_FEWEST_GROUPS groups, unless
 * --despite-refusal; no square is in a municipality of --zones. */
lb_status lb_suggest_make_folds(lb_suggest_data *data, lb_error *err);

#endif
