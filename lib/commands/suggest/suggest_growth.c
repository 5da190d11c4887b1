/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resamples are shared over threads; what each gives stands in a place of its own, and is summed up
 * afterwards in their order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/suggest/suggest_growth.h"

enum { RESAMPLE_STREAM = 1 << 16 };
static const double low_share = 0.5; /* the low threshold, of the high one */
static const double interval_tail = 0.05;

typedef struct flagged_row {
    double p, people;
} flagged_row;

lb_status lb_growth_desk_init(const lb_suggest_data *data, lb_growth_desk *desk)
{
    size_t cells = data->lattice.rows.count;
    *desk = (lb_growth_desk){.areas = 0};
    desk->p = malloc((data->rows + 1) * sizeof *desk->p);
    desk->cell_score = malloc((cells + 1) * sizeof *desk->cell_score);
    desk->area_of = malloc((cells + 1) * sizeof *desk->area_of);
    desk->sorted = malloc((data->rows + 1) * sizeof(flagged_row));
    return desk->p && desk->cell_score && desk->area_of && desk->sorted ? LB_OK : LB_E_MEMORY;
}

void lb_growth_desk_clear(lb_growth_desk *desk)
{
    lb_growth_memory_clear(&desk->memory);
    free(desk->p);
    free(desk->cell_score);
    free(desk->area_of);
    free(desk->sorted);
}

static int compare_flagged(const void *a, const void *b)
{
    const flagged_row *x = a, *y = b;
    return (x->p < y->p) - (x->p > y->p);
}

/* The p from which on squares have as many people as the listed areas. */
static double threshold_by_people(const lb_suggestions *s, lb_growth_desk *desk)
{
    const lb_suggest_data *d = s->data;
    flagged_row *row = desk->sorted;
    lb_sum people = {0};
    for (size_t i = 0; i < d->rows; i++)
        row[i] = (flagged_row){desk->p[i], d->people[i]};
    qsort(row, d->rows, sizeof *row, compare_flagged);
    for (size_t i = 0; i < d->rows; i++) {
        lb_sum_add(&people, row[i].people);
        if (lb_sum_value(people) >= s->listed_people)
            return row[i].p;
    }
    return row[d->rows - 1].p;
}

lb_status lb_suggest_grow(const lb_suggestions *s, const lb_logistic_model *model,
                          lb_growth_desk *desk)
{
    const lb_suggest_data *d = s->data;
    const lb_suggest_options *o = d->options;
    for (size_t c = 0; c < d->lattice.rows.count; c++)
        desk->cell_score[c] = NAN;
    for (size_t i = 0; i < d->rows; i++) {
        double score = lb_logistic_score(model, s->model->x + i * s->model->columns);
        desk->p[i] = lb_logistic_probability(s->intercept + s->slope * score);
        if (d->cell[i] != LB_NO_CELL)
            desk->cell_score[d->cell[i]] = desk->p[i];
    }
    desk->high = o->threshold > 0 ? o->threshold : threshold_by_people(s, desk);
    lb_growth_rule rule = {.low = low_share * desk->high,
                           .high = desk->high,
                           .queen = o->queen,
                           .min_squares = (size_t)o->min_squares,
                           .min_people = o->min_people};
    return lb_areas_grow(&d->lattice, desk->cell_score, d->cell_people, &rule, &desk->memory,
                         desk->area_of, &desk->areas);
}

/* Resamples ---------------------------------------------------------------------------------------
 */

/* What each resample gives, in its place. */
typedef struct resamples {
    lb_suggestions *s;
    size_t draws;
    lb_status *status; /* [draws]; LB_E_INPUT: this one could not be fitted */
    double *share;     /* [draws][found + listed]: of its people inside suggested areas */
    double *p;         /* [draws][found] mean over its people */
    float *row_p;      /* [draws][rows]; NULL: not asked for */
} resamples;

