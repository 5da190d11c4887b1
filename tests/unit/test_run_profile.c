/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

/* Two squares of 250 m with 100 and 60 people, side by side, and one of 1 000 m that holds both:
 * its 28 people are in its 14 other cells. */
static const char grid_text[] =
    "rutid,size,population,index,class,unga_0_15\n"
    "3000006400000,250,100,80,5,20\n3002506400000,250,60,20,1,6\n3000006400000,1000,28,50,3,14\n";

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static lb_table profiled(const char *areas)
{
    lb_table table = {0};
    lb_error err = {0};
    lb_profile_options options = {.grid = "rp_grid.csv", .areas = "rp_areas.csv"};
    lb_job job = {.crs = "EPSG:3006"};
    put_file("rp_grid.csv", grid_text);
    put_file("rp_areas.csv", areas);
    lb_status status = lb_profile_run(&options, &job, &table, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    unlink("rp_grid.csv");
    unlink("rp_areas.csv");
    return table;
}

static double at(const lb_table *table, size_t row, const char *column)
{
    ck_assert(lb_table_column(table, column) != SIZE_MAX);
    return lb_table_real(table, row, lb_table_column(table, column));
}

START_TEST(people_of_a_large_square_are_in_the_cells_left_to_it)
{
    lb_table t = profiled("namn;population;wkt\nA;9;\"POLYGON((300125 6400000,300500 6400000,300500"
                          " 6400500,300125 6400500,300125 6400000))\"\n");
    ck_assert_str_eq(lb_table_text(&t, 0, lb_table_column(&t, "population_1")), "9");
    ck_near(at(&t, 0, "population"), 50 + 60 + 1 + 2, 1e-9);
    ck_near(at(&t, 0, "population_low"), 62, 1e-9);
    ck_near(at(&t, 0, "population_high"), 164, 1e-9);
    ck_near(at(&t, 0, "unga_0_15"), 10 + 6 + 1.5, 1e-9);
    ck_near(at(&t, 0, "index_mean"), (50 * 80 + 60 * 20 + 3 * 50) / 113.0, 1e-9);
    ck_near(at(&t, 0, "class_5"), 50 / 113.0, 1e-12);
    ck_near(at(&t, 0, "worst_index"), 80, 0);
    ck_near(at(&t, 0, "cells"), 4, 0);
    ck_near(at(&t, 0, "covered_share"), 1, 1e-12);
    lb_table_clear(&t);
}
END_TEST

START_TEST(area_half_outside_the_grid_says_so)
{
    lb_table t = profiled("namn;wkt\nA;\"POLYGON((299750 6400000,300250 6400000,300250 6400250,"
                          "299750 6400250,299750 6400000))\"\n");
    ck_near(at(&t, 0, "covered_share"), 0.5, 1e-12);
    ck_near(at(&t, 0, "population"), 100, 1e-9);
    lb_table_clear(&t);
}
END_TEST

START_TEST(nobody_knows_who_lives_outside_the_grid)
{
    lb_table t = profiled("namn;wkt\nA;\"POLYGON((500000 6400000,500250 6400000,500250 6400250,"
                          "500000 6400250,500000 6400000))\"\n");
    ck_near(at(&t, 0, "covered_share"), 0, 0);
    ck_assert(isnan(at(&t, 0, "population")) && isnan(at(&t, 0, "population_low")));
    ck_assert(isnan(at(&t, 0, "unga_0_15")) && isnan(at(&t, 0, "class_5")));
    lb_table_clear(&t);
}
END_TEST

START_TEST(tiny_area_does_not_vanish)
{
    lb_table t = profiled("namn;wkt\nA;\"POLYGON((300100 6400100,300100.01 6400100,300100.01 "
                          "6400100.01,300100 6400100.01,300100 6400100))\"\n");
    ck_near(at(&t, 0, "population") * 62500 / 1e-4 / 100, 1, 1e-5);
    ck_near(at(&t, 0, "index_mean"), 80, 1e-9);
    lb_table_clear(&t);
}
END_TEST

START_TEST(areas_that_tile_the_grid_hold_all_its_people)
{
    lb_table t = profiled("namn;wkt\nA;\"POLYGON((300000 6400000,300333 6400000,300777 6401000,"
                          "300000 6401000,300000 6400000))\"\nB;\"POLYGON((300333 6400000,301000 "
                          "6400000,301000 6401000,300777 6401000,300333 6400000))\"\n");
    ck_near(at(&t, 0, "population") + at(&t, 1, "population"), 188, 1e-9);
    lb_table_clear(&t);
}
END_TEST

LB_TEST_MAIN("run_profile", people_of_a_large_square_are_in_the_cells_left_to_it,
             area_half_outside_the_grid_says_so, nobody_knows_who_lives_outside_the_grid,
             tiny_area_does_not_vanish, areas_that_tile_the_grid_hold_all_its_people)
