/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/crs_detect.h"
#include "tests/support/support.h"

static const lb_box gothenburg = {314000, 6390000, 320000, 6405000};
static const lb_box gothenburg_degrees = {11.9, 57.6, 12.1, 57.8};
static const lb_box gothenburg_turned = {6390000, 314000, 6405000, 320000};
static const lb_box degrees_turned = {57.6, 11.9, 57.8, 12.1};
static const lb_box laea = {4400000, 3800000, 4500000, 3900000};

static char told[500];

static void tell(void *udata, lb_severity severity, const char *text)
{
    (void)udata;
    (void)severity;
    snprintf(told, sizeof told, "%s", text);
}

/* The choice, or the words of refusal. */
static const char *choose(const char *declared, const char *assumed, lb_box box)
{
    static lb_error err;
    const char *crs = NULL;
    lb_log log = {.write = tell};
    lb_crs_evidence e = {.file = "f",
                         .declared = declared,
                         .declared_degrees = declared && strcmp(declared, "EPSG:4326") == 0,
                         .assumed = assumed,
                         .assumed_degrees = assumed && strcmp(assumed, "EPSG:4326") == 0,
                         .box = box};
    told[0] = '\0';
    return lb_crs_detect(&e, &log, &crs, &err) == LB_OK ? crs : err.text;
}

START_TEST(declared_system_stands_where_it_can_be_true)
{
    ck_assert_str_eq(choose("EPSG:3006", NULL, gothenburg), "EPSG:3006");
    ck_assert_str_eq(choose("EPSG:4326", NULL, gothenburg_degrees), "EPSG:4326");
    ck_assert_str_eq(choose("EPSG:4326", NULL, (lb_box){-70, -20, -60, -10}), "EPSG:4326");
    ck_assert_str_eq(choose("EPSG:3035", "EPSG:3006", laea), "EPSG:3035");
    ck_assert_str_eq(told, "");
}
END_TEST

START_TEST(sweden_without_a_system_is_taken_as_such_with_a_note)
{
    ck_assert_str_eq(choose(NULL, NULL, gothenburg), "EPSG:3006");
    ck_assert_str_eq(told, "f: has no CRS; its coordinates (x 314000 to 320000, y 6390000 to "
                           "6405000) are taken as EPSG:3006");
    ck_assert_str_eq(choose(NULL, NULL, gothenburg_degrees), "EPSG:4326");
    ck_assert_str_eq(told, "f: has no CRS; its coordinates (x 11.9 to 12.1, y 57.6 to 57.8) are "
                           "taken as EPSG:4326");
}
END_TEST

START_TEST(degrees_that_hold_metres_are_metres)
{
    ck_assert_str_eq(choose("EPSG:4326", NULL, gothenburg), "EPSG:3006");
    ck_assert_str_eq(told, "f: declares EPSG:4326, but its coordinates (x 314000 to 320000, y "
                           "6390000 to 6405000) cannot be in it; read as EPSG:3006");
    ck_assert_str_eq(choose("EPSG:3006", NULL, gothenburg_degrees), "EPSG:4326");
    ck_assert_str_eq(choose("EPSG:4326", "EPSG:3035", laea), "EPSG:3035");
    ck_assert_str_eq(
        choose("EPSG:4326", NULL, laea),
        "f: declares EPSG:4326, but its coordinates (x 4400000 to 4500000, y 3800000 to "
        "3900000) cannot be in it; give the right CRS with --crs EPSG:n");
}
END_TEST

START_TEST(swapped_axes_are_refused_whatever_is_said)
{
    const char *metres = "f: the axes are swapped: x 6390000 to 6405000, y 314000 to 320000 look "
                         "like northing, easting of SWEREF 99 TM; write easting first";
    const char *angles = "f: the axes are swapped: x 57.6 to 57.8, y 11.9 to 12.1 look like "
                         "latitude, longitude; write longitude first";
    ck_assert_str_eq(choose(NULL, NULL, gothenburg_turned), metres);
    ck_assert_str_eq(choose("EPSG:3006", NULL, gothenburg_turned), metres);
    ck_assert_str_eq(choose(NULL, "EPSG:3006", gothenburg_turned), metres);
    ck_assert_str_eq(choose(NULL, NULL, degrees_turned), angles);
    ck_assert_str_eq(choose("EPSG:4326", NULL, degrees_turned), angles);
}
END_TEST

START_TEST(elsewhere_the_user_must_say)
{
    ck_assert_str_eq(choose(NULL, NULL, laea),
                     "f: has no CRS, and its coordinates (x 4400000 to 4500000, y 3800000 to "
                     "3900000) are neither SWEREF 99 TM nor longitude and latitude of Sweden; give "
                     "it with --crs EPSG:n");
    ck_assert_str_eq(choose(NULL, "EPSG:3035", laea), "EPSG:3035");
    ck_assert_str_eq(choose(NULL, "EPSG:25832", gothenburg), "EPSG:25832");
    ck_assert_str_eq(choose(NULL, "EPSG:3006", gothenburg_degrees), "EPSG:4326");
    ck_assert_str_eq(choose(NULL, "EPSG:4326", gothenburg), "EPSG:3006");
    ck_assert_str_eq(choose(NULL, "EPSG:4326", (lb_box){2, 40, 3, 41}), "EPSG:4326");
}
END_TEST

START_TEST(no_coordinates_contradict_nothing)
{
    ck_assert_str_eq(choose("EPSG:4326", NULL, lb_box_empty()), "EPSG:4326");
    ck_assert_str_eq(choose(NULL, NULL, lb_box_empty()), "EPSG:3006");
    ck_assert_str_eq(told, "");
}
END_TEST

LB_TEST_MAIN("crs_choice", declared_system_stands_where_it_can_be_true,
             sweden_without_a_system_is_taken_as_such_with_a_note,
             degrees_that_hold_metres_are_metres, swapped_axes_are_refused_whatever_is_said,
             elsewhere_the_user_must_say, no_coordinates_contradict_nothing)
