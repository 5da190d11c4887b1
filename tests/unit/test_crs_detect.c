/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CRS of a source, from what is said of it and where its coordinates lie. */
#include "model/crs_detect.h"
#include "port/proj/crs_extent.h"
#include "tests/support/support.h"

static char note[500];

static void keep_note(void *udata, lb_severity severity, const char *text)
{
    (void)udata;
    (void)severity;
    snprintf(note, sizeof note, "%s", text);
}

typedef struct scene {
    const char *given, *declared, *working;
    bool lonlat_names, point_columns;
    size_t n; /* pairs */
    double xy[12];
} scene;

static lb_crs_area area[LB_CRS_WORKING + 1];

static void set_candidate(lb_crs_tally *t, lb_crs_rank rank, const char *crs)
{
    lb_error err;
    if (!crs)
        return;
    ck_assert_int_eq(lb_crs_area_of_use(crs, &area[rank], &err), LB_OK);
    t->candidate[rank] =
        (lb_crs_candidate){.crs = crs, .extent = area[rank].box, .degrees = area[rank].degrees};
    lb_crs_candidate_outline(&t->candidate[rank], area[rank].ring, area[rank].n);
}

static lb_status decide(const scene *s, lb_crs_choice *choice, lb_error *err)
{
    lb_log log = {.write = keep_note};
    lb_crs_tally t = {.places = 0};
    lb_crs_source source = {
        .file = "f", .lonlat_names = s->lonlat_names, .point_columns = s->point_columns};
    lb_crs_tally_init(&t);
    set_candidate(&t, LB_CRS_GIVEN, s->given);
    set_candidate(&t, LB_CRS_DECLARED, s->declared);
    set_candidate(&t, LB_CRS_WORKING, s->working);
    for (size_t i = 0; i < s->n; i++)
        lb_crs_tally_add(&t, s->xy[2 * i], s->xy[2 * i + 1]);
    note[0] = '\0';
    return lb_crs_decide(&t, &source, &log, choice, err);
}

/* The CRS, or the words of refusal. */
static const char *crs_of(scene s)
{
    static lb_error err;
    lb_crs_choice choice;
    return decide(&s, &choice, &err) == LB_OK ? choice.candidate.crs : err.text;
}

#define GOTHENBURG   319500, 6400500, 314000, 6390000
#define GOTHENBURG_N 6400500, 319500, 6390000, 314000
#define DEGREES      11.97, 57.71, 12.1, 57.6
#define DEGREES_N    57.71, 11.97, 57.6, 12.1
#define NEW_YORK     -73.95, 40.65, -73.9, 40.7

START_TEST(what_the_source_says_stands_where_it_can_be_true)
{
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:3006", .n = 2, .xy = {GOTHENBURG}}),
                     "EPSG:3006");
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:4326", .n = 2, .xy = {DEGREES}}),
                     "EPSG:4326");
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:4326", .n = 2, .xy = {NEW_YORK}}),
                     "EPSG:4326");
    ck_assert_str_eq(
        crs_of((scene){
            .declared = "EPSG:3035", .working = "EPSG:3006", .n = 1, .xy = {4450000, 3850000}}),
        "EPSG:3035");
    ck_assert_str_eq(note, "");
}
END_TEST

START_TEST(the_users_word_for_a_source_goes_before_its_own)
{
    scene s = {.given = "EPSG:3007", .declared = "EPSG:4326", .n = 1, .xy = {150000, 6400000}};
    ck_assert_str_eq(crs_of(s), "EPSG:3007");
    s.given = "EPSG:32618"; /* UTM 18 N: the coordinates are at its edge, in no place of its use */
    s.xy[0] = 11.97;
    s.xy[1] = 57.71;
    ck_assert_str_eq(crs_of(s), "f: is said to be in EPSG:32618, but its coordinates (x 11.97 to "
                                "11.97, y 57.71 to 57.71) are outside the area of use of that; "
                                "they look like longitude and latitude: write f|crs=EPSG:4326");
}
END_TEST

