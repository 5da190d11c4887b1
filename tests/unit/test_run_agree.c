/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

/* Four squares in a row from west to east; the two worst, of class 2, in the west. The fifth has no
 * class and plays no part. */
static const char grid_text[] = "rutid,size,population,index,class\n"
                                "3000006400000,250,100,80,2\n3002506400000,250,60,70,2\n"
                                "3005006400000,250,40,20,1\n3007506400000,250,50,10,1\n"
                                "3010006400000,250,5,,\n";

/* What agree() lays the areas on. */
static const char *grid = grid_text;

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* An area of the row's height from x0 to x1, metres from the first square's west side. */
static void put_area_of(char *text, size_t size, const char *name, const char *category, double x0,
                        double x1)
{
    size_t at = strlen(text);
    snprintf(text + at, size - at,
             "%s;%s;\"POLYGON((%.0f 6400000,%.0f 6400000,%.0f 6400250,%.0f 6400250,%.0f "
             "6400000))\"\n",
             name, category, 300000 + x0, 300000 + x1, 300000 + x1, 300000 + x0, 300000 + x0);
}

static void put_area(char *text, size_t size, const char *name, double x0, double x1)
{
    put_area_of(text, size, name, "UO", x0, x1);
}

static lb_status agree(const char *areas, lb_agree_options options, lb_agree_result *out,
                       lb_error *err)
{
    lb_job job = {.crs = "EPSG:3006"};
    options.grid = "ra_grid.csv";
    options.areas = "ra_areas.csv";
    put_file("ra_grid.csv", grid);
    put_file("ra_areas.csv", areas);
    lb_status status = lb_agree_run(&options, &job, out, err);
    unlink("ra_grid.csv");
    unlink("ra_areas.csv");
    return status;
}

static double at(const lb_table *table, size_t row, const char *column)
{
    ck_assert(lb_table_column(table, column) != SIZE_MAX);
    return lb_table_real(table, row, lb_table_column(table, column));
}

static lb_agree_result agreed(const char *areas)
{
    lb_agree_result made = {{0}, {0}};
    lb_agree_options options;
    lb_agree_options_init(&options);
    lb_error err = {0};
    ck_assert_msg(agree(areas, options, &made, &err) == LB_OK, "%s", err.text);
    return made;
}

static void check_row(const lb_table *t, size_t row, const double wanted[4])
{
    ck_near(at(t, row, "predicted_and_inside"), wanted[0], 1e-12);
    ck_near(at(t, row, "predicted_only"), wanted[1], 1e-12);
    ck_near(at(t, row, "inside_only"), wanted[2], 1e-12);
    ck_near(at(t, row, "neither"), wanted[3], 1e-12);
}

START_TEST(rules_differ_only_in_cells_that_a_border_cuts)
{
    char text[400] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 50, 575); /* 0.8, 1 and 0.3 of the first three */
    lb_agree_result made = agreed(text);
    ck_assert_uint_eq(made.rules.rows, 4);
    check_row(&made.rules, 0, (double[]){1.8, 0.2, 0.3, 1.7});
    check_row(&made.rules, 1, (double[]){2, 0, 0, 2});
    check_row(&made.rules, 2, (double[]){2, 0, 1, 1});
    check_row(&made.rules, 3, (double[]){2, 0, 0, 2});
    ck_near(at(&made.rules, 0, "cells"), 4, 1e-12);
    ck_near(at(&made.rules, 0, "precision"), 0.9, 1e-12);
    ck_near(at(&made.rules, 2, "recall"), 2 / 3.0, 1e-12);
    ck_near(at(&made.rules, 1, "kappa"), 1, 1e-12);
    ck_near(at(&made.rules, 1, "auc"), 1, 1e-12);
    lb_agree_result_clear(&made);
}
END_TEST

