/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/events/event_dates.h"
#include "tests/support/support.h"

static lb_date_counts counts;

static lb_undated read_text(const char *text, const char *zone, lb_date_form form, bool months,
                            int64_t *day)
{
    lb_csv_value field = {.kind = LB_CSV_VALUE_TEXT, .text = text, .length = strlen(text)};
    lb_date_rules rules;
    lb_date date;
    lb_error err = {0};
    ck_assert_msg(lb_date_rules_make(zone, form, &rules, &err) == LB_OK, "%s", err.text);
    rules.months = months;
    return lb_event_date_read(&field, &rules, 7, &date, day, &counts);
}

static void check_day(const char *text, const char *zone, int year, int month, int day)
{
    int64_t found = 0;
    ck_assert_msg(read_text(text, zone, LB_DATE_UNAMBIGUOUS, true, &found) == LB_DATED, "%s", text);
    ck_assert_msg(found == lb_days_from_civil(year, month, day), "%s", text);
}

START_TEST(a_time_with_an_offset_is_of_the_local_day)
{
    check_day("2021-12-31T23:30:00Z", NULL, 2022, 1, 1);
    check_day("2021-12-31T22:30:00Z", NULL, 2021, 12, 31);
    check_day("2021-06-30T22:30Z", NULL, 2021, 7, 1);
    check_day("2021-12-31T23:30:00Z", "UTC", 2021, 12, 31);
    check_day("2021-12-31T23:30:00Z", "-08:00", 2021, 12, 31);
    check_day("2022-01-01 00:30:00+05:00", NULL, 2021, 12, 31);
    check_day("2021-12-31T23:30:00", NULL, 2021, 12, 31);
    check_day("31.12.2021 23:30", NULL, 2021, 12, 31);
    check_day("2021-12", NULL, 2021, 12, 1);
}
END_TEST

static void check_none(const char *text, lb_date_form form, lb_undated expected)
{
    int64_t day;
    ck_assert_msg(read_text(text, NULL, form, false, &day) == expected, "%s", text);
}

START_TEST(what_is_no_date_has_a_reason)
{
    check_none("", LB_DATE_UNAMBIGUOUS, LB_UNDATED_EMPTY);
    check_none("  ", LB_DATE_UNAMBIGUOUS, LB_UNDATED_EMPTY);
    check_none("2021-02-29", LB_DATE_UNAMBIGUOUS, LB_UNDATED_UNREADABLE);
    check_none("03/04/2021", LB_DATE_UNAMBIGUOUS, LB_UNDATED_FORM);
    check_none("12/31/2021", LB_DATE_DMY, LB_UNDATED_FORM);
    check_none("44561", LB_DATE_UNAMBIGUOUS, LB_UNDATED_FORM);
    check_none("2021-06", LB_DATE_UNAMBIGUOUS, LB_UNDATED_MONTH);
    check_none("1900-01-01", LB_DATE_UNAMBIGUOUS, LB_UNDATED_SENTINEL);
    check_none("1899-12-31T23:30Z", LB_DATE_UNAMBIGUOUS, LB_UNDATED_SENTINEL);
    check_none("9999-12-31T23:59:59Z", LB_DATE_UNAMBIGUOUS, LB_UNDATED_SENTINEL);
    check_none("1820-05-05", LB_DATE_UNAMBIGUOUS, LB_UNDATED_YEAR);
    check_none("2100-12-31T23:30Z", LB_DATE_UNAMBIGUOUS, LB_UNDATED_YEAR);
}
END_TEST

START_TEST(numbers_of_a_layer_are_days_written_together_or_serial_numbers)
{
    lb_csv_value field = {.kind = LB_CSV_VALUE_NUMBER, .number = 20210630};
    lb_date_rules rules = {.form = LB_DATE_UNAMBIGUOUS};
    lb_date date;
    int64_t day;
    ck_assert_int_eq(lb_event_date_read(&field, &rules, 1, &date, &day, &counts), LB_DATED);
    ck_assert_int_eq(day, lb_days_from_civil(2021, 6, 30));
    field.number = 44561.75;
    ck_assert_int_eq(lb_event_date_read(&field, &rules, 1, &date, &day, &counts), LB_UNDATED_FORM);
    rules.form = LB_DATE_EXCEL;
    ck_assert_int_eq(lb_event_date_read(&field, &rules, 1, &date, &day, &counts), LB_DATED);
    ck_assert_int_eq(day, lb_days_from_civil(2021, 12, 31));
}
END_TEST

START_TEST(months_fit_spans_of_whole_months)
{
    static const char *const whole[] = {"year", "2021-01-01/2021-07-01", "2019/2020", "month"};
    static const char *const broken[] = {"year", "2021-01-01/2021-07-02"};
    ck_assert(lb_periods_are_whole_months(NULL, 0));
    ck_assert(lb_periods_are_whole_months(whole, 4));
    ck_assert(!lb_periods_are_whole_months(broken, 2));
}
END_TEST

START_TEST(first_value_and_line_of_a_reason_do_not_depend_on_the_order)
{
    lb_csv_value field = {.kind = LB_CSV_VALUE_TEXT, .text = "i våras eller kanske i julas, öh"};
    lb_date_counts a = {.all_apart = false}, b = {.all_apart = false};
    lb_date_rules rules = {.form = LB_DATE_UNAMBIGUOUS};
    lb_date date;
    int64_t day;
    field.length = strlen(field.text);
    lb_event_date_read(&field, &rules, 4, &date, &day, &a);
    field = (lb_csv_value){.kind = LB_CSV_VALUE_TEXT, .text = "nyss", .length = 4};
    lb_event_date_read(&field, &rules, 2, &date, &day, &b);
    lb_date_counts_add(&b, &a, 10);
    ck_assert_int_eq(b.undated[LB_UNDATED_UNREADABLE], 2);
    ck_assert_int_eq(b.first[LB_UNDATED_UNREADABLE], 2);
    ck_assert_str_eq(b.value[LB_UNDATED_UNREADABLE], "nyss");
    lb_date_counts_add(&b, &a, -3);
    ck_assert_int_eq(b.first[LB_UNDATED_UNREADABLE], 1);
    ck_assert_str_eq(b.value[LB_UNDATED_UNREADABLE], "i våras eller kanske i julas, ");
}
END_TEST

START_TEST(a_year_is_lone_beyond_20_years)
{
    lb_date_counts c = {.all_apart = false};
    c.in_year[1995 - LB_FIRST_YEAR] = 1;
    c.in_year[2015 - LB_FIRST_YEAR] = 9;
    ck_assert(!lb_date_counts_is_lone(&c, 1995));
    c.in_year[2015 - LB_FIRST_YEAR] = 0;
    c.in_year[2016 - LB_FIRST_YEAR] = 9;
    ck_assert(lb_date_counts_is_lone(&c, 1995));
    ck_assert(!lb_date_counts_is_lone(&c, 2016));
    c.in_year[LB_LAST_YEAR - LB_FIRST_YEAR] = 1;
    c.in_year[0] = 1;
    ck_assert(lb_date_counts_is_lone(&c, LB_LAST_YEAR));
    ck_assert(lb_date_counts_is_lone(&c, LB_FIRST_YEAR));
}
END_TEST

LB_TEST_MAIN("event_dates", a_time_with_an_offset_is_of_the_local_day, what_is_no_date_has_a_reason,
             numbers_of_a_layer_are_days_written_together_or_serial_numbers,
             months_fit_spans_of_whole_months,
             first_value_and_line_of_a_reason_do_not_depend_on_the_order,
             a_year_is_lone_beyond_20_years)
