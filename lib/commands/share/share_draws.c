/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/sum.h"
#include "commands/share/share_draws.h"

static int compare_draws(const void *a, const void *b)
{
    const lb_share_draw *p = a, *q = b;
    LB_COMPARE(p->x, q->x);
    return (p->n > q->n) - (p->n < q->n);
}

/* Equal draws are one, whose number is its weight. */
static size_t merge_equal(const lb_share_draw *draw, size_t draws, double *x, double *n,
                          double *weight)
{
    size_t kept = 0;
    for (size_t d = 0; d < draws; d++) {
        if (!(draw[d].n > 0))
            continue;
        if (kept == 0 || compare_draws(&(lb_share_draw){x[kept - 1], n[kept - 1]}, &draw[d]) != 0) {
            x[kept] = draw[d].x;
            n[kept] = draw[d].n;
            weight[kept++] = 0;
        }
        weight[kept - 1]++;
    }
    return kept;
}

lb_status lb_share_draws_mix(lb_share_draw *draw, size_t draws, const lb_share_options *o,
                             lb_interval *out)
{
    double *x = malloc((3 * draws + 1) * sizeof *x);
    if (!x)
        return LB_E_MEMORY;
    double *n = x + draws, *weight = n + draws;
    qsort(draw, draws, sizeof *draw, compare_draws);
    size_t kept = merge_equal(draw, draws, x, n, weight);
    lb_count_distribution mix = {kept, x, weight, n};
    *out = kept > 0 ? lb_interval_share_mixed(o->interval, &mix, 0, o->confidence)
                    : (lb_interval){NAN, NAN};
    free(x);
    return LB_OK;
}

/* Those without events last. */
static int compare_shares(const void *a, const void *b)
{
    const lb_share_draw *p = a, *q = b;
    if (!(p->n > 0) || !(q->n > 0))
        return (q->n > 0) - (p->n > 0);
    double x = p->x / p->n, y = q->x / q->n;
    return (x > y) - (x < y);
}

static double share_quantile(const lb_share_draw *draw, size_t n, double p)
{
    double at = fmin(fmax(p * (double)n - 0.5, 0), (double)(n - 1));
    size_t k = (size_t)at, next = k + 1 < n ? k + 1 : k;
    double low = draw[k].x / draw[k].n, high = draw[next].x / draw[next].n;
    return low + (at - (double)k) * (high - low);
}

lb_interval lb_share_draws_quantiles(lb_share_draw *draw, size_t draws, double confidence)
{
    size_t n = 0;
    qsort(draw, draws, sizeof *draw, compare_shares);
    while (n < draws && draw[n].n > 0)
        n++;
    if (n == 0)
        return (lb_interval){NAN, NAN};
    double tail = (1 - confidence) / 2;
    return (lb_interval){share_quantile(draw, n, tail), share_quantile(draw, n, 1 - tail)};
}

/* Of the shares x / n, in two passes; draws without an event in the period have no share. */
double lb_share_draws_variance(const lb_share_draw *draw, size_t draws)
{
    lb_sum sum = {0}, squares = {0};
    double n = 0;
    for (size_t d = 0; d < draws; d++)
        if (draw[d].n > 0) {
            lb_sum_add(&sum, draw[d].x / draw[d].n);
            n++;
        }
    double mean = lb_sum_value(sum) / n;
    for (size_t d = 0; d < draws; d++)
        if (draw[d].n > 0) {
            double off = draw[d].x / draw[d].n - mean;
            lb_sum_add(&squares, off * off);
        }
    return n > 1 ? lb_sum_value(squares) / (n - 1) : (double)NAN;
}
