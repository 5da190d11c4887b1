/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

/* A grid of 2 x 4 cells of 10 m; cells 0 1 2 4 7 have data (3, 5 and 6 do not). */
static const lb_grid grid = {0, 20, 10, 10, 4, 2};
static const int64_t cell[] = {0, 1, 2, 4, 7};
static const lb_cell_list cells = {5, cell};
static const double people[] = {10, 20, 40, 80, 160};
static const double level[] = {1, 2, 2, NAN, 5};

typedef struct fixture {
    lb_cover cover;
    lb_profile profile;
} fixture;

/* Area 0: cell 0, and a half each of 1, 4, 5. Area 1: outside and a quarter of 7. Area 2: cell 5.
 * Area 3: all cells. */
static fixture profiled(void)
{
    fixture f;
    lb_shapes s = {0};
    lb_test_polygon(&s, 1, RING(0, 5, 10, 5, 10, 0, 15, 0, 15, 20, 0, 20));
    lb_test_polygon(&s, 1, RING(35, -5, 50, -5, 50, 5, 35, 5));
    lb_test_polygon(&s, 1, RING(10, 0, 20, 0, 20, 10, 10, 10));
    lb_test_polygon(&s, 1, RING(0, 0, 40, 0, 40, 20, 0, 20));
    ck_assert_int_eq(lb_cover_compute(&s, &grid, 1, &f.cover), LB_OK);
    ck_assert_int_eq(lb_profile_compute(&f.cover, &cells, 1, &f.profile), LB_OK);
    lb_shapes_clear(&s);
    return f;
}

static void clear(fixture *f)
{
    lb_cover_clear(&f->cover);
    lb_profile_clear(&f->profile);
}

static void check_stat(const fixture *f, lb_stat stat, lb_stat_input input, const double *expected)
{
    double out[4];
    ck_assert_int_eq(lb_profile_stat(&f->profile, stat, &input, 2, out), LB_OK);
    for (int i = 0; i < 4; i++) {
        if (isnan(expected[i]))
            ck_assert_msg(isnan(out[i]), "%s of area %d is %g", lb_stat_names[stat], i, out[i]);
        else
            ck_near(out[i], expected[i], 1e-12);
    }
}

START_TEST(shares_join_runs_with_listed_cells)
{
    fixture f = profiled();
    const size_t at[] = {0, 1, 3, 4, 0, 1, 2, 3, 4}, first[] = {0, 3, 4, 4, 9};
    const double fraction[] = {1, .5, .5, .25, 1, 1, 1, 1, 1};
    for (int i = 0; i < 9; i++) {
        ck_assert_uint_eq(f.profile.cell_weight[i].at, at[i]);
        ck_near(f.profile.cell_weight[i].fraction, fraction[i], 1e-14);
    }
    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(f.profile.first[i], first[i]);
    clear(&f);
}
END_TEST

START_TEST(area_with_data_without_and_outside_are_apart)
{
    fixture f = profiled();
    const double with[] = {200, 25, 0, 500}, none[] = {50, 0, 100, 300}, out[] = {0, 125, 0, 0};
    const size_t touched[] = {4, 1, 1, 8};
    for (int i = 0; i < 4; i++) {
        ck_near(f.profile.with_data[i], with[i], 1e-11);
        ck_near(f.profile.no_data[i], none[i], 1e-11);
        ck_near(f.profile.outside[i], out[i], 1e-11);
        ck_assert_uint_eq(f.profile.touched[i], touched[i]);
    }
    clear(&f);
}
END_TEST

START_TEST(people_are_summed_by_fraction)
{
    fixture f = profiled();
    check_stat(&f, LB_STAT_SUM, (lb_stat_input){.value = people}, (double[]){60, 40, 0, 310});
    const double twice[] = {2, 2, 2, 2, 2};
    check_stat(&f, LB_STAT_SUM, (lb_stat_input){.value = people, .weight = twice},
               (double[]){120, 80, 0, 620});
    check_stat(&f, LB_STAT_COUNT, (lb_stat_input){.value = people, .weight = twice},
               (double[]){4, .5, 0, 10});
    check_stat(&f, LB_STAT_COUNT, (lb_stat_input){.value = people}, (double[]){2, .25, 0, 5});
    check_stat(&f, LB_STAT_COUNT, (lb_stat_input){.value = level}, (double[]){1.5, .25, 0, 4});
    clear(&f);
}
END_TEST

START_TEST(means_are_by_area_or_by_people)
{
    fixture f = profiled();
    check_stat(&f, LB_STAT_MEAN, (lb_stat_input){.value = level},
               (double[]){2 / 1.5, 5, NAN, 10.0 / 4});
    check_stat(&f, LB_STAT_MEAN, (lb_stat_input){.value = level, .weight = people},
               (double[]){1.5, 5, NAN, (10 + 120 + 800) / 230.0});
    clear(&f);
}
END_TEST

