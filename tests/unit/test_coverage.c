/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

static const lb_grid three = {0, 3, 1, 1, 3, 3};

static lb_cover covered(lb_shapes *shapes, lb_grid grid)
{
    lb_cover cover;
    ck_assert_int_eq(lb_cover_compute(shapes, &grid, 1, &cover), LB_OK);
    return cover;
}

/* Checks one feature against a matrix, and clears it. */
static void check(lb_shapes *shapes, const double *expected)
{
    lb_cover cover = covered(shapes, three);
    lb_test_cover_is(&cover, 0, expected);
    lb_cover_clear(&cover);
    lb_shapes_clear(shapes);
}

static double sum(const lb_cover *cover, size_t area)
{
    double total = 0;
    for (size_t i = cover->first[area]; i < cover->first[area + 1]; i++)
        total += cover->span[i].fraction * cover->span[i].length;
    return total * cover->grid.dx * cover->grid.dy;
}

START_TEST(square_in_the_middle_covers_quarters_and_halves)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0.5, 0.5, 2.5, 0.5, 2.5, 2.5, 0.5, 2.5));
    check(&s, (double[]){.25, .5, .25, .5, 1, .5, .25, .5, .25});
}
END_TEST

START_TEST(ring_on_cell_borders_covers_one_side_only)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(1, 1, 2, 1, 2, 2, 1, 2));
    lb_cover cover = covered(&s, three);
    lb_test_cover_is(&cover, 0, (double[]){0, 0, 0, 0, 1, 0, 0, 0, 0});
    ck_assert_uint_eq(cover.first[1], 1);
    ck_assert(cover.span[0].fraction == 1);
    lb_cover_clear(&cover);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(whole_grid_is_one_run_a_row)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 3, 0, 3, 3, 0, 3));
    lb_cover cover = covered(&s, three);
    ck_assert_uint_eq(cover.first[1], 3);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(cover.span[i].row, i);
        ck_assert_int_eq(cover.span[i].col, 0);
        ck_assert_int_eq(cover.span[i].length, 3);
        ck_assert(cover.span[i].fraction == 1);
    }
    lb_cover_clear(&cover);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(diagonal_through_corners_halves_its_cells)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 3, 0, 3, 3));
    check(&s, (double[]){0, 0, .5, 0, .5, 1, .5, 1, 1});
}
END_TEST

START_TEST(diamond_with_vertices_on_corners)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(1, 0, 2, 1, 1, 2, 0, 1));
    check(&s, (double[]){0, 0, 0, .5, .5, 0, .5, .5, 0});
}
END_TEST

START_TEST(edge_that_bounces_off_a_cell_border_stays_on_its_side)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(1.5, 1.5, 1, 1.25, 1.5, 1, 2, 1.25));
    check(&s, (double[]){0, 0, 0, 0, .25, 0, 0, 0, 0});
}
END_TEST

START_TEST(hole_is_taken_out)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 3, 0, 3, 3, 0, 3),
                    RING(0.5, 0.5, 2.5, 0.5, 2.5, 2.5, 0.5, 2.5));
    check(&s, (double[]){.75, .5, .75, .5, 0, .5, .75, .5, .75});
}
END_TEST

START_TEST(hole_of_one_cell_leaves_no_entry)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 3, 0, 3, 3, 0, 3), RING(1, 1, 2, 1, 2, 2, 1, 2));
    lb_cover cover = covered(&s, three);
    lb_test_cover_is(&cover, 0, (double[]){1, 1, 1, 1, 0, 1, 1, 1, 1});
    ck_assert_uint_eq(cover.first[1], 4);
    lb_cover_clear(&cover);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(parts_add_up_in_a_shared_cell)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(1, 1, 1.25, 1, 1.25, 2, 1, 2));
    ck_assert_int_eq(lb_shapes_add_part(&s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(&s, RING(1.5, 1, 3, 1, 3, 2, 1.5, 2)), LB_OK);
    check(&s, (double[]){0, 0, 0, 0, .75, 1, 0, 0, 0});
}
END_TEST

