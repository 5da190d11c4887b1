/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: what an error of the events' positions does to the shares (--position-error, docs/
 * methods.md, Position error): expected counts, bounds, and an interval that joins it with the
 * chance of counting.
 *
 * Areas that overlap are cut into pieces first: an event is in one piece or in none, so that the
 * probabilities add up and every rule of overlaps applies to each outcome as to a certain place.
 * Only events near a border are kept and integrated. Equal events are interchangeable, so sorting
 * them by outcome makes the draws independent of the order of rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/share/category_credit.h"
#include "commands/share/share_draws.h"
#include "commands/share/share_measure.h"
#include "commands/share/validity_periods.h"
#include "kernel/statistics/random.h"
#include "input/areas/partition.h"

static const double max_sigmas = 8; /* beyond it lb_shape_probability is 0 or 1 */

/* Of one period and one category, or of all (the last). */
typedef struct position_figures {
    double expected, all_out, all_in; /* events */
    lb_interval share;                /* 0 to 1; counting and position together */
} position_figures;

/* Where one event may be, as far as it matters: what each category gets of it, and how likely. */
typedef struct position_outcome {
    double probability;
    size_t credit;
} position_outcome;

/* An event with several outcomes: outcome[first] to outcome[first + n - 1]. */
typedef struct uncertain_event {
    size_t period, first, n;
} uncertain_event;

typedef struct position_error {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_geos_parts pieces;
    lb_locator *locator;       /* of pieces */
    lb_boundary_index *border; /* of pieces */
    lb_category_credits credits;
    size_t width;          /* the categories and all of them */
    double *placed;        /* [n_periods]: events with a place */
    int64_t *parts;        /* [n_periods][3][width]: of LB_SHARE_PARTS; certain, all out, all in */
    int64_t *bounds;       /* [2][width] of the event at hand: all out, all in */
    lb_near_features near; /* pieces, or categories, near it */
    size_t *category;      /* [room] of a piece */
    size_t room;
    uncertain_event *uncertain;
    size_t n_uncertain, uncertain_capacity;
    position_outcome *outcome;
    size_t n_outcomes, outcome_capacity;
    position_figures *figures; /* [n_periods][width], once finished */
} position_error;

static bool is_error_wanted(const lb_share_options *options)
{
    return options->position_error > 0;
}

static void clear_error(void *state)
{
    position_error *p = state;
    lb_geos_parts_clear(&p->pieces);
    lb_locator_free(p->locator);
    lb_boundary_index_free(p->border);
    lb_category_credit_clear(&p->credits);
    free(p->placed);
    free(p->parts);
    free(p->bounds);
    free(p->near.item);
    free(p->category);
    free(p->uncertain);
    free(p->outcome);
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
    LB_TRY(lb_locator_new(&p->pieces.shapes, NULL, p->in->job->threads, &p->locator));
    return lb_boundary_index_new(&p->pieces.shapes, max_sigmas * p->in->sigma, p->in->job->threads,
                                 &p->border);
}

typedef struct dated_area {
    size_t category, area;
    int64_t from, to;
} dated_area;

static int compare_kinds(const dated_area *p, const dated_area *q)
{
    LB_COMPARE(p->category, q->category);
    LB_COMPARE(p->from, q->from);
    LB_COMPARE(p->to, q->to);
    return 0;
}

static int compare_dated(const void *a, const void *b)
{
    return compare_kinds(a, b);
}

/* Areas of one category that exist at the same time have one number: but for split, which counts
 * areas, it makes no difference to an event in how many of them it is. */
static lb_status number_kinds(const lb_share_set *set, size_t *number)
{
    size_t n = set->areas.shapes.count, kind = 0;
    const lb_area_times *times = &set->times;
    dated_area *area = malloc((n + 1) * sizeof *area);
    if (!area)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        area[i] = (dated_area){set->areas.category[i], i, times->limited ? times->from[i] : 0,
                               times->limited ? times->to[i] : 0};
    qsort(area, n, sizeof *area, compare_dated);
    for (size_t i = 0; i < n; i++) {
        kind += i > 0 && compare_kinds(&area[i - 1], &area[i]) != 0;
        number[area[i].area] = kind;
    }
    free(area);
    return LB_OK;
}

