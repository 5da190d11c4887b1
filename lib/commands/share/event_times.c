/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: events whose time is an interval that lies in several periods (--until, docs/methods.md,
 * Time of an event). The counts have a piece of each in every period; here the time of each is
 * drawn, so that the share's interval knows that the event happened in one of them. It has no
 * columns; it replaces those of the interval, and counts intervals longer than the period. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/share/category_credit.h"
#include "commands/share/share_draws.h"
#include "commands/share/share_measure.h"
#include "kernel/statistics/random.h"

/* An event that is divided, with what its place gives to the categories. */
typedef struct divided_event {
    lb_event_time time;
    size_t credit;
    const lb_category_credits *credits; /* for sorting */
} divided_event;

/* The piece of an event in a period: that between two parts of LB_SHARE_WHOLE. */
typedef struct event_piece {
    size_t period, event;
    int64_t low, high;
} event_piece;

typedef struct event_times {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_category_credits credits;
    lb_share_counts longer; /* intervals longer than the period, as of no area */
    divided_event *event;
    size_t events, event_capacity;
    event_piece *piece; /* by period, once finished */
    size_t pieces, piece_capacity;
    const lb_share_counts *counts; /* with a piece of each event */
    lb_interval *interval;         /* [n_periods][categories + 1]; NaN: no event is divided */
} event_times;

static bool are_times_wanted(const lb_share_options *options)
{
    return options->until && options->time_rule == LB_TIME_AORISTIC && options->periods > 0;
}

