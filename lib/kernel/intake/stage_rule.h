/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage of a local police area from its answers to the items of a stage model, by an ordered
 * list of rules (docs/methods.md, Collection): the first rule that holds gives the stage, 1 where
 * none does. The model is data: the police's own items are not public. */
#ifndef LB_KERNEL_INTAKE_STAGE_RULE_H
#define LB_KERNEL_INTAKE_STAGE_RULE_H

#include <stdbool.h>
#include <stddef.h>

enum { LB_STAGE_LOWEST = 1, LB_STAGE_HIGHEST = 4 };

typedef enum lb_stage_test {
    LB_STAGE_ALL,      /* every condition in it holds */
    LB_STAGE_ANY,      /* at least one does */
    LB_STAGE_AT_LEAST, /* at least `count` of the items are `level` or more */
    LB_STAGE_MEAN,     /* the mean of the items is `level` or more */
    LB_STAGE_MAXIMUM   /* the greatest of the items is */
} lb_stage_test;

typedef struct lb_stage_condition {
    lb_stage_test test;
    double level; /* of the scale of answers */
    size_t count;
    size_t *item; /* [items], places in the list of answers, owned */
    size_t items;
    struct lb_stage_condition *condition; /* [conditions] of ALL and ANY, owned */
    size_t conditions;
} lb_stage_condition;

typedef struct lb_stage_rule {
    int stage;                /* 1 to 4 */
    char *name;               /* owned */
    lb_stage_condition holds; /* ALL of what the rule says */
} lb_stage_rule;

void lb_stage_rule_clear(lb_stage_rule *rule); /* accepts zeroed memory */

/* answer: one an item, each given. */
bool lb_stage_condition_holds(const lb_stage_condition *condition, const double *answer);

/* The first of the rules that holds; SIZE_MAX: none. */
size_t lb_stage_rule_find(const lb_stage_rule *rule, size_t rules, const double *answer);

#endif
