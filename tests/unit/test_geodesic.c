/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <geodesic.h>

#include "port/proj/geodesic.h"
#include "port/proj/transform.h"
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

/* An equal-area projection must give its own planar area; at its very centre PROJ's own places lie
 * 0.1 mm off. */
START_TEST(equal_area_projection_keeps_its_areas)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1,
                    RING(4500000, 3800000, 4600000, 3810000, 4590000, 3950000, 4480000, 3900000));
    ck_near(area_of(&s, "EPSG:3035") / lb_shapes_area(&s, 0), 1, 1e-9);
    lb_shapes_clear(&s);
    lb_test_polygon(&s, 1,
                    RING(4320950, 3210000, 4321050, 3210000, 4321050, 3210100, 4320950, 3210100));
    ck_near(area_of(&s, "EPSG:3035") / lb_shapes_area(&s, 0), 1, 1e-9);
    lb_shapes_clear(&s);
}
END_TEST

/* Of a small square: PROJ's places of its corners and of the middles of its sides, each side a
 * parabola, all relative to the first corner. */
static double square_by_proj(const char *crs, const char *degrees, double x, double y, double size)
{
    const double turn = acos(-1) / 180, f = 1 / 298.257222101, a = 6378137;
    const double e = sqrt(f * (2 - f)), b = a * (1 - f);
    double xy[18], twice = 0;
    lb_transform *t = NULL;
    ck_assert_int_eq(lb_transform_new(crs, degrees, &t, NULL), LB_OK);
    for (int i = 0; i < 9; i++) {
        xy[2 * i] = x + size * (double[]){0, .5, 1, 1, 1, .5, 0, 0, 0}[i];
        xy[2 * i + 1] = y + size * (double[]){0, 0, 0, .5, 1, 1, 1, .5, 0}[i];
    }
    ck_assert_int_eq(lb_transform_points(t, 9, xy, NULL), LB_OK);
    for (int i = 0; i < 9; i++) {
        double s = sin(xy[2 * i + 1] * turn);
        xy[2 * i] *= turn;
        xy[2 * i + 1] = b * b / 2 * (s / (1 - e * e * s * s) + atanh(e * s) / e);
    }
    for (int i = 8; i >= 0; i--) {
        xy[2 * i] -= xy[0];
        xy[2 * i + 1] -= xy[1];
    }
    for (int i = 0; i < 8; i += 2) {
        const double *p = xy + 2 * i, *m = p + 2, *q = p + 4;
        twice += p[0] * q[1] - q[0] * p[1];
        twice += 4.0 / 3 * ((p[0] - m[0]) * (m[1] - q[1]) - (m[0] - q[0]) * (p[1] - m[1]));
    }
    lb_transform_free(t);
    return twice / 2;
}

/* The squares lie within, across and at the corner of tiles, and on both sides of the equator. */
START_TEST(places_from_polynomials_give_what_places_from_proj_give)
{
    const struct place {
        const char *crs, *degrees;
        double x, y, size;
    } places[] = {
        {"EPSG:3006", "EPSG:4619", 319000, 6400250, 250},
        {"EPSG:3006", "EPSG:4619", 735900, 7407900, 250}, /* over a corner */
        {"EPSG:3006", "EPSG:4619", 919000, 7320000, 1000},
        {"EPSG:3006", "EPSG:4619", 1500000, 7600000, 1000}, /* 25 degrees from its meridian */
        {"EPSG:3006", "EPSG:4619", 319000, -6400250, 250},
        {"EPSG:3006", "EPSG:4619", 499900, -100, 250}, /* the equator */
        {"EPSG:3035", "EPSG:4258", 4500000, 3800000, 1000},
        {"EPSG:4619", "EPSG:4619", 11.95, 57.7, 0.01},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct place p = places[i];
        lb_shapes s = {0};
        lb_test_polygon(
            &s, 1,
            RING(p.x, p.y, p.x + p.size, p.y, p.x + p.size, p.y + p.size, p.x, p.y + p.size));
        double expected = square_by_proj(p.crs, p.degrees, p.x, p.y, p.size);
        ck_near(area_of(&s, p.crs) / expected, 1, 2e-11);
        lb_shapes_clear(&s);
    }
}
END_TEST

