/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "commands/rate/rate_events.h"
#include "tests/support/support.h"

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static const char areas[] = "Namn;Kategori\n\xc5kern;Utsatt omr\xe5"
                            "de\nBacken;Utsatt omr\xe5"
                            "de\nCentrum;S\xe4rskilt utsatt omr\xe5"
                            "de\nDalen;Ej utsatt\n"; /* Windows-1252 */
static const char counts[] = "area;indicator;period;count\nÅKERN;Hot;2020;10\nbacken;Hot;2020;40\n"
                             "Centrum;Hot;2020;20\nDalen;Hot;2020;7\n";
static const char people[] = "area;period;population\nÅkern;2020;1000\nBacken;2020;2000\n"
                             "Centrum;2020;2 000,0\nDalen;2020;500\nElsewhere;2020;9\n";
static const char national[] = "indicator;period;count;population\nHot;2020;1070;105000\n";

static lb_rate_options files(const char *counts_text)
{
    lb_rate_options o;
    lb_rate_options_init(&o);
    write_file("rr_areas.csv", areas);
    write_file("rr_counts.csv", counts_text);
    write_file("rr_people.csv", people);
    write_file("rr_national.csv", national);
    o.areas = "rr_areas.csv";
    o.counts = "rr_counts.csv";
    o.population = "rr_people.csv";
    o.national = "rr_national.csv";
    return o;
}

static void remove_files(void)
{
    unlink("rr_areas.csv");
    unlink("rr_counts.csv");
    unlink("rr_people.csv");
    unlink("rr_national.csv");
}

static double at(const lb_table *table, size_t row, const char *column)
{
    return lb_table_real(table, row, lb_table_column(table, column));
}

static const char *text_at(const lb_table *table, size_t row, const char *column)
{
    return lb_table_text(table, row, lb_table_column(table, column));
}

