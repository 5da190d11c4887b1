/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/hotspot/near_repeat.h"
#include "kernel/hotspot/scan_statistic.h"
#include "tests/support/support.h"

START_TEST(ratio_is_that_of_satscan_for_new_york)
{
    /* Cases and people of five clusters, of 552 cases and 1 057 673 people; as SaTScan prints. */
    const double printed[][3] = {{100, 111674, 14.083511},
                                 {38, 34083, 9.019716},
                                 {64, 78280, 6.114140},
                                 {25, 24571, 4.651839},
                                 {12, 9840, 3.363518}};
    for (size_t k = 0; k < 5; k++)
        ck_assert_double_eq_tol(lb_scan_llr(printed[k][0], printed[k][1] * 552 / 1057673, 552),
                                printed[k][2], 1e-6);
    ck_assert_double_eq(lb_scan_llr(2, 3, 10), 0);
    ck_assert_double_eq(lb_scan_llr(0, 0, 10), 0);
    ck_assert_double_eq_tol(lb_scan_llr(10, 4, 10), 10 * log(2.5), 1e-14);
}
END_TEST

/* New York's 281 tracts (SaTScan's example), their centres put on cells of 0.0005 degrees. */
typedef struct tract {
    int64_t cell;
    double cases, people;
} tract;

enum { TRACTS = 281, TRACT_COLUMNS = 4000 };

