/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/table.h>

#include "tests/support/support.h"

static lb_table one_row(const char *const *name, size_t n)
{
    lb_table table = {0};
    lb_table_add_row(&table);
    for (size_t i = 0; i < n; i++)
        lb_table_set_real(&table, 0, lb_table_add_column(&table, name[i], LB_REAL, LB_UNIT_NONE),
                          (double)i);
    return table;
}

static void ck_column(const lb_table *table, size_t column, const char *name, double value)
{
    ck_assert_str_eq(table->column[column].name, name);
    ck_near(lb_table_real(table, 0, column), value, 0);
}

START_TEST(what_was_there_makes_way_for_what_is_added)
{
    const char *const attributes[] = {"fore_cells", "fore_population_1", "FORE_Population"};
    const char *const figures[] = {"cells", "population"};
    lb_table table = one_row(attributes, 3), more = one_row(figures, 2);
    lb_table_append(&table, &more, "fore_");
    ck_assert_int_eq(lb_table_status(&table), LB_OK);
    ck_column(&table, 0, "fore_cells_1", 0);
    ck_column(&table, 1, "fore_population_1", 1);
    ck_column(&table, 2, "FORE_Population_2", 2);
    ck_column(&table, 3, "fore_cells", 0);
    ck_column(&table, 4, "fore_population", 1);
    lb_table_clear(&table);
    lb_table_clear(&more);
}
END_TEST

START_TEST(names_that_differ_in_case_alone_are_told_apart)
{
    const char *const attributes[] = {"namn", "Namn", "NAMN"};
    lb_table table = {0}, more = one_row(attributes, 3);
    lb_table_append(&table, &more, "");
    ck_column(&table, 0, "namn_1", 0);
    ck_column(&table, 1, "Namn_2", 1);
    ck_column(&table, 2, "NAMN", 2);
    lb_table_clear(&table);
    lb_table_clear(&more);
}
END_TEST

START_TEST(a_range_takes_the_place_of_its_number)
{
    lb_table t = {0};
    size_t whole = lb_table_add_column(&t, "n", LB_INTEGER, LB_UNIT_COUNT);
    size_t real = lb_table_add_column(&t, "x", LB_REAL, LB_UNIT_COUNT);
    for (int i = 0; i < 3; i++)
        lb_table_set_integer(&t, lb_table_add_row(&t), whole, 3);
    lb_table_set_real(&t, 1, real, 12);
    lb_table_set_range(&t, 1, real, 10, 14);
    lb_table_set_range(&t, 2, whole, 0, 4);
    lb_table_set_range(&t, 0, whole, 1, 9);
    ck_assert(isnan(lb_table_real(&t, 1, real)) && isnan(lb_table_real(&t, 2, whole)));
    ck_assert_int_eq(lb_table_range_at(&t, 1, real)->low, 10);
    ck_assert_int_eq(lb_table_range_at(&t, 2, whole)->high, 4);
    ck_assert_int_eq(lb_table_range_at(&t, 0, whole)->low, 1);
    ck_assert_ptr_null(lb_table_range_at(&t, 1, whole));
    ck_assert_ptr_null(lb_table_range_at(&t, 0, real));
    lb_table_set_range(&t, 1, real, 0, 4); /* another in its place */
    ck_assert_uint_eq(t.ranges, 3);
    lb_table_set_real(&t, 1, real, 7);
    ck_assert_ptr_null(lb_table_range_at(&t, 1, real));
    ck_near(lb_table_real(&t, 1, real), 7, 0);
    lb_table_clear(&t);
    ck_assert_uint_eq(t.ranges, 0);
}
END_TEST

START_TEST(ranges_go_with_the_columns_that_are_appended)
{
    lb_table t = {0}, more = {0};
    lb_table_add_column(&t, "name", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_row(&t);
    lb_table_add_column(&more, "a", LB_REAL, LB_UNIT_COUNT);
    lb_table_add_column(&more, "b", LB_REAL, LB_UNIT_COUNT);
    lb_table_add_row(&more);
    lb_table_add_row(&more);
    lb_table_set_range(&more, 1, 1, 20, 24);
    lb_table_append(&t, &more, "y_");
    ck_assert_uint_eq(t.ranges, 1);
    ck_assert_int_eq(lb_table_range_at(&t, 1, 2)->low, 20);
    lb_table_clear(&t);
    lb_table_clear(&more);
}
END_TEST

LB_TEST_MAIN("table", what_was_there_makes_way_for_what_is_added,
             names_that_differ_in_case_alone_are_told_apart, a_range_takes_the_place_of_its_number,
             ranges_go_with_the_columns_that_are_appended)
