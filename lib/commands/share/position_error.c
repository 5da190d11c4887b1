/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that overlap are cut into pieces first: an event is in one piece or in none, so that the
 * probabilities add up and every rule of overlaps applies to each outcome as to a sure place. Equal
 * events are interchangeable, so sorting by outcome makes the draws independent of the order of
 * rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "commands/share/position_error.h"
#include "kernel/statistics/random.h"

enum { MAX_NEAR = 64 };

static const double max_sigmas = 8; /* sigmas; beyond it lb_shape_probability is 0 or 1 */

void lb_position_error_clear(lb_position_error *p)
{
    lb_geos_parts_clear(&p->pieces);
    lb_locator_free(p->locator);
    lb_boundary_index_free(p->border);
    lb_category_credit_clear(&p->credits);
    free(p->parts);
    free(p->uncertain);
    free(p->outcome);
    free(p->figures);
    *p = (lb_position_error){0};
}

lb_status lb_position_error_init(lb_position_error *p, double error, int threads, lb_error *err)
{
    p->error = error;
    p->sigma = lb_sigma_from_median_error(error);
    lb_status status = lb_geos_partition(&p->areas->shapes, &p->pieces, err);
    if (status != LB_OK)
        return status;
    status = lb_locator_new(&p->pieces.shapes, NULL, threads, &p->locator);
    if (status == LB_OK)
        status = lb_boundary_index_new(&p->pieces.shapes, max_sigmas * p->sigma, &p->border);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* The claim of a place in a piece (SIZE_MAX: in none), with the area the event is tied to. */
static size_t credit_at(lb_position_error *p, const lb_position_event *e, size_t piece)
{
    size_t category[MAX_NEAR + 1], n = 0;
    bool there = false;
    for (size_t o = piece == SIZE_MAX ? 0 : p->pieces.first[piece];
         piece != SIZE_MAX && o < p->pieces.first[piece + 1] && n < MAX_NEAR; o++) {
        size_t area = p->pieces.owner[o];
        if (!lb_area_valid_on(p->times, area, e->dated, e->day))
            continue;
        there = there || area == e->linked;
        category[n++] = p->areas->category[area];
    }
    if (e->linked != SIZE_MAX && !there)
        category[n++] = p->areas->category[e->linked];
    return lb_category_credit_find(&p->credits, category, n);
}

/* Adds to the outcomes of the event from `first` on, those of one claim together. */
static bool add_outcome(lb_position_error *p, size_t first, size_t credit, double probability)
{
    if (credit == SIZE_MAX)
        return false;
    for (size_t i = first; i < p->outcomes; i++)
        if (p->outcome[i].credit == credit) {
            p->outcome[i].probability += probability;
            return true;
        }
    if (!lb_array_reserve(&p->outcome, &p->outcome_capacity, p->outcomes + 1, sizeof *p->outcome))
        return false;
    p->outcome[p->outcomes++] = (lb_position_outcome){probability, credit};
    return true;
}

static bool find_outcomes(lb_position_error *p, const lb_position_event *e)
{
    lb_feature_distance near[MAX_NEAR];
    size_t inside = SIZE_MAX, first = p->outcomes;
    size_t n = lb_boundary_index_find(p->border, e->x, e->y, near, MAX_NEAR);
    double left = 1;
    if (lb_locator_find(p->locator, e->x, e->y, &inside, 1) == 0)
        inside = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        double in = 0;
        size_t piece = near[i].feature;
        if (lb_shape_probability(&p->pieces.shapes, piece, e->x, e->y, p->sigma, &in) != LB_OK)
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

static int64_t *period_parts(lb_position_error *p, size_t id)
{
    size_t width = 3 * (p->credits.categories + 1);
    if (id >= p->ids) {
        if (!lb_array_reserve(&p->parts, &p->parts_capacity, (id + 1) * width, sizeof *p->parts))
            return NULL;
        memset(p->parts + p->ids * width, 0, (id + 1 - p->ids) * width * sizeof *p->parts);
        p->ids = id + 1;
    }
    return p->parts + id * width;
}

/* What the event gives when all that is near a border is out, and when it is in: the event's own
 * where no border of the category is near. */
static bool find_bounds(lb_position_error *p, const lb_position_event *e, int64_t *out, int64_t *in)
{
    size_t width = p->credits.categories + 1;
    const lb_validity_period *epoch = lb_validity_periods_at(p->epochs, e->dated, e->day);
    size_t drawn_credit = lb_category_credit_find(&p->credits, e->category, e->n);
    size_t tied = credit_at(p, e, SIZE_MAX);
    lb_feature_distance near[MAX_NEAR];
    size_t n = lb_boundary_index_find(epoch->border, e->x, e->y, near, MAX_NEAR);
    if (drawn_credit == SIZE_MAX || tied == SIZE_MAX)
        return false;
    memcpy(out, lb_category_credit_parts(&p->credits, drawn_credit), width * sizeof *out);
    memcpy(in, out, width * sizeof *in);
    for (size_t i = 0; i < n; i++) {
        size_t k = near[i].feature, m = 0, category[2];
        if (near[i].distance > p->error)
            continue;
        category[m++] = k + 1 < width ? k : 0;
        if (e->linked != SIZE_MAX)
            category[m++] = p->areas->category[e->linked];
        size_t moved = lb_category_credit_find(&p->credits, category, m);
        if (moved == SIZE_MAX)
            return false;
        int64_t could = lb_category_credit_parts(&p->credits, moved)[k];
        int64_t lowest = lb_category_credit_parts(&p->credits, tied)[k];
        in[k] = in[k] > could ? in[k] : could;
        out[k] = out[k] < lowest ? out[k] : lowest;
    }
    return true;
}

static bool count_in_period(lb_position_error *p, size_t id, size_t first, const int64_t *bounds)
{
    size_t width = p->credits.categories + 1, n = p->outcomes - first;
    int64_t *parts = period_parts(p, id);
    if (!parts)
        return false;
    for (size_t k = 0; k < 2 * width; k++)
        parts[width + k] += bounds[k];
    if (n == 1) {
        for (size_t k = 0; k < width; k++)
            parts[k] += lb_category_credit_parts(&p->credits, p->outcome[first].credit)[k];
        return true;
    }
    if (!lb_array_reserve(&p->uncertain, &p->uncertain_capacity, p->n_uncertain + 1,
                          sizeof *p->uncertain))
        return false;
    p->uncertain[p->n_uncertain++] = (lb_uncertain_event){id, first, n};
    return true;
}

lb_status lb_position_error_add(lb_position_error *p, const lb_position_event *event)
{
    size_t first = p->outcomes, width = p->credits.categories + 1;
    int64_t *bounds = malloc(2 * width * sizeof *bounds);
    bool good = bounds && find_outcomes(p, event) && find_bounds(p, event, bounds, bounds + width);
    for (size_t h = 0; good && h < event->hits; h++)
        if (event->hit[h] != SIZE_MAX)
            good = count_in_period(p, event->hit[h], first, bounds);
    if (p->outcomes - first == 1)
        p->outcomes = first;
    free(bounds);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Finishing ----------------------------------------------------------------------------------- */

static int compare_parts(const lb_category_credits *credits, size_t a, size_t b)
{
    const int64_t *x = lb_category_credit_parts(credits, a),
                  *y = lb_category_credit_parts(credits, b);
    for (size_t k = 0; k <= credits->categories; k++)
        if (x[k] != y[k])
            return x[k] > y[k] ? -1 : 1;
    return 0;
}

static int compare_events(const lb_position_error *p, const lb_uncertain_event *a,
                          const lb_uncertain_event *b)
{
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++) {
        const lb_position_outcome *x = &p->outcome[a->first + i], *y = &p->outcome[b->first + i];
        int order = compare_parts(&p->credits, x->credit, y->credit);
        if (order != 0)
            return order;
        if (x->probability != y->probability)
            return x->probability < y->probability ? -1 : 1;
    }
    return 0;
}

/* Within an event by claim; an event has few outcomes. */
static void sort_outcomes(lb_position_error *p, const lb_uncertain_event *u)
{
    lb_position_outcome *o = p->outcome + u->first;
    for (size_t i = 1; i < u->n; i++)
        for (size_t j = i; j > 0 && compare_parts(&p->credits, o[j - 1].credit, o[j].credit) > 0;
             j--) {
            lb_position_outcome kept = o[j];
            o[j] = o[j - 1];
            o[j - 1] = kept;
        }
}

/* Merge sort: qsort has no place for the outcomes that events are compared by. */
static void sort_events(const lb_position_error *p, lb_uncertain_event *event, size_t n,
                        lb_uncertain_event *spare)
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
static void draw_outcomes(const lb_position_error *p, const lb_uncertain_event *event, size_t n,
                          const uint64_t seed_at[2], int64_t *x)
{
    for (size_t j = 0; j < n; j++) {
        const lb_position_outcome *o = p->outcome + event[j].first;
        double left = lb_random_uniform(seed_at[0], j, seed_at[1]);
        size_t i = 0;
        while (i + 1 < event[j].n && left >= o[i].probability)
            left -= o[i++].probability;
        const int64_t *parts = lb_category_credit_parts(&p->credits, o[i].credit);
        for (size_t k = 0; k <= p->credits.categories; k++)
            x[k] += parts[k];
    }
}

static int compare_reals(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* x: [draws], sorted here; weight: as long. */
static lb_interval mixed_interval(double *x, double *weight, size_t draws, double n,
                                  const lb_share_options *o)
{
    size_t kept = 0;
    qsort(x, draws, sizeof *x, compare_reals);
    for (size_t d = 0; d < draws; d++) {
        if (kept == 0 || x[kept - 1] != x[d]) {
            x[kept] = x[d];
            weight[kept++] = 0;
        }
        weight[kept - 1]++;
    }
    return lb_interval_share_mixed(o->interval, &(lb_count_distribution){kept, x, weight}, n,
                                   o->confidence);
}

typedef struct period_events {
    size_t id, first, n; /* its uncertain events */
    double placed;
} period_events;

static lb_status draw_period(lb_position_error *p, const period_events *of,
                             const lb_share_options *options, int threads)
{
    size_t width = p->credits.categories + 1, draws = (size_t)options->draws;
    const int64_t *certain_parts = p->parts + of->id * 3 * width;
    int64_t *x = calloc(draws * width, sizeof *x);
    double *one = malloc(draws * sizeof *one), *weight = malloc(draws * sizeof *weight);
    bool good = x && one && weight;
    if (good) {
#pragma omp parallel for num_threads(lb_thread_count(threads))
        for (size_t d = 0; d < draws; d++)
            draw_outcomes(p, p->uncertain + of->first, of->n,
                          (const uint64_t[]){(uint64_t)options->seed, d}, x + d * width);
        for (size_t k = 0; k < width; k++) {
            for (size_t d = 0; d < draws; d++)
                one[d] = (double)(x[d * width + k] + certain_parts[k]) / (double)LB_SHARE_PARTS;
            p->figures[of->id * width + k].share =
                mixed_interval(one, weight, draws, of->placed, options);
        }
    }
    free(x);
    free(one);
    free(weight);
    return good ? LB_OK : LB_E_MEMORY;
}

static void compute_expected(lb_position_error *p, const period_events *of)
{
    size_t width = p->credits.categories + 1;
    const int64_t *parts = p->parts + of->id * 3 * width;
    for (size_t k = 0; k < width; k++) {
        lb_sum sum = {.high = (double)parts[k] / (double)LB_SHARE_PARTS};
        for (size_t j = of->first; j < of->first + of->n; j++)
            for (size_t i = 0; i < p->uncertain[j].n; i++) {
                const lb_position_outcome *o = &p->outcome[p->uncertain[j].first + i];
                lb_sum_add(&sum, o->probability *
                                     (double)lb_category_credit_parts(&p->credits, o->credit)[k] /
                                     (double)LB_SHARE_PARTS);
            }
        lb_position_figures *f = &p->figures[of->id * width + k];
        f->expected = lb_sum_value(sum);
        f->all_out = (double)parts[width + k] / (double)LB_SHARE_PARTS;
        f->all_in = (double)parts[2 * width + k] / (double)LB_SHARE_PARTS;
    }
}

static lb_status sort_all(lb_position_error *p)
{
    lb_uncertain_event *spare = malloc((p->n_uncertain + 1) * sizeof *spare);
    if (!spare)
        return LB_E_MEMORY;
    for (size_t i = 0; i < p->n_uncertain; i++)
        sort_outcomes(p, &p->uncertain[i]);
    sort_events(p, p->uncertain, p->n_uncertain, spare);
    free(spare);
    return LB_OK;
}

lb_status lb_position_error_finish(lb_position_error *p, const lb_period_counts *by_period,
                                   const lb_share_options *options, int threads)
{
    p->figures = calloc((p->ids + 1) * (p->credits.categories + 1), sizeof *p->figures);
    lb_status status = p->figures ? sort_all(p) : LB_E_MEMORY;
    for (size_t i = 0; i < by_period->count && status == LB_OK; i++) {
        period_events of = {.id = by_period->item[i].id,
                            .placed = (double)by_period->item[i].counts.placed[0]};
        if (of.id >= p->ids)
            continue;
        while (of.first < p->n_uncertain && p->uncertain[of.first].id < of.id)
            of.first++;
        while (of.first + of.n < p->n_uncertain && p->uncertain[of.first + of.n].id == of.id)
            of.n++;
        compute_expected(p, &of);
        status = draw_period(p, &of, options, threads);
    }
    return status;
}

const lb_position_figures *lb_position_error_figures(const lb_position_error *p, size_t id)
{
    return p->figures && id < p->ids ? p->figures + id * (p->credits.categories + 1) : NULL;
}