static int compare_tracts(const void *a, const void *b)
{
    const tract *x = a, *y = b;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static bool read_tracts(tract *t)
{
    char path[3][400];
    FILE *file[3];
    const char *const name[] = {"methods2/scan/satscan_ny_coords.txt",
                                "methods2/scan/satscan_ny_cases.txt",
                                "methods2/scan/satscan_ny_pop.txt"};
    for (int k = 0; k < 3; k++)
        if (!lb_test_data(name[k], path[k], sizeof path[k]))
            return false;
    for (int k = 0; k < 3; k++)
        file[k] = fopen(path[k], "r");
    for (int i = 0; i < TRACTS; i++) {
        double north, east;
        ck_assert_int_eq(fscanf(file[0], "%*d %lf %lf", &north, &east), 2);
        ck_assert_int_eq(fscanf(file[1], "%*d %lf %*d", &t[i].cases), 1);
        ck_assert_int_eq(fscanf(file[2], "%*d %*d %lf", &t[i].people), 1);
        t[i].cell =
            (int64_t)((44 - north) / 0.0005) * TRACT_COLUMNS + (int64_t)((east + 77) / 0.0005);
    }
    for (int k = 0; k < 3; k++)
        fclose(file[k]);
    qsort(t, TRACTS, sizeof *t, compare_tracts);
    return true;
}

START_TEST(clusters_of_new_york_are_those_that_satscan_finds)
{
    const struct {
        double share, llr[5];
    } printed[] = {{0.5, {14.083511, 9.019716, 6.114140, 4.651839, 3.363518}},
                   {0.1, {11.577255, 9.019716, 6.114140, 4.651839, 4.169203}}};
    tract t[TRACTS];
    lb_grid grid = {0, 4000 * 250.0, 250, 250, TRACT_COLUMNS, 4000};
    lb_cell_rows rows;
    int64_t cell[TRACTS];
    double count[TRACTS], expected[TRACTS];
    if (!read_tracts(t))
        return;
    for (int i = 0; i < TRACTS; i++) {
        ck_assert(i == 0 || t[i].cell > t[i - 1].cell); /* a tract a cell */
        cell[i] = t[i].cell;
        count[i] = t[i].cases;
        expected[i] = t[i].people * 552 / 1057673;
    }
    ck_assert_int_eq(lb_cell_rows_make(&grid, cell, TRACTS, &rows), LB_OK);
    for (size_t k = 0; k < 2; k++) {
        lb_scan_cluster cluster[5];
        size_t found;
        lb_scan_input in = {&rows, count, expected, printed[k].share, 75e3, 99, 1, 2};
        ck_assert_int_eq(lb_scan_clusters(&in, cluster, 5, &found), LB_OK);
        ck_assert_uint_eq(found, 5);
        for (size_t c = 0; c < 5; c++)
            ck_near(cluster[c].llr, printed[k].llr[c], 1e-6);
        ck_assert_double_le(cluster[0].p, 0.01);
        ck_assert_double_ge(cluster[4].p, 0.3);
    }
    lb_cell_rows_clear(&rows);
}
END_TEST

/* A world of w x h cells of 250 m without some, with people and events from a seed. */
typedef struct world {
    lb_cell_rows rows;
    double count[400], expected[400], events;
    int64_t cell[400];
    size_t n;
} world;

static void make_world(int seed, world *w)
{
    lb_grid grid = {0, 4000, 250, 250, 16, 16};
    double people[400], all = 0;
    *w = (world){.n = 0};
    for (int64_t i = 0; i < 256; i++) {
        if ((i * 7 + seed) % 11 == 0)
            continue;
        people[w->n] = (double)(1 + (i * i + 13 * seed) % 97);
        all += people[w->n];
        w->count[w->n] = (i * 31 + seed * 17) % 19 == 0 ? (double)(1 + (i + seed) % 4) : 0;
        w->events += w->count[w->n];
        w->cell[w->n++] = i;
    }
    for (size_t i = 0; i < w->n; i++)
        w->expected[i] = people[i] * w->events / all;
    ck_assert_int_eq(lb_cell_rows_make(&grid, w->cell, w->n, &w->rows), LB_OK);
}

/* Every disc of every centre and every radius. */
static double brute_force(const world *w, double max_radius, double max_share)
{
    double best = 0;
    for (size_t i = 0; i < w->n; i++)
        for (size_t j = 0; j < w->n; j++) {
            double dx = (w->rows.col[i] - w->rows.col[j]) * 250.0;
            double dy = (w->rows.row[i] - w->rows.row[j]) * 250.0, r2 = dx * dx + dy * dy;
            double c = 0, e = 0;
            if (r2 > max_radius * max_radius)
                continue;
            for (size_t k = 0; k < w->n; k++) {
                double kx = (w->rows.col[i] - w->rows.col[k]) * 250.0;
                double ky = (w->rows.row[i] - w->rows.row[k]) * 250.0;
                if (kx * kx + ky * ky <= r2) {
                    c += w->count[k];
                    e += w->expected[k];
                }
            }
            if (c >= 2 && e <= max_share * w->events)
                best = fmax(best, lb_scan_llr(c, e, w->events));
        }
    return best;
}

START_TEST(most_likely_cluster_is_that_of_every_disc)
{
    for (int seed = 0; seed < 12; seed++) {
        world w;
        lb_scan_cluster cluster[5];
        size_t found;
        make_world(seed, &w);
        double radius = 500 + 250 * (seed % 5), share = seed % 2 ? 0.1 : 0.5;
        lb_scan_input in = {&w.rows, w.count, w.expected, share, radius, 9, 1, 2};
        ck_assert_int_eq(lb_scan_clusters(&in, cluster, 5, &found), LB_OK);
        ck_assert_uint_gt(found, 0);
        ck_assert_double_eq_tol(cluster[0].llr, brute_force(&w, radius, share), 1e-10);
        for (size_t k = 1; k < found; k++)
            ck_assert(cluster[k].llr <= cluster[k - 1].llr);
        lb_cell_rows_clear(&w.rows);
    }
}
END_TEST

START_TEST(draws_of_a_scan_do_not_depend_on_threads_and_a_cluster_is_found)
{
    world w;
    lb_scan_cluster one[3], two[3];
    size_t n_one, n_two;
    make_world(3, &w);
    for (size_t i = 0; i < w.n; i++)
        w.expected[i] *= (w.events + 15) / w.events;
    w.count[100] += 15;
    lb_scan_input in = {&w.rows, w.count, w.expected, 0.5, 1000, 199, 7, 1};
    ck_assert_int_eq(lb_scan_clusters(&in, one, 3, &n_one), LB_OK);
    in.threads = 3;
    ck_assert_int_eq(lb_scan_clusters(&in, two, 3, &n_two), LB_OK);
    ck_assert_uint_eq(n_one, n_two);
    ck_assert_mem_eq(one, two, n_one * sizeof *one);
    ck_assert_double_eq_tol(one[0].p, 0.005, 1e-12);
    lb_cell_rows_clear(&w.rows);
}
END_TEST

/* Pairs by bin, all of them looked at. */
static int64_t pairs_in(const lb_near_repeat_input *in, size_t d, size_t t)
{
    int64_t n = 0;
    for (size_t i = 0; i < in->n; i++)
        for (size_t j = i + 1; j < in->n; j++) {
            double dx = fabs(in->xy[2 * i] - in->xy[2 * j]);
            double dy = fabs(in->xy[2 * i + 1] - in->xy[2 * j + 1]);
            double distance = in->manhattan ? dx + dy : sqrt(dx * dx + dy * dy);
            int64_t days =
                in->day[i] > in->day[j] ? in->day[i] - in->day[j] : in->day[j] - in->day[i];
            bool near = distance >= in->distance[d] &&
                        (d + 1 == in->distances || distance < in->distance[d + 1]);
            n += near && days >= in->days[t] && (t + 1 == in->day_bins || days < in->days[t + 1]);
        }
    return n;
}

START_TEST(pairs_by_distance_and_days_are_all_pairs_in_half_open_bins)
{
    double xy[120];
    int64_t day[60];
    const double distance[] = {50, 100, 300, 700}; /* pairs below 50 m are in no bin */
    const int64_t days[] = {0, 1, 5, 20};
    lb_near_repeat_bin one[16], two[16];
    for (size_t i = 0; i < 60; i++) {
        xy[2 * i] = (double)(i * i % 37) * 50;
        xy[2 * i + 1] = (double)(i * 29 % 41) * 50;
        day[i] = (int64_t)(i * i * i % 90);
    }
    for (int manhattan = 0; manhattan < 2; manhattan++) {
        lb_near_repeat_input in = {xy, day, 60, distance, days, 4, 4, manhattan, 49, 3, 1};
        ck_assert_int_eq(lb_near_repeat(&in, one), LB_OK);
        in.threads = 3;
        ck_assert_int_eq(lb_near_repeat(&in, two), LB_OK);
        ck_assert_mem_eq(one, two, sizeof one);
        for (size_t b = 0; b < 16; b++)
            ck_assert_int_eq(one[b].observed, pairs_in(&in, b / 4, b % 4));
    }
}
END_TEST

START_TEST(series_of_repeats_is_found_and_its_expected_pairs_are_their_share)
{
    double xy[80];
    int64_t day[40];
    const double distance[] = {0, 100};
    const int64_t days[] = {0, 3};
    lb_near_repeat_bin bin[4];
    for (size_t i = 0; i < 40; i++) { /* 20 pairs at one place, a day apart, months between pairs */
        xy[2 * i] = (double)(i / 2) * 1000;
        xy[2 * i + 1] = 0;
        day[i] = (int64_t)(i / 2) * 50 + (int64_t)(i % 2);
    }
    lb_near_repeat_input in = {xy, day, 40, distance, days, 2, 2, false, 999, 1, 2};
    ck_assert_int_eq(lb_near_repeat(&in, bin), LB_OK);
    ck_assert_int_eq(bin[0].observed, 20);
    ck_assert_double_eq_tol(bin[0].p, 0.001, 1e-12);
    ck_assert_double_eq_tol(bin[0].expected, 20 * 20 / 780.0, 0.1);
    ck_assert_int_eq(bin[0].observed + bin[1].observed + bin[2].observed + bin[3].observed, 780);
}
END_TEST

LB_TEST_MAIN("scan", ratio_is_that_of_satscan_for_new_york,
             most_likely_cluster_is_that_of_every_disc,
             draws_of_a_scan_do_not_depend_on_threads_and_a_cluster_is_found,
             clusters_of_new_york_are_those_that_satscan_finds,
             pairs_by_distance_and_days_are_all_pairs_in_half_open_bins,
             series_of_repeats_is_found_and_its_expected_pairs_are_their_share)
