/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probabilities of grounds at an unsure place, held against sums over lines across the plane, on
 * which ends and crossings of edges alone divide grounds. */
#include <lagesbild/locate.h>

#include "kernel/overlap/ground_chances.h"
#include "tests/support/support.h"

enum { MAX_AREAS = 9, CATEGORIES = 3, SIDE = 12, MAX_EDGES = 200, MAX_KINDS = 1000 };

/* Expected ------------------------------------------------------------------------------------- */

/* Is a point that is on no edge inside? Crossings of the ray to the east are odd. */
static bool is_inside(const lb_shapes *s, size_t feature, double x, double y)
{
    bool in = false;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            const double *a = s->xy + 2 * v, *b = a + 2;
            if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
                in = !in;
        }
    return in;
}

/* The numbers of edges that are not level; edge v goes from vertex v to v + 1. */
static size_t list_edges(const lb_shapes *s, size_t *edge)
{
    size_t n = 0;
    for (size_t r = 0; r < lb_shapes_rings(s); r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++)
            if (s->xy[2 * v + 1] != s->xy[2 * v + 3])
                edge[n++] = v;
    ck_assert_uint_le(n, MAX_EDGES);
    return n;
}

static int compare_numbers(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The heights of ends and of crossings of the edges' lines, in order. */
static size_t list_heights(const lb_shapes *s, const size_t *edge, size_t n, double *y)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        const double *a = s->xy + 2 * edge[i], dx = a[2] - a[0], dy = a[3] - a[1];
        y[k++] = a[1];
        y[k++] = a[3];
        for (size_t j = 0; j < i; j++) {
            const double *b = s->xy + 2 * edge[j], ex = b[2] - b[0], ey = b[3] - b[1];
            double det = dx * ey - dy * ex;
            if (det != 0)
                y[k++] = a[1] + ((b[0] - a[0]) * ey - (b[1] - a[1]) * ex) / det * dy;
        }
    }
    qsort(y, k, sizeof *y, compare_numbers);
    return k;
}

/* One kind of ground by a rule and which areas hold it. */
typedef struct scene {
    lb_shapes shapes;
    size_t category[MAX_AREAS];
    lb_locator *locator;
    lb_ground_borders borders;
    size_t kind[MAX_KINDS]; /* of keys: themselves */
    double place[2], sigma;
    double expected[MAX_KINDS];
} scene;

static uint32_t key_at(scene *s, const bool *in)
{
    uint32_t count[CATEGORIES] = {0};
    for (size_t i = 0; i < s->shapes.count; i++)
        if (in[i] && s->category[i] != SIZE_MAX)
            count[s->category[i]]++;
    uint32_t key = lb_ground_keys_find(&s->borders.keys, count);
    ck_assert_uint_lt(key, MAX_KINDS);
    return key;
}

/* The normal distribution's part to the west of x. */
static double part_west(const scene *s, double x)
{
    return erfc((s->place[0] - x) / s->sigma / sqrt(2)) / 2;
}

/* Adds what lies along y, times a weight. */
static void add_line(scene *s, const size_t *edge, size_t n, double y, double weight)
{
    double x[MAX_EDGES + 2];
    size_t k = 0;
    x[k++] = -1e9;
    for (size_t i = 0; i < n; i++) {
        const double *a = s->shapes.xy + 2 * edge[i];
        if ((a[1] > y) != (a[3] > y))
            x[k++] = a[0] + (y - a[1]) * (a[2] - a[0]) / (a[3] - a[1]);
    }
    x[k++] = 1e9;
    qsort(x, k, sizeof *x, compare_numbers);
    for (size_t i = 0; i + 1 < k; i++) {
        bool in[MAX_AREAS];
        for (size_t a = 0; a < s->shapes.count; a++)
            in[a] = is_inside(&s->shapes, a, (x[i] + x[i + 1]) / 2, y);
        s->expected[key_at(s, in)] += weight * (part_west(s, x[i + 1]) - part_west(s, x[i]));
    }
}

