/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

#define PI 3.14159265358979323846

START_TEST(half_plane_through_the_centre_takes_half)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1,
                    RING(600000, 6000000, 700000, 6000000, 700000, 7000000, 600000, 7000000));
    ck_near(lb_circle_shape_area(&s, 0, 600000, 6500000, 500), PI * 125000, 1e-8);
    ck_near(lb_circle_shape_area(&s, 0, 600000, 6000000, 500), PI * 62500, 1e-8);
    ck_near(lb_circle_shape_area(&s, 0, 599750, 6500000, 500), 250000 * (PI / 3 - sqrt(3) / 4),
            1e-8);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(no_edge_in_the_circle_is_exactly_all_or_nothing)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 90, 0, 90, 90, 0, 90), RING(30, 30, 60, 30, 60, 60, 30, 60));
    ck_assert(lb_circle_shape_area(&s, 0, 15, 15, 10) == PI * 100);
    ck_assert(lb_circle_shape_area(&s, 0, 45, 45, 10) == 0); /* in the hole */
    ck_assert(lb_circle_shape_area(&s, 0, 45, 45, 15) == 0); /* touching the hole's sides */
    ck_assert(lb_circle_shape_area(&s, 0, -5, 45, 5) == 0);  /* touching from outside */
    ck_assert(lb_circle_shape_area(&s, 0, 200, 45, 20) == 0);
    ck_assert(lb_circle_shape_area(&s, 0, 15, 15, 0) == 0);
    ck_assert(lb_circle_shape_area(&s, 0, 15, 15, -1) == 0);
    ck_assert(lb_circle_shape_area(&s, 0, NAN, 15, 1) == 0);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(area_inside_the_circle_counts_whole_less_its_hole)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 2, RING(0, 0, 3, 0, 3, 3, 0, 3), RING(1, 1, 2, 1, 2, 2, 1, 2));
    ck_assert_int_eq(lb_shapes_add_part(&s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(&s, RING(5, 0, 6, 0, 6, 1, 5, 1)), LB_OK);
    ck_near(lb_circle_shape_area(&s, 0, 1.5, 1.5, 100), 9, 1e-11);
    ck_near(lb_circle_shape_area(&s, 0, 1.5, 1.5, 3), 8, 1e-13);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(corners_of_a_square_cut_by_its_circle)
{
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(-1, -1, 1, -1, 1, 1, -1, 1));
    double r = 1.2, cut = r * r * acos(1 / r) - sqrt(r * r - 1); /* beyond one side */
    ck_near(lb_circle_shape_area(&s, 0, 0, 0, r), PI * r * r - 4 * cut, 1e-14);
    ck_near(lb_circle_shape_area(&s, 0, 0, 0, sqrt(2)), 4, 1e-14);
    ck_assert(lb_circle_shape_area(&s, 0, 0, 0, 1) == PI);
    lb_shapes_clear(&s);
}
END_TEST

/* An independent answer: for each edge half the square of the lesser of radius and distance,
 * integrated over the angle by Gauss's rule, halved until it settles. */
typedef struct edge {
    double a[2], b[2], radius;
} edge;

static double integrand(const edge *e, double angle)
{
    double u[2] = {cos(angle), sin(angle)}, d[2] = {e->b[0] - e->a[0], e->b[1] - e->a[1]};
    double reach = (e->a[0] * d[1] - e->a[1] * d[0]) / (u[0] * d[1] - u[1] * d[0]);
    double r = reach < e->radius ? reach : e->radius;
    return r * r / 2;
}

static double gauss(const edge *e, double from, double to)
{
    const double node[] = {0, 0.5384693101056831, 0.9061798459386640};
    const double weight[] = {0.5688888888888889, 0.4786286704993665, 0.2369268850561891};
    double middle = (from + to) / 2, half = (to - from) / 2;
    double sum = weight[0] * integrand(e, middle);
    for (int i = 1; i < 3; i++)
        sum += weight[i] *
               (integrand(e, middle - half * node[i]) + integrand(e, middle + half * node[i]));
    return sum * half;
}

static double integrate(const edge *e, double from, double to, int depth)
{
    double middle = (from + to) / 2;
    double whole = gauss(e, from, to), halves = gauss(e, from, middle) + gauss(e, middle, to);
    if (depth == 40 || (depth > 8 && fabs(whole - halves) < 1e-14 * e->radius * e->radius))
        return halves;
    return integrate(e, from, middle, depth + 1) + integrate(e, middle, to, depth + 1);
}

static double integrated_area(const lb_shapes *s, double x, double y, double radius)
{
    double sum = 0;
    for (size_t r = 0; r < lb_shapes_rings(s); r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            const double *at = s->xy + 2 * v;
            edge e = {{at[0] - x, at[1] - y}, {at[2] - x, at[3] - y}, radius};
            double from = atan2(e.a[1], e.a[0]);
            double turn = remainder(atan2(e.b[1], e.b[0]) - from, 2 * PI);
            sum += integrate(&e, from, from + turn, 0);
        }
    return sum;
}

START_TEST(stars_agree_with_integration_over_the_angle)
{
    lb_random random = {7};
    for (int k = 0; k < 100; k++) {
        lb_shapes s = {0};
        double xy[40];
        for (int i = 0; i < 20; i++) {
            double r = 300 + 500 * lb_random_real(&random);
            xy[2 * i] = 600000 + r * cos(PI * i / 10);
            xy[2 * i + 1] = 6600000 + r * sin(PI * i / 10);
        }
        lb_test_polygon(&s, 2, xy, (size_t)20,
                        RING(600000, 6600000, 600150, 6600010, 600020, 6600150));
        double x = 600000 + 1400 * (lb_random_real(&random) - 0.5);
        double y = 6600000 + 1400 * (lb_random_real(&random) - 0.5);
        ck_near(lb_circle_shape_area(&s, 0, x, y, 500) / (PI * 250000),
                integrated_area(&s, x, y, 500) / (PI * 250000), 1e-9);
        lb_shapes_clear(&s);
    }
}
END_TEST

START_TEST(pieces_of_a_plane_add_up_to_the_circle)
{
    lb_random random = {3};
    for (int k = 0; k < 200; k++) {
        lb_shapes s = {0};
        double cx = lb_random_real(&random), cy = lb_random_real(&random), sum = 0;
        lb_test_polygon(&s, 1, RING(-9, -9, 9, -9, cx, cy));
        lb_test_polygon(&s, 1, RING(9, -9, 9, 9, cx, cy));
        lb_test_polygon(&s, 1, RING(9, 9, -9, 9, cx, cy));
        lb_test_polygon(&s, 1, RING(-9, 9, -9, -9, cx, cy));
        double x = 4 * lb_random_real(&random) - 2, y = 4 * lb_random_real(&random) - 2;
        for (size_t i = 0; i < 4; i++)
            sum += lb_circle_shape_area(&s, i, x, y, 2);
        ck_near(sum / (4 * PI), 1, 1e-14);
        lb_shapes_clear(&s);
    }
}
END_TEST

LB_TEST_MAIN("circle", half_plane_through_the_centre_takes_half,
             no_edge_in_the_circle_is_exactly_all_or_nothing,
             area_inside_the_circle_counts_whole_less_its_hole,
             corners_of_a_square_cut_by_its_circle, stars_agree_with_integration_over_the_angle,
             pieces_of_a_plane_add_up_to_the_circle)
