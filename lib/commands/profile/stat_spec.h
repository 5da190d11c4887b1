/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "NAME=FUNC(COLUMN)": a statistic the user asks for. */
#ifndef LB_COMMANDS_PROFILE_STAT_SPEC_H
#define LB_COMMANDS_PROFILE_STAT_SPEC_H

#include <lagesbild/profile.h>

enum { LB_STAT_TEXT_SIZE = 200 };

typedef struct lb_stat_spec {
    char name[LB_STAT_TEXT_SIZE], column[LB_STAT_TEXT_SIZE];
    char weight[LB_STAT_TEXT_SIZE]; /* a column; "": by area */
    lb_stat stat;
    double quantile;
} lb_stat_spec;

/* NAME=FUNC(COLUMN), FUNC(COLUMN,WEIGHT), quantile(COLUMN,Q) or quantile(COLUMN,Q,WEIGHT).
 * LB_E_USAGE says what was expected. */
lb_status lb_stat_spec_parse(const char *text, lb_stat_spec *out, lb_error *err);

#endif