static lb_table ran(const lb_rate_options *options)
{
    lb_table table = {0};
    lb_error err = {0};
    lb_status status = lb_rate_run(options, &(lb_job){0}, &table, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return table;
}

START_TEST(categories_worst_first_then_the_rest_of_the_country)
{
    lb_rate_options options = files(counts);
    lb_table t = ran(&options);
    ck_assert_uint_eq(t.rows, 3);
    ck_assert_str_eq(text_at(&t, 0, "category"), "Särskilt utsatt område");
    ck_assert_str_eq(text_at(&t, 1, "category"), "Utsatt område");
    ck_assert_str_eq(text_at(&t, 2, "category"), "ovriga_riket");
    ck_near(at(&t, 0, "rate"), 10, 1e-12);
    ck_near(at(&t, 1, "rate"), 1000 * 50.0 / 3000, 1e-12);
    ck_near(at(&t, 1, "mean_of_areas"), 15, 1e-12);
    ck_assert_str_eq(text_at(&t, 1, "most_influential_area"), "Backen");
    ck_near(at(&t, 1, "rate_without_it"), 10, 1e-12);
    ck_near(at(&t, 2, "count"), 1000, 0); /* Dalen, in no category, is of the rest */
    ck_near(at(&t, 2, "population"), 100000, 0);
    ck_near(at(&t, 0, "rate_ratio"), 1, 1e-12);
    lb_table_clear(&t);
    remove_files();
}
END_TEST

START_TEST(columns_are_those_promised_in_their_order)
{
    static const char *const promised[] = {"indicator",
                                           "period",
                                           "category",
                                           "count",
                                           "population",
                                           "rate",
                                           "rate_low",
                                           "rate_high",
                                           "rate_ratio",
                                           "rate_ratio_low",
                                           "rate_ratio_high",
                                           "mean_of_areas",
                                           "most_influential_area",
                                           "rate_without_it"};
    lb_rate_options options = files(counts);
    lb_table t = ran(&options);
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
        ck_assert_str_eq(t.column[i].name, promised[i]);
    lb_table_clear(&t);
    remove_files();
}
END_TEST

typedef struct heard {
    char text[2000];
} heard;

static void hear(void *udata, lb_severity severity, const char *text)
{
    heard *h = udata;
    if (severity == LB_PROBLEM)
        snprintf(h->text + strlen(h->text), sizeof h->text - strlen(h->text), "%s\n", text);
}

START_TEST(every_wrong_row_is_told_with_its_line)
{
    lb_rate_options options =
        files("area;indicator;period;count\nBakken;Hot;2020;1\nBacken;Hot;2020;-1\n"
              "Backen;Hot;2020;2\nBacken;Hot;2020;3\n");
    heard h = {""};
    lb_log log = {.write = hear, .udata = &h};
    lb_job job = {.log = &log};
    lb_table t = {0};
    lb_error err = {0};
    ck_assert_int_eq(lb_rate_run(&options, &job, &t, &err), LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(h.text, "rr_counts.csv:2: 'Bakken' is none of the areas; nearest: "
                                         "Backen"));
    ck_assert_ptr_nonnull(strstr(h.text, "rr_counts.csv:3: count: '-1' found"));
    ck_assert_ptr_nonnull(strstr(h.text, "rr_counts.csv:5: Backen, Hot, 2020 is there twice"));
    remove_files();
}
END_TEST

START_TEST(figures_of_few_events_are_left_empty_for_publication)
{
    lb_rate_options options = files(counts);
    options.minimum_count = 30;
    lb_table t = ran(&options);
    ck_assert(isnan(at(&t, 0, "rate")) && isnan(at(&t, 0, "count")));
    ck_assert_ptr_nonnull(text_at(&t, 0, "reason"));
    lb_table_clear(&t);
    remove_files();
}
END_TEST

static const char squares[] =
    "name;category;population;wkt\n"
    "A;riskområde;1000;\"POLYGON((500000 6500000,501000 6500000,501000 6501000,500000 "
    "6501000,500000 6500000))\"\n"
    "B;utsatt område;500;\"POLYGON((500500 6500000,501500 6500000,501500 6501000,500500 "
    "6501000,500500 6500000))\"\n";
static const char events[] = "datum;x;y\n2020-01-05;500100;6500500\n2020-02-05;500700;6500500\n"
                             "2021-03-05;501200;6500500\n2021-03-06;600000;6500500\n";

START_TEST(events_are_located_and_count_once_where_areas_overlap)
{
    lb_rate_options o;
    lb_rate_options_init(&o);
    const char *period = "year";
    write_file("rr_squares.csv", squares);
    write_file("rr_events.csv", events);
    write_file("rr_whole.csv", "period;population\n2020;10000\n2021;10000\n");
    o.areas = "rr_squares.csv";
    o.events = "rr_events.csv";
    o.national = "rr_whole.csv";
    o.period = &period;
    o.periods = 1;
    for (int rule = LB_OVERLAP_PRIORITY; rule <= LB_OVERLAP_BOTH; rule++) {
        static const double risk[] = {2, 1.5, 2}, utsatt[] = {0, 0.5, 1};
        o.overlap = (lb_overlap_rule)rule;
        lb_table t = ran(&o);
        ck_assert_uint_eq(t.rows, 6);
        ck_near(at(&t, 0, "count"), risk[rule], 0);
        ck_near(at(&t, 1, "count"), utsatt[rule], 0);
        ck_near(at(&t, 2, "count"), 0, 0); /* of the two of 2020 none was outside */
        ck_near(at(&t, 4, "count"), 1, 0);
        ck_near(at(&t, 5, "count"), 1, 0);
        ck_assert_str_eq(text_at(&t, 5, "period"), "2021");
        lb_table_clear(&t);
    }
    unlink("rr_squares.csv");
    unlink("rr_events.csv");
    unlink("rr_whole.csv");
}
END_TEST

START_TEST(half_a_year_has_the_people_of_its_year_and_a_year_typed_wrong_is_no_date)
{
    lb_rate_options o;
    lb_rate_options_init(&o);
    const char *period = "half";
    write_file("rr_squares.csv", squares);
    write_file("rr_events.csv", "datum;x;y\n0020-01-05;500100;6500500\n2020-02-05;500100;6500500\n"
                                "2020-08-05;700700;6500500\n");
    write_file("rr_people.csv", "area;period;population\nA;2020;400\nB;2020;500\nA;2021;9\n"
                                "B;2020H2;250\n");
    write_file("rr_whole.csv", "period;count;population\n2020;9999;10000\n");
    o.areas = "rr_squares.csv";
    o.events = "rr_events.csv";
    o.population = "rr_people.csv";
    o.national = "rr_whole.csv";
    o.period = &period;
    o.periods = 1;
    lb_table t = ran(&o);
    ck_assert_uint_eq(t.rows, 6); /* two halves, two categories and the rest */
    ck_assert_str_eq(text_at(&t, 0, "period"), "2020H1");
    ck_near(at(&t, 0, "population"), 400, 0);
    ck_near(at(&t, 0, "rate"), 2.5, 1e-12);
    ck_near(at(&t, 2, "count"), 0, 0); /* the events of the half, not the year's */
    ck_near(at(&t, 2, "population"), 9100, 0);
    ck_assert(isnan(at(&t, 0, "rate_ratio")) && isnan(at(&t, 0, "rate_ratio_high")));
    ck_assert(at(&t, 0, "rate_ratio_low") > 0);
    ck_near(at(&t, 4, "population"), 250, 0);
    ck_near(at(&t, 5, "count"), 1, 0);
    lb_table_clear(&t);
    unlink("rr_squares.csv");
    unlink("rr_events.csv");
    unlink("rr_people.csv");
    unlink("rr_whole.csv");
}
END_TEST

/* Three areas on one spot, and events that fall in one, two or three of them. */
START_TEST(split_events_are_thirds_that_make_a_whole_in_any_order)
{
    lb_rate_options o;
    lb_rate_options_init(&o);
    static const int run[] = {1, 9, 3}; /* events in a row at one place */
    double expected[3] = {0};
    write_file("rr_squares.csv",
               "namn;kategori;befolkning;wkt\n"
               "A;K1;1000;\"POLYGON((500000 6500000,501000 6500000,501000 6501000,500000 "
               "6501000,500000 6500000))\"\n"
               "B;K2;1000;\"POLYGON((500000 6500000,502000 6500000,502000 6501000,500000 "
               "6501000,500000 6500000))\"\n"
               "C;K3;1000;\"POLYGON((500000 6500000,503000 6500000,503000 6501000,500000 "
               "6501000,500000 6500000))\"\n");
    o.areas = "rr_squares.csv";
    o.events = "rr_events.csv";
    o.overlap = LB_OVERLAP_SPLIT;
    for (int turn = 0; turn < 3; turn++) {
        FILE *file = fopen("rr_events.csv", "wb");
        ck_assert_ptr_nonnull(file);
        fputs("datum;x;y\n", file);
        for (int i = 0; i < 27; i++)
            fprintf(file, "2020-01-05;%d;6500500\n", 500500 + 1000 * ((i / run[turn] + turn) % 3));
        fclose(file);
        lb_table t = ran(&o);
        ck_assert_uint_eq(t.rows, 3);
        for (size_t i = 0; i < 3; i++) {
            expected[i] = turn ? expected[i] : at(&t, i, "count");
            ck_near(at(&t, i, "count"), expected[i], 0);
        }
        ck_near(at(&t, 0, "count"), 3, 0); /* nine thirds */
        ck_near(at(&t, 1, "count"), 7.5, 0);
        ck_near(at(&t, 2, "count"), 16.5, 0);
        lb_table_clear(&t);
    }
    unlink("rr_squares.csv");
    unlink("rr_events.csv");
}
END_TEST

static void close_with(const lb_rate_data *data, lb_status expected, const char *words)
{
    lb_error err = {0};
    ck_assert_int_eq(lb_rate_check_totals(data, 10, "h.csv", &err), expected);
    ck_assert_msg(strstr(err.text, words), "'%s' lacks '%s'", err.text, words);
}

/* Ten events, six inside, one of them in two areas. */
START_TEST(events_lost_between_reading_and_counting_do_not_pass)
{
    lb_rate_data data = {.events = {.read = 10, .inside = 6, .in_no_area = 3, .unplaced = 1}};
    size_t at;
    ck_assert_int_eq(lb_name_index_add(&data.area, "A", &at), LB_OK);
    ck_assert_int_eq(lb_name_index_add(&data.area, "B", &at), LB_OK);
    ck_assert_int_eq(lb_name_index_add(&data.indicator, "Hot", &at), LB_OK);
    ck_assert_int_eq(lb_name_index_add(&data.period, "2021", &at), LB_OK);
    lb_rate_cell *cell = lb_rate_cell_at(&data, 0, 0, 0);
    ck_assert_ptr_nonnull(cell);
    lb_sum_add(&cell->inside, 6);
    cell->double_counted = 1;
    cell->count[0] = 4;
    cell->count[1] = 3;
    close_with(&data, LB_OK, "");
    cell->count[1] = 2;
    close_with(&data, LB_E_INPUT,
               "of 'Hot' in 2021, 6 events are inside and the areas' counts are 5");
    cell->count[1] = 3;
    data.events.in_no_area = 2;
    close_with(&data, LB_E_INPUT, "h.csv: the totals do not add up: 10 events read, 6 inside");
    data.events.in_no_area = 4;
    data.events.read = 11;
    close_with(&data, LB_E_INPUT, "10 events read");
    lb_rate_data_clear(&data);
}
END_TEST

LB_TEST_MAIN("run_rate", categories_worst_first_then_the_rest_of_the_country,
             columns_are_those_promised_in_their_order, every_wrong_row_is_told_with_its_line,
             figures_of_few_events_are_left_empty_for_publication,
             events_are_located_and_count_once_where_areas_overlap,
             half_a_year_has_the_people_of_its_year_and_a_year_typed_wrong_is_no_date,
             split_events_are_thirds_that_make_a_whole_in_any_order,
             events_lost_between_reading_and_counting_do_not_pass)
