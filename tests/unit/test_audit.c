/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

START_TEST(rounded_figures_are_read_with_their_decimals)
{
    lb_rounded_value r;
    ck_assert_int_eq(lb_rounded_parse(" 27,1 %", &r), LB_OK);
    ck_assert(r.units == 271 && r.decimals == 1);
    ck_assert_int_eq(lb_rounded_parse("0.020", &r), LB_OK);
    ck_assert(r.units == 20 && r.decimals == 3);
    ck_assert_int_eq(lb_rounded_parse("6\xC2\xA0%", &r), LB_OK);
    ck_assert(r.units == 6 && r.decimals == 0);
    ck_assert_int_eq(lb_rounded_parse("-0,5", &r), LB_OK);
    ck_assert(r.units == -5 && r.decimals == 1);
    const char *bad[] = {"",    "%", "1,", ",5", ">0", "1e3", "1,2,3", "1,2345678", "1234567890123",
                         "12 3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(lb_rounded_parse(bad[i], &r) == LB_E_INPUT, "'%s' was read", bad[i]);
    ck_assert(r.units == -5);
}
END_TEST

START_TEST(share_of_a_count_gives_its_total)
{
    lb_range r = lb_audit_totals(83, (lb_rounded_value){271, 1});
    ck_assert(r.low == 306 && r.high == 306);
    r = lb_audit_totals(40, (lb_rounded_value){109, 1});
    ck_assert(r.low == 366 && r.high == 368);
    ck_assert(lb_range_is_empty(lb_audit_totals(130, (lb_rounded_value){397, 1})));
    /* Nothing in a hundred thousand still rounds to 0. */
    r = lb_audit_totals(1, (lb_rounded_value){0, 0});
    ck_assert(r.low == 200 && r.high == INT64_MAX);
    /* More than all is no share. */
    ck_assert(lb_range_is_empty(lb_audit_totals(5, (lb_rounded_value){1200, 1})));
    /* A tie may have gone either way. */
    ck_assert(lb_range_contains(lb_audit_totals(1, (lb_rounded_value){12, 0}), 8));
    ck_assert(lb_range_contains(lb_audit_totals(1, (lb_rounded_value){13, 0}), 8));
}
END_TEST

START_TEST(one_row_that_needs_another_total_is_named)
{
    const lb_audit_row row[] = {{83, {271, 1}, false}, {22, {72, 1}, false}, {14, {52, 1}, false}};
    lb_audit audit;
    lb_audit_verdict verdict[3];
    ck_assert_int_eq(lb_audit_rows(row, 3, 0, &audit, verdict), LB_OK);
    ck_assert(audit.total.low == 306 && audit.total.high == 306);
    ck_assert_uint_eq(audit.agree, 2);
    ck_assert_int_eq(verdict[0], LB_AUDIT_RIGHT);
    ck_assert_int_eq(verdict[1], LB_AUDIT_RIGHT);
    ck_assert_int_eq(verdict[2], LB_AUDIT_CONTRADICTS);
}
END_TEST

START_TEST(wrong_sum_is_found)
{
    const lb_audit_row row[] = {{4, {40, 0}, false}, {4, {40, 0}, false}, {7, {70, 0}, true}};
    lb_audit audit;
    lb_audit_verdict verdict[3];
    ck_assert_int_eq(lb_audit_rows(row, 3, 0, &audit, verdict), LB_OK);
    ck_assert_int_eq(audit.sum, 8);
    ck_assert(!audit.sum_is_right && !audit.sums_rounded);
    ck_assert_int_eq(lb_audit_rows(row, 0, 0, &audit, verdict), LB_E_USAGE);
}
END_TEST

START_TEST(split_that_no_mean_allows_is_empty)
{
    const lb_rounded_value mean[] = {{20, 1}, {30, 1}}, total[] = {{40, 1}}, fits[] = {{25, 1}};
    lb_range range[2];
    ck_assert_int_eq(lb_audit_split(10, 2, 1, mean, total, range), LB_OK);
    ck_assert(lb_range_is_empty(range[0]) && lb_range_is_empty(range[1]));
    ck_assert_int_eq(lb_audit_split(10, 2, 1, mean, fits, range), LB_OK);
    ck_assert(range[0].low == 4 && range[0].high == 6 && range[1].low == 4 && range[1].high == 6);
    ck_assert_int_eq(lb_audit_split(10, 1, 1, mean, fits, range), LB_E_USAGE);
}
END_TEST

LB_TEST_MAIN("audit", rounded_figures_are_read_with_their_decimals,
             share_of_a_count_gives_its_total, one_row_that_needs_another_total_is_named,
             wrong_sum_is_found, split_that_no_mean_allows_is_empty)
