/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdal.h>
#include <unistd.h>

#include "port/raster_write.h"
#include "tests/support/support.h"

/* 600 x 300 cells of 250 m: two by three tiles, of which two hold a cell. */
static const lb_grid grid = {500000, 6575000, 250, 250, 600, 300};
static const int64_t cells[] = {0, 1, 600, 299 * 600 + 599};

static void temporary(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/lagesbild-test-%d-%s", "/tmp", (int)getpid(), name);
}

static lb_status write_two_bands(const char *path, int threads, lb_error *err)
{
    const double index[] = {10, 30, NAN, 80.5}, class_of[] = {1, 2, NAN, 5};
    const lb_band_out bands[] = {{"index", index, false}, {"class", class_of, true}};
    char key[] = "LAGESBILD_COMMAND", value[] = "index";
    char *items[] = {key, value, NULL};
    const lb_raster_out out = {grid, "EPSG:3006", 4, cells, 2, bands, items, threads};
    return lb_raster_write(path, &out, err);
}

static float value_at(GDALRasterBandH band, int col, int row)
{
    float value = -1;
    ck_assert_int_eq(GDALRasterIO(band, GF_Read, col, row, 1, 1, &value, 1, 1, GDT_Float32, 0, 0),
                     CE_None);
    return value;
}

START_TEST(cells_come_back_where_they_were_put)
{
    char path[300];
    lb_error err = {0};
    temporary(path, sizeof path, "cells.tif");
    ck_assert_msg(write_two_bands(path, 2, &err) == LB_OK, "%s", err.text);
    GDALDatasetH file = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH index = GDALGetRasterBand(file, 1);
    ck_assert_str_eq(GDALGetDescription(index), "index");
    ck_assert_str_eq(GDALGetDescription(GDALGetRasterBand(file, 2)), "class");
    ck_assert(value_at(index, 0, 0) == 10);
    ck_assert(value_at(index, 1, 0) == 30);
    ck_assert(isnan(value_at(index, 0, 1)));
    ck_assert(isnan(value_at(index, 300, 150)));
    ck_assert(value_at(index, 599, 299) == 80.5f);
    ck_assert(isnan(GDALGetRasterNoDataValue(index, NULL)));
    ck_assert_str_eq(GDALGetMetadataItem(file, "LAGESBILD_COMMAND", NULL), "index");
    ck_near(atof(GDALGetMetadataItem(index, "STATISTICS_MEAN", NULL)), 120.5 / 3, 1e-6);
    ck_assert_str_eq(GDALGetMetadataItem(file, "COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    GDALClose(file);
    unlink(path);
}
END_TEST

START_TEST(overviews_average_values_and_pick_classes)
{
    char path[300];
    lb_error err = {0};
    temporary(path, sizeof path, "overviews.tif");
    ck_assert_int_eq(write_two_bands(path, 1, &err), LB_OK);
    GDALDatasetH file = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH index = GDALGetRasterBand(file, 1), class_of = GDALGetRasterBand(file, 2);
    ck_assert_int_ge(GDALGetOverviewCount(index), 1);
    ck_assert(value_at(GDALGetOverview(index, 0), 0, 0) == 20);
    float picked = value_at(GDALGetOverview(class_of, 0), 0, 0);
    ck_assert(picked == 1 || picked == 2);
    GDALClose(file);
    unlink(path);
}
END_TEST

static size_t read_file(const char *path, char *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    size_t n = fread(bytes, 1, size, file);
    fclose(file);
    return n;
}

START_TEST(threads_do_not_change_a_byte)
{
    char one[300], two[300];
    static char a[1 << 20], b[1 << 20];
    lb_error err = {0};
    temporary(one, sizeof one, "one.tif");
    temporary(two, sizeof two, "two.tif");
    ck_assert_int_eq(write_two_bands(one, 1, &err), LB_OK);
    ck_assert_int_eq(write_two_bands(two, 2, &err), LB_OK);
    size_t n = read_file(one, a, sizeof a);
    ck_assert_uint_eq(read_file(two, b, sizeof b), n);
    ck_assert(memcmp(a, b, n) == 0);
    unlink(one);
    unlink(two);
}
END_TEST

START_TEST(classes_have_their_colours)
{
    char path[300], green[] = "#1a9641", red[] = "#d7191c";
    char *colours[] = {green, red};
    const uint8_t class_of[] = {1, 2, 0, 2};
    const lb_class_tif_out out = {grid, "EPSG:3006", 4, cells, class_of, 2, colours, NULL};
    lb_error err = {0};
    temporary(path, sizeof path, "classes.tif");
    ck_assert_msg(lb_class_tif_write(path, &out, &err) == LB_OK, "%s", err.text);
    GDALDatasetH file = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH band = GDALGetRasterBand(file, 1);
    const GDALColorEntry *entry = GDALGetColorEntry(GDALGetRasterColorTable(band), 2);
    ck_assert_int_eq(GDALGetRasterDataType(band), GDT_Byte);
    ck_assert(value_at(band, 1, 0) == 2);
    ck_assert(value_at(band, 5, 5) == 0);
    ck_assert_int_eq(entry->c1, 0xd7);
    ck_assert_int_eq(entry->c3, 0x1c);
    GDALClose(file);
    unlink(path);
}
END_TEST

START_TEST(a_cell_outside_the_grid_is_refused)
{
    const double value[] = {1};
    const int64_t outside[] = {600 * 300};
    const lb_band_out band = {"index", value, false};
    const lb_raster_out out = {grid, "EPSG:3006", 1, outside, 1, &band, NULL, 1};
    char path[300];
    lb_error err = {0};
    temporary(path, sizeof path, "outside.tif");
    ck_assert_int_eq(lb_raster_write(path, &out, &err), LB_E_INPUT);
    unlink(path);
}
END_TEST

LB_TEST_MAIN("raster_write", cells_come_back_where_they_were_put,
             overviews_average_values_and_pick_classes, threads_do_not_change_a_byte,
             classes_have_their_colours, a_cell_outside_the_grid_is_refused)
