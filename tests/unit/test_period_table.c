/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/share/share_measure.h"
#include "tests/support/support.h"

static lb_period_table table_of(const char *const *text, size_t n)
{
    lb_period_table t;
    lb_error err = {0};
    ck_assert_msg(lb_period_table_make(text, n, &t, &err) == LB_OK, "%s", err.text);
    return t;
}

START_TEST(every_day_of_1900_to_2100_finds_the_period_that_holds_it)
{
    static const char *const rules[] = {"month", "year", "quarter", "half"};
    lb_period_table t = table_of(rules, 4);
    int wrong = 0;
    ck_assert_uint_eq(t.n_periods, 201 * (12 + 1 + 4 + 2));
    ck_assert_int_eq(lb_period_day(LB_FIRST_YEAR, 1, 1), LB_FIRST_DAY);
    ck_assert_int_eq(lb_period_day(LB_LAST_YEAR + 1, 1, 1), LB_FIRST_DAY + LB_N_DAYS);
    for (size_t r = 0; r < 4; r++)
        for (int64_t day = LB_FIRST_DAY; day < LB_FIRST_DAY + LB_N_DAYS; day++) {
            size_t p = lb_period_table_find(&t, r, true, day);
            lb_period expected = lb_period_at(&t.rule[r], day);
            wrong += p >= t.n_periods || strcmp(t.period[p].label, expected.label) != 0 ||
                     t.period[p].from != expected.from || t.period[p].to != expected.to;
        }
    ck_assert_int_eq(wrong, 0);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, false, 0), SIZE_MAX);
    lb_period_table_clear(&t);
}
END_TEST

START_TEST(span_is_half_open_and_may_begin_before_1900)
{
    static const char *const rules[] = {"2021/2022", "1850/1901"};
    lb_period_table t = table_of(rules, 2);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, true, lb_period_day(2020, 12, 31)), SIZE_MAX);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, true, lb_period_day(2021, 1, 1)), 0);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, true, lb_period_day(2022, 1, 1)), SIZE_MAX);
    ck_assert_uint_eq(lb_period_table_find(&t, 1, true, LB_FIRST_DAY), 1);
    ck_assert_uint_eq(lb_period_table_find(&t, 1, true, lb_period_day(1901, 1, 1)), SIZE_MAX);
    lb_period_table_clear(&t);
}
END_TEST

/* One event each: in the period, after it, without a date. */
START_TEST(events_of_no_period_are_undated_or_outside)
{
    static const char *const rules[] = {"2021/2022"};
    static const size_t category[] = {0};
    lb_period_table t = table_of(rules, 1);
    lb_share_counts c;
    ck_assert_int_eq(lb_share_counts_init(&c, t.n_periods + 2, 1, LB_OVERLAP_PRIORITY), LB_OK);
    for (int i = 0; i < 3; i++) {
        lb_event event = {.placed = true, .day = lb_period_day(2021 + i, 5, 1), .dated = i < 2};
        lb_share_event shared = {
            .event = &event, .category = category, .n = 1, .dated = event.dated};
        lb_measure_count_event(&t, &c, &shared);
    }
    ck_assert_int_eq(c.placed[0], 1);
    ck_assert_int_eq(c.placed[lb_period_table_none(&t, false)], 1);
    ck_assert_int_eq(c.placed[lb_period_table_none(&t, true)], 1);
    ck_assert_str_eq(t.period[lb_period_table_none(&t, false)].label, "undated");
    ck_assert_str_eq(t.period[lb_period_table_none(&t, true)].label, "outside");
    lb_share_counts_clear(&c);
    lb_period_table_clear(&t);
}
END_TEST

START_TEST(calendar_periods_are_shown_from_the_first_to_the_last_with_events)
{
    static const char *const rules[] = {"year", "2021/2022"};
    lb_period_table t = table_of(rules, 2);
    double *events = calloc(t.n_periods + 2, sizeof *events);
    ck_assert_ptr_nonnull(events);
    events[2019 - LB_FIRST_YEAR] = events[2022 - LB_FIRST_YEAR] = 1;
    lb_period_table_show(&t, events, 0, 0);
    for (size_t p = 0; p < t.n_periods; p++)
        ck_assert_int_eq(t.shown[p], p == t.first[1] ||
                                         (p >= 2019 - LB_FIRST_YEAR && p <= 2022 - LB_FIRST_YEAR));
    free(events);
    lb_period_table_clear(&t);
}
END_TEST

START_TEST(without_a_rule_all_time_is_one_period_of_dated_and_undated_events)
{
    lb_period_table t = table_of(NULL, 0);
    const double events[3] = {0};
    ck_assert_uint_eq(t.n_periods, 1);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, false, 0), 0);
    ck_assert_uint_eq(lb_period_table_find(&t, 0, true, LB_FIRST_DAY), 0);
    lb_period_table_show(&t, events, 10, 20);
    ck_assert(t.shown[0] && t.period[0].from == 10 && t.period[0].to == 21);
    lb_period_table_clear(&t);
}
END_TEST

START_TEST(what_is_no_period_is_named)
{
    static const char *const rules[] = {"year", "week"};
    lb_period_table t = {0};
    lb_error err = {0};
    ck_assert_int_eq(lb_period_table_make(rules, 2, &t, &err), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "'week'"));
    ck_assert_ptr_null(t.rule);
}
END_TEST

LB_TEST_MAIN("period_table", every_day_of_1900_to_2100_finds_the_period_that_holds_it,
             span_is_half_open_and_may_begin_before_1900,
             events_of_no_period_are_undated_or_outside,
             calendar_periods_are_shown_from_the_first_to_the_last_with_events,
             without_a_rule_all_time_is_one_period_of_dated_and_undated_events,
             what_is_no_period_is_named)
