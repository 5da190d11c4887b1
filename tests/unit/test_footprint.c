/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Footnote 24's worked examples, and Tabell 9's columns. */
#include "tests/support/support.h"

static const lb_footprint_part whole[] = {{0, 1}}, half[] = {{0, 0.5}}, second[] = {{1, 1}};
static const lb_footprint_part lost[] = {{0, 1}, {1, 0}};
static const lb_footprint inside = {whole, 1}, half_inside = {half, 1}, outside = {NULL, 0};
static const lb_footprint in_second = {second, 1}, overlapped = {lost, 2};

static void day_gives(const lb_footprint *print, size_t k, double in, double out)
{
    lb_footprints f;
    ck_assert_int_eq(lb_footprints_init(&f, 2), LB_OK);
    lb_footprints_add_day(&f, 7, print, k);
    ck_near(lb_footprints_in_area(&f, 0), in, 1e-16);
    ck_near(lb_footprints_outside(&f), out, 1e-16);
    lb_footprints_clear(&f);
}

START_TEST(one_footprint_inside_is_a_whole_day_print)
{
    day_gives((const lb_footprint[]){inside}, 1, 1, 0);
}
END_TEST

START_TEST(two_footprints_are_a_half_each)
{
    day_gives((const lb_footprint[]){inside, outside}, 2, 0.5, 0.5);
}
END_TEST

START_TEST(ten_footprints_are_a_tenth_each)
{
    lb_footprint ten[10] = {inside};
    day_gives(ten, 10, 0.1, 0.9);
}
END_TEST

START_TEST(half_a_circle_is_half_a_day_print)
{
    day_gives((const lb_footprint[]){half_inside}, 1, 0.5, 0.5);
}
END_TEST

START_TEST(one_outside_and_one_half_inside_are_a_quarter_in)
{
    day_gives((const lb_footprint[]){outside, half_inside}, 2, 0.25, 0.75);
}
END_TEST

START_TEST(phones_are_counted_once_an_area_over_their_days)
{
    lb_footprints f;
    ck_assert_int_eq(lb_footprints_init(&f, 2), LB_OK);
    lb_footprints_add_day(&f, 0, (const lb_footprint[]){inside, in_second, inside}, 3);
    lb_footprints_add_day(&f, 0, (const lb_footprint[]){half_inside}, 1);
    lb_footprints_add_day(&f, 5, (const lb_footprint[]){outside}, 1);
    lb_footprints_add_day(&f, 5, (const lb_footprint[]){overlapped}, 1);
    lb_footprints_add_day(&f, 9, NULL, 0); /* all its records were dropped: not active */
    ck_assert(f.phones[0] == 2);
    ck_assert(f.phones[1] == 2); /* the circle met it, though all of it went to the other */
    ck_assert_uint_eq(f.n_phones, 2);
    ck_assert_uint_eq(f.n_days, 4);
    ck_near(lb_footprints_in_area(&f, 0), 2 / 3.0 + 0.5 + 1, 1e-15);
    lb_footprints_clear(&f);
}
END_TEST

START_TEST(summary_is_by_category)
{
    lb_footprints f;
    const size_t category[] = {0, 0, 1};
    ck_assert_int_eq(lb_footprints_init(&f, 3), LB_OK);
    lb_footprints_add_day(&f, 1, (const lb_footprint[]){inside, in_second}, 2);
    lb_footprints_add_day(&f, 2, (const lb_footprint[]){inside}, 1);
    lb_footprints_add_day(&f, 3, (const lb_footprint[]){outside}, 1);
    lb_footprint_summary s = lb_footprints_summary(&f, category, 0);
    ck_assert_uint_eq(s.areas, 2);
    ck_near(s.share, 2 / 3.0, 1e-15);
    ck_near(s.mean, 1, 1e-15);
    ck_near(s.min, 0.5, 1e-15);
    ck_near(s.max, 1.5, 1e-15);
    ck_assert(s.phones_mean == 1.5 && s.phones_min == 1 && s.phones_max == 2);
    s = lb_footprints_summary(&f, category, 1);
    ck_assert(s.share == 0 && s.mean == 0 && s.max == 0 && s.phones_max == 0);
    s = lb_footprints_summary(&f, category, 2);
    ck_assert(s.areas == 0 && isnan(s.mean) && isnan(s.phones_min));
    lb_footprints_clear(&f);
}
END_TEST

START_TEST(device_days_of_one_area_and_another_stay_the_same_together)
{
    lb_footprints f;
    ck_assert_int_eq(lb_footprints_init(&f, 2), LB_OK);
    for (uint64_t phone = 0; phone < 4; phone++)
        lb_footprints_add_day(&f, phone, (const lb_footprint[]){half_inside, in_second}, 2);
    lb_footprints_set(&f, 0, 2.75, 1);
    ck_assert(lb_footprints_in_area(&f, 0) == 2.75 && lb_footprints_in_area(&f, 1) == 0.25);
    lb_footprints_set(&f, 0, 0, 1);
    ck_assert(lb_footprints_in_area(&f, 0) == 0 && lb_footprints_in_area(&f, 1) == 3);
    lb_footprints_set(&f, 0, 3.5, 1); /* more than both have */
    ck_assert(lb_footprints_in_area(&f, 0) == 3 && lb_footprints_in_area(&f, 1) == 0);
    lb_footprints_clear(&f);
}
END_TEST

LB_TEST_MAIN("footprint", one_footprint_inside_is_a_whole_day_print, two_footprints_are_a_half_each,
             ten_footprints_are_a_tenth_each, half_a_circle_is_half_a_day_print,
             one_outside_and_one_half_inside_are_a_quarter_in,
             phones_are_counted_once_an_area_over_their_days, summary_is_by_category,
             device_days_of_one_area_and_another_stay_the_same_together)
