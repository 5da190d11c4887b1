/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <geos_c.h>

#include "tests/support/support.h"

#define PI 3.14159265358979323846

static const lb_grid ten = {500000, 6600000, 10, 10, 10, 10};

/* A star round (x, y), radii between inner and outer. */
static size_t star(lb_random *random, double x, double y, double inner, double outer, double *xy)
{
    size_t n = 3 + (size_t)lb_random_below(random, 30);
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * PI * (double)i / (double)n;
        double radius = inner + (outer - inner) * lb_random_real(random);
        xy[2 * i] = x + radius * cos(angle);
        xy[2 * i + 1] = y + radius * sin(angle);
        if (lb_random_below(random, 3) == 0) { /* vertices on cell borders, on purpose */
            xy[2 * i] = round(xy[2 * i] / 5) * 5;
            xy[2 * i + 1] = round(xy[2 * i + 1] / 5) * 5;
        }
    }
    return n;
}

static void add(lb_shapes *shapes, const double *xy, size_t n)
{
    ck_assert_int_eq(lb_shapes_add_ring(shapes, xy, n), LB_OK);
}

static GEOSGeometry *geos_ring(GEOSContextHandle_t geos, const lb_shapes *s, size_t ring)
{
    size_t first = s->vertex[ring], n = s->vertex[ring + 1] - first;
    return GEOSGeom_createLinearRing_r(
        geos, GEOSCoordSeq_copyFromBuffer_r(geos, s->xy + 2 * first, (unsigned)n, 0, 0));
}

static GEOSGeometry *geos_part(GEOSContextHandle_t geos, const lb_shapes *s, size_t part)
{
    GEOSGeometry *holes[8];
    unsigned count = 0;
    for (size_t r = s->ring[part] + 1; r < s->ring[part + 1]; r++)
        holes[count++] = geos_ring(geos, s, r);
    return GEOSGeom_createPolygon_r(geos, geos_ring(geos, s, s->ring[part]), holes, count);
}

static GEOSGeometry *geos_feature(GEOSContextHandle_t geos, const lb_shapes *s, size_t i)
{
    GEOSGeometry *parts[8];
    unsigned count = 0;
    for (size_t p = s->part[i]; p < s->part[i + 1]; p++)
        parts[count++] = geos_part(geos, s, p);
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, count);
}

static bool valid(const lb_shapes *shapes)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *geometry = geos_feature(geos, shapes, 0);
    bool good = GEOSisValid_r(geos, geometry) == 1;
    GEOSGeom_destroy_r(geos, geometry);
    GEOS_finish_r(geos);
    return good;
}

/* A feature: a star with perhaps a hole, perhaps a second part; valid. */
static void random_feature(lb_random *random, lb_shapes *shapes)
{
    double xy[80];
    do {
        lb_shapes_clear(shapes);
        lb_shapes_add_feature(shapes);
        lb_shapes_add_part(shapes);
        double x = 500000 + 100 * lb_random_real(random);
        double y = 6500000 + 99950 + 40 * lb_random_real(random) - 60;
        double size = 1 + 40 * lb_random_real(random);
        bool hole = lb_random_below(random, 2);
        add(shapes, xy, star(random, x, y, size * (hole ? 0.6 : 0.1), size, xy));
        if (hole)
            add(shapes, xy, star(random, x, y, size * 0.05, size * 0.4, xy));
        if (lb_random_below(random, 2)) {
            lb_shapes_add_part(shapes);
            add(shapes, xy, star(random, x + 3 * size, y, size * 0.3, size, xy));
        }
    } while (!valid(shapes));
}

static double sum(const lb_cover *cover, size_t area)
{
    double total = 0;
    for (size_t i = cover->first[area]; i < cover->first[area + 1]; i++)
        total += cover->span[i].fraction * cover->span[i].length;
    return total * cover->grid.dx * cover->grid.dy;
}

static lb_cover covered(const lb_shapes *shapes, lb_grid grid, int threads)
{
    lb_cover cover;
    ck_assert_int_eq(lb_cover_compute(shapes, &grid, threads, &cover), LB_OK);
    return cover;
}

