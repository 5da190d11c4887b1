/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of areas that overlap, held against sums over pieces so small that each is in an area
 * wholly or not at all, and against GEOS. */
#include <lagesbild/coverage.h>

#include "kernel/overlap/edge_crossing.h"
#include "kernel/overlap/edge_strip.h"
#include "kernel/overlap/overlap_sizes.h"
#include "kernel/overlap/cell_strips.h"
#include "kernel/overlap/union_cover.h"
#include "kernel/overlap/zone_parts.h"
#include "port/geos/geos_union.h"
#include "tests/support/support.h"

enum { MAX_AREAS = 12, CATEGORIES = 3, SIDE = 12, SLAB_EDGES = 200 };

/* What the sums over pieces give. */
typedef struct expected_sizes {
    double held[MAX_AREAS + 2], gain[3][CATEGORIES], pair[MAX_AREAS][MAX_AREAS], sum, perimeter;
} expected_sizes;

/* Membership and pieces ------------------------------------------------------------------------ */

/* Is a point that is on no edge inside? Crossings of the ray to the east are odd. */
static bool is_inside(const lb_shapes *s, size_t feature, long double x, long double y)
{
    bool in = false;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            long double ax = s->xy[2 * v], ay = s->xy[2 * v + 1], bx = s->xy[2 * v + 2],
                        by = s->xy[2 * v + 3];
            if ((ay > y) != (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay))
                in = !in;
        }
    return in;
}

/* Adds a piece of ground around (x, y) that no edge cuts. */
static void add_ground(const lb_shapes *s, const size_t *category, long double x, long double y,
                       long double area, expected_sizes *e)
{
    bool in[MAX_AREAS];
    int depth = 0, count[CATEGORIES] = {0}, worst = CATEGORIES;
    for (size_t i = 0; i < s->count; i++) {
        in[i] = is_inside(s, i, x, y);
        depth += in[i];
        count[category[i]] += in[i];
        if (in[i] && (int)category[i] < worst)
            worst = (int)category[i];
    }
    for (int d = 1; d <= depth; d++)
        e->held[d] += (double)area;
    for (int c = 0; c < CATEGORIES && depth > 0; c++) {
        e->gain[LB_OVERLAP_BOTH][c] += (double)area * ((count[c] > 0) - count[c]);
        e->gain[LB_OVERLAP_PRIORITY][c] += (double)area * ((worst == c) - count[c]);
        e->gain[LB_OVERLAP_SPLIT][c] += (double)area * ((double)count[c] / depth - count[c]);
    }
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = i + 1; j < s->count; j++)
            e->pair[i][j] += in[i] && in[j] ? (double)area : 0;
}

static void add_totals(const lb_shapes *s, expected_sizes *e)
{
    for (size_t v = 0; v + 1 < lb_shapes_vertices(s); v++)
        e->perimeter += hypot(s->xy[2 * v + 2] - s->xy[2 * v], s->xy[2 * v + 3] - s->xy[2 * v + 1]);
    for (size_t i = 0; i < s->count; i++)
        e->sum += lb_shapes_area(s, i);
}

/* Exact: edges along rows, columns and diagonals of whole numbers cut the plane no finer than the
 * four triangles that the diagonals of a square make. */
static void sum_triangles(const lb_shapes *s, const size_t *category, expected_sizes *e)
{
    static const double middle[4][2] = {{0.5, 0.2}, {0.5, 0.8}, {0.2, 0.5}, {0.8, 0.5}};
    for (int x = 0; x < 2 * SIDE; x++)
        for (int y = 0; y < 2 * SIDE; y++)
            for (int t = 0; t < 4; t++)
                add_ground(s, category, x + middle[t][0], y + middle[t][1], 0.25L, e);
    add_totals(s, e);
}

/* A number as a fraction of whole numbers, the lower part positive. */
typedef struct fraction {
    int64_t n, d;
} fraction;

static int compare_fractions(const void *a, const void *b)
{
    const fraction *x = a, *y = b;
    lb_wide left = (lb_wide)x->n * y->d, right = (lb_wide)y->n * x->d;
    return (left > right) - (left < right);
}

typedef struct plain_edge {
    int64_t ax, ay, bx, by; /* ay < by */
} plain_edge;

static size_t list_edges(const lb_shapes *s, plain_edge *edge)
{
    size_t n = 0;
    for (size_t r = 0; r < lb_shapes_rings(s); r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            const double *p = s->xy + 2 * v;
            plain_edge e = {(int64_t)p[0], (int64_t)p[1], (int64_t)p[2], (int64_t)p[3]};
            if (e.ay > e.by)
                e = (plain_edge){e.bx, e.by, e.ax, e.ay};
            ck_assert_uint_lt(n, SLAB_EDGES);
            if (e.ay != e.by)
                edge[n++] = e;
        }
    return n;
}

/* The heights of all ends and crossings of edges, exactly, in order. */
static size_t list_heights(const plain_edge *edge, size_t n, fraction *y)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        y[k++] = (fraction){edge[i].ay, 1};
        y[k++] = (fraction){edge[i].by, 1};
        for (size_t j = 0; j < i; j++) {
            int64_t dx = edge[i].bx - edge[i].ax, dy = edge[i].by - edge[i].ay;
            int64_t ex = edge[j].bx - edge[j].ax, ey = edge[j].by - edge[j].ay;
            int64_t det = dx * ey - dy * ex;
            int64_t t = (edge[j].ax - edge[i].ax) * ey - (edge[j].ay - edge[i].ay) * ex;
            if (det == 0)
                continue;
            fraction at = {edge[i].ay * det + t * dy, det};
            y[k++] = det > 0 ? at : (fraction){-at.n, -at.d};
        }
    }
    qsort(y, k, sizeof *y, compare_fractions);
    return k;
}

