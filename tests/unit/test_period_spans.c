/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"
#include "kernel/disclosure/period_spans.h"

enum { DAYS = 12, PERIODS = 4, MOST = 100 };

static int64_t least_days(lb_period *period, size_t n)
{
    int64_t days = 0;
    ck_assert_int_eq(lb_period_spans_least(&(lb_periods){n, n, period}, MOST, &days), LB_OK);
    return days;
}

START_TEST(counts_that_differ_by_days_tell_of_these)
{
    lb_period alone[] = {{"", 10, 50}};
    lb_period longer[] = {{"", 0, 90}, {"", 0, 93}};
    lb_period around[] = {{"", 0, 90}, {"", -2, 93}};
    lb_period chain[] = {{"", 0, 50}, {"", 51, 90}, {"", 1, 88}};
    ck_assert_int_eq(least_days(alone, 1), 40);
    ck_assert_int_eq(least_days(longer, 2), 3);
    ck_assert_int_eq(least_days(around, 2), 5);
    ck_assert_int_eq(least_days(chain, 3), 4); /* 0, 50 and 88, 89 */
}
END_TEST

START_TEST(a_gap_between_periods_is_in_no_count)
{
    lb_period apart[] = {{"", 0, 200}, {"", 203, 400}};
    lb_period bridged[] = {{"", 0, 200}, {"", 203, 400}, {"", 0, 400}};
    ck_assert_int_eq(least_days(apart, 2), MOST);
    ck_assert_int_eq(least_days(bridged, 3), 3);
    ck_assert_int_eq(least_days(NULL, 0), MOST);
}
END_TEST

/* Days of which periods times whole numbers add up to something else than 0; 0: none. */
static int days_told(const lb_period *period, size_t n, const int *times)
{
    int told = 0;
    for (int day = 0; day < DAYS; day++) {
        int sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += period[i].from <= day && day < period[i].to ? times[i] : 0;
        told += sum != 0;
    }
    return told;
}

START_TEST(least_days_are_those_of_all_sums_and_differences)
{
    lb_random random = {1};
    for (int world = 0; world < 2000; world++) {
        lb_period period[PERIODS];
        int best = MOST, times[PERIODS];
        for (size_t i = 0; i < PERIODS; i++) {
            int from = lb_random_below(&random, DAYS - 1);
            period[i] = (lb_period){"", from, from + 1 + lb_random_below(&random, DAYS - from)};
        }
        for (int code = 0; code < 625; code++) {
            for (int i = 0, rest = code; i < PERIODS; i++, rest /= 5)
                times[i] = rest % 5 - 2;
            int told = days_told(period, PERIODS, times);
            best = told > 0 && told < best ? told : best;
        }
        ck_assert_int_eq(least_days(period, PERIODS), best);
    }
}
END_TEST

LB_TEST_MAIN("period_spans", counts_that_differ_by_days_tell_of_these,
             a_gap_between_periods_is_in_no_count, least_days_are_those_of_all_sums_and_differences)
