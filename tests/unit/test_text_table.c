/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

typedef lb_status writer(const lb_table *, const lb_text_options *, char **);

/* omrade | bef | andel | kvot; the second row all but empty. */
static lb_table town(void)
{
    lb_table table = {0};
    lb_table_add_column(&table, "område", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "bef", LB_INTEGER, LB_UNIT_COUNT);
    lb_table_add_column(&table, "andel", LB_REAL, LB_UNIT_SHARE);
    lb_table_add_column(&table, "km2", LB_REAL, LB_UNIT_KM2);
    size_t row = lb_table_add_row(&table);
    lb_table_set_text(&table, row, 0, "Hjällbo");
    lb_table_set_integer(&table, row, 1, 7365);
    lb_table_set_real(&table, row, 2, 0.27149);
    lb_table_set_real(&table, row, 3, 1.5);
    row = lb_table_add_row(&table);
    lb_table_set_text(&table, row, 0, "A, \"B\"|C");
    ck_assert_int_eq(lb_table_status(&table), LB_OK);
    return table;
}

static void comes_out(writer *write, const lb_table *table, const lb_text_options *options,
                      const char *expected)
{
    char *text = NULL;
    ck_assert_int_eq(write(table, options, &text), LB_OK);
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(csv_quotes_what_needs_it_and_leaves_missing_empty)
{
    lb_table table = town();
    comes_out(lb_table_to_csv, &table, NULL,
              "område,bef,andel,km2\n"
              "Hjällbo,7365,0.27149,1.5\n"
              "\"A, \"\"B\"\"|C\",,,\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(decimal_comma_takes_semicolons_with_it)
{
    lb_table table = town();
    comes_out(lb_table_to_csv, &table, &(lb_text_options){.decimal_comma = true},
              "\xEF\xBB\xBF"
              "område;bef;andel;km2\n"
              "Hjällbo;7365;0,27149;1,5\n"
              "\"A, \"\"B\"\"|C\";;;\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(json_has_null_for_missing_and_keeps_numbers_whole)
{
    lb_table table = town();
    comes_out(lb_table_to_json, &table, NULL,
              "[\n"
              "{\"område\": \"Hjällbo\", \"bef\": 7365, \"andel\": 0.27149, \"km2\": 1.5},\n"
              "{\"område\": \"A, \\\"B\\\"|C\", \"bef\": null, \"andel\": null, \"km2\": null}\n"
              "]\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(markdown_is_rounded_and_escaped)
{
    lb_table table = town();
    comes_out(lb_table_to_markdown, &table, NULL,
              "| område | bef | andel | km2 |\n"
              "| --- | ---: | ---: | ---: |\n"
              "| Hjällbo | 7365 | 27.1 % | 1.5000 |\n"
              "| A, \"B\"\\|C | – | – | – |\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(underscores_are_escaped_only_where_they_mean_emphasis)
{
    lb_table table = {0};
    lb_table_add_column(&table, "area_km2", LB_TEXT, LB_UNIT_NONE);
    lb_table_set_text(&table, lb_table_add_row(&table), 0, "_a* <b>");
    comes_out(lb_table_to_markdown, &table, NULL, "| area_km2 |\n| --- |\n| \\_a\\* \\<b\\> |\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(terminal_columns_line_up_under_swedish_letters)
{
    lb_table table = town();
    comes_out(lb_table_to_text, &table, &(lb_text_options){.decimal_comma = true},
              "område     bef   andel     km2\n"
              "Hjällbo   7365  27,1 %  1,5000\n"
              "A, \"B\"|C     –       –       –\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(last_text_column_has_no_trailing_spaces)
{
    lb_table table = {0};
    lb_table_add_column(&table, "a", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "lång rubrik", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_row(&table);
    lb_table_set_text(&table, 0, 0, "rad\nbrytning\x1b");
    lb_table_set_text(&table, 0, 1, "x");
    comes_out(lb_table_to_text, &table, NULL,
              "a              lång rubrik\n"
              "rad brytning   x\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(empty_table_is_a_header_alone)
{
    lb_table table = {0};
    comes_out(lb_table_to_json, &table, NULL, "[\n]\n");
    lb_table_add_column(&table, "a", LB_REAL, LB_UNIT_NONE);
    comes_out(lb_table_to_csv, &table, NULL, "a\n");
    comes_out(lb_table_to_text, &table, NULL, "a\n");
    lb_table_add_row(&table);
    comes_out(lb_table_to_csv, &table, NULL, "a\n\"\"\n");
    lb_table_clear(&table);
}
END_TEST

static void shows(double value, lb_unit unit, const char *expected)
{
    lb_table table = {0};
    lb_table_add_column(&table, "x", LB_REAL, unit);
    lb_table_add_row(&table);
    lb_table_set_real(&table, 0, 0, value);
    char *text = lb_table_format_value(&table, 0, 0, NULL);
    ck_assert_str_eq(text, expected);
    free(text);
    lb_table_clear(&table);
}

START_TEST(units_round_as_a_person_reads)
{
    shows(447425, LB_UNIT_NONE, "447425");
    shows(1234567.8, LB_UNIT_NONE, "1234568");
    shows(0.1 + 0.2, LB_UNIT_NONE, "0.3");
    shows(-2.5, LB_UNIT_NONE, "-2.5");
    shows(0, LB_UNIT_NONE, "0");
    shows(0.0005, LB_UNIT_SHARE, "0.1 %");
    shows(1, LB_UNIT_SHARE, "100.0 %");
    shows(12.345, LB_UNIT_RATIO, "12.3");
    shows(1, LB_UNIT_RATIO, "1.00");
    shows(0.012345, LB_UNIT_RATIO, "0.0123");
    shows(1234.4, LB_UNIT_RATIO, "1234");
    shows(7364.5, LB_UNIT_COUNT, "7365");
    shows(6.25, LB_UNIT_RATE, "6.3");
    shows(1.00005, LB_UNIT_SCORE, "1.0001");
    shows(NAN, LB_UNIT_RATE, "–");
    shows(INFINITY, LB_UNIT_RATE, "inf");
}
END_TEST

START_TEST(no_number_in_json_is_nan_or_infinite)
{
    lb_table table = {0};
    lb_table_add_column(&table, "x", LB_REAL, LB_UNIT_NONE);
    lb_table_add_row(&table);
    lb_table_set_real(&table, 0, 0, INFINITY);
    comes_out(lb_table_to_json, &table, NULL, "[\n{\"x\": null}\n]\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(formulas_are_kept_unless_guarded)
{
    lb_table table = {0};
    lb_table_add_column(&table, "x", LB_TEXT, LB_UNIT_NONE);
    const char *value[] = {"=1+1", "-5", "-x", "@a"};
    for (size_t i = 0; i < 4; i++)
        lb_table_set_text(&table, lb_table_add_row(&table), 0, value[i]);
    comes_out(lb_table_to_csv, &table, NULL, "x\n=1+1\n-5\n-x\n@a\n");
    comes_out(lb_table_to_csv, &table, &(lb_text_options){.escape_formulas = true},
              "x\n'=1+1\n-5\n'-x\n'@a\n");
    lb_table_clear(&table);
}
END_TEST

START_TEST(ranges_are_shown_in_place_of_numbers_by_every_writer)
{
    lb_table table = town();
    char *shown = NULL;
    lb_table_set_range(&table, 0, 1, 0, 4);
    lb_table_set_range(&table, 1, 3, 10, 14);
    comes_out(lb_table_to_csv, &table,
              &(lb_text_options){.decimal_comma = true, .escape_formulas = true},
              "\xEF\xBB\xBF"
              "område;bef;andel;km2\n"
              "Hjällbo;<5;0,27149;1,5\n"
              "\"A, \"\"B\"\"|C\";;;10–14\n");
    comes_out(
        lb_table_to_json, &table, NULL,
        "[\n"
        "{\"område\": \"Hjällbo\", \"bef\": \"<5\", \"andel\": 0.27149, \"km2\": 1.5},\n"
        "{\"område\": \"A, \\\"B\\\"|C\", \"bef\": null, \"andel\": null, \"km2\": \"10–14\"}\n"
        "]\n");
    comes_out(lb_table_to_markdown, &table, NULL,
              "| område | bef | andel | km2 |\n"
              "| --- | ---: | ---: | ---: |\n"
              "| Hjällbo | \\<5 | 27.1 % | 1.5000 |\n"
              "| A, \"B\"\\|C | – | – | 10–14 |\n");
    comes_out(lb_table_to_text, &table, NULL,
              "område    bef   andel     km2\n"
              "Hjällbo    <5  27.1 %  1.5000\n"
              "A, \"B\"|C    –       –   10–14\n");
    ck_assert_str_eq(shown = lb_table_format_value(&table, 1, 3, NULL), "10–14");
    free(shown);
    lb_table_clear(&table);
}
END_TEST

LB_TEST_MAIN("text_table", csv_quotes_what_needs_it_and_leaves_missing_empty,
             decimal_comma_takes_semicolons_with_it,
             json_has_null_for_missing_and_keeps_numbers_whole, markdown_is_rounded_and_escaped,
             underscores_are_escaped_only_where_they_mean_emphasis,
             terminal_columns_line_up_under_swedish_letters,
             last_text_column_has_no_trailing_spaces, empty_table_is_a_header_alone,
             units_round_as_a_person_reads, no_number_in_json_is_nan_or_infinite,
             formulas_are_kept_unless_guarded, ranges_are_shown_in_place_of_numbers_by_every_writer)
