/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/geometry/point_in_polygon.h"
#include "tests/support/support.h"

#define PI 3.14159265358979323846

static lb_locator *locator(const lb_shapes *shapes, const lb_grid *grid)
{
    lb_locator *made;
    ck_assert_int_eq(lb_locator_new(shapes, grid, 1, &made), LB_OK);
    return made;
}

/* The area that holds the point: the first of them, or -1; fails when there are more than one. */
static int only(const lb_locator *l, double x, double y)
{
    size_t area[4], n = lb_locator_find(l, x, y, area, 4);
    ck_assert_uint_le(n, 1);
    return n ? (int)area[0] : -1;
}

START_TEST(square_owns_its_west_and_south_edges_only)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 2, 0, 2, 2, 0, 2));
    lb_locator *l = locator(&s, NULL);
    ck_assert_int_eq(only(l, 1, 1), 0);
    ck_assert_int_eq(only(l, 0, 1), 0);
    ck_assert_int_eq(only(l, 1, 0), 0);
    ck_assert_int_eq(only(l, 0, 0), 0);
    ck_assert_int_eq(only(l, 2, 1), -1);
    ck_assert_int_eq(only(l, 1, 2), -1);
    ck_assert_int_eq(only(l, 2, 0), -1);
    ck_assert_int_eq(only(l, 0, 2), -1);
    ck_assert_int_eq(only(l, -0.001, 1), -1);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(point_on_a_shared_slanted_edge_is_in_the_eastern_area)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 4, 0, 4, 4)); /* south-east of the diagonal */
    lb_test_polygon(&s, 1, RING(0, 0, 4, 4, 0, 4));
    lb_locator *l = locator(&s, NULL);
    ck_assert_int_eq(only(l, 2, 2), 0);
    ck_assert_int_eq(only(l, 0, 0), 0); /* moved by (e, e^2) it is just below the diagonal */
    ck_assert_int_eq(only(l, 2, 2.0000001), 1);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(corner_of_four_squares_is_in_the_north_eastern)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, 1, 0, 1));
    lb_test_polygon(&s, 1, RING(1, 0, 2, 0, 2, 1, 1, 1));
    lb_test_polygon(&s, 1, RING(0, 1, 1, 1, 1, 2, 0, 2));
    lb_test_polygon(&s, 1, RING(1, 1, 2, 1, 2, 2, 1, 2));
    lb_locator *l = locator(&s, NULL);
    ck_assert_int_eq(only(l, 1, 1), 3);
    ck_assert_int_eq(only(l, 1, 0.5), 1);
    ck_assert_int_eq(only(l, 0.5, 1), 2);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(hole_is_outside_and_its_boundary_follows_the_rule)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 9, 0, 9, 9, 0, 9), RING(3, 3, 6, 3, 6, 6, 3, 6));
    lb_locator *l = locator(&s, NULL);
    ck_assert_int_eq(only(l, 4, 4), -1);
    ck_assert_int_eq(only(l, 3, 4), -1); /* the hole owns its west edge */
    ck_assert_int_eq(only(l, 6, 4), 0);
    ck_assert_int_eq(only(l, 4, 6), 0);
    ck_assert_int_eq(only(l, 1, 1), 0);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(all_overlapping_areas_are_told_in_order)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(5, 5, 6, 5, 6, 6, 5, 6));
    lb_test_polygon(&s, 1, RING(0, 0, 9, 0, 9, 9, 0, 9));
    lb_test_polygon(&s, 1, RING(100, 0, 101, 0, 101, 1));
    lb_test_polygon(&s, 1, RING(4, 4, 8, 4, 8, 8, 4, 8));
    lb_locator *l = locator(&s, NULL);
    size_t area[3] = {77, 77, 77};
    ck_assert_uint_eq(lb_locator_find(l, 5.5, 5.5, area, 3), 3);
    ck_assert(area[0] == 0 && area[1] == 1 && area[2] == 3);
    area[1] = 77;
    ck_assert_uint_eq(lb_locator_find(l, 5.5, 5.5, area, 1), 3);
    ck_assert(area[0] == 0 && area[1] == 77);
    ck_assert_uint_eq(lb_locator_find(l, 5.5, 5.5, NULL, 0), 3);
    ck_assert_uint_eq(lb_locator_find(l, 50, 5, area, 3), 0);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(what_is_no_place_is_in_no_area)
{
    lb_shapes s = {0}, none = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 9, 0, 9, 9, 0, 9));
    lb_locator *l = locator(&s, NULL), *empty = locator(&none, NULL);
    ck_assert_int_eq(only(l, NAN, 1), -1);
    ck_assert_int_eq(only(l, 1, INFINITY), -1);
    ck_assert_int_eq(only(l, 1e300, 1), -1);
    ck_assert_int_eq(only(empty, 1, 1), -1);
    lb_locator_free(l);
    lb_locator_free(empty);
    lb_locator_free(NULL);
    lb_shapes_clear(&s);
}
END_TEST

