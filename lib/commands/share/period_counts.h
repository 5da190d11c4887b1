/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of one area set by period. Periods are made as their first event comes, so that events are
 * read once and memory does not grow with them. */
#ifndef LB_COMMANDS_SHARE_PERIOD_COUNTS_H
#define LB_COMMANDS_SHARE_PERIOD_COUNTS_H

#include <stdbool.h>

#include <lagesbild/period.h>
#include <lagesbild/share.h>

/* What an event is in before its period is known. */
typedef struct lb_share_event {
    bool placed, dated;
    int64_t day;
    const size_t *category; /* [n] of the areas it is in */
    size_t n;
} lb_share_event;

typedef struct lb_period_count {
    size_t rule; /* that the period comes from */
    size_t id;   /* in order of making; stays when the periods are sorted */
    lb_period period;
    lb_share_counts counts; /* of this one period */
} lb_period_count;

typedef struct lb_period_counts {
    const lb_period_rule *rule; /* borrowed */
    size_t rules, categories;
    lb_overlap_rule overlap;
    size_t count, capacity;
    lb_period_count *item; /* sorted by rule, then time, once finished */
    uint32_t *of_day; /* [rules][days of 1900 to 2100]: 0: not looked for yet; else the item + 1 */
    size_t *hit;      /* [rules]: ids of the periods the last event counts in, or SIZE_MAX */
    lb_share_counts undated; /* as a period of its own: inside, outside, without place */
    lb_share_counts outside; /* dated, but in none of the periods */
    int64_t events;
} lb_period_counts;

void lb_period_counts_clear(lb_period_counts *by_period);
lb_status lb_period_counts_init(lb_period_counts *by_period, const lb_period_rule *rule,
                                size_t rules, size_t categories, lb_overlap_rule overlap);
lb_status lb_period_counts_add(lb_period_counts *by_period, const lb_share_event *event);

/* Adds the counts of another part of the events, by the same rules. LB_E_MEMORY. */
lb_status lb_period_counts_merge(lb_period_counts *by_period, const lb_period_counts *part);

/* Adds the calendar periods without events between the first and the last, and sorts. */
lb_status lb_period_counts_finish(lb_period_counts *by_period);

#endif
