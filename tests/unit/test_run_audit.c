/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

static const char tabell4[] =
    "period;category;count;percent\n2018;UO;22;7,2\n2018;RO;14;4,6\n2018;SUO;83;27,1\n"
    "2018;Totalt;119;38,9\n2019;UO;26;7,8\n2019;RO;8;2,4\n2019;SUO;62;18,6\n2019;Totalt;96;28,8\n"
    "2020;UO;40;10,9\n2020;RO;18;4,9\n2020;SUO;72;19,7\n2020;Totalt;130;39,7 %\n";
static const char tabell9[] = "kategori,areas,mean,percent\nSUO,22,\"43,1\",\"6,5\"\n"
                              "RO,10,\"30,4\",\"2,1\"\nUO,28,\"23,0\",\"4,4\"\n"
                              "Övriga,,\"6,8\",\"6,4\"\n";

/* What is told, one line each. */
static void keep(void *udata, lb_severity severity, const char *text)
{
    char *said = udata;
    if (severity != LB_NOTE && strlen(said) + strlen(text) + 2 < 2000)
        strcat(strcat(said, text), "\n");
}

static lb_status run(const char *text, const char *total, char *said, lb_table *out, lb_error *err)
{
    lb_audit_options o = {.table = "ra.csv", .total = &total, .totals = total ? 1 : 0};
    lb_log log = {.write = keep, .udata = said};
    FILE *file = fopen("ra.csv", "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    said[0] = '\0';
    *err = (lb_error){0};
    lb_status status = lb_audit_run(&o, &(lb_job){.log = &log}, out, err);
    unlink("ra.csv");
    return status;
}

static lb_table ran(const char *text, const char *total, char *said)
{
    lb_table t = {0};
    lb_error err;
    lb_status status = run(text, total, said, &t, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    return t;
}

static double at(const lb_table *t, size_t row, const char *column)
{
    return lb_table_real(t, row, lb_table_column(t, column));
}

static const char *verdict(const lb_table *t, size_t row)
{
    return lb_table_text(t, row, lb_table_column(t, "verdict"));
}

START_TEST(tabell_4_gives_306_and_366_and_flags_39_7)
{
    static const double total[] = {306, 333, 366};
    char said[2000];
    lb_table t = ran(tabell4, NULL, said);
    ck_assert_uint_eq(t.rows, 12);
    for (size_t i = 0; i < 12; i++) {
        ck_near(at(&t, i, "total_low"), total[i / 4], 0);
        ck_near(at(&t, i, "total_high"), total[i / 4], 0);
        ck_assert_str_eq(verdict(&t, i), i == 11 ? "impossible" : "right");
    }
    ck_near(at(&t, 11, "expected"), 35.5, 0);
    ck_assert_ptr_nonnull(strstr(said, "ra.csv:13: 39,7 % cannot be right: 130 of 366 is 35.5 %"));
    lb_table_clear(&t);
}
END_TEST

START_TEST(parts_of_2019_allow_333_or_334_and_its_total_333_alone)
{
    char said[2000];
    lb_table t = ran(tabell4, NULL, said);
    ck_near(at(&t, 7, "parts_low"), 333, 0);
    ck_near(at(&t, 7, "parts_high"), 334, 0);
    ck_near(at(&t, 7, "row_low"), 333, 0);
    ck_near(at(&t, 7, "row_high"), 333, 0);
    ck_assert_ptr_nonnull(strstr(said, "ra.csv:9: the parts of 2019 allow totals from 333 to 334"));
    lb_table_clear(&t);
    t = ran(tabell4, "2019=334", said);
    ck_near(at(&t, 4, "total_low"), 334, 0);
    ck_assert_str_eq(verdict(&t, 4), "right");
    ck_assert_str_eq(verdict(&t, 7), "contradicts");
    ck_near(at(&t, 7, "expected"), 28.7, 0);
    ck_near(at(&t, 0, "total_low"), 306, 0); /* the other years are as they were */
    ck_assert_ptr_nonnull(strstr(said, "2019: the total's percentage is the sum of rounded ones"));
    lb_table_clear(&t);
}
END_TEST

START_TEST(tabell_9_gives_its_day_prints_and_the_number_of_other_areas)
{
    char said[2000];
    lb_table t = ran(tabell9, NULL, said);
    ck_assert_uint_eq(t.rows, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_near(at(&t, i, "total_low"), 14460, 0.6);
        ck_near(at(&t, i, "total_high"), 14718, 0.6);
        ck_assert_str_eq(verdict(&t, i), "right");
    }
    ck_near(at(&t, 3, "areas_low"), 134.04, 0.005);
    ck_near(at(&t, 3, "areas_high"), 140.64, 0.005);
    ck_assert(isnan(at(&t, 3, "row_low")));
    lb_table_clear(&t);
}
END_TEST

START_TEST(areas_that_do_not_fit_the_others_are_flagged)
{
    char said[2000];
    lb_table t =
        ran("category;areas;mean;percent\nSUO;22;43,1;6,5\nRO;14;30,4;2,1\nUO;28;23,0;4,4\n", NULL,
            said);
    ck_assert_str_eq(verdict(&t, 0), "right");
    ck_assert_str_eq(verdict(&t, 1), "contradicts");
    ck_assert_str_eq(verdict(&t, 2), "right");
    ck_near(at(&t, 1, "areas_low"), 9.7, 0.05);
    ck_assert_ptr_nonnull(strstr(said, "ra.csv:3: RO cannot be right"));
    lb_table_clear(&t);
}
END_TEST

START_TEST(a_total_without_parts_is_no_wrong_sum_and_one_with_others_is)
{
    char said[2000];
    lb_table t = ran("category;count;percent\ntotal;119;38,9\n", NULL, said);
    ck_assert_str_eq(verdict(&t, 0), "right");
    lb_table_clear(&t);
    t = ran("category;count;percent\nA;4;40\nB;4;40\nSumma;7;70\n", NULL, said);
    ck_assert_str_eq(verdict(&t, 2), "wrong sum");
    ck_assert_ptr_nonnull(strstr(said, "ra.csv:4: 7 found, but the parts sum to 8"));
    lb_table_clear(&t);
}
END_TEST

START_TEST(mean_of_all_is_held_against_the_means_of_its_parts)
{
    char said[2000];
    lb_error err;
    lb_table t = ran("category;areas;mean\nA;30;2,0\nB;10;3,0\ntotal;40;2,3\nsamtliga;41;2,2\n"
                     "alla;40;2,4\n",
                     NULL, said);
    ck_assert_str_eq(verdict(&t, 0), "right");
    ck_near(at(&t, 2, "parts_low"), 2.2, 1e-12);
    ck_near(at(&t, 2, "parts_high"), 2.3, 1e-12);
    ck_assert_str_eq(verdict(&t, 2), "right");
    ck_assert_str_eq(verdict(&t, 3), "wrong sum");
    ck_assert_str_eq(verdict(&t, 4), "contradicts");
    ck_assert_ptr_nonnull(strstr(said, "ra.csv:6: 2,4 cannot be right"));
    lb_table_clear(&t);
    ck_assert_int_eq(run("category;areas;mean\nA;;2,0\ntotal;40;2,3\n", NULL, said, &t, &err),
                     LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "ra.csv:2: areas: none found"));
}
END_TEST

START_TEST(what_is_no_figure_is_told_with_its_line)
{
    lb_table t = {0};
    lb_error err;
    char said[2000];
    ck_assert_int_eq(run("category;count;percent\nA;4;40\nB;;cirka 40\n", NULL, said, &t, &err),
                     LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(said, ":3: percent: 'cirka 40' found"));
    ck_assert_ptr_nonnull(strstr(said, ":3: count: none found"));
    ck_assert_int_eq(run("category;percent\nA;40\n", NULL, said, &t, &err), LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "no columns that can be checked against each other"));
    ck_assert_int_eq(run(tabell9, "about 9", said, &t, &err), LB_E_USAGE);
    ck_assert_int_eq(run("category;areas;mean;percent\nA;;4;40\n", NULL, said, &t, &err),
                     LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "nothing gives the total"));
}
END_TEST

LB_TEST_MAIN("run_audit", tabell_4_gives_306_and_366_and_flags_39_7,
             parts_of_2019_allow_333_or_334_and_its_total_333_alone,
             tabell_9_gives_its_day_prints_and_the_number_of_other_areas,
             areas_that_do_not_fit_the_others_are_flagged,
             a_total_without_parts_is_no_wrong_sum_and_one_with_others_is,
             mean_of_all_is_held_against_the_means_of_its_parts,
             what_is_no_figure_is_told_with_its_line)