/* Between two heights where no edges end or cross, by Gauss's rule of 4 points over short steps. */
static void add_slab(scene *s, const size_t *edge, size_t n, double low, double high)
{
    static const double node[] = {-0.8611363115940526, -0.3399810435848563, 0.3399810435848563,
                                  0.8611363115940526};
    static const double weight[] = {0.3478548451374539, 0.6521451548625461, 0.6521451548625461,
                                    0.3478548451374539};
    int steps = (int)ceil((high - low) / s->sigma * 16);
    double half = (high - low) / steps / 2;
    for (int i = 0; i < steps; i++)
        for (int k = 0; k < 4; k++) {
            double y = low + (2 * i + 1 + node[k]) * half, t = (y - s->place[1]) / s->sigma;
            add_line(s, edge, n, y,
                     weight[k] * half / s->sigma * exp(-t * t / 2) / sqrt(2 * acos(-1)));
        }
}

static void expect(scene *s)
{
    static double y[MAX_EDGES * MAX_EDGES];
    size_t edge[MAX_EDGES], n = list_edges(&s->shapes, edge);
    size_t heights = list_heights(&s->shapes, edge, n, y);
    double low = s->place[1] - 8 * s->sigma, end = s->place[1] + 8 * s->sigma;
    for (size_t k = 0; k < MAX_KINDS; k++)
        s->expected[k] = 0;
    for (size_t h = 0; h <= heights; h++) {
        double high = h < heights ? fmin(y[h], end) : end;
        if (!(high > low + 1e-12))
            continue;
        add_slab(s, edge, n, low, high);
        low = high;
    }
}

/* Found ---------------------------------------------------------------------------------------- */

static size_t locate(void *udata, double x, double y)
{
    scene *s = udata;
    size_t area[MAX_AREAS], n = lb_locator_find(s->locator, x, y, area, MAX_AREAS);
    bool in[MAX_AREAS] = {false};
    for (size_t i = 0; i < n; i++)
        in[area[i]] = true;
    return key_at(s, in);
}

static void check_chances(scene *s, double tolerance)
{
    lb_ground_chances chances = {.count = 0};
    lb_ground_places places = {&s->borders, s->kind, s->borders.keys.keys, s->sigma, locate, s};
    double sum = 0, missed = 0;
    ck_assert_int_eq(lb_ground_chances_find(&chances, &places, s->place), LB_OK);
    for (size_t i = 0; i < chances.count; i++) {
        double p = chances.item[i].probability;
        ck_near(p, s->expected[chances.item[i].kind], tolerance);
        ck_assert(p > 0);
        s->expected[chances.item[i].kind] = 0;
        sum += p;
    }
    for (size_t k = 0; k < MAX_KINDS; k++)
        missed += s->expected[k];
    ck_near(sum, 1, 1e-15 * 100);
    ck_near(missed, 0, tolerance);
    lb_ground_chances_clear(&chances);
}

static void find_borders(scene *s, lb_overlap_rule rule, int threads)
{
    lb_overlap overlap;
    lb_ground_request request = {s->category, CATEGORIES, rule, NULL, threads};
    for (size_t k = 0; k < MAX_KINDS; k++)
        s->kind[k] = k;
    ck_assert_int_eq(lb_overlap_init(&overlap, &s->shapes, 0, threads), LB_OK);
    ck_assert_int_eq(lb_ground_borders_find(&overlap, &request, &s->borders), LB_OK);
    lb_overlap_clear(&overlap);
}

/* Places on corners and edges as often as others. */
static void choose_place(scene *s, lb_random *r)
{
    s->sigma = 0.2 + 4 * lb_random_real(r);
    for (int i = 0; i < 2; i++)
        s->place[i] = lb_random_below(r, 2) ? lb_random_below(r, 2 * SIDE) / 2.0
                                            : 2 * SIDE * lb_random_real(r) - SIDE / 2.0;
}

