/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

START_TEST(ends_are_exact_when_nothing_or_everything_happened)
{
    for (int m = 0; m < 2; m++) {
        ck_assert(lb_interval_share((lb_interval_method)m, 0, 7, 0.95).low == 0);
        ck_assert(lb_interval_share((lb_interval_method)m, 7, 7, 0.95).high == 1);
    }
    ck_assert(lb_interval_poisson(0, 0.95).low == 0);
}
END_TEST

START_TEST(no_value_without_meaning_ends_the_process)
{
    const double odd[] = {NAN, INFINITY, -INFINITY, -1, 0, 1e-300, 1e300};
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < 7; j++) {
            lb_interval w = lb_interval_wilson(odd[i], odd[j], 0.95);
            lb_interval c = lb_interval_clopper_pearson(odd[i], 10, odd[j]);
            lb_interval r = lb_interval_rate_ratio(5, odd[i], 7, odd[j], 0.95);
            ck_assert(isnan(w.low) || (w.low >= 0 && w.high <= 1));
            ck_assert(isnan(c.low) || (c.low >= 0 && c.high <= 1));
            ck_assert(isnan(r.low) == isnan(r.high));
        }
    ck_assert(isnan(lb_interval_poisson(NAN, 0.95).low));
    ck_assert(isnan(lb_interval_poisson(3, NAN).high));
}
END_TEST

/* GSL's own quantiles give up here. */
START_TEST(hundred_million_events_still_have_an_interval)
{
    lb_interval share = lb_interval_clopper_pearson(5e7, 1e8, 0.95);
    ck_near(share.low, 0.499901996797, 1e-11);
    ck_near(share.high, 0.500098003203, 1e-11);
    lb_interval count = lb_interval_poisson(1e9, 0.95);
    ck_near(count.low, 999938021.5, 1);
    ck_near(count.high, 1000061981.0, 1);
}
END_TEST

START_TEST(parts_of_events_have_an_interval)
{
    lb_interval share = lb_interval_clopper_pearson(0.5, 3.5, 0.95);
    ck_near(share.low, 0.00013064637694, 1e-13);
    ck_near(share.high, 0.76740936598373, 1e-13);
}
END_TEST

START_TEST(one_count_alone_has_the_interval_it_has_anyway)
{
    for (int method = LB_WILSON; method <= LB_CLOPPER_PEARSON; method++)
        for (double x = 0; x <= 30; x += 2.5) {
            double all[] = {x, x + 1e-9 < 30 ? x + 1e-9 : x - 1e-9}, weight[] = {3, 2};
            lb_interval e = lb_interval_share((lb_interval_method)method, x, 30, 0.95);
            lb_interval one =
                lb_interval_share_mixed((lb_interval_method)method,
                                        &(lb_count_distribution){1, all, weight, NULL}, 30, 0.95);
            lb_interval two =
                lb_interval_share_mixed((lb_interval_method)method,
                                        &(lb_count_distribution){2, all, weight, NULL}, 30, 0.95);
            ck_assert(one.low == e.low && one.high == e.high);
            ck_near(two.low, e.low, 1e-7);
            ck_near(two.high, e.high, 1e-7);
        }
}
END_TEST

/* Half of the tails at 5, half at 95 of 100: at each end only one of them counts, by half. */
START_TEST(mixed_counts_have_a_wider_interval_than_their_mean)
{
    double x[] = {5, 95}, weight[] = {1, 1};
    lb_interval mixed =
        lb_interval_share_mixed(LB_WILSON, &(lb_count_distribution){2, x, weight, NULL}, 100, 0.95);
    ck_near(mixed.low, lb_interval_wilson(5, 100, 0.90).low, 1e-9);
    ck_near(mixed.high, lb_interval_wilson(95, 100, 0.90).high, 1e-9);
    weight[1] = 0;
    mixed =
        lb_interval_share_mixed(LB_WILSON, &(lb_count_distribution){2, x, weight, NULL}, 100, 0.95);
    ck_near(mixed.high, lb_interval_wilson(5, 100, 0.95).high, 1e-15);
    x[1] = 101;
    ck_assert(isnan(
        lb_interval_share_mixed(LB_WILSON, &(lb_count_distribution){2, x, weight, NULL}, 100, 0.95)
            .low));
    ck_assert(isnan(
        lb_interval_share_mixed(LB_WILSON, &(lb_count_distribution){0, x, weight, NULL}, 100, 0.95)
            .low));
}
END_TEST

START_TEST(gamma_quantiles_of_tables)
{
    /* Half of chi-squared quantiles of twice the shape degrees: 18.307 of 10 at 0.95. */
    ck_near(lb_interval_gamma(1, 0.5), 0.69314718055994531, 1e-14);
    ck_near(lb_interval_gamma(5, 0.95), 18.307038053275146 / 2, 1e-12);
    ck_assert(isnan(lb_interval_gamma(0, 0.5)) && isnan(lb_interval_gamma(1, 1)));
}
END_TEST

/* P(at most k) of a Poisson count, term by term. */
static double poisson_sum(int k, double mean)
{
    double term = exp(-mean), sum = 0;
    for (int i = 0; i <= k; i++, term *= mean / i)
        sum += term;
    return sum;
}

START_TEST(mixed_poisson_counts_have_the_tails_of_both)
{
    const double x[] = {0, 3, 4}, weight[] = {1, 2, 1}, none[] = {1, 0, 0};
    lb_count_distribution mix = {3, x, weight, NULL};
    lb_interval found = lb_interval_poisson_mixed(&mix, 0.95);
    double below = 1 + 2 * (1 - poisson_sum(2, found.low)) + 1 - poisson_sum(3, found.low);
    double above =
        poisson_sum(0, found.high) + 2 * poisson_sum(3, found.high) + poisson_sum(4, found.high);
    ck_near(found.low, 0, 1e-9); /* one in four has no event, which no mean is too small for */
    ck_assert(below / 4 > 0.025);
    ck_near(above / 4, 0.025, 1e-9);
    mix = (lb_count_distribution){2, x + 1, weight + 1, NULL};
    found = lb_interval_poisson_mixed(&mix, 0.9);
    ck_near((2 * (1 - poisson_sum(2, found.low)) + 1 - poisson_sum(3, found.low)) / 3, 0.05, 1e-9);
    mix = (lb_count_distribution){3, x, none, NULL};
    ck_near(lb_interval_poisson_mixed(&mix, 0.95).high, lb_interval_poisson(0, 0.95).high, 0);
}
END_TEST

LB_TEST_MAIN("interval", mixed_poisson_counts_have_the_tails_of_both, gamma_quantiles_of_tables,
             ends_are_exact_when_nothing_or_everything_happened,
             no_value_without_meaning_ends_the_process,
             hundred_million_events_still_have_an_interval, parts_of_events_have_an_interval,
             one_count_alone_has_the_interval_it_has_anyway,
             mixed_counts_have_a_wider_interval_than_their_mean)
