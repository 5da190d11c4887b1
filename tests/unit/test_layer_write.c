/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gdal.h>
#include <ogr_api.h>

#include "model/table_formats.h"
#include "port/gdal/gdal_env.h"
#include "tests/support/support.h"

static char path[100];
static lb_error err;

static const char *name_file(void)
{
    snprintf(path, sizeof path, "/tmp/lb_layer_%ld.gpkg", (long)getpid());
    unlink(path);
    return path;
}

/* Two squares and a row without geometry. */
static void town(lb_table *table, lb_shapes *shapes)
{
    lb_table_add_column(table, "område", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(table, "barn", LB_INTEGER, LB_UNIT_COUNT);
    lb_table_add_column(table, "andel", LB_REAL, LB_UNIT_SHARE);
    for (size_t i = 0; i < 3; i++)
        lb_table_add_row(table);
    lb_table_set_text(table, 0, 0, "Hjällbo 'norra'");
    lb_table_set_integer(table, 0, 1, 1234567890123);
    lb_table_set_real(table, 0, 2, 0.1);
    ck_assert_int_eq(lb_table_status(table), LB_OK);
    lb_test_polygon(shapes, 1,
                    RING(319000, 6400000, 319250, 6400000, 319250, 6400250, 319000, 6400250));
    lb_test_polygon(shapes, 2,
                    RING(320000, 6400000, 321000, 6400000, 321000, 6401000, 320000, 6401000),
                    RING(320250, 6400250, 320500, 6400250, 320500, 6400500, 320250, 6400500));
    ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
}

/* One value of the file, as text; a static buffer. */
static const char *query(const char *sql)
{
    static char text[500];
    sqlite3 *db;
    sqlite3_stmt *statement;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    ck_assert_msg(sqlite3_step(statement) == SQLITE_ROW, "%s: no row", sql);
    const unsigned char *value = sqlite3_column_text(statement, 0);
    snprintf(text, sizeof text, "%s", value ? (const char *)value : "NULL");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return text;
}

static void write_town(const char *style)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    town(&table, &shapes);
    lb_layer_desc layer = {.name = "rutor",
                           .crs = "EPSG:3006",
                           .table = &table,
                           .shapes = &shapes,
                           .style_name = style,
                           .style_qml = "<qgis>'</qgis>",
                           .style_sld = "<sld/>"};
    lb_status status = lb_gpkg_write(
        name_file(), &layer, 1, &(lb_file_about){.provenance = "{\"ort\": \"Göteborg's\"}"}, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}

START_TEST(values_come_back_and_missing_is_null)
{
    write_town(NULL);
    ck_assert_str_eq(query("SELECT \"område\" FROM rutor WHERE fid = 1"), "Hjällbo 'norra'");
    ck_assert_str_eq(query("SELECT barn FROM rutor WHERE fid = 1"), "1234567890123");
    ck_assert_str_eq(query("SELECT andel = 0.1 FROM rutor WHERE fid = 1"), "1");
    ck_assert_str_eq(query("SELECT \"område\" IS NULL AND barn IS NULL AND andel IS NULL"
                           " FROM rutor WHERE fid = 2"),
                     "1");
    ck_assert_str_eq(query("SELECT geom IS NULL FROM rutor WHERE fid = 3"), "1");
    ck_assert_str_eq(query("SELECT typeof(barn) || typeof(andel) FROM rutor WHERE fid = 1"),
                     "integerreal");
    unlink(path);
}
END_TEST

START_TEST(the_file_is_sound_and_says_its_extent_and_crs)
{
    write_town("stil");
    ck_assert_str_eq(query("PRAGMA integrity_check"), "ok");
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_rutor_geom')"), "ok");
    ck_assert_str_eq(query("SELECT count(*) FROM rtree_rutor_geom"), "2");
    ck_assert_str_eq(query("SELECT min_x || ' ' || min_y || ' ' || max_x || ' ' || max_y || ' ' ||"
                           " srs_id FROM gpkg_contents WHERE table_name = 'rutor'"),
                     "319000.0 6400000.0 321000.0 6401000.0 3006");
    ck_assert_str_eq(query("SELECT geometry_type_name FROM gpkg_geometry_columns"), "MULTIPOLYGON");
    ck_assert_str_eq(
        query("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'rutor'"), "3");
    ck_assert_str_eq(query("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
                           " AND tbl_name = 'rutor'"),
                     "8");
    unlink(path);
}
END_TEST

START_TEST(style_and_provenance_are_inside)
{
    write_town("Livsvillkor");
    ck_assert_str_eq(query("SELECT f_table_name || f_geometry_column || styleName || styleQML ||"
                           " styleSLD || useAsDefault FROM layer_styles"),
                     "rutorgeomLivsvillkor<qgis>'</qgis><sld/>1");
    ck_assert_str_eq(query("SELECT mime_type || metadata FROM gpkg_metadata"),
                     "application/json{\"ort\": \"Göteborg's\"}");
    ck_assert_str_eq(query("SELECT reference_scope FROM gpkg_metadata_reference"), "geopackage");
    unlink(path);
}
END_TEST

/* A point a row, for rings and events of a QGIS project. */
START_TEST(points_are_read_back_where_they_were)
{
    static const double xy[] = {319000.5, 6400000.25, 320000, 6401000};
    lb_table table = {0};
    lb_table_add_column(&table, "people", LB_REAL, LB_UNIT_COUNT);
    for (size_t i = 0; i < 2; i++)
        lb_table_set_real(&table, lb_table_add_row(&table), 0, 10.0 * (double)(i + 1));
    lb_layer_desc layer = {.name = "rings", .crs = "EPSG:3006", .table = &table, .point = xy};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_OK);
    lb_table_clear(&table);
    ck_assert_str_eq(query("SELECT geometry_type_name FROM gpkg_geometry_columns"), "POINT");
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_rings_geom')"), "ok");
    lb_gdal_start();
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH points = GDALDatasetGetLayerByName(file, "rings");
    OGR_L_SetSpatialFilterRect(points, 319000, 6400000, 319001, 6400001);
    OGRFeatureH feature = OGR_L_GetNextFeature(points);
    ck_assert_ptr_nonnull(feature);
    ck_near(OGR_G_GetX(OGR_F_GetGeometryRef(feature), 0), 319000.5, 0);
    ck_near(OGR_G_GetY(OGR_F_GetGeometryRef(feature), 0), 6400000.25, 0);
    ck_near(OGR_F_GetFieldAsDouble(feature, 0), 10, 0);
    OGR_F_Destroy(feature);
    ck_assert_ptr_null(OGR_L_GetNextFeature(points));
    GDALClose(file);
    unlink(path);
}
END_TEST