static int compare_places(const void *a, const void *b)
{
    const long double *x = a, *y = b;
    return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Trapezoids between neighbouring heights, where no edges cross: heights are exact, places and
 * areas to the last digits of long doubles. */
static void sum_slabs(const lb_shapes *s, const size_t *category, expected_sizes *e)
{
    static plain_edge edge[SLAB_EDGES];
    static fraction y[SLAB_EDGES * SLAB_EDGES];
    size_t n = list_edges(s, edge), heights = list_heights(edge, n, y);
    for (size_t h = 0; h + 1 < heights; h++) {
        static long double at[SLAB_EDGES][3]; /* x at the bottom, the middle, the top */
        long double low = (long double)y[h].n / y[h].d;
        long double high = (long double)y[h + 1].n / y[h + 1].d, middle = (low + high) / 2;
        size_t k = 0;
        if (compare_fractions(&y[h], &y[h + 1]) == 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            long double slope = (long double)(edge[i].bx - edge[i].ax) / (edge[i].by - edge[i].ay);
            if (!(edge[i].ay < middle && middle < edge[i].by))
                continue;
            at[k][0] = edge[i].ax + (low - edge[i].ay) * slope;
            at[k][1] = edge[i].ax + (middle - edge[i].ay) * slope;
            at[k++][2] = edge[i].ax + (high - edge[i].ay) * slope;
        }
        qsort(at, k, sizeof *at, compare_places);
        for (size_t i = 0; i + 1 < k; i++)
            if (at[i + 1][1] - at[i][1] > 1e-14L)
                add_ground(s, category, (at[i][1] + at[i + 1][1]) / 2, middle,
                           (at[i + 1][0] - at[i][0] + at[i + 1][2] - at[i][2]) / 2 * (high - low),
                           e);
    }
    add_totals(s, e);
}

/* Comparison ----------------------------------------------------------------------------------- */

static lb_overlap_sizes sizes_of(const lb_shapes *s, const size_t *category, lb_overlap_rule rule,
                                 int threads)
{
    lb_overlap overlap;
    lb_overlap_sizes sizes;
    lb_overlap_request request = {.category = category,
                                  .categories = category ? CATEGORIES : 0,
                                  .rule = rule,
                                  .pairs = true,
                                  .most_pairs = 1000};
    ck_assert_int_eq(lb_overlap_init(&overlap, s, 0, threads), LB_OK);
    ck_assert_int_eq(lb_overlap_sizes_find(&overlap, &request, &sizes), LB_OK);
    lb_overlap_clear(&overlap);
    return sizes;
}

static void check_sizes(const lb_shapes *s, const size_t *category, const expected_sizes *e)
{
    double tolerance = 1e-9 * e->held[1] + 0x1p-50 * 2 * SIDE * e->perimeter;
    for (lb_overlap_rule rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        lb_overlap_sizes f = sizes_of(s, category, rule, 1);
        double pairs = 0;
        ck_near(e->sum - f.repeated[0], e->held[1], tolerance);
        for (size_t d = 2; d <= MAX_AREAS; d++)
            ck_near(d <= f.depths ? f.held[0][d] : 0, e->held[d], tolerance);
        for (int c = 0; c < CATEGORIES; c++)
            ck_near(f.gain[0][c], e->gain[rule][c], tolerance);
        for (size_t i = 0; i < s->count; i++)
            for (size_t j = i + 1; j < s->count; j++) {
                double found = 0;
                for (size_t k = 0; k < f.pairs.kept; k++)
                    if (f.pairs.item[k].i == i && f.pairs.item[k].j == j)
                        found += f.pairs.item[k].area;
                ck_near(found, e->pair[i][j], tolerance);
                pairs += e->pair[i][j];
            }
        ck_near(f.pairs.sum, pairs, MAX_AREAS * tolerance);
        lb_overlap_sizes_clear(&f);
    }
}

/* Shapes --------------------------------------------------------------------------------------- */

static void add_random_area(lb_shapes *s, lb_random *r)
{
    double x = lb_random_below(r, SIDE), y = lb_random_below(r, SIDE);
    double w = 1 + lb_random_below(r, SIDE / 2), h = 1 + lb_random_below(r, SIDE / 2);
    switch (lb_random_below(r, 6)) {
    case 0:
        if (s->count > 0) { /* the same area again */
            size_t again = (size_t)lb_random_below(r, (int)s->count);
            lb_shapes copy = {0};
            ck_assert_int_eq(lb_shapes_add_copy(&copy, s, again), LB_OK);
            ck_assert_int_eq(lb_shapes_add_copy(s, &copy, 0), LB_OK);
            lb_shapes_clear(&copy);
            return;
        }
        /* fall through */
    case 1:
        lb_test_polygon(s, 1, RING(x, y, x + w, y, x + w, y + h, x, y + h));
        return;
    case 2:
        lb_test_polygon(s, 1, RING(x, y, x + w, y, x + w, y + w));
        return;
    case 3: /* a diamond */
        lb_test_polygon(s, 1, RING(x + w, y, x + 2 * w, y + w, x + w, y + 2 * w, x, y + w));
        return;
    case 4: /* a hole */
        lb_test_polygon(
            s, 2, RING(x, y, x + w + 2, y, x + w + 2, y + h + 2, x, y + h + 2),
            RING(x + 1, y + 1, x + 1, y + 1 + h, x + 1 + w, y + 1 + h, x + 1 + w, y + 1));
        return;
    default: /* two parts that touch in a corner */
        lb_test_polygon(s, 1, RING(x, y, x + w, y, x + w, y + h, x, y + h));
        ck_assert_int_eq(lb_shapes_add_part(s), LB_OK);
        ck_assert_int_eq(
            lb_shapes_add_ring(s, RING(x + w, y + h, x + w + 2, y + h, x + w + 2, y + h + 2)),
            LB_OK);
    }
}

static void choose_categories(size_t *category, lb_random *r)
{
    for (int i = 0; i < MAX_AREAS; i++)
        category[i] = (size_t)lb_random_below(r, CATEGORIES);
}

START_TEST(areas_along_rows_and_diagonals_have_the_sizes_of_their_triangles)
{
    for (int seed = 0; seed < 500; seed++) {
        lb_random r = {(unsigned long long)seed};
        lb_shapes s = {0};
        expected_sizes e = {.sum = 0};
        size_t category[MAX_AREAS];
        choose_categories(category, &r);
        for (int n = 2 + lb_random_below(&r, MAX_AREAS - 2); n > 0; n--)
            add_random_area(&s, &r);
        sum_triangles(&s, category, &e);
        check_sizes(&s, category, &e);
        lb_shapes_clear(&s);
    }
}
END_TEST

START_TEST(triangles_of_any_slope_have_the_sizes_of_their_slabs)
{
    for (int seed = 0; seed < 500; seed++) {
        lb_random r = {(unsigned long long)seed};
        lb_shapes s = {0};
        expected_sizes e = {.sum = 0};
        size_t category[MAX_AREAS];
        choose_categories(category, &r);
        for (int n = 2 + lb_random_below(&r, MAX_AREAS - 2); n > 0;) {
            double p[6];
            for (int i = 0; i < 6; i++)
                p[i] = lb_random_below(&r, 2 * SIDE);
            double det = (p[2] - p[0]) * (p[5] - p[1]) - (p[3] - p[1]) * (p[4] - p[0]);
            if (det == 0)
                continue;
            lb_test_polygon(&s, 1, p, (size_t)3);
            n--;
        }
        sum_slabs(&s, category, &e);
        check_sizes(&s, category, &e);
        lb_shapes_clear(&s);
    }
}
END_TEST

/* Zones ---------------------------------------------------------------------------------------- */

enum { ZONES = 3, TARGETS = MAX_AREAS + CATEGORIES + 1 };

/* part[zone][target] of ground that no edge cuts, by one rule. */
static void add_zone_ground(const lb_shapes *zones, const lb_shapes *areas, const size_t *category,
                            lb_overlap_rule rule, const double at[2], double part[ZONES][TARGETS])
{
    double share[TARGETS] = {0};
    int depth = 0, count[CATEGORIES] = {0}, worst = CATEGORIES;
    for (size_t i = 0; i < areas->count; i++) {
        bool in = is_inside(areas, i, at[0], at[1]);
        share[i] = in;
        depth += in;
        count[category[i]] += in;
        worst = in && (int)category[i] < worst ? (int)category[i] : worst;
    }
    for (int c = 0; c < CATEGORIES && depth > 0; c++)
        share[areas->count + (size_t)c] = rule == LB_OVERLAP_BOTH       ? count[c] > 0
                                          : rule == LB_OVERLAP_PRIORITY ? worst == c
                                                                        : (double)count[c] / depth;
    share[areas->count + CATEGORIES] = depth > 0;
    for (size_t z = 0; z < ZONES; z++)
        for (size_t t = 0; t < TARGETS && is_inside(zones, z, at[0], at[1]); t++)
            part[z][t] += 0.25 * share[t];
}

/* The parts found, against the triangles'. The second measure is cells of one that cover it all, so
 * that both are the same. */
static void check_zones(const lb_shapes *zones, const lb_shapes *areas, const size_t *category,
                        lb_overlap_rule rule)
{
    static const double middle[4][2] = {{0.5, 0.2}, {0.5, 0.8}, {0.2, 0.5}, {0.8, 0.5}};
    static int64_t cell[4 * SIDE * SIDE];
    static double one[4 * SIDE * SIDE];
    double expected[ZONES][TARGETS] = {{0}};
    lb_grid grid = {0, 2 * SIDE, 1, 1, 2 * SIDE, 2 * SIDE};
    lb_shapes all = {0};
    lb_overlap overlap;
    lb_cell_strips strips;
    lb_zone_part *part;
    size_t n;
    for (int k = 0; k < 4 * SIDE * SIDE; k++) {
        cell[k] = k;
        one[k] = 1;
        for (int t = 0; t < 4; t++)
            add_zone_ground(
                zones, areas, category, rule,
                (const double[]){k % (2 * SIDE) + middle[t][0], k / (2 * SIDE) + middle[t][1]},
                expected);
    }
    for (size_t i = 0; i < zones->count + areas->count; i++)
        ck_assert_int_eq(i < ZONES ? lb_shapes_add_copy(&all, zones, i)
                                   : lb_shapes_add_copy(&all, areas, i - ZONES),
                         LB_OK);
    ck_assert_int_eq(lb_cell_strips_init(&strips, &grid, cell, one, 4 * SIDE * SIDE), LB_OK);
    lb_overlap_measure measure = {&strips, lb_cell_strip};
    lb_overlap_request request = {
        .category = category, .categories = CATEGORIES, .rule = rule, .measure = &measure};
    ck_assert_int_eq(lb_overlap_init(&overlap, &all, ZONES, 1), LB_OK);
    ck_assert_int_eq(lb_zone_parts_find(&overlap, &request, &part, &n), LB_OK);
    for (size_t k = 0; k < n; k++) {
        double *e = &expected[part[k].zone][part[k].target];
        ck_near(part[k].size[0], *e, 1e-9);
        ck_near(part[k].size[1], *e, 1e-9);
        *e = 0;
    }
    for (size_t z = 0; z < ZONES; z++)
        for (size_t t = 0; t < TARGETS; t++)
            ck_assert(expected[z][t] == 0);
    free(part);
    lb_cell_strips_clear(&strips);
    lb_overlap_clear(&overlap);
    lb_shapes_clear(&all);
}

START_TEST(zones_and_areas_share_what_their_triangles_do)
{
    for (int seed = 0; seed < 40; seed++) {
        lb_random r = {(unsigned long long)seed};
        lb_shapes zones = {0}, areas = {0};
        size_t category[MAX_AREAS];
        double a = 1 + lb_random_below(&r, SIDE), b = a + 1 + lb_random_below(&r, SIDE - 2);
        choose_categories(category, &r);
        lb_test_polygon(&zones, 1, RING(0, 0, a, 0, a, 2 * SIDE, 0, 2 * SIDE));
        lb_test_polygon(&zones, 1, RING(a, 0, b, 0, b, 2 * SIDE, a, 2 * SIDE));
        lb_test_polygon(&zones, 1, RING(b, 3, 2 * SIDE, 3, 2 * SIDE, SIDE, b, SIDE));
        for (int n = 2 + lb_random_below(&r, MAX_AREAS - 2); n > 0; n--)
            add_random_area(&areas, &r);
        for (lb_overlap_rule rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++)
            check_zones(&zones, &areas, category, rule);
        lb_shapes_clear(&zones);
        lb_shapes_clear(&areas);
    }
}
END_TEST

/* Discs ---------------------------------------------------------------------------------------- */

static void add_disc(lb_shapes *s, double x, double y, double radius, int corners, int from,
                     bool turned)
{
    double xy[400];
    for (int k = 0; k < corners; k++) {
        int at = (from + (turned ? corners - k : k)) % corners;
        xy[2 * k] = x + radius * cos(6.283185307179586 * at / corners);
        xy[2 * k + 1] = y + radius * sin(6.283185307179586 * at / corners);
    }
    lb_test_polygon(s, 1, xy, (size_t)corners);
}

/* n discs around a town of 3 km; order: a step through them; also rings of squares that tile. */
static lb_shapes make_discs(int n, int step, int from, bool turned)
{
    lb_shapes s = {0};
    for (int k = 0; k < n; k++) {
        lb_random r = {(unsigned long long)(k * step % n + 1)};
        double x = 500000 + 3000 * lb_random_real(&r), y = 6500000 + 3000 * lb_random_real(&r);
        if (k * step % n % 4 == 0)
            lb_test_polygon(&s, 1,
                            RING(floor(x / 250) * 250, floor(y / 250) * 250,
                                 floor(x / 250) * 250 + 250, floor(y / 250) * 250,
                                 floor(x / 250) * 250 + 250, floor(y / 250) * 250 + 250));
        else
            add_disc(&s, x, y, 100 + 400 * lb_random_real(&r), 24, from, turned);
    }
    return s;
}

static void check_same_bytes(const lb_overlap_sizes *a, const lb_overlap_sizes *b)
{
    ck_assert_uint_eq(a->depths, b->depths);
    ck_assert_uint_eq(a->crossings, b->crossings);
    ck_assert(memcmp(a->held[0] + 2, b->held[0] + 2, (a->depths - 1) * sizeof(double)) == 0);
    ck_assert(a->pairs.sum == b->pairs.sum);
    ck_assert_uint_eq(a->pairs.count, b->pairs.count);
}

START_TEST(order_rotation_direction_and_threads_change_no_bit)
{
    lb_shapes s = make_discs(211, 1, 0, false);
    lb_overlap_sizes plain = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 1);
    ck_assert_uint_gt(plain.depths, 10);
    for (int way = 0; way < 6; way++) {
        lb_shapes other = make_discs(211, 1 + 17 * way, 5 * way, way % 2 == 1);
        lb_overlap_sizes f = sizes_of(&other, NULL, LB_OVERLAP_BOTH, 1 + way % 3);
        check_same_bytes(&plain, &f);
        lb_overlap_sizes_clear(&f);
        lb_shapes_clear(&other);
    }
    lb_overlap_sizes_clear(&plain);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(the_union_is_that_of_geos)
{
    for (int n = 20; n < 400; n += 60) {
        lb_shapes s = make_discs(n, 1, 0, false), joined = {0};
        lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 2);
        size_t *which = malloc((size_t)n * sizeof *which);
        double sum = 0;
        for (size_t i = 0; i < s.count; i++) {
            which[i] = i;
            sum += lb_shapes_area(&s, i);
        }
        ck_assert_int_eq(lb_geos_union(&s, which, s.count, &joined, NULL), LB_OK);
        double area = lb_shapes_area(&joined, 0);
        ck_near(sum - f.repeated[0], area, 1e-9 * area);
        free(which);
        lb_overlap_sizes_clear(&f);
        lb_shapes_clear(&s);
        lb_shapes_clear(&joined);
    }
}
END_TEST

