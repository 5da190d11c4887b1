/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void put_square(FILE *f, const char *head, const char *names, const double box[4])
{
    fprintf(f,
            "%s{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Polygon\","
            "\"coordinates\":[[[%.9g,%.9g],[%.9g,%.9g],[%.9g,%.9g],[%.9g,%.9g],[%.9g,%.9g]]]}}",
            head, names, box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3], box[0],
            box[1]);
}

static const char crs[] =
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":"
    "{\"name\":\"EPSG:3006\"}},\"features\":[";

/* 4 x 4 zones of 100 m, by turns in three categories. */
static void write_zones(void)
{
    FILE *f = fopen("rs_zones.geojson", "wb");
    ck_assert_ptr_nonnull(f);
    fputs(crs, f);
    for (int i = 0; i < 16; i++) {
        char names[80];
        double x = 600000 + 100 * (i % 4), y = 6600000 + 100 * (i / 4);
        snprintf(names, sizeof names, "\"namn\":\"z%d\",\"kategori\":\"K%d\"", i, i % 3);
        put_square(f, i ? "," : "", names, (double[]){x, y, x + 100, y + 100});
    }
    fputs("]}", f);
    fclose(f);
}

/* Two areas of 400 x 400 m that overlap by half, one existing from 2020 on. */
static void write_overlapping(void)
{
    FILE *f = fopen("rs_two.geojson", "wb");
    ck_assert_ptr_nonnull(f);
    fputs(crs, f);
    put_square(f, "", "\"namn\":\"A\",\"kategori\":\"Riskområde\",\"start\":\"2020-01-01\"",
               (double[]){600000, 6600000, 600400, 6600400});
    put_square(f, ",", "\"namn\":\"B\",\"kategori\":\"Utsatt område\",\"start\":\"\"",
               (double[]){600200, 6600000, 600600, 6600400});
    fputs("]}", f);
    fclose(f);
}

static const char *const zones[] = {"rs_zones.geojson"}, *const two[] = {"rs_two.geojson"};

static lb_share_options options(const char *const *areas)
{
    lb_share_options o;
    lb_share_options_init(&o);
    o.areas = areas;
    o.area_sets = 1;
    o.events = "rs_events.csv";
    return o;
}

static lb_share_result ran(const lb_share_options *o)
{
    lb_share_result made;
    lb_error err = {0};
    lb_status status = lb_share_run_all(o, &(lb_job){0}, &made, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return made;
}

static double at(const lb_table *t, const char *category, const char *column)
{
    size_t c = lb_table_column(t, column);
    ck_assert_uint_ne(c, SIZE_MAX);
    for (size_t row = 0; row < t->rows; row++)
        if (strcmp(lb_table_text(t, row, 2), category) == 0)
            return lb_table_real(t, row, c);
    ck_abort_msg("no category %s", category);
    return NAN;
}

static void remove_files(void)
{
    unlink("rs_zones.geojson");
    unlink("rs_two.geojson");
    unlink("rs_events.csv");
}

/* Points on every corner, edge and middle of the zones: those of the west and south belong. */
START_TEST(partition_counts_points_on_edges_and_corners_once_by_every_rule)
{
    FILE *f = fopen("rs_events.csv", "wb");
    ck_assert_ptr_nonnull(f);
    fputs("e,n\n", f);
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++)
            fprintf(f, "%d,%d\n", 600000 + 50 * i, 6600000 + 50 * j);
    fclose(f);
    write_zones();
    for (int rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        lb_share_options o = options(zones);
        o.overlap = (lb_overlap_rule)rule;
        o.position_error = 20;
        lb_share_result r = ran(&o);
        ck_assert(at(&r.table, "total", "events") == 64);
        ck_assert(at(&r.table, "ovriga", "events") == 0);
        ck_assert(at(&r.table, "K0", "events") == 24);
        ck_assert(at(&r.table, "K1", "events") == 20);
        ck_assert(at(&r.table, "K2", "events") == 20);
        ck_near(at(&r.table, "K0", "events_expected") + at(&r.table, "K1", "events_expected") +
                    at(&r.table, "K2", "events_expected"),
                at(&r.table, "total", "events_expected"), 1e-9);
        lb_share_result_clear(&r);
    }
    remove_files();
}
END_TEST

static double phi(double z)
{
    return erfc(-z / sqrt(2)) / 2;
}

/* Probability of an interval, for the rectangle as a product. */
static double between(double from, double to, double sigma)
{
    return phi(to / sigma) - phi(from / sigma);
}

