/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/date.h"
#include "tests/support/support.h"

static const char *reread(const char *text)
{
    static char out[100];
    lb_date d;
    if (!lb_date_parse(text, strlen(text), &d))
        return "no date";
    int n = snprintf(out, sizeof out, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (d.has_time)
        n += snprintf(out + n, sizeof out - (size_t)n, " %.3f", d.second);
    if (d.has_zone)
        snprintf(out + n, sizeof out - (size_t)n, " %+d", d.zone);
    return out;
}

START_TEST(each_way_of_writing_a_day_reads_the_same)
{
    const char *ways[] = {"2021-06-30", "2021/06/30", "20210630", " 2021-06-30\t"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        ck_assert_str_eq(reread(ways[i]), "2021-06-30");
}
END_TEST

START_TEST(times_and_zones_are_kept_apart_from_the_day)
{
    ck_assert_str_eq(reread("2021-06-30 23:59"), "2021-06-30 86340.000");
    ck_assert_str_eq(reread("2021-06-30T23:59:59"), "2021-06-30 86399.000");
    ck_assert_str_eq(reread("2021-06-30 00:00:00.25"), "2021-06-30 0.250");
    ck_assert_str_eq(reread("2021/06/30 12:00:00+02"), "2021-06-30 43200.000 +120");
    ck_assert_str_eq(reread("2021-06-30T12:00:00.000Z"), "2021-06-30 43200.000 +0");
    ck_assert_str_eq(reread("2021-06-30T12:00:00-03:30"), "2021-06-30 43200.000 -210");
    ck_assert_str_eq(reread("2021-06-30 12:00:00 +0200"), "2021-06-30 43200.000 +120");
    ck_assert_str_eq(reread("20210630T12:00"), "2021-06-30 43200.000");
    ck_assert_str_eq(reread("2021-06-30T12:00:01Z"), "2021-06-30 43201.000 +0");
    ck_assert_str_eq(reread("2021-06-30 23:00:00+02:00"), "2021-06-30 82800.000 +120");
    ck_assert_str_eq(reread("2021-06-30T23:00:00-18:00"), "2021-06-30 82800.000 -1080");
    ck_assert_str_eq(reread("2020-12-31 24:00"), "2021-01-01 0.000");
    ck_assert_str_eq(reread("2020-12-31T24:00:00+01:00"), "2021-01-01 0.000 +60");
    ck_assert_str_eq(reread("2016-12-31T23:59:60Z"), "2016-12-31 86400.000 +0");
}
END_TEST

START_TEST(what_is_no_day_is_refused)
{
    const char *bad[] = {"",
                         "2020-13-02",
                         "2021-02-29",
                         "1900-02-29",
                         "2021-04-31",
                         "2021-00-10",
                         "2021-01-00",
                         "0000-01-01",
                         "2021-6-3",
                         "2021-06/30",
                         "202106300",
                         "2021-06-30T12:00:60Z",
                         "2021-06-30T12:60:00",
                         "2021-06-30T12:00:00+19:00",
                         "2021-06-30T12:00:00+01:60",
                         "2021-06-30T12:00:00+01:0a",
                         "2021-02-29T12:00:00+01:00",
                         "2021-06",
                         "21-06-30",
                         "30/06/2021",
                         "2021-06-30T",
                         "2021-06-30 25:00",
                         "2021-06-30 24:01",
                         "2021-06-30 12:60",
                         "2021-06-30 12:00:60",
                         "2021-06-30 12:00:00.",
                         "2021-06-30 12:00:00+",
                         "2021-06-30 12:00:00+02:0",
                         "2021-06-30 12:00:00Zx",
                         "2021-06-30x",
                         "igår"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(strcmp(reread(bad[i]), "no date") == 0, "'%s' was read", bad[i]);
    ck_assert_str_eq(reread("2020-02-29"), "2020-02-29");
    ck_assert_str_eq(reread("2000-02-29"), "2000-02-29");
}
END_TEST

static const char *reread_as(const char *text, lb_date_form form)
{
    static char out[100];
    lb_date d;
    if (!lb_date_parse_form(text, strlen(text), form, &d))
        return "no date";
    int n = snprintf(out, sizeof out, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (d.has_time)
        n += snprintf(out + n, sizeof out - (size_t)n, " %.0f", d.second);
    snprintf(out + n, sizeof out - (size_t)n, "%s", d.month_only ? " month" : "");
    return out;
}

START_TEST(a_form_says_what_slashes_and_serial_numbers_mean)
{
    ck_assert_str_eq(reread_as("03/04/2021", LB_DATE_UNAMBIGUOUS), "no date");
    ck_assert_str_eq(reread_as("03/04/2021", LB_DATE_DMY), "2021-04-03");
    ck_assert_str_eq(reread_as("03/04/2021", LB_DATE_MDY), "2021-03-04");
    ck_assert_str_eq(reread_as("3-4-2021", LB_DATE_MDY), "2021-03-04");
    ck_assert_str_eq(reread_as("13/04/2021", LB_DATE_MDY), "no date");
    ck_assert_str_eq(reread_as("30.6.2021", LB_DATE_MDY), "2021-06-30");
    ck_assert_str_eq(reread_as("30.06.2021 9:05", LB_DATE_UNAMBIGUOUS), "2021-06-30 32700");
    ck_assert_str_eq(reread_as("01/13/2021 03:15:00 PM", LB_DATE_MDY), "2021-01-13 54900");
    ck_assert_str_eq(reread_as("01/13/2021 12:15:00 AM", LB_DATE_MDY), "2021-01-13 900");
    ck_assert_str_eq(reread_as("01/13/2021 13:15:00 PM", LB_DATE_MDY), "no date");
    ck_assert_str_eq(reread_as("2020-01", LB_DATE_UNAMBIGUOUS), "2020-01-01 month");
    ck_assert_str_eq(reread("2020-01"), "no date");
    ck_assert_str_eq(reread_as("2020-13", LB_DATE_UNAMBIGUOUS), "no date");
    ck_assert_str_eq(reread_as("44561.5", LB_DATE_EXCEL), "2021-12-31 43200");
    ck_assert_str_eq(reread_as("44561", LB_DATE_EXCEL), "2021-12-31");
    ck_assert_str_eq(reread_as("61", LB_DATE_EXCEL), "1900-03-01");
    ck_assert_str_eq(reread_as("44561,999999", LB_DATE_EXCEL), "2022-01-01 0");
    ck_assert_str_eq(reread_as("20211231", LB_DATE_EXCEL), "2021-12-31");
    ck_assert_str_eq(reread_as("44561", LB_DATE_UNAMBIGUOUS), "no date");
}
END_TEST

START_TEST(advice_is_for_dates_that_a_form_would_read)
{
    ck_assert(lb_date_needs_form("03/04/2021", 10));
    ck_assert(lb_date_needs_form("31-12-2021 10:00", 16));
    ck_assert(!lb_date_needs_form("31.12.2021", 10));
    ck_assert(!lb_date_needs_form("yesterday", 9));
    lb_date d;
    ck_assert(lb_date_parse("9999-12-31", 10, &d) && lb_date_is_sentinel(&d));
    ck_assert(lb_date_parse("1900-01-01 00:00", 16, &d) && lb_date_is_sentinel(&d));
    ck_assert(lb_date_parse("1900-01-02", 10, &d) && !lb_date_is_sentinel(&d));
}
END_TEST

START_TEST(days_count_from_1970)
{
    ck_assert_int_eq(lb_days_from_civil(1970, 1, 1), 0);
    ck_assert_int_eq(lb_days_from_civil(2000, 3, 1), 11017);
    ck_assert_int_eq(lb_days_from_civil(2021, 6, 30), 18808);
    ck_assert_int_eq(lb_days_from_civil(1969, 12, 31), -1);
    ck_assert_int_eq(lb_days_from_civil(1, 1, 1), -719162);
}
END_TEST

START_TEST(every_day_of_ten_thousand_years_comes_back)
{
    int year, month, day, before = 0;
    for (int64_t days = -719162; days <= 2932896; days++) {
        lb_civil_from_days(days, &year, &month, &day);
        bool good = lb_date_is_valid(year, month, day) &&
                    lb_days_from_civil(year, month, day) == days && (day == before + 1 || day == 1);
        if (!good) /* an assertion for each would take seconds */
            ck_abort_msg("day %lld is %04d-%02d-%02d", (long long)days, year, month, day);
        before = day;
    }
    ck_assert_int_eq(year, 9999);
}
END_TEST

LB_TEST_MAIN("date", each_way_of_writing_a_day_reads_the_same,
             times_and_zones_are_kept_apart_from_the_day, what_is_no_day_is_refused,
             a_form_says_what_slashes_and_serial_numbers_mean,
             advice_is_for_dates_that_a_form_would_read, days_count_from_1970,
             every_day_of_ten_thousand_years_comes_back)
