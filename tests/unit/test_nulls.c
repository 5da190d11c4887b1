/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where nothing is to be found, p is uniform: on made-up towns without hot spots, clusters, near
 * repeats or areas that draw events, by the test of Kolmogorov and Smirnov. `make check-nulls` has
 * 200 towns of each (LAGESBILD_NULL_TOWNS) and prints the figures; without it there are 30.
 *
 * Counts are whole numbers, so that p has steps. Where its distribution is known up to chance, p is
 * randomised within its step, which is uniform exactly: P(X > x) + u P(X = x). The p of draws is
 * (1 + k) / (1 + draws) and becomes (u + k) / (1 + draws); equal draws are then still counted as at
 * least as many, which for the many pairs and real ratios here is rare. */
#include "kernel/hotspot/near_repeat.h"
#include "kernel/hotspot/placebo_draws.h"
#include "kernel/hotspot/scan_statistic.h"
#include "kernel/hotspot/window_permutation.h"
#include "tests/support/support.h"

enum { WIDTH = 24, HEIGHT = 16, CELLS = WIDTH * HEIGHT, MAX_TOWNS = 2000, DRAWS = 199 };

static int towns_asked(void)
{
    const char *text = getenv("LAGESBILD_NULL_TOWNS");
    int n = text ? atoi(text) : 30;
    return n > 1 && n <= MAX_TOWNS ? n : 30;
}

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The probability of a distance as great between p[n] and the uniform distribution (Kolmogorov's
 * series with the correction of Stephens 1970). */
static void expect_uniform(const char *what, double *p, int n)
{
    double distance = 0, sum = 0;
    qsort(p, (size_t)n, sizeof *p, compare_reals);
    for (int i = 0; i < n; i++) {
        distance = fmax(distance, (i + 1.0) / n - p[i]);
        distance = fmax(distance, p[i] - (double)i / n);
    }
    double root = sqrt(n), lambda = (root + 0.12 + 0.11 / root) * distance;
    for (int k = 1; k < 100; k++)
        sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * lambda * lambda);
    if (getenv("LAGESBILD_NULL_TOWNS")) {
        int below = 0;
        while (below < n && p[below] < 0.05)
            below++;
        printf("%-28s %d towns: D %.3f, p %.2f; below 0.05: %.1f %%\n", what, n, distance,
               fmin(sum, 1), 100.0 * below / n);
    }
    ck_assert_msg(sum > 0.001, "%s: D %g of %d, p %g", what, distance, n, sum);
}

static void make_town(lb_cell_rows *rows)
{
    lb_grid grid = {0, HEIGHT * 250.0, 250, 250, WIDTH, HEIGHT};
    int64_t cell[CELLS];
    for (int64_t i = 0; i < CELLS; i++)
        cell[i] = i;
    ck_assert_int_eq(lb_cell_rows_make(&grid, cell, CELLS, rows), LB_OK);
}

/* People, many in the middle; their sum. */
static double settle_people(lb_random *r, double *people)
{
    double all = 0;
    for (int i = 0; i < CELLS; i++) {
        double x = i % WIDTH - WIDTH / 2.0, y = i / WIDTH - HEIGHT / 2.0;
        people[i] = 1 + floor(400 * exp(-(x * x + y * y) / 40) * lb_random_real(r));
        all += people[i];
    }
    return all;
}

/* Events on cells as people live; people NULL: anywhere. */
static void throw_events(lb_random *r, const double *people, double all, int events, double *count)
{
    for (int i = 0; i < CELLS; i++)
        count[i] = 0;
    for (int e = 0; e < events; e++) {
        double left = lb_random_real(r) * all;
        int cell = people ? 0 : lb_random_below(r, CELLS);
        while (people && cell < CELLS - 1 && left >= people[cell])
            left -= people[cell++];
        count[cell]++;
    }
}

static double window_sum(const lb_cell_rows *rows, const double *value, int cell)
{
    lb_cell_window queen;
    double sum[CELLS];
    ck_assert_int_eq(lb_cell_window_parse("queen", &rows->grid, &queen), LB_OK);
    lb_cell_window_sums(rows, &queen, value, 1, sum, NULL);
    lb_cell_window_clear(&queen);
    return sum[cell];
}

