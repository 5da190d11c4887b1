/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/hotspot/gi_tests.h"
#include "kernel/hotspot/kernel_density.h"
#include "kernel/hotspot/local_moran.h"
#include "kernel/hotspot/many_tests.h"
#include "kernel/hotspot/window_permutation.h"
#include "tests/support/support.h"

static const double counts12[] = {0, 0, 3, 1, 0, 0, 7, 0, 1, 2, 0, 1};

/* Of all ways to choose m of 12 cells, the share with a sum of at least s. */
static double enumerated_tail(int m, int s)
{
    int all = 0, above = 0;
    for (int set = 0; set < 1 << 12; set++) {
        int size = 0, sum = 0;
        for (int i = 0; i < 12; i++) {
            size += set >> i & 1;
            sum += set >> i & 1 ? (int)counts12[i] : 0;
        }
        all += size == m;
        above += size == m && sum >= s;
    }
    return (double)above / all;
}

START_TEST(exact_tails_are_those_of_every_choice_of_cells)
{
    lb_value_counts c;
    lb_window_tails t;
    ck_assert_int_eq(lb_value_counts_make(counts12, 12, &c), LB_OK);
    ck_assert_uint_eq(c.distinct, 5);
    ck_assert_int_eq(lb_window_tails_make(&c, 6, 11, &t), LB_OK);
    for (int m = 0; m <= 6; m++)
        for (int s = 0; s <= 11; s++) /* the last column: 11 or more */
            ck_assert_double_eq_tol(t.tail[m * 12 + s], enumerated_tail(m, s), 1e-14);
    lb_window_tails_clear(&t);
    lb_value_counts_clear(&c);
}
END_TEST

/* The share of the choices of m of n cells, all but `own` (n: any), whose sum is at least s. */
static double share_of_choices(const double *count, int n, int own, int m, double s)
{
    int all = 0, above = 0;
    for (int set = 0; set < 1 << n; set++) {
        int size = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            size += set >> i & 1;
            sum += set >> i & 1 ? count[i] : 0;
        }
        if (size != m || (own < n && set >> own & 1))
            continue;
        all++;
        above += sum >= s;
    }
    return (double)above / all;
}

START_TEST(gi_p_of_every_cell_of_a_lattice_is_that_of_all_permutations)
{
    enum { CELLS = 13 };
    const int64_t place[CELLS] = {0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 15}; /* of 4 x 4 */
    const double count[CELLS] = {0, 2, 0, 1, 0, 0, 5, 0, 1, 0, 0, 0, 2};
    const char *const window_name[] = {"queen", "rook", "500"};
    lb_grid grid = {0, 1000, 250, 250, 4, 4};
    lb_cell_rows rows;
    ck_assert_int_eq(lb_cell_rows_make(&grid, place, CELLS, &rows), LB_OK);
    for (int of = 0; of < 6; of++) {
        lb_hotspot_options options;
        lb_cell_window window;
        double sum[CELLS];
        int32_t cells[CELLS];
        lb_hotspot_options_init(&options);
        options.cold = true;
        options.fixed_null = of % 2;
        ck_assert_int_eq(lb_cell_window_parse(window_name[of / 2], &grid, &window), LB_OK);
        lb_cell_window_sums(&rows, &window, count, 1, sum, cells);
        lb_figures_input in = {.options = &options, .window = &window, .count = count};
        lb_cell_figures f = {.cells = CELLS, .window_events = sum, .window_cells = cells};
        ck_assert_int_eq(lb_gi_tests_compute(&in, &f), LB_OK);
        ck_assert_int_eq(f.gi_method, LB_GI_EXACT);
        for (int i = 0; i < CELLS; i++) {
            double mine = options.fixed_null ? count[i] : 0;
            ck_near(f.gi_p[i],
                    share_of_choices(count, CELLS, options.fixed_null ? i : CELLS,
                                     cells[i] - options.fixed_null, sum[i] - mine),
                    1e-13);
        }
        free(f.gi);
        free(f.gi_p);
        free(f.gi_q);
        free(f.gi_low_q);
        lb_cell_window_clear(&window);
    }
    lb_cell_rows_clear(&rows);
}
END_TEST

