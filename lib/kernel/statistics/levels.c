/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean levels as sums of whole numbers and counts, and the arrow of a change by exact comparison
 * of fractions (docs/methods.md, Levels): a limit of 0.2 never depends on how binary rounds it. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lagesbild/levels.h>
#include "base/sum.h"

const char *const lb_arrow_rule_names[] = {
    [LB_ARROW_EXACT] = "exact", [LB_ARROW_ROUNDED] = "rounded", [LB_ARROW_TOTALS] = "totals", NULL};

const char *const lb_arrow_names[] = {[LB_ARROW_NONE] = "",
                                      [LB_ARROW_UP] = "up",
                                      [LB_ARROW_STABLE] = "stable",
                                      [LB_ARROW_DOWN] = "down",
                                      NULL};

double lb_level_mean(lb_level level)
{
    return level.count > 0 ? (double)level.sum / (double)level.count : (double)NAN;
}

/* 0 (no answer) to LB_LEVEL_HIGHEST; NULL is valid. */
static bool are_answers_valid(const lb_questionnaire *map, const signed char *value)
{
    for (size_t i = 0; value && i < map->questions; i++)
        if (value[i] < 0 || value[i] > LB_LEVEL_HIGHEST)
            return false;
    return true;
}

static void count_answer(lb_level *level, int answer)
{
    level->sum += answer;
    level->count++;
}

static void count_uncertainty(lb_levels *levels, int uncertainty)
{
    levels->uncertainty_counts[uncertainty]++;
    if (uncertainty > 0)
        count_answer(&levels->uncertainty, uncertainty);
}

/* Sums and numbers of answers, whole numbers, of the area and of each subarea; 0 is no answer
 * and is counted as missing (docs/methods.md, Levels). */
lb_status lb_levels_compute(const lb_questionnaire *map, const signed char *answer,
                            const signed char *uncertainty, lb_levels *out)
{
    if (map->questions > LB_LEVEL_MAX_QUESTIONS)
        return LB_E_USAGE;
    if (!are_answers_valid(map, answer) || !are_answers_valid(map, uncertainty))
        return LB_E_INPUT;
    lb_level *subarea = out->subarea;
    *out = (lb_levels){.subarea = subarea};
    memset(subarea, 0, map->subareas * sizeof *subarea);
    for (size_t i = 0; i < map->questions; i++) {
        if (answer[i] == 0) {
            out->missing++;
            continue;
        }
        count_answer(&out->total, answer[i]);
        count_answer(&subarea[map->subarea[i]], answer[i]);
        count_uncertainty(out, uncertainty ? uncertainty[i] : 0);
    }
    return LB_OK;
}

/* A mean in tenths, halves upwards (means are not negative). */
static long mean_in_tenths(lb_level level)
{
    return (20 * level.sum + level.count) / (2 * level.count);
}

/* Is the mean so much more that it shows? With n answers a year the means differ by
 * (more.sum less.count - less.sum more.count) / (more.count less.count). */
static bool is_mean_greater(lb_level more, lb_level less, lb_arrow_rule rule)
{
    long difference = more.sum * less.count - less.sum * more.count;
    long denominator = more.count * less.count;
    switch (rule) {
    case LB_ARROW_ROUNDED:
        return 4 * difference >= denominator; /* 0.25 and above is rounded to 0.3 */
    case LB_ARROW_TOTALS:
        return mean_in_tenths(more) - mean_in_tenths(less) > 2;
    default:
        return 5 * difference > denominator;
    }
}

lb_arrow lb_level_arrow(lb_level before, lb_level after, lb_arrow_rule rule)
{
    if (before.count <= 0 || after.count <= 0)
        return LB_ARROW_NONE;
    if (is_mean_greater(before, after, rule))
        return LB_ARROW_UP;
    return is_mean_greater(after, before, rule) ? LB_ARROW_DOWN : LB_ARROW_STABLE;
}

void lb_level_group_add(lb_level_group *group, lb_level level)
{
    if (level.count <= 0)
        return;
    group->areas++;
    group->sum[level.count] += level.sum;
}

double lb_level_group_mean(const lb_level_group *group)
{
    lb_sum sum = {0};
    for (long count = 1; count <= LB_LEVEL_MAX_QUESTIONS; count++)
        lb_sum_add(&sum, (double)group->sum[count] / (double)count);
    return group->areas ? lb_sum_value(sum) / (double)group->areas : (double)NAN;
}
