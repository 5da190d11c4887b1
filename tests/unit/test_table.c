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

LB_TEST_MAIN("table", what_was_there_makes_way_for_what_is_added,
             names_that_differ_in_case_alone_are_told_apart)
