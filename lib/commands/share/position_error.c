/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: what an error of the events' positions does to the shares (--position-error, docs/
 * methods.md, Position error): expected counts, bounds, and an interval that joins it with the
 * chance of counting.
 *
 * Only events near a border are kept and integrated (position_outcomes). Equal events are
 * interchangeable, so sorting them by outcome makes the draws independent of the order of rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/share/position_outcomes.h"
#include "commands/share/share_draws.h"
#include "commands/share/share_measure.h"
#include "commands/share/validity_periods.h"
#include "kernel/statistics/random.h"

enum { DRAWS_AT_ONCE = 128 };

static const double max_sigmas = 8; /* beyond it an event is certain */

/* Of one period and one category, or of all (the last). */
typedef struct position_figures {
    double expected, all_out, all_in; /* events */
    lb_interval share;                /* 0 to 1; counting and position together */
} position_figures;

/* An event with a border near it, in one period. */
typedef struct uncertain_event {
    size_t period, event; /* event: of the outcomes */
} uncertain_event;

typedef struct position_error {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_boundary_index *border;   /* of areas */
    lb_category_credits credits; /* of places as reported, and of what is near them */
    lb_position_outcomes outcomes;
    size_t width;          /* the categories and all of them */
    double *placed;        /* [n_periods]: events with a place */
    int64_t *parts;        /* [n_periods][3][width]: of LB_SHARE_PARTS; certain, all out, all in */
    int64_t *bounds;       /* [2][width] of the event at hand: all out, all in */
    lb_near_features near; /* categories near it */
    uncertain_event *uncertain;
    size_t n_uncertain, uncertain_capacity;
    position_figures *figures; /* [n_periods][width], once finished */
} position_error;

static bool is_error_wanted(const lb_share_options *options)
{
    return options->position_error > 0;
}

static void clear_error(void *state)
{
    position_error *p = state;
    lb_boundary_index_free(p->border);
    lb_category_credit_clear(&p->credits);
    lb_position_outcomes_clear(&p->outcomes);
    free(p->placed);
    free(p->parts);
    free(p->bounds);
    free(p->near.item);
    free(p->uncertain);
    free(p->figures);
    free(p);
}

static lb_status make_arrays(position_error *p)
{
    size_t periods = p->in->periods.n_periods;
    p->placed = calloc(periods, sizeof *p->placed);
    p->parts = calloc(periods * 3 * p->width, sizeof *p->parts);
    p->bounds = calloc(2 * p->width, sizeof *p->bounds);
    if (!p->placed || !p->parts || !p->bounds)
        return LB_E_MEMORY;
    LB_TRY(lb_category_credit_init(&p->credits, p->width - 1, p->in->options->overlap));
    return lb_boundary_index_new(&p->set->areas.shapes, max_sigmas * p->in->sigma,
                                 p->in->job->threads, &p->border);
}

