/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/location/coarse_locator.h"
#include "tests/support/support.h"

START_TEST(small_lattice_is_pictured_cell_by_cell)
{
    lb_coarse_locator s;
    ck_assert_int_eq(lb_coarse_locator_begin(&s, 2, 5, 1000), LB_OK);
    ck_assert_int_eq(s.shift, 0);
    lb_coarse_locator_add(&s, 1, 1, 3, 7);
    lb_coarse_locator_add(&s, 1, 3, 4, LB_COARSE_MIXED);
    lb_coarse_locator_end(&s, 1);
    static const uint32_t expected[] = {0, 7, 7, LB_COARSE_MIXED, 0};
    for (int64_t c = 0; c < 5; c++) {
        ck_assert_uint_eq(lb_coarse_locator_at(&s, 0, c), LB_COARSE_NONE);
        ck_assert_uint_eq(lb_coarse_locator_at(&s, 1, c), expected[c]);
    }
    lb_coarse_locator_clear(&s);
}
END_TEST

/* 3001 x 3001 cells: coarse ones have 4 x 4, the last ones fewer. */
START_TEST(coarse_cell_is_one_areas_only_when_all_of_it_is)
{
    lb_coarse_locator s;
    ck_assert_int_eq(lb_coarse_locator_begin(&s, 3001, 3001, 1 << 21), LB_OK);
    ck_assert_int_eq(s.shift, 2);
    for (int64_t r = 0; r < 3001; r++)
        lb_coarse_locator_add(&s, r, 4, 3001, 9);
    for (int64_t r = 8; r < 11; r++)
        lb_coarse_locator_add(&s, r, 0, 4, 5);
    lb_coarse_locator_end(&s, 1);
    ck_assert_uint_eq(lb_coarse_locator_at(&s, 0, 3), LB_COARSE_NONE);
    ck_assert_uint_eq(lb_coarse_locator_at(&s, 0, 4), 9);
    ck_assert_uint_eq(lb_coarse_locator_at(&s, 3000, 3000), 9);
    ck_assert_uint_eq(lb_coarse_locator_at(&s, 9, 0), LB_COARSE_MIXED);
    lb_coarse_locator_clear(&s);
}
END_TEST

START_TEST(two_areas_in_a_coarse_cell_are_mixed)
{
    lb_coarse_locator s;
    ck_assert_int_eq(lb_coarse_locator_begin(&s, 3001, 3001, 1 << 21), LB_OK);
    for (int64_t r = 0; r < 4; r++) {
        lb_coarse_locator_add(&s, r, 0, 2, 1);
        lb_coarse_locator_add(&s, r, 2, 4, 2);
    }
    lb_coarse_locator_end(&s, 1);
    ck_assert_uint_eq(lb_coarse_locator_at(&s, 2, 2), LB_COARSE_MIXED);
    lb_coarse_locator_clear(&s);
}
END_TEST

LB_TEST_MAIN("shortcut", small_lattice_is_pictured_cell_by_cell,
             coarse_cell_is_one_areas_only_when_all_of_it_is, two_areas_in_a_coarse_cell_are_mixed)
