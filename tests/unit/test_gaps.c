/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

#include "port/geos/geos_union.h"

static lb_gap *gaps_of(lb_shapes *areas, size_t *n)
{
    lb_shapes joined = {0};
    lb_gap *gap = NULL;
    lb_error err = {0};
    ck_assert_msg(lb_geos_union(areas, NULL, areas->count, &joined, &err) == LB_OK, "%s", err.text);
    ck_assert_int_eq(lb_gaps_find(areas, &joined, &gap, n), LB_OK);
    lb_shapes_clear(&joined);
    lb_shapes_clear(areas);
    return gap;
}

/* Eight squares round a ninth that is not there. */
START_TEST(land_that_neighbours_enclose_is_a_gap)
{
    lb_shapes areas = {0};
    size_t n;
    for (int i = 0; i < 9; i++) {
        double x = i % 3 * 10, y = 10 * (i / 3);
        if (i != 4)
            lb_test_polygon(&areas, 1, RING(x, y, x + 10, y, x + 10, y + 10, x, y + 10));
    }
    lb_gap *gap = gaps_of(&areas, &n);
    ck_assert_uint_eq(n, 1);
    ck_near(gap->area, 100, 1e-9);
    ck_near(gap->bbox.xmin, 10, 0);
    ck_near(gap->bbox.ymax, 20, 0);
    ck_assert_uint_eq(gap->i, 0);
    ck_assert_uint_eq(gap->j, 1);
    free(gap);
}
END_TEST

START_TEST(hole_of_one_area_is_none)
{
    lb_shapes areas = {0};
    size_t n;
    lb_test_polygon(&areas, 2, RING(0, 0, 30, 0, 30, 30, 0, 30),
                    RING(10, 10, 10, 20, 20, 20, 20, 10));
    lb_test_polygon(&areas, 1, RING(30, 0, 40, 0, 40, 30, 30, 30));
    ck_assert_ptr_null(gaps_of(&areas, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

/* What a second area leaves of the hole lies between the two. */
START_TEST(rest_of_a_hole_that_another_area_fills_is_a_gap)
{
    lb_shapes areas = {0};
    size_t n;
    lb_test_polygon(&areas, 2, RING(0, 0, 30, 0, 30, 30, 0, 30),
                    RING(10, 10, 10, 20, 20, 20, 20, 10));
    lb_test_polygon(&areas, 1, RING(10, 10, 20, 10, 20, 19, 10, 19));
    lb_gap *gap = gaps_of(&areas, &n);
    ck_assert_uint_eq(n, 1);
    ck_near(gap->area, 10, 1e-9);
    free(gap);
}
END_TEST

/* Two beams over two others: all corners of what they enclose are crossings. */
START_TEST(gaps_between_crossing_edges_are_found_the_largest_first)
{
    lb_shapes areas = {0};
    size_t n;
    lb_test_polygon(&areas, 1, RING(0, 0, 50, 0, 50, 2, 0, 2));
    lb_test_polygon(&areas, 1, RING(0, 10, 50, 10, 50, 12, 0, 12));
    lb_test_polygon(&areas, 1, RING(5, -5, 7, -5, 7, 20, 5, 20));
    lb_test_polygon(&areas, 1, RING(11, -5, 13, -5, 13, 20, 11, 20));
    lb_test_polygon(&areas, 1, RING(23, -5, 25, -5, 25, 20, 23, 20));
    lb_gap *gap = gaps_of(&areas, &n);
    ck_assert_uint_eq(n, 2);
    ck_near(gap[0].area, 80, 1e-9);
    ck_near(gap[1].area, 32, 1e-9);
    free(gap);
}
END_TEST

LB_TEST_MAIN("gaps", land_that_neighbours_enclose_is_a_gap, hole_of_one_area_is_none,
             rest_of_a_hole_that_another_area_fills_is_a_gap,
             gaps_between_crossing_edges_are_found_the_largest_first)
