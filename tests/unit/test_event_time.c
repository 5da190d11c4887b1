/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "commands/share/share_measure.h"
#include "tests/support/support.h"

static const lb_date_rules swedish = {.zone = {.sweden = true, .minutes = 60}, .months = true};

static lb_csv_value text_value(const char *text)
{
    return (lb_csv_value){.kind = LB_CSV_VALUE_TEXT, .text = text, .length = strlen(text)};
}

/* until "": none. */
static lb_event_time time_of(const char *date, const char *until, lb_time_counts *counts)
{
    lb_date from;
    int64_t day;
    lb_date_counts dates = {.all_apart = false};
    lb_csv_value start = text_value(date), end = text_value(until);
    ck_assert_int_eq(lb_event_date_read(&start, &swedish, 1, &from, &day, &dates), LB_DATED);
    return lb_event_time_read(&from, &end, &swedish, 7, counts);
}

START_TEST(interval_is_elapsed_seconds_of_local_days)
{
    static const struct {
        const char *from, *until;
        int64_t seconds, days;
        bool has_clock;
    } c[] = {{"2021-05-01T23:00", "2021-05-02T02:00", 3 * 3600, 1, true},
             {"2021-03-28T01:30", "2021-03-28T03:30", 3600, 0, true},     /* summer time begins */
             {"2021-10-31T00:30", "2021-10-31T04:30", 5 * 3600, 0, true}, /* and ends */
             {"2021-05-01", "2021-05-01", 86400, 0, true},
             {"2021-05-01", "2021-05-03", 3 * 86400, 2, true},
             {"2021-03-28", "2021-03-28", 23 * 3600, 0, true},
             {"2021-05", "2021-05", 31 * 86400, 30, true},
             {"2021-12", "2021-12", 31 * 86400, 30, true},
             {"2021-05-01T21:00Z", "2021-05-01T23:00Z", 7200, 1, true},
             {"2021-05-01T23:30+02:00", "2021-05-01T22:00Z", 1800, 0, true},
             {"2021-05-01T10:00", "", 0, 0, true},
             {"2021-05-01", "", 0, 0, false}};
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        lb_time_counts counts = {.longest = 0};
        lb_event_time t = time_of(c[i].from, c[i].until, &counts);
        ck_assert_msg(t.to - t.from == c[i].seconds && t.last_day - t.first_day == c[i].days &&
                          t.has_clock == c[i].has_clock,
                      "%s to %s: %lld s over %lld days", c[i].from, c[i].until,
                      (long long)(t.to - t.from), (long long)(t.last_day - t.first_day));
        ck_assert_int_eq(counts.n[LB_TIME_MISSING], c[i].until[0] == '\0');
    }
}
END_TEST

START_TEST(ends_that_are_none_are_counted_and_the_start_is_taken)
{
    lb_time_counts counts = {.longest = 0}, sum = {.longest = 0};
    static const char *const until[] = {"", "sen natt", "9999-12-31", "2021-04-30", "2021-07-01"};
    for (int i = 0; i < 5; i++) {
        lb_event_time t = time_of("2021-05-01T12:00", until[i], &counts);
        ck_assert_int_eq(t.to > t.from, i == 4);
    }
    static const int64_t expected[LB_TIME_PROBLEMS] = {1, 2, 1, 1};
    lb_time_counts_add(&sum, &counts, 100);
    for (int i = 0; i < LB_TIME_PROBLEMS; i++) {
        ck_assert_int_eq(sum.n[i], expected[i]);
        ck_assert_int_eq(sum.first[i], 107);
    }
    ck_assert_str_eq(sum.value, "sen natt");
    ck_assert_int_eq(sum.longest, 61 * 86400 + 43200);
}
END_TEST

START_TEST(rules_choose_a_moment_or_keep_the_interval)
{
    lb_time_counts counts = {.longest = 0};
    lb_event_time t = time_of("2021-05-01T12:00", "2021-05-04T12:00", &counts);
    static const int64_t days[] = {3, 0, 3, 2, 3}; /* from the first, of the last */
    for (lb_time_rule rule = LB_TIME_AORISTIC; rule <= LB_TIME_EXCLUDE; rule++) {
        lb_event_time by = lb_event_time_by_rule(&t, rule, &swedish.zone);
        ck_assert_int_eq(by.last_day - t.first_day, days[rule]);
        ck_assert_int_eq(by.to > by.from, rule == LB_TIME_AORISTIC || rule == LB_TIME_EXCLUDE);
    }
    /* up to midnight: the last second, not the day after */
    t = time_of("2021-05-01", "2021-05-01T24:00", &counts);
    t = lb_event_time_by_rule(&t, LB_TIME_END, &swedish.zone);
    ck_assert_int_eq(t.first_day, lb_days_from_civil(2021, 5, 1));
}
END_TEST

