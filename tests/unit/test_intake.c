/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "commands/intake/person_list.h"
#include "kernel/intake/stage_rule.h"
#include "tests/support/support.h"

static lb_stage_condition condition(lb_stage_test test, double level, size_t count, size_t items)
{
    static size_t all[] = {0, 1, 2, 3};
    return (lb_stage_condition){
        .test = test, .level = level, .count = count, .item = all, .items = items};
}

START_TEST(conditions_hold_from_their_level_on)
{
    const double answer[] = {4, 3, 5, 1};
    const struct {
        lb_stage_test test;
        double level;
        size_t count, items;
        bool holds;
    } rows[] = {{LB_STAGE_AT_LEAST, 4, 2, 4, true},  {LB_STAGE_AT_LEAST, 4, 3, 4, false},
                {LB_STAGE_AT_LEAST, 4, 2, 2, false}, {LB_STAGE_AT_LEAST, 1, 4, 4, true},
                {LB_STAGE_MAXIMUM, 5, 1, 4, true},   {LB_STAGE_MAXIMUM, 5, 1, 2, false},
                {LB_STAGE_MEAN, 3.25, 1, 4, true},   {LB_STAGE_MEAN, 3.26, 1, 4, false},
                {LB_STAGE_MEAN, 3.5, 1, 2, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        lb_stage_condition one =
            condition(rows[i].test, rows[i].level, rows[i].count, rows[i].items);
        ck_assert_msg(lb_stage_condition_holds(&one, answer) == rows[i].holds, "row %zu", i);
    }
}
END_TEST

START_TEST(mean_of_tenths_is_not_rounded_away)
{
    const double answer[] = {0.7, 0.7, 0.7};
    lb_stage_condition one = condition(LB_STAGE_MEAN, 0.7, 1, 3);
    ck_assert(lb_stage_condition_holds(&one, answer));
}
END_TEST

START_TEST(all_needs_each_and_any_needs_one)
{
    const double answer[] = {4, 1};
    lb_stage_condition two[] = {condition(LB_STAGE_MAXIMUM, 4, 1, 1),
                                condition(LB_STAGE_MEAN, 4, 1, 2)};
    lb_stage_condition both = {.test = LB_STAGE_ALL, .condition = two, .conditions = 2};
    ck_assert(!lb_stage_condition_holds(&both, answer));
    both.test = LB_STAGE_ANY;
    ck_assert(lb_stage_condition_holds(&both, answer));
}
END_TEST

START_TEST(first_rule_that_holds_decides)
{
    lb_stage_condition hard = condition(LB_STAGE_AT_LEAST, 5, 2, 2);
    lb_stage_condition easy = condition(LB_STAGE_MAXIMUM, 3, 1, 2);
    const lb_stage_rule rule[] = {
        {.stage = 4, .holds = {.test = LB_STAGE_ALL, .condition = &hard, .conditions = 1}},
        {.stage = 2, .holds = {.test = LB_STAGE_ALL, .condition = &easy, .conditions = 1}},
        {.stage = 3, .holds = {.test = LB_STAGE_ALL, .condition = &easy, .conditions = 1}}};
    ck_assert_uint_eq(lb_stage_rule_find(rule, 3, (const double[]){5, 5}), 0);
    ck_assert_uint_eq(lb_stage_rule_find(rule, 3, (const double[]){5, 4}), 1);
    ck_assert_uint_eq(lb_stage_rule_find(rule, 3, (const double[]){2, 2}), SIZE_MAX);
    ck_assert_uint_eq(lb_stage_rule_find(NULL, 0, NULL), SIZE_MAX);
}
END_TEST

/* Numbers of the tax agency's own test series end in a right check digit; 8112189876 is its
 * textbook example. */
START_TEST(personal_numbers_are_known_in_every_way_of_writing)
{
    static const char *const persons[] = {
        "811218-9876",       "19811218-9876",          "811218+9876",
        "8112189876",        "198112189876",           "811278-9873",
        "x, 811218-9876, y", "(811218-9876)",          "811218 9876",
        "19811218 9876",     "811218 + 9876",          "811218\u20139876",
        "811218\u00a09876",  "811218 - 9876",          "\u2013811218\u22129876",
        "811218  2380",      "19811218 7777",          "811218-9876\u00a0x",
        "kl 811218 2392",    "1981-12-18-9876",        "1985-01-01-1234",
        "1981-12-18 9876",   "1981-12-18 \u2013 9876", "x 1981-12-78-9873"};
    static const char *const others[] = {"",
                                         "6597900 601400",
                                         "811318-9876",
                                         "811232-9876",
                                         "8112189875",
                                         "811218-987",
                                         "811218-98765",
                                         "0.8112189876",
                                         "a8112189876",
                                         "8112189876b",
                                         "20210531 1430",
                                         "210531 2021",
                                         "20210531 - 2024",
                                         "811218 98765",
                                         "811218 98 76",
                                         "å811218-9876",
                                         "2021-05-31",
                                         "20210531",
                                         "2021-05-31T12:00:00",
                                         "2021-05-31 12:00",
                                         "2021-05-31 1430",
                                         "2021-05-03 - 2021-05-31",
                                         "2021-05-03-2021-05-31",
                                         "2021-13-31-9876",
                                         "1981-12-18-98765",
                                         "601400.25 6597900.75"};
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
        ck_assert_msg(lb_person_number_in(persons[i], strlen(persons[i])), "%s", persons[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!lb_person_number_in(others[i], strlen(others[i])), "%s", others[i]);
}
END_TEST

START_TEST(columns_of_persons_are_known_in_any_spelling)
{
    ck_assert(lb_person_column("Personnummer"));
    ck_assert(lb_person_column("FÖRNAMN"));
    ck_assert(lb_person_column("Last Name"));
    ck_assert(!lb_person_column("namn"));
    ck_assert(!lb_person_column("source"));
    ck_assert(!lb_person_column("A"));
}
END_TEST

LB_TEST_MAIN("intake", conditions_hold_from_their_level_on, mean_of_tenths_is_not_rounded_away,
             all_needs_each_and_any_needs_one, first_rule_that_holds_decides,
             personal_numbers_are_known_in_every_way_of_writing,
             columns_of_persons_are_known_in_any_spelling)