START_TEST(sweden_without_a_crs_is_taken_as_such_with_a_note)
{
    ck_assert_str_eq(crs_of((scene){.n = 2, .xy = {GOTHENBURG}}), "EPSG:3006");
    ck_assert_str_eq(note, "f: has no CRS; its coordinates (x 314000 to 319500, y 6390000 to "
                           "6400500) are taken as EPSG:3006");
    ck_assert_str_eq(crs_of((scene){.n = 2, .xy = {DEGREES}}), "EPSG:4326");
    ck_assert_str_eq(note, "f: has no CRS; its coordinates (x 11.97 to 12.1, y 57.6 to 57.71) are "
                           "taken as EPSG:4326");
}
END_TEST

START_TEST(a_working_crs_is_taken_only_for_coordinates_that_can_be_in_it)
{
    scene tm = {.working = "EPSG:3007", .n = 2, .xy = {GOTHENBURG}};
    ck_assert_str_eq(crs_of(tm), "EPSG:3006");
    scene local = {.working = "EPSG:3007", .n = 1, .xy = {150000, 6400000}};
    ck_assert_str_eq(crs_of(local), "EPSG:3007");
    scene utm = {.working = "EPSG:25832", .n = 2, .xy = {GOTHENBURG}};
    ck_assert_str_eq(crs_of(utm), "EPSG:25832");
}
END_TEST

START_TEST(degrees_under_a_metric_crs_are_degrees)
{
    scene s = {.working = "EPSG:32618", .lonlat_names = true, .n = 2, .xy = {NEW_YORK}};
    ck_assert_str_eq(crs_of(s), "EPSG:4326");
    s.lonlat_names = false;
    ck_assert_str_eq(crs_of(s), "EPSG:4326");
    s.working = NULL; /* SWEREF 99 TM */
    ck_assert_str_eq(crs_of(s), "EPSG:4326");
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:3006", .n = 2, .xy = {DEGREES}}),
                     "EPSG:4326");
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:4326", .n = 2, .xy = {GOTHENBURG}}),
                     "EPSG:3006");
}
END_TEST

START_TEST(swapped_axes_are_refused_whatever_is_said)
{
    static const char metres[] = "f: the axes are swapped: x 6390000 to 6400500, y 314000 to "
                                 "319500 look like northing, easting of EPSG:3006; write easting "
                                 "first";
    static const char degrees[] = "f: the axes are swapped: x 57.6 to 57.71, y 11.97 to 12.1 look "
                                  "like latitude, longitude of EPSG:4326; write longitude first";
    ck_assert_str_eq(crs_of((scene){.n = 2, .xy = {GOTHENBURG_N}}), metres);
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:3006", .n = 2, .xy = {GOTHENBURG_N}}),
                     metres);
    ck_assert_str_eq(crs_of((scene){.working = "EPSG:3006", .n = 2, .xy = {GOTHENBURG_N}}), metres);
    ck_assert_str_eq(crs_of((scene){.n = 2, .xy = {DEGREES_N}}), degrees);
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:4326", .n = 2, .xy = {DEGREES_N}}), degrees);
    ck_assert_str_eq(crs_of((scene){.lonlat_names = true, .n = 2, .xy = {DEGREES_N}}), degrees);
}
END_TEST

