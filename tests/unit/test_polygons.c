/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cpl_error.h>
#include <ogr_api.h>
#include <sqlite3.h>
#include <unistd.h>

#include "port/proj/geodesic.h"
#include "port/geos/geos_union.h"
#include "input/areas/overlap_task.h"
#include "port/read/polygon_reader.h"
#include "tests/support/support.h"

static char told[8000];

static void tell(void *udata, lb_severity severity, const char *text)
{
    static const char *const kind[] = {"note", "warning", "problem"};
    (void)udata;
    size_t n = strlen(told);
    snprintf(told + n, sizeof told - n, "%s: %s\n", kind[severity], text);
}

static lb_log told_log = {.write = tell};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* Reads a source; expects LB_OK. */
static void read_into(const char *source, lb_shapes *shapes, lb_table *table)
{
    lb_error err = {0};
    lb_polygon_options options = {.log = &told_log};
    told[0] = '\0';
    lb_status status = lb_polygons_read(source, &options, shapes, table, NULL, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
}

static void refuses(const char *source, bool strict, lb_status expected, const char *words)
{
    lb_error err = {0};
    lb_shapes shapes = {0};
    lb_table table = {0};
    lb_polygon_options options = {.strict = strict, .log = &told_log};
    told[0] = '\0';
    ck_assert_int_eq(lb_polygons_read(source, &options, &shapes, &table, NULL, &err), expected);
    ck_assert_ptr_null(shapes.part);
    ck_assert_ptr_null(table.column);
    ck_assert_msg(strstr(err.text, words) || strstr(told, words), "'%s' and '%s' lack '%s'",
                  err.text, told, words);
}

#define FEATURE(properties, geometry) \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":[" rings "]}"
#define SWEREF \
    "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3006\"}},"
#define COLLECTION(crs, features) \
    "{\"type\":\"FeatureCollection\"," crs "\"features\":[" features "]}"
#define SQUARE \
    "[[300000,6400000],[300100,6400000],[300100,6400100],[300000,6400100],[300000,6400000]]"

START_TEST(attributes_keep_their_types_and_letters)
{
    lb_shapes s = {0};
    lb_table t = {0};
    write_file(
        "poly_types.geojson",
        COLLECTION(SWEREF, FEATURE("\"NAMN\":\"Årsta\",\"n\":9007199254740993,\"x\":0.5",
                                   POLYGON(SQUARE)) "," FEATURE("\"NAMN\":null", POLYGON(SQUARE))));
    read_into("poly_types.geojson", &s, &t);
    ck_assert_uint_eq(s.count, 2);
    ck_assert_uint_eq(t.rows, 2);
    ck_assert_str_eq(lb_table_text(&t, 0, lb_table_column(&t, "NAMN")), "Årsta");
    ck_assert(t.column[lb_table_column(&t, "n")].data.integer[0] == 9007199254740993);
    ck_assert(lb_table_real(&t, 0, lb_table_column(&t, "x")) == 0.5);
    ck_assert_ptr_null(lb_table_text(&t, 1, lb_table_column(&t, "NAMN")));
    ck_assert(t.column[lb_table_column(&t, "n")].data.integer[1] == LB_INTEGER_NONE);
    ck_assert(lb_shapes_area(&s, 0) == 10000);
    ck_assert_str_eq(told, "");
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    unlink("poly_types.geojson");
}
END_TEST

START_TEST(repair_names_feature_fault_place_and_areas)
{
    lb_shapes s = {0};
    lb_table t = {0};
    write_file(
        "poly_bow.geojson",
        COLLECTION(SWEREF, FEATURE("\"namn\":\"Hel\"", POLYGON(SQUARE)) "," FEATURE(
                               "\"namn\":\"Rosett\"", POLYGON("[[300000,6400000],[300100,6400100],"
                                                              "[300100,6400000],[300000,6400100],"
                                                              "[300000,6400000]]"))));
    read_into("poly_bow.geojson", &s, &t);
    ck_near(lb_shapes_area(&s, 1), 5000, 1e-6);
    ck_assert_str_eq(told, "warning: poly_bow.geojson: feature 1 (Rosett) repaired: "
                           "Self-intersection at (300050.00, 6400050.00); area 0.0 m² before, "
                           "5000.0 m² after (+5000.0)\n");
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    refuses("poly_bow.geojson", true, LB_E_INPUT,
            "problem: poly_bow.geojson: feature 1 (Rosett) is invalid: Self-intersection at "
            "(300050.00, 6400050.00)");
    unlink("poly_bow.geojson");
}
END_TEST

START_TEST(everything_wrong_is_told_in_one_pass)
{
    write_file(
        "poly_bad.geojson",
        COLLECTION(
            SWEREF,
            FEATURE(
                "\"namn\":\"Punkt\"",
                "{\"type\":\"Point\",\"coordinates\":["
                "300000,6400000]}") "," FEATURE("\"namn\":\"Utan\"",
                                                "null") "," FEATURE("\"namn\":\"Tom\"",
                                                                    "{\"type\":"
                                                                    "\"GeometryCollection\","
                                                                    "\"geometries\":"
                                                                    "[]}") "," FEATURE("\"namn\":"
                                                                                       "\"Streck\"",
                                                                                       POLYGON(
                                                                                           "[["
                                                                                           "300000,"
                                                                                           "6400000"
                                                                                           "],["
                                                                                           "300100,"
                                                                                           "6400000"
                                                                                           "],["
                                                                                           "300000,"
                                                                                           "6400000"
                                                                                           "],"
                                                                                           "[300000"
                                                                                           ",640000"
                                                                                           "0]]")) "," FEATURE("\"namn\":\"Hel\"",
                                                                                                               POLYGON(
                                                                                                                   SQUARE))));
    refuses("poly_bad.geojson", false, LB_E_INPUT, "4 problems");
    ck_assert_ptr_nonnull(strstr(told, "feature 0 (Punkt) is a Point; a polygon was expected\n"));
    ck_assert_ptr_nonnull(
        strstr(told, "feature 1 (Utan) has no geometry; a polygon was expected\n"));
    ck_assert_ptr_nonnull(strstr(told, "feature 2 (Tom) has an empty geometry; a polygon"));
    ck_assert_ptr_nonnull(strstr(told, "feature 3 (Streck) has no area after repair"));
    unlink("poly_bad.geojson");
}
END_TEST

START_TEST(degrees_are_transformed_and_the_operation_noted)
{
    lb_shapes s = {0};
    lb_table t = {0};
    double area;
    write_file("poly_deg.geojson",
               COLLECTION("", FEATURE("", POLYGON("[[17.9,59.3],[18.1,59.3],[18.1,59.4],"
                                                  "[17.9,59.4],[17.9,59.3]]"))));
    read_into("poly_deg.geojson", &s, &t);
    ck_assert_str_eq(told, "note: poly_deg.geojson: EPSG:4326 to EPSG:3006 by Inverse of SWEREF99 "
                           "to WGS 84 (1) + SWEREF99 TM, accuracy 1 m; edges densified to 1 mm\n");
    ck_assert_int_eq(lb_geodesic_areas(&s, "EPSG:3006", 1, &area, NULL), LB_OK);
    /* the area between parallels and meridians, closed form on GRS80 */
    const double e = sqrt(0.00669438002290079), b = 6356752.314140356, deg = acos(-1) / 180;
    double s1 = sin(59.3 * deg), s2 = sin(59.4 * deg);
    double q1 = s1 / (1 - e * e * s1 * s1) + atanh(e * s1) / e;
    double q2 = s2 / (1 - e * e * s2 * s2) + atanh(e * s2) / e;
    ck_near(area / (0.2 * deg * b * b / 2 * (q2 - q1)), 1, 1e-7);
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    unlink("poly_deg.geojson");
}
END_TEST

START_TEST(metres_said_to_be_degrees_are_taken_as_metres)
{
    lb_shapes s = {0};
    lb_table t = {0};
    write_file("poly_metres.geojson", COLLECTION("", FEATURE("", POLYGON(SQUARE))));
    read_into("poly_metres.geojson", &s, &t);
    ck_assert(lb_shapes_area(&s, 0) == 10000);
    ck_assert_str_eq(
        told, "note: poly_metres.geojson: declares EPSG:4326, but its coordinates (x "
              "300000 to 300100, y 6400000 to 6400100) cannot be in it; read as EPSG:3006\n");
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    unlink("poly_metres.geojson");
}
END_TEST

START_TEST(table_with_wkt_gives_polygons_without_height)
{
    lb_shapes s = {0};
    lb_table t = {0};
    write_file("poly_wkt.csv",
               "namn;WKT;antal\n"
               "A;POLYGON Z ((300000 6400000 5,300100 6400000 5,300100 6400100 5,300000 6400000 "
               "5));3\n"
               "B;MULTIPOLYGON (((300000 6400000,300100 6400000,300100 6400100,300000 6400000)),"
               "((300200 6400000,300300 6400000,300300 6400100,300200 6400000)));4\n"
               "C;GEOMETRYCOLLECTION (POLYGON ((300000 6400000,300100 6400000,300100 "
               "6400100,300000 6400000)));4\n"
               "D;CURVEPOLYGON (CIRCULARSTRING (300000 6400000,300100 6400100,300200 "
               "6400000,300100 6399900,300000 6400000));5\n");
    read_into("poly_wkt.csv", &s, &t);
    ck_assert_uint_eq(t.columns, 2);
    ck_assert_str_eq(lb_table_text(&t, 1, 1), "4");
    ck_assert(lb_shapes_area(&s, 0) == 5000);
    ck_assert(lb_shapes_area(&s, 1) == 10000);
    ck_assert(lb_shapes_area(&s, 2) == 5000);
    ck_near(lb_shapes_area(&s, 3), acos(-1) * 10000, 1);
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    write_file("poly_wkt.csv", "namn;WKT\nA;POLYGON ((1 2\nB;\n");
    refuses("poly_wkt.csv", false, LB_E_INPUT,
            "poly_wkt.csv:2: line 2 (A) has a geometry that "
            "is not WKT");
    write_file("poly_wkt.csv", "namn;WKT\n"
                               "A;POLYGON ((6400000 300000,6400000 300100,6400100 300100,6400000 "
                               "300000))\n");
    refuses("poly_wkt.csv", false, LB_E_INPUT, "the axes are swapped");
    write_file("poly_wkt.csv", "namn;WKT\n"
                               "A;POLYGON ((1e400 6400000,1 2,3 4,1e400 6400000))\n");
    refuses("poly_wkt.csv", false, LB_E_INPUT,
            "line 2 (A) has a coordinate that is not a finite number");
    unlink("poly_wkt.csv");
}
END_TEST

/* Plain polygons are read without OGR, those in a collection by it. */
START_TEST(plain_wkt_has_the_coordinates_that_ogr_reads)
{
    static const char *const rings[] = {
        "((300000.125 6400000.1,300100 6400000,300100 6400100.7,300000.125 6400000.1))",
        "( ( 300000 6400000 , 3001e2 6400000.25,300100. 6400100.123456789012345 ,300000  6400000 ) "
        ")",
        "((300000.00000000001 6400000,300100.3 6400000.00000000093,300100 6400100))",
        "((300000 6400000,300300 6400000,300300 6400300,300000 6400000),"
        "(300200 6400050,300250 6400050,300250 6400100,300200 6400050))"};
    lb_shapes s = {0};
    lb_table t = {0};
    FILE *f = fopen("poly_wkt.csv", "w");
    fprintf(f, "namn;WKT\n");
    for (size_t i = 0; i < 4; i++)
        fprintf(f, "A;POLYGON%s%s\nB;MULTIPOLYGON (%s)\n", i ? " " : "", rings[i], rings[i]);
    fclose(f);
    read_into("poly_wkt.csv", &s, &t);
    ck_assert_uint_eq(s.count, 8);
    for (size_t i = 0; i < 8; i += 2) {
        size_t a = s.ring[s.part[i]], b = s.ring[s.part[i + 1]], end = s.ring[s.part[i + 2]];
        size_t n = s.vertex[b] - s.vertex[a];
        ck_assert_uint_eq(b - a, i == 6 ? 2 : 1);
        ck_assert_uint_eq(s.vertex[end] - s.vertex[b], n);
        ck_assert_mem_eq(s.xy + 2 * s.vertex[a], s.xy + 2 * s.vertex[b], 2 * n * sizeof *s.xy);
    }
    lb_shapes_clear(&s);
    lb_table_clear(&t);
    unlink("poly_wkt.csv");
}
END_TEST

/* The publisher's own planar areas are in the file. */
START_TEST(police_areas_of_2021_have_their_published_areas)
{
    char path[500];
    lb_shapes s = {0};
    lb_table t = {0};
    if (!lb_test_data("police/UO2021.shp", path, sizeof path))
        return;
    read_into(path, &s, &t);
    ck_assert_uint_eq(s.count, 61);
    size_t published = lb_table_column(&t, "Shape_Area");
    double planar = 0, expected = 0, area[61], geodesic = 0;
    ck_assert_int_eq(lb_geodesic_areas(&s, "EPSG:3006", 1, area, NULL), LB_OK);
    for (size_t i = 0; i < 61; i++) {
        planar += lb_shapes_area(&s, i);
        expected += lb_table_real(&t, i, published);
        geodesic += area[i];
    }
    ck_near(planar / expected, 1, 1e-9);
    ck_near(geodesic / planar, 1.0003, 3e-4);
    lb_shapes_clear(&s);
    lb_table_clear(&t);
}
END_TEST

START_TEST(police_areas_of_2023_overlap_once)
{
    char path[500];
    lb_shapes s = {0};
    lb_table t = {0};
    lb_overlap_task task;
    lb_overlap_request request = lb_overlap_pairs_request(1);
    if (!lb_test_data("police/uso_2023.shp", path, sizeof path))
        return;
    read_into(path, &s, &t);
    ck_assert_uint_eq(s.count, 59);
    lb_overlap_task_start(&task, &s, &request, 0);
    ck_assert_int_eq(lb_overlap_task_finish(&task, NULL), LB_OK);
    ck_assert_uint_eq(task.sizes.pairs.count, 1);
    ck_near(task.sizes.pairs.item[0].area, 2722.9, 0.05);
    lb_overlap_task_clear(&task);
    lb_shapes_clear(&s);
    lb_table_clear(&t);
}
END_TEST

START_TEST(police_areas_of_2025_keep_the_system_of_the_old_member)
{
    char path[500];
    lb_shapes s = {0};
    lb_table t = {0};
    if (!lb_test_data("police/uso_2025_malmo_subset.geojson", path, sizeof path))
        return;
    read_into(path, &s, &t);
    ck_assert_uint_eq(s.count, 4);
    ck_assert_ptr_null(strstr(told, "EPSG"));
    lb_box box = lb_shapes_box_all(&s);
    ck_near(box.xmin, 372056.89, 1e-6);
    ck_near(box.ymax, 6162191.17, 1e-6);
    lb_shapes_clear(&s);
    lb_table_clear(&t);
}
END_TEST

/* Squares side by side, those of some rows with two corners exchanged (a bow tie), from x0 and y0
 * in steps of size. */
enum { MANY = 3000 };
static const int ties[] = {0, 255, 256, 257, 511, 512, 700, 2999};

static void write_many(const char *path, double x0, double y0, double size)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs("namn;wkt\n", file);
    for (int i = 0; i < MANY; i++) {
        double x = x0 + size * i, far = x + size / 2, y = y0, top = y0 + size / 2;
        bool tie = false;
        for (size_t k = 0; k < sizeof ties / sizeof *ties; k++)
            tie = tie || ties[k] == i;
        fprintf(file, "N%d;\"POLYGON((%.6f %.6f,%.6f %.6f,%.6f %.6f,%.6f %.6f,%.6f %.6f))\"\n", i,
                x, y, far, y, tie ? x : far, top, tie ? far : x, top, x, y);
    }
    fclose(file);
}

