/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The periods of share (docs/methods.md, Dates and periods): those of each --period over the years
 * 1900 to 2100, at most 2 412 months a rule. A date outside these years counts as none, so every
 * dated event finds its period by its day, in a table that all threads read. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/share.h>
#include "base/array.h"
#include "base/try.h"
#include "commands/share/period_table.h"
#include "input/events/event_dates.h"

void lb_period_table_clear(lb_period_table *table)
{
    free(table->rule);
    free(table->period);
    free(table->first);
    free(table->of_day);
    free(table->shown);
    *table = (lb_period_table){0};
}

static lb_status read_rules(const char *const *text, size_t n, lb_period_table *t, lb_error *err)
{
    LB_TRY(lb_period_rules_read(text, n, &t->rule, &t->n_rules, err));
    t->first = calloc(t->n_rules + 1, sizeof *t->first);
    t->of_day = calloc(t->n_rules * LB_N_DAYS, sizeof *t->of_day);
    return t->first && t->of_day ? LB_OK : lb_error_memory(err);
}

static bool is_calendar(const lb_period_rule *rule)
{
    return rule->kind != LB_PERIOD_ALL && rule->kind != LB_PERIOD_SPAN;
}

static lb_status append_period(lb_period_table *t, size_t *capacity, const lb_period *period)
{
    if (!lb_array_reserve(&t->period, capacity, t->n_periods + 1, sizeof *t->period))
        return LB_E_MEMORY;
    t->period[t->n_periods++] = *period;
    return LB_OK;
}

/* The periods of one rule, and for each of their days the period's number plus 1. */
static lb_status append_rule(lb_period_table *t, size_t rule, size_t *capacity)
{
    const int64_t end = (int64_t)LB_FIRST_DAY + LB_N_DAYS;
    uint32_t *of_day = t->of_day + rule * LB_N_DAYS;
    t->first[rule] = t->n_periods;
    for (int64_t day = LB_FIRST_DAY; day < end;) {
        lb_period period = lb_period_at(&t->rule[rule], day);
        LB_TRY(append_period(t, capacity, &period));
        int64_t to = period.to < end ? period.to : end;
        for (day = period.from > day ? period.from : day; day < to; day++)
            of_day[day - LB_FIRST_DAY] = (uint32_t)t->n_periods;
        if (!is_calendar(&t->rule[rule]))
            break;
    }
    t->first[rule + 1] = t->n_periods;
    return LB_OK;
}

static lb_status append_all(lb_period_table *t)
{
    static const lb_period undated = {.label = "undated"}, outside = {.label = "outside"};
    size_t capacity = 0;
    for (size_t r = 0; r < t->n_rules; r++)
        LB_TRY(append_rule(t, r, &capacity));
    LB_TRY(append_period(t, &capacity, &undated));
    LB_TRY(append_period(t, &capacity, &outside));
    t->n_periods -= 2;
    t->shown = calloc(t->n_periods, sizeof *t->shown);
    return t->shown ? LB_OK : LB_E_MEMORY;
}

lb_status lb_period_table_make(const char *const *text, size_t n, lb_period_table *out,
                               lb_error *err)
{
    lb_period_table table = {0};
    lb_status status = read_rules(text, n, &table, err);
    if (status == LB_OK && append_all(&table) != LB_OK)
        status = lb_error_memory(err);
    LB_HAND_OVER(status, table, out, lb_period_table_clear);
}

/* Calendar periods before the first and after the last event are not shown, those between are, even
 * with none. The period of all gets its days from the events. */
void lb_period_table_show(lb_period_table *t, const double *events, int64_t first_day,
                          int64_t last_day)
{
    for (size_t r = 0; r < t->n_rules; r++) {
        size_t first = t->first[r], last = t->first[r + 1] - 1;
        for (; is_calendar(&t->rule[r]) && first <= last && !(events[first] > 0); first++)
            ;
        for (; is_calendar(&t->rule[r]) && last > first && !(events[last] > 0); last--)
            ;
        for (size_t p = first; p <= last; p++)
            t->shown[p] = true;
        if (t->rule[r].kind == LB_PERIOD_ALL) {
            t->period[first].from = first_day;
            t->period[first].to = last_day + 1;
        }
    }
}

static int64_t change_of_rule(const lb_period_table *t, size_t rule, int64_t day)
{
    const lb_period_rule *r = &t->rule[rule];
    if (r->kind == LB_PERIOD_ALL)
        return INT64_MAX;
    if (r->kind == LB_PERIOD_SPAN)
        return day < r->span.from ? r->span.from : day < r->span.to ? r->span.to : INT64_MAX;
    size_t period = lb_period_table_find(t, rule, true, day);
    return period == SIZE_MAX ? INT64_MAX : t->period[period].to;
}

bool lb_period_table_divides(const lb_period_table *table, size_t rule, int64_t first, int64_t last)
{
    return change_of_rule(table, rule, first) <= last;
}

int64_t lb_period_table_change(const lb_period_table *table, int64_t day)
{
    int64_t change = INT64_MAX;
    for (size_t r = 0; r < table->n_rules; r++) {
        int64_t of_rule = change_of_rule(table, r, day);
        change = of_rule < change ? of_rule : change;
    }
    return change;
}

/* Rounded sums, whose differences add up to the whole event. */
bool lb_time_stretch_next(const lb_period_table *table, lb_time_stretch *s)
{
    const lb_event_time *t = s->time;
    s->day = s->begun ? s->next_day : t->first_day;
    s->low = s->begun ? s->high : 0;
    s->begun = true;
    if (s->day > t->last_day)
        return false;
    int64_t change = lb_period_table_change(table, s->day);
    s->next_day = change <= t->last_day ? change : t->last_day + 1;
    s->high =
        (int64_t)(lb_event_time_before(t, s->zone, s->next_day) * (double)LB_SHARE_WHOLE + 0.5);
    return true;
}