START_TEST(gdal_reads_the_polygons_back_and_may_edit_them)
{
    write_town(NULL);
    lb_gdal_start();
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayerByName(file, "rutor");
    OGR_L_SetSpatialFilterRect(layer, 320700, 6400700, 320800, 6400800);
    OGRFeatureH feature = OGR_L_GetNextFeature(layer);
    ck_assert_ptr_nonnull(feature);
    ck_near(OGR_G_Area(OGR_F_GetGeometryRef(feature)), 1000000 - 62500, 0);
    ck_assert_int_eq(OGR_F_GetFID(feature), 2);
    ck_assert_int_eq(OGR_L_DeleteFeature(layer, 2), OGRERR_NONE);
    OGR_F_SetFID(feature, OGRNullFID);
    ck_assert_int_eq(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    ck_assert_int_eq(OGR_F_GetFID(feature), 4);
    OGR_F_Destroy(feature);
    GDALClose(file);
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_rutor_geom')"), "ok");
    ck_assert_str_eq(query("SELECT max(id) FROM rtree_rutor_geom"), "4");
    unlink(path);
}
END_TEST

/* A grid of n squares; the index must find exactly those in a window. */
static void write_grid(size_t n, size_t across)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    lb_table_add_column(&table, "i", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < n; i++) {
        double x = 250 * (double)(i % across), y = 250 * (double)(i / across);
        lb_table_set_integer(&table, lb_table_add_row(&table), 0, (int64_t)i);
        lb_test_polygon(&shapes, 1, RING(x, y, x + 250, y, x + 250, y + 250, x, y + 250));
    }
    lb_layer_desc layer = {.name = "rutor", .crs = "EPSG:3006", .table = &table, .shapes = &shapes};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_OK);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}

START_TEST(packed_index_is_sound_at_every_depth)
{
    const size_t size[] = {0, 1, 51, 52, 2601, 2602, 7000};
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        char expected[20];
        write_grid(size[i], 100);
        snprintf(expected, sizeof expected, "%zu", size[i]);
        ck_assert_str_eq(query("SELECT rtreecheck('rtree_rutor_geom')"), "ok");
        ck_assert_str_eq(query("SELECT count(*) FROM rtree_rutor_geom"), expected);
        unlink(path);
    }
}
END_TEST