/* Longitudes leap where a map of the world ends: such a tile is not smooth, PROJ is asked itself.
 * Its neighbour to the west is measured on both sides of the tiles' edge. */
START_TEST(places_where_longitudes_leap_are_those_of_proj)
{
    lb_shapes s = {0};
    const double edge = 20037508;
    lb_test_polygon(&s, 1,
                    RING(edge - 9000, 8e6, edge - 8, 8e6, edge - 8, 8.01e6, edge - 9000, 8.01e6));
    double expected = 0;
    for (int i = 0; i < 10; i++) {
        lb_shapes part = {0};
        double a = edge - 9000 + 899.2 * i, b = a + 899.2;
        lb_test_polygon(&part, 1, RING(a, 8e6, b, 8e6, b, 8.01e6, a, 8.01e6));
        expected += area_of(&part, "EPSG:3857");
        lb_shapes_clear(&part);
    }
    ck_near(area_of(&s, "EPSG:3857") / expected, 1, 1e-11);
    ck_assert(expected > 0 && expected < 8992.0 * 10000);
    lb_shapes_clear(&s);
}
END_TEST

/* Tiles that share a slot of the memory for them push each other out: nothing else may change. */
START_TEST(areas_do_not_depend_on_what_was_measured_before)
{
    lb_shapes both = {0}, one = {0};
    const double across = 32 * 48000.0, up = 64 * 48000.0;
    double area[4], alone;
    for (int i = 0; i < 4; i++) {
        double x = 500100 + (i & 1 ? across : 0), y = 6000100 + (i & 2 ? up : 0);
        lb_test_polygon(&both, 1, RING(x, y, x + 700, y, x + 700, y + 300));
    }
    ck_assert_int_eq(lb_geodesic_areas(&both, "EPSG:3006", 1, area, NULL), LB_OK);
    for (int i = 0; i < 4; i++) {
        double x = 500100 + (i & 1 ? across : 0), y = 6000100 + (i & 2 ? up : 0);
        lb_test_polygon(&one, 1, RING(x, y, x + 700, y, x + 700, y + 300));
        alone = area_of(&one, "EPSG:3006");
        ck_assert(alone == area[i]);
        lb_shapes_clear(&one);
    }
    lb_shapes_clear(&both);
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

START_TEST(strips_along_a_ring_are_what_it_encloses)
{
    lb_shapes s = {0};
    lb_box box = {300000, 6200000, 700000, 7400000};
    lb_test_polygon(&s, 2, RING(512345, 6543210, 519000, 6541000, 520500, 6549000, 511000, 6550000),
                    RING(515000, 6544000, 514000, 6546000, 516000, 6546000));
    lb_geodesic_strips *strips = lb_geodesic_strips_new("EPSG:3006", box, 2);
    for (int thread = 0; thread < 2; thread++) {
        double sum = 0;
        for (size_t r = 0; r < 2; r++)
            for (size_t v = s.vertex[r]; v + 1 < s.vertex[r + 1]; v++)
                sum += lb_geodesic_strip(strips, thread, s.xy + 2 * v, s.xy + 2 * v + 2);
        ck_near(sum, area_of(&s, "EPSG:3006"), 1e-9 * sum);
    }
    ck_assert(!lb_geodesic_strips_failed(strips));
    lb_geodesic_strips_free(strips);
    strips = lb_geodesic_strips_new("EPSG:1", box, 1);
    ck_assert(isnan(lb_geodesic_strip(strips, 0, s.xy, s.xy + 2)));
    ck_assert(lb_geodesic_strips_failed(strips));
    lb_geodesic_strips_free(strips);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("geodesic", planar_over_true_area_is_the_square_of_the_scale,
             large_polygon_agrees_with_proj_to_a_thousandth_of_a_millionth,
             parts_add_up_and_holes_are_taken_away, equal_area_projection_keeps_its_areas,
             places_from_polynomials_give_what_places_from_proj_give,
             places_where_longitudes_leap_are_those_of_proj,
             areas_do_not_depend_on_what_was_measured_before,
             strips_along_a_ring_are_what_it_encloses,
             unknown_system_and_impossible_places_are_refused)