START_TEST(the_cover_of_the_union_is_that_of_its_polygons)
{
    lb_shapes s = make_discs(300, 1, 0, false), joined = {0};
    lb_grid grid = {499000, 6504000, 50, 50, 90, 90}; /* the discs reach outside in the south */
    lb_overlap overlap;
    lb_cover cover, polygons;
    size_t which[300];
    for (size_t i = 0; i < 300; i++)
        which[i] = i;
    ck_assert_int_eq(lb_geos_union(&s, which, s.count, &joined, NULL), LB_OK);
    ck_assert_int_eq(lb_cover_compute(&joined, &grid, 1, &polygons), LB_OK);
    for (int threads = 1; threads < 4; threads++) {
        lb_overlap_sizes sizes;
        lb_overlap_request request = {.border = true};
        ck_assert_int_eq(lb_overlap_init(&overlap, &s, 0, threads), LB_OK);
        ck_assert_int_eq(lb_overlap_sizes_find(&overlap, &request, &sizes), LB_OK);
        ck_assert_int_eq(lb_union_cover_compute(&overlap.runs, sizes.border, sizes.borders,
                                                polygons.area[0], &grid, &cover),
                         LB_OK);
        lb_overlap_sizes_clear(&sizes);
        ck_assert_uint_eq(cover.count, 1);
        for (int32_t row = 0; row < grid.nrow; row++)
            for (int32_t col = 0; col < grid.ncol; col++)
                ck_near(lb_cover_fraction(&cover, 0, row, col),
                        lb_cover_fraction(&polygons, 0, row, col), 1e-9);
        ck_near(cover.outside[0], polygons.outside[0], 1e-3);
        ck_assert_uint_eq(cover.first[1], polygons.first[1]);
        lb_cover_clear(&cover);
        lb_overlap_clear(&overlap);
    }
    lb_cover_clear(&polygons);
    lb_shapes_clear(&s);
    lb_shapes_clear(&joined);
}
END_TEST

