/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/hotspot/concentration.h"
#include "kernel/hotspot/ranked_units.h"
#include "kernel/hotspot/alias_table.h"
#include "kernel/hotspot/multinomial.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

static const lb_concentration_draws many = {
    .draws = 4000, .seed = 7, .stream = 3, .confidence = 0.95, .threads = 2};

START_TEST(gini_of_sparse_counts_is_that_of_bernasco_and_steenbeek)
{
    /* Printed by their package lorenzgini. */
    const struct {
        uint32_t first[3];
        size_t n;
        double gini, generalised, unbiased;
    } printed[] = {{{10, 8, 2}, 10, 0.78, 0.78, 0.78 * 10 / 9},
                   {{5, 2, 1}, 10, 0.80, 0.75, 0.75 * 8 / 7},
                   {{10, 0, 0}, 10, 0.9, 0.9, 1},
                   {{10, 0, 0}, 100, 0.99, 0.9, 1}};
    for (size_t k = 0; k < sizeof printed / sizeof *printed; k++) {
        uint32_t count[100] = {0};
        double value[LB_CONCENTRATION_MEASURES];
        memcpy(count + 4, printed[k].first, sizeof printed[k].first);
        ck_assert_int_eq(lb_concentration_of_counts(count, printed[k].n, value), LB_OK);
        ck_assert_double_eq_tol(value[LB_GINI], printed[k].gini, 1e-12);
        ck_assert_double_eq_tol(value[LB_GINI_GENERALISED], printed[k].generalised, 1e-12);
        ck_assert_double_eq_tol(value[LB_GINI_UNBIASED], printed[k].unbiased, 1e-12);
    }
    for (size_t n = 4; n < 100; n++) { /* one event each: as even as can be, and no less */
        uint32_t count[100] = {1, 1, 1};
        double value[LB_CONCENTRATION_MEASURES];
        ck_assert_int_eq(lb_concentration_of_counts(count, n, value), LB_OK);
        ck_assert(value[LB_GINI_GENERALISED] >= 0 && value[LB_GINI_GENERALISED] < 1e-12);
    }
}
END_TEST

START_TEST(fewest_units_reach_a_quarter_and_half_of_the_events)
{
    const uint32_t count[] = {1, 0, 3, 2, 2, 0, 0, 0, 0, 0}; /* 8 events: 2 and 4 are needed */
    double value[LB_CONCENTRATION_MEASURES];
    ck_assert_int_eq(lb_concentration_of_counts(count, 10, value), LB_OK);
    ck_assert_double_eq(value[LB_UNITS], 10);
    ck_assert_double_eq(value[LB_UNITS_WITH_EVENTS], 4);
    ck_assert_double_eq_tol(value[LB_SHARE_UNITS_25], 0.1, 1e-15);
    ck_assert_double_eq_tol(value[LB_SHARE_UNITS_50], 0.2, 1e-15);
    const uint32_t none[4] = {0};
    ck_assert_int_eq(lb_concentration_of_counts(none, 4, value), LB_OK);
    ck_assert(isnan(value[LB_GINI]) && isnan(value[LB_SHARE_UNITS_25]));
    ck_assert_double_eq(value[LB_UNITS_WITH_EVENTS], 0);
}
END_TEST

START_TEST(chance_hits_as_many_units_as_its_formula_says)
{
    lb_concentration_spread s[LB_CONCENTRATION_MEASURES];
    ck_assert_int_eq(lb_concentration_by_chance(NULL, 50, 30, &many, s), LB_OK);
    double expected = 50 * (1 - pow(1 - 1 / 50.0, 30));
    ck_assert_double_eq_tol(s[LB_UNITS_WITH_EVENTS].mean, expected, 0.15);
    ck_assert(s[LB_UNITS_WITH_EVENTS].low < expected && s[LB_UNITS_WITH_EVENTS].high > expected);
    double weight[50] = {[3] = 1, [4] = 3}; /* two units: both are hit but with 0.25^30 + 0.75^30 */
    ck_assert_int_eq(lb_concentration_by_chance(weight, 50, 30, &many, s), LB_OK);
    ck_assert_double_eq_tol(s[LB_UNITS_WITH_EVENTS].mean, 2, 0.01);
    double nothing[2] = {0, 0};
    ck_assert_int_eq(lb_concentration_by_chance(nothing, 2, 30, &many, s), LB_E_USAGE);
}
END_TEST

START_TEST(draws_do_not_depend_on_threads)
{
    const uint32_t count[] = {4, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 1};
    lb_concentration_draws one = many;
    lb_concentration_spread a[LB_CONCENTRATION_MEASURES], b[LB_CONCENTRATION_MEASURES];
    one.threads = 1;
    ck_assert_int_eq(lb_concentration_bootstrap(count, 12, &many, a), LB_OK);
    ck_assert_int_eq(lb_concentration_bootstrap(count, 12, &one, b), LB_OK);
    ck_assert_mem_eq(a, b, sizeof a);
    ck_assert_double_eq_tol(a[LB_UNITS_WITH_EVENTS].mean, 4, 0.1);
    ck_assert_int_eq(lb_concentration_by_chance(NULL, 12, 8, &many, a), LB_OK);
    ck_assert_int_eq(lb_concentration_by_chance(NULL, 12, 8, &one, b), LB_OK);
    ck_assert_mem_eq(a, b, sizeof a);
}
END_TEST

