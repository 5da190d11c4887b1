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

LB_TEST_MAIN("interval", ends_are_exact_when_nothing_or_everything_happened,
             no_value_without_meaning_ends_the_process,
             hundred_million_events_still_have_an_interval, parts_of_events_have_an_interval)
