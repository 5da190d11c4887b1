/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <lagesbild/chart.h>
#include "model/map/drawing.h"
#include "tests/support/support.h"

enum { COLUMNS = 8, ROWS = 6 };

/* Two distances and three times; the last of each without an upper bound. */
static const double pairs[ROWS][COLUMNS] = {
    {0, 50, 0, 1, 6, 2, 3, 0.004},         {0, 50, 1, 8, 4, 4, 1, 0.6},
    {0, 50, 8, NAN, 0, 0, NAN, 1},         {50, NAN, 0, 1, 3, 5, 0.6, 0.9},
    {50, NAN, 1, 8, 1404, 900, 1.56, .05}, {50, NAN, 8, NAN, 7, 35.25, 0.199, 1}};

static lb_table pairs_table(const int *order)
{
    static const char *const name[COLUMNS] = {
        "distance_from", "distance_to", "days_from", "days_to",
        "observed",      "expected",    "ratio",     "p"};
    lb_table table = {0};
    for (size_t k = 0; k < COLUMNS; k++)
        lb_table_add_column(&table, name[k], LB_REAL, LB_UNIT_NONE);
    for (size_t i = 0; i < ROWS; i++) {
        size_t row = lb_table_add_row(&table);
        for (size_t k = 0; k < COLUMNS; k++)
            lb_table_set_real(&table, row, k, pairs[order[i]][k]);
    }
    return table;
}

static lb_drawing *drawn(const int *order, bool english)
{
    lb_drawing *d = NULL;
    lb_table table = pairs_table(order);
    ck_assert_int_eq(
        lb_chart_near_repeat(&table, &(lb_chart_options){.english = english}, &d, NULL), LB_OK);
    lb_table_clear(&table);
    return d;
}

static const int in_order[ROWS] = {0, 1, 2, 3, 4, 5}, shuffled[ROWS] = {4, 2, 5, 0, 3, 1};

/* The mark with the text; its number among all marks. */
static size_t text_at(const lb_drawing *d, const char *text)
{
    for (size_t i = 0; i < d->marks; i++)
        if (d->mark[i].kind == LB_MARK_TEXT && strcmp(d->mark[i].text, text) == 0)
            return i;
    ck_abort_msg("no '%s' on the chart", text);
    return 0;
}

/* The fill of the cell whose observed pairs are written so: its box is painted before them. */
static lb_rgba fill_of(const lb_drawing *d, const char *observed)
{
    return d->mark[text_at(d, observed) - 1].pen.fill;
}

START_TEST(cells_have_both_figures_and_the_colour_of_their_ratio)
{
    lb_drawing *d = drawn(in_order, false);
    ck_assert_uint_eq(fill_of(d, "6 *"), 0xb2182bff);
    ck_assert_uint_eq(fill_of(d, "4"), 0xf7f7f7ff);
    ck_assert_uint_eq(fill_of(d, "3"), 0x92c5deff);
    ck_assert_uint_eq(fill_of(d, "1\u202f404"), 0xf4a582ff); /* p = 0.05 is not below */
    ck_assert_uint_eq(fill_of(d, "7"), 0x2166acff);
    ck_assert_str_eq(d->mark[text_at(d, "6 *") + 1].text, "2,0");
    ck_assert_str_eq(d->mark[text_at(d, "7") + 1].text, "35,3");
    ck_assert(d->mark[text_at(d, "6 *")].style.bold);
    ck_assert(!d->mark[text_at(d, "1\u202f404")].style.bold);
    text_at(d, "inga väntade");
    lb_drawing_free(d);
}
END_TEST

START_TEST(bins_are_named_the_open_ones_too)
{
    static const char *const swedish[] = {"under 50 m", "50 m och mer", "0", "1–7", "8 och fler"};
    static const char *const english[] = {"under 50 m", "50 m and more", "0", "1–7", "8 and more"};
    lb_drawing *d = drawn(in_order, false), *e = drawn(in_order, true);
    for (size_t i = 0; i < sizeof swedish / sizeof *swedish; i++) {
        text_at(d, swedish[i]);
        text_at(e, english[i]);
    }
    lb_drawing_free(d);
    lb_drawing_free(e);
}
END_TEST

START_TEST(any_order_of_rows_draws_the_same)
{
    lb_drawing *d = drawn(in_order, true), *s = drawn(shuffled, true);
    ck_assert_uint_eq(d->marks, s->marks);
    for (size_t i = 0; i < d->marks; i++) {
        ck_assert_uint_eq(d->mark[i].pen.fill, s->mark[i].pen.fill);
        ck_assert_pstr_eq(d->mark[i].text, s->mark[i].text);
    }
    lb_drawing_free(d);
    lb_drawing_free(s);
}
END_TEST

START_TEST(a_table_without_pairs_is_refused)
{
    lb_drawing *d = NULL;
    lb_table table = pairs_table(in_order), other = {0};
    table.rows = 0;
    ck_assert_int_eq(lb_chart_near_repeat(&table, &(lb_chart_options){0}, &d, NULL), LB_E_INPUT);
    ck_assert_int_eq(lb_chart_near_repeat(&other, &(lb_chart_options){0}, &d, NULL), LB_E_INPUT);
    ck_assert_ptr_null(d);
    table.rows = ROWS;
    lb_table_clear(&table);
}
END_TEST

LB_TEST_MAIN("chart_pairs", cells_have_both_figures_and_the_colour_of_their_ratio,
             bins_are_named_the_open_ones_too, any_order_of_rows_draws_the_same,
             a_table_without_pairs_is_refused)