START_TEST(alias_table_has_the_weights_it_was_made_of)
{
    const double weight[] = {1, 0, 5, 2, 0.5, 1.5};
    lb_alias_table t;
    ck_assert_int_eq(lb_alias_table_make(weight, 6, &t), LB_OK);
    double mass[6] = {0};
    for (size_t i = 0; i < 6; i++) {
        mass[i] += t.keep[i] / 6;
        mass[t.other[i]] += (1 - t.keep[i]) / 6;
    }
    for (size_t i = 0; i < 6; i++)
        ck_assert_double_eq_tol(mass[i], weight[i] / 10, 1e-15);
    ck_assert_uint_eq(lb_alias_table_draw(&t, 0), 0);
    lb_alias_table_clear(&t);
    const double bad[] = {1, -1};
    ck_assert_int_eq(lb_alias_table_make(bad, 2, &t), LB_E_USAGE);
}
END_TEST

/* Mean and variance of each category of 3 000 sets of draws: N p and N p (1 - p), within 4.5
 * standard errors. Expected counts of 0, below 10 and far above it go by different ways. */
START_TEST(draws_at_once_have_the_moments_of_draws_one_by_one)
{
    enum { SETS = 3000, DRAWS = 2000 };
    const double weight[] = {1, 0, 5, 993.5, 0.5, 1000};
    lb_multinomial m, equal;
    double sum[6] = {0}, square[6] = {0};
    ck_assert_int_eq(lb_multinomial_make(weight, 6, DRAWS, &m), LB_OK);
    for (uint64_t set = 0; set < SETS; set++) {
        uint32_t drawn[6], all = 0;
        lb_multinomial_draw(&m, lb_random_key(3, set), drawn);
        for (size_t i = 0; i < 6; i++) {
            all += drawn[i];
            sum[i] += drawn[i];
            square[i] += (double)drawn[i] * drawn[i];
        }
        ck_assert_uint_eq(all, DRAWS);
    }
    for (size_t i = 0; i < 6; i++) {
        double p = weight[i] / 2000, mean = DRAWS * p, variance = mean * (1 - p);
        double is = sum[i] / SETS, spread = square[i] / SETS - is * is;
        double kurtosis = variance > 0 ? 2 + 1 / variance : 0;
        ck_assert_double_le(fabs(is - mean), 4.5 * sqrt(variance / SETS));
        ck_assert_double_le(fabs(spread - variance), 4.5 * variance * sqrt(kurtosis / SETS));
    }
    lb_multinomial_clear(&m);
    uint32_t drawn[3];
    ck_assert_int_eq(lb_multinomial_make(NULL, 3, 7, &equal), LB_OK);
    lb_multinomial_draw(&equal, lb_random_key(3, 0), drawn);
    ck_assert_uint_eq(drawn[0] + drawn[1] + drawn[2], 7);
    lb_multinomial_clear(&equal);
}
END_TEST

/* 100 units, 20 000 events: units are drawn at once; in the mean as many are met with as few events
 * as Poisson counts of 200 lead one to expect. */
START_TEST(chance_of_many_events_a_unit_is_even)
{
    lb_concentration_spread s[LB_CONCENTRATION_MEASURES];
    lb_concentration_draws how = many;
    how.draws = 500;
    ck_assert_int_eq(lb_concentration_by_chance(NULL, 100, 20000, &how, s), LB_OK);
    ck_assert_double_eq(s[LB_UNITS_WITH_EVENTS].mean, 100);
    /* The Gini of normal variables: sd / (mean sqrt(pi)), times (n - 1) / n. */
    ck_assert_double_eq_tol(s[LB_GINI].mean, sqrt(1 / 200.0 / acos(-1)) * 0.99, 2e-4);
}
END_TEST

START_TEST(equal_keys_share_what_is_left_of_the_quota)
{
    const double key[] = {2, 5, 2, NAN, 2}, cost[] = {10, 10, 10, 10, 20}, gain[] = {1, 2, 3, 9, 4};
    double part[5];
    size_t order[5];
    ck_assert_int_eq(lb_ranked_order(key, 5, order), LB_OK);
    ck_assert(order[0] == 1 && order[4] == 3);
    lb_ranked_parts(key, order, cost, 5, 30, part); /* 10 of unit 1, 20 of 40 of the three equal */
    ck_assert_double_eq(part[1], 1);
    ck_assert_double_eq(part[0], 0.5);
    ck_assert_double_eq(part[4], 0.5);
    ck_assert_double_eq(part[3], 0);
    ck_assert_double_eq(lb_ranked_sum(part, gain, 5), 2 + 4);
    lb_ranked_parts(key, order, cost, 5, 1e9, part);
    ck_assert_double_eq(lb_ranked_sum(part, gain, 5), 19);
}
END_TEST

/* 0.1 + 0.2 + 0.3 is 0.6000000000000001 in doubles, and 0.6 without their rounding. */
START_TEST(what_rounding_leaves_of_the_quota_holds_nobody)
{
    const double key[] = {4, 3, 2, 1}, cost[] = {0.1, 0.2, 0.3, 0};
    double part[4], quota = cost[0] + cost[1] + cost[2];
    size_t order[4];
    ck_assert_int_eq(lb_ranked_order(key, 4, order), LB_OK);
    lb_ranked_parts(key, order, cost, 4, quota, part);
    ck_assert_double_eq(part[2], 1);
    ck_assert_double_eq(part[3], 0);
    lb_ranked_parts(key, order, cost, 4, 0.61, part);
    ck_assert_double_eq(part[3], 1);
}
END_TEST

LB_TEST_MAIN("concentration", gini_of_sparse_counts_is_that_of_bernasco_and_steenbeek,
             fewest_units_reach_a_quarter_and_half_of_the_events,
             chance_hits_as_many_units_as_its_formula_says, draws_do_not_depend_on_threads,
             alias_table_has_the_weights_it_was_made_of,
             draws_at_once_have_the_moments_of_draws_one_by_one,
             chance_of_many_events_a_unit_is_even, equal_keys_share_what_is_left_of_the_quota,
             what_rounding_leaves_of_the_quota_holds_nobody)