START_TEST(exact_p_of_gi_is_uniform)
{
    int towns = towns_asked(), middle = HEIGHT / 2 * WIDTH + WIDTH / 2;
    double p[MAX_TOWNS];
    lb_cell_rows rows;
    make_town(&rows);
    for (int t = 0; t < towns; t++) {
        lb_random r = {1000 + (unsigned)t};
        double count[CELLS];
        lb_value_counts values;
        lb_window_tails tails;
        throw_events(&r, NULL, 1, 40 + lb_random_below(&r, 200), count);
        size_t s = (size_t)window_sum(&rows, count, middle), width = s + 2;
        ck_assert_int_eq(lb_value_counts_make(count, CELLS, &values), LB_OK);
        ck_assert_int_eq(lb_window_tails_make(&values, 9, s + 1, &tails), LB_OK);
        double above = tails.tail[9 * width + s + 1], here = tails.tail[9 * width + s];
        p[t] = above + lb_random_real(&r) * (here - above);
        lb_window_tails_clear(&tails);
        lb_value_counts_clear(&values);
    }
    lb_cell_rows_clear(&rows);
    expect_uniform("Gi*, exact", p, towns);
}
END_TEST

START_TEST(p_of_excess_is_uniform)
{
    int towns = towns_asked(), at = HEIGHT / 2 * WIDTH + WIDTH / 2;
    double p[MAX_TOWNS];
    lb_cell_rows rows;
    make_town(&rows);
    for (int t = 0; t < towns; t++) {
        lb_random r = {2000 + (unsigned)t};
        double people[CELLS], count[CELLS], all = settle_people(&r, people);
        int events = 40 + lb_random_below(&r, 200);
        throw_events(&r, people, all, events, count);
        double share = window_sum(&rows, people, at) / all, c = window_sum(&rows, count, at);
        double above = lb_interval_binomial_tail(c + 1, events, share);
        double here = lb_interval_binomial_tail(c, events, share);
        p[t] = above + lb_random_real(&r) * (here - above);
    }
    lb_cell_rows_clear(&rows);
    expect_uniform("excess over people", p, towns);
}
END_TEST

START_TEST(p_of_the_scan_is_uniform)
{
    int towns = towns_asked();
    double p[MAX_TOWNS];
    lb_cell_rows rows;
    make_town(&rows);
    for (int t = 0; t < towns; t++) {
        lb_random r = {3000 + (unsigned)t};
        double people[CELLS], count[CELLS], all = settle_people(&r, people);
        enum { EVENTS = 100 };
        lb_scan_cluster first;
        size_t found;
        throw_events(&r, people, all, EVENTS, count);
        for (int i = 0; i < CELLS; i++)
            people[i] *= EVENTS / all;
        lb_scan_input in = {&rows, count, people, 0.2, 1500, DRAWS, 5000 + (unsigned)t, 2};
        ck_assert_int_eq(lb_scan_clusters(&in, &first, 1, &found), LB_OK);
        ck_assert_uint_eq(found, 1);
        p[t] = first.p - lb_random_real(&r) / (DRAWS + 1);
    }
    lb_cell_rows_clear(&rows);
    expect_uniform("scan, the first cluster", p, towns);
}
END_TEST

