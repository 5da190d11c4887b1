/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/geometry/orient.h"
#include "tests/support/support.h"

static int orient(double ax, double ay, double bx, double by, double cx, double cy)
{
    return lb_orient((double[]){ax, ay}, (double[]){bx, by}, (double[]){cx, cy});
}

START_TEST(left_is_positive_right_is_negative_on_is_zero)
{
    ck_assert_int_eq(orient(0, 0, 2, 0, 1, 1), 1);
    ck_assert_int_eq(orient(0, 0, 2, 0, 1, -1), -1);
    ck_assert_int_eq(orient(0, 0, 2, 2, 7, 7), 0);
    ck_assert_int_eq(orient(1, 1, 1, 1, 5, 3), 0);
}
END_TEST

START_TEST(one_last_digit_off_the_line_is_seen)
{
    /* Kettner et al. 2008: plain floating point errs all over this neighbourhood. */
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 64; j++) {
            double x = 0.5 + i * 0x1p-53, y = 0.5 + j * 0x1p-53;
            ck_assert_int_eq(orient(12, 12, 24, 24, x, y), (j > i) - (j < i));
            ck_assert_int_eq(orient(24, 24, x, y, 12, 12), (j > i) - (j < i));
        }
}
END_TEST

START_TEST(coordinates_of_very_different_size_are_exact)
{
    ck_assert_int_eq(orient(-1e100, 0, 1e100, 0, 3, 1e-100), 1);
    ck_assert_int_eq(orient(1e10, 1e10, -1e10, -1e10, 1e-10, 1e-10), 0);
    ck_assert_int_eq(orient(1e10, 1e10, -1e10, -1e10, 1e-10, nextafter(1e-10, 1)), -1);
}
END_TEST

START_TEST(turning_the_three_points_round_keeps_the_sign)
{
    lb_random random = {1};
    for (int i = 0; i < 10000; i++) {
        double a[2], b[2], c[2], t = lb_random_real(&random);
        a[0] = 6e5 + lb_random_real(&random), a[1] = 66e5 + lb_random_real(&random);
        b[0] = 6e5 + lb_random_real(&random), b[1] = 66e5 + lb_random_real(&random);
        c[0] = a[0] + t * (b[0] - a[0]), c[1] = a[1] + t * (b[1] - a[1]);
        int sign = lb_orient(a, b, c);
        ck_assert_int_eq(lb_orient(b, c, a), sign);
        ck_assert_int_eq(lb_orient(c, a, b), sign);
        ck_assert_int_eq(lb_orient(b, a, c), -sign);
    }
}
END_TEST

LB_TEST_MAIN("orient", left_is_positive_right_is_negative_on_is_zero,
             one_last_digit_off_the_line_is_seen, coordinates_of_very_different_size_are_exact,
             turning_the_three_points_round_keeps_the_sign)
