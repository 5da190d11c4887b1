/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

/* Three zones in a row, each 1 km x 1 km; the third is split off from a parent of figures. */
static const char zones_text[] =
    "desokod;folk;unga;medel;wkt\n"
    "0114A0010;1000;200;300;\"POLYGON((300000 6400000,301000 6400000,301000 6401000,300000 "
    "6401000,300000 6400000))\"\n"
    "0114A0021_DeSO2025;600;300;200;\"POLYGON((301000 6400000,302000 6400000,302000 "
    "6401000,301000 6401000,301000 6400000))\"\n"
    "0114A0022;..;..;..;\"POLYGON((302000 6400000,303000 6400000,303000 6401000,302000 "
    "6401000,302000 6400000))\"\n";

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void put_area(char *text, size_t size, const char *name, double x0, double x1)
{
    size_t at = strlen(text);
    snprintf(text + at, size - at,
             "%s;UO;\"POLYGON((%.0f 6400000,%.0f 6400000,%.0f 6401000,%.0f 6401000,%.0f "
             "6400000))\"\n",
             name, 300000 + x0, 300000 + x1, 300000 + x1, 300000 + x0, 300000 + x0);
}

static lb_status carry(const char *areas, lb_population_options options, lb_table *out,
                       lb_error *err)
{
    lb_job job = {.crs = "EPSG:3006"};
    options.zones = "rpop_zones.csv";
    options.areas = "rpop_areas.csv";
    put_file("rpop_zones.csv", zones_text);
    put_file("rpop_areas.csv", areas);
    lb_status status = lb_population_run(&options, &job, out, err);
    unlink("rpop_zones.csv");
    unlink("rpop_areas.csv");
    return status;
}

static lb_table carried(const char *areas, lb_population_options options)
{
    lb_table table = {0};
    lb_error err = {0};
    ck_assert_msg(carry(areas, options, &table, &err) == LB_OK, "%s", err.text);
    return table;
}

static double at(const lb_table *table, size_t row, const char *column)
{
    ck_assert(lb_table_column(table, column) != SIZE_MAX);
    return lb_table_real(table, row, lb_table_column(table, column));
}

START_TEST(people_follow_the_surface_and_bounds_hold_them)
{
    char text[400] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 0, 1250);
    lb_table t = carried(text, (lb_population_options){.fields = "folk", .young = "unga"});
    ck_near(at(&t, 0, "people"), 1150, 1e-9);
    ck_near(at(&t, 0, "people_low"), 1000, 1e-9);
    ck_near(at(&t, 0, "people_high"), 1600, 1e-9);
    ck_near(at(&t, 0, "share_of_country"), 1150 / 1600.0, 1e-12);
    ck_near(at(&t, 0, "share_0_19"), 275 / 1150.0, 1e-12);
    lb_table_clear(&t);
}
END_TEST

START_TEST(areas_that_tile_the_zones_get_everyone_once)
{
    char text[900] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", -100, 333);
    put_area(text, sizeof text, "B", 333, 1001);
    put_area(text, sizeof text, "C", 1001, 3500);
    lb_table t = carried(text, (lb_population_options){.fields = "folk"});
    ck_near(at(&t, 0, "people") + at(&t, 1, "people") + at(&t, 2, "people"), 1600, 1e-9);
    ck_near(at(&t, 4, "people"), 1600, 1e-9);
    ck_near(at(&t, 0, "covered_share"), 333 / 433.0, 1e-12);
    lb_table_clear(&t);
}
END_TEST

START_TEST(overlap_counts_once_in_the_total)
{
    char text[600] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 0, 600);
    put_area(text, sizeof text, "B", 400, 1000);
    lb_table t = carried(text, (lb_population_options){.fields = "folk"});
    ck_near(at(&t, 0, "people"), 600, 1e-9);
    ck_near(at(&t, 1, "people"), 600, 1e-9);
    ck_near(at(&t, 2, "people"), 1000, 1e-9);
    ck_near(at(&t, 3, "people"), 1000, 1e-9);
    lb_table_clear(&t);
}
END_TEST

