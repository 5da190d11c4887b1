/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods that have days in common: a count hidden in one may follow from the others by
 * subtraction. */
#include <stdio.h>
#include <stdlib.h>

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

/* Days of the period with index `at`. */
typedef struct dated_label {
    lb_period days;
    size_t at;
} dated_label;

static int compare_starts(const void *a, const void *b)
{
    const dated_label *x = a, *y = b;
    int order = (x->days.from > y->days.from) - (x->days.from < y->days.from);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

lb_status lb_rate_nested_periods(const lb_name_index *period, size_t *a, size_t *b, bool *found)
{
    dated_label *label = malloc((period->count + 1) * sizeof *label);
    size_t n = 0, last = 0; /* last: of those before, the one that ends last */
    if (!label)
        return LB_E_MEMORY;
    for (size_t i = 0; i < period->count; i++)
        if (label_days(period->name[i], &label[n].days))
            label[n++].at = i;
    qsort(label, n, sizeof *label, compare_starts);
    *found = false;
    for (size_t i = 1; i < n && !*found; i++) {
        *found = label[i].days.from < label[last].days.to;
        *a = label[last].at;
        *b = label[i].at;
        if (label[i].days.to > label[last].days.to)
            last = i;
    }
    free(label);
    return LB_OK;
}
