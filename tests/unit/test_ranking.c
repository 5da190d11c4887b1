/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernel/statistics/weighted_percentile.h"
#include "tests/support/support.h"

START_TEST(equal_values_count_half)
{
    static const double value[] = {30, 10, 20, 20}, weight[] = {1, 4, 2, 3};
    lb_weighted_percentile r;
    ck_assert_int_eq(lb_weighted_percentile_make(value, weight, 4, &r), LB_OK);
    ck_assert_uint_eq(r.count, 3);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 20), (4 + 2.5) / 10);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 15), 0.4);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 10), 0.2);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 30), 0.95);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 5), 0);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 99), 1);
    lb_weighted_percentile_clear(&r);
}
END_TEST

START_TEST(what_has_no_value_or_weight_is_left_out)
{
    const double value[] = {1, NAN, 2, 3}, weight[] = {1, 5, 0, NAN};
    lb_weighted_percentile r;
    ck_assert_int_eq(lb_weighted_percentile_make(value, weight, 4, &r), LB_OK);
    ck_assert_uint_eq(r.count, 1);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 2), 1);
    ck_assert(isnan(lb_weighted_percentile_of(&r, (double)NAN)));
    lb_weighted_percentile_clear(&r);
    ck_assert_int_eq(lb_weighted_percentile_make(value, NULL, 4, &r), LB_OK);
    ck_assert_double_eq(lb_weighted_percentile_of(&r, 2), 0.5);
    lb_weighted_percentile_clear(&r);
}
END_TEST

START_TEST(nothing_ranked_gives_no_share)
{
    lb_weighted_percentile r;
    ck_assert_int_eq(lb_weighted_percentile_make(NULL, NULL, 0, &r), LB_OK);
    ck_assert(isnan(lb_weighted_percentile_of(&r, 1)));
    lb_weighted_percentile_clear(&r);
}
END_TEST

/* 0.1 is no binary fraction: plain sums would end in digits that tell the order. */
START_TEST(order_of_values_changes_no_bit)
{
    double value[600], weight[600], turned[600], weighed[600];
    lb_weighted_percentile a, b;
    for (size_t i = 0; i < 600; i++) {
        value[i] = turned[599 - i] = (double)(i * 7919 % 37) / 10;
        weight[i] = weighed[599 - i] = 0.1 * (double)(1 + i * 31 % 101);
    }
    ck_assert_int_eq(lb_weighted_percentile_make(value, weight, 600, &a), LB_OK);
    ck_assert_int_eq(lb_weighted_percentile_make(turned, weighed, 600, &b), LB_OK);
    ck_assert_uint_eq(a.count, 37);
    ck_assert_uint_eq(b.count, 37);
    ck_assert_mem_eq(a.value, b.value, 37 * sizeof *a.value);
    ck_assert_mem_eq(a.below, b.below, 38 * sizeof *a.below);
    lb_weighted_percentile_clear(&a);
    lb_weighted_percentile_clear(&b);
}
END_TEST

LB_TEST_MAIN("ranking", equal_values_count_half, what_has_no_value_or_weight_is_left_out,
             nothing_ranked_gives_no_share, order_of_values_changes_no_bit)