START_TEST(a_refusal_says_which_crs_would_fit_and_how_to_say_so)
{
    ck_assert_str_eq(crs_of((scene){.n = 1, .xy = {1700000, 6400000}}),
                     "f: has no CRS, and its coordinates (x 1700000 to 1700000, y 6400000 to "
                     "6400000) are neither SWEREF 99 TM nor longitude and latitude of Sweden; they "
                     "look like RT 90 2.5 gon V: write f|crs=EPSG:3021");
    ck_assert_str_eq(crs_of((scene){.point_columns = true, .n = 1, .xy = {6400000, 1700000}}),
                     "f: has no CRS, and its coordinates (x 6400000 to 6400000, y 1700000 to "
                     "1700000) are neither SWEREF 99 TM nor longitude and latitude of Sweden; they "
                     "look like RT 90 2.5 gon V with northing or latitude first: name the columns "
                     "the other way round with --x and --y, and say |crs=EPSG:3021");
    ck_assert_str_eq(crs_of((scene){.n = 1, .xy = {150000, 6400000}}),
                     "f: has no CRS, and its coordinates (x 150000 to 150000, y 6400000 to "
                     "6400000) are neither SWEREF 99 TM nor longitude and latitude of Sweden; they "
                     "look like a local zone of SWEREF 99: say which of EPSG:3007 to EPSG:3018, as "
                     "|crs=EPSG:n behind the source");
    ck_assert_str_eq(crs_of((scene){.n = 1, .xy = {319.5, 6400.5}}),
                     "f: has no CRS, and its coordinates (x 319.5 to 319.5, y 6400.5 to 6400.5) "
                     "are neither SWEREF 99 TM nor longitude and latitude of Sweden; they look "
                     "like kilometres of SWEREF 99 TM: write them in metres");
    ck_assert_str_eq(
        crs_of((scene){.declared = "EPSG:3006", .n = 1, .xy = {1350000, 7900000}}),
        "f: declares EPSG:3006, but its coordinates (x 1350000 to 1350000, y 7900000 to "
        "7900000) are outside the area of use of that; they look like Web Mercator: "
        "write f|crs=EPSG:3857");
    ck_assert_str_eq(crs_of((scene){.n = 1, .xy = {5e8, 5e8}}),
                     "f: has no CRS, and its coordinates (x 500000000 to 500000000, y 500000000 "
                     "to 500000000) are neither SWEREF 99 TM nor longitude and latitude of Sweden; "
                     "say the CRS that they are in: f|crs=EPSG:n");
}
END_TEST

START_TEST(a_few_errors_in_any_order_do_not_decide)
{
    scene first = {.n = 4, .xy = {0, 0, 999999, 999999 /**/, GOTHENBURG}};
    scene last = {.n = 5, .xy = {GOTHENBURG, 318000, 6395000, 0, 0, 6400500, 319500}};
    lb_crs_choice choice;
    lb_error err;
    ck_assert_str_eq(crs_of(last), "EPSG:3006");
    ck_assert_int_eq(decide(&first, &choice, &err), LB_E_INPUT); /* half is not most */
    ck_assert_int_eq(decide(&last, &choice, &err), LB_OK);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 0, 0), LB_PLACE_ZERO);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 6400500, 319500), LB_PLACE_SWAPPED);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 999999, 999999), LB_PLACE_OUTSIDE);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 319500, 6400500), LB_PLACE_OK);
    scene degrees = {.declared = "EPSG:4326", .n = 2, .xy = {DEGREES}};
    ck_assert_int_eq(decide(&degrees, &choice, &err), LB_OK);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 57.71, 11.97), LB_PLACE_SWAPPED);
    ck_assert_int_eq(lb_crs_misplaced(&choice, 2.35, 48.86), LB_PLACE_OK); /* Paris is a place */
}
END_TEST