START_TEST(moments_have_the_time_of_day_of_the_ends_they_are_of)
{
    static const struct {
        const char *from, *until;
        bool start, end, middle;
    } c[] = {{"2021-05-01T12:00", "2021-05-04T12:00", true, true, true},
             {"2021-05-01", "2021-05-04T12:00", false, true, false},
             {"2021-05-01T12:00", "2021-05-04", true, false, false},
             {"2021-05-01", "2021-05-04", false, false, false},
             {"2021-05-01T12:00", "", true, true, true}};
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        lb_time_counts counts = {.longest = 0};
        lb_event_time t = time_of(c[i].from, c[i].until, &counts);
        const lb_timezone *zone = &swedish.zone;
        ck_assert(lb_event_time_by_rule(&t, LB_TIME_START, zone).has_clock == c[i].start);
        ck_assert(lb_event_time_by_rule(&t, LB_TIME_END, zone).has_clock == c[i].end);
        ck_assert(lb_event_time_by_rule(&t, LB_TIME_MIDDLE, zone).has_clock == c[i].middle);
        ck_assert(lb_event_time_by_rule(&t, LB_TIME_AORISTIC, zone).has_clock);
    }
}
END_TEST

START_TEST(before_grows_from_0_to_1_over_the_days)
{
    lb_time_counts counts = {.longest = 0};
    lb_event_time t = time_of("2021-12-31T18:00", "2022-01-02T18:00", &counts);
    const double expected[] = {0, 0, 0.125, 0.625, 1, 1};
    for (int64_t i = 0; i < 6; i++)
        ck_assert_double_eq_tol(
            lb_event_time_before(&t, &swedish.zone, lb_days_from_civil(2021, 12, 30) + i),
            expected[i], 1e-15);
}
END_TEST

static lb_period_table table_of(const char *const *text, size_t n)
{
    lb_period_table t;
    ck_assert_int_eq(lb_period_table_make(text, n, &t, NULL), LB_OK);
    return t;
}

/* Of any intervals and rules of periods the pieces of each event add up to it, to the last bit. */
START_TEST(pieces_of_any_interval_add_up_to_the_event)
{
    static const char *const rules[] = {"month", "2021-01-15/2021-02-20", "year"};
    for (size_t r = 0; r < 3; r++) {
        lb_period_table t = table_of(rules + r, 1);
        lb_share_counts c;
        size_t category[] = {0, 1, 1};
        double sum = 0;
        ck_assert_int_eq(lb_share_counts_init(&c, t.n_periods + 2, 2, LB_OVERLAP_SPLIT), LB_OK);
        ck_assert_int_eq(lb_share_counts_allow_pieces(&c), LB_OK);
        for (int i = 0; i < 200; i++) {
            int64_t from = lb_days_from_civil(2021, 1, 1) * 86400 + (int64_t)i * 40000;
            lb_event_time time = {.from = from, .to = from + 1 + (int64_t)i * i * 777};
            lb_event event = {.placed = i % 5 != 0, .dated = true, .time = &time};
            time.first_day = event.day = lb_timezone_day_at(&swedish.zone, time.from);
            time.last_day = lb_timezone_day_at(&swedish.zone, time.to - 1);
            lb_share_event shared = {.event = &event,
                                     .category = category,
                                     .n = (size_t)i % 4,
                                     .dated = true,
                                     .zone = &swedish.zone};
            lb_measure_count_event(&t, &c, &shared);
        }
        for (size_t p = 0; p < c.periods; p++) {
            double of_categories = lb_share_events(&c, p, 0) + lb_share_events(&c, p, 1);
            ck_assert_double_eq_tol(of_categories, lb_share_total(&c, p), 1e-12);
            sum += lb_share_placed(&c, p) + lb_share_unplaced(&c, p);
        }
        ck_assert_double_eq_tol(sum, 200, 1e-12);
        lb_share_counts_clear(&c);
        lb_period_table_clear(&t);
    }
}
END_TEST

LB_TEST_MAIN("event_time", interval_is_elapsed_seconds_of_local_days,
             ends_that_are_none_are_counted_and_the_start_is_taken,
             rules_choose_a_moment_or_keep_the_interval,
             moments_have_the_time_of_day_of_the_ends_they_are_of,
             before_grows_from_0_to_1_over_the_days, pieces_of_any_interval_add_up_to_the_event)
