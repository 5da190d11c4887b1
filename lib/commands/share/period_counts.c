/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "commands/share/period_counts.h"

/* 1900 to 2100: the years that dates are read as. */
enum { FIRST_DAY = -25567, N_DAYS = 73414 };
static const uint32_t NO_PERIOD = UINT32_MAX;

void lb_period_counts_clear(lb_period_counts *by_period)
{
    for (size_t i = 0; i < by_period->count; i++)
        lb_share_counts_clear(&by_period->item[i].counts);
    lb_share_counts_clear(&by_period->undated);
    lb_share_counts_clear(&by_period->outside);
    free(by_period->item);
    free(by_period->of_day);
    free(by_period->hit);
    *by_period = (lb_period_counts){0};
}

lb_status lb_period_counts_init(lb_period_counts *by_period, const lb_period_rule *rule,
                                size_t rules, size_t categories, lb_overlap_rule overlap)
{
    *by_period = (lb_period_counts){
        .rule = rule, .rules = rules, .categories = categories, .overlap = overlap};
    by_period->of_day = calloc(rules * N_DAYS + 1, sizeof *by_period->of_day);
    by_period->hit = calloc(rules + 1, sizeof *by_period->hit);
    lb_status status = by_period->of_day && by_period->hit ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_share_counts_init(&by_period->undated, 1, categories, overlap);
    if (status == LB_OK)
        status = lb_share_counts_init(&by_period->outside, 1, categories, overlap);
    if (status != LB_OK)
        lb_period_counts_clear(by_period);
    return status;
}

static void count_event(lb_share_counts *counts, const lb_share_event *event)
{
    if (event->placed)
        lb_share_counts_add(counts, 0, event->category, event->n);
    else
        lb_share_counts_add_unplaced(counts, 0);
}

static bool same_period(const lb_period_count *item, size_t rule, const lb_period *period)
{
    return item->rule == rule && item->period.from == period->from && item->period.to == period->to;
}

/* The place of a period of a rule, added when it is new. SIZE_MAX: out of memory. */
static size_t find_or_add(lb_period_counts *by_period, size_t rule, const lb_period *period)
{
    for (size_t i = 0; i < by_period->count; i++)
        if (same_period(&by_period->item[i], rule, period))
            return i;
    if (by_period->count == by_period->capacity) {
        size_t capacity = by_period->capacity ? by_period->capacity * 2 : 16;
        lb_period_count *bigger = realloc(by_period->item, capacity * sizeof *bigger);
        if (!bigger)
            return SIZE_MAX;
        by_period->item = bigger;
        by_period->capacity = capacity;
    }
    lb_period_count *item = &by_period->item[by_period->count];
    *item = (lb_period_count){.rule = rule, .id = by_period->count, .period = *period};
    if (lb_share_counts_init(&item->counts, 1, by_period->categories, by_period->overlap) != LB_OK)
        return SIZE_MAX;
    return by_period->count++;
}

/* *at: the period of a rule that holds the day, SIZE_MAX: none. False: out of memory. To make a
 * period and its label takes longer than all else of an event, so each day's is kept. */
static bool find_period(lb_period_counts *by_period, size_t rule, int64_t day, size_t *at)
{
    bool in_table = day >= FIRST_DAY && day - FIRST_DAY < N_DAYS;
    uint32_t *known =
        in_table ? &by_period->of_day[rule * N_DAYS + (size_t)(day - FIRST_DAY)] : NULL;
    if (known && *known > 0) {
        *at = *known == NO_PERIOD ? SIZE_MAX : *known - 1;
        return true;
    }
    lb_period period = lb_period_at(&by_period->rule[rule], day);
    bool in_period = day >= period.from && day < period.to;
    *at = in_period ? find_or_add(by_period, rule, &period) : SIZE_MAX;
    if (in_period && *at == SIZE_MAX)
        return false;
    if (known)
        *known = in_period ? (uint32_t)*at + 1 : NO_PERIOD;
    return true;
}

lb_status lb_period_counts_add(lb_period_counts *by_period, const lb_share_event *event)
{
    bool counted = false;
    by_period->events++;
    for (size_t r = 0; r < by_period->rules; r++) {
        bool all = by_period->rule[r].kind == LB_PERIOD_ALL;
        by_period->hit[r] = SIZE_MAX;
        if (!all && !event->dated)
            continue;
        size_t at;
        if (!find_period(by_period, r, all ? FIRST_DAY : event->day, &at))
            return LB_E_MEMORY;
        if (at == SIZE_MAX)
            continue;
        by_period->hit[r] = by_period->item[at].id;
        count_event(&by_period->item[at].counts, event);
        counted = true;
    }
    if (!counted)
        count_event(event->dated ? &by_period->outside : &by_period->undated, event);
    return LB_OK;
}

lb_status lb_period_counts_merge(lb_period_counts *by_period, const lb_period_counts *part)
{
    lb_status status = LB_OK;
    for (size_t i = 0; i < part->count && status == LB_OK; i++) {
        const lb_period_count *item = &part->item[i];
        size_t at = find_or_add(by_period, item->rule, &item->period);
        status = at == SIZE_MAX ? LB_E_MEMORY
                                : lb_share_counts_merge(&by_period->item[at].counts, &item->counts);
    }
    if (status == LB_OK)
        status = lb_share_counts_merge(&by_period->undated, &part->undated);
    if (status == LB_OK)
        status = lb_share_counts_merge(&by_period->outside, &part->outside);
    by_period->events += part->events;
    return status;
}

static int by_rule_and_time(const void *a, const void *b)
{
    const lb_period_count *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return (x->period.from > y->period.from) - (x->period.from < y->period.from);
}

static lb_status fill_gaps(lb_period_counts *by_period, size_t rule)
{
    lb_periods periods = {0};
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < by_period->count; i++) {
        if (by_period->item[i].rule != rule)
            continue;
        first = by_period->item[i].period.from < first ? by_period->item[i].period.from : first;
        last = by_period->item[i].period.to - 1 > last ? by_period->item[i].period.to - 1 : last;
    }
    lb_status status = lb_periods_add(&periods, &by_period->rule[rule], first, last);
    for (size_t p = 0; p < periods.count && status == LB_OK; p++)
        if (find_or_add(by_period, rule, &periods.item[p]) == SIZE_MAX)
            status = LB_E_MEMORY;
    lb_periods_clear(&periods);
    return status;
}

lb_status lb_period_counts_finish(lb_period_counts *by_period)
{
    lb_status status = LB_OK;
    for (size_t r = 0; r < by_period->rules && status == LB_OK; r++)
        status = fill_gaps(by_period, r);
    if (status == LB_OK && by_period->count > 0)
        qsort(by_period->item, by_period->count, sizeof *by_period->item, by_rule_and_time);
    return status;
}