START_TEST(index_finds_a_window_and_nothing_else)
{
    write_grid(7000, 100);
    ck_assert_str_eq(query("SELECT count(*) FROM rtree_rutor_geom WHERE minx >= 1000 AND"
                           " maxx <= 2000 AND miny >= 5000 AND maxy <= 5500"),
                     "8");
    ck_assert_str_eq(query("SELECT min(id) || ' ' || max(id) FROM rtree_rutor_geom WHERE"
                           " minx >= 1000 AND maxx <= 2000 AND miny >= 5000 AND maxy <= 5500"),
                     "2005 2108");
    unlink(path);
}
END_TEST

START_TEST(rows_without_geometry_keep_their_ids_and_are_not_in_the_index)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    lb_table_add_column(&table, "i", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < 300; i++) { /* westwards, so that the tree's order is not that of ids */
        double x = -250 * (double)i;
        lb_table_set_integer(&table, lb_table_add_row(&table), 0, (int64_t)i);
        if (i % 3 == 0)
            ck_assert_int_eq(lb_shapes_add_feature(&shapes), LB_OK);
        else
            lb_test_polygon(&shapes, 1, RING(x, 0, x + 250, 0, x + 250, 250, x, 250));
    }
    lb_layer_desc layer = {.name = "rutor", .crs = "EPSG:3006", .table = &table, .shapes = &shapes};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_OK);
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_rutor_geom')"), "ok");
    ck_assert_str_eq(query("SELECT count(*) FROM rutor, rtree_rutor_geom ON id = fid"
                           " WHERE geom NOT NULL AND minx = -250 * i"),
                     "200");
    ck_assert_str_eq(query("SELECT count(*) FROM rtree_rutor_geom"), "200");
    ck_assert_str_eq(query("SELECT seq FROM sqlite_sequence WHERE name = 'rutor'"), "300");
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
    unlink(path);
}
END_TEST

START_TEST(columns_named_fid_and_geom_keep_their_names)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    lb_table_add_column(&table, "FID", LB_INTEGER, LB_UNIT_NONE);
    lb_table_add_column(&table, "geom", LB_TEXT, LB_UNIT_NONE);
    lb_table_set_integer(&table, lb_table_add_row(&table), 0, 77);
    lb_test_polygon(&shapes, 1, RING(0, 0, 1, 0, 1, 1, 0, 1));
    lb_layer_desc layer = {.name = "a b", .crs = "EPSG:3006", .table = &table, .shapes = &shapes};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_OK);
    ck_assert_str_eq(query("SELECT FID || ' ' || fid_1 FROM \"a b\""), "77 1");
    ck_assert_str_eq(query("SELECT column_name FROM gpkg_geometry_columns"), "geom_1");
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_a b_geom_1')"), "ok");
    unlink(path);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}
END_TEST

START_TEST(names_that_mean_something_to_sqlite_are_kept)
{
    static const char *const names[] = {"rowid", "hidden", "select", "a\"b", "c'd", "å", "c0"};
    const size_t n = sizeof names / sizeof *names;
    lb_table table = {0};
    lb_shapes shapes = {0};
    for (size_t i = 0; i < n; i++)
        lb_table_add_column(&table, names[i], LB_INTEGER, LB_UNIT_NONE);
    size_t row = lb_table_add_row(&table);
    for (size_t i = 0; i < n; i++)
        lb_table_set_integer(&table, row, i, (int64_t)i + 11);
    lb_test_polygon(&shapes, 1, RING(0, 0, 1, 0, 1, 1, 0, 1));
    lb_layer_desc layer = {
        .name = "Ö \"1\" 'x' group", .crs = "EPSG:3006", .table = &table, .shapes = &shapes};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_OK);
    ck_assert_str_eq(query("SELECT fid || ' ' || \"rowid\" || ' ' || hidden || ' ' || \"select\" ||"
                           " ' ' || \"a\"\"b\" || ' ' || \"c'd\" || ' ' || å || ' ' || c0"
                           " FROM \"Ö \"\"1\"\" 'x' group\""),
                     "1 11 12 13 14 15 16 17");
    ck_assert_str_eq(query("SELECT rtreecheck('rtree_Ö \"1\" ''x'' group_geom')"), "ok");
    ck_assert_str_eq(query("SELECT count(*) FROM \"rtree_Ö \"\"1\"\" 'x' group_geom\""), "1");
    ck_assert_str_eq(query("PRAGMA integrity_check"), "ok");
    unlink(path);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}