/* People of each suggestion inside the areas of the resample, and the mean of their p. */
static void measure_suggestions(const lb_suggestions *s, const lb_growth_desk *desk, lb_sum *sum,
                                double *share, double *mean)
{
    const lb_suggest_data *d = s->data;
    memset(sum, 0, 3 * s->found * sizeof *sum);
    for (size_t c = 0; c < d->lattice.rows.count; c++) {
        int32_t a = s->area_of[c];
        if (a < 0 || !(d->cell_people[c] > 0))
            continue;
        if (desk->area_of[c] >= 0)
            lb_sum_add(&sum[3 * a], d->cell_people[c]);
        if (isnan(desk->cell_score[c]))
            continue;
        lb_sum_add(&sum[3 * a + 1], d->cell_people[c]);
        lb_sum_add(&sum[3 * a + 2], d->cell_people[c] * desk->cell_score[c]);
    }
    for (size_t a = 0; a < s->found; a++) {
        share[a] = lb_sum_value(sum[3 * a]) / s->suggestion[a].people;
        mean[a] = lb_sum_value(sum[3 * a + 2]) / lb_sum_value(sum[3 * a + 1]);
    }
}

/* Which share of each listed area's people, by the part of their square in it, lives inside. */
static void measure_listed(const lb_suggestions *s, const lb_growth_desk *desk, double *share)
{
    const lb_suggest_data *d = s->data;
    for (size_t a = 0; a < d->layer.areas.shapes.count; a++) {
        const lb_listed_area *area = &d->area[a];
        lb_sum inside = {0};
        for (size_t k = 0; k < area->rows; k++)
            if (lb_area_at(desk->area_of, d->cell[area->row[k]]) >= 0)
                lb_sum_add(&inside, area->part[k] * d->people[area->row[k]]);
        share[a] = lb_sum_value(inside) / s->listed[a].people;
    }
}

/* The weights drawn stand in for repeated squares. Newton begins at the model of all data, which is
 * near; lambda and recalibration stay as they are, so that only labels vary. */
static lb_status fit_resample(resamples *r, size_t draw, lb_growth_desk *desk, double *weight,
                              size_t *times)
{
    const lb_suggestions *s = r->s;
    const lb_suggest_data *d = s->data;
    lb_logistic_model model;
    lb_suggest_resample(d, RESAMPLE_STREAM + draw, times);
    for (size_t i = 0; i < d->rows; i++)
        weight[i] = d->trained[i] * (double)times[d->unit[i]];
    LB_TRY(lb_suggest_fit(d, s->model, weight, s->model->lambda, &s->model->model, &model));
    LB_TRY(lb_suggest_grow(s, &model, desk));
    for (size_t i = 0; r->row_p && i < d->rows; i++)
        r->row_p[draw * d->rows + i] = (float)desk->p[i];
    return LB_OK;
}

static lb_status measure_resample(resamples *r, size_t draw, lb_growth_desk *desk)
{
    const lb_suggestions *s = r->s;
    const lb_suggest_data *d = s->data;
    size_t areas = s->found + d->layer.areas.shapes.count;
    double *weight = malloc((d->rows + 1) * sizeof *weight);
    size_t *times = malloc((d->groups + d->blocks + 1) * sizeof *times);
    lb_sum *sum = malloc((3 * s->found + 1) * sizeof *sum);
    lb_status status =
        weight && times && sum ? fit_resample(r, draw, desk, weight, times) : LB_E_MEMORY;
    if (status == LB_OK) {
        measure_suggestions(s, desk, sum, r->share + draw * areas, r->p + draw * s->found);
        measure_listed(s, desk, r->share + draw * areas + s->found);
    }
    free(weight);
    free(times);
    free(sum);
    return status;
}

/* A desk for each thread, since areas are grown in its memory. */
static lb_status draw_resamples(resamples *r)
{
    const lb_suggest_data *d = r->s->data;
    int threads = lb_thread_count(d->job->threads);
#pragma omp parallel num_threads(threads)
    {
        lb_growth_desk desk;
        lb_status ready = lb_growth_desk_init(d, &desk);
#pragma omp for schedule(dynamic)
        for (size_t draw = 0; draw < r->draws; draw++)
            r->status[draw] = ready == LB_OK ? measure_resample(r, draw, &desk) : ready;
        lb_growth_desk_clear(&desk);
    }
    for (size_t draw = 0; draw < r->draws; draw++) {
        if (r->status[draw] == LB_E_MEMORY)
            return LB_E_MEMORY;
        r->s->draws += r->status[draw] == LB_OK;
    }
    return LB_OK;
}

/* What they say ----------------------------------------------------------------------------------
 */

/* In which share of the resamples that could be fitted half of an area's people or more live inside
 * suggested areas. */
