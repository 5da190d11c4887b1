/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/support/support.h"
#include "kernel/disclosure/cell_key.h"

static void assert_moments(const lb_perturb_table *table, double variance, int smallest)
{
    for (int i = 1; i < table->rows; i++) {
        const lb_perturb_row *row = &table->row[i];
        double sum = 0, mean = 0, square = 0;
        for (int k = 0; k < row->count; k++) {
            int target = i + row->change[k];
            ck_assert(target == 0 || target > smallest);
            ck_assert_double_ge(row->probability[k], 0);
            sum += row->probability[k];
            mean += row->probability[k] * row->change[k];
            square += row->probability[k] * row->change[k] * row->change[k];
        }
        ck_assert_double_eq_tol(sum, 1, 1e-12);
        ck_assert_double_eq_tol(mean, 0, 1e-9);
        ck_assert_double_eq_tol(square, variance, 1e-9);
    }
}

START_TEST(every_row_has_mean_zero_and_the_variance)
{
    lb_perturb_table table;
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    assert_moments(&table, 2.001, 2);
    ck_assert_int_eq(lb_perturb_table_make(7, 4, 2, &table), LB_OK);
    assert_moments(&table, 4, 2);
    ck_assert_int_eq(lb_perturb_table_make(8, 6.5, 4, &table), LB_OK);
    assert_moments(&table, 6.5, 4);
    ck_assert_int_eq(lb_perturb_table_make(3, 1, 0, &table), LB_OK);
    assert_moments(&table, 1, 0);
}
END_TEST

/* Probabilities of a published table of this kind (D 5, variance 2.001, nothing becomes 1 or 2),
 * printed to nine decimals. */
START_TEST(probabilities_are_those_of_the_published_table)
{
    static const double four[] = {0.045995212, 0.314047011, 0.314047011, 0.198700339,
                                  0.090774859, 0.028970489, 0.00645906,  0.001006019};
    static const double three[] = {0.147338915, 0.511339453, 0.255081228,
                                   0.073041044, 0.012005353, 0.001132667};
    lb_perturb_table table;
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    ck_assert_int_eq(table.row[4].count, 8);
    ck_assert_int_eq(table.row[4].change[0], -4);
    for (int k = 0; k < 8; k++)
        ck_assert_double_eq_tol(table.row[4].probability[k], four[k], 2e-7);
    for (int k = 0; k < 6; k++)
        ck_assert_double_eq_tol(table.row[3].probability[k], three[k], 2e-7);
}
END_TEST

START_TEST(probability_does_not_fall_towards_no_change_from_below)
{
    lb_perturb_table table;
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    for (int i = 1; i < table.rows; i++)
        for (int k = 0; k + 1 < table.row[i].count && table.row[i].change[k + 1] <= 0; k++)
            ck_assert_double_le(table.row[i].probability[k],
                                table.row[i].probability[k + 1] * (1 + 1e-9));
}
END_TEST

START_TEST(impossible_tables_are_refused)
{
    lb_perturb_table table;
    ck_assert_int_eq(lb_perturb_table_make(5, 1.9, 2, &table), LB_E_USAGE); /* least is 2 */
    ck_assert_int_eq(lb_perturb_table_make(9, 5.9, 4, &table), LB_E_USAGE); /* least is 6 */
    ck_assert_int_eq(lb_perturb_table_make(2, 2.001, 2, &table), LB_E_USAGE);
    ck_assert_int_eq(lb_perturb_table_make(5, 5.5, 2, &table), LB_E_USAGE); /* 1 cannot vary so */
    ck_assert_int_eq(lb_perturb_table_make(21, 4, 2, &table), LB_E_USAGE);
}
END_TEST

START_TEST(counts_move_with_the_tables_frequencies_and_zero_stays)
{
    lb_perturb_table table;
    double mean = 0, square = 0;
    enum { KEYS = 1 << 16 };
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    for (uint64_t k = 0; k < KEYS; k++) {
        uint64_t key = k << 48 | 0x8000;
        int64_t change = lb_perturb_count(&table, 1234, key) - 1234;
        ck_assert_int_eq(lb_perturb_count(&table, 0, key), 0);
        mean += (double)change / KEYS;
        square += (double)(change * change) / KEYS;
        int64_t one = lb_perturb_count(&table, 1, key);
        ck_assert(one == 0 || (one >= 3 && one <= 6));
    }
    ck_assert_double_eq_tol(mean, 0, 1e-3);
    ck_assert_double_eq_tol(square, 2.001, 1e-3);
    ck_assert_int_eq(lb_perturb_count(&table, 1, UINT64_MAX), 6);
}
END_TEST

LB_TEST_MAIN("cell_key", every_row_has_mean_zero_and_the_variance,
             probabilities_are_those_of_the_published_table,
             probability_does_not_fall_towards_no_change_from_below, impossible_tables_are_refused,
             counts_move_with_the_tables_frequencies_and_zero_stays)