START_TEST(counts_of_parts_add_up_to_those_of_the_whole)
{
    lb_crs_tally whole = {.places = 0}, a = {.places = 0}, b = {.places = 0};
    static const double xy[] = {GOTHENBURG, DEGREES, GOTHENBURG_N, 0, 0};
    lb_crs_tally_init(&whole);
    lb_crs_tally_init(&a);
    lb_crs_tally_init(&b);
    for (size_t i = 0; i < 7; i++) {
        lb_crs_tally_add(&whole, xy[2 * i], xy[2 * i + 1]);
        lb_crs_tally_add(i < 3 ? &a : &b, xy[2 * i], xy[2 * i + 1]);
    }
    lb_crs_tally_merge(&a, &b);
    ck_assert_int_eq(a.places, 7);
    ck_assert_mem_eq(a.fits, whole.fits, sizeof a.fits);
    ck_assert_mem_eq(a.swapped, whole.swapped, sizeof a.swapped);
    ck_assert_mem_eq(a.sample, whole.sample, sizeof a.sample);
    ck_assert_int_eq(whole.fits[LB_CRS_SWEREF], 2);
    ck_assert_int_eq(whole.swapped[LB_CRS_SWEREF], 2);
    ck_assert_int_eq(whole.fits[LB_CRS_WGS84], 2);
    ck_assert_int_eq(whole.fits[LB_CRS_DEGREES], 3);
}
END_TEST

START_TEST(pairs_counted_at_once_are_those_counted_one_by_one)
{
    double xy[400];
    lb_random random = {7};
    for (int turn = 0; turn < 40; turn++) {
        lb_crs_tally one = {.places = 0}, all = {.places = 0};
        lb_box box = lb_box_empty();
        double x = turn % 4 == 0 ? 319500 : turn % 4 == 1 ? 11.97 : turn % 4 == 2 ? 57.7 : 6.4e6;
        double y = turn % 4 == 0 ? 6400500 : turn % 4 == 1 ? 57.7 : turn % 4 == 2 ? 12 : 3e5;
        double spread = turn < 20 ? 0.001 : 1;
        for (int i = 0; i < 200; i++) {
            xy[2 * i] = x * (1 + spread * (lb_random_real(&random) - 0.5));
            xy[2 * i + 1] = y * (1 + spread * (lb_random_real(&random) - 0.5));
            box = lb_box_add(box, xy[2 * i], xy[2 * i + 1]);
        }
        lb_crs_tally_init(&one);
        lb_crs_tally_init(&all);
        for (int i = 0; i < 200; i++)
            lb_crs_tally_add(&one, xy[2 * i], xy[2 * i + 1]);
        lb_crs_tally_add_all(&all, box, xy, 200);
        ck_assert_int_eq(one.places, all.places);
        ck_assert_mem_eq(one.fits, all.fits, sizeof one.fits);
        ck_assert_mem_eq(one.swapped, all.swapped, sizeof one.swapped);
        ck_assert_mem_eq(one.sample, all.sample, sizeof one.sample);
    }
}
END_TEST

START_TEST(no_coordinates_contradict_nothing)
{
    ck_assert_str_eq(crs_of((scene){.declared = "EPSG:4326"}), "EPSG:4326");
    ck_assert_str_eq(crs_of((scene){.n = 0}), "EPSG:3006");
    ck_assert_str_eq(note, "");
}
END_TEST

static lb_crs_area area_of_use(const char *crs)
{
    lb_error err;
    lb_crs_area found;
    ck_assert_int_eq(lb_crs_area_of_use(crs, &found, &err), LB_OK);
    return found;
}

START_TEST(the_area_of_use_holds_the_country_in_its_own_coordinates)
{
    lb_error err;
    lb_crs_area a = area_of_use("EPSG:3006");
    lb_box box = a.box;
    ck_assert(!a.degrees && box.xmin < 250000 && box.xmax > 950000 && box.xmax < 1200000);
    ck_assert(box.ymin < 6100000 && box.ymax > 7680000 && box.ymax < 8000000);
    a = area_of_use("EPSG:4326");
    box = a.box;
    ck_assert(a.degrees && box.xmin <= -180 && box.xmax >= 180 && box.ymin <= -90 &&
              box.ymax >= 90);
    ck_assert_int_eq(lb_crs_area_of_use("EPSG:999999", &a, &err), LB_E_USAGE);
    /* in lower case they are not in the table of extents that are known without asking */
    static const char *const known[][2] = {{"EPSG:3006", "epsg:3006"}, {"EPSG:4326", "epsg:4326"}};
    for (size_t i = 0; i < 2; i++) {
        lb_box asked = area_of_use(known[i][1]).box;
        box = area_of_use(known[i][0]).box;
        ck_near(box.xmin, asked.xmin, 1);
        ck_near(box.ymin, asked.ymin, 1);
        ck_near(box.xmax, asked.xmax, 1);
        ck_near(box.ymax, asked.ymax, 1);
    }
}
END_TEST