static double stability_of(const resamples *r, size_t at)
{
    size_t areas = r->s->found + r->s->data->layer.areas.shapes.count, stable = 0;
    for (size_t draw = 0; draw < r->draws; draw++)
        stable += r->status[draw] == LB_OK && lb_at_least(r->share[draw * areas + at], 0.5);
    return r->s->draws > 0 ? (double)stable / (double)r->s->draws : (double)NAN;
}

/* The values that 5 % of n sorted ones are below and above. */
static void cut_tails(double *value, size_t n, double *low, double *high)
{
    qsort(value, n, sizeof *value, lb_compare_doubles);
    size_t cut = (size_t)floor(interval_tail * (double)n);
    *low = value[cut];
    *high = value[n - 1 - cut];
}

/* The middle 90 % of a suggestion's places by p in the resamples; of equal p the one with the first
 * cell is before. rank: room for draws. */
static void set_rank_interval(const resamples *r, size_t at, double *rank)
{
    lb_suggestions *s = r->s;
    size_t n = 0;
    double low = NAN, high = NAN;
    for (size_t draw = 0; draw < r->draws; draw++) {
        const double *p = r->p + draw * s->found;
        if (r->status[draw] != LB_OK)
            continue;
        rank[n] = 1;
        for (size_t a = 0; a < s->found; a++)
            rank[n] += p[a] > p[at] || (a < at && p[a] == p[at]);
        n++;
    }
    if (n > 0)
        cut_tails(rank, n, &low, &high);
    s->suggestion[at].rank_low = n > 0 ? (size_t)low : s->suggestion[at].rank;
    s->suggestion[at].rank_high = n > 0 ? (size_t)high : s->suggestion[at].rank;
}

/* p of each square, by resamples of the labels alone: what its own figures do not vary. */
static void set_row_intervals(const resamples *r, double *value)
{
    lb_suggestions *s = r->s;
    for (size_t i = 0; r->row_p && i < s->data->rows; i++) {
        size_t n = 0;
        double low = NAN, high = NAN;
        for (size_t draw = 0; draw < r->draws; draw++)
            if (r->status[draw] == LB_OK)
                value[n++] = r->row_p[draw * s->data->rows + i];
        if (n > 0)
            cut_tails(value, n, &low, &high);
        s->p_low[i] = (float)low;
        s->p_high[i] = (float)high;
    }
}

/* By stability, then p, then the first cell. */
static void rank_suggestions(lb_suggestions *s)
{
    for (size_t a = 0; a < s->found; a++) {
        size_t at = a;
        for (; at > 0; at--) {
            const lb_suggestion *x = &s->suggestion[a], *y = &s->suggestion[s->by_rank[at - 1]];
            if (!(x->stability > y->stability || (x->stability == y->stability && x->p > y->p)))
                break;
            s->by_rank[at] = s->by_rank[at - 1];
        }
        s->by_rank[at] = a;
    }
    for (size_t k = 0; k < s->found; k++)
        s->suggestion[s->by_rank[k]].rank = k + 1;
}

static void set_stability(const resamples *r, double *value)
{
    lb_suggestions *s = r->s;
    for (size_t a = 0; a < s->found; a++)
        s->suggestion[a].stability = stability_of(r, a);
    for (size_t a = 0; a < s->data->layer.areas.shapes.count; a++)
        s->listed[a].stability = stability_of(r, s->found + a);
    rank_suggestions(s);
    for (size_t a = 0; a < s->found; a++)
        set_rank_interval(r, a, value);
    set_row_intervals(r, value);
}

lb_status lb_suggest_measure_stability(lb_suggestions *s)
{
    const lb_suggest_data *d = s->data;
    size_t draws = (size_t)d->options->draws, areas = s->found + d->layer.areas.shapes.count;
    resamples r = {.s = s, .draws = draws};
    r.status = calloc(draws + 1, sizeof *r.status);
    r.share = calloc(draws * areas + 1, sizeof *r.share);
    r.p = calloc(draws * s->found + 1, sizeof *r.p);
    r.row_p = s->p_low ? malloc((draws * d->rows + 1) * sizeof *r.row_p) : NULL;
    double *value = malloc((draws + 1) * sizeof *value);
    bool made = r.status && r.share && r.p && value && (r.row_p || !s->p_low);
    lb_status status = made ? draw_resamples(&r) : LB_E_MEMORY;
    if (status == LB_OK)
        set_stability(&r, value);
    free(r.status);
    free(r.share);
    free(r.p);
    free(r.row_p);
    free(value);
    return status;
}
