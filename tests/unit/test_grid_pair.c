/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/profile/grid_pair.h"
#include "tests/support/support.h"

/* The oracle: a triangle is cut by every rectangle that two cells share, one by one. */

enum { MAX_CORNERS = 12 };

typedef struct polygon {
    double xy[MAX_CORNERS][2];
    int n;
} polygon;

/* Keeps what lies on the greater (sign 1) or smaller side of a line of one axis. */
static polygon cut(const polygon *p, int axis, double at, int sign)
{
    polygon out = {.n = 0};
    for (int i = 0; i < p->n; i++) {
        const double *a = p->xy[i], *b = p->xy[(i + 1) % p->n];
        double da = sign * (a[axis] - at), db = sign * (b[axis] - at);
        if (da >= 0) {
            out.xy[out.n][0] = a[0];
            out.xy[out.n++][1] = a[1];
        }
        if ((da > 0 && db < 0) || (da < 0 && db > 0)) {
            double t = da / (da - db);
            out.xy[out.n][0] = a[0] + t * (b[0] - a[0]);
            out.xy[out.n++][1] = a[1] + t * (b[1] - a[1]);
        }
    }
    return out;
}

static double area_within(const polygon *p, lb_box box)
{
    polygon q = cut(p, 0, box.xmin, 1);
    double sum = 0;
    q = cut(&q, 0, box.xmax, -1);
    q = cut(&q, 1, box.ymin, 1);
    q = cut(&q, 1, box.ymax, -1);
    for (int i = 0; i < q.n; i++) {
        const double *a = q.xy[i], *b = q.xy[(i + 1) % q.n], *o = q.xy[0];
        sum += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
    }
    return fabs(sum) / 2;
}

static char metres[] = "EPSG:3006", rt90[] = "EPSG:3021";
static uint64_t state;

static double uniform(double low, double high)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(state >> 11) * 0x1p-53;
}

/* Cells with data of a grid, some missing from the list. */
static void list_cells(lb_grid_values *v, const lb_grid *grid)
{
    *v = (lb_grid_values){.crs = metres, .grid = *grid, .columns = 1};
    v->cell = calloc((size_t)grid->nrow * (size_t)grid->ncol, sizeof *v->cell);
    v->value = calloc(1, sizeof *v->value);
    v->value[0] = calloc((size_t)grid->nrow * (size_t)grid->ncol, sizeof **v->value);
    for (int64_t k = 0; k < (int64_t)grid->nrow * grid->ncol; k++)
        if (uniform(0, 1) < 0.8) {
            v->value[0][v->cells] = floor(uniform(0, 50));
            v->cell[v->cells++] = k;
        }
}

static lb_box box_of(const lb_grid_values *v, size_t i)
{
    return lb_grid_cell_box(&v->grid, (int32_t)(v->cell[i] / v->grid.ncol),
                            (int32_t)(v->cell[i] % v->grid.ncol));
}

/* What of an area counts, by force: a value and its weight for each part of a cell that has both.
 */
typedef struct item {
    double value, weight;
} item;

static size_t list_by_force(const lb_grid_values *a, const lb_grid_values *b, const polygon *p,
                            item *out)
{
    size_t n = 0;
    for (size_t i = 0; i < a->cells; i++)
        for (size_t k = 0; k < b->cells; k++) {
            lb_box s = box_of(a, i), t = box_of(b, k);
            lb_box both = {fmax(s.xmin, t.xmin), fmax(s.ymin, t.ymin), fmin(s.xmax, t.xmax),
                           fmin(s.ymax, t.ymax)};
            if (both.xmin >= both.xmax || both.ymin >= both.ymax)
                continue;
            double w = area_within(p, both) / (b->grid.dx * b->grid.dy) * b->value[0][k];
            if (w > 0)
                out[n++] = (item){a->value[0][i], w};
        }
    return n;
}

enum { VALUES = 50, QUANTILE = 30 }; /* values are whole numbers from 0; per cent */

/* Definitions of docs/methods.md, from the weight of each value. */
static void evaluate_by_force(const item *items, size_t n, double out[LB_STAT_COUNT + 1])
{
    double of[VALUES] = {0}, total = 0, sum = 0, squares = 0, below = 0;
    int low = -1, high = 0, most = -1, least = -1, different = 0;
    for (size_t i = 0; i < n; i++)
        of[(int)items[i].value] += items[i].weight;
    for (int v = 0; v < VALUES; v++) {
        if (of[v] <= 0)
            continue;
        total += of[v];
        sum += of[v] * v;
        low = low < 0 ? v : low;
        high = v;
        different++;
    }
    for (int v = 0; v < VALUES; v++) {
        if (of[v] <= 0)
            continue;
        most = most < 0 || of[v] >= of[most] - 1e-12 * total ? v : most;
        least = least < 0 || of[v] < of[least] - 1e-12 * total ? v : least;
    }
    for (int v = 0; v < VALUES; v++)
        squares += of[v] * (v - sum / total) * (v - sum / total);
    out[LB_STAT_MEDIAN] = out[LB_STAT_QUANTILE] = NAN;
    for (int v = 0; v < VALUES; v++) {
        below += of[v];
        if (isnan(out[LB_STAT_QUANTILE]) && below > total * QUANTILE / 100)
            out[LB_STAT_QUANTILE] = v;
        if (isnan(out[LB_STAT_MEDIAN]) && below > total / 2)
            out[LB_STAT_MEDIAN] = v;
    }
    out[LB_STAT_SUM] = sum;
    out[LB_STAT_COUNT] = total;
    out[LB_STAT_MEAN] = sum / total;
    out[LB_STAT_MIN] = low;
    out[LB_STAT_MAX] = high;
    out[LB_STAT_RANGE] = high - low;
    out[LB_STAT_MAJORITY] = most;
    out[LB_STAT_MINORITY] = least;
    out[LB_STAT_VARIETY] = different;
    out[LB_STAT_VARIANCE] = squares / total;
    out[LB_STAT_STDEV] = sqrt(squares / total);
    out[LB_STAT_CV] = sqrt(squares / total) / (sum / total);
    out[LB_STAT_FRAC] = of[7] / total;
}

