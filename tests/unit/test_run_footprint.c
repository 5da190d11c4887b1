/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job on small files: footnote 24's worked examples from records to table. */
#include <unistd.h>

#include "text/timezone.h"
#include "tests/support/support.h"

/* A large area to the west of x = 600000, its copy in part, and one far away. */
#define HEADER "namn;kategori;wkt\n"
#define WEST                                                                          \
    "Väst;Utsatt;\"POLYGON((590000 6500000, 600000 6500000, 600000 6510000, 590000 " \
    "6510000, 590000 6500000))\"\n"
/* Its west half is in Väst. */
#define ASTRIDE                                                                           \
    "Gräns;Särskilt utsatt;\"POLYGON((599000 6500000, 601000 6500000, 601000 6510000, " \
    "599000 6510000, 599000 6500000))\"\n"

static char folder[] = "/tmp/lagesbild-footprint-XXXXXX";
static lb_table table, summary;

static const char *path_of(const char *name, char path[100])
{
    snprintf(path, 100, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    char path[100];
    FILE *file = fopen(path_of(name, path), "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void drop(const char *name)
{
    char path[100];
    unlink(path_of(name, path));
}

/* Runs on the two texts; the tables are the test's until `finish`. */
static lb_status run_with(const char *areas, const char *records, lb_footprint_options o,
                          lb_error *err)
{
    char areas_path[100], records_path[100];
    lb_job job = {0};
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    put("areas.csv", areas);
    put("records.csv", records);
    o.areas = path_of("areas.csv", areas_path);
    o.records = path_of("records.csv", records_path);
    lb_status status = lb_footprint_run(&o, &job, &table, &summary, err);
    drop("areas.csv");
    drop("records.csv");
    rmdir(folder);
    return status;
}

static void run(const char *areas, const char *records, lb_footprint_options o)
{
    lb_error err = {0};
    lb_status status = run_with(areas, records, o, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
}

static void finish(void)
{
    lb_table_clear(&table);
    lb_table_clear(&summary);
}

static double prints(size_t row)
{
    return lb_table_real(&table, row, 2);
}

static double outside(void)
{
    return lb_table_real(&summary, summary.rows - 1, 2);
}

/* One phone's day in Väst alone. */
static void day_gives(const char *records, double in)
{
    char text[2000] = "phone,time,x,y\n";
    strcat(text, records);
    lb_footprint_options options;
    lb_footprint_options_init(&options);
    run(HEADER WEST, text, options);
    ck_near(prints(0), in, 1e-15);
    ck_near(outside(), 1 - in, 1e-15);
    finish();
}

#define INSIDE  "a,2021-03-01 10:00,595000,6505000\n"
#define HALF    "a,2021-03-01 11:00,600000,6505000\n"
#define OUTSIDE "a,2021-03-01 12:00,605000,6505000\n"

START_TEST(footnote_24_comes_out_exactly)
{
    day_gives(INSIDE, 1);
    day_gives(INSIDE OUTSIDE, 0.5);
    day_gives(INSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE OUTSIDE, 0.1);
    day_gives(HALF, 0.5);
    day_gives(OUTSIDE HALF, 0.25);
}
END_TEST

/* Three phone-days, circles on both borders of both areas. */
#define MIXED                                                                    \
    "phone,time,x,y\na,2021-03-01,599100,6505000\nb,2021-03-01,600000,6505000\n" \
    "a,2021-03-02,600900,6509900\na,2021-03-01,589700,6500100\n"

START_TEST(areas_and_outside_are_the_phone_days)
{
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    for (int split = 0; split < 2; split++) {
        o.overlap = split ? LB_OVERLAP_SPLIT : LB_OVERLAP_PRIORITY;
        run(HEADER WEST ASTRIDE, MIXED, o);
        ck_near(prints(0) + prints(1) + 3 * outside(), 3, 1e-9);
        ck_assert(prints(0) > 0.1 && prints(1) > 0.1 && outside() > 0.1);
        finish();
    }
}
END_TEST

/* The whole circle lies in Gräns, its west half in Väst too. */
START_TEST(overlap_is_given_as_the_rule_says)
{
    const double expected[][2] = {{0, 1}, {0.25, 0.75}, {0.5, 1}};
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    for (int rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        o.overlap = (lb_overlap_rule)rule;
        run(HEADER WEST ASTRIDE, "phone,time,x,y\n" HALF, o);
        ck_near(prints(0), expected[rule][0], 1e-12);
        ck_near(prints(1), expected[rule][1], 1e-12);
        ck_near(outside(), 0, 1e-12);
        ck_assert_int_eq(table.column[4].data.integer[0], 1); /* the phone was in both */
        ck_assert_int_eq(table.column[4].data.integer[1], 1);
        finish();
    }
}
END_TEST

/* The same rows in another order, and sorted on disk two at a time. */
START_TEST(order_of_rows_and_runs_change_no_byte)
{
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    run(HEADER WEST ASTRIDE, MIXED, o);
    double first[] = {prints(0), prints(1), outside()};
    finish();
    o.max_records = 2;
    run(HEADER WEST ASTRIDE,
        "phone,time,x,y\na,2021-03-01,589700,6500100\na,2021-03-02,600900,6509900\n"
        "b,2021-03-01,600000,6505000\na,2021-03-01,599100,6505000\n",
        o);
    double second[] = {prints(0), prints(1), outside()};
    ck_assert_mem_eq(first, second, sizeof first);
    finish();
}
END_TEST

START_TEST(record_without_place_is_dropped_or_outside)
{
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    const char *records = "phone,time,x,y\n" INSIDE "a,2021-03-01 13:00,,\n";
    run(HEADER WEST, records, o);
    ck_near(prints(0), 1, 0);
    finish();
    o.missing = LB_MISSING_OUTSIDE;
    run(HEADER WEST, records, o);
    ck_near(prints(0), 0.5, 0);
    ck_near(outside(), 0.5, 0);
    finish();
}
END_TEST

/* A tenth of the radius: the station 60 m inside is whole. */
START_TEST(record_has_a_radius_of_its_own)
{
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    o.radius_field = "r";
    run(HEADER WEST, "phone,time,x,y,r\na,2021-03-01,599940,6505000,50\n", o);
    ck_near(prints(0), 1, 0);
    finish();
}
END_TEST

START_TEST(record_without_a_time_is_an_error)
{
    lb_error err = {0};
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    lb_status status =
        run_with(HEADER WEST, "phone,time,x,y\n" INSIDE "a,never,595000,6505000\n", o, &err);
    ck_assert_int_eq(status, LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "3"));
    status = run_with(HEADER WEST, "phone,when,x,y\na,2021-06-30,595000,6505000\n", o, &err);
    ck_assert_int_eq(status, LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "name it with --time"));
}
END_TEST

START_TEST(unknown_time_zone_is_told_with_those_known)
{
    lb_error err = {0};
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    o.timezone = "Asia/Tokyo";
    ck_assert_int_eq(run_with(HEADER WEST, "phone,time,x,y\n" INSIDE, o, &err), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "Europe/Stockholm"));
}
END_TEST

static void day_is(const char *zone, const char *time, int year, int month, int day)
{
    lb_timezone z;
    lb_date date;
    ck_assert(lb_timezone_parse(zone, &z));
    ck_assert(lb_date_parse(time, strlen(time), &date));
    ck_assert_int_eq(lb_timezone_day_at(&z, lb_timezone_seconds(&z, &date)),
                     lb_days_from_civil(year, month, day));
}

START_TEST(day_is_that_of_the_zone_at_summer_time_too)
{
    const char *se = "Europe/Stockholm";
    day_is(se, "2021-06-30T22:30Z", 2021, 7, 1);
    day_is(se, "2021-06-30T21:59:59Z", 2021, 6, 30);
    day_is(se, "2021-12-31T22:30Z", 2021, 12, 31);
    day_is(se, "2021-12-31T23:00Z", 2022, 1, 1);
    day_is(se, "2021-03-27T23:30Z", 2021, 3, 28); /* the 23 hours of 28 March begin at 23:00Z */
    day_is(se, "2021-03-28T21:59Z", 2021, 3, 28);
    day_is(se, "2021-03-28T22:00Z", 2021, 3, 29);
    day_is(se, "2021-10-30T22:00Z", 2021, 10, 31); /* the 25 hours of 31 October */
    day_is(se, "2021-10-31T22:59Z", 2021, 10, 31);
    day_is(se, "2021-10-31T23:00Z", 2021, 11, 1);
    day_is(se, "1995-10-15T22:30Z", 1995, 10, 15); /* summer ended in September until 1995 */
    day_is(se, "2021-06-30T23:30", 2021, 6, 30);   /* no offset: as it stands */
    day_is("UTC", "2021-07-01T00:30+02:00", 2021, 6, 30);
    day_is("+02:00", "2021-12-31T22:30Z", 2022, 1, 1);
}
END_TEST

/* Phones of the larger area less those of the one within are phones, here four of nine: nothing is
 * told of the one within, and in sums it has the other's phones. */
START_TEST(inner_area_is_left_out_where_few_more_phones_are_in_the_outer)
{
    char text[2000] = "phone,time,x,y\n";
    const char *inner = "Mitt;Utsatt;\"POLYGON((591000 6504000, 597000 6504000, 597000 6506000, "
                        "591000 6506000, 591000 6504000))\"\n";
    char areas[1000] = HEADER WEST;
    lb_footprint_options o;
    strcat(areas, inner);
    for (char phone = 'a'; phone <= 'i'; phone++)
        sprintf(text + strlen(text), "%c,2021-03-01,%d,650%d000\n", phone, 595000,
                phone < 'f' ? 5 : 9);
    lb_footprint_options_init(&o);
    o.overlap = LB_OVERLAP_BOTH;
    for (int min_cell = 0; min_cell <= 5; min_cell++) {
        o.min_cell = min_cell;
        run(areas, text, o);
        ck_near(lb_table_real(&table, 0, 4), 9, 0);
        if (min_cell == 5)
            ck_assert(isnan(lb_table_real(&table, 1, 4)) && isnan(prints(1)));
        else
            ck_near(lb_table_real(&table, 1, 4), 5, 0);
        ck_near(lb_table_real(&summary, 0, 7), min_cell == 5 ? 9 : 5, 0); /* phones_min */
        finish();
    }
}
END_TEST

LB_TEST_MAIN("run_footprint", footnote_24_comes_out_exactly, areas_and_outside_are_the_phone_days,
             overlap_is_given_as_the_rule_says, order_of_rows_and_runs_change_no_byte,
             record_without_place_is_dropped_or_outside, record_has_a_radius_of_its_own,
             record_without_a_time_is_an_error, unknown_time_zone_is_told_with_those_known,
             day_is_that_of_the_zone_at_summer_time_too,
             inner_area_is_left_out_where_few_more_phones_are_in_the_outer)
