/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "kernel/geometry/boundary_distance.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

/* How many features are near a point. */
static size_t count_near(const lb_boundary_index *border, double x, double y,
                         lb_near_features *near)
{
    ck_assert_int_eq(lb_boundary_index_find(border, x, y, near), LB_OK);
    ck_assert(lb_boundary_index_finds_chosen(border, x, y, NULL) == (near->count > 0));
    return near->count;
}

/* Against a look at all edges, everywhere round two shapes, one with a hole and a long edge. */
START_TEST(finds_what_a_look_at_all_edges_finds)
{
    lb_shapes s = {0};
    lb_boundary_index *border;
    lb_near_features near = {0};
    lb_random random = {3};
    lb_test_polygon(&s, 2, RING(0, 0, 900, 10, 400, 300), RING(300, 60, 500, 80, 400, 150));
    lb_test_polygon(&s, 1, RING(905, 12, 950, 12, 950, 400, 905, 400));
    ck_assert_int_eq(lb_boundary_index_new(&s, 40, 2, &border), LB_OK);
    for (int i = 0; i < 20000; i++) {
        double x = 1200 * lb_random_real(&random) - 100, y = 600 * lb_random_real(&random) - 100;
        size_t n = count_near(border, x, y, &near), expected = 0;
        for (size_t f = 0; f < 2; f++) {
            double distance = lb_shape_distance(&s, f, x, y);
            if (distance > 40)
                continue;
            ck_assert_uint_lt(expected, n);
            ck_assert_uint_eq(near.item[expected].feature, f);
            ck_near(near.item[expected].distance, distance, 1e-9);
            expected++;
        }
        ck_assert_uint_eq(n, expected);
    }
    free(near.item);
    lb_boundary_index_free(border);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(reach_is_closed_and_any_number_of_features_is_found)
{
    lb_shapes s = {0};
    lb_boundary_index *border;
    lb_near_features near = {0};
    bool chosen[102] = {false};
    lb_test_polygon(&s, 1, RING(0, 0, 10, 0, 10, 10, 0, 10));
    for (int i = 1; i <= 100; i++)
        lb_test_polygon(&s, 1, RING(10, 0, 20, 0, 20, 10, 10, 10));
    lb_test_polygon(&s, 1, RING(90, 0, 99, 0, 99, 10));
    ck_assert_int_eq(lb_boundary_index_new(&s, 3, 2, &border), LB_OK);
    ck_assert_uint_eq(count_near(border, -3, 5, &near), 1);
    ck_assert(near.item[0].distance == 3);
    ck_assert_uint_eq(count_near(border, -3.001, 5, &near), 0);
    ck_assert_uint_eq(count_near(border, 10, 5, &near), 101);
    ck_assert(near.item[100].feature == 100 && near.item[100].distance == 0);
    ck_assert_uint_eq(count_near(border, NAN, 5, &near), 0);
    chosen[101] = true;
    ck_assert(!lb_boundary_index_finds_chosen(border, 10, 5, chosen));
    chosen[100] = true;
    ck_assert(lb_boundary_index_finds_chosen(border, 10, 5, chosen));
    free(near.item);
    lb_boundary_index_free(border);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(reach_without_meaning_is_refused_and_nothing_has_no_border)
{
    lb_shapes none = {0};
    lb_boundary_index *border = NULL;
    lb_near_features near = {0};
    ck_assert_int_eq(lb_boundary_index_new(&none, 0, 2, &border), LB_E_USAGE);
    ck_assert_int_eq(lb_boundary_index_new(&none, NAN, 2, &border), LB_E_USAGE);
    ck_assert_ptr_null(border);
    ck_assert_int_eq(lb_boundary_index_new(&none, 5, 2, &border), LB_OK);
    ck_assert_uint_eq(count_near(border, 0, 0, &near), 0);
    lb_boundary_index_free(border);
}
END_TEST

/* The same on every machine: whole numbers, written down. */
START_TEST(draws_are_these_numbers_everywhere)
{
    ck_assert_uint_eq(lb_random_bits(0, 0, 0), UINT64_C(0x238275bc38fcbe91));
    ck_assert_uint_eq(lb_random_bits(1, 2, 3), UINT64_C(0xd0734750fde362b3));
    ck_assert(lb_random_uniform(1, 2, 3) == (double)(0xd0734750fde362b3 >> 11) * 0x1p-53);
    ck_assert(lb_random_uniform(1, 2, 3) != lb_random_uniform(1, 3, 2));
    ck_assert(lb_random_uniform(2, 1, 3) != lb_random_uniform(1, 2, 3));
}
END_TEST

START_TEST(draws_fill_the_unit_interval_evenly)
{
    int bin[20] = {0};
    double sum = 0, product = 0;
    for (int i = 0; i < 200000; i++) {
        double a = lb_random_uniform(7, (uint64_t)(i % 400), (uint64_t)(i / 400));
        double b = lb_random_uniform(7, (uint64_t)(i % 400), (uint64_t)(i / 400) + 1);
        ck_assert(a >= 0 && a < 1);
        bin[(int)(20 * a)]++;
        sum += a;
        product += (a - 0.5) * (b - 0.5);
    }
    ck_near(sum / 200000, 0.5, 0.003);
    ck_near(product / 200000, 0, 0.001);
    for (int i = 0; i < 20; i++)
        ck_assert_int_lt(abs(bin[i] - 10000), 450); /* 4.6 deviations */
}
END_TEST

LB_TEST_MAIN("border", finds_what_a_look_at_all_edges_finds,
             reach_is_closed_and_any_number_of_features_is_found,
             reach_without_meaning_is_refused_and_nothing_has_no_border,
             draws_are_these_numbers_everywhere, draws_fill_the_unit_interval_evenly)
