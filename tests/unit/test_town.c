/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of fixtures/town against each other: a change of one that another contradicts is told
 * here. They are read by GDAL, so that no reader of the library judges its own fixtures. */
#include <gdal.h>
#include <ogr_api.h>

#include "tests/support/support.h"

enum { MIDDLE_E = 600000, MIDDLE_N = 6600000 }; /* of the town, EPSG:3006 metres */

static GDALDatasetH open_file(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", LB_TEST_TOWN, name);
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    return file;
}

static const char *text_of(OGRFeatureH row, const char *column)
{
    int i = OGR_F_GetFieldIndex(row, column);
    ck_assert_msg(i >= 0, "no column %s", column);
    return OGR_F_GetFieldAsString(row, i);
}

static int integer_of(OGRFeatureH row, const char *column)
{
    return atoi(text_of(row, column));
}

/* Calls visit with each row of a file. */
static void each_row(const char *file, void (*visit)(OGRFeatureH row))
{
    GDALDatasetH open = open_file(file);
    OGRLayerH layer = GDALDatasetGetLayer(open, 0);
    OGR_L_ResetReading(layer);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(layer)) != NULL;) {
        visit(row);
        OGR_F_Destroy(row);
    }
    GDALClose(open);
}

/* Polygons without holes ------------------------------------------------------------------------
 */

enum { POINTS_MOST = 1000, POLYGONS_MOST = 100 };

typedef struct polygon {
    char name[50], category[50];
    size_t points;
    double at[POINTS_MOST][2]; /* not closed */
    int people;                /* for tests to count in */
} polygon;

typedef struct layer {
    size_t count;
    polygon polygon[POLYGONS_MOST];
} layer;

static layer zones, waters, areas;

static void add_polygon(layer *to, OGRFeatureH row, const char *name)
{
    ck_assert_uint_lt(to->count, POLYGONS_MOST);
    polygon *p = &to->polygon[to->count++];
    OGRGeometryH geometry = OGR_F_GetGeometryRef(row), ring = OGR_G_GetGeometryRef(geometry, 0);
    snprintf(p->name, sizeof p->name, "%s", name);
    ck_assert_int_eq(OGR_G_GetGeometryType(geometry), wkbPolygon);
    ck_assert_int_eq(OGR_G_GetGeometryCount(geometry), 1);
    p->points = (size_t)OGR_G_GetPointCount(ring) - 1;
    ck_assert_uint_le(p->points, POINTS_MOST);
    for (size_t i = 0; i < p->points; i++) {
        p->at[i][0] = OGR_G_GetX(ring, (int)i);
        p->at[i][1] = OGR_G_GetY(ring, (int)i);
    }
}

static void add_zone(OGRFeatureH row)
{
    add_polygon(&zones, row, text_of(row, "desokod"));
}

static void add_water(OGRFeatureH row)
{
    add_polygon(&waters, row, text_of(row, "namn"));
}

static void add_area(OGRFeatureH row)
{
    add_polygon(&areas, row, text_of(row, "namn"));
    polygon *area = &areas.polygon[areas.count - 1];
    snprintf(area->category, sizeof area->category, "%s", text_of(row, "kategori"));
}

static void read_map(void)
{
    each_row("zoner.geojson", add_zone);
    each_row("vatten.geojson", add_water);
    each_row("omraden.geojson", add_area);
    ck_assert_uint_gt(zones.count, 0);
    ck_assert_uint_gt(waters.count, 0);
    ck_assert_uint_gt(areas.count, 0);
}

/* Square metres; negative when the ring runs clockwise. */
static double surface(const polygon *p)
{
    double twice = 0;
    for (size_t i = 0; i < p->points; i++) {
        const double *a = p->at[i], *b = p->at[(i + 1) % p->points];
        twice += a[0] * b[1] - b[0] * a[1];
    }
    return twice / 2;
}

