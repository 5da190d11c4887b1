/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <unistd.h>

#include <cpl_vsi.h>

#include "port/read/row_reader.h"
#include "tests/support/support.h"

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* At most `limit` bytes of a file of any GDAL file system into another. */
static void copy_file(const char *from, const char *to, size_t limit)
{
    char *bytes = malloc(limit);
    VSILFILE *in = VSIFOpenL(from, "rb"), *out = VSIFOpenL(to, "wb");
    ck_assert(in && out);
    size_t n = VSIFReadL(bytes, 1, limit, in);
    ck_assert_uint_eq(VSIFWriteL(bytes, 1, n, out), n);
    VSIFCloseL(in);
    VSIFCloseL(out);
    free(bytes);
}

static lb_rows *opened(const char *source)
{
    lb_rows *rows = NULL;
    lb_error err = {0};
    lb_status status = lb_rows_open(source, NULL, &rows, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return rows;
}

static const lb_row *next(lb_rows *rows)
{
    const lb_row *row;
    lb_error err = {0};
    lb_status status = lb_rows_next(rows, &row, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return row;
}

static size_t count(lb_rows *rows)
{
    size_t n = 0;
    while (next(rows))
        n++;
    return n;
}

#define FIND(rows, ...) lb_rows_find_column(rows, (const char *const[]){__VA_ARGS__, NULL})

static const char areas[] =
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
    "{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"NAMN\":\"Östra\",\"id\":9007199254740993,\"n\":3,"
    "\"när\":\"2021-06-30T23:59:59+02:00\",\"andel\":0.5},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[300000,6400000],[300250,6400000],[300250,6400500],[300000,6400000]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"NAMN\":null,\"id\":1,\"n\":null},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[310000,6410000]}},"
    "{\"type\":\"Feature\",\"properties\":{\"NAMN\":\"Nord\"},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\","
    "\"coordinates\":[[1,2],[3,4]]}},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
    "{\"type\":\"GeometryCollection\",\"geometries\":[]}}]}";

START_TEST(features_give_fields_box_and_kind_of_geometry)
{
    write_file("rows_test.geojson", areas);
    lb_rows *rows = opened("rows_test.geojson");
    ck_assert(!lb_rows_is_text_table(rows));
    ck_assert_str_eq(lb_rows_crs(rows), "EPSG:3006");
    const lb_row *row = next(rows);
    ck_assert_int_eq(row->geometry, LB_GEOMETRY_POLYGON);
    ck_assert_uint_eq(row->parts, 1);
    ck_assert_uint_eq(row->vertices, 4);
    ck_assert(row->box.xmin == 300000 && row->box.xmax == 300250);
    ck_assert(row->box.ymin == 6400000 && row->box.ymax == 6400500);
    char *name = lb_csv_value_text(&row->field[FIND(rows, "name", "namn")]);
    char *time = lb_csv_value_text(&row->field[FIND(rows, "nar")]);
    ck_assert_str_eq(name, "Östra");
    ck_assert_str_eq(time, "2021-06-30T23:59:59+02:00");
    free(name);
    free(time);
    ck_assert(row->field[FIND(rows, "andel")].number == 0.5);
    row = next(rows);
    ck_assert_int_eq(row->geometry, LB_GEOMETRY_POINT);
    ck_assert(row->box.xmin == 310000 && row->box.ymin == 6410000);
    ck_assert_int_eq(row->field[FIND(rows, "namn")].kind, LB_CSV_VALUE_NONE);
    ck_assert_int_eq(row->field[FIND(rows, "n")].kind, LB_CSV_VALUE_NONE);
    ck_assert_int_eq(next(rows)->geometry, LB_GEOMETRY_NONE);
    ck_assert_int_eq(next(rows)->geometry, LB_GEOMETRY_OTHER);
    ck_assert_int_eq(next(rows)->geometry, LB_GEOMETRY_EMPTY);
    ck_assert_ptr_null(next(rows));
    lb_rows_close(rows);
    unlink("rows_test.geojson");
}
END_TEST

START_TEST(integers_beyond_doubles_stay_text)
{
    write_file("rows_big.geojson", areas);
    lb_rows *rows = opened("rows_big.geojson");
    const lb_row *row = next(rows);
    const lb_csv_value *id = &row->field[FIND(rows, "id")], *n = &row->field[FIND(rows, "n")];
    ck_assert_int_eq(id->kind, LB_CSV_VALUE_TEXT);
    ck_assert_int_eq(memcmp(id->text, "9007199254740993", id->length), 0);
    ck_assert_int_eq(n->kind, LB_CSV_VALUE_NUMBER);
    ck_assert(n->number == 3);
    lb_rows_close(rows);
    unlink("rows_big.geojson");
}
END_TEST

START_TEST(columns_are_found_by_folded_name_in_order_of_wish)
{
    write_file("rows_find.csv", "Rut_ID;Utländsk bakgrund;ruta;Hushåll\n1;2;3;4\n");
    lb_rows *rows = opened("rows_find.csv");
    lb_buf nearest = {0};
    ck_assert_uint_eq(FIND(rows, "Ruta", "rutid"), 2);
    ck_assert_uint_eq(FIND(rows, "rutid", "ruta"), 0);
    ck_assert_uint_eq(FIND(rows, "utlandsk_bakgrund"), 1);
    ck_assert(FIND(rows, "population") == SIZE_MAX);
    lb_rows_similar_columns(rows, "rutor", &nearest);
    ck_assert_str_eq(
        nearest.text,
        "nearest: Rut_ID, ruta, Hushåll; found: Rut_ID, Utländsk bakgrund, ruta, Hushåll");
    lb_buf_clear(&nearest);
    lb_rows_close(rows);
    unlink("rows_find.csv");
}
END_TEST

START_TEST(problems_of_reader_and_caller_fail_together_at_the_end)
{
    lb_error err = {0};
    const lb_row *row;
    write_file("rows_bad.csv", "a;b\n1;2\n3\n4;5\n");
    lb_rows *rows = opened("rows_bad.csv");
    ck_assert_int_eq(next(rows)->line, 2);
    lb_diagnostics_add(lb_rows_problems(rows), 2, "not liked");
    ck_assert_int_eq(next(rows)->line, 4);
    ck_assert_int_eq(lb_rows_next(rows, &row, &err), LB_E_INPUT);
    ck_assert_ptr_null(row);
    ck_assert_uint_eq(lb_rows_problems(rows)->count, 2);
    lb_rows_close(rows);
    unlink("rows_bad.csv");
}
END_TEST

static void refuses(const char *source, lb_status expected, const char *words)
{
    lb_rows *rows = NULL;
    lb_error err = {0};
    ck_assert_int_eq(lb_rows_open(source, NULL, &rows, &err), expected);
    ck_assert_ptr_null(rows);
    ck_assert_msg(strstr(err.text, words) != NULL, "'%s' lacks '%s'", err.text, words);
    ck_assert_msg(strncmp(err.text, source, strcspn(source, "|")) == 0, "'%s'", err.text);
}

START_TEST(what_cannot_be_opened_is_named)
{
    refuses("no_such.csv", LB_E_IO, "no_such.csv: no such file");
    refuses("no_such.gpkg", LB_E_IO, "no_such.gpkg: no such file");
    refuses("no_such.gpkg|layername=a", LB_E_IO, "no such file");
    refuses("no_such.gpkg|layer=a", LB_E_USAGE, "'|layer=a' is not understood");
    write_file("rows_noise.gpkg", "noise\n");
    refuses("rows_noise.gpkg", LB_E_IO, "cannot be opened");
    unlink("rows_noise.gpkg");
    write_file("rows_raster.asc", "ncols 1\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n5\n");
    refuses("rows_raster.asc", LB_E_INPUT, "is a raster");
    unlink("rows_raster.asc");
}
END_TEST

/* The same table as it is, zipped and gzipped; the gzipped one cut short is an error. */
START_TEST(packed_tables_read_as_the_plain_one_and_cut_ones_fail)
{
    const char *sources[] = {"rows_zä.csv", "rows_zä.zip", "/vsizip/rows_zä.zip", "rows_zä.csv.gz",
                             "/vsigzip/rows_zä.csv.gz"};
    FILE *file = fopen("rows_zä.csv", "wb");
    for (int i = 0; i < 5000; i++)
        fprintf(file, i == 0 ? "namn;n\n" : "Å%d;%d\n", i, i * 7919 % 1000);
    fclose(file);
    lb_rows *rows = opened(sources[0]); /* starts GDAL */
    lb_rows_close(rows);
    copy_file("rows_zä.csv", "/vsizip/rows_zä.zip/rows_zä.csv", 1 << 20);
    copy_file("rows_zä.csv", "/vsigzip/rows_zä.csv.gz", 1 << 20);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        rows = opened(sources[i]);
        ck_assert(lb_rows_is_text_table(rows));
        ck_assert_uint_eq(count(rows), 4999);
        lb_rows_close(rows);
    }
    copy_file("rows_zä.csv.gz", "rows_cut.csv.gz", 3000);
    refuses("rows_cut.csv.gz", LB_E_IO, "cannot be read to its end");
    ck_assert_int_ne(access("rows_zä.csv.gz.properties", F_OK), 0);
    const char *made[] = {"rows_zä.csv", "rows_zä.zip", "rows_zä.csv.gz", "rows_cut.csv.gz"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(made[i]);
}
END_TEST

static const char two_layers[] =
    "<OGRVRTDataSource>"
    "<OGRVRTLayer name='norr'><SrcDataSource>rows_a.csv</SrcDataSource>"
    "<SrcLayer>rows_a</SrcLayer></OGRVRTLayer>"
    "<OGRVRTLayer name='söder'><SrcDataSource>rows_a.csv</SrcDataSource>"
    "<SrcLayer>rows_a</SrcLayer></OGRVRTLayer></OGRVRTDataSource>";

START_TEST(one_of_several_layers_must_be_named)
{
    write_file("rows_a.csv", "a,b\n1,2\n");
    write_file("rows_two.vrt", two_layers);
    refuses("rows_two.vrt", LB_E_INPUT,
            "has 2 layers; name one as "
            "rows_two.vrt|layername=NAME: norr, söder");
    refuses("rows_two.vrt|layername=öster", LB_E_INPUT, "no such layer; it has: norr, söder");
    refuses("rows_two.vrt|layerid=2", LB_E_INPUT, "no such layer");
    lb_rows *rows = opened("rows_two.vrt|layername=söder");
    ck_assert_uint_eq(count(rows), 1);
    lb_rows_close(rows);
    rows = opened("rows_two.vrt|layerid=1|subset=\"a\" = '1'");
    ck_assert_uint_eq(count(rows), 1);
    lb_rows_close(rows);
    unlink("rows_a.csv");
    unlink("rows_two.vrt");
}
END_TEST

/* Whose figures would be zeros of what is there. */
START_TEST(a_condition_that_nothing_meets_is_an_error_of_the_input)
{
    static const char *const sources[] = {"rows_a.csv|where=a = '5'",
                                          "rows_two.vrt|layerid=1|subset=\"a\" = '5'"};
    write_file("rows_a.csv", "a,b\n1,2\n");
    write_file("rows_two.vrt", two_layers);
    for (size_t i = 0; i < 2; i++) {
        const lb_row *row;
        lb_error err = {0};
        lb_rows *rows = opened(sources[i]);
        ck_assert_int_eq(lb_rows_next(rows, &row, &err), LB_E_INPUT);
        ck_assert_ptr_nonnull(strstr(err.text, "none of 1 rows meets the condition"));
        lb_rows_close(rows);
    }
    unlink("rows_a.csv");
    unlink("rows_two.vrt");
}
END_TEST

/* Larger than what is read at a time, so that the end is another one than it was at first. */
START_TEST(a_table_that_changes_while_it_is_read_is_refused)
{
    static const char path[] = "/tmp/lagesbild-rows-changing.csv";
    for (int grows = 0; grows < 2; grows++) {
        FILE *file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        fputs("a;b\n", file);
        for (int i = 0; i < 700000; i++)
            fputs("1000;20\n", file);
        fclose(file);
        lb_rows *rows = opened(path);
        const lb_row *row = next(rows);
        lb_error err = {0};
        ck_assert_ptr_nonnull(row);
        file = grows ? fopen(path, "ab") : NULL;
        ck_assert_int_eq(grows ? fputs("3;4\n", file) < 0 : truncate(path, 4 + 8 * 600000), 0);
        if (file)
            fclose(file);
        lb_status status = LB_OK;
        while (status == LB_OK && row)
            status = lb_rows_next(rows, &row, &err);
        ck_assert_int_eq(status, LB_E_IO);
        ck_assert_msg(strstr(err.text, "was changed while it was read"), "%s", err.text);
        lb_rows_close(rows);
    }
    unlink(path);
}
END_TEST

START_TEST(gothenburg_tables_have_28412_squares)
{
    char path[500];
    if (!lb_test_data("goteborg/ruta_befolkning_2022.csv", path, sizeof path))
        return;
    lb_rows *rows = opened(path);
    const lb_row *row;
    double people = 0, value;
    size_t n = 0, total = FIND(rows, "totalt");
    ck_assert_uint_eq(lb_rows_columns(rows), 6);
    ck_assert_uint_eq(FIND(rows, "alder_0_15"), 3);
    for (; (row = next(rows)) != NULL; n++) {
        ck_assert_int_eq(lb_csv_value_parse(&row->field[total], &value), LB_VALUE_NUMBER);
        people += value;
    }
    ck_assert_uint_eq(n, 28412);
    ck_assert(people == 1070935);
    lb_rows_close(rows);
}
END_TEST

START_TEST(zipped_squares_are_read_with_their_ids_as_text)
{
    char path[500], source[520];
    if (!lb_test_data("grid/Rutor1000_03_region.zip", path, sizeof path))
        return;
    snprintf(source, sizeof source, "/vsizip/%s", path);
    lb_rows *rows = opened(source);
    const lb_row *row = next(rows);
    ck_assert_str_eq(lb_rows_crs(rows), "EPSG:3006");
    ck_assert_int_eq(row->field[0].kind, LB_CSV_VALUE_TEXT);
    ck_assert_uint_eq(row->field[0].length, 13);
    ck_assert_int_eq(row->geometry, LB_GEOMETRY_POLYGON);
    ck_assert_uint_eq(1 + count(rows), 12373);
    lb_rows_close(rows);
    rows = opened(path); /* the archive without its prefix is the same */
    ck_assert_uint_eq(count(rows), 12373);
    lb_rows_close(rows);
}
END_TEST

LB_TEST_MAIN("rows", features_give_fields_box_and_kind_of_geometry,
             integers_beyond_doubles_stay_text, columns_are_found_by_folded_name_in_order_of_wish,
             problems_of_reader_and_caller_fail_together_at_the_end, what_cannot_be_opened_is_named,
             one_of_several_layers_must_be_named,
             a_condition_that_nothing_meets_is_an_error_of_the_input,
             packed_tables_read_as_the_plain_one_and_cut_ones_fail,
             a_table_that_changes_while_it_is_read_is_refused, gothenburg_tables_have_28412_squares,
             zipped_squares_are_read_with_their_ids_as_text)