/* Points that are none, far away, in the hole, in one area and in three, more than are taken
 * together. */
START_TEST(many_are_found_as_each_is)
{
    const double kind[5][2] = {{NAN, 1}, {1e300, -1e300}, {5, 5}, {1, 1}, {8.75, 8.5}};
    const size_t in[5] = {0, 0, 0, 1, 3};
    double xy[2 * 97];
    size_t found[97], area[97 * 3];
    lb_shapes s = {0}, none = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 9, 0, 9, 9, 0, 9), RING(4, 4, 4, 6, 6, 6, 6, 4));
    lb_test_polygon(&s, 1, RING(8, 8, 10, 8, 9, 10));
    lb_test_polygon(&s, 1, RING(8, 7, 10, 7, 9, 11));
    lb_locator *l = locator(&s, NULL), *empty = locator(&none, NULL);
    for (int i = 0; i < 97; i++)
        memcpy(xy + 2 * (size_t)i, kind[i % 5], sizeof kind[0]);
    lb_locator_find_many(l, NULL, 0, found, area, 3);
    lb_locator_find_many(empty, xy, 97, found, area, 3);
    for (int i = 0; i < 97; i++)
        ck_assert_uint_eq(found[i], 0);
    lb_locator_find_many(l, xy, 97, found, area, 3);
    for (int i = 0; i < 97; i++) {
        ck_assert_msg(found[i] == in[i % 5], "point %d is in %zu areas, expected %zu", i, found[i],
                      in[i % 5]);
        for (size_t k = 0; k < found[i]; k++)
            ck_assert_uint_eq(area[3 * i + (int)k], k);
        ck_assert_uint_eq(lb_locator_find(l, xy[2 * i], xy[2 * i + 1], NULL, 0), found[i]);
    }
    lb_locator_find_many(l, xy, 97, found, area, 1);
    ck_assert(found[4] == 3 && area[4] == 0);
    lb_locator_free(l);
    lb_locator_free(empty);
    lb_shapes_clear(&s);
}
END_TEST

/* Triangles over each other, one of them over all: as each by itself has the point, for any number
 * of threads. */
START_TEST(areas_many_deep_are_those_that_have_the_point)
{
    enum { AREAS = 300, DEEPEST = 200 };
    lb_random random = {22};
    lb_shapes s = {0};
    for (int i = 0; i < AREAS; i++) {
        double x = 100 * lb_random_real(&random), y = 100 * lb_random_real(&random);
        double w = i == 150 ? 400 : 1 + 30 * lb_random_real(&random);
        lb_test_polygon(&s, 1, RING(x - w, y - w / 3, x + w, y - w / 2, x + w / 4, y + w));
    }
    for (int threads = 1; threads <= 4; threads += 3) {
        lb_locator *l;
        ck_assert_int_eq(lb_locator_new(&s, NULL, threads, &l), LB_OK);
        for (int k = 0; k < 2000; k++) {
            double x = 110 * lb_random_real(&random) - 5, y = 110 * lb_random_real(&random) - 5;
            size_t found[DEEPEST], n = lb_locator_find(l, x, y, found, DEEPEST), at = 0;
            ck_assert_uint_le(n, DEEPEST);
            for (size_t i = 0; i < AREAS; i++)
                if (lb_polygon_contains(&s, i, x, y)) {
                    ck_assert_uint_lt(at, n);
                    ck_assert_uint_eq(found[at++], i);
                }
            ck_assert_uint_eq(at, n);
        }
        lb_locator_free(l);
    }
    lb_shapes_clear(&s);
}
END_TEST