/* Closed form: an event at the middle of the overlap, one 60 m west of A. */
START_TEST(expected_counts_are_those_of_the_normal_distribution_by_every_rule)
{
    double s = lb_sigma_from_median_error(83), tall = between(-200, 200, s);
    double a = (between(-300, 100, s) + between(60, 460, s)) * tall;
    double b = (between(-100, 300, s) + between(260, 660, s)) * tall;
    double both = (between(-100, 100, s) + between(260, 460, s)) * tall;
    const double expected[][2] = {
        {a, b - both}, {a - both / 2, b - both / 2}, {a, b}}; /* priority, split, both */
    write_overlapping();
    write_file("rs_events.csv", "e,n\n600300,6600200\n599940,6600200\n");
    for (int rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        lb_share_options o = options(two);
        o.overlap = (lb_overlap_rule)rule;
        o.position_error = 83;
        lb_share_result r = ran(&o);
        ck_near(at(&r.table, "Riskområde", "events_expected"), expected[rule][0], 1e-9);
        ck_near(at(&r.table, "Utsatt område", "events_expected"), expected[rule][1], 1e-9);
        ck_near(at(&r.table, "total", "events_expected"), a + b - both, 1e-9);
        ck_assert(at(&r.table, "total", "share_all_out") == 0.5);
        ck_assert(at(&r.table, "total", "share_all_in") == 1);
        lb_share_result_clear(&r);
    }
    remove_files();
}
END_TEST

START_TEST(combined_interval_is_that_of_counting_when_every_event_is_far_from_a_border)
{
    write_overlapping();
    write_file("rs_events.csv", "e,n\n600300,6600200\n600300,6600201\n610000,6600000\n");
    lb_share_options o = options(two);
    o.position_error = 5;
    lb_share_result r = ran(&o);
    ck_assert(at(&r.table, "total", "location_quotient_combined_low") ==
              at(&r.table, "total", "location_quotient_low"));
    ck_assert(at(&r.table, "total", "location_quotient_combined_high") ==
              at(&r.table, "total", "location_quotient_high"));
    lb_share_result_clear(&r);
    remove_files();
}
END_TEST

static void same_tables(const lb_table *a, const lb_table *b)
{
    char *x = NULL, *y = NULL;
    ck_assert_int_eq(lb_table_to_csv(a, NULL, &x), LB_OK);
    ck_assert_int_eq(lb_table_to_csv(b, NULL, &y), LB_OK);
    ck_assert_str_eq(x, y);
    free(x);
    free(y);
}

START_TEST(order_of_rows_does_not_change_a_digit_and_the_seed_does)
{
    char forth[4000] = "e,n\n", back[4000] = "e,n\n";
    size_t a = strlen(forth), b = a;
    for (int i = 0; i < 60; i++) {
        a += (size_t)snprintf(forth + a, sizeof forth - a, "%d,6600200\n", 599800 + 17 * i);
        b += (size_t)snprintf(back + b, sizeof back - b, "%d,6600200\n", 599800 + 17 * (59 - i));
    }
    lb_share_options o = options(two);
    o.position_error = 83;
    write_overlapping();
    write_file("rs_events.csv", forth);
    lb_share_result first = ran(&o);
    write_file("rs_events.csv", back);
    lb_share_result second = ran(&o);
    same_tables(&first.table, &second.table);
    o.seed = 2;
    lb_share_result third = ran(&o);
    ck_assert(at(&third.table, "total", "location_quotient_combined_low") !=
              at(&first.table, "total", "location_quotient_combined_low"));
    ck_near(at(&third.table, "total", "location_quotient_combined_low") /
                at(&first.table, "total", "location_quotient_combined_low"),
            1, 0.03);
    lb_share_result_clear(&first);
    lb_share_result_clear(&second);
    lb_share_result_clear(&third);
    remove_files();
}
END_TEST