/* Gi* of all cells; Gi is the same of the others, so of counts without the own. */
static double gi_of(const double *count, size_t n, size_t own, size_t m, double sum, bool star)
{
    double others[300];
    lb_value_counts values;
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (star || i != own)
            others[k++] = count[i];
    ck_assert_int_eq(lb_value_counts_make(others, k, &values), LB_OK);
    double z = lb_gi_star(&values, star ? m : m - 1, star ? sum : sum - count[own]);
    lb_value_counts_clear(&values);
    return z;
}

START_TEST(gi_and_gi_star_are_those_of_other_programs)
{
    /* esda's six points, in tenths; two others are within 15 of the first. */
    const double six[] = {20, 30, 32, 50, 80, 70};
    ck_near(gi_of(six, 6, 0, 3, 100, true), -1.39727626, 5e-9);
    ck_near(gi_of(six, 6, 0, 3, 100, false), -1.0136729, 5e-8);
    /* Getis and Ord's grid as spdep's manual has it: Gi of the cell 210, 210 within d metres. */
    const double printed[][2] = {
        {30, 1.221979}, {60, 1.748098}, {90, 1.986135}, {120, 1.893374}, {150, 1.237454}};
    char path[400], line[100];
    double x[300], y[300], value[300];
    size_t n = 0, at = 0;
    FILE *file =
        lb_test_data("methods2/localG/getisord.csv", path, sizeof path) ? fopen(path, "r") : NULL;
    while (file && n < 300 && fgets(line, sizeof line, file))
        n += sscanf(line, "%lf,%lf,%lf", &x[n], &y[n], &value[n]) == 3;
    if (!file)
        return;
    fclose(file);
    ck_assert_uint_eq(n, 256);
    while (x[at] < 210 || y[at] < 210 || x[at] > 210 || y[at] > 210)
        at++;
    for (size_t k = 0; k < 5; k++) {
        size_t m = 0;
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            if (hypot(x[i] - 210, y[i] - 210) <= printed[k][0]) {
                m++;
                sum += value[i];
            }
        ck_near(gi_of(value, n, at, m, sum, false), printed[k][1], 5e-7);
        if (k == 0) { /* the book's has n - 1 in the variance */
            ck_near(gi_of(value, n, at, m, sum, true), 1.45078, 5e-6);
            ck_near(gi_of(value, n, at, m, sum, true) * sqrt(255 / 256.0), 1.447943, 5e-7);
        }
    }
}
END_TEST

START_TEST(sparse_events_have_a_hypergeometric_window_that_no_normal_p_is_near)
{
    double count[400] = {0};
    lb_value_counts c;
    lb_window_tails t;
    for (size_t i = 0; i < 30; i++)
        count[13 * i] = 1;
    ck_assert_int_eq(lb_value_counts_make(count, 400, &c), LB_OK);
    ck_assert_int_eq(lb_window_tails_make(&c, 9, 9, &t), LB_OK);
    double p = 0, total = 0;
    for (int k = 0; k <= 9; k++) {
        double term = 1; /* C(30, k) C(370, 9 - k) / C(400, 9) */
        for (int j = 0; j < k; j++)
            term *= (30.0 - j) / (j + 1);
        for (int j = 0; j < 9 - k; j++)
            term *= (370.0 - j) / (j + 1);
        for (int j = 0; j < 9; j++)
            term /= (400.0 - j) / (j + 1);
        total += term;
        p += k >= 3 ? term : 0;
    }
    ck_assert_double_eq_tol(total, 1, 1e-12);
    ck_assert_double_eq_tol(t.tail[9 * 10 + 3], p, 1e-13);
    double z = lb_gi_star(&c, 9, 3);
    ck_assert_msg(p > 5 * erfc(z / sqrt(2)) / 2, "exact %g, z %g", p, z);
    lb_window_tails_clear(&t);
    lb_value_counts_clear(&c);
}
END_TEST