static bool holds(const polygon *p, double e, double n)
{
    bool inside = false;
    for (size_t i = 0; i < p->points; i++) {
        const double *a = p->at[i], *b = p->at[(i + 1) % p->points];
        inside ^= (a[1] > n) != (b[1] > n) && e < a[0] + (n - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
    }
    return inside;
}

/* How many polygons of the layer a point is in; *last is one of them. */
static int count_around(layer *in, double e, double n, polygon **last)
{
    int count = 0;
    for (size_t i = 0; i < in->count; i++)
        if (holds(&in->polygon[i], e, n)) {
            *last = &in->polygon[i];
            count++;
        }
    return count;
}

static polygon *named(layer *in, const char *name)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->polygon[i].name, name) == 0)
            return &in->polygon[i];
    return NULL;
}

/* Zones and waters ------------------------------------------------------------------------------
 */

static OGRGeometryH every_zone;

static void gather_zone(OGRFeatureH row)
{
    ck_assert_int_eq(OGR_G_AddGeometry(every_zone, OGR_F_GetGeometryRef(row)), OGRERR_NONE);
}

START_TEST(zones_tile_the_municipality)
{
    double sum = 0;
    read_map();
    for (size_t i = 0; i < zones.count; i++) {
        ck_assert_double_gt(surface(&zones.polygon[i]), 10000);
        sum += surface(&zones.polygon[i]);
    }
    every_zone = OGR_G_CreateGeometry(wkbMultiPolygon);
    each_row("zoner.geojson", gather_zone);
    OGRGeometryH municipality = OGR_G_UnionCascaded(every_zone);
    ck_assert_int_eq(OGR_G_GetGeometryType(municipality), wkbPolygon);
    ck_assert_int_eq(OGR_G_GetGeometryCount(municipality), 1); /* no gap between zones */
    ck_near(sum / OGR_G_Area(municipality), 1, 1e-9);
    OGR_G_DestroyGeometry(municipality);
    OGR_G_DestroyGeometry(every_zone);
}
END_TEST

START_TEST(every_point_of_the_town_is_in_one_zone)
{
    polygon *zone;
    read_map();
    for (double n = -8300; n < 8300; n += 371)
        for (double e = -8300; e < 8300; e += 371) {
            int in = count_around(&zones, MIDDLE_E + e, MIDDLE_N + n, &zone);
            ck_assert_int_le(in, 1);
            if (e * e + n * n < 7000.0 * 7000)
                ck_assert_int_eq(in, 1);
        }
}
END_TEST

START_TEST(waters_are_simple_enough_to_have_a_surface)
{
    read_map();
    for (size_t i = 0; i < waters.count; i++)
        ck_assert_double_gt(surface(&waters.polygon[i]), 1e5); /* counter-clockwise */
}
END_TEST

/* People ----------------------------------------------------------------------------------------
 */

static int people_in_squares, people_in_zones;

/* A square's id is its south-west corner: six digits east, seven north. */
static void settle_square(OGRFeatureH row)
{
    long long id = atoll(text_of(row, "Ruta"));
    double half = integer_of(row, "Rutstorl") / 2.0;
    double e = (double)(id / 10000000) + half, n = (double)(id % 10000000) + half;
    int people = integer_of(row, "Totalt");
    polygon *zone, *area;
    ck_assert_int_eq(count_around(&waters, e, n, &zone), 0);
    ck_assert_int_eq(count_around(&zones, e, n, &zone), 1);
    zone->people += people;
    if (count_around(&areas, e, n, &area) > 0)
        area->people += people;
    people_in_squares += people;
}

static void count_zone(OGRFeatureH row)
{
    polygon *zone = named(&zones, text_of(row, "desokod"));
    int people = integer_of(row, "totalt");
    ck_assert_ptr_nonnull(zone);
    ck_assert_int_gt(people, 0);
    ck_assert_int_eq(integer_of(row, "alder_0_19") + integer_of(row, "alder_20_64") +
                         integer_of(row, "alder_65_w"),
                     people);
    people_in_zones += people;
}

START_TEST(nobody_lives_in_water_and_everybody_in_a_zone)
{
    read_map();
    each_row("befolkning.csv", settle_square);
    for (size_t i = 0; i < zones.count; i++)
        ck_assert_int_gt(zones.polygon[i].people, 0);
    each_row("zonfolk.csv", count_zone);
    ck_assert_int_eq(people_in_zones, people_in_squares);
}
END_TEST

