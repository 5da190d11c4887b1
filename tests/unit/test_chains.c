/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernel/hotspot/event_chains.h"
#include "kernel/statistics/random.h"
#include "kernel/statistics/resample.h"
#include "tests/support/support.h"

enum { MANY = 600 };

START_TEST(chains_are_of_events_near_in_place_and_in_time)
{
    const double xy[] = {0, 0, 120, 160, 240, 320, 0, 0, 0, 0, 0, 0, 5000, 0};
    const int64_t day[] = {10, 24, 38, 25, 60, LB_NO_DAY, 10};
    const size_t expected[] = {0, 0, 0, 0, 1, 2, 3};
    size_t chain[7], chains;
    lb_event_chains_input in = {xy, day, 7, 200, 14};
    ck_assert_int_eq(lb_event_chains(&in, chain, &chains), LB_OK);
    ck_assert_uint_eq(chains, 4);
    for (int i = 0; i < 7; i++)
        ck_assert_uint_eq(chain[i], expected[i]);
    in.distance = 199.9; /* the first three are 200 m from each other */
    ck_assert_int_eq(lb_event_chains(&in, chain, &chains), LB_OK);
    ck_assert_uint_eq(chains, 7);
    in.distance = 200;
    in.days = 13;
    ck_assert_int_eq(lb_event_chains(&in, chain, &chains), LB_OK);
    ck_assert_uint_eq(chains, 6); /* the second and the fourth by one day */
}
END_TEST

/* Against all pairs, joined until nothing changes. */
static size_t chains_by_all_pairs(const lb_event_chains_input *in, size_t *chain)
{
    for (size_t i = 0; i < in->n; i++)
        chain[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < in->n; i++)
            for (size_t k = 0; k < i; k++) {
                double d =
                    hypot(in->xy[2 * i] - in->xy[2 * k], in->xy[2 * i + 1] - in->xy[2 * k + 1]);
                if (chain[i] == chain[k] || d > in->distance ||
                    llabs(in->day[i] - in->day[k]) > in->days)
                    continue;
                chain[i] = chain[k] = chain[i] < chain[k] ? chain[i] : chain[k];
                changed = true;
            }
    }
    size_t chains = 0;
    for (size_t i = 0; i < in->n; i++)
        chains += chain[i] == i;
    return chains;
}

START_TEST(chains_are_those_of_all_pairs)
{
    double *xy = malloc(2 * MANY * sizeof *xy);
    int64_t *day = malloc(MANY * sizeof *day);
    size_t *chain = malloc(MANY * sizeof *chain), *expected = malloc(MANY * sizeof *expected);
    for (uint64_t seed = 0; seed < 20; seed++) {
        for (size_t i = 0; i < MANY; i++) { /* in clumps, some at one place */
            double clump = floor(12 * lb_random_uniform(seed, 0, i));
            double spread = clump < 3 ? 0 : 60 * clump;
            xy[2 * i] = clump * 400 - 1500 + spread * lb_random_uniform(seed, 1, i);
            xy[2 * i + 1] = -clump * 100 + spread * lb_random_uniform(seed, 2, i);
            day[i] = (int64_t)(400 * lb_random_uniform(seed, 3, i)) - 200;
        }
        lb_event_chains_input in = {xy, day, MANY, 50 + 10 * (double)seed, (int64_t)seed / 2};
        size_t chains;
        ck_assert_int_eq(lb_event_chains(&in, chain, &chains), LB_OK);
        ck_assert_uint_eq(chains, chains_by_all_pairs(&in, expected));
        for (size_t i = 1; i < MANY; i++)
            for (size_t k = 0; k < i; k++)
                ck_assert_int_eq(chain[i] == chain[k], expected[i] == expected[k]);
    }
    free(xy);
    free(day);
    free(chain);
    free(expected);
}
END_TEST

/* Mean n p and variance n p (1 - p) within four standard errors. */
START_TEST(binomial_numbers_have_its_mean_and_variance)
{
    static const struct {
        size_t n;
        double p;
    } c[] = {{1, 0.3}, {10, 0.5}, {1000, 0.001}, {1000, 0.37}, {100000, 0.9}};
    enum { DRAWS = 20000 };
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        double sum = 0, square = 0, n = (double)c[i].n, mean = n * c[i].p,
               variance = mean * (1 - c[i].p);
        for (uint64_t d = 0; d < DRAWS; d++) {
            size_t x = lb_random_binomial(lb_random_uniform(7, i, d), c[i].n, c[i].p);
            ck_assert_uint_le(x, c[i].n);
            sum += (double)x - mean;
            square += ((double)x - mean) * ((double)x - mean);
        }
        double fourth = 3 + (1 - 6 * c[i].p * (1 - c[i].p)) / variance; /* kurtosis */
        ck_assert_double_le(fabs(sum / DRAWS), 4 * sqrt(variance / DRAWS));
        ck_assert_double_le(fabs(square / DRAWS - variance),
                            4 * variance * sqrt((fourth - 1) / DRAWS));
    }
    ck_assert_uint_eq(lb_random_binomial(0.999999999999, 3, 0), 0);
    ck_assert_uint_eq(lb_random_binomial(0, 3, 1), 3);
    ck_assert_uint_eq(lb_random_binomial(1 - 0x1p-53, 0, 0.5), 0);
}
END_TEST

START_TEST(as_many_are_drawn_as_there_are)
{
    const size_t size[] = {1, 0, 30, 5, 1};
    size_t times[5], total[5] = {0};
    for (uint64_t d = 0; d < 2000; d++) {
        size_t drawn = 0;
        lb_resample(size, 5, 3, d, times);
        for (int k = 0; k < 5; k++) {
            drawn += times[k];
            total[k] += times[k];
        }
        ck_assert_uint_eq(drawn, 37);
    }
    ck_assert_uint_eq(total[1], 0);
    for (int k = 0; k < 5; k++)
        ck_assert_double_le(fabs((double)total[k] / 2000 - (double)size[k]), 0.25);
}
END_TEST

LB_TEST_MAIN("chains", chains_are_of_events_near_in_place_and_in_time,
             chains_are_those_of_all_pairs, binomial_numbers_have_its_mean_and_variance,
             as_many_are_drawn_as_there_are)
