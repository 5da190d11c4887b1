/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/swedish_text.h"
#include "tests/support/support.h"

START_TEST(spellings_of_the_police_categories_are_one)
{
    ck_assert(lb_category_same("Särskilt utsatt område", "SUO"));
    ck_assert(lb_category_same("särskilt utsatta områden", "sarskilt_utsatt_omrade"));
    ck_assert(lb_category_same("Riskområde", "ro"));
    ck_assert(lb_category_same("Utsatta områden", "Utsatt område"));
    ck_assert(!lb_category_same("Utsatt område", "Särskilt utsatt område"));
    ck_assert(!lb_category_same("Utsatt område", "Ej utsatt område"));
    ck_assert(lb_category_same("Centrum", "centrum"));
    ck_assert(lb_category_same("Särskilt utsatt\xC2\xA0område", "SUO"));
    ck_assert(lb_category_same("Inre\xE2\x80\xAFhamn", "inre hamn"));
}
END_TEST

START_TEST(names_of_any_length_are_compared_to_their_ends)
{
    char a[2000], b[2000];
    memset(a, 'x', sizeof a);
    memset(b, 'X', sizeof b);
    a[sizeof a - 1] = b[sizeof b - 1] = '\0';
    ck_assert(lb_text_same(a, b));
    b[sizeof b - 2] = 'y';
    ck_assert(!lb_text_same(a, b));
    b[sizeof b - 2] = '\0';
    ck_assert(!lb_text_same(a, b) && !lb_text_same(b, a));
    b[sizeof b - 2] = '-';
    a[sizeof a - 2] = '\0';
    ck_assert(lb_text_same(a, b) && lb_text_same(b, a));
}
END_TEST

START_TEST(text_that_does_not_fit_is_cut_between_letters)
{
    static const char text[] = "a\xC3\xA5\xE2\x82\xAC\xF0\x9F\x9A\x93z";
    static const size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
    char out[32];
    for (size_t n = 0; n < sizeof kept / sizeof *kept; n++) {
        ck_assert_uint_eq(lb_text_print(out, n + 1, "%s", text), kept[n]);
        ck_assert_int_eq(strncmp(out, text, kept[n]), 0);
        ck_assert_uint_eq(lb_text_print(out, sizeof out, "%.*s|", (int)n, text), kept[n] + 1);
        ck_assert_uint_eq(strlen(out), kept[n] + 1);
    }
}
END_TEST

START_TEST(not_exposed_is_no_category)
{
    ck_assert(lb_category_is_none("Ej utsatt område"));
    ck_assert(lb_category_is_none("-"));
    ck_assert(lb_category_is_none(""));
    ck_assert(lb_category_is_none(NULL));
    ck_assert(!lb_category_is_none("Utsatt område"));
}
END_TEST

static void sorted_are(const char *const *priority, size_t n, const char *const expected[5],
                       const size_t expected_move[5])
{
    lb_categories c = {0};
    const char *const met[] = {"Centrum", "Utsatt område", "Särskilt utsatt område", "Brunn",
                               "Riskområde"};
    size_t index, moved[5];
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(lb_categories_add(&c, met[i], &index), LB_OK);
        ck_assert_uint_eq(index, i);
    }
    ck_assert_int_eq(lb_categories_add(&c, "UO", &index), LB_OK);
    ck_assert_uint_eq(index, 1);
    lb_categories_sort(&c, priority, n, moved);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(c.name[i], expected[i]);
        ck_assert_uint_eq(moved[i], expected_move[i]);
    }
    lb_categories_clear(&c);
}

/* A no-break space is a space; dashes and soft hyphens separate too, other letters stay. */
START_TEST(no_break_space_is_a_space_in_what_is_shown)
{
    lb_categories c = {0};
    size_t first, second;
    char text[] = "a\xC2\xA0"
                  "b\xE2\x80\x93"
                  "c\xC3\xA5";
    ck_assert_int_eq(lb_categories_add(&c,
                                       "Norra\xC2\xA0"
                                       "stan",
                                       &first),
                     LB_OK);
    ck_assert_int_eq(lb_categories_add(&c, "Norra stan", &second), LB_OK);
    ck_assert_uint_eq(c.count, 1);
    ck_assert_uint_eq(first, second);
    ck_assert_str_eq(c.name[0], "Norra stan");
    lb_text_plain_spaces(text);
    ck_assert_str_eq(text, "a b\xE2\x80\x93"
                           "c\xC3\xA5");
    lb_categories_clear(&c);
}
END_TEST

