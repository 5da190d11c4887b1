/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/share.h>
#include "project/page_headline.h"
#include "tests/support/support.h"

static const lb_column_spec share_columns[] = {
    {"period", LB_TEXT, LB_UNIT_NONE},      {"category", LB_TEXT, LB_UNIT_NONE},
    {"events", LB_INTEGER, LB_UNIT_COUNT},  {"events_total", LB_INTEGER, LB_UNIT_COUNT},
    {"share", LB_REAL, LB_UNIT_SHARE},      {"share_low", LB_REAL, LB_UNIT_SHARE},
    {"share_high", LB_REAL, LB_UNIT_SHARE}, {"area_km2", LB_REAL, LB_UNIT_KM2},
    {"area_share", LB_REAL, LB_UNIT_SHARE}, {"reference_km2", LB_REAL, LB_UNIT_KM2},
    {"reference", LB_TEXT, LB_UNIT_NONE}};

static lb_page_headline h;
static lb_table t; /* of share; without rows */

static void begin_headline(void)
{
    h = (lb_page_headline){.facts = 0};
    t = (lb_table){0};
    lb_table_add_columns(&t, share_columns, sizeof share_columns / sizeof *share_columns);
}

static void end_headline(void)
{
    lb_page_headline_clear(&h);
    lb_table_clear(&t);
}

static void add_share_row(const char *period, const char *category, int events, double share)
{
    size_t row = lb_table_add_row(&t);
    lb_table_set_text(&t, row, 0, period);
    lb_table_set_text(&t, row, 1, category);
    lb_table_set_integer(&t, row, 2, events);
    lb_table_set_integer(&t, row, 3, 40);
    lb_table_set_real(&t, row, 4, share);
    lb_table_set_real(&t, row, 5, share - 0.1);
    lb_table_set_real(&t, row, 6, share + 0.1);
    lb_table_set_real(&t, row, 7, 3.5);
    lb_table_set_real(&t, row, 8, 3.5 / 7000);
    lb_table_set_real(&t, row, 9, 7000);
    lb_table_set_text(&t, row, 10, "länet");
}

START_TEST(events_of_the_last_period_stand_first_with_what_they_are_a_share_of)
{
    add_share_row("2020", "total", 10, 0.25);
    add_share_row("2021", "total", 12, 0.3);
    add_share_row("2021", "ovriga", 28, 0.7);
    add_share_row("undated", "total", 2, NAN);
    lb_page_headline_add_share(&h, &t);
    ck_assert_int_eq(lb_page_headline_finish(&h), LB_OK);
    ck_assert_uint_eq(h.facts, 2);
    ck_near(h.fact[0].value, 0.3, 0);
    ck_assert_str_eq(h.fact[0].note.sv, "12 av 40 med känd plats, 2021; konfidensintervall "
                                        "20,0–40,0\u00a0%");
    ck_near(h.fact[1].value, 0.0005, 1e-15);
    ck_assert_str_eq(h.fact[1].note.en, "3.50 of 7\u202f000 km²: länet");
}
END_TEST

/* 447 425 km2 have a name of the command's own, which the glossary translates; "länet" is the
 * user's. */
START_TEST(what_the_share_of_land_is_of_is_said_in_both_languages)
{
    add_share_row("2021", "total", 12, 0.3);
    lb_table_set_text(&t, 0, 10, LB_REFERENCE_LABEL);
    lb_page_headline_add_share(&h, &t);
    ck_assert_int_eq(lb_page_headline_finish(&h), LB_OK);
    ck_assert_str_eq(h.fact[1].note.sv, "3,50 av 7\u202f000 km²: Sverige, land och inlandsvatten");
    ck_assert_str_eq(h.fact[1].note.en, "3.50 of 7\u202f000 km²: Sweden, land and inland water");
}
END_TEST

/* Not the last set's share on the first one's land, and said which it is. */
START_TEST(of_two_sets_of_areas_the_first_is_told_by_its_name)
{
    size_t set = lb_table_add_column(&t, "area_set", LB_TEXT, LB_UNIT_NONE);
    add_share_row("2021", "total", 12, 0.3);
    add_share_row("2021", "total", 16, 0.4);
    lb_table_set_text(&t, 0, set, "a2021");
    lb_table_set_text(&t, 1, set, "b2023");
    lb_page_headline_add_share(&h, &t);
    ck_assert_int_eq(lb_page_headline_finish(&h), LB_OK);
    ck_near(h.fact[0].value, 0.3, 0);
    ck_assert_str_eq(h.fact[0].note.sv, "12 av 40 med känd plats, 2021 (a2021); konfidensintervall "
                                        "20,0–40,0\u00a0%");
    ck_assert_str_eq(h.fact[1].note.en, "3.50 of 7\u202f000 km² (a2021): länet");
}
END_TEST

/* Columns may be chosen: without the name of the set nothing says whose share the last one is. */
START_TEST(of_sets_without_names_none_is_told)
{
    add_share_row("2021", "total", 12, 0.3);
    add_share_row("2021", "total", 16, 0.4);
    lb_page_headline_add_share(&h, &t);
    ck_assert_uint_eq(h.facts, 0);
}
END_TEST

START_TEST(all_periods_are_none_and_a_square_is_one)
{
    add_share_row("all", "total", 12, 0.3);
    lb_page_headline_add_share(&h, &t);
    lb_page_headline_add_squares(&h, 40, 1);
    ck_assert_int_eq(lb_page_headline_finish(&h), LB_OK);
    ck_assert_str_eq(h.fact[0].note.sv,
                     "12 av 40 med känd plats; konfidensintervall 20,0–40,0\u00a0%");
    ck_assert_str_eq(h.fact[2].note.sv, "på 1 ruta");
    ck_assert_str_eq(h.fact[2].note.en, "on 1 square");
}
END_TEST

START_TEST(areas_shown_as_ranges_are_not_in_the_sum_of_people)
{
    static const lb_column_spec columns[] = {{"population", LB_REAL, LB_UNIT_COUNT}};
    lb_table people = {0};
    lb_table_add_columns(&people, columns, 1);
    for (int i = 0; i < 3; i++)
        lb_table_set_real(&people, lb_table_add_row(&people), 0, i == 2 ? NAN : 100 + i);
    lb_page_headline_add_people(&h, &people, 1000, "");
    lb_table_set_range(&people, 1, 0, 100, 104);
    lb_page_headline_add_people(&h, &people, 1000, "sets of 2021");
    lb_page_headline_add_people(&h, &people, NAN, "");
    ck_assert_int_eq(lb_page_headline_finish(&h), LB_OK);
    ck_assert_uint_eq(h.facts, 2);
    ck_near(h.fact[0].value, 0.201, 1e-15);
    ck_assert_str_eq(h.fact[0].note.en,
                     "201 of 1\u202f000, in 2 of 3 areas; the others are outside the grid");
    ck_near(h.fact[1].value, 0.1, 1e-15);
    ck_assert_str_eq(
        h.fact[1].note.sv,
        "minst 100 av 1\u202f000 (sets of 2021), i 1 av 3 områden; de som visas som intervall är "
        "inte med");
    lb_table_clear(&people);
}
END_TEST

LB_FIXTURE_MAIN("headline", begin_headline, end_headline,
                events_of_the_last_period_stand_first_with_what_they_are_a_share_of,
                what_the_share_of_land_is_of_is_said_in_both_languages,
                of_two_sets_of_areas_the_first_is_told_by_its_name,
                of_sets_without_names_none_is_told, all_periods_are_none_and_a_square_is_one,
                areas_shown_as_ranges_are_not_in_the_sum_of_people)
