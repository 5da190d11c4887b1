/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cases.h"
#include "tests/support/support.h"

static void is_end(const lb_cases *cases, size_t row, const char *column, double actual)
{
    double expected = lb_cases_real(cases, row, column);
    double tolerance = lb_cases_real(cases, row, "tolerance");
    bool same = isnan(expected)   ? isnan(actual)
                : isinf(expected) ? expected == actual
                                  : fabs(actual - expected) <= tolerance;
    ck_assert_msg(same, "%s: %s is %.10g, expected %g within %g", lb_cases_where(cases, row),
                  column, actual, expected, tolerance);
}

static void is_interval(const lb_cases *cases, size_t row, lb_interval actual)
{
    is_end(cases, row, "low", actual.low);
    is_end(cases, row, "high", actual.high);
}

START_TEST(shares_have_their_published_intervals)
{
    lb_cases *c = lb_cases_read("intervals.txt", "shares");
    for (size_t i = 0; i < lb_cases_rows(c); i++) {
        lb_interval_method method =
            lb_cases_is(c, i, "method", "wilson") ? LB_WILSON : LB_CLOPPER_PEARSON;
        lb_interval share =
            lb_interval_share(method, lb_cases_real(c, i, "x"), lb_cases_real(c, i, "n"),
                              lb_cases_real(c, i, "confidence"));
        is_interval(c, i, lb_interval_scale(share, 100));
    }
    lb_cases_free(c);
}
END_TEST

START_TEST(counts_have_their_published_intervals)
{
    lb_cases *c = lb_cases_read("intervals.txt", "counts");
    for (size_t i = 0; i < lb_cases_rows(c); i++)
        is_interval(
            c, i, lb_interval_poisson(lb_cases_real(c, i, "x"), lb_cases_real(c, i, "confidence")));
    lb_cases_free(c);
}
END_TEST

START_TEST(ratios_have_their_published_intervals)
{
    lb_cases *c = lb_cases_read("intervals.txt", "ratios");
    for (size_t i = 0; i < lb_cases_rows(c); i++)
        is_interval(
            c, i,
            lb_interval_rate_ratio(lb_cases_real(c, i, "x"), lb_cases_real(c, i, "exposure_x"),
                                   lb_cases_real(c, i, "y"), lb_cases_real(c, i, "exposure_y"),
                                   lb_cases_real(c, i, "confidence")));
    lb_cases_free(c);
}
END_TEST

LB_TEST_MAIN("intervals", shares_have_their_published_intervals,
             counts_have_their_published_intervals, ratios_have_their_published_intervals)
