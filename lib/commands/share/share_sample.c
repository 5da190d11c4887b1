/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events that are the same in every draw are added up once: to a chain's sums, or, where chains are
 * not drawn, to one sum. Chains without any other events that have equal sums are one kind, of
 * which a draw needs only the number; so a draw costs as much as there are kinds and unsure
 * events, not as there are events. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/share/share_sample.h"
#include "commands/share/validity_periods.h"
#include "kernel/statistics/random.h"
#include "kernel/statistics/resample.h"

/* Places in the random numbers of one event and one draw; streams that are no event's. */
enum { AT_TIME, AT_RADIUS, AT_ANGLE, N_PURPOSES };
static const uint64_t border_stream = UINT64_MAX, chain_stream = UINT64_MAX / 2;

/* Events that are drawn together: pieces first to end are unsure, the rest is in its sums. */
typedef struct sample_unit {
    size_t size; /* so many are alike */
    size_t first, end;
    const double *sum; /* [width + 1]: events by category, of all areas, in all */
    size_t width;
} sample_unit;

typedef struct share_sample {
    const lb_share_sample_input *input;
    const lb_share_inputs *in;
    size_t width;
    lb_listed_piece *unsure; /* [n_unsure] by unit */
    size_t n_unsure;
    sample_unit *unit; /* [units]: kinds first, then those with unsure pieces */
    size_t units, chains;
    double *sum; /* of the units, as they were found */
} share_sample;

static void clear_sample(share_sample *s)
{
    free(s->unsure);
    free(s->unit);
    free(s->sum);
}

/* Units ------------------------------------------------------------------------------------------
 */

static bool is_unsure(const lb_share_sample_input *in, const lb_listed_piece *piece)
{
    bool divided = piece->high - piece->low < LB_SHARE_WHOLE;
    return (in->sources & LB_DRAW_TIME && divided) ||
           (in->sources & (LB_DRAW_POSITION | LB_DRAW_BORDERS) && in->near &&
            in->near[piece->event]);
}

typedef struct chained_piece {
    size_t chain;
    lb_listed_piece piece;
} chained_piece;

static int compare_chained(const void *a, const void *b)
{
    const chained_piece *p = a, *q = b;
    LB_COMPARE(p->chain, q->chain);
    LB_COMPARE(p->piece.event, q->piece.event);
    return (p->piece.low > q->piece.low) - (p->piece.low < q->piece.low);
}

/* Adds a piece as it is reported: by the part of the interval that lies in the period. */
static void add_certain(const share_sample *s, const lb_listed_piece *piece, double *sum)
{
    const lb_event_list *list = s->input->list;
    double part = (double)(piece->high - piece->low) / (double)LB_SHARE_WHOLE;
    const int64_t *parts =
        lb_category_credit_parts(&list->credits, list->event[piece->event].credit);
    for (size_t k = 0; k < s->width; k++)
        sum[k] += part * lb_share_events_of(parts[k]);
    sum[s->width] += part;
}

/* One unit for each chain, or for all events. */
static void make_units(share_sample *s, const chained_piece *piece, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++) {
        if (i == 0 || piece[i].chain != piece[i - 1].chain) {
            double *sum = s->sum + s->units * (s->width + 1);
            s->unit[s->units++] = (sample_unit){1, s->n_unsure, s->n_unsure, sum, s->width};
        }
        sample_unit *unit = &s->unit[s->units - 1];
        if (is_unsure(s->input, &piece[i].piece)) {
            s->unsure[s->n_unsure++] = piece[i].piece;
            unit->end = s->n_unsure;
        } else {
            add_certain(s, &piece[i].piece, s->sum + (s->units - 1) * (s->width + 1));
        }
    }
    s->chains = s->units;
}

/* Those without unsure pieces first, by their sums; the others by their pieces. */
static int compare_units(const void *a, const void *b)
{
    const sample_unit *p = a, *q = b;
    bool p_sure = p->first == p->end, q_sure = q->first == q->end;
    if (p_sure != q_sure)
        return p_sure ? -1 : 1;
    if (!p_sure)
        return (p->first > q->first) - (p->first < q->first);
    for (size_t k = 0; k <= p->width; k++)
        LB_COMPARE(p->sum[k], q->sum[k]);
    return 0;
}

