/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

static const lb_rate_params params = {0.95, 100, 0};

/* Category 0 is like Tabell 6's riskområden: one area with a centre raises them all. */
static const lb_rate_area town[] = {
    {480, 10000, 0, 0, 0}, {470, 10000, 0, 0, 0}, {1500, 10000, 0, 0, 0},
    {100, 4000, 1, 0, 0},  {3, 0, 1, 0, 0},       {NAN, 5000, 1, 0, 0},
};
static const lb_rate_totals rest = {45000, 1000000, 0, 0};

START_TEST(pooled_rate_and_mean_of_areas_are_both_given)
{
    const lb_rate_area area[] = {{10, 1000, 0, 0, 0}, {90, 3000, 0, 0, 0}};
    lb_rate_figures f = lb_rate_compute(area, 2, 0, rest, &params);
    ck_near(f.rate, 25, 1e-12);
    ck_near(f.mean_of_area_rates, 20, 1e-12);
    ck_near(f.ratio, 25 / 45.0, 1e-12);
    ck_assert(f.ratio_interval.low < f.ratio && f.ratio < f.ratio_interval.high);
}
END_TEST

START_TEST(interval_is_that_of_the_count)
{
    const lb_rate_area area[] = {{8, 2000, 0, 0, 0}};
    lb_rate_figures f = lb_rate_compute(area, 1, 0, rest, &params);
    ck_near(f.rate, 4, 1e-12);
    ck_near(f.interval.low, 3.4538 / 2, 1e-4);
    ck_near(f.interval.high, 15.7632 / 2, 1e-4);
}
END_TEST

START_TEST(one_outlier_is_named_and_the_rate_without_it_is_on_a_par)
{
    lb_rate_figures f = lb_rate_compute(town, 6, 0, rest, &params);
    ck_near(f.rate, 81.6667, 1e-4);
    ck_assert_uint_eq(f.most_influential, 2);
    ck_near(f.rate_without, 47.5, 1e-12);
    ck_near(f.mean_without, 47.5, 1e-12);
}
END_TEST

START_TEST(area_without_people_has_no_rate_but_its_events_count)
{
    lb_rate_figures f = lb_rate_compute(town, 6, 1, rest, &params);
    ck_assert_uint_eq(f.areas, 2);
    ck_assert_uint_eq(f.incomplete, 1);
    ck_assert(f.count == 103 && f.population == 4000);
    ck_near(f.rate, 25.75, 1e-12);
    ck_near(f.mean_of_area_rates, 25, 1e-12);
    ck_assert_uint_eq(f.most_influential, SIZE_MAX);
}
END_TEST

START_TEST(no_rate_has_a_reason)
{
    const lb_rate_area area[] = {{5, 0, 0, 0, 0}, {5, 99, 1, 0, 0}, {NAN, 500, 2, 0, 0}};
    ck_assert_int_eq(lb_rate_compute(area, 3, 0, rest, &params).reason, LB_RATE_NO_PEOPLE);
    ck_assert_int_eq(lb_rate_compute(area, 3, 1, rest, &params).reason, LB_RATE_FEW_PEOPLE);
    ck_assert_int_eq(lb_rate_compute(area, 3, 2, rest, &params).reason, LB_RATE_NO_DATA);
    ck_assert_int_eq(lb_rate_compute(area, 3, 7, rest, &params).reason, LB_RATE_NO_DATA);
    ck_assert(isnan(lb_rate_compute(area, 3, 1, rest, &params).rate));
    ck_assert(lb_rate_compute(area, 3, 1, rest, &params).count == 5);
}
END_TEST

START_TEST(rest_is_the_country_less_the_areas)
{
    lb_rate_totals left, country = {5000, 100000, 0, 0};
    ck_assert_int_eq(lb_rate_rest(country, town, 6, &left), LB_OK);
    ck_assert(left.count == 5000 - 2553 && left.population == 100000 - 34000);
    country.count = 2000;
    ck_assert_int_eq(lb_rate_rest(country, town, 6, &left), LB_E_INPUT);
    ck_assert(left.count == 2447);
}
END_TEST

