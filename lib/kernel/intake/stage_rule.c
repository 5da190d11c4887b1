/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/intake/stage_rule.h"

static void clear_condition(lb_stage_condition *condition)
{
    for (size_t i = 0; condition->condition && i < condition->conditions; i++)
        clear_condition(&condition->condition[i]);
    free(condition->condition);
    free(condition->item);
    *condition = (lb_stage_condition){.item = NULL};
}

void lb_stage_rule_clear(lb_stage_rule *rule)
{
    clear_condition(&rule->holds);
    free(rule->name);
    rule->name = NULL;
}

static size_t count_from_level(const lb_stage_condition *condition, const double *answer)
{
    size_t reached = 0;
    for (size_t i = 0; i < condition->items; i++)
        reached += answer[condition->item[i]] >= condition->level;
    return reached;
}

/* Sums are compared, not means: 0.7 three times is 2.1, whatever a division rounds to. */
static bool reaches_mean(const lb_stage_condition *condition, const double *answer)
{
    lb_sum sum = {0};
    double needed = condition->level * (double)condition->items;
    for (size_t i = 0; i < condition->items; i++)
        lb_sum_add(&sum, answer[condition->item[i]]);
    return lb_sum_value(sum) >= needed - 1e-9 * fabs(needed);
}

/* Conditions of conditions by recursion; `all` holds where every one does. */
bool lb_stage_condition_holds(const lb_stage_condition *condition, const double *answer)
{
    size_t held = 0;
    switch (condition->test) {
    case LB_STAGE_AT_LEAST:
        return count_from_level(condition, answer) >= condition->count;
    case LB_STAGE_MAXIMUM:
        return count_from_level(condition, answer) > 0;
    case LB_STAGE_MEAN:
        return reaches_mean(condition, answer);
    default:
        for (size_t i = 0; i < condition->conditions; i++)
            held += lb_stage_condition_holds(&condition->condition[i], answer);
        return condition->test == LB_STAGE_ANY ? held > 0 : held == condition->conditions;
    }
}

size_t lb_stage_rule_find(const lb_stage_rule *rule, size_t rules, const double *answer)
{
    for (size_t i = 0; i < rules; i++)
        if (lb_stage_condition_holds(&rule[i].holds, answer))
            return i;
    return SIZE_MAX;
}
