/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every measure is a function of how many units have 0, 1, 2 ... events. A draw of few events keeps
 * that up to date event by event, so that it costs its events; one of many draws the number of each
 * unit at once, so that it costs the units (docs/methods.md, Concentration). */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/hotspot/concentration.h"
#include "kernel/hotspot/multinomial.h"
#include "kernel/statistics/random.h"
#include "kernel/statistics/resample.h"

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

/* What has no value stays NaN: shares and Gini without events, the unbiased Gini where the
 * smaller of units and events is 1 (docs/methods.md, Concentration). */
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
    /* At least 0: one event in each unit with any gives a rounding error below it. */
    value[LB_GINI_GENERALISED] = fmax(0, fmax(1, n / events) * (value[LB_GINI] - 1) + 1);
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
        qsort(one, n, sizeof *one, lb_compare_doubles);
        size_t cut = (size_t)floor((1 - how->confidence) / 2 * (double)n);
        spread[m] =
            (lb_concentration_spread){lb_sum_value(sum) / (double)n, one[cut], one[n - 1 - cut]};
    }
    free(one);
    return LB_OK;
}

/* What is drawn: events that fall on units (chance), or units with replacement (bootstrap). */
typedef struct draw_source {
    lb_multinomial events; /* chance: among the units */
    const uint32_t *value; /* bootstrap: the distinct counts of units; chance: NULL */
    const size_t *units;   /* bootstrap: how many units have each */
    size_t distinct;
    const lb_concentration_draws *how;
} draw_source;

/* What a draw needs: one a thread. */
typedef struct draw_space {
    uint32_t *unit_count; /* [units] chance; where events are drawn singly all 0 between draws */
    uint32_t *drawn;      /* [events] their units, where they are drawn singly */
    size_t *times;        /* [distinct] bootstrap */
    count_histogram h;
} draw_space;

/* Many events a unit are drawn unit by unit. */
static bool draws_by_unit(const lb_multinomial *events)
{
    return events->total >= 10000 && events->total >= events->count;
}

/* Moves each drawn unit from its place in the histogram to the next. Afterwards only the units
 * that were drawn are set back to 0, so that the cost is that of the events, not of the units. */
static void add_events_singly(const draw_source *s, uint64_t stream, draw_space *space)
{
    count_histogram *h = &space->h;
    const lb_multinomial *m = &s->events;
    uint64_t key = lb_random_key(s->how->seed, stream);
    h->units[0] = m->count;
    for (size_t e = 0; e < m->total; e++) {
        size_t unit = lb_multinomial_category(m, lb_random_of_key(key, e));
        uint32_t before = space->unit_count[unit]++;
        space->drawn[e] = (uint32_t)unit;
        h->units[before]--;
        h->units[before + 1]++;
        h->max = before + 1 > h->max ? before + 1 : h->max;
    }
    for (size_t e = 0; e < m->total; e++)
        space->unit_count[space->drawn[e]] = 0;
}

/* The histogram of one draw of all events over the units; `stream` is the number of the draw. */
static void draw_events(const draw_source *s, uint64_t stream, draw_space *space)
{
    count_histogram *h = &space->h;
    memset(h->units, 0, (h->max + 1) * sizeof *h->units);
    h->max = 0;
    h->n = s->events.count;
    h->events = s->events.total;
    if (!draws_by_unit(&s->events)) {
        add_events_singly(s, stream, space);
        return;
    }
    lb_multinomial_draw(&s->events, lb_random_key(s->how->seed, stream), space->unit_count);
    for (size_t i = 0; i < s->events.count; i++) {
        h->units[space->unit_count[i]]++;
        h->max = space->unit_count[i] > h->max ? space->unit_count[i] : h->max;
    }
}

/* How many of the n units drawn have each distinct number of events. */
static void draw_units(const draw_source *s, uint64_t stream, draw_space *space)
{
    count_histogram *h = &space->h;
    h->n = h->events = 0;
    lb_resample(s->units, s->distinct, s->how->seed, stream, space->times);
    for (size_t k = 0; k < s->distinct; k++) {
        h->units[s->value[k]] = space->times[k];
        h->n += space->times[k];
        h->events += space->times[k] * s->value[k];
    }
}

static bool make_space(const draw_source *s, size_t max_count, draw_space *space)
{
    size_t singly = draws_by_unit(&s->events) ? 0 : s->events.total;
    *space =
        (draw_space){.unit_count = calloc(s->events.count + 1, sizeof(uint32_t)),
                     .drawn = malloc((singly + 1) * sizeof(uint32_t)),
                     .times = malloc((s->distinct + 1) * sizeof(size_t)),
                     .h = {.units = calloc(max_count + 1, sizeof(uint64_t)), .max = max_count}};
    return space->unit_count && space->drawn && space->times && space->h.units;
}

static void free_space(draw_space *space)
{
    free(space->unit_count);
    free(space->drawn);
    free(space->times);
    free(space->h.units);
}

/* value[draws][measures], a stream of random numbers a draw. False: out of memory. */
static bool draw_all(const draw_source *s, size_t max_count, double *value)
{
    bool failed = false;
    int threads = lb_thread_count(s->how->threads);
#pragma omp parallel num_threads(threads)
    {
        draw_space space;
        bool good = make_space(s, max_count, &space);
        if (!good) {
#pragma omp atomic write
            failed = true;
        }
#pragma omp for schedule(static)
        for (int d = 0; d < s->how->draws; d++) {
            uint64_t stream = s->how->stream + (uint64_t)d;
            if (!good)
                continue;
            if (s->value)
                draw_units(s, stream, &space);
            else
                draw_events(s, stream, &space);
            measure_histogram(&space.h, value + (size_t)d * LB_CONCENTRATION_MEASURES);
        }
        free_space(&space);
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
    draw_source s = {.how = how};
    if (n == 0 || events == 0)
        return LB_E_USAGE;
    LB_TRY(lb_multinomial_make(weight, n, events, &s.events));
    lb_status status = spread_of_draws(&s, events, spread);
    lb_multinomial_clear(&s.events);
    return status;
}

/* Drawing n units with replacement is drawing how many units have each distinct number of
 * events, a multinomial with the observed numbers as weights. */
lb_status lb_concentration_bootstrap(const uint32_t *count, size_t n,
                                     const lb_concentration_draws *how,
                                     lb_concentration_spread *spread)
{
    count_histogram h;
    LB_TRY(histogram_of(count, n, &h));
    uint32_t *value = malloc((h.max + 1) * sizeof *value);
    size_t *units = malloc((h.max + 1) * sizeof *units);
    draw_source s = {.value = value, .units = units, .how = how};
    for (size_t v = 0; v <= h.max && value && units; v++)
        if (h.units[v] > 0) {
            value[s.distinct] = (uint32_t)v;
            units[s.distinct++] = (size_t)h.units[v];
        }
    lb_status status = value && units ? spread_of_draws(&s, h.max, spread) : LB_E_MEMORY;
    free(h.units);
    free(value);
    free(units);
    return status;
}
