/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "commands/placebo/placebo_chains.h"
#include "kernel/hotspot/event_chains.h"

typedef struct chained_events {
    size_t n, dated;
    double *xy;    /* [2 n] */
    int64_t *day;  /* [n] */
    bool *held;    /* [n]: in an area */
    size_t *chain; /* [n] */
    double *count; /* [chains <= n]: events in areas */
} chained_events;

static bool allocate_events(size_t most, chained_events *e)
{
    e->xy = malloc((2 * most + 1) * sizeof *e->xy);
    e->day = malloc((most + 1) * sizeof *e->day);
    e->held = malloc((most + 1) * sizeof *e->held);
    e->chain = malloc((most + 1) * sizeof *e->chain);
    e->count = calloc(most + 1, sizeof *e->count);
    return e->xy && e->day && e->held && e->chain && e->count;
}

static void free_events(chained_events *e)
{
    free(e->xy);
    free(e->day);
    free(e->held);
    free(e->chain);
    free(e->count);
}

static void list_events(const lb_placebo_places *places, const bool *chosen, size_t period,
                        chained_events *e)
{
    const lb_located_events *l = places->located;
    for (size_t i = 0; i < l->points.count; i++) {
        const lb_event_point *point = &l->points.point[i];
        if (l->cell[i] == SIZE_MAX || lb_placebo_period(places, point) != period)
            continue;
        e->xy[2 * e->n] = point->x;
        e->xy[2 * e->n + 1] = point->y;
        e->day[e->n] = point->day == LB_UNDATED_DAY ? LB_NO_DAY : point->day;
        e->held[e->n] = lb_placebo_holds(places, chosen, point);
        e->dated += point->day != LB_UNDATED_DAY;
        e->n++;
    }
}

/* Of n drawn with replacement from n counts, the variance of the sum is n times that of one:
 * the sum of squares less the square of the sum over n. Counts are whole, so that it is exact. */
static double resampled_error(double squares, double total, size_t n)
{
    return sqrt(fmax(0, squares - total * total / (double)n));
}

lb_status lb_placebo_chain_spread(const lb_placebo_places *places, const bool *chosen,
                                  size_t period, lb_placebo_spread *out)
{
    chained_events e = {.n = 0};
    double total = 0, squares = 0;
    *out = (lb_placebo_spread){.chains = 0};
    lb_status status = allocate_events(places->located->points.count, &e) ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        list_events(places, chosen, period, &e);
    lb_event_chains_input in = {e.xy, e.day, e.n, LB_PLACEBO_CHAIN_DISTANCE, LB_PLACEBO_CHAIN_DAYS};
    if (status == LB_OK && e.dated > 0) {
        status = lb_event_chains(&in, e.chain, &out->chains);
        for (size_t i = 0; i < e.n && status == LB_OK; i++) {
            e.count[e.chain[i]] += e.held[i];
            total += e.held[i];
        }
        for (size_t k = 0; k < out->chains; k++)
            squares += e.count[k] * e.count[k];
        out->error = resampled_error(squares, total, out->chains);
        out->independent = resampled_error(total, total, e.n);
    }
    free_events(&e);
    return status;
}
