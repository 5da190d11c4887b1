/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/areas/partition.h"
#include "tests/support/support.h"

static lb_geos_parts pieces_of(const lb_shapes *shapes)
{
    lb_geos_parts p = {0};
    lb_error err = {0};
    lb_partition_input input = {.shapes = shapes, .threads = 1};
    lb_status status = lb_areas_partition(&input, &p, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return p;
}

/* The area of the pieces that belong to just these owners. */
static double area_of(const lb_geos_parts *p, const size_t *owner, size_t n)
{
    double area = 0;
    for (size_t i = 0; i < p->shapes.count; i++)
        if (p->first[i + 1] - p->first[i] == n &&
            memcmp(p->owner + p->first[i], owner, n * sizeof *owner) == 0)
            area += lb_shapes_area(&p->shapes, i);
    return area;
}

#define OWNED(pieces, ...)                         \
    area_of(pieces, (const size_t[]){__VA_ARGS__}, \
            sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t))

START_TEST(apart_and_touching_areas_are_their_own_pieces)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 1, RING(10, 0, 20, 0, 20, 10, 10, 10));
    lb_test_polygon(&s, 2, RING(50, 50, 60, 50, 60, 60, 50, 60),
                    RING(52, 52, 58, 52, 58, 58, 52, 58));
    lb_geos_parts p = pieces_of(&s);
    ck_assert_uint_eq(p.shapes.count, 3);
    ck_near(OWNED(&p, 0), 100, 0);
    ck_near(OWNED(&p, 1), 100, 0);
    ck_near(OWNED(&p, 2), 64, 0);
    lb_geos_parts_clear(&p);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(three_areas_that_overlap_are_cut_into_what_each_set_owns)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 1, RING(5, 0, 15, 0, 15, 10, 5, 10));
    lb_test_polygon(&s, 1, RING(0, 5, 15, 5, 15, 15, 0, 15));
    lb_geos_parts p = pieces_of(&s);
    ck_near(OWNED(&p, 0), 25, 1e-9);
    ck_near(OWNED(&p, 1), 25, 1e-9);
    ck_near(OWNED(&p, 2), 75, 1e-9);
    ck_near(OWNED(&p, 0, 1), 25, 1e-9);
    ck_near(OWNED(&p, 0, 2), 25, 1e-9);
    ck_near(OWNED(&p, 1, 2), 25, 1e-9);
    ck_near(OWNED(&p, 0, 1, 2), 25, 1e-9);
    lb_geos_parts_clear(&p);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(area_in_another_or_on_top_of_it_leaves_nothing_of_its_own)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_test_polygon(&s, 1, RING(2, 2, 4, 2, 4, 4, 2, 4));
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    lb_geos_parts p = pieces_of(&s);
    ck_near(OWNED(&p, 0), 0, 0);
    ck_near(OWNED(&p, 1), 0, 0);
    ck_near(OWNED(&p, 0, 2), 96, 1e-9);
    ck_near(OWNED(&p, 0, 1, 2), 4, 1e-9);
    lb_geos_parts_clear(&p);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(no_areas_are_no_pieces)
{
    lb_shapes s = {0};
    lb_geos_parts p = pieces_of(&s);
    ck_assert_uint_eq(p.shapes.count, 0);
    lb_geos_parts_clear(&p);
}
END_TEST

/* Slanted sides, so that cutting rounds. The second and third are one area given twice. */
START_TEST(equal_areas_are_one_and_own_the_same_pieces)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 100.1, 7.3, 93.7, 110.9, -3.1, 95.7));
    lb_test_polygon(&s, 1, RING(50.3, 41.7, 163.9, 57.1, 140.3, 160.7, 47.9, 151.1));
    lb_test_polygon(&s, 1, RING(50.3, 41.7, 163.9, 57.1, 140.3, 160.7, 47.9, 151.1));
    lb_geos_parts p = pieces_of(&s);
    ck_assert_uint_eq(p.shapes.count, 3);
    double both = OWNED(&p, 0, 1, 2), alone = OWNED(&p, 0), twice = OWNED(&p, 1, 2);
    ck_assert(both > 0 && alone > 0 && twice > 0);
    ck_near(both + alone, lb_shapes_area(&s, 0), 1e-9);
    ck_near(both + twice, lb_shapes_area(&s, 1), 1e-9);
    lb_geos_parts_clear(&p);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("geos_pieces", equal_areas_are_one_and_own_the_same_pieces,
             apart_and_touching_areas_are_their_own_pieces,
             three_areas_that_overlap_are_cut_into_what_each_set_owns,
             area_in_another_or_on_top_of_it_leaves_nothing_of_its_own, no_areas_are_no_pieces)