START_TEST(ratio_is_not_given_without_a_rest)
{
    lb_rate_figures f = lb_rate_compute(town, 6, 0, (lb_rate_totals){NAN, NAN, 0, 0}, &params);
    ck_assert(f.rate > 0 && isnan(f.ratio) && isnan(f.ratio_interval.low));
    f = lb_rate_compute_rest(rest, &params);
    ck_near(f.rate, 45, 1e-12);
    ck_assert(isnan(f.ratio));
}
END_TEST

START_TEST(few_events_are_hidden_and_cannot_be_had_by_subtraction)
{
    const lb_rate_params careful = {0.95, 100, 5};
    const lb_rate_area area[] = {
        {3, 5000, 0, 0, 0}, {20, 5000, 1, 0, 0}, {11, 5000, 2, 0, 0}, {0, 5000, 3, 0, 0}};
    lb_rate_figures row[5];
    for (size_t i = 0; i < 4; i++)
        row[i] = lb_rate_compute(area, 4, i, rest, &careful);
    row[4] = lb_rate_compute_rest(rest, &careful);
    lb_rate_suppress_events(row, 5, area, &careful);
    ck_assert_int_eq(row[0].reason, LB_RATE_FEW_EVENTS);
    ck_assert(isnan(row[0].count) && isnan(row[0].rate) && isnan(row[0].ratio_interval.high));
    ck_assert(row[0].population == 5000);
    ck_assert_int_eq(row[1].reason, LB_RATE_OK);
    ck_assert_int_eq(row[2].reason, LB_RATE_TO_HIDE_OTHERS);
    ck_assert_int_eq(row[3].reason, LB_RATE_OK);
    ck_assert(row[3].count == 0);
    ck_assert(row[4].count == 45000);
    ck_assert(lb_rate_reason_text(row[2].reason)[0] != '\0');
}
END_TEST

START_TEST(leave_one_out_does_not_tell_the_small_count_it_left)
{
    const lb_rate_params careful = {0.95, 100, 5};
    const lb_rate_area area[] = {{3, 5000, 0, 0, 0}, {90, 5000, 0, 0, 0}};
    lb_rate_figures row = lb_rate_compute(area, 2, 0, rest, &careful);
    ck_assert_uint_eq(row.most_influential, 0);
    lb_rate_suppress_events(&row, 1, area, &careful);
    ck_assert_int_eq(row.reason, LB_RATE_OK);
    ck_assert_uint_eq(row.most_influential, SIZE_MAX);
    ck_assert(isnan(row.rate_without));
}
END_TEST

/* People who are few are used as 2.5 and can be none to four. */
#define FEW_PEOPLE(count_, category_)                                                            \
    {                                                                                            \
        .count = (count_), .population = 2.5, .category = (category_), .fewer = 2.5, .more = 1.5 \
    }

START_TEST(people_who_are_few_give_no_rate_and_no_other_row_is_hidden_for_them)
{
    const lb_rate_area area[] = {FEW_PEOPLE(7, 0), {30, 400, 1, 0, 0}, {50, 900, 2, 0, 0}};
    lb_rate_totals left;
    lb_rate_figures row[3];
    ck_assert_int_eq(lb_rate_rest((lb_rate_totals){900, 100000, 0, 0}, area, 3, &left), LB_OK);
    ck_assert(left.population == 98697.5 && left.fewer == 1.5 && left.more == 2.5);
    for (size_t k = 0; k < 3; k++)
        row[k] = lb_rate_compute(area, 3, k, left, &params);
    ck_assert_int_eq(row[0].reason, LB_RATE_SMALL_GROUP);
    ck_assert(row[0].count == 7 && isnan(row[0].rate) && isnan(row[0].ratio));
    ck_assert(row[0].population - row[0].fewer == 0 && row[0].population + row[0].more == 4);
    ck_assert_int_eq(row[1].reason, LB_RATE_OK);
    ck_assert(row[1].population == 400 && row[1].ratio > 0);
    ck_assert_int_eq(lb_rate_compute_rest(left, &params).reason, LB_RATE_OK);
}
END_TEST