static lb_status init_error(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    position_error *p = calloc(1, sizeof *p);
    *state = p;
    if (!p)
        return lb_error_memory(err);
    p->in = in;
    p->set = &in->set[set];
    p->width = p->set->n_categories + 1;
    p->outcomes.in = in;
    p->outcomes.set = p->set;
    lb_status status = make_arrays(p);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* What the event gives when all that is near a border is out, and when it is in: what it gives as
 * reported where no border of the category is near. *as_reported: the credit of that. */
static bool find_bounds(position_error *p, const lb_share_event *e, size_t *as_reported)
{
    int64_t *out = p->bounds, *in = p->bounds + p->width;
    const lb_validity_period *valid = lb_validity_period_at(p->set, e->dated, e->event->day);
    size_t reported = lb_category_credit_find(&p->credits, e->category, e->n);
    bool has_link = e->linked != SIZE_MAX;
    size_t linked = lb_category_credit_find(
        &p->credits, has_link ? &p->set->areas.category[e->linked] : NULL, has_link);
    *as_reported = reported;
    if (reported == SIZE_MAX || linked == SIZE_MAX ||
        lb_boundary_index_find(valid->border, e->event->x, e->event->y, &p->near) != LB_OK)
        return false;
    memcpy(out, lb_category_credit_parts(&p->credits, reported), p->width * sizeof *out);
    memcpy(in, out, p->width * sizeof *in);
    for (size_t i = 0; i < p->near.count; i++) {
        size_t k = p->near.item[i].feature, m = 0, category[2];
        if (p->near.item[i].distance > p->in->options->position_error)
            continue;
        category[m++] = k + 1 < p->width ? k : 0;
        if (e->linked != SIZE_MAX)
            category[m++] = p->set->areas.category[e->linked];
        size_t moved = lb_category_credit_find(&p->credits, category, m);
        if (moved == SIZE_MAX)
            return false;
        int64_t could = lb_category_credit_parts(&p->credits, moved)[k];
        int64_t lowest = lb_category_credit_parts(&p->credits, linked)[k];
        in[k] = in[k] > could ? in[k] : could;
        out[k] = out[k] < lowest ? out[k] : lowest;
    }
    return true;
}

/* Adds the event to a period: as reported where it is certain, else to the list of those that are
 * drawn. */
static bool count_in_period(position_error *p, size_t period, size_t reported, bool is_near)
{
    size_t width = p->width;
    int64_t *parts = p->parts + period * 3 * width;
    p->placed[period]++;
    for (size_t k = 0; k < 2 * width; k++)
        parts[width + k] += p->bounds[k];
    for (size_t k = 0; k < width && !is_near; k++)
        parts[k] += lb_category_credit_parts(&p->credits, reported)[k];
    if (!is_near)
        return true;
    if (!lb_array_reserve(&p->uncertain, &p->uncertain_capacity, p->n_uncertain + 1,
                          sizeof *p->uncertain))
        return false;
    p->uncertain[p->n_uncertain++] = (uncertain_event){period, p->outcomes.events - 1};
    return true;
}

/* An event is listed once for all period rules in which it has a period. */
static bool add_event(position_error *p, const lb_share_event *e)
{
    const lb_period_table *periods = &p->in->periods;
    size_t reported = 0;
    bool located = false, is_near = false;
    for (size_t r = 0; r < periods->n_rules; r++) {
        size_t period = lb_share_event_period(periods, r, e);
        if (period == SIZE_MAX)
            continue;
        if (!located) {
            is_near = lb_boundary_index_finds_chosen(p->border, e->event->x, e->event->y, NULL);
            if (!find_bounds(p, e, &reported) ||
                (is_near && !lb_position_outcomes_add(&p->outcomes, e)))
                return false;
        }
        located = true;
        if (!count_in_period(p, period, reported, is_near))
            return false;
    }
    return true;
}

static lb_status add_to_error(void *state, const lb_share_event *event, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (event[i].event->placed && !add_event(state, &event[i]))
            return LB_E_MEMORY;
    return LB_OK;
}

/* Finishing ----------------------------------------------------------------------------------- */

static const lb_doubtful_event *event_of(const position_error *p, const uncertain_event *u)
{
    return &p->outcomes.event[u->event];
}

static const lb_position_outcome *outcomes_of(const position_error *p, const uncertain_event *u)
{
    return p->outcomes.outcome + event_of(p, u)->first;
}

/* By period, then by number of outcomes, then by the outcomes themselves. */
static int compare_events(const position_error *p, const uncertain_event *a,
                          const uncertain_event *b)
{
    size_t n = event_of(p, a)->n;
    const lb_position_outcome *x = outcomes_of(p, a), *y = outcomes_of(p, b);
    LB_COMPARE(a->period, b->period);
    LB_COMPARE(n, event_of(p, b)->n);
    for (size_t i = 0; i < n && x != y; i++) {
        LB_COMPARE(x[i].credit, y[i].credit);
        LB_COMPARE(x[i].until, y[i].until);
    }
    return 0;
}

/* Merge sort: qsort cannot pass the outcomes that events are compared by. */
static void sort_events(const position_error *p, uncertain_event *event, size_t n,
                        uncertain_event *spare)
{
    if (n < 2)
        return;
    size_t half = n / 2, a = 0, b = half;
    sort_events(p, event, half, spare);
    sort_events(p, event + half, n - half, spare);
    for (size_t i = 0; i < n; i++) {
        bool left = b == n || (a < half && compare_events(p, &event[a], &event[b]) <= 0);
        spare[i] = event[left ? a++ : b++];
    }
    memcpy(event, spare, n * sizeof *event);
}

/* Of n outcomes the one in which a random number from 0 to 1 falls. */
static const lb_position_outcome *outcome_at(const lb_position_outcome *o, size_t n, double random)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (random < o[middle].until)
            high = middle;
        else
            low = middle + 1;
    }
    return &o[low];
}