START_TEST(saddlepoint_is_near_the_exact_tail_to_its_far_end)
{
    double count[600];
    lb_value_counts c;
    lb_window_tails t;
    for (size_t i = 0; i < 600; i++)
        count[i] = i % 7 == 0 ? (double)(i % 5) : i % 31 == 0 ? 9 : 0;
    ck_assert_int_eq(lb_value_counts_make(count, 600, &c), LB_OK);
    ck_assert_int_eq(lb_window_tails_make(&c, 25, 90, &t), LB_OK);
    for (size_t s = 1; s <= 60; s++) {
        double exact = t.tail[25 * 91 + s], near = lb_window_saddlepoint(&c, 25, (double)s);
        ck_assert_msg(fabs(near - exact) < 0.12 * exact, "sum %zu: %g, exact %g", s, near, exact);
    }
    ck_assert_double_eq(lb_window_saddlepoint(&c, 25, 0), 1);
    lb_window_tails_clear(&t);
    lb_value_counts_clear(&c);
}
END_TEST

START_TEST(counts_that_do_not_vary_have_no_z)
{
    const double same[] = {2, 2, 2};
    lb_value_counts c;
    ck_assert_int_eq(lb_value_counts_make(same, 3, &c), LB_OK);
    ck_assert(isnan(lb_gi_star(&c, 2, 4)));
    lb_value_counts_clear(&c);
}
END_TEST

START_TEST(benjamini_and_hochberg_by_hand)
{
    const double p[] = {0.01, NAN, 0.04, 0.03, 0.5};
    double q[5];
    size_t tests;
    ck_assert_int_eq(lb_adjust_tests(LB_ADJUST_BH, p, 5, q, &tests), LB_OK);
    ck_assert_uint_eq(tests, 4);
    ck_assert_double_eq_tol(q[0], 0.04, 1e-15);
    ck_assert(isnan(q[1]));
    ck_assert_double_eq_tol(q[2], 0.04 * 4 / 3, 1e-15); /* and 0.03 x 4/2 is not less */
    ck_assert_double_eq_tol(q[3], 0.04 * 4 / 3, 1e-15);
    ck_assert_double_eq_tol(q[4], 0.5, 1e-15);
    ck_assert_int_eq(lb_adjust_tests(LB_ADJUST_BONFERRONI, p, 5, q, &tests), LB_OK);
    ck_assert_double_eq_tol(q[4], 1, 1e-15);
    ck_assert_double_eq_tol(q[2], 0.16, 1e-15);
}
END_TEST

/* A block of w x h cells of 250 m from the origin. */
static void make_block(int32_t w, int32_t h, lb_cell_rows *rows)
{
    lb_grid grid = {0, h * 250.0, 250, 250, w, h};
    int64_t *cell = malloc(sizeof *cell * (size_t)(w * h));
    for (int64_t i = 0; i < w * h; i++)
        cell[i] = i;
    ck_assert_int_eq(lb_cell_rows_make(&grid, cell, (size_t)(w * h), rows), LB_OK);
    free(cell);
}

START_TEST(kernel_has_its_printed_masses_and_every_event_once)
{
    lb_cell_rows rows;
    make_block(41, 41, &rows);
    const double middle[] = {20.5 * 250, 20.5 * 250};
    const size_t cell[] = {20 * 41 + 20};
    double density[41 * 41], total = 0;
    lb_kernel_input in = {&rows, middle, cell, 1, 500, 2, false};
    ck_assert_int_eq(lb_kernel_density(&in, density, NULL), LB_OK);
    ck_assert_double_eq_tol(density[cell[0]], 0.0389718, 1e-7);
    ck_assert_double_eq_tol(density[cell[0] + 1], 0.0344812, 3e-7);
    ck_assert_double_eq_tol(density[cell[0] + 42], 0.0305085, 3e-7);
    /* Near the west edge, 100 m inside: the half that is lost is given back to what is there. */
    const double edge[] = {100, 20.5 * 250};
    const size_t at_edge[] = {20 * 41};
    in.xy = edge;
    in.cell = at_edge;
    ck_assert_int_eq(lb_kernel_density(&in, density, NULL), LB_OK);
    for (size_t i = 0; i < 41 * 41; i++)
        total += density[i];
    ck_assert_double_eq_tol(total, 1, 1e-12);
    double free_mass = (erf(150 / 500.0 / sqrt(2)) + erf(100 / 500.0 / sqrt(2))) / 2 * 0.1974126514;
    ck_assert_double_eq_tol(density[at_edge[0]], free_mass * 1.726341, 1e-6);
    ck_near(free_mass / density[at_edge[0]], 0.579260, 1e-5); /* of the kernel is in the window */
    lb_cell_rows_clear(&rows);
}
END_TEST