static void compare_people(OGRFeatureH row)
{
    const polygon *area = named(&areas, text_of(row, "area"));
    ck_assert_ptr_nonnull(area);
    if (integer_of(row, "period") == 2021)
        ck_assert_int_eq(integer_of(row, "population"), area->people);
}

START_TEST(people_of_an_area_are_those_of_its_squares)
{
    read_map();
    each_row("befolkning.csv", settle_square);
    each_row("omradesfolk.csv", compare_people);
}
END_TEST

/* Names, answers, events ------------------------------------------------------------------------
 */

static void know_area(OGRFeatureH row)
{
    ck_assert_ptr_nonnull(named(&areas, text_of(row, "area")));
}

static void know_linked(OGRFeatureH row)
{
    const char *linked = text_of(row, "koppling");
    ck_assert(linked[0] == '\0' || named(&areas, linked));
}

static void know_category(OGRFeatureH row)
{
    const polygon *area = named(&areas, text_of(row, "area"));
    ck_assert_ptr_nonnull(area);
    if (integer_of(row, "year") == 2021)
        ck_assert_str_eq(text_of(row, "category"), area->category);
}

START_TEST(tables_know_the_areas_of_the_map)
{
    read_map();
    each_row("anmalningar.csv", know_area);
    each_row("svar.csv", know_area);
    each_row("kategorier.csv", know_category);
    each_row("handelser.csv", know_linked);
}
END_TEST

static int answers, missing;

static void count_answer(OGRFeatureH row)
{
    int level = integer_of(row, "level"), question = integer_of(row, "question");
    answers++;
    missing += level == 0;
    ck_assert_int_le(level, 5);
    ck_assert(question >= 1 && question <= 80);
}

START_TEST(three_of_all_the_answers_are_missing)
{
    read_map();
    each_row("svar.csv", count_answer);
    ck_assert_int_eq(answers, (int)areas.count * 2 * 80);
    ck_assert_int_eq(missing, 3);
}
END_TEST

/* Events with a place and a real day: by year, then by the area's category. */
typedef struct tally {
    const char *category;
    int events[3];
} tally;

enum { CATEGORIES = 3, FIRST_YEAR = 2019 };
static tally tallies[CATEGORIES + 1] = {
    {"Utsatt område", {0}}, {"Riskområde", {0}}, {"Särskilt utsatt område", {0}}, {"total", {0}}};
static int events;

static void count_event(OGRFeatureH row)
{
    int year = integer_of(row, "datum") - FIRST_YEAR;
    polygon *area;
    events++;
    if (year < 0 || strcmp(text_of(row, "datum"), "2020-02-31") == 0 ||
        count_around(&areas, atof(text_of(row, "e")), atof(text_of(row, "n")), &area) == 0)
        return;
    for (int i = 0; i <= CATEGORIES; i++)
        tallies[i].events[year] +=
            i == CATEGORIES || strcmp(tallies[i].category, area->category) == 0;
}

static void compare_printed(OGRFeatureH row)
{
    int i = 0;
    while (i < CATEGORIES && strcmp(tallies[i].category, text_of(row, "category")) != 0)
        i++;
    ck_assert_str_eq(text_of(row, "category"), tallies[i].category);
    ck_assert_int_eq(integer_of(row, "count"),
                     tallies[i].events[integer_of(row, "period") - FIRST_YEAR]);
}

START_TEST(printed_table_counts_the_events)
{
    read_map();
    each_row("handelser.csv", count_event);
    ck_assert_int_eq(events, 300);
    each_row("tabell4.csv", compare_printed);
}
END_TEST

LB_TEST_MAIN("town", zones_tile_the_municipality, every_point_of_the_town_is_in_one_zone,
             waters_are_simple_enough_to_have_a_surface,
             nobody_lives_in_water_and_everybody_in_a_zone,
             people_of_an_area_are_those_of_its_squares, tables_know_the_areas_of_the_map,
             three_of_all_the_answers_are_missing, printed_table_counts_the_events)
