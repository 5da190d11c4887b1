/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every measure is a function of how many units have 0, 1, 2 ... events, which a draw keeps up to
 * date event by event: a draw costs its events, not the units (docs/methods.md, Concentration). */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/hotspot/alias_table.h"
#include "kernel/hotspot/concentration.h"
#include "kernel/statistics/random.h"

const char *const lb_concentration_names[LB_CONCENTRATION_MEASURES] = {
    [LB_UNITS] = "units",
    [LB_UNITS_WITH_EVENTS] = "units_with_events",
    [LB_SHARE_UNITS_25] = "share_units_25",
    [LB_SHARE_UNITS_50] = "share_units_50",
    [LB_GINI] = "gini",
    [LB_GINI_GENERALISED] = "gini_generalised",
    [LB_GINI_UNBIASED] = "gini_unbiased"};

/* units[v]: how many units have v events, v = 0 .. max. */
typedef struct count_histogram {
    uint64_t *units;
    size_t max;
    uint64_t n, events;
} count_histogram;

/* The fewest units that have `quarters` quarters of the events: those with most events first. */
static double fewest_units(const count_histogram *h, uint64_t quarters)
{
    uint64_t need = (quarters * h->events + 3) / 4, used = 0;
    for (size_t v = h->max; v > 0 && need > 0; v--) {
        uint64_t take = (need + v - 1) / v;
        take = take < h->units[v] ? take : h->units[v];
        used += take;
        need = take * v < need ? need - take * v : 0;
    }
    return (double)used;
}

/* G = (2 sum of i y_(i) / N - n - 1) / n, y ascending, i = 1 .. n. The units with v events have the
 * places after those with fewer. */
static double gini_of(const count_histogram *h)
{
    lb_sum sum = {0};
    double before = (double)h->units[0], n = (double)h->n;
    for (size_t v = 1; v <= h->max; v++) {
        double units = (double)h->units[v];
        lb_sum_add(&sum, (double)v * (units * before + units * (units + 1) / 2));
        before += units;
    }
    return (2 * lb_sum_value(sum) / (double)h->events - n - 1) / n;
}

static void measure_histogram(const count_histogram *h, double *value)
{
    double n = (double)h->n, events = (double)h->events, least = fmin(n, events);
    for (size_t m = 0; m < LB_CONCENTRATION_MEASURES; m++)
        value[m] = NAN;
    value[LB_UNITS] = n;
    value[LB_UNITS_WITH_EVENTS] = (double)(h->n - h->units[0]);
    if (h->events == 0)
        return;
    value[LB_SHARE_UNITS_25] = fewest_units(h, 1) / n;
    value[LB_SHARE_UNITS_50] = fewest_units(h, 2) / n;
    value[LB_GINI] = gini_of(h);
    value[LB_GINI_GENERALISED] = fmax(1, n / events) * (value[LB_GINI] - 1) + 1;
    if (least > 1)
        value[LB_GINI_UNBIASED] = value[LB_GINI_GENERALISED] * least / (least - 1);
}

static lb_status histogram_of(const uint32_t *count, size_t n, count_histogram *h)
{
    *h = (count_histogram){.n = n};
    for (size_t i = 0; i < n; i++) {
        h->max = count[i] > h->max ? count[i] : h->max;
        h->events += count[i];
    }
    h->units = calloc(h->max + 1, sizeof *h->units);
    if (!h->units)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        h->units[count[i]]++;
    return LB_OK;
}

lb_status lb_concentration_of_counts(const uint32_t *count, size_t n, double *value)
{
    count_histogram h;
    LB_TRY(histogram_of(count, n, &h));
    measure_histogram(&h, value);
    free(h.units);
    return LB_OK;
}

/* Draws -----------------------------------------------------------------------------------------
 */

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* value[draws][measures]: mean, and the ends of the middle part, in order of the draws. */
static lb_status spread_of(const double *value, const lb_concentration_draws *how,
                           lb_concentration_spread *spread)
{
    double *one = malloc((size_t)how->draws * sizeof *one);
    if (!one)
        return LB_E_MEMORY;
    for (size_t m = 0; m < LB_CONCENTRATION_MEASURES; m++) {
        size_t n = 0;
        lb_sum sum = {0};
        for (int d = 0; d < how->draws; d++) {
            double x = value[(size_t)d * LB_CONCENTRATION_MEASURES + m];
            if (isnan(x))
                continue;
            one[n++] = x;
            lb_sum_add(&sum, x);
        }
        spread[m] = (lb_concentration_spread){NAN, NAN, NAN};
        if (n == 0)
            continue;
        qsort(one, n, sizeof *one, compare_reals);
        size_t cut = (size_t)floor((1 - how->confidence) / 2 * (double)n);
        spread[m] =
            (lb_concentration_spread){lb_sum_value(sum) / (double)n, one[cut], one[n - 1 - cut]};
    }
    free(one);
    return LB_OK;
}

/* What a draw needs: one a thread. */
typedef struct draw_space {
    uint32_t *unit_count; /* [n] events of each unit, all 0 between draws; chance only */
    uint32_t *drawn;      /* [events]: their units; chance only */
    count_histogram h;
} draw_space;