START_TEST(what_lies_outside_is_counted_as_outside)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(-1, -1, 1.5, -1, 1.5, 1.5, -1, 1.5)); /* south-west */
    lb_test_polygon(&s, 1, RING(2.5, 2.5, 9, 2.5, 9, 9, 2.5, 9));     /* north-east */
    lb_test_polygon(&s, 1, RING(-5, 1, -4, 1, -4, 2, -5, 2));         /* west of it */
    lb_test_polygon(&s, 1, RING(-9, -9, 9, -9, 9, 9, -9, 9));         /* all round it */
    lb_cover c = covered(&s, three);
    lb_test_cover_is(&c, 0, (double[]){0, 0, 0, .5, .25, 0, 1, .5, 0});
    lb_test_cover_is(&c, 1, (double[]){0, 0, .25, 0, 0, 0, 0, 0, 0});
    lb_test_cover_is(&c, 2, (double[]){0, 0, 0, 0, 0, 0, 0, 0, 0});
    lb_test_cover_is(&c, 3, (double[]){1, 1, 1, 1, 1, 1, 1, 1, 1});
    ck_near(c.outside[0], 4, 1e-12);
    ck_near(c.outside[1], 42, 1e-12);
    ck_assert(c.outside[2] == 1 && c.area[2] == 1);
    ck_near(c.outside[3], 315, 1e-12);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(slanted_edges_are_cut_at_the_sides_of_the_grid)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(-3, 0, 6, 0, 1.5, 9)); /* apex far north, both feet outside */
    lb_cover c = covered(&s, three);
    lb_test_cover_is(&c, 0, (double[]){1, 1, 1, 1, 1, 1, 1, 1, 1});
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
    lb_test_polygon(&s, 1, RING(-1, 0, 1, 0, -1, 2)); /* cuts the west side at (0, 1) */
    lb_test_polygon(&s, 1, RING(4, 0, 4, 2, 2, 0));   /* cuts the east side at (3, 1) */
    c = covered(&s, three);
    lb_test_cover_is(&c, 0, (double[]){0, 0, 0, 0, 0, 0, .5, 0, 0});
    lb_test_cover_is(&c, 1, (double[]){0, 0, 0, 0, 0, 0, 0, 0, .5});
    ck_near(c.outside[0], 1.5, 1e-12);
    ck_near(c.outside[1], 1.5, 1e-12);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(area_of_a_square_millimetre_keeps_its_fraction)
{
    lb_grid grid = {600000, 6600000, 250, 250, 10, 10};
    double e = 600250, n = 6599500, h = 0.0009765625; /* 2^-10: coordinates are exact */
    lb_shapes s = {0};
    lb_test_polygon(&s, 1,
                    RING(e + 7, n + 7, e + 7 + h, n + 7, e + 7 + h, n + 7 + h, e + 7, n + 7 + h));
    lb_test_polygon(&s, 1, RING(e - h, n - h, e + h, n - h, e + h, n + h, e - h, n + h));
    lb_cover c = covered(&s, grid);
    ck_assert_uint_eq(c.first[1], 1);
    ck_near(c.span[0].fraction * 62500 / (h * h), 1, 1e-14);
    ck_assert_uint_eq(c.first[2] - c.first[1], 2); /* two rows, each a run of two cells */
    for (size_t i = c.first[1]; i < c.first[2]; i++) {
        ck_assert_int_eq(c.span[i].length, 2);
        ck_near(c.span[i].fraction * 62500 / (h * h), 1, 1e-14);
    }
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(sliver_over_many_cells_keeps_its_area)
{
    lb_grid grid = {0, 1000, 1, 1, 1000, 1000};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0.5, 0.5, 999.5, 999.5, 999.5, 999.501));
    lb_cover c = covered(&s, grid);
    ck_near(sum(&c, 0) / c.area[0], 1, 1e-10); /* a millimetre wide: cuts are good to 1e-13 */
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(a_country_of_two_million_cells_is_runs)
{
    lb_grid grid = {250000, 7700000, 250, 250, 2620, 6200};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(260010, 6200020, 900030, 6200020, 500000, 7600000));
    lb_cover c = covered(&s, grid);
    ck_near(sum(&c, 0) / c.area[0], 1, 1e-12);
    ck_assert_uint_lt(c.first[1], 40000);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