/* The integral of (1 - d^2/h^2)^2 over a disc is pi h^2 / 3; over cells it is summed here in small
 * steps. */
START_TEST(quartic_kernel_is_its_integral_over_each_cell)
{
    enum { SIDE = 11, STEPS = 50 };
    lb_cell_rows rows;
    make_block(SIDE, SIDE, &rows);
    const double h = 800, xy[] = {5 * 250 + 70, 5 * 250 + 30};
    const size_t cell[] = {5 * SIDE + 5};
    double density[SIDE * SIDE];
    lb_kernel_input in = {&rows, xy, cell, 1, h, 1, true};
    ck_assert_int_eq(lb_kernel_density(&in, density, NULL), LB_OK);
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++) {
            double sum = 0;
            for (int i = 0; i < STEPS * STEPS; i++) {
                double x = (c + (i % STEPS + 0.5) / STEPS) * 250 - xy[0];
                double y = (SIDE - 1 - r + (i / STEPS + 0.5) / STEPS) * 250 - xy[1];
                double left = fmax(1 - (x * x + y * y) / (h * h), 0);
                sum += left * left * 250 * 250 / STEPS / STEPS;
            }
            ck_near(density[r * SIDE + c], sum * 3 / (acos(-1) * h * h), 2e-4);
        }
    in.bandwidth = 1; /* no point of the cell is so near */
    ck_assert_int_eq(lb_kernel_density(&in, density, NULL), LB_OK);
    ck_near(density[cell[0]], 1, 0);
    lb_cell_rows_clear(&rows);
}
END_TEST

/* Supports with holes, strips and single cells; events on corners of cells too. */
START_TEST(kernel_adds_up_to_the_events_in_any_window)
{
    const double bandwidth[] = {60, 250, 500, 3000};
    for (unsigned k = 0; k < 32; k++) {
        lb_random r = {k + 1};
        bool quartic = k >= 16;
        lb_grid grid = {1000, 9000, 250, 250, 30, 20};
        lb_cell_rows rows;
        int64_t cell[600];
        double xy[400], density[600], total = 0;
        size_t n = 0, at[200];
        for (int64_t i = 0; i < 600; i++)
            if (lb_random_below(&r, 10) < (k % 4 == 0 ? 10 : k % 4 == 1 ? 1 : 6))
                cell[n++] = i;
        ck_assert_int_eq(lb_cell_rows_make(&grid, cell, n, &rows), LB_OK);
        for (size_t e = 0; e < 200; e++) {
            at[e] = (size_t)lb_random_below(&r, (int)n);
            xy[2 * e] = 1000 + rows.col[at[e]] * 250.0 + (e % 3 ? 249.99 * lb_random_real(&r) : 0);
            xy[2 * e + 1] =
                9000 - (rows.row[at[e]] + 1) * 250.0 + (e % 3 ? 249.99 * lb_random_real(&r) : 0);
        }
        lb_kernel_input in = {&rows, xy, at, 200, bandwidth[k / 4 % 4], 2, quartic};
        ck_assert_int_eq(lb_kernel_density(&in, density, NULL), LB_OK);
        for (size_t i = 0; i < n; i++)
            total += density[i];
        ck_near(total, 200, 1e-9);
        lb_cell_rows_clear(&rows);
    }
}
END_TEST