/* Every point of a lattice of half cells is in the areas that have it by a look at all edges. */
static void check_all_points(const lb_shapes *s, const lb_grid *cells)
{
    lb_locator *l = locator(s, cells);
    for (double x = -1; x <= 41; x += 0.25)
        for (double y = -1; y <= 41; y += 0.25) {
            size_t found[8], n = lb_locator_find(l, x, y, found, 8), at = 0;
            for (size_t i = 0; i < s->count; i++)
                if (lb_polygon_contains(s, i, x, y)) {
                    ck_assert_msg(at < n && found[at] == i, "(%g, %g) is in area %zu", x, y, i);
                    at++;
                }
            ck_assert_uint_eq(at, n);
        }
    lb_locator_free(l);
}

/* Corners on sides of cells, on corners of cells and within, many in one row; the ring begins
 * anywhere, so that its first edges may go on where the last ones end. */
START_TEST(stars_with_corners_on_sides_of_cells_have_the_same_points)
{
    static const lb_grid cells[] = {
        {0, 40, 1, 1, 40, 40}, {0, 40, 3, 7, 14, 6}, {0, 40, 9, 2, 5, 20}};
    lb_random random = {5};
    for (int k = 0; k < 60; k++) {
        lb_shapes s = {0};
        for (int i = 0; i < 2; i++) {
            double xy[2 * 48];
            int corners = 3 + (int)(45 * lb_random_real(&random));
            for (int c = 0; c < corners; c++) {
                double radius = 4 + 15 * lb_random_real(&random), a = 2 * PI * c / corners;
                double unit = i ? 1 : 4;
                xy[2 * c] = round(unit * (20 + radius * cos(a))) / unit;
                xy[2 * c + 1] = round(unit * (20 + radius * sin(a))) / unit;
            }
            lb_test_polygon(&s, 1, xy, (size_t)corners);
        }
        check_all_points(&s, k % 4 < 3 ? &cells[k % 4] : NULL);
        lb_shapes_clear(&s);
    }
}
END_TEST

/* A border from west to east, more edges in one row than a run has, bent back over itself; the two
 * areas beside it have all points once. */
START_TEST(long_shared_border_within_a_row_divides_its_points)
{
    enum { STEPS = 38 };
    static const lb_grid cells[] = {{0, 40, 5, 10, 8, 4}, {0, 40, 10, 40, 4, 1}};
    double north[2 * (3 * STEPS + 4)], south[2 * (3 * STEPS + 4)];
    size_t n = 0;
    for (int i = 0; i < STEPS; i++)
        for (int k = 0; k < 3; k++, n++) { /* a step on, one up and back, one down */
            north[2 * n] = i + (k == 0 ? 1 : k == 1 ? 0.5 : 0.9);
            north[2 * n + 1] = 21 + (k == 1) * 3.5 + (k == 2) * 6;
        }
    memcpy(south, north, 2 * n * sizeof *south);
    memcpy(north + 2 * n, (const double[]){40, 22, 40, 40, 0, 40, 0, 22}, 8 * sizeof *north);
    memcpy(south + 2 * n, (const double[]){40, 22, 40, 0, 0, 0, 0, 22}, 8 * sizeof *south);
    for (int k = 0; k < 2; k++) {
        lb_shapes s = {0};
        lb_test_polygon(&s, 1, north, n + 4);
        lb_test_polygon(&s, 1, south, n + 4);
        check_all_points(&s, &cells[k]);
        lb_locator *l = locator(&s, &cells[k]);
        for (double x = 0; x < 40; x += 0.25)
            for (double y = 0; y < 40; y += 0.25)
                ck_assert_int_ge(only(l, x, y), 0);
        lb_locator_free(l);
        lb_shapes_clear(&s);
    }
}
END_TEST