static void check_many(const char *path)
{
    lb_shapes first = {0};
    char first_told[sizeof told] = "";
    for (int threads = 1; threads <= 8; threads *= 2) {
        lb_shapes s = {0};
        lb_table t = {0};
        lb_error err = {0};
        lb_polygon_options options = {.log = &told_log, .threads = threads};
        size_t repaired = 0;
        told[0] = '\0';
        ck_assert_msg(lb_polygons_read(path, &options, &s, &t, NULL, &err) == LB_OK, "%s",
                      err.text);
        for (const char *at = told; (at = strstr(at, " repaired: ")); at++)
            repaired++;
        ck_assert_uint_eq(repaired, sizeof ties / sizeof *ties);
        ck_assert_uint_eq(s.count, MANY);
        lb_table_clear(&t);
        if (threads == 1) {
            first = s;
            strcpy(first_told, told);
            continue;
        }
        ck_assert_str_eq(told, first_told);
        ck_assert_uint_eq(lb_shapes_vertices(&s), lb_shapes_vertices(&first));
        ck_assert(memcmp(s.xy, first.xy, 2 * lb_shapes_vertices(&s) * sizeof *s.xy) == 0);
        ck_assert(memcmp(s.part, first.part, (s.count + 1) * sizeof *s.part) == 0);
        lb_shapes_clear(&s);
    }
    lb_shapes_clear(&first);
    unlink(path);
}