START_TEST(zones_without_figures_of_their_own_share_their_parents)
{
    char text[400] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 1500, 2500);
    put_file("rpop_counts.csv", "deso;folk\n0114A0010;1000\n0114A0020;800\n9999A0010;70\n");
    lb_population_options options = {
        .fields = "folk", .counts = "rpop_counts.csv", .parent = LB_PARENT_LAST_DIGIT};
    lb_table t = carried(text, options);
    ck_near(at(&t, 0, "people"), 400, 1e-9);
    ck_near(at(&t, 0, "people_low"), 0, 0);
    ck_near(at(&t, 0, "people_high"), 800, 0);
    ck_near(at(&t, 0, "share_of_country"), 400 / 1870.0, 1e-12);
    lb_table_clear(&t);
    options.parent = LB_PARENT_NONE;
    t = carried(text, options);
    ck_assert(isnan(at(&t, 0, "people")));
    ck_near(at(&t, 0, "covered_share"), 0, 0);
    lb_table_clear(&t);
    unlink("rpop_counts.csv");
}
END_TEST

START_TEST(people_of_a_grid_say_where_in_a_zone_they_live)
{
    char text[400] = "namn;kategori;wkt\n";
    put_area(text, sizeof text, "A", 0, 500);
    put_file("rpop_grid.csv",
             "rutid,size,population\n3000006400000,250,30\n3007506400000,250,10\n");
    lb_table t =
        carried(text, (lb_population_options){.fields = "folk", .weights = "rpop_grid.csv"});
    ck_near(at(&t, 0, "people"), 750, 1e-9);
    lb_table_clear(&t);
    unlink("rpop_grid.csv");
}
END_TEST

START_TEST(mean_is_refused_until_told_what_weighs_it)
{
    char text[400] = "namn;kategori;wkt\n";
    lb_table t = {0};
    lb_error err = {0};
    static const char *const weighed[] = {"medel:folk"};
    put_area(text, sizeof text, "A", 500, 1500);
    lb_population_options options = {.fields = "folk,medel"};
    ck_assert_int_eq(carry(text, options, &t, &err), LB_E_USAGE);
    ck_assert(strstr(err.text, "--intensive \"medel:WEIGHT\""));
    options.intensive = weighed;
    options.n_intensive = 1;
    t = carried(text, options);
    ck_near(at(&t, 0, "medel"), (500 * 300 + 300 * 200) / 800.0, 1e-9);
    ck_near(at(&t, 0, "medel_low"), 200, 0);
    ck_near(at(&t, 0, "medel_high"), 300, 0);
    lb_table_clear(&t);
}
END_TEST

START_TEST(goteborg_keeps_everyone_and_a_quarter_is_young)
{
    char path[3][300];
    const char *zones = lb_test_data("deso/deso2025_goteborg.gpkg", path[0], sizeof path[0]);
    const char *counts = lb_test_data("deso/000005FF_alder_sv.csv", path[1], sizeof path[1]);
    const char *areas = lb_test_data("police/UO2021.shp", path[2], sizeof path[2]);
    lb_table t = {0};
    lb_error err = {0};
    lb_job job = {.crs = "EPSG:3006"};
    lb_population_options options = {.zones = zones,
                                     .areas = areas,
                                     .counts = counts,
                                     .fields = "2022 | totalt",
                                     .young = "2022 | 0-4 år | totalt,2022 | 5-9 år | totalt,"
                                              "2022 | 10-14 år | totalt,2022 | 15-19 år | totalt",
                                     .parent = LB_PARENT_LAST_DIGIT};
    if (zones && counts && areas) {
        lb_status status = lb_population_run(&options, &job, &t, &err);
        ck_assert_msg(status == LB_OK, "%s", err.text);
        size_t total = t.rows - 1;
        double sum = 0;
        for (size_t i = 61; i < total; i++)
            sum += isnan(at(&t, i, "people")) ? 0 : at(&t, i, "people");
        ck_near(sum, at(&t, total, "people"), 1e-6);
        ck_near(at(&t, total, "people"), 78570.36, 0.01);
        ck_near(at(&t, total, "share_0_19"), 0.27498, 1e-5);
        lb_table_clear(&t);
    }
}
END_TEST

LB_TEST_MAIN("run_population", people_follow_the_surface_and_bounds_hold_them,
             areas_that_tile_the_zones_get_everyone_once, overlap_counts_once_in_the_total,
             zones_without_figures_of_their_own_share_their_parents,
             people_of_a_grid_say_where_in_a_zone_they_live,
             mean_is_refused_until_told_what_weighs_it,
             goteborg_keeps_everyone_and_a_quarter_is_young)
