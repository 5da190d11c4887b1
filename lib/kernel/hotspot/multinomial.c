/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Given their sum, independent Poisson counts are multinomial. So Poisson counts, one a category,
 * of which somewhat fewer than `total` are expected, and what is missing of total drawn one by one,
 * have exactly the distribution of `total` draws. */
#include <math.h>
#include <stdlib.h>

#include "kernel/hotspot/multinomial.h"
#include "kernel/statistics/random.h"
#include "kernel/statistics/resample.h"

enum { NUMBERS = 64, MAX_INVERTED = 64 }; /* of the stream for one count; the greatest count */

/* The numbers of draws one by one, after those of the counts. */
static const uint64_t first_single = UINT64_C(1) << 58;

static const double greatest_inversion = 10; /* a mean */

void lb_multinomial_clear(lb_multinomial *multinomial)
{
    lb_alias_table_clear(&multinomial->table);
    free(multinomial->mean);
    free(multinomial->none);
    *multinomial = (lb_multinomial){.count = 0};
}

/* weight NULL: all categories are equal and no table is needed. none[i] is e^-mean, the chance
 * that a Poisson count is 0, which starts its inversion. */
lb_status lb_multinomial_make(const double *weight, size_t count, size_t total, lb_multinomial *out)
{
    lb_multinomial m = {.count = count, .total = total};
    lb_status status = weight ? lb_alias_table_make(weight, count, &m.table) : LB_OK;
    m.mean = malloc((count + 1) * sizeof *m.mean);
    m.none = malloc((count + 1) * sizeof *m.none);
    if (status == LB_OK && !(m.mean && m.none))
        status = LB_E_MEMORY;
    if (status != LB_OK) {
        lb_multinomial_clear(&m);
        return status;
    }
    /* Five standard deviations fewer than total: more than total come once in millions. */
    double n = (double)total, expected = fmax(n - 5 * sqrt(n), 0);
    for (size_t i = 0; i < count; i++) {
        m.mean[i] = expected * (weight ? weight[i] / m.table.sum : 1 / (double)count);
        m.none[i] = exp(-m.mean[i]);
    }
    *out = m;
    return LB_OK;
}

/* A Poisson count: adds up the probabilities of 0, 1, 2 ... until they pass u. */
static uint32_t invert_poisson(double mean, double none, double u)
{
    uint32_t k = 0;
    double p = none, sum = p;
    while (u >= sum && k < MAX_INVERTED) {
        k++;
        p *= mean / k;
        sum += p;
    }
    return k;
}

/* A Poisson count by transformed rejection (Hörmann 1993, PTRS), two numbers a try; a try is kept
 * four times in five and more. */
static uint32_t reject_poisson(double mean, uint64_t key, uint64_t at)
{
    double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
    double alpha = 1.1239 + 1.1328 / (b - 3.4), sure = 0.9277 - 3.6224 / (b - 2);
    for (uint64_t try = 0; try < NUMBERS / 2; try++) {
        double u = lb_random_of_key(key, at + 2 * try) - 0.5;
        double v = lb_random_of_key(key, at + 2 * try + 1), us = 0.5 - fabs(u);
        double k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= sure)
            return (uint32_t)k;
        if (!(k >= 0 && k < UINT32_MAX) || (us < 0.013 && v > us))
            continue;
        if (log(v * alpha / (a / (us * us) + b)) <= k * log(mean) - mean - lb_log_factorial(k))
            return (uint32_t)k;
    }
    return (uint32_t)mean; /* once in 10^20 */
}

/* Poisson counts of all categories; returns their sum. */
static uint64_t draw_counts(const lb_multinomial *from, uint64_t key, uint64_t at, uint32_t *drawn)
{
    uint64_t all = 0;
    for (size_t i = 0; i < from->count; i++, at += NUMBERS) {
        drawn[i] = from->mean[i] < greatest_inversion
                       ? invert_poisson(from->mean[i], from->none[i], lb_random_of_key(key, at))
                       : reject_poisson(from->mean[i], key, at);
        all += drawn[i];
    }
    return all;
}

void lb_multinomial_draw(const lb_multinomial *from, uint64_t key, uint32_t *drawn)
{
    uint64_t all = draw_counts(from, key, 0, drawn);
    for (uint64_t at = from->count * NUMBERS; all > from->total; at += from->count * NUMBERS)
        all = draw_counts(from, key, at, drawn);
    for (uint64_t e = all; e < from->total; e++)
        drawn[lb_multinomial_category(from, lb_random_of_key(key, first_single + e))]++;
}