START_TEST(strips_of_cells_along_a_border_give_what_it_encloses)
{
    enum { CELLS = 60 * 60 };
    static int64_t cell[CELLS];
    static double people[CELLS];
    lb_random r = {7};
    lb_shapes s = make_discs(100, 1, 0, false);
    lb_grid grid = {500000, 6503000, 50, 50, 60, 60};
    lb_cell_strips strips;
    lb_cover cover;
    size_t n = 0;
    for (int k = 0; k < CELLS; k += 1 + lb_random_below(&r, 3)) {
        cell[n] = k;
        people[n++] = lb_random_below(&r, 100);
    }
    ck_assert_int_eq(lb_cell_strips_init(&strips, &grid, cell, people, n), LB_OK);
    ck_assert_int_eq(lb_cover_compute(&s, &grid, 1, &cover), LB_OK);
    for (size_t i = 0; i < s.count; i++) {
        double along = 0, inside = 0;
        for (size_t v = s.vertex[i]; v + 1 < s.vertex[i + 1]; v++)
            along += lb_cell_strip(&strips, 0, s.xy + 2 * v, s.xy + 2 * v + 2);
        for (size_t k = 0; k < n; k++)
            inside += people[k] * lb_cover_fraction(&cover, i, (int32_t)(cell[k] / 60),
                                                    (int32_t)(cell[k] % 60));
        ck_near(along, inside, 1e-8);
    }
    lb_cell_strips_clear(&strips);
    lb_cover_clear(&cover);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(one_area_of_many_corners_over_small_ones_holds_them)
{
    lb_shapes s = {0};
    add_disc(&s, 500000, 6500000, 2000, 200, 0, false);
    for (int i = 0; i < 40; i++)
        add_disc(&s, 499000 + 50 * i, 6500000, 20, 8, 0, false);
    lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 2);
    double small = lb_shapes_area(&s, 1);
    ck_assert_uint_eq(f.depths, 2);
    ck_near(f.repeated[0], 40 * small, 1e-6);
    ck_assert_uint_eq(f.pairs.count, 40);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(a_partition_shares_nothing)
{
    lb_shapes s = {0};
    for (int i = 0; i < 400; i++) {
        double x = 100.1 * (i % 20), y = 99.7 * (i / 20), x1 = 100.1 * (i % 20 + 1),
               y1 = 99.7 * (i / 20 + 1);
        lb_test_polygon(&s, 1, RING(x, y, x1, y, x1, y1, x, y1));
    }
    lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 1);
    ck_assert(f.repeated[0] == 0);
    ck_assert_uint_eq(f.pairs.count, 0);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(the_largest_pairs_are_kept_and_all_are_counted)
{
    lb_shapes s = make_discs(100, 1, 0, false);
    lb_overlap overlap;
    lb_overlap_sizes all = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 1), few;
    lb_overlap_request request = {.pairs = true, .most_pairs = 7};
    double least = INFINITY;
    size_t larger = 0;
    ck_assert_int_eq(lb_overlap_init(&overlap, &s, 0, 3), LB_OK);
    ck_assert_int_eq(lb_overlap_sizes_find(&overlap, &request, &few), LB_OK);
    ck_assert_uint_eq(few.pairs.kept, 7);
    ck_assert_uint_eq(few.pairs.count, all.pairs.count);
    ck_assert(few.pairs.sum == all.pairs.sum);
    for (size_t k = 0; k < 7; k++)
        least = fmin(least, few.pairs.item[k].area);
    for (size_t k = 0; k < all.pairs.kept; k++)
        larger += all.pairs.item[k].area > least;
    ck_assert_uint_le(larger, 6);
    lb_overlap_clear(&overlap);
    lb_overlap_sizes_clear(&all);
    lb_overlap_sizes_clear(&few);
    lb_shapes_clear(&s);
}
END_TEST