START_TEST(area_is_vulnerable_by_the_people_in_its_worst_cells)
{
    char text[700] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 0, 500);     /* 160 of 160 */
    put_area(text, sizeof text, "B", 375, 1000);  /* 30 of 120 */
    put_area(text, sizeof text, "C", 1000, 1250); /* no cell with a class */
    put_area(text, sizeof text, "D", 5000, 5250); /* outside the grid */
    lb_agree_result made = agreed(text);
    const lb_table *t = &made.areas;
    ck_assert_uint_eq(t->rows, 6);
    ck_near(at(t, 0, "people_share"), 1, 1e-12);
    ck_near(at(t, 1, "people"), 120, 1e-9);
    ck_near(at(t, 1, "people_share"), 30 / 120.0, 1e-12);
    ck_assert(isnan(at(t, 2, "people")) && isnan(at(t, 3, "people")));
    ck_near(at(t, 5, "areas"), 4, 0);
    ck_near(at(t, 5, "vulnerable_areas"), 1, 0);
    ck_near(at(t, 5, "vulnerable_share"), 0.5, 1e-12);
    lb_agree_result_clear(&made);
}
END_TEST

START_TEST(cell_in_two_areas_counts_once_in_the_total)
{
    char text[400] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 0, 500);
    put_area(text, sizeof text, "B", 250, 750);
    lb_agree_result made = agreed(text);
    ck_near(at(&made.areas, 0, "people"), 160, 1e-9);
    ck_near(at(&made.areas, 1, "people"), 100, 1e-9);
    ck_near(at(&made.areas, 3, "people"), 200, 1e-9);
    lb_agree_result_clear(&made);
}
END_TEST

START_TEST(options_outside_their_range_are_refused)
{
    static const char *const wrong[] = {"centre"};
    lb_agree_result made = {{0}, {0}};
    lb_agree_options options[4];
    for (size_t i = 0; i < 4; i++)
        lb_agree_options_init(&options[i]);
    options[0].rule = wrong;
    options[0].rules = 1;
    options[1].vulnerable = 1.5;
    options[2].worst = 3;
    options[3].min_cell = -1;
    for (size_t i = 0; i < 4; i++) {
        char text[400] = "namn;kategori;wkt\n";
        lb_error err = {0};
        put_area(text, sizeof text, "A", 0, 500);
        ck_assert_int_eq(agree(text, options[i], &made, &err), LB_E_USAGE);
        ck_assert(strncmp(err.text, "--", 2) == 0);
    }
}
END_TEST

/* Two squares each, one of few people, who have a class. */
static lb_agree_result with_few(int few_in_a, int few_in_b, int min_cell)
{
    char text[600] = "namn;kategori;wkt\n", squares[400];
    lb_agree_result made = {{0}, {0}};
    lb_agree_options options;
    lb_agree_options_init(&options);
    lb_error err = {0};
    options.min_cell = min_cell;
    snprintf(squares, sizeof squares,
             "rutid,size,population,index,class\n3000006400000,250,100,80,2\n"
             "3002506400000,250,%d,70,2\n3005006400000,250,60,20,1\n3007506400000,250,%d,30,1\n",
             few_in_a, few_in_b);
    grid = squares;
    put_area(text, sizeof text, "A", 0, 500);
    put_area(text, sizeof text, "B", 500, 1000);
    ck_assert_msg(agree(text, options, &made, &err) == LB_OK, "%s", err.text);
    grid = grid_text;
    return made;
}

START_TEST(few_people_count_as_their_mean)
{
    lb_agree_result open = with_few(3, 1, 0), made = with_few(3, 1, 5), other = with_few(1, 4, 5);
    ck_near(at(&open.areas, 0, "people"), 103, 1e-12);
    ck_near(at(&open.areas, 1, "people"), 61, 1e-12);
    ck_near(at(&made.areas, 0, "people"), 102, 0); /* 100 + 2.5, in whole people */
    ck_near(at(&made.areas, 1, "people"), 62, 0);
    ck_near(at(&made.areas, 2, "people_share"), 102.5 / 165, 1e-12);
    for (size_t row = 0; row < made.areas.rows; row++)
        for (size_t c = 4; c < made.areas.columns; c++) {
            double x = lb_table_real(&made.areas, row, c), y = lb_table_real(&other.areas, row, c);
            ck_assert(x == y || (isnan(x) && isnan(y)));
        }
    lb_agree_result_clear(&open);
    lb_agree_result_clear(&made);
    lb_agree_result_clear(&other);
}
END_TEST

LB_TEST_MAIN("run_agree", rules_differ_only_in_cells_that_a_border_cuts,
             area_is_vulnerable_by_the_people_in_its_worst_cells,
             cell_in_two_areas_counts_once_in_the_total, options_outside_their_range_are_refused,
             few_people_count_as_their_mean)
