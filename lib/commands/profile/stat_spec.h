/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A statistic as the user asks for it: "NAME=FUNC(COLUMN)". */
#ifndef LB_COMMANDS_PROFILE_STAT_SPEC_H
#define LB_COMMANDS_PROFILE_STAT_SPEC_H

#include <lagesbild/profile.h>

enum { LB_STAT_TEXT_SIZE = 200 };

typedef struct lb_stat_spec {
    char name[LB_STAT_TEXT_SIZE];   /* of the column in the table */
    char column[LB_STAT_TEXT_SIZE]; /* of the grid */
    char weight[LB_STAT_TEXT_SIZE]; /* a column; "": by area */
    size_t number;                  /* among all --stat of the run, from 0 */
    size_t weight_grid;             /* whose column the weight is; SIZE_MAX: of the values' grid */
    lb_stat stat;
    double quantile;            /* 0-1, of LB_STAT_QUANTILE; else 0.5 */
    bool incomplete;            /* cells that areas touch lack a value or a weight */
    size_t value_at, weight_at; /* places of both among their grids' columns, set by who reads
                                   them; weight_at SIZE_MAX: by area */
} lb_stat_spec;

/* text: NAME=FUNC(COLUMN), FUNC(COLUMN,WEIGHT), quantile(COLUMN;q=Q), quantile(COLUMN,WEIGHT;q=Q),
 * or as in 0.1.0 quantile(COLUMN,Q) and quantile(COLUMN,Q,WEIGHT).
 * LB_E_USAGE: it is none of these; the message says what was expected. */
lb_status lb_stat_spec_parse(const char *text, lb_stat_spec *out, lb_error *err);

#endif
