/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/statistics/displacement.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

static lb_difference_term term(double events, double weight)
{
    return (lb_difference_term){{events, events}, 1 / weight};
}

START_TEST(wdd_of_wheeler_and_ratcliffe_comes_out)
{
    /* Control 308 to 318, treated 207 to 110; displacement: control 150 to 140, treated 178 to 157
     */
    lb_difference_term t[] = {term(110, 1), term(207, -1), term(318, -1), term(308, 1),
                              term(157, 1), term(178, -1), term(140, -1), term(150, 1)};
    lb_difference d = lb_weighted_difference(t, 8, 0.95);
    ck_assert_double_eq(d.value, -118);
    ck_assert_double_eq_tol(d.error * d.error, 1568, 1e-9);
    ck_assert_double_eq_tol(d.value / d.error, -2.98, 5e-3);
    ck_assert_double_eq_tol(d.interval.low, -196, 0.5);
    ck_assert_double_eq_tol(d.interval.high, -40, 0.5);
    ck_assert_double_eq_tol(d.p, 0.00288, 5e-6);
}
END_TEST

START_TEST(weights_of_ground_and_of_time_come_out)
{
    lb_difference_term ground[] = {term(110, 1.2),  term(207, -1.2), term(318, -0.9),
                                   term(308, 0.9),  term(157, 1.5),  term(178, -1.5),
                                   term(140, -1.6), term(150, 1.6)};
    lb_difference d = lb_weighted_difference(ground, 8, 0.95);
    ck_assert_double_eq_tol(d.value, -99.69444, 5e-6);
    ck_assert_double_eq_tol(d.error, 35.42808, 5e-6);
    ck_assert_double_eq_tol(d.value / d.error, -2.813995, 5e-7);
    ck_assert_double_eq_tol(d.interval.low, -169.1322, 5e-5);
    ck_assert_double_eq_tol(d.interval.high, -30.2567, 5e-5);
    /* Before is twice as long: control 100 to 50, treated 80 to 20 */
    lb_difference_term time[] = {term(20, 1), term(80, -2), term(50, -1), term(100, 2)};
    d = lb_weighted_difference(time, 4, 0.95);
    ck_assert_double_eq(d.value, -20);
    ck_assert_double_eq_tol(d.error, sqrt(115), 1e-12);
}
END_TEST

START_TEST(means_of_units_and_years_are_weights_too)
{
    /* Cigarettes in California and 38 other states, 19 years before and 12 after: Abadie, Diamond
     * and Hainmueller 2010 */
    lb_difference_term t[] = {term(724.20000077, 12), term(2208.00000002, -19),
                              term(46538.49995866, -12.0 * 38), term(94271.20001994, 19.0 * 38)};
    ck_assert_double_eq_tol(lb_weighted_difference(t, 4, 0.95).value, -27.34911, 5e-6);
}
END_TEST

START_TEST(e_test_of_none_and_three_is_that_of_its_authors)
{
    ck_assert_double_eq_tol(lb_e_test(0, 1, 3, 1), 0.0884, 5e-5);
    ck_assert_double_eq_tol(lb_e_test(3, 1, 0, 1), 0.0884, 5e-5);
    ck_assert_double_eq(lb_e_test(0, 1, 0, 3), 1);
    ck_assert_double_eq_tol(lb_e_test(4, 2, 2, 1), 1, 1e-9);
    lb_difference_term pair[] = {term(0, 1), term(3, -1)};
    lb_difference d = lb_weighted_difference(pair, 2, 0.95);
    ck_assert_double_eq(d.value, -3);
    ck_assert_double_eq_tol(d.p, 0.0884, 5e-5);
    ck_assert(d.interval.low < -3 && d.interval.high > 0 && d.interval.high < 1);
}
END_TEST

START_TEST(an_equal_change_is_none)
{
    lb_difference_term t[] = {term(40, 1), term(60, -1), term(20, -1), term(40, 1)};
    lb_difference d = lb_weighted_difference(t, 4, 0.95);
    ck_assert_double_eq(d.value, 0);
    ck_assert_double_eq_tol(d.p, 1, 1e-12);
    lb_interval interval;
    t[2] = term(80, -1);
    t[3] = term(120, 1);
    ck_assert_double_eq_tol(lb_ratio_of_counts(t, 4, 0.95, &interval), 1, 1e-12);
    double spread = exp(1.959963984540054 * sqrt(1 / 40.0 + 1 / 60.0 + 1 / 80.0 + 1 / 120.0));
    ck_assert_double_eq_tol(interval.low, 1 / spread, 1e-12);
    ck_assert_double_eq_tol(interval.high, spread, 1e-12);
    t[0] = term(0, 1);
    ck_assert_double_eq(lb_ratio_of_counts(t, 4, 0.95, &interval), 0);
    ck_assert(isnan(interval.low) && isnan(interval.high));
    t[1] = term(0, -1);
    ck_assert(isnan(lb_ratio_of_counts(t, 4, 0.95, &interval)));
    /* From 20 to 28, and in the controls from none to one: not 100 % fewer. */
    lb_difference_term from_none[] = {term(28, 1), term(20, -1), term(1, -1), term(0, 1)};
    ck_assert(isnan(lb_ratio_of_counts(from_none, 4, 0.95, &interval)));
    ck_assert(isnan(interval.low) && isnan(interval.high));
}
END_TEST

