/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

#define PI 3.14159265358979323846

static double probability(const lb_shapes *s, double x, double y, double sigma)
{
    double p = NAN;
    ck_assert_int_eq(lb_shape_probability(s, 0, x, y, sigma, &p), LB_OK);
    return p;
}

static double phi(double z)
{
    return erfc(-z / sqrt(2)) / 2;
}

START_TEST(median_error_of_83_m_is_a_sigma_of_70_5)
{
    ck_near(lb_sigma_from_median_error(83), 70.493709, 1e-6);
    ck_near(lb_sigma_from_median_error(1.1774100225154747), 1, 1e-15);
}
END_TEST

START_TEST(half_plane_gives_the_normal_distribution)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1,
                    RING(600000, 6000000, 1600000, 6000000, 1600000, 7000000, 600000, 7000000));
    for (double d = -550; d <= 550; d += 12.5)
        ck_near(probability(&s, 600000 + d, 6500000, 70.5), phi(d / 70.5), 1e-13);
    ck_near(probability(&s, 600000, 6500000, 70.5), 0.5, 1e-14);
    ck_near(probability(&s, 600000, 6000000, 70.5), 0.25, 1e-14);
    ck_near(probability(&s, 600000 - 1e-9, 6500000, 70.5), 0.5, 1e-11);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(rectangle_is_a_product_of_two_normals)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(-1, -2, 3, -2, 3, 0.5, -1, 0.5));
    lb_random random = {5};
    for (int i = 0; i < 300; i++) {
        double x = 12 * lb_random_real(&random) - 6, y = 12 * lb_random_real(&random) - 6;
        double sigma = 0.05 + 4 * lb_random_real(&random);
        double expected = (phi((3 - x) / sigma) - phi((-1 - x) / sigma)) *
                          (phi((0.5 - y) / sigma) - phi((-2 - y) / sigma));
        ck_near(probability(&s, x, y, sigma), expected, 1e-13);
    }
    ck_near(probability(&s, 3, 0, 1), (0.5 - phi(-4)) * (phi(0.5) - phi(-2)),
            1e-14); /* on an edge */
    ck_near(probability(&s, 3, 0.5, 1), (0.5 - phi(-4)) * (0.5 - phi(-2.5)),
            1e-14); /* on a corner */
    ck_near(probability(&s, 4, 0.5, 1), (phi(-1) - phi(-5)) * (0.5 - phi(-2.5)),
            1e-14); /* in line */
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(disc_gives_the_rayleigh_distribution)
{
    enum { N = 4096 };
    static double xy[2 * N];
    lb_shapes s = {0};
    double area = sqrt(2 * PI / N / sin(2 * PI / N)); /* the polygon has the disc's area */
    for (int i = 0; i < N; i++) {
        xy[2 * i] = 83 * area * cos(2 * PI * i / N);
        xy[2 * i + 1] = 83 * area * sin(2 * PI * i / N);
    }
    lb_test_polygon(&s, 1, xy, (size_t)N);
    ck_near(probability(&s, 0, 0, lb_sigma_from_median_error(83)), 0.5, 1e-9);
    ck_near(probability(&s, 0, 0, 40), 1 - exp(-83.0 * 83 / 3200), 1e-9);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(hole_and_its_filling_add_up_to_the_whole)
{
    lb_shapes holed = {0}, hole = {0}, whole = {0};
    lb_test_polygon(&whole, 1, RING(0, 0, 10, 0, 12, 9, 1, 10));
    lb_test_polygon(&hole, 1, RING(3, 3, 6, 4, 5, 7));
    lb_test_polygon(&holed, 2, RING(0, 0, 10, 0, 12, 9, 1, 10), RING(3, 3, 6, 4, 5, 7));
    for (int i = 0; i < 50; i++) {
        double x = i % 7 + 0.3 * i, y = 11 - 0.25 * i;
        ck_near(probability(&holed, x, y, 1.7) + probability(&hole, x, y, 1.7),
                probability(&whole, x, y, 1.7), 1e-14);
    }
    lb_shapes_clear(&holed);
    lb_shapes_clear(&hole);
    lb_shapes_clear(&whole);
}
END_TEST

START_TEST(draws_of_the_position_agree)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 300, 50, 280, 260, 120, 130, 20, 240),
                    RING(60, 40, 100, 60, 60, 90));
    lb_random random = {11};
    int inside = 0, n = 400000;
    for (int i = 0; i < n; i++) {
        double r = 70.5 * sqrt(-2 * log(1 - lb_random_real(&random)));
        double angle = 2 * PI * lb_random_real(&random);
        inside += lb_shape_contains(&s, 0, 130 + r * cos(angle), 110 + r * sin(angle));
    }
    ck_near((double)inside / n, probability(&s, 130, 110, 70.5), 0.003); /* four deviations */
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(far_from_the_boundary_is_certain)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 0, 100, 0, 100, 100, 0, 100));
    ck_assert(probability(&s, 50, 50, 6) == 1);
    ck_assert(probability(&s, 150, 50, 6) == 0);
    ck_assert(probability(&s, 101, 50, 0) == 0);
    ck_assert(probability(&s, 0, 50, 0) == 1);
    ck_assert(probability(&s, 100, 50, 0) == 0);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(what_has_no_meaning_is_refused)
{
    lb_shapes s = {0};
    double p = 77;
    lb_test_polygon(&s, 1, RING(0, 0, 100, 0, 100, 100));
    ck_assert_int_eq(lb_shape_probability(&s, 0, 1, 1, -1, &p), LB_E_USAGE);
    ck_assert_int_eq(lb_shape_probability(&s, 0, 1, 1, NAN, &p), LB_E_USAGE);
    ck_assert_int_eq(lb_shape_probability(&s, 0, NAN, 1, 1, &p), LB_E_INPUT);
    ck_assert(p == 77);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(distance_is_to_the_nearest_boundary)
{
    lb_shapes s = {0}, none = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 10, 0, 10, 10, 0, 10), RING(4, 4, 6, 4, 6, 6, 4, 6));
    ck_near(lb_shape_distance(&s, 0, 1, 5), 1, 1e-15);
    ck_near(lb_shape_distance(&s, 0, 5, 5), 1, 1e-15);
    ck_near(lb_shape_distance(&s, 0, 13, 14), 5, 1e-15);
    ck_assert(lb_shape_distance(&s, 0, 10, 3) == 0);
    ck_assert(lb_shape_distance(&s, 0, 0, 0) == 0);
    lb_shapes_add_feature(&none);
    ck_assert(isinf(lb_shape_distance(&none, 0, 0, 0)));
    ck_assert(probability(&none, 0, 0, 1) == 0);
    lb_shapes_clear(&s);
    lb_shapes_clear(&none);
}
END_TEST

LB_TEST_MAIN("proximity", median_error_of_83_m_is_a_sigma_of_70_5,
             half_plane_gives_the_normal_distribution, rectangle_is_a_product_of_two_normals,
             disc_gives_the_rayleigh_distribution, hole_and_its_filling_add_up_to_the_whole,
             draws_of_the_position_agree, far_from_the_boundary_is_certain,
             what_has_no_meaning_is_refused, distance_is_to_the_nearest_boundary)
