/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

static const size_t subarea[] = {0, 0, 1, 1, 1, 2};
static const lb_questionnaire map = {6, 3, subarea};

START_TEST(total_weighs_questions_and_not_subareas_alike)
{
    const signed char answer[] = {5, 4, 1, 1, 2, 3};
    lb_level part[3];
    lb_levels l = {.subarea = part};
    ck_assert_int_eq(lb_levels_compute(&map, answer, NULL, &l), LB_OK);
    ck_near(lb_level_mean(l.total), 16 / 6.0, 1e-15);
    ck_near(lb_level_mean(part[0]), 4.5, 1e-15);
    ck_near(lb_level_mean(part[1]), 4 / 3.0, 1e-15);
    ck_near(lb_level_mean(part[2]), 3, 1e-15);
    ck_assert(isnan(lb_level_mean(l.uncertainty)));
    ck_assert_int_eq(l.uncertainty_counts[0], 6);
}
END_TEST

START_TEST(missing_answers_are_named_and_left_out)
{
    const signed char answer[] = {5, 0, 1, 1, 2, 0}, uncertainty[] = {1, 5, 2, 2, 0, 5};
    lb_level part[3];
    lb_levels l = {.subarea = part};
    ck_assert_int_eq(lb_levels_compute(&map, answer, uncertainty, &l), LB_OK);
    ck_assert_int_eq(l.total.count, 4);
    ck_assert_int_eq(l.total.sum, 9);
    ck_assert_uint_eq(l.missing, 2);
    ck_assert(isnan(lb_level_mean(part[2])));
    /* The uncertainty of a question without an answer says nothing. */
    ck_assert_int_eq(l.uncertainty_counts[0], 1);
    ck_assert_int_eq(l.uncertainty_counts[1], 1);
    ck_assert_int_eq(l.uncertainty_counts[2], 2);
    ck_assert_int_eq(l.uncertainty_counts[5], 0);
    ck_near(lb_level_mean(l.uncertainty), 5 / 3.0, 1e-15);
}
END_TEST

START_TEST(answers_above_five_are_refused)
{
    const signed char good[] = {5, 4, 1, 1, 2, 3}, bad[] = {5, 4, 6, 1, 2, 3};
    const signed char below[] = {5, 4, 1, 1, 2, -1};
    lb_level part[3] = {{77, 7}};
    lb_levels l = {.subarea = part, .missing = 55};
    ck_assert_int_eq(lb_levels_compute(&map, bad, NULL, &l), LB_E_INPUT);
    ck_assert_int_eq(lb_levels_compute(&map, below, NULL, &l), LB_E_INPUT);
    ck_assert_int_eq(lb_levels_compute(&map, good, bad, &l), LB_E_INPUT);
    ck_assert(l.missing == 55 && part[0].sum == 77);
}
END_TEST

START_TEST(group_mean_weighs_areas_alike_in_any_order)
{
    const lb_level area[] = {{200, 80}, {3, 1}, {210, 79}, {0, 0}, {240, 80}};
    lb_level_group forth = {0}, back = {0};
    for (int i = 0; i < 5; i++) {
        lb_level_group_add(&forth, area[i]);
        lb_level_group_add(&back, area[4 - i]);
    }
    ck_assert_uint_eq(forth.areas, 4);
    ck_near(lb_level_group_mean(&forth), (2.5 + 3 + 210 / 79.0 + 3) / 4, 1e-15);
    ck_assert(lb_level_group_mean(&forth) == lb_level_group_mean(&back));
    lb_level_group none = {0};
    ck_assert(isnan(lb_level_group_mean(&none)));
}
END_TEST

LB_TEST_MAIN("levels", total_weighs_questions_and_not_subareas_alike,
             missing_answers_are_named_and_left_out, answers_above_five_are_refused,
             group_mean_weighs_areas_alike_in_any_order)
