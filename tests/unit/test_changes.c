/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

#define NONE SIZE_MAX

START_TEST(name_that_could_be_either_of_two_is_matched_by_place_or_not_at_all)
{
    const char *const before[] = {"Söder", "Norrby", "Söder"};
    const char *const after[] = {"söder", "Söder", "NORRBY"};
    const char *const where_before[] = {"Helsingborg", "Borås", "Malmö"};
    const char *const where_after[] = {"Malmö", "Helsingborg", "Flyttad"};
    size_t after_of[3];
    lb_match_list b = {3, before, where_before}, a = {3, after, where_after};
    ck_assert_int_eq(lb_match_names(&b, &a, NULL, after_of), LB_OK);
    ck_assert_uint_eq(after_of[0], 1);
    ck_assert_uint_eq(after_of[1], 2);
    ck_assert_uint_eq(after_of[2], 0);
    b.place = NULL;
    ck_assert_int_eq(lb_match_names(&b, &a, NULL, after_of), LB_OK);
    ck_assert_uint_eq(after_of[0], NONE);
    ck_assert_uint_eq(after_of[1], 2);
    ck_assert_uint_eq(after_of[2], NONE);
}
END_TEST

START_TEST(names_without_letters_match_nothing)
{
    const char *const before[] = {"", NULL, "-"}, *const after[] = {"", NULL, "-"};
    lb_match_list b = {3, before, NULL}, a = {3, after, NULL};
    size_t after_of[3];
    ck_assert_int_eq(lb_match_names(&b, &a, NULL, after_of), LB_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(after_of[i], NONE);
}
END_TEST

START_TEST(keys_are_sorted_folded_words)
{
    char *key = lb_match_key("Åby/Östra  Ön (f.d. Ä) och Väst", NULL);
    ck_assert_str_eq(key, "aby on ostra vast");
    free(key);
    key = lb_match_key("Hus (öppen", NULL);
    ck_assert_str_eq(key, "hus oppen");
    free(key);
    key = lb_match_key(" / ", NULL);
    ck_assert_str_eq(key, "");
    free(key);
}
END_TEST

static lb_changes found(const size_t *after_of, size_t n, size_t m, const lb_change_geometry *g)
{
    lb_changes c = {0};
    ck_assert_int_eq(lb_changes_find(after_of, n, m, g, &c), LB_OK);
    return c;
}

static void is_change(const lb_change *c, lb_change_kind kind, size_t before, size_t after,
                      size_t other)
{
    ck_assert_str_eq(lb_change_kind_names[c->kind], lb_change_kind_names[kind]);
    ck_assert_uint_eq(c->before, before);
    ck_assert_uint_eq(c->after, after);
    ck_assert_uint_eq(c->other, other);
}

START_TEST(keys_have_all_words_to_their_ends)
{
    char many[2][400] = {"", ""}, one[2][400] = {"", ""};
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < 70; i++)
            snprintf(many[k] + strlen(many[k]), 5, "w%02zu ", i);
        for (size_t i = 0; i < 150; i++)
            snprintf(one[k] + 2 * i, 3, "Å");
        strcat(many[k], k ? "x" : "y");
        strcat(one[k], k ? "x" : "y");
    }
    char *keys[] = {lb_match_key(many[0], NULL), lb_match_key(many[1], NULL),
                    lb_match_key(one[0], NULL), lb_match_key(one[1], NULL)};
    ck_assert_str_ne(keys[0], keys[1]);
    ck_assert_str_ne(keys[2], keys[3]);
    ck_assert_uint_eq(strlen(keys[2]), 151);
    for (size_t i = 0; i < 4; i++)
        free(keys[i]);
}
END_TEST

START_TEST(area_at_one_place_under_two_names_is_renamed)
{
    const size_t after_of[] = {NONE};
    const double before[] = {100}, after[] = {110};
    const lb_change_overlap overlap[] = {{0, 0, 90}};
    lb_changes c = found(after_of, 1, 1, &(lb_change_geometry){before, after, overlap, 1, 0});
    ck_assert_uint_eq(c.count, 1);
    is_change(&c.item[0], LB_CHANGE_RENAMED, 0, 0, NONE);
    ck_near(c.item[0].kept, 90, 1e-12);
    ck_near(c.item[0].lost, 10, 1e-12);
    ck_near(c.item[0].gained, 20, 1e-12);
    lb_changes_clear(&c);
}
END_TEST