START_TEST(p_of_near_repeats_is_uniform)
{
    enum { EVENTS = 400 };
    const double distance[] = {0, 200, 400};
    const int64_t days[] = {0, 14, 28};
    int towns = towns_asked();
    double p[MAX_TOWNS];
    for (int t = 0; t < towns; t++) {
        lb_random r = {4000 + (unsigned)t};
        double xy[2 * EVENTS];
        int64_t day[EVENTS];
        lb_near_repeat_bin bin[9];
        for (int e = 0; e < EVENTS; e++) {
            xy[2 * e] = 3000 * lb_random_real(&r) * lb_random_real(&r);
            xy[2 * e + 1] = 2000 * lb_random_real(&r);
            day[e] = lb_random_below(&r, 365);
        }
        lb_near_repeat_input in = {.xy = xy,
                                   .day = day,
                                   .n = EVENTS,
                                   .distance = distance,
                                   .days = days,
                                   .distances = 3,
                                   .day_bins = 3,
                                   .draws = DRAWS,
                                   .seed = 6000 + (unsigned)t,
                                   .threads = 2};
        ck_assert_int_eq(lb_near_repeat(&in, bin), LB_OK);
        p[t] = bin[0].p - lb_random_real(&r) / (DRAWS + 1);
    }
    expect_uniform("near repeats, 200 m 14 days", p, towns);
}
END_TEST

/* Events of each move of an area, by its cells. */
static double *count_moves(const lb_area_cell *cell, size_t n, const lb_move *move, size_t moves,
                           const double *count)
{
    double *events = calloc(moves, sizeof *events);
    for (size_t m = 0; m < moves; m++)
        for (size_t i = 0; i < n; i++) {
            lb_area_cell at = lb_move_cell(&move[m], cell[i]);
            events[m] += count[at.row * WIDTH + at.col];
        }
    return events;
}

/* Two areas of an even town: of all places one is as likely as another. */
START_TEST(p_of_placebo_areas_is_uniform)
{
    enum { AREAS = 2 };
    int towns = towns_asked();
    double p[MAX_TOWNS], people[CELLS];
    lb_cell_rows rows;
    make_town(&rows);
    for (int i = 0; i < CELLS; i++)
        people[i] = 100;
    for (int t = 0; t < towns; t++) {
        lb_random r = {7000 + (unsigned)t};
        double count[CELLS], total[DRAWS], observed = 0, above = 0, equal = 1;
        double *events[AREAS];
        lb_move *move[AREAS];
        size_t moves[AREAS], overlapping;
        lb_area_cell cell[AREAS][4];
        lb_placebo_area area[AREAS];
        throw_events(&r, NULL, 1, 100, count);
        for (int k = 0; k < AREAS; k++) { /* an L in each half of the town */
            int32_t row = lb_random_below(&r, HEIGHT - 2);
            int32_t col = k * WIDTH / 2 + lb_random_below(&r, WIDTH / 2 - 1);
            const lb_area_cell ell[] = {
                {row, col, 1}, {row + 1, col, 1}, {row + 2, col, 1}, {row + 2, col + 1, 1}};
            memcpy(cell[k], ell, sizeof ell);
            lb_moves_input in = {
                .rows = &rows, .people = people, .cell = cell[k], .n = 4, .people_within = 0.2};
            ck_assert_int_eq(lb_area_moves(&in, &move[k], &moves[k]), LB_OK);
            events[k] = count_moves(cell[k], 4, move[k], moves[k], count);
            area[k] = (lb_placebo_area){cell[k], 4, move[k], events[k], moves[k]};
            for (int i = 0; i < 4; i++)
                observed += count[cell[k][i].row * WIDTH + cell[k][i].col];
        }
        lb_placebo_input in = {&rows, area, AREAS, DRAWS, 8000 + (unsigned)t, 0, 2};
        ck_assert_int_eq(lb_placebo_draw(&in, total, &overlapping), LB_OK);
        for (int d = 0; d < DRAWS; d++) {
            above += total[d] > observed;
            equal += total[d] >= observed && total[d] <= observed;
        }
        p[t] = (above + lb_random_real(&r) * equal) / (DRAWS + 1);
        for (int k = 0; k < AREAS; k++) {
            free(events[k]);
            free(move[k]);
        }
    }
    lb_cell_rows_clear(&rows);
    expect_uniform("placebo, randomisation", p, towns);
}
END_TEST

LB_TEST_MAIN("nulls", exact_p_of_gi_is_uniform, p_of_excess_is_uniform, p_of_the_scan_is_uniform,
             p_of_near_repeats_is_uniform, p_of_placebo_areas_is_uniform)