START_TEST(spelling_does_not_hang_on_the_order_of_rows)
{
    static const char *const met[] = {"SUO", "Särskilt utsatt område", "suo"};
    for (size_t first = 0; first < 3; first++) {
        lb_categories c = {0};
        for (size_t i = 0; i < 3; i++)
            ck_assert_int_eq(lb_categories_add(&c, met[(first + i) % 3], NULL), LB_OK);
        ck_assert_uint_eq(c.count, 1);
        ck_assert_str_eq(c.name[0], "suo");
        lb_categories_clear(&c);
    }
}
END_TEST

START_TEST(sign_and_points_tell_numbers_apart)
{
    static const char *const other[][2] = {
        {"-1", "1"},     {"1.5", "15"}, {"1.1.2", "11.2"},
        {"-1", "1-"},    {"0.5", "5"},  {".5", "5"},
        {"1.1.", "11."}, {" -1", "1"},  {"10000000000000001", "10000000000000000"}};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        ck_assert(!lb_text_same(other[i][0], other[i][1]));
        ck_assert(!lb_category_same(other[i][0], other[i][1]));
    }
    ck_assert(lb_text_same("1.1.", "1.1"));
    ck_assert(lb_text_same("1.", " 1 "));
    ck_assert(lb_text_same("A-1", "a1"));
    ck_assert(lb_text_same("v. 1.1", "V11")); /* no number */
}
END_TEST

START_TEST(codes_that_are_numbers_of_one_value_are_categories_of_their_own)
{
    static const char *const met[] = {"1", "01", "1.1", "1.10", "0114", "114", "1.1.", "-1"};
    static const size_t number[] = {0, 1, 2, 3, 4, 5, 2, 6};
    lb_categories c = {0};
    size_t at;
    for (size_t i = 0; i < sizeof met / sizeof *met; i++) {
        ck_assert_int_eq(lb_categories_add(&c, met[i], &at), LB_OK);
        ck_assert_uint_eq(at, number[i]);
    }
    lb_categories_clear(&c);
}
END_TEST

START_TEST(many_categories_are_found_also_when_they_have_been_sorted)
{
    enum { MANY = 20000 };
    lb_categories c = {0};
    size_t *moved = calloc(MANY, sizeof *moved), at;
    char name[40];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "Kategori nummer %d", i * 7919 % MANY);
        ck_assert_int_eq(lb_categories_add(&c, name, &at), LB_OK);
        ck_assert_uint_eq(at, (size_t)i);
    }
    ck_assert_uint_eq(lb_categories_find(&c, "kategori_nummer_7919"), 1);
    ck_assert_uint_eq(lb_categories_find(&c, "Kategori nummer 20000"), SIZE_MAX);
    lb_categories_sort(&c, (const char *const[]){"Kategori nummer 7919"}, 1, moved);
    ck_assert_uint_eq(moved[1], 0);
    for (int i = 0; i < MANY; i += 97) {
        snprintf(name, sizeof name, "Kategori nummer %d", i * 7919 % MANY);
        ck_assert_str_eq(c.name[moved[i]], name);
        ck_assert_uint_eq(lb_categories_find(&c, name), moved[i]);
    }
    ck_assert_int_eq(lb_categories_add(&c, "en till", &at), LB_OK);
    ck_assert_uint_eq(lb_categories_find(&c, "En till"), MANY);
    lb_categories_clear(&c);
    free(moved);
}
END_TEST

START_TEST(worst_comes_first_then_the_order_of_the_alphabet)
{
    sorted_are(NULL, 0,
               (const char *const[]){"Särskilt utsatt område", "Riskområde", "Utsatt område",
                                     "Brunn", "Centrum"},
               (const size_t[]){4, 2, 0, 3, 1});
}
END_TEST

START_TEST(priority_given_comes_before_the_usual_one)
{
    const char *const priority[] = {"brunn", "UO", "inte här"};
    sorted_are(priority, 3,
               (const char *const[]){"Brunn", "Utsatt område", "Särskilt utsatt område",
                                     "Riskområde", "Centrum"},
               (const size_t[]){4, 1, 2, 0, 3});
}
END_TEST

LB_TEST_MAIN("category", no_break_space_is_a_space_in_what_is_shown,
             spellings_of_the_police_categories_are_one,
             names_of_any_length_are_compared_to_their_ends, not_exposed_is_no_category,
             text_that_does_not_fit_is_cut_between_letters,
             spelling_does_not_hang_on_the_order_of_rows, sign_and_points_tell_numbers_apart,
             codes_that_are_numbers_of_one_value_are_categories_of_their_own,
             many_categories_are_found_also_when_they_have_been_sorted,
             worst_comes_first_then_the_order_of_the_alphabet,
             priority_given_comes_before_the_usual_one)