static lb_status init_times(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    event_times *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    m->in = in;
    m->set = &in->set[set];
    if (lb_category_credit_init(&m->credits, m->set->n_categories, in->options->overlap) != LB_OK ||
        lb_share_counts_init(&m->longer, in->periods.n_periods, 1, in->options->overlap) != LB_OK ||
        lb_share_counts_allow_pieces(&m->longer) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

static void clear_times(void *state)
{
    event_times *m = state;
    lb_category_credit_clear(&m->credits);
    lb_share_counts_clear(&m->longer);
    free(m->event);
    free(m->piece);
    free(m->interval);
    free(m);
}

/* Calls for each period that a stretch of the interval is in; false: out of memory. */
static bool add_pieces(event_times *m, const lb_event_time *time, size_t event,
                       bool (*add)(event_times *m, const event_piece *piece,
                                   const lb_event_time *time))
{
    const lb_period_table *periods = &m->in->periods;
    lb_time_stretch s = {.zone = &m->in->dates.zone, .time = time};
    while (lb_time_stretch_next(periods, &s))
        for (size_t r = 0; r < periods->n_rules; r++) {
            size_t period = lb_period_table_find(periods, r, true, s.day);
            event_piece piece = {period, event, s.low, s.high};
            if (period != SIZE_MAX && !add(m, &piece, time))
                return false;
        }
    return true;
}

static bool count_longer(event_times *m, const event_piece *piece, const lb_event_time *time)
{
    const lb_period *p = &m->in->periods.period[piece->period];
    if (time->to - time->from > (p->to - p->from) * 86400)
        lb_share_counts_add_piece(&m->longer, piece->period, NULL, 0, piece->high - piece->low);
    return true;
}

double lb_measure_times_longer(const void *state, size_t period)
{
    return lb_share_placed(&((const event_times *)state)->longer, period);
}

static lb_status add_to_times(void *state, const lb_share_event *event, size_t n)
{
    event_times *m = state;
    for (size_t i = 0; i < n; i++) {
        const lb_share_event *e = &event[i];
        if (!lb_share_event_is_divided(&m->in->periods, e))
            continue;
        add_pieces(m, e->event->time, 0, count_longer);
        if (!e->event->placed)
            continue;
        size_t credit = lb_category_credit_find(&m->credits, e->category, e->n);
        if (credit == SIZE_MAX ||
            !lb_array_reserve(&m->event, &m->event_capacity, m->events + 1, sizeof *m->event))
            return LB_E_MEMORY;
        m->event[m->events++] = (divided_event){*e->event->time, credit, &m->credits};
    }
    return LB_OK;
}

/* Finishing --------------------------------------------------------------------------------------
 */

/* By their times and what they give, so that the draws do not depend on the order of rows: equal
 * ones are interchangeable. */
static int compare_events(const void *a, const void *b)
{
    const divided_event *p = a, *q = b;
    LB_COMPARE(p->time.from, q->time.from);
    LB_COMPARE(p->time.to, q->time.to);
    return lb_category_credit_compare(p->credits, p->credit, q->credit);
}

static int compare_pieces(const void *a, const void *b)
{
    const event_piece *p = a, *q = b;
    LB_COMPARE(p->period, q->period);
    LB_COMPARE(p->event, q->event);
    return (p->low > q->low) - (p->low < q->low);
}

static bool append_piece(event_times *m, const event_piece *piece, const lb_event_time *time)
{
    (void)time;
    if (!lb_array_reserve(&m->piece, &m->piece_capacity, m->pieces + 1, sizeof *m->piece))
        return false;
    m->piece[m->pieces++] = *piece;
    return true;
}

/* Adds to x[width], of certain parts, and *n what the pieces of one period give in draw d. */
static void draw_pieces(const event_times *m, const event_piece *piece, size_t pieces, uint64_t d,
                        int64_t *x, double *n)
{
    for (size_t i = 0; i < pieces; i++) {
        uint64_t seed = (uint64_t)m->in->options->seed;
        double at = lb_random_uniform(seed, piece[i].event, d) * (double)LB_SHARE_WHOLE;
        if (at < (double)piece[i].low || at >= (double)piece[i].high)
            continue;
        const int64_t *parts =
            lb_category_credit_parts(&m->credits, m->event[piece[i].event].credit);
        for (size_t k = 0; k <= m->credits.categories; k++)
            x[k] += parts[k];
        *n += 1;
    }
}

/* The draws of one category, or of all, from x[draws][width] and n[draws]. */
static lb_status mix_category(const event_times *m, size_t period, size_t k, const int64_t *x,
                              const double *n)
{
    const lb_share_options *o = m->in->options;
    size_t width = m->credits.categories + 1, draws = (size_t)o->draws;
    lb_share_draw *draw = malloc((draws + 1) * sizeof *draw);
    if (!draw)
        return LB_E_MEMORY;
    for (size_t d = 0; d < draws; d++)
        draw[d] = (lb_share_draw){lb_share_events_of(x[d * width + k]), n[d]};
    lb_status status = lb_share_draws_mix(draw, draws, o, &m->interval[period * width + k]);
    free(draw);
    return status;
}

/* x in parts of LB_SHARE_PARTS, n in events. Draws are independent of each other and of the thread
 * that makes them: random numbers are keyed by draw and event. */
static lb_status draw_period(event_times *m, const event_piece *piece, size_t pieces)
{
    const lb_share_counts *c = m->counts;
    size_t width = m->credits.categories + 1, draws = (size_t)m->in->options->draws;
    size_t period = piece->period;
    int64_t *x = malloc((draws * width + 1) * sizeof *x);
    double *n = malloc((draws + 1) * sizeof *n);
    lb_status status = x && n ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
#pragma omp parallel for num_threads(lb_thread_count(m->in->job->threads))
        for (size_t d = 0; d < draws; d++) {
            for (size_t k = 0; k + 1 < width; k++)
                x[d * width + k] = c->parts[period * c->categories + k];
            x[d * width + width - 1] = c->inside[period] * LB_SHARE_PARTS;
            n[d] = (double)c->placed[period];
            draw_pieces(m, piece, pieces, d, x + d * width, &n[d]);
        }
    }
    for (size_t k = 0; k < width && status == LB_OK; k++)
        status = mix_category(m, period, k, x, n);
    free(x);
    free(n);
    return status;
}

/* Pieces of divided events, by period. Random numbers are keyed by the event's place in the sorted
 * list and the draw, the same in every period: in each draw an event happens in one of them. */
static lb_status make_intervals(event_times *m)
{
    size_t cells = m->in->periods.n_periods * (m->credits.categories + 1);
    m->interval = malloc((cells + 1) * sizeof *m->interval);
    if (!m->interval)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells; i++)
        m->interval[i] = (lb_interval){NAN, NAN};
    if (m->events > 0)
        qsort(m->event, m->events, sizeof *m->event, compare_events);
    for (size_t i = 0; i < m->events; i++)
        if (!add_pieces(m, &m->event[i].time, i, append_piece))
            return LB_E_MEMORY;
    if (m->pieces > 0)
        qsort(m->piece, m->pieces, sizeof *m->piece, compare_pieces);
    for (size_t first = 0, end; first < m->pieces; first = end) {
        for (end = first; end < m->pieces && m->piece[end].period == m->piece[first].period; end++)
            ;
        LB_TRY(draw_period(m, m->piece + first, end - first));
    }
    return LB_OK;
}

static lb_status finish_times(void *state, const lb_share_counts *counts, lb_error *err)
{
    event_times *m = state;
    m->counts = counts;
    return make_intervals(m) == LB_OK ? LB_OK : lb_error_memory(err);
}

static void fill_times_row(const void *state, lb_share_row *row)
{
    const event_times *m = state;
    lb_interval i = m->interval[row->period * (m->credits.categories + 1) + row->category];
    if (isnan(i.low))
        return;
    lb_share_row_set_interval(row, row->rest ? (lb_interval){1 - i.high, 1 - i.low} : i);
}

const lb_share_measure lb_measure_times = {.is_wanted = are_times_wanted,
                                           .in_order = true,
                                           .init = init_times,
                                           .add = add_to_times,
                                           .finish = finish_times,
                                           .fill_row = fill_times_row,
                                           .clear = clear_times};
