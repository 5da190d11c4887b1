/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/coverage.h>

#include "kernel/geometry/cover_rewindow.h"
#include "tests/support/support.h"

/* Cells of 10 m; the area is 25 x 20 m with its south-west corner at (5, 10). */
static const double area[] = {5, 10, 30, 10, 30, 30, 5, 30};
static const lb_grid wide = {0, 40, 10, 10, 5, 4};

static lb_cover cover_of(const lb_grid *grid)
{
    lb_shapes shapes = {0};
    lb_cover cover = {.count = 0};
    ck_assert_int_eq(lb_shapes_add_feature(&shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(&shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(&shapes, area, 4), LB_OK);
    ck_assert_int_eq(lb_cover_compute(&shapes, grid, 1, &cover), LB_OK);
    lb_shapes_clear(&shapes);
    return cover;
}

static void check_moved(const lb_grid *grid)
{
    lb_cover moved = cover_of(&wide), made = cover_of(grid);
    size_t which = 0;
    ck_assert_int_eq(lb_cover_rewindow(&moved, grid, &which), LB_OK);
    ck_assert_uint_eq(moved.first[1], made.first[1]);
    for (size_t r = 0; r < made.first[1]; r++) {
        ck_assert_int_eq(moved.span[r].row, made.span[r].row);
        ck_assert_int_eq(moved.span[r].col, made.span[r].col);
        ck_assert_int_eq(moved.span[r].length, made.span[r].length);
        ck_near(moved.span[r].fraction, made.span[r].fraction, 0);
    }
    ck_near(moved.outside[0], made.outside[0], 1e-12);
    ck_near(moved.area[0], 500, 0);
    lb_cover_clear(&moved);
    lb_cover_clear(&made);
}

START_TEST(another_window_has_the_cover_that_is_computed_for_it)
{
    const lb_grid windows[] = {
        wide,
        {-100, 90, 10, 10, 40, 30},
        {10, 40, 10, 10, 4, 4},
        {0, 40, 10, 10, 2, 4},
        {0, 20, 10, 10, 5, 2},
        {0, 40, 10, 10, 5, 2},
        {20, 20, 10, 10, 10, 10},
        {1000, 40, 10, 10, 5, 4},
        {0, 40, 10, 10, 0, 0},
    };
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        check_moved(&windows[i]);
}
END_TEST

START_TEST(another_lattice_is_refused)
{
    const lb_grid others[] = {{0, 40, 20, 20, 5, 4}, {5, 40, 10, 10, 5, 4}, {0, 41, 10, 10, 5, 4}};
    for (size_t i = 0; i < 3; i++) {
        lb_cover cover = cover_of(&wide);
        size_t which = 0;
        ck_assert_int_eq(lb_cover_rewindow(&cover, &others[i], &which), LB_E_USAGE);
        lb_cover_clear(&cover);
    }
}
END_TEST

START_TEST(what_lay_outside_is_not_known_in_a_larger_window_but_outside_a_smaller)
{
    const lb_grid narrow = {0, 40, 10, 10, 2, 4}, smaller = {0, 40, 10, 10, 1, 4};
    lb_cover cover = cover_of(&narrow);
    size_t which = 9;
    ck_near(cover.outside[0], 200, 1e-9);
    ck_assert_int_eq(lb_cover_rewindow(&cover, &smaller, &which), LB_OK);
    ck_near(cover.outside[0], 400, 1e-9);
    ck_assert_int_eq(lb_cover_rewindow(&cover, &wide, &which), LB_E_INPUT);
    ck_assert_uint_eq(which, 0);
    lb_cover_clear(&cover);
}
END_TEST

LB_TEST_MAIN("moving covers", another_window_has_the_cover_that_is_computed_for_it,
             another_lattice_is_refused,
             what_lay_outside_is_not_known_in_a_larger_window_but_outside_a_smaller)