static void add_triangle(lb_shapes *shapes, polygon *p, double reach)
{
    p->n = 3;
    for (int i = 0; i < 3; i++) {
        p->xy[i][0] = uniform(-0.2, 1.2) * reach;
        p->xy[i][1] = -uniform(-0.2, 1.2) * reach;
    }
    ck_assert(lb_shapes_add_feature(shapes) == LB_OK && lb_shapes_add_part(shapes) == LB_OK &&
              lb_shapes_add_ring(shapes, p->xy[0], 3) == LB_OK);
}

enum { AREAS = 4 };

static void check_pair(const lb_grid *a, const lb_grid *b, double off)
{
    polygon p[AREAS];
    lb_area_layer layer = {.hash = ""};
    lb_overlay values = {.source = "a", .layer = &layer}, weights = {.source = "b"};
    lb_grid_pair pair = {.count = 0};
    double of_area[AREAS], expected[LB_STAT_COUNT + 1];
    static item items[100000];
    lb_error err = {0};
    list_cells(&values.grid, a);
    list_cells(&weights.grid, b);
    for (int i = 0; i < AREAS; i++)
        add_triangle(&layer.areas.shapes, &p[i], a->dx * a->ncol);
    ck_assert_int_eq(lb_grid_pair_make(&values, &weights, &(lb_job){.threads = 1}, &pair, &err),
                     LB_OK);
    double *value = calloc(pair.count + 1, sizeof *value);
    double *weight = calloc(pair.count + 1, sizeof *weight);
    lb_grid_pair_columns(&pair, values.grid.value[0], weights.grid.value[0], value, weight);
    const lb_stat_input input = {
        .value = value, .weight = weight, .quantile = QUANTILE / 100.0, .wanted = 7};
    for (int stat = 0; stat <= LB_STAT_COUNT; stat++) {
        if (off > 1e-9 && stat != LB_STAT_SUM && stat != LB_STAT_COUNT)
            continue; /* slivers that are no part have the values of the oracle's neighbours */
        ck_assert_int_eq(lb_profile_stat(&pair.profile, (lb_stat)stat, &input, 1, of_area), LB_OK);
        for (int i = 0; i < AREAS; i++) {
            size_t n = list_by_force(&values.grid, &weights.grid, &p[i], items);
            evaluate_by_force(items, n, expected);
            if (n > 0 && !isnan(expected[stat]))
                ck_near(of_area[i], expected[stat], off * (1 + expected[stat]));
            else
                ck_assert(stat == LB_STAT_SUM || stat == LB_STAT_COUNT ? of_area[i] == 0
                                                                       : isnan(of_area[i]));
        }
    }
    free(value);
    free(weight);
    lb_grid_pair_clear(&pair);
    lb_shapes_clear(&layer.areas.shapes);
    for (int i = 0; i < 2; i++) {
        lb_grid_values *v = i == 0 ? &values.grid : &weights.grid;
        free(v->cell);
        free(v->value[0]);
        free(v->value);
    }
}

START_TEST(cells_of_any_two_grids_meet_in_the_parts_that_cutting_gives)
{
    for (state = 1; state < 400; state += 7) {
        uint64_t seed = state;
        const lb_grid a = {0, 0, 10, 10, 9, 8};
        lb_grid b = {uniform(-40, 40), uniform(-40, 40), uniform(3, 30), uniform(3, 30), 9, 11};
        check_pair(&a, &b, 1e-11);
        check_pair(&b, &a, 1e-11);
        state = seed;
    }
}
END_TEST

START_TEST(grids_of_one_lattice_or_of_multiples_of_it_have_no_slivers)
{
    const lb_grid fine = {0, 0, 10, 10, 20, 20}, coarse = {-25, 25, 25, 25, 9, 9};
    const lb_grid same = {1e-7, -1e-7, 10, 10, 20, 20};
    state = 5;
    check_pair(&fine, &coarse, 1e-11);
    check_pair(&coarse, &fine, 1e-11);
    check_pair(&fine, &same, 1e-6);
    check_pair(&fine, &fine, 1e-11);
}
END_TEST

START_TEST(grids_apart_have_no_parts)
{
    const lb_grid a = {0, 0, 10, 10, 5, 5}, b = {200000, 0, 10, 10, 5, 5};
    state = 9;
    check_pair(&a, &b, 1e-11);
}
END_TEST

START_TEST(grids_in_two_crs_are_refused)
{
    lb_area_layer layer = {.hash = ""};
    lb_overlay a = {.source = "a", .grid = {.crs = metres}, .layer = &layer};
    lb_overlay b = {.source = "b", .grid = {.crs = rt90}};
    lb_grid_pair pair;
    lb_error err = {0};
    ck_assert_int_eq(lb_grid_pair_make(&a, &b, &(lb_job){.threads = 1}, &pair, &err), LB_E_INPUT);
    ck_assert(strstr(err.text, "EPSG:3021") && strstr(err.text, "gdalwarp"));
}
END_TEST

LB_TEST_MAIN("grid_pair", cells_of_any_two_grids_meet_in_the_parts_that_cutting_gives,
             grids_of_one_lattice_or_of_multiples_of_it_have_no_slivers, grids_apart_have_no_parts,
             grids_in_two_crs_are_refused)