START_TEST(a_zone_of_utm_holds_a_country_that_uses_it_throughout)
{
    lb_crs_area a = area_of_use("EPSG:25833");
    lb_crs_choice choice = {.candidate = {.crs = "EPSG:25833", .extent = a.box}};
    lb_crs_candidate_outline(&choice.candidate, a.ring, a.n);
    static const double norway[][2] = {
        {-77500, 6843000}, {-33000, 6733000}, {262000, 6649000}, {1110000, 7870000}};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(lb_crs_misplaced(&choice, norway[i][0], norway[i][1]), LB_PLACE_OK);
    ck_assert_int_ne(lb_crs_misplaced(&choice, 4649000, 2262000), LB_PLACE_OK);
}
END_TEST

/* Sweden's northings and eastings lie in the box of Europe's area in ETRS89-LAEA, out in the ocean
 * north of Greenland. */
START_TEST(the_area_of_use_is_an_outline_where_its_box_is_too_large)
{
    lb_crs_choice choice = {.candidate = {.crs = NULL}};
    lb_crs_area a = area_of_use("EPSG:3035");
    ck_assert_uint_eq(a.n, LB_CRS_RING_MAX);
    ck_assert(a.box.xmin < 394000 && a.box.ymax > 6133000);
    choice.candidate = (lb_crs_candidate){.crs = "EPSG:3035", .extent = a.box};
    lb_crs_candidate_outline(&choice.candidate, a.ring, a.n);
    ck_assert_int_ne(lb_crs_misplaced(&choice, 394000, 6133000), LB_PLACE_OK);
    static const double inside[][2] = {{4321000, 3210000}, {1100000, 2500000}, {2000000, 1000000},
                                       {6400000, 1700000}, {2900000, 4900000}, {5100000, 5300000}};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        ck_assert_int_eq(lb_crs_misplaced(&choice, inside[i][0], inside[i][1]), LB_PLACE_OK);
    ck_assert(lb_crs_box_is_placed(&choice, (lb_box){4000000, 3000000, 5000000, 4000000}));
    ck_assert(!lb_crs_box_is_placed(&choice, (lb_box){300000, 3000000, 5000000, 6500000}));
    ck_assert_str_eq(crs_of((scene){.working = "EPSG:3035", .n = 2, .xy = {GOTHENBURG}}),
                     "EPSG:3006");
    ck_assert_str_eq(crs_of((scene){.working = "EPSG:3035", .n = 1, .xy = {4450000, 3850000}}),
                     "EPSG:3035");
}
END_TEST

LB_TEST_MAIN("crs_detect", what_the_source_says_stands_where_it_can_be_true,
             the_users_word_for_a_source_goes_before_its_own,
             sweden_without_a_crs_is_taken_as_such_with_a_note,
             a_working_crs_is_taken_only_for_coordinates_that_can_be_in_it,
             degrees_under_a_metric_crs_are_degrees, swapped_axes_are_refused_whatever_is_said,
             a_refusal_says_which_crs_would_fit_and_how_to_say_so,
             a_few_errors_in_any_order_do_not_decide, counts_of_parts_add_up_to_those_of_the_whole,
             pairs_counted_at_once_are_those_counted_one_by_one, no_coordinates_contradict_nothing,
             the_area_of_use_holds_the_country_in_its_own_coordinates,
             a_zone_of_utm_holds_a_country_that_uses_it_throughout,
             the_area_of_use_is_an_outline_where_its_box_is_too_large)