START_TEST(rings_without_vertices_have_no_points)
{
    const double square[] = {0, 0, 9, 0, 9, 9, 0, 9};
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, square, (size_t)0, square, (size_t)4);
    lb_test_polygon(&s, 2, square, (size_t)4, square, (size_t)0);
    lb_test_polygon(&s, 1, square, (size_t)0);
    lb_locator *l = locator(&s, NULL);
    size_t area[3];
    ck_assert_uint_eq(lb_locator_find(l, 4, 4, area, 3), 2);
    ck_assert(area[0] == 0 && area[1] == 1);
    ck_assert_uint_eq(lb_locator_find(l, 9, 4, area, 3), 0);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(one_of_a_hundred_areas_is_found_by_its_number_or_choice)
{
    enum { AREAS = 100 };
    lb_shapes s = {0};
    bool chosen[AREAS + 1] = {false}, any;
    for (int i = 0; i < AREAS; i++)
        lb_test_polygon(&s, 1, RING(0, 0, 9, 0, 9, 9, 0, 9));
    lb_test_polygon(&s, 1, RING(20, 20, 21, 20, 21, 21, 20, 21));
    lb_locator *l = locator(&s, NULL);
    ck_assert(!lb_locator_finds_chosen(l, 5, 5, chosen, &any) && any);
    ck_assert(!lb_locator_finds_chosen(l, 15, 5, chosen, &any) && !any);
    chosen[AREAS - 1] = true;
    ck_assert(lb_locator_finds_chosen(l, 5, 5, chosen, NULL));
    for (size_t i = 0; i < AREAS; i += 33)
        ck_assert(lb_locator_area_holds(l, i, 5, 5) && !lb_locator_area_holds(l, i, 15, 5));
    ck_assert(!lb_locator_area_holds(l, AREAS, 5, 5) &&
              lb_locator_area_holds(l, AREAS, 20.5, 20.5));
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(bad_input_is_refused)
{
    lb_locator *l = NULL;
    double bad[] = {NAN, INFINITY};
    for (int i = 0; i < 2; i++) {
        lb_shapes s = {0};
        lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, bad[i]));
        ck_assert_int_eq(lb_locator_new(&s, NULL, 1, &l), LB_E_INPUT);
        lb_shapes_clear(&s);
    }
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, 1));
    ck_assert_int_eq(lb_locator_new(&s, &(lb_grid){0, 0, 0, 0, 1, 1}, 1, &l), LB_E_USAGE);
    ck_assert_ptr_null(l);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(tiny_cells_are_made_larger_and_the_answer_stays)
{
    lb_grid fine = {0, 0, 1e-9, 1e-9, 10, 10};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 1000000, 10, 20, 1000000));
    lb_locator *l = locator(&s, &fine);
    ck_assert_int_eq(only(l, 300000, 300000), 0);
    ck_assert_int_eq(only(l, 600000, 600000), -1);
    lb_locator_free(l);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("locate", square_owns_its_west_and_south_edges_only,
             point_on_a_shared_slanted_edge_is_in_the_eastern_area,
             corner_of_four_squares_is_in_the_north_eastern,
             hole_is_outside_and_its_boundary_follows_the_rule,
             all_overlapping_areas_are_told_in_order, what_is_no_place_is_in_no_area,
             many_are_found_as_each_is, areas_many_deep_are_those_that_have_the_point,
             stars_with_corners_on_sides_of_cells_have_the_same_points,
             long_shared_border_within_a_row_divides_its_points,
             rings_without_vertices_have_no_points,
             one_of_a_hundred_areas_is_found_by_its_number_or_choice, bad_input_is_refused,
             tiny_cells_are_made_larger_and_the_answer_stays)
