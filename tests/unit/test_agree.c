/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

START_TEST(table_counts_the_four_outcomes)
{
    const bool predicted[] = {true, true, true, false, false, false, false};
    const double actual[] = {1, 1, 0, 1, 0, 0, NAN};
    lb_confusion_matrix t = lb_agree_count(7, predicted, actual, NULL);
    ck_assert(t.both == 2 && t.predicted_only == 1 && t.actual_only == 1 && t.neither == 2);
    ck_near(lb_agree_precision(&t), 2.0 / 3, 1e-15);
    ck_near(lb_agree_recall(&t), 2.0 / 3, 1e-15);
    ck_near(lb_agree_f1(&t), 2.0 / 3, 1e-15);
    ck_near(lb_agree_kappa(&t), 1.0 / 3, 1e-15);
}
END_TEST

START_TEST(fractions_and_weights_are_shared_out)
{
    const bool predicted[] = {true, false, true};
    const double actual[] = {0.25, 0.5, 1}, weight[] = {4, 10, 0};
    lb_confusion_matrix t = lb_agree_count(3, predicted, actual, weight);
    ck_assert(t.both == 1 && t.predicted_only == 3 && t.actual_only == 5 && t.neither == 5);
}
END_TEST

START_TEST(kappa_of_a_known_table)
{
    /* 50 cases, 20 yes-yes, 5, 10, 15 no-no: observed 0.7, expected 0.5. */
    lb_confusion_matrix t = {20, 5, 10, 15};
    ck_near(lb_agree_kappa(&t), 0.4, 1e-15);
    ck_near(lb_agree_precision(&t), 0.8, 1e-15);
    ck_near(lb_agree_recall(&t), 2.0 / 3, 1e-15);
    ck_near(lb_agree_f1(&t), 40.0 / 55, 1e-15);
}
END_TEST

START_TEST(nothing_to_compare_is_no_number)
{
    lb_confusion_matrix none = {0}, all = {5, 0, 0, 0};
    ck_assert(isnan(lb_agree_precision(&none)) && isnan(lb_agree_recall(&none)));
    ck_assert(isnan(lb_agree_f1(&none)) && isnan(lb_agree_kappa(&none)));
    ck_assert(isnan(lb_agree_kappa(&all)));
}
END_TEST

static lb_auc auc(size_t n, const double *score, const double *actual, const double *weight)
{
    lb_auc out;
    ck_assert_int_eq(lb_auc_compute(n, score, actual, weight, 1.959964, &out), LB_OK);
    return out;
}

START_TEST(auc_counts_pairs_with_ties_half_and_has_delongs_interval)
{
    /* Actual 3 5 5 7 9 against 1 2 3 5 6 4: 23.5 of 30 pairs. */
    const double score[] = {3, 5, 5, 7, 9, 1, 2, 3, 5, 6, 4};
    const double actual[] = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
    lb_auc a = auc(11, score, actual, NULL);
    ck_near(a.value, 23.5 / 30, 1e-15);
    ck_near(a.low, 23.5 / 30 - 1.959964 * 0.1453921899170959, 1e-14);
    ck_assert(a.high == 1); /* cut at 1 */
    ck_assert(a.actual == 5 && a.others == 6);
}
END_TEST

START_TEST(auc_of_perfect_reversed_and_constant_scores)
{
    const double up[] = {1, 2, 3, 4}, down[] = {4, 3, 2, 1}, flat[] = {7, 7, 7, 7};
    const double actual[] = {0, 0, 1, 1};
    ck_assert(auc(4, up, actual, NULL).value == 1);
    ck_assert(auc(4, down, actual, NULL).value == 0);
    ck_assert(auc(4, flat, actual, NULL).value == 0.5);
}
END_TEST

