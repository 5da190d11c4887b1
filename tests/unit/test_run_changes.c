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

static lb_changes_report ran(const char *before, const char *after, const char *aliases)
{
    lb_changes_options o = {.before = "rc_before.csv", .after = "rc_after.csv"};
    lb_changes_report report = {{0}, {0}, {0}};
    lb_error err = {0};
    write_file("rc_before.csv", before);
    write_file("rc_after.csv", after);
    if (aliases)
        write_file("rc_aliases.csv", aliases);
    o.aliases = aliases ? "rc_aliases.csv" : NULL;
    lb_status status = lb_changes_run(&o, &(lb_job){0}, &report, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    unlink("rc_before.csv");
    unlink("rc_after.csv");
    unlink("rc_aliases.csv");
    return report;
}

static const char *text(const lb_table *t, size_t row, const char *column)
{
    return lb_table_text(t, row, lb_table_column(t, column));
}

static double number(const lb_table *t, size_t row, size_t column)
{
    return lb_table_real(t, row, column);
}

START_TEST(names_match_in_other_spellings_and_by_alias)
{
    static const char *const promised[] = {"area", "region", "lpo", "before", "after", "change"};
    lb_changes_report r = ran("namn;kategori;lpo;region\nFisksåtra;UO;Nacka;Stockholm\n"
                              "Hulta/Hässleholmen;RO;Borås;Väst\nGamla;UO;Borås;Väst\n",
                              "area,category,lpo,region\nFisksatra,Utsatt område,Nacka,Stockholm\n"
                              "Hulta / Hässlöholmen,SUO,Borås,Väst\nNya,RO,Malmö,Syd\n",
                              "from;to\nHässlöholmen;Hässleholmen\n");
    for (size_t i = 0; i < 6; i++)
        ck_assert_str_eq(r.list.column[i].name, promised[i]);
    ck_assert_uint_eq(r.list.rows, 4);
    ck_assert_str_eq(text(&r.list, 0, "area"), "Fisksatra");
    ck_assert_str_eq(text(&r.list, 0, "change"), "same");
    ck_assert_str_eq(text(&r.list, 1, "change"), "gone");
    ck_assert_str_eq(text(&r.list, 2, "change"), "worse");
    ck_assert_str_eq(text(&r.list, 3, "change"), "new");
    ck_assert_ptr_null(text(&r.list, 3, "before"));
    lb_changes_report_clear(&r);
}
END_TEST

START_TEST(matrix_and_counts_have_totals)
{
    lb_changes_report r = ran("area,category,lpo\nA,SUO,X\nB,RO,X\nC,UO,Y\n",
                              "area,category,lpo\nA,RO,X\nB,SUO,X\nD,UO,X\n", NULL);
    ck_assert_uint_eq(r.matrix.rows, 5); /* three, ej_utsatt, total */
    ck_assert(number(&r.matrix, 0, 2) == 1 && number(&r.matrix, 1, 1) == 1);
    ck_assert(number(&r.matrix, 2, 4) == 1 && number(&r.matrix, 3, 3) == 1);
    ck_assert(number(&r.matrix, 4, 5) == 4);
    ck_assert_str_eq(text(&r.counts, 3, "category"), "total");
    ck_assert(number(&r.counts, 3, 3) == 3 && number(&r.counts, 3, 4) == 3);
    ck_assert(number(&r.counts, 3, 5) == 2 && number(&r.counts, 3, 6) == 1);
    lb_changes_report_clear(&r);
}
END_TEST

START_TEST(one_place_under_two_names_is_renamed_with_its_gain)
{
    lb_changes_report r = ran("name,category,wkt\nA,UO,\"POLYGON((500000 6500000,501000 "
                              "6500000,501000 6501000,500000 6501000,500000 6500000))\"\n",
                              "name,category,wkt\nB,UO,\"POLYGON((500000 6500000,502000 "
                              "6500000,502000 6501000,500000 6501000,500000 6500000))\"\n",
                              NULL);
    ck_assert_uint_eq(r.list.rows, 1);
    ck_assert_str_eq(text(&r.list, 0, "change"), "renamed");
    ck_assert_str_eq(text(&r.list, 0, "other"), "A");
    ck_near(number(&r.list, 0, 8), 1.0008, 0.0001); /* the plane is 0.08 % too small here */
    ck_near(number(&r.list, 0, 9), 1.0008, 0.0001);
    ck_near(number(&r.list, 0, 10), 0, 1e-6);
    lb_changes_report_clear(&r);
}
END_TEST

/* The list of before has no regions at all, as the Police's file of 2021. */
START_TEST(region_that_one_side_does_not_tell_is_that_of_the_other)
{
    lb_changes_report r = ran("area,category\nA,SUO\nB,RO\n",
                              "area,category,lokalpolis,region\nA,SUO,X,Syd\nC,RO,Y,Mitt\n", NULL);
    static const char *const expected = "total,total,SUO,1,1,,1\ntotal,total,RO,1,1,,1\n"
                                        "total,total,total,2,2,,2\n"
                                        "Mitt,total,SUO,0,0,,\nMitt,total,RO,0,1,,\n"
                                        "Mitt,total,total,0,1,,\n"
                                        "Syd,total,SUO,1,1,,\nSyd,total,RO,0,0,,\n"
                                        "Syd,total,total,1,1,,\n"
                                        "okand,total,SUO,0,0,,\nokand,total,RO,1,0,,\n"
                                        "okand,total,total,1,0,,\n";
    char *csv = NULL;
    ck_assert_int_eq(lb_table_to_csv(&r.counts, NULL, &csv), LB_OK);
    ck_assert_msg(strstr(csv, expected) != NULL, "%s", csv);
    free(csv);
    lb_changes_report_clear(&r);
}
END_TEST

START_TEST(only_changed_lists_those_of_another_category_new_and_gone)
{
    lb_changes_options o = {
        .before = "rc_before.csv", .after = "rc_after.csv", .only_changed = true};
    lb_changes_report r = {{0}, {0}, {0}};
    lb_error err = {0};
    write_file("rc_before.csv", "area,category\nA,SUO\nB,RO\nC,Ej utsatt område\nD,UO\n");
    write_file("rc_after.csv", "area,category\nA,SUO\nB,UO\nE,RO\nF,Ej utsatt område\n");
    ck_assert_msg(lb_changes_run(&o, &(lb_job){0}, &r, &err) == LB_OK, "%s", err.text);
    ck_assert_uint_eq(r.list.rows, 3);
    ck_assert_str_eq(text(&r.list, 0, "area"), "B");
    ck_assert_str_eq(text(&r.list, 1, "area"), "D");
    ck_assert_str_eq(text(&r.list, 2, "area"), "E");
    ck_assert(number(&r.matrix, r.matrix.rows - 1, r.matrix.columns - 1) == 6);
    lb_changes_report_clear(&r);
    unlink("rc_before.csv");
    unlink("rc_after.csv");
}
END_TEST

LB_TEST_MAIN("run_changes", region_that_one_side_does_not_tell_is_that_of_the_other,
             only_changed_lists_those_of_another_category_new_and_gone,
             names_match_in_other_spellings_and_by_alias, matrix_and_counts_have_totals,
             one_place_under_two_names_is_renamed_with_its_gain)
