/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

enum { SUO, RO, UO };
#define IN(...) \
    (const size_t[]){__VA_ARGS__}, sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t)

static lb_share_counts three_events(lb_overlap_rule overlap)
{
    lb_share_counts c;
    ck_assert_int_eq(lb_share_counts_init(&c, 1, 3, overlap), LB_OK);
    lb_share_counts_add(&c, 0, NULL, 0);
    lb_share_counts_add(&c, 0, IN(UO));
    lb_share_counts_add(&c, 0, IN(UO, SUO, UO));
    return c;
}

static void events_are(lb_overlap_rule overlap, double suo, double ro, double uo)
{
    lb_share_counts c = three_events(overlap);
    ck_assert(lb_share_events(&c, 0, SUO) == suo);
    ck_assert(lb_share_events(&c, 0, RO) == ro);
    ck_assert(lb_share_events(&c, 0, UO) == uo);
    ck_assert(lb_share_total(&c, 0) == 2);
    ck_assert(lb_share_outside(&c, 0) == 1);
    lb_share_counts_clear(&c);
}

START_TEST(worse_category_takes_the_event_by_priority)
{
    events_are(LB_OVERLAP_PRIORITY, 1, 0, 1);
}
END_TEST

START_TEST(each_area_takes_an_equal_part_by_split)
{
    events_are(LB_OVERLAP_SPLIT, 1 / 3.0, 0, 5 / 3.0);
}
END_TEST

START_TEST(each_category_takes_the_event_once_by_both)
{
    events_are(LB_OVERLAP_BOTH, 1, 0, 2);
}
END_TEST

START_TEST(event_in_up_to_22_areas_is_divided_exactly)
{
    size_t category[22] = {SUO};
    for (size_t n = 2; n <= 22; n++) {
        lb_share_counts c;
        ck_assert_int_eq(lb_share_counts_init(&c, 1, 3, LB_OVERLAP_SPLIT), LB_OK);
        category[n - 1] = UO;
        lb_share_counts_add(&c, 0, category, n);
        ck_assert(lb_share_events(&c, 0, SUO) == 1 / (double)n);
        ck_assert(lb_share_events(&c, 0, UO) == (double)(n - 1) / (double)n);
        lb_share_counts_clear(&c);
    }
}
END_TEST

START_TEST(whole_events_are_whole_however_many)
{
    for (int64_t events = 1; events < INT64_C(39000000000); events += events / 3 + 1)
        ck_assert(lb_share_events_of(events * LB_SHARE_PARTS) == (double)events);
    ck_assert(lb_share_events_of(INT64_C(50000001) * LB_SHARE_PARTS / 2) == 25000000.5);
    ck_assert(lb_share_events_of(INT64_C(10000000000) * LB_SHARE_PARTS + LB_SHARE_PARTS / 4) ==
              10000000000.25);
}
END_TEST

START_TEST(events_without_place_are_kept_apart)
{
    lb_share_counts c = three_events(LB_OVERLAP_PRIORITY);
    lb_share_counts_add_unplaced(&c, 0);
    lb_share_counts_add_unplaced(&c, 0);
    ck_assert_int_eq(c.placed[0], 3);
    ck_assert_int_eq(c.unplaced[0], 2);
    lb_share_counts_clear(&c);
}
END_TEST

START_TEST(pieces_of_another_kind_are_not_merged)
{
    lb_share_counts a = three_events(LB_OVERLAP_SPLIT), b = three_events(LB_OVERLAP_BOTH);
    ck_assert_int_eq(lb_share_counts_merge(&a, &b), LB_E_USAGE);
    ck_assert_int_eq(lb_share_counts_merge(&a, &a), LB_OK);
    ck_assert(lb_share_total(&a, 0) == 4);
    lb_share_counts_clear(&a);
    lb_share_counts_clear(&b);
}
END_TEST

START_TEST(quotient_is_share_over_share_of_area_with_the_interval_of_the_share)
{
    lb_share_params params = {LB_WILSON, 0.95, 1000};
    lb_share_figures f = lb_share_figures_compute(83, 306, 2, &params);
    ck_near(f.share, 0.2712418, 1e-7);
    ck_near(f.area_share, 0.002, 1e-15);
    ck_near(f.location_quotient, 135.6209, 1e-4);
    ck_near(f.quotient_interval.low, 0.2244919 / 0.002, 1e-4);
    ck_near(f.quotient_interval.high, 0.3236641 / 0.002, 1e-4);
}
END_TEST

START_TEST(no_events_or_no_area_give_no_figure_and_no_zero)
{
    lb_share_params params = {LB_CLOPPER_PEARSON, 0.95, 447425};
    lb_share_figures f = lb_share_figures_compute(0, 0, 10, &params);
    ck_assert(isnan(f.share) && isnan(f.interval.low) && isnan(f.location_quotient));
    f = lb_share_figures_compute(3, 10, 0, &params);
    ck_assert(f.share == 0.3 && isnan(f.location_quotient) && isnan(f.quotient_interval.high));
    f = lb_share_figures_compute(3, 10, NAN, &params);
    ck_assert(isnan(f.location_quotient));
}
END_TEST

/* 23 does not divide an event: 15 of its parts are left. */
START_TEST(what_does_not_divide_goes_by_category_not_by_the_order_of_areas)
{
    size_t areas[2][23];
    for (size_t i = 0; i < 23; i++)
        areas[0][i] = areas[1][22 - i] = i < 3 ? 0 : 1;
    for (int order = 0; order < 2; order++) {
        lb_share_counts c;
        ck_assert_int_eq(lb_share_counts_init(&c, 1, 2, LB_OVERLAP_SPLIT), LB_OK);
        ck_assert_int_eq(lb_share_counts_allow_pieces(&c), LB_OK);
        lb_share_counts_add(&c, 0, areas[order], 23);
        ck_assert_int_eq(c.parts[0], 3 * (LB_SHARE_PARTS / 23 + 1));
        ck_assert_int_eq(c.parts[1], 20 * (LB_SHARE_PARTS / 23) + 12);
        lb_share_counts_add_piece(&c, 0, areas[order], 23, 28);
        ck_assert_int_eq(c.divided[0].part, 3 * 2);
        ck_assert_int_eq(c.divided[1].part, 20 + 2);
        lb_share_counts_clear(&c);
    }
}
END_TEST

LB_TEST_MAIN("share", worse_category_takes_the_event_by_priority,
             each_area_takes_an_equal_part_by_split, each_category_takes_the_event_once_by_both,
             event_in_up_to_22_areas_is_divided_exactly,
             what_does_not_divide_goes_by_category_not_by_the_order_of_areas,
             whole_events_are_whole_however_many, events_without_place_are_kept_apart,
             pieces_of_another_kind_are_not_merged,
             quotient_is_share_over_share_of_area_with_the_interval_of_the_share,
             no_events_or_no_area_give_no_figure_and_no_zero)
