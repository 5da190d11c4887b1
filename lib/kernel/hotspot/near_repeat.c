/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only pairs nearer than the last edge of distance are listed; the open bin is what the pairs by
 * days, which permuting dates does not change, have left. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/hotspot/near_repeat.h"
#include "kernel/statistics/random.h"

enum { NO_BIN = LB_NEAR_REPEAT_EDGES };

typedef struct near_pair {
    uint32_t first, second;
    uint8_t bin; /* of distance; NO_BIN: below the first edge */
} near_pair;

typedef struct pair_counter {
    const lb_near_repeat_input *in;
    near_pair *pair;
    size_t pairs, capacity;
    uint8_t *bin_of_days;                  /* [last edge of days]: NO_BIN below the first */
    int64_t by_days[LB_NEAR_REPEAT_EDGES]; /* all pairs, of any distance */
} pair_counter;

typedef int64_t bin_counts[LB_NEAR_REPEAT_EDGES + 1][LB_NEAR_REPEAT_EDGES + 1];

/* Near pairs
 * ---------------------------------------------------------------------------------------
 */

/* Metres; sorted by x, so that candidates within a distance are neighbours in the list. */
typedef struct place {
    double x, y;
    uint32_t event;
} place;

static int compare_places(const void *a, const void *b)
{
    const place *p = a, *q = b;
    LB_COMPARE(p->x, q->x);
    return (p->event > q->event) - (p->event < q->event);
}

static uint8_t distance_bin(const lb_near_repeat_input *in, double distance)
{
    size_t k = in->distances;
    while (k > 0 && distance < in->distance[k - 1])
        k--;
    return k > 0 ? (uint8_t)(k - 1) : NO_BIN;
}

/* The pairs of a place and those east of it, nearer than the last edge. */
static lb_status add_pairs(pair_counter *c, const place *at, const place *end)
{
    double reach = c->in->distance[c->in->distances - 1];
    for (const place *other = at + 1; other < end && other->x - at->x < reach; other++) {
        double dx = other->x - at->x, dy = fabs(other->y - at->y);
        double distance = c->in->manhattan ? dx + dy : sqrt(dx * dx + dy * dy);
        if (!(distance < reach))
            continue;
        if (!lb_array_reserve(&c->pair, &c->capacity, c->pairs + 1, sizeof *c->pair))
            return LB_E_MEMORY;
        c->pair[c->pairs++] = (near_pair){at->event, other->event, distance_bin(c->in, distance)};
    }
    return LB_OK;
}

/* Pairs nearer than the last edge of distance, found along x. */
static lb_status list_pairs(pair_counter *c)
{
    size_t n = c->in->n;
    place *all = malloc((n + 1) * sizeof *all);
    lb_status status = all ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < n && all; i++)
        all[i] = (place){c->in->xy[2 * i], c->in->xy[2 * i + 1], (uint32_t)i};
    if (all)
        qsort(all, n, sizeof *all, compare_places);
    for (size_t i = 0; i < n && status == LB_OK; i++)
        status = add_pairs(c, all + i, all + n);
    free(all);
    return status;
}

/* Pairs by days
 * ------------------------------------------------------------------------------------
 */

/* Pairs at least `edge` days apart, of days in order. */
static int64_t pairs_from(const int64_t *day, size_t n, int64_t edge)
{
    int64_t pairs = 0;
    size_t before = 0;
    for (size_t i = 0; i < n; i++) {
        while (before < i && day[i] - day[before] >= edge)
            before++;
        pairs += edge > 0 ? (int64_t)before : (int64_t)i;
    }
    return pairs;
}

/* Pairs by days between them at any distance: from the sorted days, pairs at least each edge
 * apart, less those at least the next. The open bin of distance is what is left of these, so
 * that far pairs need not be listed (docs/methods.md, Near repeat). */
static lb_status count_days(pair_counter *c)
{
    const lb_near_repeat_input *in = c->in;
    size_t last = (size_t)in->days[in->day_bins - 1];
    int64_t *day = malloc((in->n + 1) * sizeof *day);
    c->bin_of_days = malloc(last + 1);
    if (!day || !c->bin_of_days) {
        free(day);
        return LB_E_MEMORY;
    }
    memcpy(day, in->day, in->n * sizeof *day);
    qsort(day, in->n, sizeof *day, lb_compare_int64s);
    for (size_t k = 0; k < in->day_bins; k++) {
        int64_t from = pairs_from(day, in->n, in->days[k]);
        c->by_days[k] =
            k + 1 < in->day_bins ? from - pairs_from(day, in->n, in->days[k + 1]) : from;
    }
    memset(c->bin_of_days, NO_BIN, last + 1);
    for (size_t k = 0; k + 1 < in->day_bins; k++)
        memset(c->bin_of_days + in->days[k], (int)k, (size_t)(in->days[k + 1] - in->days[k]));
    free(day);
    return LB_OK;
}

