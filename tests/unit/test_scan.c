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
                                printed[k][2], 1e-5);
    ck_assert_double_eq(lb_scan_llr(2, 3, 10), 0);
    ck_assert_double_eq(lb_scan_llr(0, 0, 10), 0);
    ck_assert_double_eq_tol(lb_scan_llr(10, 4, 10), 10 * log(2.5), 1e-14);
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

START_TEST(scan_p_is_uniform_where_events_fall_as_people_live)
{
    /* 200 towns: the share of p at most t is near t (Kolmogorov and Smirnov, 5 %: 1.36 /
     * sqrt(200)). */
    int at_most[10] = {0};
    for (int town = 0; town < 200; town++) {
        world w;
        lb_scan_cluster cluster;
        size_t found;
        uint64_t state = 88172645463325252u + (uint64_t)town * 7919;
        make_world(town, &w);
        memset(w.count, 0, sizeof w.count);
        double all = 0;
        for (size_t i = 0; i < w.n; i++)
            all += w.expected[i];
        for (int e = 0; e < 40; e++) {
            for (int k = 0; k < 20; k++) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
            }
            double at = (double)(state >> 11) * 0x1p-53 * all;
            size_t i = 0;
            while (i + 1 < w.n && at >= w.expected[i])
                at -= w.expected[i++];
            w.count[i] += 1;
        }
        for (size_t i = 0; i < w.n; i++)
            w.expected[i] *= 40 / all;
        lb_scan_input in = {&w.rows, w.count, w.expected, 0.3, 1000, 99, (uint64_t)town, 1};
        ck_assert_int_eq(lb_scan_clusters(&in, &cluster, 1, &found), LB_OK);
        for (int t = 0; t < 10; t++)
            at_most[t] += cluster.p <= (t + 1) / 10.0 + 1e-9;
        lb_cell_rows_clear(&w.rows);
    }
    for (int t = 0; t < 9; t++)
        ck_assert_msg(fabs(at_most[t] / 200.0 - (t + 1) / 10.0) < 0.096, "p <= %g in %d of 200",
                      (t + 1) / 10.0, at_most[t]);
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
             scan_p_is_uniform_where_events_fall_as_people_live,
             pairs_by_distance_and_days_are_all_pairs_in_half_open_bins,
             series_of_repeats_is_found_and_its_expected_pairs_are_their_share)
