/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <geodesic.h>

#include "port/geodesic.h"
#include "port/transform.h"
#include "tests/support/support.h"

static double area_of(const lb_shapes *shapes, const char *crs)
{
    double area = -1;
    lb_error err = {0};
    lb_status status = lb_geodesic_areas(shapes, crs, 1, &area, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return area;
}

static double square_ratio(double e, double n, double size)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(e, n, e + size, n, e + size, n + size, e, n + size));
    double ratio = size * size / area_of(&s, "EPSG:3006");
    lb_shapes_clear(&s);
    return ratio;
}

/* methods.md 4.5: k squared at the central meridian; farther out the scale grows. */
START_TEST(planar_over_true_area_is_the_square_of_the_scale)
{
    ck_near(square_ratio(499875, 6500000, 250), 0.99920016, 1e-8);
    ck_near(square_ratio(376000, 6160000, 250), 0.99957, 2e-5);
    ck_near(square_ratio(315000, 6400000, 250), 1.00004, 2e-5);
    ck_near(square_ratio(919000, 7320000, 250), 1.0035, 2e-4);
}
END_TEST

/* PROJ's own polygon area, its edges cut as fine as the grid's lines need it. */
static double polygon_by_proj(const double corners[8], int pieces)
{
    struct geod_geodesic globe;
    struct geod_polygon polygon;
    lb_transform *t = NULL;
    double area;
    geod_init(&globe, 6378137, 1 / 298.257222101);
    geod_polygon_init(&polygon, 0);
    ck_assert_int_eq(lb_transform_new("EPSG:3006", "EPSG:4619", &t, NULL), LB_OK);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < pieces; k++) {
            const double *a = corners + 2 * i, *b = corners + 2 * ((i + 1) % 4);
            double f = (double)k / pieces;
            double xy[2] = {a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1])};
            ck_assert_int_eq(lb_transform_points(t, 1, xy, NULL), LB_OK);
            geod_polygon_addpoint(&globe, &polygon, xy[1], xy[0]);
        }
    geod_polygon_compute(&globe, &polygon, 0, 1, &area, NULL);
    lb_transform_free(t);
    return area;
}

START_TEST(large_polygon_agrees_with_proj_to_a_thousandth_of_a_millionth)
{
    const double corners[8] = {600000, 6900000, 900000, 7000000, 880000, 7400000, 560000, 7300000};
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, corners, (size_t)4);
    double expected = polygon_by_proj(corners, 20000);
    ck_near(area_of(&s, "EPSG:3006") / expected, 1, 1e-9);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(parts_add_up_and_holes_are_taken_away)
{
    lb_shapes whole = {0}, holed = {0}, hole = {0}, west = {0}, east = {0};
    lb_test_polygon(&whole, 1,
                    RING(800000, 7000000, 810000, 7000000, 810000, 7009000, 800000, 7009000));
    lb_test_polygon(&west, 1,
                    RING(800000, 7000000, 803500, 7000000, 803500, 7009000, 800000, 7009000));
    lb_test_polygon(&east, 1,
                    RING(803500, 7000000, 810000, 7000000, 810000, 7009000, 803500, 7009000));
    lb_test_polygon(&hole, 1, RING(802000, 7002000, 803000, 7002000, 803000, 7003000));
    lb_test_polygon(&holed, 2,
                    RING(800000, 7000000, 810000, 7000000, 810000, 7009000, 800000, 7009000),
                    RING(802000, 7002000, 803000, 7002000, 803000, 7003000));
    double all = area_of(&whole, "EPSG:3006");
    ck_near((area_of(&west, "EPSG:3006") + area_of(&east, "EPSG:3006")) / all, 1, 1e-11);
    ck_near((area_of(&holed, "EPSG:3006") + area_of(&hole, "EPSG:3006")) / all, 1, 1e-11);
    lb_shapes_clear(&whole);
    lb_shapes_clear(&west);
    lb_shapes_clear(&east);
    lb_shapes_clear(&hole);
    lb_shapes_clear(&holed);
}
END_TEST

/* An equal-area projection must give its own planar area. */
START_TEST(equal_area_projection_keeps_its_areas)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1,
                    RING(4500000, 3800000, 4600000, 3810000, 4590000, 3950000, 4480000, 3900000));
    ck_near(area_of(&s, "EPSG:3035") / lb_shapes_area(&s, 0), 1, 1e-9);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(unknown_system_and_impossible_places_are_refused)
{
    lb_shapes s = {0};
    lb_error err = {0};
    double area = -1;
    lb_test_polygon(&s, 1, RING(0, 0, 1e30, 0, 1e30, 1e30));
    ck_assert_int_eq(lb_geodesic_areas(&s, "EPSG:99999", 1, &area, &err), LB_E_USAGE);
    ck_assert_int_eq(lb_geodesic_areas(&s, "EPSG:3006", 1, &area, &err), LB_E_INPUT);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("geodesic", planar_over_true_area_is_the_square_of_the_scale,
             large_polygon_agrees_with_proj_to_a_thousandth_of_a_millionth,
             parts_add_up_and_holes_are_taken_away, equal_area_projection_keeps_its_areas,
             unknown_system_and_impossible_places_are_refused)
