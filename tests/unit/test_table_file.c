/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table in every format that GDAL reads: the same values, what is missing, what is hidden. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>

#include "model/table_formats.h"
#include "output/table_file.h"
#include "port/gdal/gdal_env.h"
#include "port/gdal/sha256.h"
#include "tests/support/support.h"

static char path[100];
static lb_error err;

enum { NAME, DAY, MIXED, ID, PEOPLE, SHARE, RATIO, N_COLUMNS };

static const lb_column_spec columns[N_COLUMNS] = {
    [NAME] = {"område", LB_TEXT, LB_UNIT_NONE},     [DAY] = {"dag", LB_TEXT, LB_UNIT_NONE},
    [MIXED] = {"från", LB_TEXT, LB_UNIT_NONE},      [ID] = {"rutid", LB_INTEGER, LB_UNIT_NONE},
    [PEOPLE] = {"folk", LB_INTEGER, LB_UNIT_COUNT}, [SHARE] = {"andel", LB_REAL, LB_UNIT_SHARE},
    [RATIO] = {"kvot", LB_REAL, LB_UNIT_RATIO}};

/* A formula, a day, an id of thirteen digits; nothing but a range; an id of sixteen digits, zeros
 * and no geometry unless last_is_drawn. */
static bool last_is_drawn;

static void town(lb_table *table, lb_shapes *shapes)
{
    lb_table_add_columns(table, columns, N_COLUMNS);
    for (size_t i = 0; i < 3; i++)
        lb_table_add_row(table);
    lb_table_set_text(table, 0, NAME, "=1+2 Hjällbo \"norra\" & <södra>");
    lb_table_set_text(table, 0, DAY, "2021-06-30");
    lb_table_set_text(table, 0, MIXED, "2021-06-30");
    lb_table_set_integer(table, 0, ID, 3190006400000);
    lb_table_set_integer(table, 0, PEOPLE, 1234);
    lb_table_set_real(table, 0, SHARE, 0.1);
    lb_table_set_real(table, 0, RATIO, 0.00000220123);
    lb_table_set_range(table, 1, PEOPLE, 0, 4);
    lb_table_set_text(table, 2, NAME, "@Åmål");
    lb_table_set_text(table, 2, DAY, "1999-12-31");
    lb_table_set_text(table, 2, MIXED, "okänt");
    lb_table_set_integer(table, 2, ID, 9007199254740993);
    lb_table_set_integer(table, 2, PEOPLE, 0);
    lb_table_set_real(table, 2, SHARE, 0);
    lb_table_set_real(table, 2, RATIO, INFINITY);
    ck_assert_int_eq(lb_table_status(table), LB_OK);
    lb_test_polygon(shapes, 1,
                    RING(319000, 6400000, 319250, 6400000, 319250, 6400250, 319000, 6400250));
    lb_test_polygon(shapes, 2,
                    RING(320000, 6400000, 321000, 6400000, 321000, 6401000, 320000, 6401000),
                    RING(320250, 6400250, 320500, 6400250, 320500, 6400500, 320250, 6400500));
    if (last_is_drawn)
        lb_test_polygon(shapes, 1, RING(330000, 6400000, 330100, 6400000, 330100, 6400100));
    else
        ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
}

static lb_status write_town(const char *ending, bool publish, bool with_shapes)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    lb_provenance p = {0};
    lb_job job = {.force = true, .publish = publish};
    town(&table, &shapes);
    snprintf(path, sizeof path, "/tmp/lb_table_%ld%s", (long)getpid(), ending);
    lb_provenance_command(&p, "share");
    lb_provenance_input(&p, "leverans.csv", "0123456789abcdef", 17);
    lb_provenance_balance(&p, "events_read", 17);
    lb_table_file file = {.path = path,
                          .name = "town",
                          .table = &table,
                          .shapes = with_shapes ? &shapes : NULL,
                          .crs = "EPSG:3006"};
    lb_status status = lb_table_files_write(&p, &file, 1, NULL, &job, &err);
    lb_provenance_clear(&p);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
    return status;
}

static GDALDatasetH open_town(void)
{
    lb_gdal_start();
    CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE");
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(file);
    return file;
}

/* A value as GDAL writes it, "-" where it is none; a static buffer. */
static const char *value_of(OGRLayerH layer, int row, int column)
{
    static char text[200];
    OGRFeatureH feature;
    OGR_L_ResetReading(layer);
    while ((feature = OGR_L_GetNextFeature(layer)) && row-- > 0)
        OGR_F_Destroy(feature);
    ck_assert_ptr_nonnull(feature);
    snprintf(text, sizeof text, "%s",
             OGR_F_IsFieldSetAndNotNull(feature, column) ? OGR_F_GetFieldAsString(feature, column)
                                                         : "-");
    OGR_F_Destroy(feature);
    return text;
}

