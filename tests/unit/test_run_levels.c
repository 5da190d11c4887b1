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

/* 80 questions in two subareas; Åby has answers 2, of which `more` are 3 the year after. */
static void write_eighty(int more)
{
    FILE *map = fopen("rl_map.csv", "wb"), *answers = fopen("rl_answers.csv", "wb");
    ck_assert(map && answers);
    fputs("question;subarea\n", map);
    fputs("area;year;question;level;uncertainty\n", answers);
    for (int q = 80; q >= 1; q--) {
        fprintf(map, "%d;%s\n", q, q <= 20 ? "Boendemiljö" : "Social");
        fprintf(answers, "Åby;2020;%d;2;1\n", q);
        fprintf(answers, "åby;2021;%d;%d;%d\n", q, q <= more ? 3 : 2, q % 2 ? 1 : 5);
    }
    fclose(map);
    fclose(answers);
    write_file("rl_categories.csv", "area;year;category\nÅby;2020;UO\nÅby;2021;Riskområde\n");
}

static void remove_files(void)
{
    unlink("rl_map.csv");
    unlink("rl_answers.csv");
    unlink("rl_categories.csv");
}

static lb_levels_options options(lb_arrow_rule rule)
{
    return (lb_levels_options){.answers = "rl_answers.csv",
                               .questions = "rl_map.csv",
                               .categories = "rl_categories.csv",
                               .arrow = rule};
}

static const char *arrow_of(int more, lb_arrow_rule rule)
{
    static char arrow[10];
    lb_levels_options o = options(rule);
    lb_table t = {0};
    lb_error err = {0};
    write_eighty(more);
    lb_status status = lb_levels_run(&o, &(lb_job){0}, &t, NULL, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    snprintf(arrow, sizeof arrow, "%s", lb_table_text(&t, 1, lb_table_column(&t, "arrow")));
    lb_table_clear(&t);
    remove_files();
    return arrow;
}

START_TEST(sixteen_steps_are_stable_seventeen_only_when_rounded)
{
    ck_assert_str_eq(arrow_of(16, LB_ARROW_EXACT), "stable");
    ck_assert_str_eq(arrow_of(17, LB_ARROW_EXACT), "down");
    ck_assert_str_eq(arrow_of(17, LB_ARROW_ROUNDED), "stable");
    ck_assert_str_eq(arrow_of(20, LB_ARROW_ROUNDED), "down");
}
END_TEST

START_TEST(columns_and_means_are_those_promised)
{
    static const char *const promised[] = {"area",   "year",        "total",  "Boendemiljö",
                                           "Social", "uncertainty", "change", "arrow"};
    lb_levels_options o = options(LB_ARROW_EXACT);
    lb_table t = {0}, s = {0};
    lb_error err = {0};
    write_eighty(20);
    ck_assert_int_eq(lb_levels_run(&o, &(lb_job){0}, &t, &s, &err), LB_OK);
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
        ck_assert_str_eq(t.column[i].name, promised[i]);
    ck_assert_uint_eq(t.rows, 2);
    ck_assert(lb_table_real(&t, 1, 2) == 2.25 && lb_table_real(&t, 1, 3) == 3);
    ck_assert(lb_table_real(&t, 1, 4) == 2 && lb_table_real(&t, 1, 5) == 3);
    ck_assert(lb_table_real(&t, 1, 6) == 0.25 && isnan(lb_table_real(&t, 0, 6)));
    ck_assert(lb_table_column(&t, "answers") == SIZE_MAX);
    ck_assert_uint_eq(s.rows, 4);
    ck_assert_str_eq(lb_table_text(&s, 0, 0), "Riskområde");
    ck_assert_str_eq(lb_table_text(&s, 2, 0), "total");
    ck_assert(lb_table_real(&s, 0, 3) == 2.25);
    lb_table_clear(&t);
    lb_table_clear(&s);
    remove_files();
}
END_TEST

START_TEST(missing_answers_are_counted_and_named)
{
    lb_levels_options o = options(LB_ARROW_EXACT);
    lb_table t = {0};
    lb_error err = {0};
    o.categories = NULL;
    write_file("rl_map.csv", "question;subarea\n1;A\n2;A\n10;B\n");
    write_file("rl_answers.csv", "area;year;question;level;uncertainty\nX;2020;1;5;..\n"
                                 "X;2020;10;;\n");
    ck_assert_int_eq(lb_levels_run(&o, &(lb_job){0}, &t, NULL, &err), LB_OK);
    ck_assert(lb_table_real(&t, 0, lb_table_column(&t, "answers")) == 1);
    ck_assert_str_eq(lb_table_text(&t, 0, lb_table_column(&t, "missing")), "2, 10");
    ck_assert(isnan(lb_table_real(&t, 0, lb_table_column(&t, "B"))));
    lb_table_clear(&t);
    remove_files();
}
END_TEST

START_TEST(answers_out_of_range_and_unknown_questions_are_refused)
{
    lb_levels_options o = options(LB_ARROW_EXACT);
    lb_table t = {0};
    lb_error err = {0};
    o.categories = NULL;
    write_file("rl_map.csv", "question;subarea\n1;A\n");
    write_file("rl_answers.csv", "area;year;question;level;uncertainty\nX;2020;1;6;1\n"
                                 "X;2020;3;1;1\n");
    ck_assert_int_eq(lb_levels_run(&o, &(lb_job){0}, &t, NULL, &err), LB_E_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "rl_answers.csv:2: level: '6' found"));
    remove_files();
}
END_TEST

LB_TEST_MAIN("run_levels", sixteen_steps_are_stable_seventeen_only_when_rounded,
             columns_and_means_are_those_promised, missing_answers_are_counted_and_named,
             answers_out_of_range_and_unknown_questions_are_refused)
