/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A count by a period is F(to) - F(from), F(d) the events before day d. Ends that periods tie
 * together, in a chain, are one group: within it all differences of F are known. Sums and
 * differences of counts are counts of the days along a cycle of groups, each step of which goes
 * from an end in one to an end in another, past the days between; the shortest cycle is of the
 * fewest days. */
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/disclosure/period_spans.h"

/* Days between two ends that follow each other, of different groups. */
typedef struct day_gap {
    size_t group[2];
    int64_t days;
} day_gap;

typedef struct period_ends {
    size_t count, gaps;
    int64_t *day;     /* [count] ascending, each once */
    size_t *group;    /* [count] another end of the same group, or itself */
    day_gap *gap;     /* [gaps] shorter than `least` */
    int64_t *reached; /* [count] by group: the fewest days on a way to it */
    int64_t least;    /* the result so far */
} period_ends;

static size_t group_of(const period_ends *e, size_t end)
{
    while (e->group[end] != end)
        end = e->group[end] = e->group[e->group[end]];
    return end;
}

static size_t find_end(const period_ends *e, int64_t day)
{
    const int64_t *at = bsearch(&day, e->day, e->count, sizeof day, lb_compare_int64s);
    return (size_t)(at - e->day);
}

/* Ends of one period are one group: its count ties the events before both by a known number.
 * Union without ranks, as ends are few. */
static void join_ends(period_ends *e, const lb_periods *periods)
{
    for (size_t i = 0; i < periods->count; i++) {
        e->day[e->count++] = periods->item[i].from;
        e->day[e->count++] = periods->item[i].to;
    }
    qsort(e->day, e->count, sizeof *e->day, lb_compare_int64s);
    size_t different = 0;
    for (size_t i = 0; i < e->count; i++)
        if (i == 0 || e->day[i] != e->day[i - 1])
            e->day[different++] = e->day[i];
    e->count = different;
    for (size_t i = 0; i < e->count; i++)
        e->group[i] = i;
    for (size_t i = 0; i < periods->count; i++)
        e->group[group_of(e, find_end(e, periods->item[i].from))] =
            group_of(e, find_end(e, periods->item[i].to));
}

/* Gaps within a group are counts by themselves. */
static void find_gaps(period_ends *e)
{
    for (size_t i = 1; i < e->count; i++) {
        day_gap gap = {{group_of(e, i - 1), group_of(e, i)}, e->day[i] - e->day[i - 1]};
        if (gap.days >= e->least)
            continue;
        if (gap.group[0] == gap.group[1])
            e->least = gap.days;
        else
            e->gap[e->gaps++] = gap;
    }
}

/* The fewest days on another way between the gap's groups (Bellman and Ford), at most `least`. */
static int64_t way_around(period_ends *e, size_t without)
{
    bool shorter = true;
    for (size_t i = 0; i < e->count; i++)
        e->reached[i] = e->least;
    e->reached[e->gap[without].group[0]] = 0;
    while (shorter) {
        shorter = false;
        for (size_t g = 0; g < e->gaps; g++)
            for (int way = 0; way < 2 && g != without; way++) {
                int64_t *to = &e->reached[e->gap[g].group[!way]];
                int64_t days = e->reached[e->gap[g].group[way]] + e->gap[g].days;
                shorter |= days < *to;
                *to = days < *to ? days : *to;
            }
    }
    return e->reached[e->gap[without].group[1]];
}

/* The shortest cycle of groups: of each gap between two ends its days plus the shortest way back
 * between their groups; at most `most` (docs/methods.md, Coarsening, Events). */
lb_status lb_period_spans_least(const lb_periods *periods, int64_t most, int64_t *out)
{
    size_t room = 2 * periods->count + 1;
    period_ends e = {.day = malloc(room * sizeof *e.day),
                     .group = malloc(room * sizeof *e.group),
                     .gap = malloc(room * sizeof *e.gap),
                     .reached = malloc(room * sizeof *e.reached),
                     .least = most};
    lb_status status = e.day && e.group && e.gap && e.reached ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        join_ends(&e, periods);
        find_gaps(&e);
        for (size_t g = 0; g < e.gaps; g++) {
            int64_t days = e.gap[g].days + way_around(&e, g);
            e.least = days < e.least ? days : e.least;
        }
        *out = e.least;
    }
    free(e.day);
    free(e.group);
    free(e.gap);
    free(e.reached);
    return status;
}