START_TEST(workbook_has_types_days_and_no_formula)
{
    ck_assert_msg(write_town(".xlsx", false, true) == LB_OK, "%s", err.text);
    GDALDatasetH file = open_town();
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    ck_assert_int_eq(GDALDatasetGetLayerCount(file), 2);
    ck_assert_str_eq(OGR_L_GetName(layer), "town");
    ck_assert_str_eq(OGR_L_GetName(GDALDatasetGetLayer(file, 1)), "provenance");
    ck_assert_str_eq(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, NAME)), "område");
    ck_assert_int_eq(OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, DAY)), OFTDate);
    ck_assert_int_eq(OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, MIXED)), OFTString);
    ck_assert_int_eq(OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, SHARE)), OFTReal);
    ck_assert_str_eq(value_of(layer, 0, NAME), "=1+2 Hjällbo \"norra\" & <södra>");
    ck_assert_str_eq(value_of(layer, 0, DAY), "2021/06/30");
    ck_assert_str_eq(value_of(layer, 2, DAY), "1999/12/31");
    ck_assert_str_eq(value_of(layer, 2, MIXED), "okänt");
    ck_assert_str_eq(value_of(layer, 0, ID), "3190006400000");
    ck_assert_str_eq(value_of(layer, 2, ID), "9007199254740993");
    ck_assert_str_eq(value_of(layer, 0, SHARE), "0.1");
    ck_assert_str_eq(value_of(layer, 0, RATIO), "2.20123e-06");
    ck_assert_str_eq(value_of(layer, 2, RATIO), "inf");
    GDALClose(file);
    unlink(path);
}
END_TEST

START_TEST(unknown_is_empty_and_zero_is_zero_in_every_format)
{
    static const char *const endings[] = {".xlsx", ".gpkg", ".geojson"};
    for (size_t k = 0; k < 3; k++) {
        ck_assert_msg(write_town(endings[k], false, true) == LB_OK, "%s", err.text);
        GDALDatasetH file = open_town();
        OGRLayerH layer = GDALDatasetGetLayer(file, 0);
        ck_assert_str_eq(value_of(layer, 1, NAME), "-");
        ck_assert_str_eq(value_of(layer, 1, ID), "-");
        ck_assert_str_eq(value_of(layer, 1, SHARE), "-");
        ck_assert_str_eq(value_of(layer, 1, PEOPLE), k == 0 ? "<5" : "-");
        ck_assert_str_eq(value_of(layer, 2, PEOPLE), "0");
        ck_assert_str_eq(value_of(layer, 2, SHARE), "0");
        ck_assert_str_eq(value_of(layer, 2, NAME), "@Åmål");
        ck_assert_str_eq(value_of(layer, 2, ID), "9007199254740993");
        GDALClose(file);
        unlink(path);
    }
}
END_TEST

/* 319000 E 6400000 N in SWEREF 99 TM has latitude 57.7056710835; 250 m further north
 * longitude 11.9619540444 (gdaltransform). */
START_TEST(geojson_is_in_degrees_and_outer_rings_go_left)
{
    ck_assert_int_eq(write_town(".geojson", false, true), LB_OK);
    GDALDatasetH file = open_town();
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    OGRFeatureH first = OGR_L_GetNextFeature(layer);
    OGREnvelope box;
    OGR_G_GetEnvelope(OGR_F_GetGeometryRef(first), &box);
    ck_near(box.MinX, 11.9619540444251, 6e-10);
    ck_near(box.MinY, 57.7056710835236, 6e-10);
    OGRGeometryH polygon = OGR_F_GetGeometryRef(first);
    if (OGR_GT_Flatten(OGR_G_GetGeometryType(polygon)) == wkbMultiPolygon)
        polygon = OGR_G_GetGeometryRef(polygon, 0);
    OGRGeometryH ring = OGR_G_GetGeometryRef(polygon, 0);
    double twice = 0;
    for (int i = 0; i + 1 < OGR_G_GetPointCount(ring); i++)
        twice += (OGR_G_GetX(ring, i) - box.MinX) * (OGR_G_GetY(ring, i + 1) - box.MinY) -
                 (OGR_G_GetX(ring, i + 1) - box.MinX) * (OGR_G_GetY(ring, i) - box.MinY);
    ck_assert(twice > 0);
    OGR_F_Destroy(first);
    GDALClose(file);
    unlink(path);
}
END_TEST

START_TEST(flatgeobuf_keeps_holes_and_what_is_unknown)
{
    last_is_drawn = true;
    ck_assert_int_eq(write_town(".fgb", false, true), LB_OK);
    GDALDatasetH file = open_town();
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    double area = 0;
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        if (OGR_F_GetGeometryRef(feature))
            area += OGR_G_Area(OGR_F_GetGeometryRef(feature));
        OGR_F_Destroy(feature);
    }
    OGR_L_SetAttributeFilter(layer, "\"område\" IS NULL AND folk IS NULL AND andel IS NULL");
    ck_assert_int_eq(OGR_L_GetFeatureCount(layer, TRUE), 1);
    OGR_L_SetAttributeFilter(layer, "folk = 0 AND andel = 0 AND rutid = 9007199254740993");
    ck_assert_int_eq(OGR_L_GetFeatureCount(layer, TRUE), 1);
    ck_near(area, 250.0 * 250 + 1000.0 * 1000 - 250.0 * 250 + 5000, 1e-6);
    GDALClose(file);
    unlink(path);
}
END_TEST

