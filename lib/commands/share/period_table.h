/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every period that an event can count in, numbered before the first event is read, so that counts
 * are plain arrays [n_periods] and several threads can share one table. */
#ifndef LB_COMMANDS_SHARE_PERIOD_TABLE_H
#define LB_COMMANDS_SHARE_PERIOD_TABLE_H

#include <stdbool.h>

#include <lagesbild/period.h>
#include "input/events/event_time.h"

/* The years LB_FIRST_YEAR to LB_LAST_YEAR of text/date, as days since 1970-01-01. */
enum { LB_FIRST_DAY = -25567, LB_N_DAYS = 73414 };

/* Periods are in order of rule, then of time. Behind those of the rules are two more, which stand
 * for events of no period: without a date, and with one that no rule's period holds. */
typedef struct lb_period_table {
    size_t n_rules, n_periods; /* n_periods: without the two */
    lb_period_rule *rule;      /* [n_rules] */
    lb_period *period;         /* [n_periods + 2], labelled undated and outside at the end */
    size_t *first;             /* [n_rules + 1]: where the periods of each rule begin */
    uint32_t *of_day; /* [n_rules][LB_N_DAYS]: the period that holds the day, plus 1; 0: none */
    bool *shown;      /* [n_periods], after lb_period_table_show: has rows in the tables */
    bool needs_day;   /* the period without ends, too, has only dated events: what they are held
                         against is of some days (areas with a validity) */
} lb_period_table;

/* text: n values of --period; n = 0: one period without ends. LB_E_USAGE: not a period. */
lb_status lb_period_table_make(const char *const *text, size_t n, lb_period_table *out,
                               lb_error *err);
void lb_period_table_clear(lb_period_table *table);

/* Marks what is shown when events[n_periods] have been counted: of a calendar rule the periods from
 * the first to the last with events, also the empty ones between; every other period. A period
 * without ends becomes that from first_day to last_day, both included, the days of dated events
 * with a place (first_day > last_day: there are none). */
void lb_period_table_show(lb_period_table *table, const double *events, int64_t first_day,
                          int64_t last_day);

/* The period of a rule in which an event counts, SIZE_MAX: none. day is within the years above
 * where the event is dated. One look in a table: to compute a period takes longer than all else
 * that is done with an event. */
static inline size_t lb_period_table_find(const lb_period_table *table, size_t rule, bool dated,
                                          int64_t day)
{
    if (table->rule[rule].kind == LB_PERIOD_ALL && (dated || !table->needs_day))
        return table->first[rule];
    if (!dated)
        return SIZE_MAX;
    uint32_t found = table->of_day[rule * LB_N_DAYS + (size_t)(day - LB_FIRST_DAY)];
    return found > 0 ? found - 1 : SIZE_MAX;
}

/* The first day after `day`, within the years above, on which the period of some rule is another;
 * INT64_MAX: none. */
int64_t lb_period_table_change(const lb_period_table *table, int64_t day);

/* Does the period of the rule change within the days, both included? */
bool lb_period_table_divides(const lb_period_table *table, size_t rule, int64_t first,
                             int64_t last);

/* The days of an interval in stretches over which the periods are the same; begin with zone and
 * time alone. */
typedef struct lb_time_stretch {
    const lb_timezone *zone;
    const lb_event_time *time;
    bool begun;
    int64_t day, next_day; /* local days, half-open */
    int64_t low, high;     /* what lies before either day of the interval, of LB_SHARE_WHOLE */
} lb_time_stretch;

/* The next stretch; false: there is none. */
bool lb_time_stretch_next(const lb_period_table *table, lb_time_stretch *stretch);

/* Where events of no period count. */
static inline size_t lb_period_table_none(const lb_period_table *table, bool dated)
{
    return table->n_periods + dated;
}

#endif
