/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods that have days in common: sums over one tell of parts in another. */
#include <stdio.h>

#include <lagesbild/period.h>
#include "commands/rate/nested_periods.h"

/* The days of a period by its label, as 2021, 2021H1, 2021Q3, 2021-05 or FROM/TO; false: it is none
 * of these. */
static bool label_days(const char *label, lb_period *out)
{
    static const struct {
        char mark;
        lb_period_kind kind;
        int months;
    } part_of_year[] = {
        {'H', LB_PERIOD_HALF, 6}, {'Q', LB_PERIOD_QUARTER, 3}, {'-', LB_PERIOD_MONTH, 1}};
    lb_period_rule rule = {.kind = LB_PERIOD_YEAR};
    int year, number = 1, months = 12;
    char mark = 0, rest;
    if (lb_period_parse(label, &rule) == LB_OK && rule.kind == LB_PERIOD_SPAN) {
        *out = rule.span;
        return true;
    }
    int found = sscanf(label, "%4d%c%d%c", &year, &mark, &number, &rest);
    rule.kind = LB_PERIOD_YEAR;
    for (size_t i = 0; found == 3 && i < sizeof part_of_year / sizeof *part_of_year; i++)
        if (part_of_year[i].mark == mark) {
            rule.kind = part_of_year[i].kind;
            months = part_of_year[i].months;
        }
    if ((found != 1 && (found != 3 || rule.kind == LB_PERIOD_YEAR)) || number < 1 ||
        number > 12 / months)
        return false;
    *out = lb_period_at(&rule, lb_period_day(year, (number - 1) * months + 1, 1));
    return true;
}

bool lb_rate_nested_periods(const lb_name_index *period, size_t *a, size_t *b)
{
    lb_period of_a, of_b;
    for (*a = 0; *a < period->count; (*a)++)
        for (*b = 0; *b < *a; (*b)++)
            if (label_days(period->name[*a], &of_a) && label_days(period->name[*b], &of_b) &&
                of_a.from < of_b.to && of_b.from < of_a.to)
                return true;
    return false;
}