START_TEST(weights_count_as_so_many_items)
{
    const double score[] = {1, 2, 3, 4, 5}, actual[] = {0, 1, 0, 1, 1}, weight[] = {2, 1, 3, 1, 2};
    const double many[] = {1, 1, 2, 3, 3, 3, 4, 5, 5}, flags[] = {0, 0, 1, 0, 0, 0, 1, 1, 1};
    lb_auc a = auc(5, score, actual, weight), b = auc(9, many, flags, NULL);
    ck_near(a.value, b.value, 1e-15);
    ck_near(a.low, b.low, 1e-15);
    ck_near(a.high, b.high, 1e-15);
    /* A quarter inside is a quarter of an item inside and three quarters outside. */
    const double parts[] = {0.25, 0, 1};
    const double s[] = {2, 1, 3};
    ck_near(auc(3, s, parts, NULL).value, (0.25 * (1 + 0.375) + 1.75) / (1.25 * 1.75), 1e-15);
}
END_TEST

START_TEST(auc_without_both_kinds_is_no_number)
{
    const double score[] = {1, 2, NAN}, ones[] = {1, 1, 0}, bad[] = {0, 1, 1.5};
    lb_auc a = auc(3, score, ones, NULL), kept = {.value = 77};
    ck_assert(isnan(a.value) && isnan(a.low) && isnan(a.high));
    ck_assert(a.actual == 2 && a.others == 0);
    ck_assert_int_eq(lb_auc_compute(3, score, bad, NULL, 2, &kept), LB_E_USAGE);
    ck_assert(kept.value == 77);
}
END_TEST

START_TEST(cells_count_by_the_four_rules)
{
    lb_grid grid = {0, 10, 10, 10, 4, 1};
    lb_shapes s = {0};
    lb_cover cover;
    lb_locator *locator;
    /* Covers 0.12 of cell 0 with its centre, all of 1, the western half of 2 (its centre is on the
     * east edge and so outside), nothing of 3; the second area is a corner of 3. */
    lb_test_polygon(&s, 1, RING(4, 4, 10, 4, 10, 0, 25, 0, 25, 10, 10, 10, 10, 6, 4, 6));
    lb_test_polygon(&s, 1, RING(38, 0, 40, 0, 40, 2, 38, 2));
    ck_assert_int_eq(lb_cover_compute(&s, &grid, 1, &cover), LB_OK);
    ck_assert_int_eq(lb_locator_new(&s, NULL, 1, &locator), LB_OK);
    const int64_t cell[] = {0, 1, 2, 3};
    const bool first[] = {true, false};
    lb_cell_list cells = {4, cell};
    lb_cell_areas areas = {&cover, locator, NULL}, one = {&cover, locator, first};
    const double expected[4][4] = {{.12, 1, .5, .04}, {1, 1, 0, 0}, {1, 1, 1, 1}, {0, 1, 0, 0}};
    double actual[4];
    for (int rule = LB_RULE_FRACTION; rule <= LB_RULE_MAJORITY; rule++) {
        ck_assert_int_eq(lb_cell_rule_apply((lb_cell_rule)rule, &areas, &cells, actual), LB_OK);
        for (int i = 0; i < 4; i++)
            ck_near(actual[i], expected[rule][i], 1e-14);
        ck_assert_int_eq(lb_cell_rule_apply((lb_cell_rule)rule, &one, &cells, actual), LB_OK);
        ck_assert(actual[3] == 0);
    }
    areas.locator = NULL;
    ck_assert_int_eq(lb_cell_rule_apply(LB_RULE_CENTROID, &areas, &cells, actual), LB_E_USAGE);
    lb_locator_free(locator);
    lb_cover_clear(&cover);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("agree", table_counts_the_four_outcomes, fractions_and_weights_are_shared_out,
             kappa_of_a_known_table, nothing_to_compare_is_no_number,
             auc_counts_pairs_with_ties_half_and_has_delongs_interval,
             auc_of_perfect_reversed_and_constant_scores, weights_count_as_so_many_items,
             auc_without_both_kinds_is_no_number, cells_count_by_the_four_rules)