/* The lattice has 57 bits. */
START_TEST(coordinates_of_1e12_and_more_have_no_lattice)
{
    const struct {
        double x;
        lb_status status;
    } cases[] = {{9e11, LB_OK},
                 {1e12, LB_E_INPUT},
                 {-1e12 - 1, LB_E_INPUT},
                 {INFINITY, LB_E_INPUT},
                 {-INFINITY, LB_E_INPUT}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lb_shapes s = {0};
        lb_overlap overlap;
        lb_test_polygon(&s, 1, RING(0, 0, 1, 0, 1, 1, 0, 1));
        lb_test_polygon(&s, 1, RING(cases[k].x, 0, 1, 2, 0, 1));
        ck_assert_int_eq(lb_overlap_init(&overlap, &s, 0, 2), cases[k].status);
        lb_overlap_clear(&overlap);
        lb_shapes_clear(&s);
    }
}
END_TEST

/* Do the edges a b and c d, in general position, cross? */
static bool edges_cross(const double ab[4], const double cd[4])
{
    long double side[4];
    for (int k = 0; k < 4; k++) {
        const double *e = k < 2 ? ab : cd, *p = (k < 2 ? cd : ab) + k % 2 * 2;
        side[k] = ((long double)e[2] - e[0]) * ((long double)p[1] - e[1]) -
                  ((long double)e[3] - e[1]) * ((long double)p[0] - e[0]);
    }
    return (side[0] > 0) != (side[1] > 0) && (side[2] > 0) != (side[3] > 0);
}

