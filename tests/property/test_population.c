/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What population carries from zones to areas, against GEOS clipping zone by area. */
#include <unistd.h>

#include "port/geos/geos_convert.h"
#include "tests/support/support.h"

enum { SIDE = 4, ZONES = SIDE * SIDE, AREAS = 3, CORNERS = 14 };

typedef struct scene {
    lb_shapes zones, areas;
    double people[ZONES];
} scene;

static void add(lb_shapes *shapes, const double *xy, size_t corners)
{
    ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(shapes, xy, corners), LB_OK);
}

/* Zones that share jittered corners; areas that are stars and may overlap. */
static void make_scene(int seed, scene *s)
{
    lb_random random = {(unsigned)seed + 5};
    double at[SIDE + 1][SIDE + 1][2];
    *s = (scene){.people = {0}};
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            at[i][j][0] = 317000 + 800 * j + 300 * (lb_random_real(&random) - 0.5);
            at[i][j][1] = 6400000 + 800 * i + 300 * (lb_random_real(&random) - 0.5);
        }
    for (int z = 0; z < ZONES; z++) {
        int i = z / SIDE, j = z % SIDE;
        double xy[8];
        memcpy(xy, at[i][j], sizeof *at[i]);
        memcpy(xy + 2, at[i][j + 1], sizeof *at[i]);
        memcpy(xy + 4, at[i + 1][j + 1], sizeof *at[i]);
        memcpy(xy + 6, at[i + 1][j], sizeof *at[i]);
        add(&s->zones, xy, 4);
        s->people[z] = lb_random_below(&random, 2500);
    }
    for (int a = 0; a < AREAS; a++) {
        double x = 317000 + 3200 * lb_random_real(&random), xy[2 * CORNERS];
        double y = 6400000 + 3200 * lb_random_real(&random);
        for (int k = 0; k < CORNERS; k++) {
            double r = 900 * (0.2 + lb_random_real(&random)), angle = 2 * acos(-1) * k / CORNERS;
            xy[2 * k] = x + r * cos(angle);
            xy[2 * k + 1] = y + r * sin(angle);
        }
        add(&s->areas, xy, CORNERS);
    }
}

static void write_layer(const char *path, const lb_shapes *shapes, const double *people)
{
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    fputs(people ? "kod;folk;wkt\n" : "namn;wkt\n", f);
    for (size_t i = 0; i < shapes->count; i++) {
        size_t from = shapes->vertex[i], to = shapes->vertex[i + 1]; /* one ring a feature */
        fprintf(f, "z%zu;", i);
        if (people)
            fprintf(f, "%.0f;", people[i]);
        for (size_t v = from; v < to; v++)
            fprintf(f, "%s%.17g %.17g", v > from ? "," : "\"POLYGON((", shapes->xy[2 * v],
                    shapes->xy[2 * v + 1]);
        fputs("))\"\n", f);
    }
    ck_assert_int_eq(fclose(f), 0);
}

static lb_table carry(int seed, const scene *s)
{
    char zones[60], areas[60];
    snprintf(zones, sizeof zones, "prop_pop_zones_%d.csv", seed);
    snprintf(areas, sizeof areas, "prop_pop_areas_%d.csv", seed);
    write_layer(zones, &s->zones, s->people);
    write_layer(areas, &s->areas, NULL);
    lb_job job = {.crs = "EPSG:3006"};
    lb_population_options options = {.zones = zones, .areas = areas, .fields = "folk"};
    lb_table table = {0};
    lb_error err = {0};
    ck_assert_msg(lb_population_run(&options, &job, &table, &err) == LB_OK, "%s", err.text);
    unlink(zones);
    unlink(areas);
    return table;
}

static double size_of(lb_geos *geos, const GEOSGeometry *g)
{
    double size = 0;
    ck_assert_int_eq(GEOSArea_r(geos->handle, g, &size), 1);
    return size;
}

static void expect(const scene *s, size_t area, lb_geos *geos, double out[3])
{
    GEOSGeometry *a = lb_geos_from_feature(geos, &s->areas, area, NULL);
    for (size_t z = 0; z < ZONES; z++) {
        GEOSGeometry *zone = lb_geos_from_feature(geos, &s->zones, z, NULL);
        GEOSGeometry *both = GEOSIntersection_r(geos->handle, a, zone);
        double part = size_of(geos, both) / size_of(geos, zone);
        out[0] += s->people[z] * part;
        out[1] += part > 1 - 1e-9 ? s->people[z] : 0;
        out[2] += part > 1e-9 ? s->people[z] : 0;
        GEOSGeom_destroy_r(geos->handle, both);
        GEOSGeom_destroy_r(geos->handle, zone);
    }
    GEOSGeom_destroy_r(geos->handle, a);
}

START_TEST(people_and_bounds_are_those_of_clipped_zones)
{
    scene s;
    lb_geos geos;
    lb_error err = {0};
    const char *const column[] = {"people", "people_low", "people_high"};
    make_scene(_i, &s);
    lb_table table = carry(_i, &s);
    ck_assert_int_eq(lb_geos_start(&geos, &err), LB_OK);
    for (size_t i = 0; i < AREAS; i++) {
        double expected[3] = {0};
        expect(&s, i, &geos, expected);
        for (int k = 0; k < 3; k++) {
            double is = lb_table_real(&table, i, lb_table_column(&table, column[k]));
            if (expected[2] > 0 || !isnan(is)) /* of an area outside all zones nothing is known */
                ck_near(is, expected[k], 1e-8 * (1 + expected[k]));
        }
    }
    lb_geos_stop(&geos);
    lb_table_clear(&table);
    lb_shapes_clear(&s.zones);
    lb_shapes_clear(&s.areas);
}
END_TEST

LB_PROPERTY_MAIN("population", 60, people_and_bounds_are_those_of_clipped_zones)
