/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/geometry/orient.h"
#include "tests/support/support.h"

enum { SIDE = 12, POINTS = 60 };

/* Faces between corners of a jittered lattice, each cut in two: neighbours share vertices.
 * `step` is what coordinates are multiples of, so that many coincide with cells and points. */
static void tiling(lb_random *random, lb_shapes *shapes, double x0, double y0, double step)
{
    double at[SIDE + 1][SIDE + 1][2];
    for (int i = 0; i <= SIDE; i++)
        for (int j = 0; j <= SIDE; j++) {
            bool rim = i == 0 || j == 0 || i == SIDE || j == SIDE;
            for (int k = 0; k < 2; k++) {
                double jitter = rim ? 0 : 7 * (lb_random_real(random) - 0.5);
                at[i][j][k] = (k ? y0 : x0) + 16 * (k ? i : j) + round(jitter / step) * step;
            }
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            double *a = at[i][j], *b = at[i][j + 1], *c = at[i + 1][j + 1], *d = at[i + 1][j];
            lb_test_polygon(shapes, 1, RING(a[0], a[1], b[0], b[1], c[0], c[1]));
            lb_test_polygon(shapes, 1, RING(a[0], a[1], c[0], c[1], d[0], d[1]));
        }
}

/* A vertex, a point on or as near to an edge as doubles come, or any point. */
static void choose_point(lb_random *random, const lb_shapes *s, double p[2])
{
    size_t ring = (size_t)lb_random_below(random, (int)lb_shapes_rings(s));
    const double *a = s->xy + 2 * s->vertex[ring], *b = a + 2;
    double t[] = {0, 0.5, 0.25, lb_random_real(random)};
    double along = t[lb_random_below(random, 4)];
    for (int k = 0; k < 2; k++)
        p[k] = a[k] + along * (b[k] - a[k]);
    if (lb_random_below(random, 4) == 0)
        p[0] += 20 * (lb_random_real(random) - 0.5);
    if (lb_random_below(random, 4) == 0)
        p[0] = nextafter(p[0], p[0] + lb_random_below(random, 3) - 1);
}

/* The rule said again, plainly: the parity of all edges east of the point. */
static bool brute_force(const lb_shapes *s, size_t area, const double p[2])
{
    bool inside = false;
    for (size_t r = s->ring[s->part[area]]; r < s->ring[s->part[area + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            const double *a = s->xy + 2 * v, *b = a + 2;
            const double *low = a[1] < b[1] ? a : b, *high = a[1] < b[1] ? b : a;
            if (low[1] <= p[1] && p[1] < high[1] && lb_orient(low, high, p) > 0)
                inside = !inside;
        }
    return inside;
}

static lb_locator *locator(const lb_shapes *shapes, const lb_grid *grid, int threads)
{
    lb_locator *made;
    ck_assert_int_eq(lb_locator_new(shapes, grid, threads, &made), LB_OK);
    return made;
}

static void check_point(const lb_locator *l, const lb_shapes *s, const double p[2])
{
    size_t area[4], n, many[4], found = lb_locator_find(l, p[0], p[1], area, 4);
    lb_locator_find_many(l, p, 1, &n, many, 4);
    ck_assert_uint_eq(n, found);
    ck_assert(n == 0 || many[0] == area[0]);
    lb_box all = lb_shapes_box_all(s);
    bool in = p[0] >= all.xmin && p[0] < all.xmax && p[1] >= all.ymin && p[1] < all.ymax;
    ck_assert_msg(n == (in ? 1 : 0), "(%.17g, %.17g) is in %zu areas of a partition", p[0], p[1],
                  n);
    if (n == 1)
        ck_assert_msg(brute_force(s, area[0], p), "(%.17g, %.17g) in %zu", p[0], p[1], area[0]);
}

START_TEST(a_point_is_in_exactly_one_area_of_a_partition)
{
    lb_random random = {(unsigned)_i};
    const double steps[] = {8, 4, 1, 0x1p-20};
    double step = steps[lb_random_below(&random, 4)];
    double x0 = lb_random_below(&random, 2) ? 600000 : 600000.3;
    lb_shapes s = {0};
    tiling(&random, &s, x0, 6600000, step);
    lb_grid grid = {
        600000, 6600200, 1 + lb_random_below(&random, 20), 0.1 + lb_random_below(&random, 20),
        20,     20};
    lb_locator *own = locator(&s, NULL, 1), *given = locator(&s, &grid, 2);
    for (int i = 0; i < POINTS; i++) {
        double p[2];
        choose_point(&random, &s, p);
        check_point(own, &s, p);
        check_point(given, &s, p);
    }
    lb_locator_free(own);
    lb_locator_free(given);
    lb_shapes_clear(&s);
}
END_TEST

/* Stars of any size over one another, with small integer coordinates: all kinds of touching. */
static void stars(lb_random *random, lb_shapes *shapes, int count)
{
    for (int k = 0; k < count; k++) {
        double xy[40];
        int n = 3 + lb_random_below(random, 17), size = 2 + lb_random_below(random, 60);
        int x = lb_random_below(random, 100), y = lb_random_below(random, 100);
        for (int i = 0; i < n; i++) {
            double angle = 6.283185307179586 * i / n,
                   r = size * (0.3 + 0.7 * lb_random_real(random));
            xy[2 * i] = x + round(r * cos(angle));
            xy[2 * i + 1] = y + round(r * sin(angle));
        }
        lb_test_polygon(shapes, 1, xy, (size_t)n);
    }
}

START_TEST(overlapping_areas_agree_with_brute_force)
{
    lb_random random = {(unsigned)_i};
    lb_shapes s = {0};
    stars(&random, &s, 30);
    lb_grid grid = {0, 0, 5, 3, 0, 0};
    lb_locator *own = locator(&s, NULL, 2), *given = locator(&s, &grid, 1);
    for (int i = 0; i < POINTS; i++) {
        double p[2] = {lb_random_below(&random, 240) / 2.0, lb_random_below(&random, 240) / 2.0};
        size_t area[30], other[30], n = lb_locator_find(own, p[0], p[1], area, 30), k = 0;
        ck_assert_uint_eq(lb_locator_find(given, p[0], p[1], other, 30), n);
        for (size_t a = 0; a < s.count; a++)
            if (brute_force(&s, a, p)) {
                ck_assert_msg(k < n && area[k] == a && other[k] == a, "(%g, %g)", p[0], p[1]);
                k++;
            }
        ck_assert_uint_eq(k, n);
    }
    lb_locator_free(own);
    lb_locator_free(given);
    lb_shapes_clear(&s);
}
END_TEST

LB_PROPERTY_MAIN("locate properties", 500, a_point_is_in_exactly_one_area_of_a_partition,
                 overlapping_areas_agree_with_brute_force)