/* The counts of some draws, in parts: the uncertain events, each in one outcome. An event in all of
 * them, then the next: by split it has thousands of outcomes. x: [draws][width] */
static void draw_outcomes(const position_error *p, const uncertain_event *event, size_t n,
                          const size_t draw[2], int64_t *x)
{
    uint64_t seed = (uint64_t)p->in->options->seed;
    for (size_t j = 0; j < n; j++) {
        const lb_position_outcome *o = outcomes_of(p, &event[j]);
        size_t outcomes = event_of(p, &event[j])->n;
        for (size_t d = draw[0]; d < draw[1]; d++) {
            size_t credit = outcome_at(o, outcomes, lb_random_uniform(seed, j, d))->credit;
            const int64_t *parts = lb_category_credit_parts(&p->outcomes.credits, credit);
            for (size_t k = 0; k < p->width; k++)
                x[d * p->width + k] += parts[k];
        }
    }
}

/* The interval of each category in a period, from draws of its uncertain events, first to end.
 * False: out of memory. */
static bool draw_period(position_error *p, size_t period, size_t first, size_t end)
{
    const lb_share_options *o = p->in->options;
    size_t width = p->width, draws = (size_t)o->draws;
    const int64_t *certain_parts = p->parts + period * 3 * width;
    int64_t *x = calloc(draws * width, sizeof *x);
    lb_share_draw *one = malloc(draws * sizeof *one);
    bool good = x && one;
    if (good) {
#pragma omp parallel for num_threads(lb_thread_count(p->in->job->threads)) schedule(dynamic)
        for (size_t d = 0; d < draws; d += DRAWS_AT_ONCE) {
            size_t last = d + DRAWS_AT_ONCE < draws ? d + DRAWS_AT_ONCE : draws;
            draw_outcomes(p, p->uncertain + first, end - first, (const size_t[]){d, last}, x);
        }
        for (size_t k = 0; k < width && good; k++) {
            for (size_t d = 0; d < draws; d++)
                one[d] = (lb_share_draw){lb_share_events_of(x[d * width + k] + certain_parts[k]),
                                         p->placed[period]};
            good =
                lb_share_draws_mix(one, draws, o, &p->figures[period * width + k].share) == LB_OK;
        }
    }
    free(x);
    free(one);
    return good;
}

/* Adds what an event gives a category by its outcomes, each times its probability. */
static void add_expected(const position_error *p, const uncertain_event *u, size_t category,
                         lb_sum *sum)
{
    const lb_position_outcome *o = outcomes_of(p, u);
    double before = 0;
    for (size_t i = 0; i < event_of(p, u)->n; before = o[i++].until) {
        const int64_t *parts = lb_category_credit_parts(&p->outcomes.credits, o[i].credit);
        lb_sum_add(sum, (o[i].until - before) * lb_share_events_of(parts[category]));
    }
}