/* Rings of 3 to 190 corners, so that borders have one group of edges to several and the groups'
 * tree several levels. */
START_TEST(walks_meet_each_crossing_of_any_two_edges)
{
    lb_random r = {7};
    lb_shapes s = {0};
    size_t crossings = 0;
    for (int i = 0; i < 120; i++)
        add_disc(&s, 500000 + 3000 * lb_random_real(&r), 6500000 + 3000 * lb_random_real(&r),
                 20 + 800 * lb_random_real(&r), 3 + (int)(187 * lb_random_real(&r)), 0, false);
    for (size_t i = 0; i < s.count; i++) /* one ring each */
        for (size_t j = 0; j < s.count; j++)
            for (size_t v = s.vertex[i]; i != j && v + 1 < s.vertex[i + 1]; v++)
                for (size_t w = s.vertex[j]; w + 1 < s.vertex[j + 1]; w++)
                    crossings += edges_cross(s.xy + 2 * v, s.xy + 2 * w);
    lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 2);
    ck_assert_uint_gt(crossings, 1000);
    ck_assert_uint_eq(f.crossings, crossings);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

/* A star with a hole like it: edges of 9 km that a ray to the east crosses by the hundred. */
static void add_star(lb_shapes *s, int n)
{
    double xy[2][1200];
    for (int i = 0; i < n; i++)
        for (int hole = 0; hole < 2; hole++) {
            double radius = i % 2 == 0 ? (hole ? 3000 : 9000) : (hole ? 400 : 900);
            double angle = (hole ? -2 : 2) * 3.14159265358979323846 * i / n;
            xy[hole][2 * i] = 500000 + radius * cos(angle);
            xy[hole][2 * i + 1] = 6500000 + radius * sin(angle);
        }
    ck_assert_int_eq(lb_shapes_add_feature(s), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(s), LB_OK);
    for (int hole = 0; hole < 2; hole++)
        ck_assert_int_eq(lb_shapes_add_ring(s, xy[hole], (size_t)n), LB_OK);
}

/* Squares of a millimetre, so that none is on an edge: each is in the star wholly or not at all. */
START_TEST(a_star_with_a_hole_holds_what_lies_in_its_rays)
{
    lb_random r = {11};
    lb_shapes s = {0};
    size_t in = 0;
    add_star(&s, 600);
    for (int i = 0; i < 400; i++) {
        double radius = 9500 * lb_random_real(&r), angle = 6.28 * lb_random_real(&r);
        double x = 500000 + radius * cos(angle), y = 6500000 + radius * sin(angle);
        lb_test_polygon(&s, 1, RING(x, y, x + 1e-3, y, x + 1e-3, y + 1e-3, x, y + 1e-3));
        in += is_inside(&s, 0, x, y);
    }
    lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 2);
    ck_assert_uint_gt(in, 50);
    ck_assert_uint_lt(in, 350);
    ck_near(f.repeated[0] / 1e-6, (double)in, 1e-2);
    ck_assert_uint_eq(f.crossings, 0);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