START_TEST(kernel_does_not_depend_on_threads_and_finds_who_is_alone)
{
    lb_cell_rows rows;
    make_block(30, 20, &rows);
    double xy[80], one[600], two[600], likelihood, sum = 0;
    size_t cell[40];
    for (size_t e = 0; e < 40; e++) {
        xy[2 * e] = fmod(1777.0 * (double)e, 7500);
        xy[2 * e + 1] = fmod(931.0 * (double)e, 5000);
        cell[e] = (size_t)(19 - (int)(xy[2 * e + 1] / 250)) * 30 + (size_t)(xy[2 * e] / 250);
    }
    lb_kernel_input in = {&rows, xy, cell, 40, 700, 1, false};
    ck_assert_int_eq(lb_kernel_density(&in, one, &likelihood), LB_OK);
    in.threads = 3;
    ck_assert_int_eq(lb_kernel_density(&in, two, NULL), LB_OK);
    ck_assert_mem_eq(one, two, sizeof one);
    for (size_t i = 0; i < 600; i++)
        sum += one[i];
    ck_assert_double_eq_tol(sum, 40, 1e-9);
    ck_assert(isfinite(likelihood));
    in.n = 1;
    ck_assert_int_eq(lb_kernel_density(&in, two, &likelihood), LB_OK);
    ck_assert(isinf(likelihood) && likelihood < 0);
    lb_cell_rows_clear(&rows);
}
END_TEST

START_TEST(windows_have_the_cells_that_are_there)
{
    lb_grid grid = {0, 750, 250, 250, 3, 3};
    const int64_t cell[] = {0, 1, 4, 5, 8}; /* 1 1 . / . 1 1 / . . 1 */
    const double value[] = {1, 2, 4, 8, 16};
    const struct {
        const char *window;
        double sum[5];
        int32_t cells[5];
    } expected[] = {{"rook", {3, 7, 14, 28, 24}, {2, 3, 3, 3, 2}},
                    {"queen", {7, 15, 31, 30, 28}, {3, 4, 5, 4, 3}},
                    {"250", {3, 7, 14, 28, 24}, {2, 3, 3, 3, 2}},
                    {"500", {7, 15, 31, 30, 28}, {3, 4, 5, 4, 3}},
                    {"0", {1, 2, 4, 8, 16}, {1, 1, 1, 1, 1}}};
    lb_cell_rows rows;
    ck_assert_int_eq(lb_cell_rows_make(&grid, cell, 5, &rows), LB_OK);
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        lb_cell_window w;
        double sum[5];
        int32_t cells[5];
        ck_assert_int_eq(lb_cell_window_parse(expected[k].window, &grid, &w), LB_OK);
        lb_cell_window_sums(&rows, &w, value, 1, sum, cells);
        for (size_t i = 0; i < 5; i++) {
            ck_assert_msg(sum[i] == expected[k].sum[i], "%s: cell %zu has %g", expected[k].window,
                          i, sum[i]);
            ck_assert_int_eq(cells[i], expected[k].cells[i]);
        }
        lb_cell_window_clear(&w);
    }
    ck_assert_uint_eq(lb_cell_rows_find(&rows, 1, 2), 3);
    ck_assert_uint_eq(lb_cell_rows_find(&rows, 2, 1), SIZE_MAX);
    ck_assert_uint_eq(lb_cell_rows_find(&rows, -1, 0), SIZE_MAX);
    lb_cell_rows_clear(&rows);
    lb_cell_window w;
    ck_assert_int_eq(lb_cell_window_parse("bishop", &grid, &w), LB_E_USAGE);
}
END_TEST

START_TEST(binomial_tail_is_the_sum_of_its_terms)
{
    double tail = 0, term = 1;
    for (int k = 0; k < 20; k++) /* 20 of 20 down to 1 */
        term *= 0.3;
    for (int x = 20; x > 0; x--) {
        tail += term;
        ck_assert_double_eq_tol(lb_interval_binomial_tail(x, 20, 0.3) / tail, 1, 1e-11);
        term *= x / (21.0 - x) * 0.7 / 0.3;
    }
    ck_assert_double_eq(lb_interval_binomial_tail(0, 20, 0.3), 1);
    ck_assert_double_eq(lb_interval_binomial_tail(3, 20, 0), 0);
}
END_TEST