END_TEST

START_TEST(two_columns_of_one_name_are_refused_by_name)
{
    lb_table table = {0};
    lb_table_add_column(&table, "namn", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "NAMN", LB_TEXT, LB_UNIT_NONE);
    lb_layer_desc layer = {.name = "t", .table = &table};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "has columns 'namn' and 'NAMN'"));
    unlink(path);
    lb_table_clear(&table);
}
END_TEST

START_TEST(tables_without_geometry_stand_beside_layers)
{
    lb_table table = {0}, other = {0};
    lb_shapes shapes = {0};
    town(&table, &shapes);
    lb_table_add_column(&other, "x", LB_REAL, LB_UNIT_NONE);
    lb_table_set_real(&other, lb_table_add_row(&other), 0, 2.5);
    const lb_layer_desc layers[] = {
        {.name = "rutor", .crs = "EPSG:3006", .table = &table, .shapes = &shapes},
        {.name = "tabell", .table = &other}};
    ck_assert_int_eq(lb_gpkg_write(name_file(), layers, 2, NULL, &err), LB_OK);
    ck_assert_str_eq(query("SELECT x FROM tabell"), "2.5");
    ck_assert_str_eq(query("SELECT data_type FROM gpkg_contents WHERE table_name = 'tabell'"),
                     "attributes");
    unlink(path);
    lb_table_clear(&table);
    lb_table_clear(&other);
    lb_shapes_clear(&shapes);
}
END_TEST

static char *read_all(size_t *length)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char *bytes = malloc(1 << 20);
    *length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

START_TEST(bytes_do_not_depend_on_the_clock)
{
    size_t first, second;
    write_town("stil");
    char *a = read_all(&first);
    sleep(2);
    write_town("stil");
    char *b = read_all(&second);
    ck_assert_uint_eq(first, second);
    ck_assert_int_eq(memcmp(a, b, first), 0);
    free(a);
    free(b);
    unlink(path);
}
END_TEST

START_TEST(full_disk_is_an_error_at_any_size)
{
    const rlim_t limit[] = {0, 4096, 40000, 120000, 1000000};
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct rlimit none = {limit[i], limit[i]};
            setrlimit(RLIMIT_FSIZE, &none);
            lb_table table = {0};
            lb_table_add_column(&table, "x", LB_REAL, LB_UNIT_NONE);
            for (size_t r = 0; r < 100000; r++)
                lb_table_set_real(&table, lb_table_add_row(&table), 0, (double)r);
            lb_layer_desc layer = {.name = "t", .table = &table};
            lb_status status =
                lb_gpkg_write(name_file(), &layer, 1, &(lb_file_about){.provenance = "{}"}, &err);
            unlink(path);
            _exit(status == LB_E_IO && err.text[0] ? 0 : 1);
        }
        int result = -1;
        ck_assert_int_eq(waitpid(child, &result, 0), child);
        ck_assert_msg(result == 0, "limit %ld: %d", (long)limit[i], result);
    }
}
END_TEST

START_TEST(unknown_crs_and_missing_folder_are_errors)
{
    lb_table table = {0};
    lb_shapes shapes = {0};
    town(&table, &shapes);
    lb_layer_desc layer = {.name = "r", .crs = "EPSG:nej", .table = &table, .shapes = &shapes};
    ck_assert_int_eq(lb_gpkg_write(name_file(), &layer, 1, NULL, &err), LB_E_IO);
    unlink(path);
    layer.crs = "EPSG:3006";
    ck_assert_int_eq(lb_gpkg_write("/tmp/finns/inte/a.gpkg", &layer, 1, NULL, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "/tmp/finns/inte/a.gpkg"));
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}
END_TEST

LB_TEST_MAIN("layer_write", values_come_back_and_missing_is_null,
             the_file_is_sound_and_says_its_extent_and_crs, style_and_provenance_are_inside,
             points_are_read_back_where_they_were, gdal_reads_the_polygons_back_and_may_edit_them,
             packed_index_is_sound_at_every_depth, index_finds_a_window_and_nothing_else,
             rows_without_geometry_keep_their_ids_and_are_not_in_the_index,
             columns_named_fid_and_geom_keep_their_names,
             names_that_mean_something_to_sqlite_are_kept,
             two_columns_of_one_name_are_refused_by_name,
             tables_without_geometry_stand_beside_layers, bytes_do_not_depend_on_the_clock,
             full_disk_is_an_error_at_any_size, unknown_crs_and_missing_folder_are_errors)
