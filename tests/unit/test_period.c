/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

static lb_period_rule rule(const char *text)
{
    lb_period_rule out;
    ck_assert_msg(lb_period_parse(text, &out) == LB_OK, "'%s' was refused", text);
    return out;
}

static const char *label(const char *kind, int year, int month, int day)
{
    static lb_period period;
    lb_period_rule r = rule(kind);
    period = lb_period_at(&r, lb_period_day(year, month, day));
    return period.label;
}

START_TEST(days_are_counted_from_1970)
{
    ck_assert_int_eq(lb_period_day(1970, 1, 1), 0);
    ck_assert_int_eq(lb_period_day(1969, 12, 31), -1);
    ck_assert_int_eq(lb_period_day(2000, 3, 1), 11017);
    ck_assert_int_eq(lb_period_day(2021, 7, 1), 18809);
    ck_assert_int_eq(lb_period_day(1, 1, 1), -719162);
}
END_TEST

START_TEST(labels_are_those_of_calendars)
{
    ck_assert_str_eq(label("year", 2021, 12, 31), "2021");
    ck_assert_str_eq(label("half", 2021, 6, 30), "2021H1");
    ck_assert_str_eq(label("half", 2021, 7, 1), "2021H2");
    ck_assert_str_eq(label("quarter", 2020, 9, 30), "2020Q3");
    ck_assert_str_eq(label("quarter", 2020, 10, 1), "2020Q4");
    ck_assert_str_eq(label("month", 2020, 2, 29), "2020-02");
    ck_assert_str_eq(label("2021-01-01/2021-07-01", 2021, 5, 5), "2021-01-01/2021-07-01");
    ck_assert_str_eq(label(NULL, 2021, 5, 5), "all");
}
END_TEST

START_TEST(first_half_of_2021_ends_with_june)
{
    lb_period_rule r = rule("2021-01-01/2021-07-01");
    ck_assert_int_eq(r.span.to - r.span.from, 181);
    lb_periods p = {0};
    ck_assert_int_eq(lb_periods_add(&p, &r, 0, 0), LB_OK);
    ck_assert_uint_eq(p.count, 1);
    ck_assert_int_eq(p.item[0].from, lb_period_day(2021, 1, 1));
    ck_assert_int_eq(p.item[0].to, lb_period_day(2021, 7, 1));
    lb_periods_clear(&p);
}
END_TEST

START_TEST(ends_may_be_months_or_years)
{
    lb_period_rule r = rule("2019/2021-07");
    ck_assert_int_eq(r.span.from, lb_period_day(2019, 1, 1));
    ck_assert_int_eq(r.span.to, lb_period_day(2021, 7, 1));
}
END_TEST

START_TEST(what_is_no_period_is_refused)
{
    const char *bad[] = {"week",
                         "Year ",
                         "2021",
                         "2021-01-01",
                         "2021-01-01/",
                         "/2021-01-01",
                         "2021-07-01/2021-01-01",
                         "2021-01-01/2021-01-01",
                         "2021-02-29/2021-03-01",
                         "2021-13-01/2022-01-01",
                         "2021-00-01/2022-01-01",
                         "2021-01-32/2022-01-01",
                         "21-01-01/2022-01-01",
                         "2021-01-01/2022-01-01 ",
                         "0000-01-01/2022-01-01",
                         "2021-01-01/2022-01-01/2023-01-01"};
    lb_period_rule out = {.kind = LB_PERIOD_MONTH};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(lb_period_parse(bad[i], &out) == LB_E_USAGE, "'%s' was read", bad[i]);
        ck_assert_int_eq(out.kind, LB_PERIOD_MONTH);
    }
}
END_TEST

START_TEST(empty_periods_between_events_are_listed)
{
    lb_periods p = {0};
    lb_period_rule half = rule("half"), year = rule("year");
    int64_t first = lb_period_day(2019, 8, 1), last = lb_period_day(2021, 1, 1);
    ck_assert_int_eq(lb_periods_add(&p, &half, first, last), LB_OK);
    ck_assert_uint_eq(p.count, 4);
    ck_assert_str_eq(p.item[0].label, "2019H2");
    ck_assert_str_eq(p.item[3].label, "2021H1");
    ck_assert_int_eq(lb_periods_add(&p, &half, first, last), LB_OK);
    ck_assert_uint_eq(p.count, 4);
    ck_assert_int_eq(lb_periods_add(&p, &year, first, last), LB_OK);
    ck_assert_uint_eq(p.count, 7);
    for (size_t i = 0; i < p.count; i++)
        ck_assert_int_eq(last >= p.item[i].from && last < p.item[i].to, i == 3 || i == 6);
    lb_periods_clear(&p);
    ck_assert_int_eq(lb_periods_add(&p, &year, 1, 0), LB_OK);
    ck_assert_uint_eq(p.count, 0);
    lb_periods_clear(&p);
}
END_TEST

START_TEST(every_day_of_four_centuries_is_in_one_month_and_its_neighbour_in_the_next)
{
    lb_period_rule month = rule("month");
    int64_t day = lb_period_day(1899, 12, 1);
    lb_period period = lb_period_at(&month, day);
    for (; day < lb_period_day(2301, 1, 1); day++) {
        if (day == period.to) {
            lb_period next = lb_period_at(&month, day);
            ck_assert_int_eq(next.from, period.to);
            period = next;
        }
        lb_period again = lb_period_at(&month, day);
        ck_assert_str_eq(again.label, period.label);
        ck_assert(again.from <= day && day < again.to && again.to - again.from <= 31);
    }
    ck_assert_str_eq(period.label, "2300-12");
}
END_TEST

LB_TEST_MAIN("period", days_are_counted_from_1970, labels_are_those_of_calendars,
             first_half_of_2021_ends_with_june, ends_may_be_months_or_years,
             what_is_no_period_is_refused, empty_periods_between_events_are_listed,
             every_day_of_four_centuries_is_in_one_month_and_its_neighbour_in_the_next)