/* Counting
 * -----------------------------------------------------------------------------------------
 */

/* Pairs by bin when event i is on day[i]. */
static void count_pairs(const pair_counter *c, const int64_t *day, bin_counts counts)
{
    size_t last = c->in->distances - 1, open = c->in->day_bins - 1;
    uint64_t open_from = (uint64_t)c->in->days[open];
    memset(counts, 0, sizeof(bin_counts));
    for (size_t k = 0; k < c->pairs; k++) {
        int64_t apart = day[c->pair[k].first] - day[c->pair[k].second];
        uint64_t days = (uint64_t)(apart < 0 ? -apart : apart);
        counts[c->pair[k].bin][days >= open_from ? open : c->bin_of_days[days]]++;
    }
    for (size_t t = 0; t < c->in->day_bins; t++) {
        int64_t near = counts[NO_BIN][t];
        for (size_t d = 0; d < last; d++)
            near += counts[d][t];
        counts[last][t] = c->by_days[t] - near;
    }
}

/* Fisher and Yates: the days in another order. */
static void shuffle_days(const lb_near_repeat_input *in, uint64_t stream, int64_t *day)
{
    memcpy(day, in->day, in->n * sizeof *day);
    for (size_t i = in->n; i > 1; i--) {
        size_t other = (size_t)(lb_random_uniform(in->seed, stream, i) * (double)i);
        int64_t keep = day[i - 1];
        day[i - 1] = day[other];
        day[other] = keep;
    }
}

typedef struct draw_totals {
    bin_counts sum, above; /* whole numbers: no order of draws changes them */
} draw_totals;

static void add_draw(const pair_counter *c, const bin_counts observed, const bin_counts drawn,
                     draw_totals *totals)
{
    for (size_t d = 0; d < c->in->distances; d++)
        for (size_t t = 0; t < c->in->day_bins; t++) {
            totals->sum[d][t] += drawn[d][t];
            totals->above[d][t] += drawn[d][t] >= observed[d][t];
        }
}

/* A draw permutes the dates over the places by a stream of its own; only the listed pairs are
 * counted again. */
static bool draw_all(const pair_counter *c, const bin_counts observed, draw_totals *totals)
{
    bool failed = false;
    int threads = lb_thread_count(c->in->threads);
#pragma omp parallel num_threads(threads)
    {
        int64_t *day = malloc((c->in->n + 1) * sizeof *day);
        bin_counts drawn;
        if (!day) {
#pragma omp atomic write
            failed = true;
        }
#pragma omp for schedule(static)
        for (int k = 0; k < c->in->draws; k++)
            if (day) {
                shuffle_days(c->in, (uint64_t)k, day);
                count_pairs(c, day, drawn);
#pragma omp critical
                add_draw(c, observed, (const int64_t(*)[LB_NEAR_REPEAT_EDGES + 1]) drawn, totals);
            }
        free(day);
    }
    return !failed;
}

/* Expected is the mean over the draws; p = (1 + draws with at least as many pairs) / (1 +
 * draws). */
static lb_status test_pairs(pair_counter *c, lb_near_repeat_bin *bin)
{
    bin_counts observed;
    draw_totals totals = {.sum = {{0}}};
    const lb_near_repeat_input *in = c->in;
    LB_TRY(list_pairs(c));
    LB_TRY(count_days(c));
    count_pairs(c, in->day, observed);
    if (!draw_all(c, (const int64_t(*)[LB_NEAR_REPEAT_EDGES + 1]) observed, &totals))
        return LB_E_MEMORY;
    for (size_t d = 0; d < in->distances; d++)
        for (size_t t = 0; t < in->day_bins; t++)
            bin[d * in->day_bins + t] =
                (lb_near_repeat_bin){observed[d][t], (double)totals.sum[d][t] / in->draws,
                                     (1 + (double)totals.above[d][t]) / (1 + in->draws)};
    return LB_OK;
}

lb_status lb_near_repeat(const lb_near_repeat_input *input, lb_near_repeat_bin *bin)
{
    pair_counter c = {.in = input};
    lb_status status = test_pairs(&c, bin);
    free(c.pair);
    free(c.bin_of_days);
    return status;
}