START_TEST(weighted_events_are_as_unsure_as_fewer_plain_ones)
{
    /* 100 events of weight 1/4 are 25, with the variance of 100/16. */
    lb_difference_term t[] = {{{25, 6.25}, 1}, term(30, -1)};
    lb_difference d = lb_weighted_difference(t, 2, 0.95);
    ck_assert_double_eq(d.value, -5);
    ck_assert_double_eq_tol(d.error, sqrt(36.25), 1e-12);
    lb_interval interval;
    ck_assert_double_eq_tol(lb_ratio_of_counts(t, 2, 0.95, &interval), 25 / 30.0, 1e-12);
    ck_assert_double_eq_tol(log(interval.high / interval.low),
                            2 * 1.959963984540054 * sqrt(1 / 100.0 + 1 / 30.0), 1e-12);
}
END_TEST

START_TEST(slope_of_counts_that_double_each_step_is_log_two)
{
    lb_weighted_count treated[5], control[5];
    lb_interval interval;
    for (int i = 0; i < 5; i++) {
        treated[i].events = treated[i].variance = 1000000.0 * (1 << i);
        control[i].events = control[i].variance = 3000000;
    }
    ck_assert_double_eq_tol(lb_log_ratio_slope(treated, control, 5, 0.95, &interval), log(2), 1e-6);
    ck_assert(interval.low < log(2) && interval.high > log(2) && interval.high < 0.7);
    ck_assert_double_eq_tol(lb_log_ratio_slope(treated, NULL, 5, 0.95, &interval), log(2), 1e-6);
    ck_assert(isnan(lb_log_ratio_slope(treated, control, 2, 0.95, &interval)));
    lb_weighted_count none[3] = {{0, 0}, {0, 0}, {0, 0}};
    ck_assert_double_eq_tol(lb_log_ratio_slope(none, none, 3, 0.95, &interval), 0, 1e-12);
}
END_TEST

/* A Poisson count by counting exponential gaps. */
static double poisson_draw(double mean, uint64_t stream)
{
    double sum = 0;
    uint64_t n = 0;
    while ((sum -= log1p(-lb_random_uniform(11, stream, n))) < mean)
        n++;
    return (double)n;
}

static lb_count_change change(double before, double after)
{
    return (lb_count_change){{before, before}, {after, after}};
}

/* Areas 200 to 100, ring 80 to 100, controls 100 to 100: for each event fewer in the areas the ring
 * has a fifth of one more. */
START_TEST(quotient_of_displacement_by_hand)
{
    ck_near(lb_displacement_quotient(change(200, 100), change(80, 100), change(100, 100), 0.95),
            (1 - 0.8) / (1 - 2.0), 1e-12);
    /* Controls that halve everything: nothing has happened beside them. */
    ck_assert(
        isnan(lb_displacement_quotient(change(200, 100), change(80, 100), change(100, 50), 0.95)));
    /* A benefit spread: the ring fell too. */
    ck_assert(lb_displacement_quotient(change(200, 100), change(80, 40), change(100, 100), 0.95) >
              0);
    ck_assert(
        isnan(lb_displacement_quotient(change(200, 100), change(80, 40), change(0, 100), 0.95)));
    ck_assert(isnan(lb_displacement_quotient(change(20, 19), change(8, 4), change(10, 10), 0.95)));
}
END_TEST

START_TEST(intervals_hold_the_truth_in_95_of_100_poisson_worlds)
{
    static const double means[][4] = {
        {40, 60, 50, 55}, {3, 5, 4, 4}, {12, 20, 6, 8}, {1, 2, 30, 40}, {150, 100, 90, 80}};
    static const double factor[] = {1, -1, -1, 1};
    for (size_t world = 0; world < 5; world++) {
        int holds = 0, draws = 4000;
        double truth = 0;
        for (int i = 0; i < 4; i++)
            truth += factor[i] * means[world][i];
        for (int k = 0; k < draws; k++) {
            lb_difference_term t[4];
            for (uint64_t i = 0; i < 4; i++)
                t[i] = term(poisson_draw(means[world][i], ((uint64_t)k * 8 + world) * 4 + i),
                            factor[i]);
            lb_difference d = lb_weighted_difference(t, 4, 0.95);
            holds += d.interval.low <= truth && truth <= d.interval.high;
        }
        double coverage = (double)holds / draws;
        ck_assert_msg(coverage > 0.93 && coverage < 0.97, "world %zu: %g", world, coverage);
    }
}
END_TEST

LB_TEST_MAIN("displacement", wdd_of_wheeler_and_ratcliffe_comes_out,
             weights_of_ground_and_of_time_come_out, means_of_units_and_years_are_weights_too,
             e_test_of_none_and_three_is_that_of_its_authors, an_equal_change_is_none,
             weighted_events_are_as_unsure_as_fewer_plain_ones,
             slope_of_counts_that_double_each_step_is_log_two, quotient_of_displacement_by_hand,
             intervals_hold_the_truth_in_95_of_100_poisson_worlds)