/* Lines of n edges in any direction, straight or back and forth, some thousand units long. */
static void make_line(lb_random *r, lb_lattice_point *corner, int n)
{
    double angle = 6.28 * lb_random_real(r), step = 500 * lb_random_real(r);
    double x = 10000 + 4000 * lb_random_real(r), y = 10000 + 4000 * lb_random_real(r);
    bool back = lb_random_real(r) < 0.3;
    for (int k = 0; k <= n; k++) {
        double to = back ? (k % 2) * step * 8 : k * step, aside = 400 * lb_random_real(r);
        corner[k].x = (int64_t)(x + to * cos(angle) - aside * sin(angle));
        corner[k].y = (int64_t)(y + to * sin(angle) + aside * cos(angle));
    }
}

static bool lines_cross(const lb_lattice_point *a, const lb_lattice_point *b, int n)
{
    lb_lattice_point at;
    bool enters, any = false;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            any = any || lb_edges_cross(a + i, b + j, &at, &enters);
    return any;
}

START_TEST(strips_part_slanted_lines_that_do_not_cross_and_none_that_do)
{
    enum { EDGES = 8 };
    lb_random r = {5};
    int parted = 0, crossed = 0;
    for (int i = 0; i < 4000; i++) {
        lb_lattice_point a[EDGES + 1], b[EDGES + 1];
        make_line(&r, a, EDGES);
        make_line(&r, b, EDGES);
        lb_edge_strip p = lb_edge_strip_of(a, EDGES), q = lb_edge_strip_of(b, EDGES);
        bool parts = lb_edge_strip_parts(&p, &q) || lb_edge_strip_parts(&q, &p);
        bool cross = lines_cross(a, b, EDGES);
        ck_assert(!parts || !cross);
        parted += parts;
        crossed += cross;
    }
    ck_assert_int_gt(crossed, 200);
    ck_assert_int_gt(parted, 2000);
    lb_lattice_point low[] = {{0, 0}, {100000, 100000}}, high[] = {{0, 2}, {100000, 100002}};
    lb_edge_strip p = lb_edge_strip_of(low, 1), q = lb_edge_strip_of(high, 1);
    ck_assert(lb_edge_strip_parts(&p, &q));
    ck_assert(!lb_edge_strip_parts(&p, &p));
}
END_TEST

START_TEST(crossings_are_estimated_from_some_edges)
{
    lb_shapes many = make_discs(1999, 1, 0, false);
    lb_overlap overlap;
    ck_assert_int_eq(lb_overlap_init(&overlap, &many, 0, 2), LB_OK);
    double estimate;
    ck_assert_int_eq(lb_overlap_estimate_crossings(&overlap, &estimate), LB_OK);
    lb_overlap_clear(&overlap);
    lb_overlap_sizes f = sizes_of(&many, NULL, LB_OVERLAP_BOTH, 2);
    ck_assert_uint_gt(f.crossings, 400000);
    ck_near(estimate, (double)f.crossings, 0.2 * (double)f.crossings);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&many);
}
END_TEST

/* A hundred squares by a hundred that lie half a side off: each shares a quarter with up to four,
 * whatever the number of threads. */
START_TEST(two_sets_are_held_against_each_other_by_any_number_of_threads)
{
    lb_shapes a = {0}, b = {0};
    for (int k = 0; k < 100; k++) {
        double x = k % 10, y = k / 10;
        lb_test_polygon(&a, 1, RING(x, y, x + 1, y, x + 1, y + 1, x, y + 1));
        x += 0.5;
        y += 0.5;
        lb_test_polygon(&b, 1, RING(x, y, x + 1, y, x + 1, y + 1, x, y + 1));
    }
    for (int threads = 1; threads < 5; threads++) {
        lb_overlap_request request = {.tolerance = 0};
        lb_zone_part *part = NULL;
        size_t n = 0, pairs = 0;
        ck_assert_int_eq(lb_zone_parts_between(&a, &b, &request, threads, &part, &n), LB_OK);
        for (size_t k = 0; k < n; k++) {
            ck_assert(k == 0 || part[k - 1].zone < part[k].zone ||
                      (part[k - 1].zone == part[k].zone && part[k - 1].target < part[k].target));
            if (part[k].target == b.count)
                continue; /* all of b together */
            ck_near(part[k].size[LB_OVERLAP_PLANAR], 0.25, 1e-12);
            pairs++;
        }
        ck_assert_uint_eq(pairs, 19 * 19);
        free(part);
    }
    lb_shapes_clear(&a);
    lb_shapes_clear(&b);
}
END_TEST

/* An area and a zone that touch in corners, one of which the lattice rounds: at the corner that
 * both have, the way out of the zone is found before the way in. By Green's theorem 1.0079114. */
