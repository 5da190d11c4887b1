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
    ck_assert_str_eq(reread("2020-12-31 24:00"), "2021-01-01 0.000");
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
             days_count_from_1970, every_day_of_ten_thousand_years_comes_back)