static void check_rules(scene *s, lb_random *r)
{
    ck_assert_int_eq(lb_locator_new(&s->shapes, NULL, 1, &s->locator), LB_OK);
    for (size_t i = 0; i < MAX_AREAS; i++)
        s->category[i] = lb_random_below(r, 8) ? (size_t)lb_random_below(r, CATEGORIES) : SIZE_MAX;
    for (lb_overlap_rule rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        find_borders(s, rule, 1 + lb_random_below(r, 3));
        for (int i = 0; i < 3; i++) {
            choose_place(s, r);
            expect(s);
            check_chances(s, 1e-9);
        }
        lb_ground_borders_clear(&s->borders);
    }
    lb_locator_free(s->locator);
    lb_shapes_clear(&s->shapes);
}

START_TEST(rectangles_that_share_edges_corners_and_all)
{
    for (int seed = 0; seed < 20; seed++) {
        lb_random r = {(unsigned long long)seed};
        scene s = {.sigma = 0};
        for (int n = 2 + lb_random_below(&r, MAX_AREAS - 2); n > 0; n--) {
            double x = lb_random_below(&r, SIDE), w = 1 + lb_random_below(&r, SIDE / 2);
            double y = lb_random_below(&r, SIDE), h = 1 + lb_random_below(&r, SIDE / 2);
            if (w > 2 && h > 2 && lb_random_below(&r, 3) == 0)
                lb_test_polygon(
                    &s.shapes, 2, RING(x, y, x + w, y, x + w, y + h, x, y + h),
                    RING(x + 1, y + 1, x + 1, y + h - 1, x + w - 1, y + h - 1, x + w - 1, y + 1));
            else
                lb_test_polygon(&s.shapes, 1, RING(x, y, x + w, y, x + w, y + h, x, y + h));
        }
        check_rules(&s, &r);
    }
}
END_TEST

START_TEST(triangles_of_any_slope_some_of_them_slivers)
{
    for (int seed = 0; seed < 20; seed++) {
        lb_random r = {(unsigned long long)seed + 1000};
        scene s = {.sigma = 0};
        for (int n = 2 + lb_random_below(&r, MAX_AREAS - 2); n > 0;) {
            double p[6];
            for (int i = 0; i < 6; i++)
                p[i] = lb_random_below(&r, 2 * SIDE);
            if (lb_random_below(&r, 4) == 0) { /* a side of 1e-4 beside a long one */
                p[4] = p[2] + 1e-4;
                p[5] = p[3];
            }
            if ((p[2] - p[0]) * (p[5] - p[1]) - (p[3] - p[1]) * (p[4] - p[0]) == 0)
                continue;
            lb_test_polygon(&s.shapes, 1, p, (size_t)3);
            n--;
        }
        check_rules(&s, &r);
    }
}
END_TEST

/* Areas of a millimetre seen from a hundred thousand of their widths, and a place far from all. */
START_TEST(an_error_far_wider_than_the_areas_and_a_place_beyond_reach)
{
    scene s = {.sigma = 100, .place = {600000, 6600030}};
    lb_test_polygon(
        &s.shapes, 1,
        RING(600000, 6600000, 600000.001, 6600000, 600000.001, 6600000.001, 600000, 6600000.001));
    ck_assert_int_eq(lb_locator_new(&s.shapes, NULL, 1, &s.locator), LB_OK);
    find_borders(&s, LB_OVERLAP_SPLIT, 1);
    const uint32_t none[CATEGORIES] = {0}, one[CATEGORIES] = {1};
    double in = 1e-6 * exp(-0.045) / (2 * acos(-1) * 1e4);
    s.expected[lb_ground_keys_find(&s.borders.keys, none)] = 1 - in;
    s.expected[lb_ground_keys_find(&s.borders.keys, one)] = in;
    check_chances(&s, 1e-13);
    s.place[0] += 1e6;
    s.expected[lb_ground_keys_find(&s.borders.keys, none)] = 1;
    check_chances(&s, 0);
    lb_ground_borders_clear(&s.borders);
    lb_locator_free(s.locator);
    lb_shapes_clear(&s.shapes);
}
END_TEST

LB_TEST_MAIN("ground_chances", rectangles_that_share_edges_corners_and_all,
             triangles_of_any_slope_some_of_them_slivers,
             an_error_far_wider_than_the_areas_and_a_place_beyond_reach)