/* The expected events of a period, whose uncertain ones are first to end, and the bounds. */
static void compute_expected(position_error *p, size_t period, size_t first, size_t end)
{
    size_t width = p->width;
    const int64_t *parts = p->parts + period * 3 * width;
    for (size_t k = 0; k < width; k++) {
        lb_sum sum = {.high = lb_share_events_of(parts[k])};
        for (size_t j = first; j < end; j++)
            add_expected(p, &p->uncertain[j], k, &sum);
        position_figures *f = &p->figures[period * width + k];
        f->expected = lb_sum_value(sum);
        f->all_out = lb_share_events_of(parts[width + k]);
        f->all_in = lb_share_events_of(parts[2 * width + k]);
    }
}

/* A single outcome is certain and takes no part in draws. */
static void keep_uncertain(position_error *p)
{
    size_t n = 0;
    for (size_t j = 0; j < p->n_uncertain; j++) {
        uncertain_event u = p->uncertain[j];
        int64_t *parts = p->parts + u.period * 3 * p->width;
        if (event_of(p, &u)->n > 1)
            p->uncertain[n++] = u;
        for (size_t k = 0; k < p->width && event_of(p, &u)->n == 1; k++)
            parts[k] +=
                lb_category_credit_parts(&p->outcomes.credits, outcomes_of(p, &u)->credit)[k];
    }
    p->n_uncertain = n;
}

static lb_status sort_all(position_error *p, lb_error *err)
{
    LB_TRY(lb_position_outcomes_find(&p->outcomes, err));
    keep_uncertain(p);
    uncertain_event *spare = malloc((p->n_uncertain + 1) * sizeof *spare);
    if (!spare)
        return lb_error_memory(err);
    sort_events(p, p->uncertain, p->n_uncertain, spare);
    free(spare);
    return LB_OK;
}

/* Finds the uncertain events of each period, which are sorted, and computes its figures. */
static lb_status finish_error(void *state, const lb_share_counts *counts, lb_error *err)
{
    (void)counts;
    position_error *p = state;
    size_t first = 0, periods = p->in->periods.n_periods;
    p->figures = calloc(periods * p->width, sizeof *p->figures);
    if (!p->figures)
        return lb_error_memory(err);
    LB_TRY(sort_all(p, err));
    for (size_t period = 0; period < periods; period++) {
        size_t end = first;
        while (end < p->n_uncertain && p->uncertain[end].period == period)
            end++;
        if (p->placed[period] > 0) {
            compute_expected(p, period, first, end);
            if (!draw_period(p, period, first, end))
                return lb_error_memory(err);
        }
        first = end;
    }
    return LB_OK;
}

/* The table -------------------------------------------------------------------------------------
 */

enum { N_COLUMNS = 7 };

/* What is outside of the union gets what all areas do not. */
static void fill_error_row(const void *state, lb_share_row *row)
{
    const position_error *p = state;
    const position_figures *f = &p->figures[row->period * p->width + row->category];
    double n = row->placed, times = row->area_share > 0 ? 1 / row->area_share : (double)NAN;
    if (!(n > 0))
        return;
    double expected = row->rest ? n - f->expected : f->expected;
    const double figures[N_COLUMNS] = {expected,
                                       expected / n,
                                       (row->rest ? n - f->all_out : f->all_out) / n,
                                       (row->rest ? n - f->all_in : f->all_in) / n,
                                       expected / n * times,
                                       (row->rest ? 1 - f->share.high : f->share.low) * times,
                                       (row->rest ? 1 - f->share.low : f->share.high) * times};
    for (size_t c = 0; c < N_COLUMNS; c++)
        lb_table_set_real(row->table, row->row, row->column + c, figures[c]);
}

const lb_share_measure lb_measure_position_error = {.is_wanted = is_error_wanted,
                                                    .in_order = true,
                                                    .init = init_error,
                                                    .add = add_to_error,
                                                    .finish = finish_error,
                                                    .first_column = "events_expected",
                                                    .n_columns = N_COLUMNS,
                                                    .fill_row = fill_error_row,
                                                    .clear = clear_error};
