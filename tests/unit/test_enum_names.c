/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "tests/support/support.h"

/* Every enumerator has a name of its own, and the list ends after the last. */
static void check_names(const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        ck_assert_msg(names[i] != NULL, "%s: no name for enumerator %d", names[0], i);
        ck_assert_int_eq(lb_text_index(names, names[i]), i);
    }
    ck_assert_msg(names[count] == NULL, "%s: a name too many", names[0]);
    ck_assert_int_eq(lb_text_index(names, "no such name"), -1);
}

START_TEST(every_enumerator_has_its_own_name)
{
    check_names(lb_overlap_rule_names, LB_OVERLAP_BOTH + 1);
    check_names(lb_time_rule_names, LB_TIME_EXCLUDE + 1);
    check_names(lb_interval_method_names, LB_CHAIN + 1);
    check_names(lb_missing_rule_names, LB_MISSING_OUTSIDE + 1);
    check_names(lb_arrow_rule_names, LB_ARROW_TOTALS + 1);
    check_names(lb_arrow_names, LB_ARROW_DOWN + 1);
    check_names(lb_parent_rule_names, LB_PARENT_LAST_DIGIT + 1);
    check_names(lb_cell_rule_names, LB_RULE_MAJORITY + 1);
    check_names(lb_palette_names, LB_PALETTE_COLOUR_BLIND + 1);
    check_names(lb_chart_kind_names, LB_CHART_NEAR_REPEAT + 1);
    check_names(lb_stat_names, LB_STAT_COUNT + 1);
    check_names(lb_count_rule_names, LB_COUNT_ANY + 1);
    check_names(lb_period_kind_names, LB_PERIOD_SPAN);
    check_names(lb_change_kind_names, LB_CHANGE_GONE + 1);
    check_names(lb_audit_verdict_names, LB_AUDIT_CONTRADICTS + 1);
    check_names(lb_variable_kind_names, LB_KIND_COUNT + 1);
    check_names(lb_normalise_names, LB_NORMALISE_QUANTILE + 1);
    check_names(lb_zeros_names, LB_ZEROS_HIDE + 1);
    check_names(lb_aggregate_names, LB_AGGREGATE_GEOMETRIC + 1);
    check_names(lb_class_method_names, LB_CLASS_FIXED + 1);
}
END_TEST

START_TEST(choices_are_listed_as_a_sentence_has_them)
{
    static const char *const one[] = {"a", NULL}, *const two[] = {"a", "b", NULL};
    static const char *const *const list[] = {one, two, lb_overlap_rule_names};
    static const char *const expected[] = {"a", "a or b", "priority, split or both"};
    for (int i = 0; i < 3; i++) {
        lb_buf text = {0};
        lb_buf_choices(&text, list[i]);
        ck_assert_str_eq(text.text, expected[i]);
        lb_buf_clear(&text);
    }
}
END_TEST

START_TEST(the_nearest_name_is_found_by_prefix_word_and_distance)
{
    static const char *const name[] = {"kommunkod", "antal_personer", "unga_0_15", "Område",
                                       "population"};
    static const struct {
        const char *wanted;
        size_t nearest;
    } cases[] = {{"kommunnamn", 0}, {"personer, totalt", 1},
                 {"andel unga", 2}, {"omrade", 3},
                 {"popluation", 4}, {"pop", 4},
                 {"unga_16_19", 2}, {"kommun", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_uint_eq(lb_text_nearest(cases[i].wanted, name, 5), cases[i].nearest);
    ck_assert_uint_eq(lb_text_nearest("x", name, 0), SIZE_MAX);
}
END_TEST

START_TEST(a_word_like_none_of_the_names_is_near_none)
{
    static const char *const name[] = {"map", "check", "share", "profile", "Östra Åsen"};
    static const char *const wanted[] = {"frobnicate", "qqqzzz", "xyz", "q", "", "--"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_uint_eq(lb_text_nearest(wanted[i], name, 5), SIZE_MAX);
    ck_assert_uint_eq(lb_text_nearest("cehck", name, 5), 1);
    ck_assert_uint_eq(lb_text_nearest("mapp", name, 5), 0);
    ck_assert_uint_eq(lb_text_nearest("asen", name, 5), 4);
    ck_assert_str_eq(lb_text_nearest_hint("osta asen", name, 5).text, "; nearest: Östra Åsen");
    ck_assert_str_eq(lb_text_nearest_hint("frobnicate", name, 5).text, "");
}
END_TEST

LB_TEST_MAIN("enum_names", the_nearest_name_is_found_by_prefix_word_and_distance,
             a_word_like_none_of_the_names_is_near_none, every_enumerator_has_its_own_name,
             choices_are_listed_as_a_sentence_has_them)