START_TEST(local_moran_is_its_formula_and_its_p_counts_draws)
{
    lb_cell_rows rows;
    lb_cell_window w;
    make_block(4, 1, &rows);
    ck_assert_int_eq(lb_cell_window_parse("rook", &rows.grid, &w), LB_OK);
    const double count[] = {6, 4, 1, 1};
    double z[4], moran[4], p[4], lag[4];
    lb_moran_scores(count, NULL, 4, z); /* 3, 1, -2, -2; sum of squares / 4 = 4.5 */
    lb_moran_input in = {&rows, &w, z, 4000, 5, 2};
    ck_assert_int_eq(lb_local_moran(&in, moran, p, lag), LB_OK);
    ck_assert_double_eq_tol(moran[0], 3 * 1 / 4.5, 1e-14);
    ck_assert_double_eq_tol(moran[1], 1 * 0.5 / 4.5, 1e-14);
    ck_assert_double_eq_tol(moran[3], -2 * -2 / 4.5, 1e-14);
    ck_assert_double_eq_tol(lag[1], 0.5, 1e-14);
    ck_assert_double_eq_tol(p[0], 1 / 3.0, 0.03); /* its neighbour is 1 in one of three draws */
    ck_assert_double_eq_tol(p[1], 2 / 3.0,
                            0.03); /* pairs of 3, -2, -2 with mean 0.5: two of three */
    const double people[] = {10, 10, 0, 10};
    lb_moran_scores(count, people, 4, z);
    ck_assert(isnan(z[2]) && z[0] > z[1] && z[1] > z[3]);
    lb_cell_window_clear(&w);
    lb_cell_rows_clear(&rows);
}
END_TEST

/* Where all cells are neighbours of each other every draw is the neighbours themselves: p = 1,
 * however many there are. */
START_TEST(local_moran_draws_as_many_neighbours_as_a_wide_window_has)
{
    enum { SIDE = 40 };
    static double z[SIDE * SIDE], moran[SIDE * SIDE], p[SIDE * SIDE], lag[SIDE * SIDE];
    lb_cell_rows rows;
    lb_cell_window w;
    make_block(SIDE, SIDE, &rows);
    ck_assert_int_eq(lb_cell_window_parse("20000", &rows.grid, &w), LB_OK); /* 80 cells */
    for (size_t i = 0; i < SIDE * SIDE; i++)
        z[i] = i % 2 ? 1 : -1; /* sums of whole numbers are exact */
    lb_moran_input in = {&rows, &w, z, 19, 5, 2};
    ck_assert_int_eq(lb_local_moran(&in, moran, p, lag), LB_OK);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        ck_assert_double_eq_tol(moran[i], -1.0 / (SIDE * SIDE - 1), 1e-15);
        ck_assert_double_eq(p[i], 1);
    }
    lb_cell_window_clear(&w);
    lb_cell_rows_clear(&rows);
}
END_TEST

LB_TEST_MAIN("hotspot", exact_tails_are_those_of_every_choice_of_cells,
             gi_p_of_every_cell_of_a_lattice_is_that_of_all_permutations,
             gi_and_gi_star_are_those_of_other_programs, kernel_adds_up_to_the_events_in_any_window,
             sparse_events_have_a_hypergeometric_window_that_no_normal_p_is_near,
             saddlepoint_is_near_the_exact_tail_to_its_far_end, counts_that_do_not_vary_have_no_z,
             benjamini_and_hochberg_by_hand, kernel_has_its_printed_masses_and_every_event_once,
             quartic_kernel_is_its_integral_over_each_cell,
             kernel_does_not_depend_on_threads_and_finds_who_is_alone,
             windows_have_the_cells_that_are_there, binomial_tail_is_the_sum_of_its_terms,
             local_moran_is_its_formula_and_its_p_counts_draws,
             local_moran_draws_as_many_neighbours_as_a_wide_window_has)