START_TEST(cells_and_outside_add_up_to_the_area)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    random_feature(&random, &s);
    lb_cover c = covered(&s, ten, 1);
    lb_cover all = covered(&s, (lb_grid){499000, 6601000, 10, 10, 300, 300}, 1);
    ck_near((sum(&c, 0) + c.outside[0]) / c.area[0], 1, 1e-12);
    ck_near(sum(&all, 0) / all.area[0], 1, 1e-12);
    ck_assert(all.outside[0] == 0);
    for (int32_t row = 0; row < 10; row++) /* a window sees what the whole sees */
        for (int32_t col = 0; col < 10; col++)
            ck_near(lb_cover_fraction(&c, 0, row, col),
                    lb_cover_fraction(&all, 0, row + 100, col + 100), 1e-12);
    lb_cover_clear(&c);
    lb_cover_clear(&all);
    lb_shapes_clear(&s);
}
END_TEST

static double geos_fraction(GEOSContextHandle_t geos, const GEOSGeometry *area, lb_box box)
{
    GEOSGeometry *cell = GEOSGeom_createRectangle_r(geos, box.xmin, box.ymin, box.xmax, box.ymax);
    GEOSGeometry *common = GEOSIntersection_r(geos, area, cell);
    double inside = 0;
    ck_assert_ptr_nonnull(common);
    GEOSArea_r(geos, common, &inside);
    GEOSGeom_destroy_r(geos, common);
    GEOSGeom_destroy_r(geos, cell);
    return inside / ((box.xmax - box.xmin) * (box.ymax - box.ymin));
}

START_TEST(each_cell_agrees_with_geos)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    random_feature(&random, &s);
    lb_cover c = covered(&s, ten, 1);
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *area = geos_feature(geos, &s, 0);
    for (int32_t row = 0; row < 10; row++)
        for (int32_t col = 0; col < 10; col++)
            ck_near(lb_cover_fraction(&c, 0, row, col),
                    geos_fraction(geos, area, lb_grid_cell_box(&ten, row, col)), 1e-9);
    GEOSGeom_destroy_r(geos, area);
    GEOS_finish_r(geos);
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

/* A tiling: a jittered lattice of corners (side on the outer rim), each face cut in two. */
static void tiling(lb_random *random, lb_shapes *shapes, int n, double x0, double y0, double side)
{
    double xy[21 * 21][2];
    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= n; j++) {
            double *p = xy[i * (n + 1) + j], jitter = side * 0.4;
            p[0] = x0 + side * j;
            p[1] = y0 + side * i;
            if (i > 0 && j > 0 && i < n && j < n && lb_random_below(random, 4)) {
                p[0] += jitter * (lb_random_real(random) - 0.5);
                p[1] += jitter * (lb_random_real(random) - 0.5);
            }
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double *a = xy[i * (n + 1) + j], *b = a + 2, *d = xy[(i + 1) * (n + 1) + j], *e = d + 2;
            lb_test_polygon(shapes, 1, RING(a[0], a[1], b[0], b[1], e[0], e[1]));
            lb_test_polygon(shapes, 1, RING(a[0], a[1], e[0], e[1], d[0], d[1]));
        }
}

START_TEST(a_partition_adds_up_to_one_in_every_cell)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    double side = 3 + 20 * lb_random_real(&random);
    tiling(&random, &s, 1 + lb_random_below(&random, 20), 499990, 6599890, 6 * side);
    lb_cover c = covered(&s, ten, 1);
    lb_box all = lb_shapes_box_all(&s);
    for (int32_t row = 0; row < 10; row++)
        for (int32_t col = 0; col < 10; col++) {
            lb_box cell = lb_grid_cell_box(&ten, row, col);
            double total = 0;
            for (size_t a = 0; a < c.count; a++)
                total += lb_cover_fraction(&c, a, row, col);
            if (cell.xmax <= all.xmax && cell.ymax <= all.ymax)
                ck_near(total, 1, 1e-12);
        }
    lb_cover_clear(&c);
    lb_shapes_clear(&s);
}
END_TEST

static bool same_cover(const lb_cover *a, const lb_cover *b)
{
    size_t n = a->first[a->count];
    if (a->count != b->count || n != b->first[b->count])
        return false;
    for (size_t i = 0; i < n; i++)
        if (a->span[i].row != b->span[i].row || a->span[i].col != b->span[i].col ||
            a->span[i].length != b->span[i].length || a->span[i].fraction != b->span[i].fraction)
            return false;
    return memcmp(a->first, b->first, (a->count + 1) * sizeof *a->first) == 0 &&
           memcmp(a->area, b->area, a->count * sizeof *a->area) == 0 &&
           memcmp(a->outside, b->outside, a->count * sizeof *a->outside) == 0;
}