/* Text of every row of the last sheet, one after the other. */
static char *provenance_sheet(void)
{
    static char text[4000];
    size_t used = 0;
    GDALDatasetH file = open_town();
    OGRLayerH layer = GDALDatasetGetLayer(file, 1);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\n",
                                 OGR_F_GetFieldAsString(feature, 0));
        OGR_F_Destroy(feature);
    }
    GDALClose(file);
    return text;
}

START_TEST(workbook_tells_how_it_was_made_and_when_published_no_hash)
{
    ck_assert_int_eq(write_town(".xlsx", false, true), LB_OK);
    ck_assert_ptr_nonnull(strstr(provenance_sheet(), "0123456789abcdef"));
    ck_assert_ptr_nonnull(strstr(provenance_sheet(), "events_read"));
    ck_assert_int_eq(write_town(".xlsx", true, true), LB_OK);
    ck_assert_ptr_nonnull(strstr(provenance_sheet(), "leverans.csv"));
    ck_assert_ptr_null(strstr(provenance_sheet(), "0123456789abcdef"));
    ck_assert_ptr_null(strstr(provenance_sheet(), "events_read"));
    unlink(path);
}
END_TEST

/* The SHA-256 of the town written now. */
static void hash_town(const char *ending, char hash[LB_HASH_SIZE])
{
    ck_assert_int_eq(write_town(ending, false, true), LB_OK);
    ck_assert_int_eq(lb_hash_file(path, hash, &err), LB_OK);
    unlink(path);
}

START_TEST(bytes_are_the_same_whenever_they_are_written)
{
    static const char *const endings[] = {".xlsx", ".geojson", ".fgb"};
    char first[3][LB_HASH_SIZE], second[LB_HASH_SIZE];
    last_is_drawn = true;
    for (size_t k = 0; k < 3; k++)
        hash_town(endings[k], first[k]);
    sleep(2); /* times in a zip have two seconds */
    for (size_t k = 0; k < 3; k++) {
        hash_town(endings[k], second);
        ck_assert_str_eq(first[k], second);
    }
}
END_TEST

START_TEST(layers_without_outlines_and_unknown_endings_are_refused)
{
    ck_assert_int_eq(write_town(".geojson", false, false), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "outlines"));
    ck_assert_int_eq(write_town(".ods", false, true), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, ".csv, .json, .md, .xlsx, .gpkg, .fgb or .geojson"));
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

/* A sheet has 1,048,576 rows, one of them the header. */
START_TEST(a_table_larger_than_a_sheet_is_refused)
{
    lb_table table = {0};
    lb_provenance p = {0};
    lb_job job = {.force = true};
    lb_table_add_column(&table, "i", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < 1048576; i++)
        lb_table_add_row(&table);
    lb_table_file file = {.path = "/tmp/lb_table_long.xlsx", .name = "long", .table = &table};
    lb_provenance_command(&p, "share");
    ck_assert_int_eq(lb_table_files_write(&p, &file, 1, NULL, &job, &err), LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "1048576 rows"));
    ck_assert_int_ne(access(file.path, F_OK), 0);
    lb_provenance_clear(&p);
    lb_table_clear(&table);
}
END_TEST

/* Under a limit of the size of files a sheet's temporary file ends early, and libxlsxwriter does
 * not see it: the zip itself would be small enough. */
START_TEST(a_sheet_that_is_cut_short_is_an_error_and_not_a_damaged_file)
{
    struct rlimit limit = {100000, 100000};
    lb_table table = {0};
    lb_table_add_column(&table, "i", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < 20000; i++)
        lb_table_set_integer(&table, lb_table_add_row(&table), 0, 1);
    lb_layer_desc layer = {.name = "long", .table = &table};
    snprintf(path, sizeof path, "/tmp/lb_table_%ld.xlsx", (long)getpid());
    ck_assert_int_eq(lb_xlsx_write(path, &layer, 1, NULL, &err), LB_OK);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_eq(lb_xlsx_write(path, &layer, 1, NULL, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "sheets"));
    unlink(path);
    lb_table_clear(&table);
}
END_TEST

LB_TEST_MAIN("table_file", a_sheet_that_is_cut_short_is_an_error_and_not_a_damaged_file,
             workbook_has_types_days_and_no_formula,
             unknown_is_empty_and_zero_is_zero_in_every_format,
             geojson_is_in_degrees_and_outer_rings_go_left,
             flatgeobuf_keeps_holes_and_what_is_unknown,
             workbook_tells_how_it_was_made_and_when_published_no_hash,
             bytes_are_the_same_whenever_they_are_written,
             layers_without_outlines_and_unknown_endings_are_refused,
             a_table_larger_than_a_sheet_is_refused)