/* A square of 600 x 400 m: area (600 + 2 D)(400 + 2 D) less the round corners. */
START_TEST(curve_at_the_error_is_the_bound_and_its_area_that_of_the_moved_border)
{
    write_overlapping();
    write_file("rs_events.csv", "e,n\n600020,6600200\n599960,6600200\n599900,6600200\n"
                                "600300,6600200\n");
    lb_share_options o = options(two);
    o.position_error = 50;
    o.border_curve = "50,-50";
    lb_share_result r = ran(&o);
    const lb_table *t = &r.border;
    size_t share = lb_table_column(t, "share"), m = lb_table_column(t, "border_m"), last = t->rows;
    ck_assert_uint_eq(last, 9);
    ck_assert(lb_table_real(t, last - 3, m) == -50 && lb_table_real(t, last - 2, m) == 0);
    ck_assert(lb_table_real(t, last - 3, share) == 0.25);
    ck_assert(lb_table_real(t, last - 2, share) == 0.5);
    ck_assert(lb_table_real(t, last - 1, share) == 0.75);
    ck_assert(at(&r.table, "total", "share_all_out") == 0.25);
    ck_assert(at(&r.table, "total", "share_all_in") == 0.75);
    double scale = lb_table_real(t, last - 2, lb_table_column(t, "area_km2")) / 0.24;
    ck_near(lb_table_real(t, last - 3, lb_table_column(t, "area_km2")) / scale, 0.15, 1e-6);
    ck_near(lb_table_real(t, last - 1, lb_table_column(t, "area_km2")) / scale,
            0.24 + 0.1 + 3.14159265 * 0.0025, 1e-5);
    lb_share_result_clear(&r);
    remove_files();
}
END_TEST

START_TEST(area_counts_only_while_it_exists_and_sizes_are_means_over_days)
{
    static const char *const period[] = {"2019-07-02/2020-07-02"}; /* 183 of 366 days each */
    write_overlapping();
    write_file("rs_events.csv", "datum,e,n\n2019-12-31,600100,6600200\n2020-01-01,600100,6600200\n"
                                "2019-12-31,600500,6600200\n,600500,6600200\n");
    lb_share_options o = options(two);
    o.valid_from = "start";
    o.period = period;
    o.periods = 1;
    o.position_error = 1;
    lb_share_result r = ran(&o);
    ck_assert(at(&r.table, "Riskområde", "events") == 1);
    ck_assert(at(&r.table, "total", "events") == 2);
    ck_assert(at(&r.table, "total", "events_expected") == 2);
    ck_assert(at(&r.table, "ovriga", "events") == 1);
    double planar = at(&r.table, "total", "area_km2_planar");
    ck_near(planar, (0.16 * 183 + 0.24 * 183) / 366, 1e-9);
    lb_share_result_clear(&r);
    remove_files();
}
END_TEST

/* Two areas of one category and one of another, each 400 x 400 m, over the middle 200 x 400 m. */
START_TEST(split_divides_events_and_square_metres_among_the_same_areas)
{
    FILE *f = fopen("rs_two.geojson", "wb");
    ck_assert_ptr_nonnull(f);
    fputs(crs, f);
    const double west[] = {600000, 6600000, 600400, 6600400};
    put_square(f, "", "\"namn\":\"A\",\"kategori\":\"Riskområde\"", west);
    put_square(f, ",", "\"namn\":\"A2\",\"kategori\":\"Riskområde\"", west);
    put_square(f, ",", "\"namn\":\"B\",\"kategori\":\"Utsatt område\"",
               (double[]){600200, 6600000, 600600, 6600400});
    fputs("]}", f);
    fclose(f);
    write_file("rs_events.csv", "e,n\n600100,6600200\n600300,6600200\n600500,6600200\n");
    lb_share_options o = options(two);
    o.overlap = LB_OVERLAP_SPLIT;
    lb_share_result r = ran(&o);
    ck_near(at(&r.table, "Riskområde", "events"), 1 + 2 / 3.0, 1e-12);
    ck_near(at(&r.table, "Utsatt område", "events"), 1 + 1 / 3.0, 1e-12);
    ck_near(at(&r.table, "Riskområde", "area_km2_planar"), 0.08 * (1 + 2 / 3.0), 1e-9);
    ck_near(at(&r.table, "Utsatt område", "area_km2_planar"), 0.08 * (1 + 1 / 3.0), 1e-9);
    ck_near(at(&r.table, "Riskområde", "area_km2") + at(&r.table, "Utsatt område", "area_km2"),
            at(&r.table, "total", "area_km2"), 1e-12);
    lb_share_result_clear(&r);
    remove_files();
}
END_TEST

LB_TEST_MAIN("run_share", split_divides_events_and_square_metres_among_the_same_areas,
             partition_counts_points_on_edges_and_corners_once_by_every_rule,
             expected_counts_are_those_of_the_normal_distribution_by_every_rule,
             combined_interval_is_that_of_counting_when_every_event_is_far_from_a_border,
             order_of_rows_does_not_change_a_digit_and_the_seed_does,
             curve_at_the_error_is_the_bound_and_its_area_that_of_the_moved_border,
             area_counts_only_while_it_exists_and_sizes_are_means_over_days)
