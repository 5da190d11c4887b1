/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event whose interval lies in several periods happened in one of them: in each draw all that it
 * gives is in the period, with the probability of its piece there, or nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/try.h"
#include "commands/rate/rate_times.h"
#include "commands/share/share_draws.h"
#include "kernel/statistics/random.h"

static const double per_inhabitants = 1000;
/* Counts of draws are whole numbers of parts, so that equal ones are equal to the last digit. */
static const double parts_of_event = (double)LB_SHARE_PARTS;

lb_status lb_rate_piece_add(lb_rate_cell *cell, uint64_t piece, const size_t *area, size_t n)
{
    if (!lb_array_reserve(&cell->piece, &cell->piece_capacity, cell->pieces + 1,
                          sizeof *cell->piece) ||
        !lb_array_reserve(&cell->piece_area, &cell->piece_area_capacity, cell->piece_areas + n,
                          sizeof *cell->piece_area))
        return LB_E_MEMORY;
    cell->piece[cell->pieces++] = (lb_rate_piece){piece, n};
    for (size_t i = 0; i < n; i++)
        cell->piece_area[cell->piece_areas++] = area[i];
    return LB_OK;
}

/* A piece as a draw has it. */
typedef struct timed_event {
    double part;    /* probability of being in the period */
    double *credit; /* [width]: parts that each category gets, and the rest */
    size_t width;
} timed_event;

typedef struct time_draws {
    size_t width; /* categories, and the rest of the country */
    timed_event *event;
    double *credit; /* [pieces][width] */
    double *fixed;  /* [width]: parts that are in the period for certain */
    double *x;      /* [width][draws], in events */
} time_draws;

static void clear_draws(time_draws *t)
{
    free(t->event);
    free(t->credit);
    free(t->fixed);
    free(t->x);
}

/* What one piece gives: to the categories of its areas with both figures, and, of a country that is
 * all events, to the rest what is left, as lb_rate_rest has it. */
static void set_credits(const lb_rate_data *data, const lb_rate_cell *cell, lb_overlap_rule overlap,
                        const size_t *area, size_t n, double *credit)
{
    size_t rest = data->categories.count;
    double each =
        overlap == LB_OVERLAP_SPLIT && n > 1 ? round(parts_of_event / (double)n) : parts_of_event;
    credit[rest] = cell->country_is_events ? parts_of_event : 0;
    if (overlap == LB_OVERLAP_BOTH && n > 1)
        credit[rest] += (double)(n - 1) * parts_of_event;
    for (size_t i = 0; i < n; i++) {
        lb_rate_area figures = lb_rate_area_in(data, cell, area[i]);
        if (isnan(figures.count) || isnan(figures.population))
            continue;
        credit[data->category[area[i]]] += each;
        credit[rest] -= each;
    }
}

/* Equal ones are interchangeable, so that the order of rows changes nothing. */
static int compare_events(const void *a, const void *b)
{
    const timed_event *p = a, *q = b;
    LB_COMPARE(p->part, q->part);
    for (size_t k = 0; k < p->width; k++)
        LB_COMPARE(p->credit[k], q->credit[k]);
    return 0;
}

static lb_status list_events(const lb_rate_data *data, const lb_rate_cell *cell,
                             const lb_rate_options *o, const double *count, time_draws *t)
{
    const size_t *area = cell->piece_area;
    t->event = calloc(cell->pieces + 1, sizeof *t->event);
    t->credit = calloc(cell->pieces * t->width + 1, sizeof *t->credit);
    t->fixed = malloc((t->width + 1) * sizeof *t->fixed);
    if (!t->event || !t->credit || !t->fixed)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cell->pieces; i++) {
        const lb_rate_piece *piece = &cell->piece[i];
        t->event[i] =
            (timed_event){ldexp((double)piece->part, -64), t->credit + i * t->width, t->width};
        set_credits(data, cell, o->overlap, area, piece->areas, t->event[i].credit);
        area += piece->areas;
    }
    qsort(t->event, cell->pieces, sizeof *t->event, compare_events);
    for (size_t k = 0; k < t->width; k++) {
        lb_sum fixed = {.high = count[k] * parts_of_event};
        for (size_t i = 0; i < cell->pieces; i++)
            lb_sum_add(&fixed, -t->event[i].part * t->event[i].credit[k]);
        t->fixed[k] = round(lb_sum_value(fixed));
    }
    return LB_OK;
}