START_TEST(threads_do_not_show)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    tiling(&random, &s, 8, 499990, 6599890, 14);
    lb_cover one = covered(&s, ten, 1), two = covered(&s, ten, 2), seven = covered(&s, ten, 7);
    ck_assert(same_cover(&one, &two));
    ck_assert(same_cover(&one, &seven));
    lb_cover_clear(&one);
    lb_cover_clear(&two);
    lb_cover_clear(&seven);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(start_and_direction_of_a_ring_do_not_matter)
{
    lb_random random = {(unsigned)_i};
    double xy[80], turned[80];
    size_t n = star(&random, 500050, 6599950, 5, 60, xy), start = n / 2;
    for (size_t i = 0; i < n; i++)
        memcpy(turned + 2 * i, xy + 2 * ((start + n - i) % n), 2 * sizeof *xy);
    lb_shapes a = {0}, b = {0};
    lb_test_polygon(&a, 1, xy, n);
    lb_test_polygon(&b, 1, turned, n);
    lb_cover ca = covered(&a, ten, 1), cb = covered(&b, ten, 1);
    ck_assert_uint_eq(ca.first[1], cb.first[1]);
    for (size_t i = 0; i < ca.first[1]; i++) {
        ck_assert_int_eq(ca.span[i].col, cb.span[i].col);
        ck_assert(ca.span[i].fraction == cb.span[i].fraction);
    }
    lb_cover_clear(&ca);
    lb_cover_clear(&cb);
    lb_shapes_clear(&a);
    lb_shapes_clear(&b);
}
END_TEST

START_TEST(quarters_of_cells_add_up_to_the_cells)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    random_feature(&random, &s);
    lb_cover coarse = covered(&s, ten, 1);
    lb_cover fine = covered(&s, (lb_grid){500000, 6600000, 5, 5, 20, 20}, 1);
    for (int32_t row = 0; row < 10; row++)
        for (int32_t col = 0; col < 10; col++) {
            double four = 0;
            for (int32_t i = 0; i < 4; i++)
                four += lb_cover_fraction(&fine, 0, 2 * row + i / 2, 2 * col + i % 2);
            ck_near(four / 4, lb_cover_fraction(&coarse, 0, row, col), 1e-12);
        }
    lb_cover_clear(&coarse);
    lb_cover_clear(&fine);
    lb_shapes_clear(&s);
}
END_TEST

/* What a job would do that is cut by tiles: each tile's cover alone, joined by adding. */
START_TEST(tiles_cut_anywhere_have_the_cells_of_the_whole)
{
    lb_random random = {(unsigned)_i + 4000};
    lb_shapes s = {0};
    random_feature(&random, &s);
    lb_cover all = covered(&s, ten, 1);
    const int32_t at[] = {0, 1 + lb_random_below(&random, 9), 10};
    double inside = 0;
    for (int32_t tile = 0; tile < 4; tile++) {
        int32_t r0 = at[tile / 2], c0 = at[tile % 2];
        lb_grid part = {ten.x0 + c0 * ten.dx,  ten.y0 - r0 * ten.dy, ten.dx, ten.dy,
                        at[tile % 2 + 1] - c0, at[tile / 2 + 1] - r0};
        lb_cover c = covered(&s, part, 1);
        for (int32_t row = 0; row < part.nrow; row++)
            for (int32_t col = 0; col < part.ncol; col++) {
                double here = lb_cover_fraction(&c, 0, row, col),
                       there = lb_cover_fraction(&all, 0, row + r0, col + c0);
                ck_near(here, there, 1e-13);
                ck_assert_msg((here == 1) == (there == 1) && (here > 0) == (there > 0),
                              "inside, or outside: by both or none: %.17g %.17g", here, there);
            }
        inside += sum(&c, 0);
        ck_near((sum(&c, 0) + c.outside[0]) / all.area[0], 1, 1e-12);
        lb_cover_clear(&c);
    }
    ck_near((inside + all.outside[0]) / all.area[0], 1, 1e-12);
    lb_cover_clear(&all);
    lb_shapes_clear(&s);
}
END_TEST

LB_PROPERTY_MAIN("coverage properties", 500, cells_and_outside_add_up_to_the_area,
                 each_cell_agrees_with_geos, a_partition_adds_up_to_one_in_every_cell,
                 threads_do_not_show, start_and_direction_of_a_ring_do_not_matter,
                 quarters_of_cells_add_up_to_the_cells,
                 tiles_cut_anywhere_have_the_cells_of_the_whole)
