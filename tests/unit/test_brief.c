/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/brief/brief_areas.h"
#include "tests/support/support.h"

START_TEST(the_worst_is_first_and_ties_share_the_smaller_rank)
{
    static const double index[] = {50, 90, NAN, 50, 10};
    int64_t rank[5];
    size_t ranked;
    ck_assert_int_eq(lb_brief_ranks(index, 5, rank, &ranked), LB_OK);
    ck_assert_uint_eq(ranked, 4);
    ck_assert_int_eq(rank[0], 2);
    ck_assert_int_eq(rank[1], 1);
    ck_assert_int_eq(rank[2], 0);
    ck_assert_int_eq(rank[3], 2);
    ck_assert_int_eq(rank[4], 4);
}
END_TEST

/* A long neighbour beside a short one: its boundary is near, its vertices are not. */
START_TEST(the_nearest_is_by_boundaries_not_by_vertices)
{
    size_t near[LB_BRIEF_NEAR];
    double metres[LB_BRIEF_NEAR];
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 1, RING(30, 0, 40, 0, 40, 10, 30, 10));
    lb_test_polygon(&s, 1, RING(-1000, 13, 1000, 13, 1000, 20, -1000, 20));
    lb_test_polygon(&s, 1, RING(5, -5, 8, -5, 8, 5, 5, 5));
    ck_assert_uint_eq(lb_brief_nearest_areas(&s, 0, near, metres), 3);
    ck_assert_uint_eq(near[0], 3);
    ck_near(metres[0], 0, 0);
    ck_assert_uint_eq(near[1], 2);
    ck_near(metres[1], 3, 1e-12);
    ck_assert_uint_eq(near[2], 1);
    ck_near(metres[2], 20, 1e-12);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(of_many_the_five_nearest_are_kept_in_order)
{
    size_t near[LB_BRIEF_NEAR];
    double metres[LB_BRIEF_NEAR];
    lb_shapes s = {0};
    for (int i = 9; i >= 0; i--) /* feature 9 - i at 20 i */
        lb_test_polygon(&s, 1, RING(20 * i, 0, 20 * i + 10, 0, 20 * i + 10, 10, 20 * i, 10));
    ck_assert_uint_eq(lb_brief_nearest_areas(&s, 9, near, metres), 5);
    for (size_t k = 0; k < 5; k++) {
        ck_assert_uint_eq(near[k], 8 - k);
        ck_near(metres[k], 20.0 * (double)k + 10, 1e-12);
    }
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("brief", the_worst_is_first_and_ties_share_the_smaller_rank,
             the_nearest_is_by_boundaries_not_by_vertices,
             of_many_the_five_nearest_are_kept_in_order)