/* Areas of 1 to 4 people, used as 2.5, of a country of 6, 4 and 2: nobody to four, to two, and
 * nobody are left. */
START_TEST(rest_of_coarsened_people_is_not_less_than_nobody)
{
    const lb_rate_area area[] = {{1, 2.5, 0, 1.5, 1.5}, {2, 2.5, 1, 1.5, 1.5}};
    lb_rate_totals left;
    ck_assert_int_eq(lb_rate_rest((lb_rate_totals){9, 6, 0, 0}, area, 2, &left), LB_OK);
    ck_assert(left.population == 1 && left.fewer == 1 && left.more == 3);
    ck_assert_int_eq(lb_rate_rest((lb_rate_totals){9, 4, 0, 0}, area, 2, &left), LB_OK);
    ck_assert(left.population == 0 && left.fewer == 0 && left.more == 2);
    ck_assert_int_eq(lb_rate_compute_rest(left, &params).reason, LB_RATE_SMALL_GROUP);
    ck_assert_int_eq(lb_rate_rest((lb_rate_totals){9, 2, 0, 0}, area, 2, &left), LB_OK);
    ck_assert(left.population == 0 && left.more == 0);
    ck_assert_int_eq(lb_rate_rest((lb_rate_totals){9, 1, 0, 0}, area, 2, &left), LB_E_INPUT);
}
END_TEST

START_TEST(an_area_of_few_people_is_in_sums_and_not_in_means_of_areas)
{
    const lb_rate_area area[] = {FEW_PEOPLE(7, 0), {30, 400, 0, 0, 0}, {60, 500, 0, 0, 0}};
    lb_rate_figures row = lb_rate_compute(area, 3, 0, rest, &params);
    ck_assert(row.population == 902.5 && row.fewer == 2.5 && row.more == 1.5);
    ck_near(row.rate, 1000 * 97 / 902.5, 1e-12);
    ck_near(row.mean_of_area_rates, (75 + 120) / 2.0, 1e-12);
    ck_assert_uint_ne(row.most_influential, 0);
}
END_TEST

START_TEST(nothing_is_held_against_a_rest_of_few_people)
{
    const lb_rate_area area[] = {{30, 4000, 0, 0, 0}};
    const lb_rate_totals few = {3, 2.5, 2.5, 1.5};
    lb_rate_figures row = lb_rate_compute(area, 1, 0, few, &params);
    ck_assert(row.rate == 7.5 && isnan(row.ratio) && isnan(row.ratio_interval.high));
    ck_assert_int_eq(lb_rate_compute_rest(few, &params).reason, LB_RATE_SMALL_GROUP);
}
END_TEST

LB_TEST_MAIN("rate", pooled_rate_and_mean_of_areas_are_both_given, interval_is_that_of_the_count,
             one_outlier_is_named_and_the_rate_without_it_is_on_a_par,
             area_without_people_has_no_rate_but_its_events_count, no_rate_has_a_reason,
             rest_is_the_country_less_the_areas, ratio_is_not_given_without_a_rest,
             few_events_are_hidden_and_cannot_be_had_by_subtraction,
             leave_one_out_does_not_tell_the_small_count_it_left,
             people_who_are_few_give_no_rate_and_no_other_row_is_hidden_for_them,
             rest_of_coarsened_people_is_not_less_than_nobody,
             an_area_of_few_people_is_in_sums_and_not_in_means_of_areas,
             nothing_is_held_against_a_rest_of_few_people)