/* Validity is looked at while more is read, from the 257th on; degrees are found out at the end. */
START_TEST(what_is_repaired_does_not_depend_on_threads)
{
    write_many("poly_metres.csv", 400000, 6500000, 100);
    check_many("poly_metres.csv");
    write_many("poly_degrees.csv", 13, 59, 0.002);
    check_many("poly_degrees.csv");
}
END_TEST

/* A GeoPackage of polygons with these geometries as WKT (NULL: none), ids id, id + step ... */
static void write_gpkg(const char *path, const char *const *wkt, size_t n, long id, long step)
{
    static const OGRFieldType type[] = {OFTString, OFTInteger, OFTInteger64, OFTReal};
    static const char *const name[] = {"namn", "i", "l", "x"};
    unlink(path);
    OGRRegisterAll();
    CPLPushErrorHandler(CPLQuietErrorHandler); /* kinds that the layer does not promise */
    OGRDataSourceH d = OGR_Dr_CreateDataSource(OGRGetDriverByName("GPKG"), path, NULL);
    OGRLayerH layer = OGR_DS_CreateLayer(d, "areas", NULL, wkbPolygon, NULL);
    for (int c = 0; c < 4; c++) {
        OGRFieldDefnH field = OGR_Fld_Create(name[c], type[c]);
        ck_assert_int_eq(OGR_L_CreateField(layer, field, FALSE), OGRERR_NONE);
        OGR_Fld_Destroy(field);
    }
    for (size_t k = 0; k < n; k++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        char *text = (char *)wkt[k];
        OGRGeometryH geometry = NULL;
        OGR_F_SetFID(f, id + step * (long)k);
        if (k % 5 != 4) {
            OGR_F_SetFieldString(f, 0, k % 3 ? "Årsta" : "");
            OGR_F_SetFieldInteger(f, 1, (int)k);
            OGR_F_SetFieldInteger64(f, 2, k % 2 ? 9007199254740993 : -7);
            OGR_F_SetFieldDouble(f, 3, (double)k / 3);
        }
        if (text)
            ck_assert_int_eq(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(f, geometry);
        ck_assert_int_eq(OGR_L_CreateFeature(layer, f), OGRERR_NONE);
        OGR_F_Destroy(f);
    }
    OGR_DS_Destroy(d);
    CPLPopErrorHandler();
}

static void change_gpkg(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static void read_some(const char *source, int threads, lb_shapes *shapes, lb_table *table)
{
    lb_error err = {0};
    lb_polygon_options options = {
        .crs = "EPSG:3006", .skip_invalid = true, .log = &told_log, .threads = threads};
    told[0] = '\0';
    ck_assert_msg(lb_polygons_read(source, &options, shapes, table, NULL, &err) == LB_OK, "%s",
                  err.text);
}

static void check_same_cells(const lb_table *a, const lb_table *b)
{
    ck_assert_uint_eq(a->columns, b->columns);
    for (size_t c = 0; c < a->columns; c++)
        for (size_t i = 0; i < a->rows; i++) {
            const char *x = lb_table_text(a, i, c), *y = lb_table_text(b, i, c);
            double p = lb_table_real(a, i, c), q = lb_table_real(b, i, c);
            ck_assert_int_eq(a->column[c].type, b->column[c].type);
            ck_assert(x && y ? strcmp(x, y) == 0 : x == y);
            ck_assert(p == q || (isnan(p) && isnan(q)));
            if (a->column[c].type == LB_INTEGER)
                ck_assert(a->column[c].data.integer[i] == b->column[c].data.integer[i]);
        }
}

/* With a condition features are read, without one columns, whose messages stay in `told`. Returns
 * the number of areas. */
static size_t check_columns_are_features(const char *path, const char *with_condition)
{
    lb_shapes s, t;
    lb_table a, b;
    size_t n = 0;
    for (int threads = 1; threads < 4; threads++) {
        read_some(with_condition, threads, &t, &b);
        read_some(path, threads, &s, &a);
        n = s.count;
        ck_assert_uint_eq(t.count, n);
        ck_assert_uint_eq(a.rows, b.rows);
        ck_assert_uint_eq(lb_shapes_vertices(&s), lb_shapes_vertices(&t));
        ck_assert(memcmp(s.xy, t.xy, 2 * lb_shapes_vertices(&s) * sizeof *s.xy) == 0);
        ck_assert(memcmp(s.part, t.part, (n + 1) * sizeof *s.part) == 0);
        ck_assert(memcmp(s.ring, t.ring, (lb_shapes_parts(&s) + 1) * sizeof *s.ring) == 0);
        check_same_cells(&a, &b);
        lb_shapes_clear(&s);
        lb_shapes_clear(&t);
        lb_table_clear(&a);
        lb_table_clear(&b);
    }
    return n;
}

#define AT_HOME  "600000 6600000"
#define TRIANGLE "600100 6600000,600100 6600100," AT_HOME

START_TEST(polygons_by_columns_are_those_by_features)
{
    static const char *const wkt[] = {
        "POLYGON((" AT_HOME "," TRIANGLE "))",
        "POLYGON((600000 6600000,600100 6600000,600100 6600100,600000 6600100,600000 6600000),"
        "(600010 6600010,600020 6600010,600020 6600020,600010 6600010))",
        "MULTIPOLYGON(((" AT_HOME "," TRIANGLE
        ")),((700000 6600000,700000 6600050,700050 6600000,700000 6600000)))",
        "POLYGON Z((600000 6600000 1,600100 6600000 2,600100 6600100 3,600000 6600000 1))",
        "POLYGON M((600000 6600000 1,600100 6600000 2,600100 6600100 3,600000 6600000 1))",
        "POLYGON ZM((600000 6600000 1 5,600100 6600000 2 5,600100 6600100 3 5,600000 6600000 1 5))",
        "CURVEPOLYGON(CIRCULARSTRING(600000 6600000,600050 6600050,600100 6600000,"
        "600050 6599950,600000 6600000))",
        "GEOMETRYCOLLECTION(POLYGON((" AT_HOME "," TRIANGLE ")))",
        NULL,
        "POLYGON EMPTY",
        "MULTIPOLYGON(EMPTY,((" AT_HOME "," TRIANGLE ")))",
        "LINESTRING(" AT_HOME "," TRIANGLE ")",
        "POLYGON((" AT_HOME ",600100 6600000,1e400 6600100," AT_HOME "))",
        "POLYGON((" AT_HOME "," TRIANGLE "))"};
    write_gpkg("poly_columns.gpkg", wkt, sizeof wkt / sizeof *wkt, 7, 13);
    ck_assert_uint_eq(
        check_columns_are_features("poly_columns.gpkg", "poly_columns.gpkg|subset=1 = 1"), 10);
    ck_assert_ptr_nonnull(strstr(told, "feature 111 (Årsta) has no geometry"));
    ck_assert_ptr_nonnull(strstr(told, "poly_columns.gpkg: feature 150 (Årsta) is a Line String"));
    ck_assert_ptr_nonnull(strstr(told, "feature 163 has a coordinate that is not a finite number"));
    unlink("poly_columns.gpkg");
}
END_TEST

/* GDAL's driver takes ids from 1 without gaps for granted where the file counts as many rows as the
 * greatest id says. */
START_TEST(rows_are_read_once_whatever_their_ids_and_the_files_count)
{
    enum { ROWS = 3000 };
    static const struct {
        long rows, first, step;
        const char *sql;
        size_t left;
    } file[] = {
        {ROWS, 1, 1,
         "DELETE FROM areas WHERE fid % 7 = 3;"
         "UPDATE gpkg_ogr_contents SET feature_count = 3000",
         ROWS - (ROWS + 4) / 7},
        {ROWS, 1, 1,
         "DELETE FROM areas WHERE fid BETWEEN 2 AND 2500;"
         "UPDATE gpkg_ogr_contents SET feature_count = 3000",
         501},
        {4, 0, 1, "DELETE FROM areas WHERE fid = 2", 3},
        {2, -3, 5, "SELECT 1", 2},
        {4, 1, 1, "UPDATE gpkg_ogr_contents SET feature_count = 9", 4},
        {4, 1, 1, "UPDATE gpkg_ogr_contents SET feature_count = 2", 4},
    };
    static const char *wkt[ROWS];
    for (size_t k = 0; k < ROWS; k++)
        wkt[k] = "POLYGON((" AT_HOME "," TRIANGLE "))";
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        write_gpkg("poly_ids.gpkg", wkt, (size_t)file[i].rows, file[i].first, file[i].step);
        change_gpkg("poly_ids.gpkg", file[i].sql);
        ck_assert_uint_eq(check_columns_are_features("poly_ids.gpkg", "poly_ids.gpkg|subset=1 = 1"),
                          file[i].left);
    }
    unlink("poly_ids.gpkg");
}
END_TEST

/* Also where it is the first that meets a condition, which is not to blame for it. */
START_TEST(a_damaged_geometry_is_told_with_its_feature)
{
    static const char *const wkt[] = {"POLYGON((" AT_HOME "," TRIANGLE "))",
                                      "POLYGON((" AT_HOME "," TRIANGLE "))"};
    static const char *const sources[] = {"poly_damaged.gpkg", "poly_damaged.gpkg|subset=i < 9"};
    write_gpkg("poly_damaged.gpkg", wkt, 2, 1, 1);
    change_gpkg("poly_damaged.gpkg", "PRAGMA writable_schema = 1;" /* GDAL's triggers go */
                                     "DELETE FROM sqlite_master WHERE type = 'trigger'");
    change_gpkg("poly_damaged.gpkg", "UPDATE areas SET geom = substr(geom, 1, 60) WHERE fid = 1");
    for (int i = 0; i < 2; i++) {
        lb_shapes shapes;
        lb_error err = {0};
        lb_polygon_options options = {.crs = "EPSG:3006", .log = &told_log};
        told[0] = '\0';
        ck_assert_int_eq(lb_polygons_read(sources[i], &options, &shapes, NULL, NULL, &err),
                         LB_E_INPUT);
        ck_assert_ptr_nonnull(strstr(told, "feature 1 has no geometry; a polygon was expected"));
        ck_assert_ptr_null(strstr(told, "feature 2"));
    }
    unlink("poly_damaged.gpkg");
}
END_TEST

LB_TEST_MAIN("polygons", attributes_keep_their_types_and_letters,
             repair_names_feature_fault_place_and_areas, everything_wrong_is_told_in_one_pass,
             degrees_are_transformed_and_the_operation_noted,
             metres_said_to_be_degrees_are_taken_as_metres,
             table_with_wkt_gives_polygons_without_height,
             plain_wkt_has_the_coordinates_that_ogr_reads,
             police_areas_of_2021_have_their_published_areas, police_areas_of_2023_overlap_once,
             police_areas_of_2025_keep_the_system_of_the_old_member,
             what_is_repaired_does_not_depend_on_threads, polygons_by_columns_are_those_by_features,
             rows_are_read_once_whatever_their_ids_and_the_files_count,
             a_damaged_geometry_is_told_with_its_feature)