/* n corners, alternately far from (25.3, 25.1) and near it: edges of some 25 cells each. */
static void add_star(lb_shapes *s, int n)
{
    double *xy = calloc(2 * (size_t)n, sizeof *xy);
    ck_assert_ptr_nonnull(xy);
    for (int i = 0; i < n; i++) {
        double radius = i % 2 == 0 ? 25 : 0.1, angle = 2 * 3.14159265358979323846 * i / n;
        xy[2 * i] = 25.3 + radius * cos(angle);
        xy[2 * i + 1] = 25.1 + radius * sin(angle);
    }
    ck_assert_int_eq(lb_shapes_add_feature(s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(s, xy, (size_t)n), LB_OK);
    free(xy);
}

/* The star's rays, one by one, and the polygon of n / 2 corners that they stand on. */
static void add_rays(lb_shapes *to, const lb_shapes *star)
{
    size_t n = lb_shapes_vertices(star) - 1;
    const double *xy = star->xy;
    ck_assert_int_eq(lb_shapes_add_feature(to), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(to), LB_OK);
    double *near = calloc(n, sizeof *near);
    ck_assert_ptr_nonnull(near);
    for (size_t i = 1; i < n; i += 2)
        memcpy(near + i - 1, xy + 2 * i, 2 * sizeof *near);
    ck_assert_int_eq(lb_shapes_add_ring(to, near, n / 2), LB_OK);
    free(near);
    for (size_t i = 0; i < n; i += 2) {
        size_t before = i == 0 ? n - 1 : i - 1;
        lb_test_polygon(to, 1,
                        RING(xy[2 * before], xy[2 * before + 1], xy[2 * i], xy[2 * i + 1],
                             xy[2 * i + 2], xy[2 * i + 3]));
    }
}

/* 20 000 edges cross 700 000 cells, of 2 000 different ones: sorted and added up several times. */
START_TEST(edges_that_cross_the_same_cells_over_and_over_add_up)
{
    lb_shapes star = {0}, rays = {0};
    lb_grid grid = {0, 51, 1, 1, 51, 51};
    double whole[51 * 51] = {0}, parts[51 * 51] = {0};
    add_star(&star, 20000);
    add_rays(&rays, &star);
    lb_cover a = covered(&star, grid), b = covered(&rays, grid);
    for (int32_t i = 0; i < 51 * 51; i++)
        whole[i] = lb_cover_fraction(&a, 0, i / 51, i % 51);
    for (size_t k = 0; k < b.first[b.count]; k++)
        for (int32_t c = 0; c < b.span[k].length; c++)
            parts[b.span[k].row * 51 + b.span[k].col + c] += b.span[k].fraction;
    for (int i = 0; i < 51 * 51; i++)
        ck_near(whole[i], parts[i], 1e-11);
    ck_near(sum(&a, 0), 50.0 * 0.2 * 10000 / 4 * sin(2 * 3.14159265358979323846 / 20000), 1e-9);
    lb_cover_clear(&a);
    lb_cover_clear(&b);
    lb_shapes_clear(&star);
    lb_shapes_clear(&rays);
}
END_TEST

START_TEST(a_grid_a_billion_cells_wide_is_fine)
{
    lb_grid grid = {0, 2, 1, 1, 1000000000, 2};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(10.5, 0.5, 999999990.5, 0.5, 999999990.5, 1.5, 10.5, 1.5));
    lb_cover c = covered(&s, grid);
    ck_assert_uint_eq(c.first[1], 6);
    ck_assert(c.span[1].length == 999999979 && c.span[1].fraction == 0.5);
    ck_assert(c.span[0].fraction == 0.25 && c.span[5].fraction == 0.25);
    ck_assert(c.outside[0] == 0);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(cells_need_not_be_square_or_binary)
{
    lb_grid grid = {0.1, 0.7, 0.1, 0.3, 10, 2};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0.15, 0.2, 1.05, 0.2, 1.05, 0.6, 0.15, 0.6));
    lb_cover c = covered(&s, grid);
    ck_near(lb_cover_fraction(&c, 0, 0, 0), 1.0 / 3, 1e-12);
    ck_near(lb_cover_fraction(&c, 0, 0, 4), 2.0 / 3, 1e-12);
    ck_near(lb_cover_fraction(&c, 0, 1, 9), 1.0 / 3, 1e-12);
    ck_near(sum(&c, 0), 0.36, 1e-14);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(what_has_no_place_is_an_error_and_writes_nothing)
{
    double bad[] = {NAN, INFINITY, -INFINITY, 1e300};
    for (int i = 0; i < 4; i++) {
        lb_shapes s = {0};
        lb_cover c = {.count = 77};
        lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, bad[i]));
        ck_assert_int_eq(lb_cover_compute(&s, &three, 1, &c), LB_E_INPUT);
        ck_assert_uint_eq(c.count, 77);
        lb_shapes_clear(&s);
    }
    lb_shapes none = {0};
    lb_cover c;
    lb_grid sizeless = {0, 0, 0, 1, 1, 1}, lost = {NAN, 0, 1, 1, 1, 1};
    ck_assert_int_eq(lb_cover_compute(&none, &sizeless, 1, &c), LB_E_USAGE);
    ck_assert_int_eq(lb_cover_compute(&none, &lost, 1, &c), LB_E_USAGE);
}
END_TEST

START_TEST(no_areas_and_no_cells_are_empty_covers)
{
    lb_shapes s = {0};
    lb_cover c = covered(&s, three);
    ck_assert(c.count == 0 && c.first[0] == 0);
    lb_cover_clear(&c);
    lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, 1));
    c = covered(&s, (lb_grid){0, 3, 1, 1, 0, 0});
    ck_assert(c.first[1] == 0 && c.outside[0] == 0.5);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("coverage", square_in_the_middle_covers_quarters_and_halves,
             ring_on_cell_borders_covers_one_side_only, whole_grid_is_one_run_a_row,
             diagonal_through_corners_halves_its_cells, diamond_with_vertices_on_corners,
             edge_that_bounces_off_a_cell_border_stays_on_its_side, hole_is_taken_out,
             hole_of_one_cell_leaves_no_entry, parts_add_up_in_a_shared_cell,
             what_lies_outside_is_counted_as_outside,
             slanted_edges_are_cut_at_the_sides_of_the_grid,
             area_of_a_square_millimetre_keeps_its_fraction, sliver_over_many_cells_keeps_its_area,
             a_country_of_two_million_cells_is_runs, a_grid_a_billion_cells_wide_is_fine,
             cells_need_not_be_square_or_binary, what_has_no_place_is_an_error_and_writes_nothing,
             no_areas_and_no_cells_are_empty_covers,
             edges_that_cross_the_same_cells_over_and_over_add_up)