/* Random numbers are keyed by draw and event. */
static lb_status draw_counts(const lb_rate_cell *cell, const lb_rate_options *o, time_draws *t)
{
    size_t draws = (size_t)o->draws;
    t->x = malloc((draws * t->width + 1) * sizeof *t->x);
    if (!t->x)
        return LB_E_MEMORY;
    for (size_t d = 0; d < draws; d++) {
        for (size_t k = 0; k < t->width; k++)
            t->x[k * draws + d] = t->fixed[k];
        for (size_t i = 0; i < cell->pieces; i++) {
            bool happens = lb_random_uniform((uint64_t)o->seed, i, d) < t->event[i].part;
            for (size_t k = 0; happens && k < t->width; k++)
                t->x[k * draws + d] += t->event[i].credit[k];
        }
        for (size_t k = 0; k < t->width; k++)
            t->x[k * draws + d] = fmax(t->x[k * draws + d] / parts_of_event, 0);
    }
    return LB_OK;
}

/* Intervals ---------------------------------------------------------------------------------------
 */

/* Garwood's interval mixed over the counts x[n]; equal ones are one with its number as weight. */
static lb_status mix_counts(const double *x, size_t n, double confidence, lb_interval *out)
{
    double *value = malloc((2 * n + 1) * sizeof *value);
    size_t kept = 0;
    if (!value)
        return LB_E_MEMORY;
    double *weight = value + n;
    memcpy(value, x, n * sizeof *value);
    qsort(value, n, sizeof *value, lb_compare_doubles);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || value[kept - 1] < value[i]) {
            value[kept] = value[i];
            weight[kept++] = 0;
        }
        weight[kept - 1]++;
    }
    lb_count_distribution mix = {kept, value, weight, NULL};
    *out = lb_interval_poisson_mixed(&mix, confidence);
    free(value);
    return LB_OK;
}

/* Given x + y, x is binomial: the ends of that share, mixed over the draws, as odds. */
static lb_status mix_ratios(const double *x, const double *y, const lb_rate_options *o,
                            double exposure, lb_interval *out)
{
    const lb_share_options exact = {.interval = LB_CLOPPER_PEARSON, .confidence = o->confidence};
    size_t draws = (size_t)o->draws;
    lb_interval share;
    lb_share_draw *draw = malloc((draws + 1) * sizeof *draw);
    if (!draw)
        return LB_E_MEMORY;
    for (size_t d = 0; d < draws; d++)
        draw[d] = (lb_share_draw){x[d], x[d] + y[d]};
    lb_status status = lb_share_draws_mix(draw, draws, &exact, &share);
    free(draw);
    *out = (lb_interval){share.low / (1 - share.low) * exposure,
                         share.high >= 1 ? HUGE_VAL : share.high / (1 - share.high) * exposure};
    return status;
}

static lb_status set_intervals(const time_draws *t, const lb_rate_options *o, lb_rate_totals rest,
                               lb_rate_figures *figures)
{
    size_t draws = (size_t)o->draws;
    const double *rests = t->x + (t->width - 1) * draws;
    for (size_t k = 0; k < t->width; k++) {
        lb_rate_figures *f = &figures[k];
        const double *x = t->x + k * draws;
        if (isnan(f->interval.low))
            continue;
        LB_TRY(mix_counts(x, draws, o->confidence, &f->interval));
        f->interval = lb_interval_scale(f->interval, per_inhabitants / f->population);
        if (!isnan(f->ratio_interval.low))
            LB_TRY(mix_ratios(x, rests, o, rest.population / f->population, &f->ratio_interval));
    }
    return LB_OK;
}

lb_status lb_rate_draw_times(const lb_rate_data *data, const lb_rate_cell *cell,
                             const lb_rate_options *o, lb_rate_totals rest,
                             lb_rate_figures *figures)
{
    time_draws t = {.width = data->categories.count + 1};
    if (cell->pieces == 0)
        return LB_OK;
    double *count = malloc(t.width * sizeof *count);
    if (!count)
        return LB_E_MEMORY;
    for (size_t k = 0; k < t.width; k++)
        count[k] = k + 1 < t.width ? figures[k].count : rest.count;
    lb_status status = list_events(data, cell, o, count, &t);
    if (status == LB_OK)
        status = draw_counts(cell, o, &t);
    if (status == LB_OK)
        status = set_intervals(&t, o, rest, figures);
    clear_draws(&t);
    free(count);
    return status;
}
