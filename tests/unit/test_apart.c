/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/areas/overlap_task.h"
#include "tests/support/support.h"

static void add(lb_shapes *s, size_t n, const double *xy)
{
    ck_assert_int_eq(lb_shapes_add_feature(s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(s, xy, n), LB_OK);
}

static void add_square(lb_shapes *s, double x, double y, double size)
{
    const double xy[] = {x, y, x + size, y, x + size, y + size, x, y + size, x, y};
    add(s, 5, xy);
}

static bool apart(lb_shapes *s)
{
    lb_overlap_task task;
    lb_overlap_request request = lb_overlap_pairs_request(1);
    lb_overlap_task_start(&task, s, &request, 1);
    ck_assert_int_eq(lb_overlap_task_finish(&task, NULL), LB_OK);
    bool is = task.disjoint;
    lb_overlap_task_clear(&task);
    lb_shapes_clear(s);
    return is;
}

START_TEST(squares_that_share_borders_or_nothing_are_apart)
{
    lb_shapes s = {0};
    ck_assert(apart(&s));
    add_square(&s, 0, 0, 10);
    ck_assert(apart(&s));
    for (int i = 0; i < 9; i++)
        add_square(&s, i % 3 * 10, i / 3 * 10, 10);
    add_square(&s, 1000, 1000, 10);
    ck_assert(apart(&s));
}
END_TEST

START_TEST(a_neighbour_in_a_hole_is_apart)
{
    static const double shell[] = {0, 0, 30, 0, 30, 30, 0, 30, 0, 0};
    static const double hole[] = {10, 10, 10, 20, 20, 20, 20, 10, 10, 10};
    lb_shapes s = {0};
    add(&s, 5, shell);
    ck_assert_int_eq(lb_shapes_add_ring(&s, hole, 5), LB_OK);
    add_square(&s, 10, 10, 10);
    ck_assert(apart(&s));
}
END_TEST

START_TEST(no_overlap_is_taken_to_be_apart)
{
    lb_shapes s = {0};
    add_square(&s, 0, 0, 10);
    add_square(&s, 5, 5, 10); /* borders cross */
    ck_assert(!apart(&s));
    add_square(&s, 0, 0, 10);
    add_square(&s, 2, 2, 3); /* one within the other */
    ck_assert(!apart(&s));
    add_square(&s, 0, 0, 10);
    add_square(&s, 0, 0, 10); /* one twice: all borders cancel */
    ck_assert(!apart(&s));
    add_square(&s, 0, 0, 10);
    add_square(&s, 0, 0, 10);
    add_square(&s, 0, 0, 10); /* three times: one is left, of a third of the sum */
    ck_assert(!apart(&s));
    add_square(&s, 0, 0, 20);
    add_square(&s, 0, 0, 10); /* within, with borders in common */
    ck_assert(!apart(&s));
}
END_TEST

/* A hundred square metres in a country, and a strip of a centimetre between two. */
START_TEST(small_overlap_of_large_areas_is_seen)
{
    lb_shapes s = {0};
    add_square(&s, 0, 0, 1e6);
    add_square(&s, 1000, 1000, 10);
    ck_assert(!apart(&s));
    add_square(&s, 0, 0, 1e6);
    add_square(&s, 1e6 - 0.01, 0, 1e6);
    ck_assert(!apart(&s));
}
END_TEST

START_TEST(of_what_lies_on_no_earth_there_is_no_proof)
{
    lb_shapes s = {0};
    add_square(&s, -1.5e308, -1.5e308, 1e308);
    add_square(&s, 1e307, 1e307, 1e308);
    ck_assert(!apart(&s));
}
END_TEST

START_TEST(the_proof_beside_other_work_says_the_same)
{
    for (int threads = 1; threads < 4; threads++) {
        lb_shapes s = {0};
        lb_overlap_task proof;
        lb_overlap_request request = lb_overlap_pairs_request(1);
        add_square(&s, 0, 0, 10);
        add_square(&s, 5, 5, 10);
        lb_overlap_task_start(&proof, &s, &request, threads);
        ck_assert_int_eq(lb_overlap_task_finish(&proof, NULL), LB_OK);
        ck_assert(!proof.disjoint);
        ck_assert_int_eq(lb_overlap_task_finish(&proof, NULL), LB_OK);
        ck_assert(!proof.disjoint);
        ck_near(proof.sizes.pairs.sum, 25, 1e-12);
        lb_overlap_task_clear(&proof);
        lb_overlap_task_start(&proof, &s, &request, threads);
        lb_overlap_task_clear(&proof);
        lb_shapes_clear(&s);
    }
}
END_TEST

LB_TEST_MAIN("apart", squares_that_share_borders_or_nothing_are_apart,
             a_neighbour_in_a_hole_is_apart, no_overlap_is_taken_to_be_apart,
             small_overlap_of_large_areas_is_seen, the_proof_beside_other_work_says_the_same,
             of_what_lies_on_no_earth_there_is_no_proof)