/* A distribution of units (chance), or of the counts that units have (bootstrap). */
typedef struct draw_source {
    const lb_alias_table *table; /* NULL: n equal units */
    size_t n, events;            /* units; events a draw, 0: n units are drawn */
    const uint32_t *value;       /* bootstrap: the count that each column of the table stands for */
    const lb_concentration_draws *how;
} draw_source;

static void draw_events(const draw_source *s, uint64_t stream, draw_space *space)
{
    count_histogram *h = &space->h;
    memset(h->units, 0, (h->max + 1) * sizeof *h->units);
    h->max = 0;
    h->n = h->units[0] = s->n;
    h->events = s->events;
    for (size_t e = 0; e < s->events; e++) {
        double u = lb_random_uniform(s->how->seed, stream, e);
        size_t unit = s->table ? lb_alias_table_draw(s->table, u) : (size_t)(u * (double)s->n);
        uint32_t before = space->unit_count[unit]++;
        space->drawn[e] = (uint32_t)unit;
        h->units[before]--;
        h->units[before + 1]++;
        h->max = before + 1 > h->max ? before + 1 : h->max;
    }
    for (size_t e = 0; e < s->events; e++)
        space->unit_count[space->drawn[e]] = 0;
}

static void draw_units(const draw_source *s, uint64_t stream, draw_space *space)
{
    count_histogram *h = &space->h;
    memset(h->units, 0, (h->max + 1) * sizeof *h->units);
    h->n = s->n;
    h->events = 0;
    for (size_t i = 0; i < s->n; i++) {
        double u = lb_random_uniform(s->how->seed, stream, i);
        uint32_t count = s->value[lb_alias_table_draw(s->table, u)];
        h->units[count]++;
        h->events += count;
    }
}

/* value[draws][measures], a stream of random numbers a draw. False: out of memory. */
static bool draw_all(const draw_source *s, size_t max_count, double *value)
{
    bool failed = false;
    int threads = lb_thread_count(s->how->threads);
#pragma omp parallel num_threads(threads)
    {
        draw_space space = {
            .unit_count = calloc(s->events ? s->n : 1, sizeof(uint32_t)),
            .drawn = malloc((s->events + 1) * sizeof(uint32_t)),
            .h = {.units = calloc(max_count + 1, sizeof(uint64_t)), .max = max_count}};
        bool good = space.unit_count && space.drawn && space.h.units;
        if (!good) {
#pragma omp atomic write
            failed = true;
        }
#pragma omp for schedule(static)
        for (int d = 0; d < s->how->draws; d++) {
            uint64_t stream = s->how->stream + (uint64_t)d;
            if (!good)
                continue;
            if (s->events)
                draw_events(s, stream, &space);
            else
                draw_units(s, stream, &space);
            measure_histogram(&space.h, value + (size_t)d * LB_CONCENTRATION_MEASURES);
        }
        free(space.unit_count);
        free(space.drawn);
        free(space.h.units);
    }
    return !failed;
}

static lb_status spread_of_draws(const draw_source *s, size_t max_count,
                                 lb_concentration_spread *spread)
{
    double *value = malloc((size_t)s->how->draws * LB_CONCENTRATION_MEASURES * sizeof *value);
    lb_status status = value && draw_all(s, max_count, value) ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = spread_of(value, s->how, spread);
    free(value);
    return status;
}

lb_status lb_concentration_by_chance(const double *weight, size_t n, size_t events,
                                     const lb_concentration_draws *how,
                                     lb_concentration_spread *spread)
{
    lb_alias_table table = {.count = 0};
    draw_source s = {.table = weight ? &table : NULL, .n = n, .events = events, .how = how};
    if (n == 0 || events == 0)
        return LB_E_USAGE;
    if (weight)
        LB_TRY(lb_alias_table_make(weight, n, &table));
    lb_status status = spread_of_draws(&s, events, spread);
    lb_alias_table_clear(&table);
    return status;
}

lb_status lb_concentration_bootstrap(const uint32_t *count, size_t n,
                                     const lb_concentration_draws *how,
                                     lb_concentration_spread *spread)
{
    count_histogram h;
    LB_TRY(histogram_of(count, n, &h));
    lb_alias_table table = {.count = 0};
    uint32_t *value = malloc((h.max + 1) * sizeof *value);
    double *weight = malloc((h.max + 1) * sizeof *weight);
    lb_status status = value && weight ? LB_OK : LB_E_MEMORY;
    size_t distinct = 0;
    for (size_t v = 0; v <= h.max && status == LB_OK; v++)
        if (h.units[v] > 0) {
            value[distinct] = (uint32_t)v;
            weight[distinct++] = (double)h.units[v];
        }
    if (status == LB_OK)
        status = lb_alias_table_make(weight, distinct, &table);
    draw_source s = {.table = &table, .n = n, .value = value, .how = how};
    if (status == LB_OK)
        status = spread_of_draws(&s, h.max, spread);
    lb_alias_table_clear(&table);
    free(h.units);
    free(value);
    free(weight);
    return status;
}
