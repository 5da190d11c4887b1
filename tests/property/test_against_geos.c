/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People, areas and bounds against GEOS, which clips each cell by each area: another library,
 * another way, in floating point where ours is exact. */
#include "tests/support/support.h"

#include "port/geos/geos_convert.h"

enum { NCOL = 8, NROW = 6, CELLS = NCOL * NROW, AREAS = 5 };
static const double SIDE = 250, WEST = 317250, NORTH = 6400500;

typedef struct scene {
    lb_shapes shapes;
    lb_cover cover;
    lb_profile profile;
    size_t count;
    int64_t cell[CELLS];
    double people[CELLS];
} scene;

/* A star with up to 40 corners round a point that may lie outside the grid: valid, seldom convex.
 */
static void add_star(lb_shapes *shapes, lb_random *random)
{
    double xy[80], x = WEST + SIDE * NCOL * (1.2 * lb_random_real(random) - 0.1);
    double y = NORTH - SIDE * NROW * (1.2 * lb_random_real(random) - 0.1);
    int corners = 3 + lb_random_below(random, 38);
    double size = pow(10, 1 + 2 * lb_random_real(random));
    for (int i = 0; i < corners; i++) {
        double angle = 2 * acos(-1) * i / corners, r = size * (0.2 + lb_random_real(random));
        xy[2 * i] = x + r * cos(angle);
        xy[2 * i + 1] = y + r * sin(angle);
    }
    ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_ring(shapes, xy, (size_t)corners), LB_OK);
}

static void make_scene(int seed, scene *s)
{
    lb_random random = {(unsigned)seed + 71};
    lb_grid grid = {WEST, NORTH, SIDE, SIDE, NCOL, NROW};
    *s = (scene){.count = 0};
    for (int i = 0; i < AREAS; i++)
        add_star(&s->shapes, &random);
    for (int64_t i = 0; i < CELLS; i++)
        if (lb_random_below(&random, 4)) {
            s->cell[s->count] = i;
            s->people[s->count++] = lb_random_below(&random, 900);
        }
    ck_assert_int_eq(lb_cover_compute(&s->shapes, &grid, 1, &s->cover), LB_OK);
    lb_cell_list cells = {s->count, s->cell};
    ck_assert_int_eq(lb_profile_compute(&s->cover, &cells, 1, &s->profile), LB_OK);
}

static void clear_scene(scene *s)
{
    lb_profile_clear(&s->profile);
    lb_cover_clear(&s->cover);
    lb_shapes_clear(&s->shapes);
}

/* What an area has, by GEOS. */
typedef struct clipped {
    double area, with_data, in_grid, people, low, high;
} clipped;

static double common(lb_geos *geos, const GEOSGeometry *area, const GEOSGeometry *cell)
{
    double size = 0;
    GEOSGeometry *both = GEOSIntersection_r(geos->handle, area, cell);
    ck_assert_ptr_nonnull(both);
    ck_assert_int_eq(GEOSArea_r(geos->handle, both, &size), 1);
    GEOSGeom_destroy_r(geos->handle, both);
    return size;
}

static clipped clip(const scene *s, size_t which, lb_geos *geos)
{
    clipped c = {0};
    size_t next = 0;
    GEOSGeometry *area = lb_geos_from_feature(geos, &s->shapes, which, NULL);
    ck_assert_ptr_nonnull(area);
    ck_assert_int_eq(GEOSArea_r(geos->handle, area, &c.area), 1);
    for (int64_t i = 0; i < CELLS; i++) {
        double x = WEST + SIDE * (double)(i % NCOL), y = NORTH - SIDE * (double)(i / NCOL);
        GEOSGeometry *cell = GEOSGeom_createRectangle_r(geos->handle, x, y - SIDE, x + SIDE, y);
        double size = common(geos, area, cell);
        c.in_grid += size;
        if (next < s->count && s->cell[next] == i) {
            double people = s->people[next++];
            c.with_data += size;
            c.people += people * size / (SIDE * SIDE);
            c.high += size > 0 ? people : 0;
            c.low += GEOSContains_r(geos->handle, area, cell) == 1 ? people : 0;
        }
        GEOSGeom_destroy_r(geos->handle, cell);
    }
    GEOSGeom_destroy_r(geos->handle, area);
    return c;
}

/* A billionth of what is measured: metres of the area, people of the grid. */
START_TEST(people_areas_and_bounds_are_those_of_geos)
{
    scene s;
    lb_geos geos;
    lb_error err = {0};
    double people[AREAS], low[AREAS], high[AREAS];
    make_scene(_i, &s);
    ck_assert_int_eq(lb_geos_start(&geos, &err), LB_OK);
    lb_stat_input input = {.value = s.people};
    ck_assert_int_eq(lb_profile_stat(&s.profile, LB_STAT_SUM, &input, 1, people), LB_OK);
    lb_profile_bounds(&s.profile, s.people, low, high);
    for (size_t i = 0; i < AREAS; i++) {
        clipped c = clip(&s, i, &geos);
        ck_near(s.cover.area[i], c.area, 1e-9 * c.area + 1e-6);
        ck_near(s.profile.with_data[i], c.with_data, 1e-9 * c.area + 1e-6);
        ck_near(s.profile.outside[i], c.area - c.in_grid, 1e-9 * c.area + 1e-6);
        ck_near(people[i], c.people, 1e-9 * (c.people + 1));
        ck_near(low[i], c.low, 0);
        ck_near(high[i], c.high, 0);
    }
    lb_geos_stop(&geos);
    clear_scene(&s);
}
END_TEST

LB_PROPERTY_MAIN("against_geos", 200, people_areas_and_bounds_are_those_of_geos)