static void merge_kinds(share_sample *s)
{
    size_t kept = 0;
    if (s->units > 1)
        qsort(s->unit, s->units, sizeof *s->unit, compare_units);
    for (size_t i = 0; i < s->units; i++) {
        bool sure = s->unit[i].first == s->unit[i].end;
        if (kept > 0 && sure && compare_units(&s->unit[kept - 1], &s->unit[i]) == 0)
            s->unit[kept - 1].size += s->unit[i].size;
        else
            s->unit[kept++] = s->unit[i];
    }
    s->units = kept;
}

static lb_status make_sample(const lb_share_sample_input *input, share_sample *s)
{
    size_t n = input->pieces;
    bool chained = input->sources & LB_DRAW_CHAINS;
    s->input = input;
    s->in = input->list->in;
    s->width = input->list->credits.categories + 1;
    chained_piece *piece = malloc((n + 1) * sizeof *piece);
    s->unsure = malloc((n + 1) * sizeof *s->unsure);
    s->unit = malloc((n + 1) * sizeof *s->unit);
    s->sum = calloc((chained ? n : 1) * (s->width + 1) + 1, sizeof *s->sum);
    if (!piece || !s->unsure || !s->unit || !s->sum) {
        free(piece);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        piece[i] = (chained_piece){chained ? input->list->event[input->piece[i].event].chain : 0,
                                   input->piece[i]};
    if (n > 0)
        qsort(piece, n, sizeof *piece, compare_chained);
    make_units(s, piece, n);
    merge_kinds(s);
    free(piece);
    return LB_OK;
}

/* One draw ---------------------------------------------------------------------------------------
 */

/* What a thread works with. */
typedef struct draw_scratch {
    size_t *size, *times;   /* [units] */
    lb_share_counts counts; /* of one place, which applies the rule of overlaps */
    double *sum;            /* [width + 1] */
    size_t *category;       /* [room] of one place */
    size_t room;
    bool failed; /* no memory for the categories of a place */
} draw_scratch;

static double number_at(const share_sample *s, size_t event, size_t draw, size_t purpose)
{
    return lb_random_uniform((uint64_t)s->in->options->seed, event,
                             (uint64_t)draw * N_PURPOSES + purpose);
}

size_t lb_share_sample_distance(const lb_share_inputs *in, size_t draw)
{
    double u = lb_random_uniform((uint64_t)in->options->seed, border_stream, draw);
    return (size_t)(u * (double)in->n_distances);
}

/* The areas that hold a place, in w->category, with room for one more; returns how many. */
static size_t find_areas(const lb_share_set *set, const double *xy, draw_scratch *w)
{
    size_t found = lb_locator_find(set->locator, xy[0], xy[1], w->category, w->room);
    if (found < w->room)
        return found;
    w->failed |= !lb_array_reserve(&w->category, &w->room, found + 1, sizeof *w->category);
    return w->failed ? 0 : lb_locator_find(set->locator, xy[0], xy[1], w->category, w->room);
}

/* The areas as drawn that hold a place on the event's day, and the one its link names: their
 * categories in w->category, in place of the areas. */
static size_t categories_as_drawn(const share_sample *s, const lb_listed_event *e, const double *xy,
                                  draw_scratch *w)
{
    const lb_share_set *set = s->input->list->set;
    size_t n = 0, found = find_areas(set, xy, w);
    bool there = e->linked == SIZE_MAX;
    for (size_t i = 0; i < found; i++) {
        size_t area = w->category[i];
        if (!lb_area_valid_on(&set->times, area, e->dated, e->day))
            continue;
        there = there || area == e->linked;
        w->category[n++] = set->areas.category[area];
    }
    if (!there)
        w->category[n++] = set->areas.category[e->linked];
    return n;
}

/* Where the event is in a draw: by the error of its position, and the borders of the draw. */
static size_t draw_place(const share_sample *s, size_t event, size_t draw, draw_scratch *w)
{
    const lb_listed_event *e = &s->input->list->event[event];
    const lb_share_set *set = s->input->list->set;
    double xy[2] = {e->x, e->y};
    if (s->input->sources & LB_DRAW_POSITION) { /* Box and Muller: a radius and an angle */
        double radius = s->in->sigma * sqrt(-2 * log1p(-number_at(s, event, draw, AT_RADIUS)));
        double angle = 2 * 3.14159265358979323846 * number_at(s, event, draw, AT_ANGLE);
        xy[0] += radius * cos(angle);
        xy[1] += radius * sin(angle);
    }
    size_t d = s->input->sources & LB_DRAW_BORDERS ? lb_share_sample_distance(s->in, draw) : 0;
    if (!(s->input->sources & LB_DRAW_BORDERS) || s->in->distance[d] == 0)
        return categories_as_drawn(s, e, xy, w);
    size_t linked = e->linked == SIZE_MAX ? SIZE_MAX : set->areas.category[e->linked];
    const lb_validity_period *valid = lb_validity_period_at(set, e->dated, e->day);
    return lb_border_curve_find(set, &valid->shifted[d], xy, linked, w->category);
}

/* Adds an unsure piece as it is in a draw, so many times. */
static void add_drawn(const share_sample *s, const lb_listed_piece *piece, size_t draw,
                      size_t times, draw_scratch *w)
{
    double part = (double)(piece->high - piece->low) / (double)LB_SHARE_WHOLE;
    if (s->input->sources & LB_DRAW_TIME && part < 1) {
        double at = number_at(s, piece->event, draw, AT_TIME) * (double)LB_SHARE_WHOLE;
        if (at < (double)piece->low || at >= (double)piece->high)
            return;
        part = 1;
    }
    part *= (double)times;
    w->sum[s->width] += part;
    if (!s->input->near || !s->input->near[piece->event] ||
        !(s->input->sources & (LB_DRAW_POSITION | LB_DRAW_BORDERS))) {
        const lb_event_list *list = s->input->list;
        const int64_t *parts =
            lb_category_credit_parts(&list->credits, list->event[piece->event].credit);
        for (size_t k = 0; k < s->width; k++)
            w->sum[k] += part * lb_share_events_of(parts[k]);
        return;
    }
    size_t n = draw_place(s, piece->event, draw, w);
    memset(w->counts.parts, 0, (s->width - 1) * sizeof *w->counts.parts);
    lb_share_counts_add(&w->counts, 0, w->category, n);
    for (size_t k = 0; k + 1 < s->width; k++)
        w->sum[k] += part * lb_share_events_of(w->counts.parts[k]);
    w->sum[s->width - 1] += n > 0 ? part : 0;
}

static void draw_once(const share_sample *s, size_t draw, draw_scratch *w, lb_share_draw *out)
{
    if (s->input->sources & LB_DRAW_CHAINS)
        lb_resample(w->size, s->units, (uint64_t)s->in->options->seed, chain_stream + draw,
                    w->times);
    memset(w->sum, 0, (s->width + 1) * sizeof *w->sum);
    for (size_t u = 0; u < s->units; u++) {
        const sample_unit *unit = &s->unit[u];
        for (size_t k = 0; k <= s->width; k++)
            w->sum[k] += (double)w->times[u] * unit->sum[k];
        for (size_t i = unit->first; i < unit->end && w->times[u] > 0; i++)
            add_drawn(s, &s->unsure[i], draw, w->times[u], w);
    }
    for (size_t k = 0; k < s->width; k++) /* rounding of pieces */
        out[k] = (lb_share_draw){fmin(w->sum[k], w->sum[s->width]), w->sum[s->width]};
}

static bool init_scratch(const share_sample *s, draw_scratch *w)
{
    size_t bytes = (s->units + 1) * sizeof(size_t);
    *w = (draw_scratch){.size = malloc(bytes),
                        .times = malloc(bytes),
                        .sum = malloc((s->width + 1) * sizeof(double))};
    bool good = w->size && w->times && w->sum &&
                lb_array_reserve(&w->category, &w->room, s->input->list->set->n_categories + 2,
                                 sizeof *w->category) &&
                lb_share_counts_init(&w->counts, 1, s->width - 1, s->in->options->overlap) == LB_OK;
    for (size_t u = 0; good && u < s->units; u++)
        w->size[u] = w->times[u] = s->unit[u].size;
    return good;
}

lb_status lb_share_sample_draw(const lb_share_sample_input *input, size_t draws,
                               lb_share_draw *draw, size_t *chains)
{
    share_sample s = {.units = 0};
    bool failed = false;
    lb_status status = make_sample(input, &s);
    if (status == LB_OK) {
#pragma omp parallel num_threads(lb_thread_count(s.in->job->threads))
        {
            draw_scratch w;
            bool good = init_scratch(&s, &w);
            if (!good) {
#pragma omp atomic write
                failed = true;
            }
#pragma omp for schedule(static)
            for (size_t d = 0; d < draws; d++)
                if (good)
                    draw_once(&s, d, &w, draw + d * s.width);
            if (w.failed) {
#pragma omp atomic write
                failed = true;
            }
            free(w.size);
            free(w.times);
            free(w.sum);
            free(w.category);
            lb_share_counts_clear(&w.counts);
        }
    }
    *chains = s.chains;
    clear_sample(&s);
    return failed ? LB_E_MEMORY : status;
}