START_TEST(what_rounding_leaves_of_equal_outlines_is_no_land)
{
    const size_t after_of[] = {0};
    const double before[] = {2346970.329}, after[] = {2346970.329};
    const lb_change_overlap overlap[] = {{0, 0, 2346970.329 - 4e-10}};
    lb_changes c = found(after_of, 1, 1, &(lb_change_geometry){before, after, overlap, 1, 0});
    ck_assert(c.item[0].lost == 0 && c.item[0].gained == 0);
    lb_changes_clear(&c);
}
END_TEST

START_TEST(neighbours_that_barely_overlap_stay_two)
{
    const size_t after_of[] = {NONE};
    const double before[] = {100}, after[] = {100};
    const lb_change_overlap overlap[] = {{0, 0, 49}};
    lb_changes c = found(after_of, 1, 1, &(lb_change_geometry){before, after, overlap, 1, 0});
    ck_assert_uint_eq(c.count, 2);
    is_change(&c.item[0], LB_CHANGE_GONE, 0, NONE, NONE);
    is_change(&c.item[1], LB_CHANGE_NEW, NONE, 0, NONE);
    lb_changes_clear(&c);
}
END_TEST

START_TEST(new_area_within_an_old_one_that_goes_on_is_split_from_it)
{
    const size_t after_of[] = {0};
    const double before[] = {100}, after[] = {60, 40};
    const lb_change_overlap overlap[] = {{0, 0, 60}, {0, 1, 38}};
    lb_changes c = found(after_of, 1, 2, &(lb_change_geometry){before, after, overlap, 2, 0});
    ck_assert_uint_eq(c.count, 2);
    is_change(&c.item[0], LB_CHANGE_SAME, 0, 0, NONE);
    is_change(&c.item[1], LB_CHANGE_SPLIT, NONE, 1, 0);
    ck_near(c.item[1].gained, 40, 1e-12);
    lb_changes_clear(&c);
}
END_TEST

START_TEST(area_that_became_part_of_another_is_merged_into_it)
{
    const size_t after_of[] = {NONE, NONE};
    const double before[] = {30, 70}, after[] = {100};
    const lb_change_overlap overlap[] = {{0, 0, 30}, {1, 0, 70}};
    lb_changes c = found(after_of, 2, 1, &(lb_change_geometry){before, after, overlap, 2, 0});
    ck_assert_uint_eq(c.count, 2);
    is_change(&c.item[0], LB_CHANGE_MERGED, 0, NONE, 0);
    is_change(&c.item[1], LB_CHANGE_RENAMED, 1, 0, NONE);
    lb_changes_clear(&c);
}
END_TEST

START_TEST(areas_listed_as_not_exposed_count_as_none)
{
    const size_t after_of[] = {0, 1};
    const size_t before[] = {NONE, 0}, after[] = {0, NONE}, lpo[] = {4, 4};
    size_t matrix[4];
    lb_changes c = found(after_of, 2, 2, NULL);
    lb_changes_matrix(&c, before, after, 1, matrix);
    ck_assert(matrix[0] == 0 && matrix[1] == 1 && matrix[2] == 1 && matrix[3] == 0);
    ck_assert_uint_eq(lb_changes_count(before, lpo, 2, NONE, 4), 1);
    ck_assert_uint_eq(lb_changes_count(before, lpo, 2, NONE, 5), 0);
    ck_assert(isnan(c.item[0].kept));
    lb_changes_clear(&c);
}
END_TEST

LB_TEST_MAIN("changes", name_that_could_be_either_of_two_is_matched_by_place_or_not_at_all,
             names_without_letters_match_nothing, keys_are_sorted_folded_words,
             keys_have_all_words_to_their_ends, area_at_one_place_under_two_names_is_renamed,
             what_rounding_leaves_of_equal_outlines_is_no_land,
             neighbours_that_barely_overlap_stay_two,
             new_area_within_an_old_one_that_goes_on_is_split_from_it,
             area_that_became_part_of_another_is_merged_into_it,
             areas_listed_as_not_exposed_count_as_none)
