/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "commands/share/period_counts.h"

/* 1900 to 2100: the years that dates are read as. */
enum { FIRST_DAY = -25567, DAYS = 73414 };
static const uint32_t NO_PERIOD = UINT32_MAX;

void lb_share_tally_clear(lb_share_tally *tally)
{
    for (size_t i = 0; i < tally->count; i++)
        lb_share_counts_clear(&tally->item[i].counts);
    lb_share_counts_clear(&tally->undated);
    lb_share_counts_clear(&tally->outside);
    free(tally->item);
    free(tally->of_day);
    free(tally->hit);
    *tally = (lb_share_tally){0};
}

lb_status lb_share_tally_init(lb_share_tally *tally, const lb_period_rule *rule, size_t rules,
                              size_t categories, lb_overlap overlap)
{
    *tally = (lb_share_tally){
        .rule = rule, .rules = rules, .categories = categories, .overlap = overlap};
    tally->of_day = calloc(rules * DAYS + 1, sizeof *tally->of_day);
    tally->hit = calloc(rules + 1, sizeof *tally->hit);
    lb_status status = tally->of_day && tally->hit ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_share_counts_init(&tally->undated, 1, categories, overlap);
    if (status == LB_OK)
        status = lb_share_counts_init(&tally->outside, 1, categories, overlap);
    if (status != LB_OK)
        lb_share_tally_clear(tally);
    return status;
}

static void count(lb_share_counts *counts, const lb_share_event *event)
{
    if (event->placed)
        lb_share_counts_add(counts, 0, event->category, event->n);
    else
        lb_share_counts_add_unplaced(counts, 0);
}

static bool same_period(const lb_tally *item, size_t rule, const lb_period *period)
{
    return item->rule == rule && item->period.from == period->from && item->period.to == period->to;
}

/* The place of a period of a rule, added when it is new. SIZE_MAX: out of memory. */
static size_t find_or_add(lb_share_tally *tally, size_t rule, const lb_period *period)
{
    for (size_t i = 0; i < tally->count; i++)
        if (same_period(&tally->item[i], rule, period))
            return i;
    if (tally->count == tally->capacity) {
        size_t capacity = tally->capacity ? tally->capacity * 2 : 16;
        lb_tally *bigger = realloc(tally->item, capacity * sizeof *bigger);
        if (!bigger)
            return SIZE_MAX;
        tally->item = bigger;
        tally->capacity = capacity;
    }
    lb_tally *item = &tally->item[tally->count];
    *item = (lb_tally){.rule = rule, .id = tally->count, .period = *period};
    if (lb_share_counts_init(&item->counts, 1, tally->categories, tally->overlap) != LB_OK)
        return SIZE_MAX;
    return tally->count++;
}

/* *at: the period of a rule that holds the day, SIZE_MAX: none. False: out of memory. To make a
 * period and its label takes longer than all else of an event, so each day's is kept. */
static bool find_period(lb_share_tally *tally, size_t rule, int64_t day, size_t *at)
{
    bool kept = day >= FIRST_DAY && day - FIRST_DAY < DAYS;
    uint32_t *known = kept ? &tally->of_day[rule * DAYS + (size_t)(day - FIRST_DAY)] : NULL;
    if (known && *known > 0) {
        *at = *known == NO_PERIOD ? SIZE_MAX : *known - 1;
        return true;
    }
    lb_period period = lb_period_at(&tally->rule[rule], day);
    bool held = day >= period.from && day < period.to;
    *at = held ? find_or_add(tally, rule, &period) : SIZE_MAX;
    if (held && *at == SIZE_MAX)
        return false;
    if (known)
        *known = held ? (uint32_t)*at + 1 : NO_PERIOD;
    return true;
}

lb_status lb_share_tally_add(lb_share_tally *tally, const lb_share_event *event)
{
    bool counted = false;
    tally->events++;
    for (size_t r = 0; r < tally->rules; r++) {
        bool all = tally->rule[r].kind == LB_PERIOD_ALL;
        tally->hit[r] = SIZE_MAX;
        if (!all && !event->dated)
            continue;
        size_t at;
        if (!find_period(tally, r, all ? FIRST_DAY : event->day, &at))
            return LB_E_MEMORY;
        if (at == SIZE_MAX)
            continue;
        tally->hit[r] = tally->item[at].id;
        count(&tally->item[at].counts, event);
        counted = true;
    }
    if (!counted)
        count(event->dated ? &tally->outside : &tally->undated, event);
    return LB_OK;
}

lb_status lb_share_tally_merge(lb_share_tally *tally, const lb_share_tally *part)
{
    lb_status status = LB_OK;
    for (size_t i = 0; i < part->count && status == LB_OK; i++) {
        const lb_tally *item = &part->item[i];
        size_t at = find_or_add(tally, item->rule, &item->period);
        status = at == SIZE_MAX ? LB_E_MEMORY
                                : lb_share_counts_merge(&tally->item[at].counts, &item->counts);
    }
    if (status == LB_OK)
        status = lb_share_counts_merge(&tally->undated, &part->undated);
    if (status == LB_OK)
        status = lb_share_counts_merge(&tally->outside, &part->outside);
    tally->events += part->events;
    return status;
}

static int by_rule_and_time(const void *a, const void *b)
{
    const lb_tally *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return (x->period.from > y->period.from) - (x->period.from < y->period.from);
}

static lb_status fill_gaps(lb_share_tally *tally, size_t rule)
{
    lb_periods periods = {0};
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < tally->count; i++) {
        if (tally->item[i].rule != rule)
            continue;
        first = tally->item[i].period.from < first ? tally->item[i].period.from : first;
        last = tally->item[i].period.to - 1 > last ? tally->item[i].period.to - 1 : last;
    }
    lb_status status = lb_periods_add(&periods, &tally->rule[rule], first, last);
    for (size_t p = 0; p < periods.count && status == LB_OK; p++)
        if (find_or_add(tally, rule, &periods.item[p]) == SIZE_MAX)
            status = LB_E_MEMORY;
    lb_periods_clear(&periods);
    return status;
}

lb_status lb_share_tally_finish(lb_share_tally *tally)
{
    lb_status status = LB_OK;
    for (size_t r = 0; r < tally->rules && status == LB_OK; r++)
        status = fill_gaps(tally, r);
    if (status == LB_OK && tally->count > 0)
        qsort(tally->item, tally->count, sizeof *tally->item, by_rule_and_time);
    return status;
}