static lb_status cut_areas(position_error *p, lb_error *err)
{
    lb_partition_input input = {.shapes = &p->set->areas.shapes,
                                .threads = p->in->job->threads,
                                .log = p->in->job->log,
                                .source = p->set->areas.source};
    if (p->in->options->overlap == LB_OVERLAP_SPLIT)
        return lb_areas_partition(&input, &p->pieces, err);
    size_t *kind = malloc((input.shapes->count + 1) * sizeof *kind);
    lb_status status = kind ? number_kinds(p->set, kind) : LB_E_MEMORY;
    input.group = kind;
    status = status == LB_OK ? lb_areas_partition(&input, &p->pieces, err) : lb_error_memory(err);
    free(kind);
    return status;
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
    LB_TRY(cut_areas(p, err));
    lb_status status = make_arrays(p);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* What the categories get of the event if it is in a piece (SIZE_MAX: in none), with the area its
 * link names. SIZE_MAX: out of memory. */
static size_t credit_at(position_error *p, const lb_share_event *e, size_t piece)
{
    size_t n = 0, o = piece == SIZE_MAX ? 0 : p->pieces.first[piece];
    size_t end = piece == SIZE_MAX ? 0 : p->pieces.first[piece + 1];
    bool there = false;
    if (!lb_array_reserve(&p->category, &p->room, end - o + 1, sizeof *p->category))
        return SIZE_MAX;
    for (; o < end; o++) {
        size_t area = p->pieces.owner[o];
        if (!lb_area_valid_on(&p->set->times, area, e->dated, e->event->day))
            continue;
        there = there || area == e->linked;
        p->category[n++] = p->set->areas.category[area];
    }
    if (e->linked != SIZE_MAX && !there)
        p->category[n++] = p->set->areas.category[e->linked];
    return lb_category_credit_find(&p->credits, p->category, n);
}

/* Adds to the outcomes of the event, which begin at `first`; those of one credit are one. */
static bool add_outcome(position_error *p, size_t first, size_t credit, double probability)
{
    if (credit == SIZE_MAX)
        return false;
    for (size_t i = first; i < p->n_outcomes; i++)
        if (p->outcome[i].credit == credit) {
            p->outcome[i].probability += probability;
            return true;
        }
    if (!lb_array_reserve(&p->outcome, &p->outcome_capacity, p->n_outcomes + 1, sizeof *p->outcome))
        return false;
    p->outcome[p->n_outcomes++] = (position_outcome){probability, credit};
    return true;
}

/* The outcomes of one event: each piece whose border is near, then with what is left of the
 * probability the piece it was reported in, or none. */
static bool find_outcomes(position_error *p, const lb_share_event *e)
{
    size_t inside = SIZE_MAX, first = p->n_outcomes;
    double x = e->event->x, y = e->event->y, left = 1;
    if (lb_boundary_index_find(p->border, x, y, &p->near) != LB_OK)
        return false;
    if (lb_locator_find(p->locator, x, y, &inside, 1) == 0)
        inside = SIZE_MAX;
    for (size_t i = 0; i < p->near.count; i++) {
        double in = 0;
        size_t piece = p->near.item[i].feature;
        if (lb_shape_probability(&p->pieces.shapes, piece, x, y, p->in->sigma, &in) != LB_OK)
            return false;
        in = fmin(in, left);
        left -= in;
        if (in > 0 && !add_outcome(p, first, credit_at(p, e, piece), in))
            return false;
        if (piece == inside)
            inside = SIZE_MAX;
    }
    if (inside != SIZE_MAX) /* no border of its piece is near */
        return add_outcome(p, first, credit_at(p, e, inside), left);
    return left <= 0 || add_outcome(p, first, credit_at(p, e, SIZE_MAX), left);
}

/* What the event gives when all that is near a border is out, and when it is in: what it gives as
 * reported where no border of the category is near. */
static bool find_bounds(position_error *p, const lb_share_event *e)
{
    int64_t *out = p->bounds, *in = p->bounds + p->width;
    const lb_validity_period *valid = lb_validity_period_at(p->set, e->dated, e->event->day);
    size_t reported = lb_category_credit_find(&p->credits, e->category, e->n);
    size_t linked = credit_at(p, e, SIZE_MAX);
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

/* Adds the event, whose outcomes begin at `first`, to a period: at once where it is certain, else
 * to the list of those that are drawn. */
static bool count_in_period(position_error *p, size_t period, size_t first)
{
    size_t width = p->width, n = p->n_outcomes - first;
    int64_t *parts = p->parts + period * 3 * width;
    p->placed[period]++;
    for (size_t k = 0; k < 2 * width; k++)
        parts[width + k] += p->bounds[k];
    if (n == 1) {
        for (size_t k = 0; k < width; k++)
            parts[k] += lb_category_credit_parts(&p->credits, p->outcome[first].credit)[k];
        return true;
    }
    if (!lb_array_reserve(&p->uncertain, &p->uncertain_capacity, p->n_uncertain + 1,
                          sizeof *p->uncertain))
        return false;
    p->uncertain[p->n_uncertain++] = (uncertain_event){period, first, n};
    return true;
}

/* Outcomes are found once and shared by all period rules in which the event has a period. A single
 * outcome is certain and takes no part in draws. */
static bool add_event(position_error *p, const lb_share_event *e)
{
    const lb_period_table *periods = &p->in->periods;
    size_t first = p->n_outcomes;
    bool located = false;
    for (size_t r = 0; r < periods->n_rules; r++) {
        size_t period = lb_share_event_period(periods, r, e);
        if (period == SIZE_MAX)
            continue;
        if (!located && !(find_outcomes(p, e) && find_bounds(p, e)))
            return false;
        located = true;
        if (!count_in_period(p, period, first))
            return false;
    }
    if (p->n_outcomes - first == 1)
        p->n_outcomes = first;
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

/* By period, then by number of outcomes, then by the outcomes themselves. */
static int compare_events(const position_error *p, const uncertain_event *a,
                          const uncertain_event *b)
{
    LB_COMPARE(a->period, b->period);
    LB_COMPARE(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        const position_outcome *x = &p->outcome[a->first + i], *y = &p->outcome[b->first + i];
        int order = lb_category_credit_compare(&p->credits, x->credit, y->credit);
        if (order != 0)
            return order;
        LB_COMPARE(x->probability, y->probability);
    }
    return 0;
}

/* Within an event, by credit; insertion sort, since an event has few outcomes. */
static void sort_outcomes(position_error *p, const uncertain_event *u)
{
    position_outcome *o = p->outcome + u->first;
    for (size_t i = 1; i < u->n; i++)
        for (size_t j = i;
             j > 0 && lb_category_credit_compare(&p->credits, o[j - 1].credit, o[j].credit) > 0;
             j--) {
            position_outcome kept = o[j];
            o[j] = o[j - 1];
            o[j - 1] = kept;
        }
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

/* The counts of one draw, in parts: the uncertain events, each in one outcome. */
static void draw_outcomes(const position_error *p, const uncertain_event *event, size_t n,
                          const uint64_t seed_at[2], int64_t *x)
{
    for (size_t j = 0; j < n; j++) {
        const position_outcome *o = p->outcome + event[j].first;
        double left = lb_random_uniform(seed_at[0], j, seed_at[1]);
        size_t i = 0;
        while (i + 1 < event[j].n && left >= o[i].probability)
            left -= o[i++].probability;
        const int64_t *parts = lb_category_credit_parts(&p->credits, o[i].credit);
        for (size_t k = 0; k < p->width; k++)
            x[k] += parts[k];
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
#pragma omp parallel for num_threads(lb_thread_count(p->in->job->threads))
        for (size_t d = 0; d < draws; d++)
            draw_outcomes(p, p->uncertain + first, end - first,
                          (const uint64_t[]){(uint64_t)o->seed, d}, x + d * width);
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

/* The sum over events and outcomes of probability times what the outcome gives, and the bounds. */
static void compute_expected(position_error *p, size_t period, size_t first, size_t end)
{
    size_t width = p->width;
    const int64_t *parts = p->parts + period * 3 * width;
    for (size_t k = 0; k < width; k++) {
        lb_sum sum = {.high = lb_share_events_of(parts[k])};
        for (size_t j = first; j < end; j++)
            for (size_t i = 0; i < p->uncertain[j].n; i++) {
                const position_outcome *o = &p->outcome[p->uncertain[j].first + i];
                lb_sum_add(&sum, o->probability * lb_share_events_of(lb_category_credit_parts(
                                                      &p->credits, o->credit)[k]));
            }
        position_figures *f = &p->figures[period * width + k];
        f->expected = lb_sum_value(sum);
        f->all_out = lb_share_events_of(parts[width + k]);
        f->all_in = lb_share_events_of(parts[2 * width + k]);
    }
}

/* False: out of memory. */
static bool sort_all(position_error *p)
{
    uncertain_event *spare = malloc((p->n_uncertain + 1) * sizeof *spare);
    if (!spare)
        return false;
    for (size_t i = 0; i < p->n_uncertain; i++)
        sort_outcomes(p, &p->uncertain[i]);
    sort_events(p, p->uncertain, p->n_uncertain, spare);
    free(spare);
    return true;
}

/* Finds the uncertain events of each period, which are sorted, and computes its figures. */
static lb_status finish_error(void *state, const lb_share_counts *counts, lb_error *err)
{
    (void)counts;
    position_error *p = state;
    size_t first = 0, periods = p->in->periods.n_periods;
    p->figures = calloc(periods * p->width, sizeof *p->figures);
    if (!p->figures || !sort_all(p))
        return lb_error_memory(err);
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
