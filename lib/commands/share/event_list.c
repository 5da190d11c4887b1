/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "base/number.h"
#include "base/try.h"
#include "commands/share/event_list.h"
#include "kernel/hotspot/event_chains.h"

lb_status lb_event_list_init(const lb_share_inputs *in, size_t set, lb_event_list *list)
{
    *list = (lb_event_list){.in = in, .set = &in->set[set]};
    return lb_category_credit_init(&list->credits, list->set->n_categories, in->options->overlap);
}

void lb_event_list_clear(lb_event_list *list)
{
    lb_category_credit_clear(&list->credits);
    free(list->event);
    *list = (lb_event_list){.in = NULL};
}

/* Copies what draws need of each placed event. The time is copied, since the reader's event lives
 * only until the next; equal credits (what it gives each category) are stored once. */
lb_status lb_event_list_add(lb_event_list *list, const lb_share_event *event, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const lb_event *e = event[i].event;
        if (!e->placed)
            continue;
        size_t credit = lb_category_credit_find(&list->credits, event[i].category, event[i].n);
        if (credit == SIZE_MAX ||
            !lb_array_reserve(&list->event, &list->capacity, list->count + 1, sizeof *list->event))
            return LB_E_MEMORY;
        list->event[list->count++] =
            (lb_listed_event){.x = e->x,
                              .y = e->y,
                              .time = e->time ? *e->time : (lb_event_time){.from = 0},
                              .day = e->day,
                              .dated = event[i].dated,
                              .linked = event[i].linked,
                              .credit = credit,
                              .credits = &list->credits};
    }
    return LB_OK;
}

/* Events that are equal in all of this are interchangeable. */
static int compare_events(const void *a, const void *b)
{
    const lb_listed_event *p = a, *q = b;
    LB_COMPARE(p->x, q->x);
    LB_COMPARE(p->y, q->y);
    LB_COMPARE(p->dated, q->dated);
    LB_COMPARE(p->dated ? p->day : 0, q->dated ? q->day : 0);
    LB_COMPARE(p->time.from, q->time.from);
    LB_COMPARE(p->time.to, q->time.to);
    LB_COMPARE(p->linked, q->linked);
    return lb_category_credit_compare(p->credits, p->credit, q->credit);
}

void lb_event_list_sort(lb_event_list *list)
{
    if (list->count > 0)
        qsort(list->event, list->count, sizeof *list->event, compare_events);
}

/* Chains are found over all events, before periods divide them: one may run over several
 * periods. */
lb_status lb_event_list_chain(lb_event_list *list)
{
    const lb_share_options *o = list->in->options;
    size_t n = list->count;
    double *xy = malloc((2 * n + 1) * sizeof *xy);
    int64_t *day = malloc((n + 1) * sizeof *day);
    size_t *chain = malloc((n + 1) * sizeof *chain);
    lb_status status = xy && day && chain ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        xy[2 * i] = list->event[i].x;
        xy[2 * i + 1] = list->event[i].y;
        day[i] = list->event[i].dated ? list->event[i].day : LB_NO_DAY;
    }
    lb_event_chains_input in = {xy, day, n, o->chain_distance, o->chain_days};
    if (status == LB_OK)
        status = lb_event_chains(&in, chain, &list->chains);
    for (size_t i = 0; i < n && status == LB_OK; i++)
        list->event[i].chain = chain[i];
    free(xy);
    free(day);
    free(chain);
    return status;
}

void lb_event_list_log_chains(const lb_event_list *list)
{
    const lb_share_options *o = list->in->options;
    lb_log *log = list->in->job->log;
    size_t undated = 0;
    if (list->set != list->in->set)
        return;
    for (size_t i = 0; i < list->count; i++)
        undated += !list->event[i].dated;
    lb_log_note(log, "%zu %s %zu %s (within %g m and %d days)", list->count,
                lb_number_word(list->count, "event with a place is", "events with a place are"),
                list->chains, lb_number_word(list->chains, "chain", "chains"), o->chain_distance,
                o->chain_days);
    if (undated > 0)
        lb_log_warning(log, "%zu %s", undated,
                       lb_number_word(undated, "event without a date is a chain of its own",
                                      "events without a date are chains of their own"));
}

/* Pieces -----------------------------------------------------------------------------------------
 */

/* Those of one stretch of days, or, without a day, of the whole event. */
static lb_status add_pieces(const lb_event_list *list, const lb_share_event *event,
                            const int64_t *day, lb_listed_piece piece, lb_listed_pieces *out)
{
    const lb_period_table *periods = &list->in->periods;
    for (size_t r = 0; r < periods->n_rules; r++) {
        piece.period = day ? lb_period_table_find(periods, r, true, *day)
                           : lb_share_event_period(periods, r, event);
        if (piece.period == SIZE_MAX)
            continue;
        if (!lb_array_reserve(&out->piece, &out->capacity, out->count + 1, sizeof *out->piece))
            return LB_E_MEMORY;
        out->piece[out->count++] = piece;
    }
    return LB_OK;
}

static int compare_pieces(const void *a, const void *b)
{
    const lb_listed_piece *p = a, *q = b;
    LB_COMPARE(p->period, q->period);
    LB_COMPARE(p->event, q->event);
    LB_COMPARE(p->low, q->low);
    return 0;
}

/* An event divided among periods is one piece per stretch of time, low to high of LB_SHARE_WHOLE;
 * any other is one whole piece per period. Sorted, so that the order of rows does not affect draws.
 */
lb_status lb_event_list_pieces(const lb_event_list *list, lb_listed_pieces *out)
{
    const lb_timezone *zone = &list->in->dates.zone;
    for (size_t i = 0; i < list->count; i++) {
        const lb_listed_event *e = &list->event[i];
        lb_event event = {.day = (int32_t)e->day, .dated = e->dated, .time = &e->time};
        lb_share_event shared = {.event = &event, .dated = e->dated, .zone = zone};
        shared.whole = lb_share_event_is_whole(list->in, &event);
        lb_time_stretch s = {.zone = zone, .time = &e->time};
        if (!lb_share_event_is_divided(&list->in->periods, &shared))
            LB_TRY(add_pieces(list, &shared, NULL,
                              (lb_listed_piece){.event = i, .high = LB_SHARE_WHOLE}, out));
        else
            while (lb_time_stretch_next(&list->in->periods, &s))
                LB_TRY(add_pieces(list, &shared, &s.day,
                                  (lb_listed_piece){.event = i, .low = s.low, .high = s.high},
                                  out));
    }
    if (out->count > 0)
        qsort(out->piece, out->count, sizeof *out->piece, compare_pieces);
    return LB_OK;
}