START_TEST(a_corner_of_both_sets_may_be_left_before_it_is_entered)
{
    lb_shapes a = {0}, b = {0};
    lb_overlap_request request = {.tolerance = 0};
    lb_test_polygon(&a, 1, RING(5.62, 0.25, 2.25, 5.25, 2.62, 4.25, 0.25, 3.25, 4.25, 2.25));
    lb_test_polygon(&b, 1, RING(1.25, 2.25, 2.25, 2.25, 2.25, 5.25, 1.25, 5.25));
    for (int turned = 0; turned < 2; turned++) {
        lb_zone_part *part = NULL;
        size_t n = 0;
        ck_assert_int_eq(
            lb_zone_parts_between(turned ? &b : &a, turned ? &a : &b, &request, 1, &part, &n),
            LB_OK);
        ck_assert_uint_eq(n, 2); /* in the area, and in the union */
        ck_near(part[0].size[LB_OVERLAP_PLANAR], 0.5 * (1 / 2.37 + 0.25) * 3, 1e-9);
        free(part);
    }
    lb_shapes_clear(&a);
    lb_shapes_clear(&b);
}
END_TEST

/* Its first corner is at the end of the box, where x0 + (x - x0) is beyond x in doubles. */
START_TEST(a_zone_equal_to_an_area_shares_all_of_it)
{
    lb_shapes s = {0};
    lb_overlap_request request = {.tolerance = 0};
    lb_zone_part *part = NULL;
    size_t n = 0;
    lb_test_polygon(&s, 1, RING(13.37, 9, 1.37, 5, 3, 13, 3, 7, 3.37, 9));
    ck_assert_int_eq(lb_zone_parts_between(&s, &s, &request, 1, &part, &n), LB_OK);
    ck_assert_uint_eq(n, 2);
    ck_near(part[0].size[LB_OVERLAP_PLANAR], lb_shapes_area(&s, 0), 1e-9);
    free(part);
    lb_shapes_clear(&s);
}
END_TEST

/* 300 discs of one edge set, whose rings begin with different corners, and one that meets them. */
START_TEST(equal_areas_are_walked_once_and_counted_as_often_as_they_are)
{
    enum { COPIES = 300 };
    lb_shapes s = {0};
    size_t category[COPIES + 1], pairs = COPIES * (COPIES - 1) / 2;
    for (int k = 0; k < COPIES; k++) {
        add_disc(&s, 500000, 6500000, 300, 24, k, false);
        category[k] = (size_t)(k % CATEGORIES);
    }
    double disc = lb_shapes_area(&s, 0);
    lb_test_polygon(&s, 1,
                    RING(500000, 6499000, 501000, 6499000, 501000, 6501000, 500000, 6501000));
    category[COPIES] = 0;
    lb_overlap_sizes f = sizes_of(&s, category, LB_OVERLAP_SPLIT, 2);
    ck_assert_uint_eq(f.crossings, 4); /* two, from both sides */
    ck_assert_uint_eq(f.depths, COPIES + 1);
    ck_near(f.held[0][COPIES], disc, 1e-6);
    ck_near(f.held[0][COPIES + 1], disc / 2, 1e-6);
    ck_assert_uint_eq(f.pairs.count, pairs + COPIES);
    ck_near(f.pairs.sum, (double)pairs * disc + COPIES * disc / 2, 1e-3);
    ck_assert_uint_eq(f.pairs.kept, 1000); /* the largest: of copies with each other */
    for (size_t k = 0; k < f.pairs.kept; k++)
        ck_near(f.pairs.item[k].area, disc, 1e-6);
    /* Each category has 100 of the discs: a third of their ground, but for the other area's part.
     */
    ck_near(f.gain[0][1], disc / 2 * 100 / 300 + disc / 2 * 100 / 301 - 100 * disc, 1e-6);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

START_TEST(no_areas_and_areas_without_neighbours_overlap_nowhere)
{
    lb_shapes s = {0};
    lb_overlap_sizes f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 1);
    ck_assert(f.repeated[0] == 0);
    lb_overlap_sizes_clear(&f);
    ck_assert_int_eq(lb_shapes_add_feature(&s), LB_OK);
    lb_test_polygon(&s, 1, RING(0, 0, 2, 0, 2, 2, 0, 2));
    lb_test_polygon(&s, 1, RING(5, 5, 7, 5, 7, 7, 5, 7));
    f = sizes_of(&s, NULL, LB_OVERLAP_BOTH, 1);
    ck_assert(f.repeated[0] == 0);
    ck_assert_uint_eq(f.crossings, 0);
    lb_overlap_sizes_clear(&f);
    lb_shapes_clear(&s);
}
END_TEST

LB_TEST_MAIN("overlap", areas_along_rows_and_diagonals_have_the_sizes_of_their_triangles,
             triangles_of_any_slope_have_the_sizes_of_their_slabs,
             zones_and_areas_share_what_their_triangles_do,
             order_rotation_direction_and_threads_change_no_bit, the_union_is_that_of_geos,
             the_cover_of_the_union_is_that_of_its_polygons,
             strips_of_cells_along_a_border_give_what_it_encloses,
             one_area_of_many_corners_over_small_ones_holds_them, a_partition_shares_nothing,
             the_largest_pairs_are_kept_and_all_are_counted,
             no_areas_and_areas_without_neighbours_overlap_nowhere,
             equal_areas_are_walked_once_and_counted_as_often_as_they_are,
             coordinates_of_1e12_and_more_have_no_lattice,
             a_star_with_a_hole_holds_what_lies_in_its_rays,
             strips_part_slanted_lines_that_do_not_cross_and_none_that_do,
             walks_meet_each_crossing_of_any_two_edges, crossings_are_estimated_from_some_edges,
             two_sets_are_held_against_each_other_by_any_number_of_threads,
             a_corner_of_both_sets_may_be_left_before_it_is_entered,
             a_zone_equal_to_an_area_shares_all_of_it)
