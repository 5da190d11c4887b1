/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "port/proj/crs.h"
#include "port/proj/transform.h"
#include "tests/support/support.h"

static void moves(const char *from, const char *to, const double point[2], const double expected[2],
                  double tolerance)
{
    lb_transform *t = NULL;
    lb_error err = {0};
    double xy[2] = {point[0], point[1]};
    lb_status status = lb_transform_new(from, to, &t, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    status = lb_transform_points(t, 1, xy, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    ck_near(xy[0], expected[0], tolerance);
    ck_near(xy[1], expected[1], tolerance);
    lb_transform_free(t);
}

/* The corner of DeSO 1280C1070 as SCB's own service gives it in both systems. */
static const double corner[] = {379844.1709, 6156729.8055},
                    corner_degrees[] = {13.09577306, 55.5417832};

START_TEST(a_published_point_is_met_within_a_centimetre)
{
    moves("EPSG:4326", "EPSG:3006", corner_degrees, corner, 0.01);
    moves("EPSG:3006", "EPSG:4326", corner, corner_degrees, 1e-7);
}
END_TEST

START_TEST(there_and_back_is_the_same_point)
{
    lb_transform *there = NULL, *back = NULL;
    double xy[4] = {315000, 6400000, 918000, 7300000};
    ck_assert_int_eq(lb_transform_new("EPSG:3006", "EPSG:3021", &there, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_new("EPSG:3021", "EPSG:3006", &back, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_points(there, 2, xy, NULL), LB_OK);
    ck_assert(fabs(xy[0] - 315000) > 1000);
    ck_assert_int_eq(lb_transform_points(back, 2, xy, NULL), LB_OK);
    ck_near(xy[0], 315000, 0.005); /* Helmert turned back is not its inverse to the last mm */
    ck_near(xy[3], 7300000, 0.005);
    lb_transform_free(there);
    lb_transform_free(back);
}
END_TEST

START_TEST(one_system_under_two_names_needs_no_transform)
{
    static const char esri[] =
        "PROJCS[\"SWEREF99_TM\",GEOGCS[\"GCS_SWEREF99\",DATUM[\"D_SWEREF99\","
        "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
        "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
        "PARAMETER[\"Central_Meridian\",15.0],PARAMETER[\"Scale_Factor\",0.9996],"
        "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";
    const char *same[][2] = {
        {"EPSG:3006", "EPSG:3006"}, {esri, "EPSG:3006"}, {"OGC:CRS84", "EPSG:4326"}};
    for (size_t i = 0; i < 3; i++) {
        lb_transform *t = (lb_transform *)&t;
        ck_assert_int_eq(lb_transform_new(same[i][0], same[i][1], &t, NULL), LB_OK);
        ck_assert_msg(t == NULL, "%s was transformed", same[i][0]);
    }
    double xy[2] = {1, 2};
    ck_assert_int_eq(lb_transform_points(NULL, 1, xy, NULL), LB_OK);
    ck_assert(xy[0] == 1 && xy[1] == 2);
}
END_TEST

START_TEST(the_way_taken_is_named_with_its_accuracy)
{
    lb_transform *t = NULL;
    lb_buf text = {0};
    double xy[2] = {18, 59};
    ck_assert_int_eq(lb_transform_new("EPSG:4326", "EPSG:3006", &t, NULL), LB_OK);
    ck_assert_int_eq(lb_transform_points(t, 1, xy, NULL), LB_OK);
    lb_transform_describe(t, &text);
    ck_assert_str_eq(text.text, "Inverse of SWEREF99 to WGS 84 (1) + SWEREF99 TM, accuracy 1 m");
    lb_buf_clear(&text);
    lb_transform_free(t);
}
END_TEST

START_TEST(points_without_a_place_are_refused)
{
    const double bad[][2] = {{315000, 6400000}, {18, 95}, {18, (double)NAN}, {INFINITY, 59}};
    lb_error err = {0};
    lb_transform *t = NULL;
    ck_assert_int_eq(lb_transform_new("EPSG:4326", "EPSG:3006", &t, NULL), LB_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double xy[4] = {18, 59, bad[i][0], bad[i][1]};
        ck_assert_int_eq(lb_transform_points(t, 2, xy, &err), LB_E_INPUT);
    }
    double first[2] = {315000, 6400000};
    ck_assert_int_eq(lb_transform_points(t, 1, first, &err), LB_E_INPUT);
    ck_assert_str_eq(err.text,
                     "the point (315000, 6400000) of EPSG:4326 cannot be transformed to EPSG:3006");
    lb_transform_free(t);
}
END_TEST

START_TEST(working_system_must_be_projected_and_in_metres)
{
    lb_error err = {0};
    ck_assert_int_eq(lb_crs_check("EPSG:3006", &err), LB_OK);
    ck_assert_int_eq(lb_crs_check("EPSG:3035", &err), LB_OK);
    ck_assert_int_eq(lb_crs_check("EPSG:5845", &err), LB_OK); /* 3006 with heights */
    ck_assert_int_eq(lb_crs_check("EPSG:4326", &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "WGS 84 (EPSG:4326) is geographic, in degrees; the working CRS must "
                               "be projected and in metres, as EPSG:3006");
    ck_assert_int_eq(lb_crs_check("EPSG:2225", &err), LB_E_USAGE); /* US feet */
    ck_assert_int_eq(lb_crs_check("EPSG:99999", &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "'EPSG:99999' is not a coordinate reference system that PROJ knows; "
                               "write it as EPSG:3006");
}
END_TEST

LB_TEST_MAIN("transform", a_published_point_is_met_within_a_centimetre,
             there_and_back_is_the_same_point, one_system_under_two_names_needs_no_transform,
             the_way_taken_is_named_with_its_accuracy, points_without_a_place_are_refused,
             working_system_must_be_projected_and_in_metres)