START_TEST(extremes_are_over_all_cells_touched)
{
    fixture f = profiled();
    const double some[] = {0, 20, NAN, 80, 160};
    check_stat(&f, LB_STAT_MIN, (lb_stat_input){.value = people}, (double[]){10, 160, NAN, 10});
    check_stat(&f, LB_STAT_MAX, (lb_stat_input){.value = people}, (double[]){80, 160, NAN, 160});
    check_stat(&f, LB_STAT_MIN, (lb_stat_input){.value = people, .weight = some},
               (double[]){20, 160, NAN, 20});
    clear(&f);
}
END_TEST

START_TEST(quantiles_pass_by_weight_and_lie_midway_when_just_there)
{
    fixture f = profiled();
    const double flat[] = {1, 1, 1, 1, 1};
    /* Area 0: 10 weighs 1, 20 and 80 a half each: the median lies midway between 10 and 20. */
    check_stat(&f, LB_STAT_MEDIAN, (lb_stat_input){.value = people}, (double[]){15, 160, NAN, 40});
    check_stat(&f, LB_STAT_QUANTILE, (lb_stat_input){.value = people, .quantile = 0.7},
               (double[]){20, 160, NAN, 80});
    check_stat(&f, LB_STAT_QUANTILE,
               (lb_stat_input){.value = people, .weight = flat, .quantile = 1},
               (double[]){80, 160, NAN, 160});
    check_stat(&f, LB_STAT_QUANTILE, (lb_stat_input){.value = people, .quantile = 0},
               (double[]){10, 160, NAN, 10});
    double out[4];
    lb_stat_input bad = {.value = people, .quantile = 1.5};
    ck_assert_int_eq(lb_profile_stat(&f.profile, LB_STAT_QUANTILE, &bad, 1, out), LB_E_USAGE);
    clear(&f);
}
END_TEST

START_TEST(majority_has_most_weight_and_of_equals_is_the_greatest)
{
    fixture f = profiled();
    check_stat(&f, LB_STAT_MAJORITY, (lb_stat_input){.value = level}, (double[]){1, 5, NAN, 2});
    const double even[] = {1, 2, 3, 4, NAN};
    check_stat(&f, LB_STAT_MAJORITY, (lb_stat_input){.value = even}, (double[]){1, NAN, NAN, 4});
    clear(&f);
}
END_TEST

START_TEST(deviation_is_of_the_whole_distribution)
{
    fixture f = profiled();
    const double v[] = {0, 4, 0, 4, 2};
    check_stat(&f, LB_STAT_STDEV, (lb_stat_input){.value = v}, (double[]){2, 0, NAN, sqrt(3.2)});
    clear(&f);
}
END_TEST

START_TEST(bounds_take_whole_cells_and_all_cells)
{
    fixture f = profiled();
    double low[4], high[4];
    lb_profile_bounds(&f.profile, people, low, high);
    ck_assert(low[0] == 10 && low[1] == 0 && low[2] == 0 && low[3] == 310);
    ck_assert(high[0] == 110 && high[1] == 160 && high[2] == 0 && high[3] == 310);
    lb_profile_bounds(&f.profile, level, NULL, high);
    ck_assert(high[0] == 3);
    clear(&f);
}
END_TEST

START_TEST(classes_share_out_the_people)
{
    fixture f = profiled();
    const int classes[] = {1, 2, 2, 3, 0};
    double out[12];
    lb_profile_classes(&f.profile, classes, 3, people, out);
    ck_assert(out[0] == 10 && out[1] == 10 && out[2] == 40);
    ck_assert(out[3] == 0 && out[4] == 0 && out[5] == 0);
    ck_assert(out[9] == 10 && out[10] == 60 && out[11] == 80);
    lb_profile_classes(&f.profile, classes, 3, NULL, out);
    ck_assert(out[0] == 1 && out[1] == .5 && out[2] == .5);
    clear(&f);
}
END_TEST

START_TEST(cells_out_of_order_or_off_the_grid_are_refused)
{
    lb_shapes s = {0};
    lb_cover cover;
    lb_profile p;
    const int64_t twice[] = {1, 1}, back[] = {2, 1}, off[] = {7, 8}, below[] = {-1};
    ck_assert_int_eq(lb_cover_compute(&s, &grid, 1, &cover), LB_OK);
    ck_assert_int_eq(lb_profile_compute(&cover, &(lb_cell_list){2, twice}, 1, &p), LB_E_INPUT);
    ck_assert_int_eq(lb_profile_compute(&cover, &(lb_cell_list){2, back}, 1, &p), LB_E_INPUT);
    ck_assert_int_eq(lb_profile_compute(&cover, &(lb_cell_list){2, off}, 1, &p), LB_E_INPUT);
    ck_assert_int_eq(lb_profile_compute(&cover, &(lb_cell_list){1, below}, 1, &p), LB_E_INPUT);
    lb_cover_clear(&cover);
}
END_TEST

LB_TEST_MAIN("profile", shares_join_runs_with_listed_cells,
             area_with_data_without_and_outside_are_apart, people_are_summed_by_fraction,
             means_are_by_area_or_by_people, extremes_are_over_all_cells_touched,
             quantiles_pass_by_weight_and_lie_midway_when_just_there,
             majority_has_most_weight_and_of_equals_is_the_greatest,
             deviation_is_of_the_whole_distribution, bounds_take_whole_cells_and_all_cells,
             classes_share_out_the_people, cells_out_of_order_or_off_the_grid_are_refused)
