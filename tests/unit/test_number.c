/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "base/buf.h"
#include "base/number.h"
#include "tests/support/support.h"

static double parsed(const char *text)
{
    double value = -777;
    lb_number_parse(text, strlen(text), &value);
    return value;
}

START_TEST(decimal_comma_and_point_read_the_same)
{
    ck_assert(parsed("239,8") == 239.8);
    ck_assert(parsed("239.8") == 239.8);
    ck_assert(parsed("-0,5") == -0.5);
    ck_assert(parsed("1e-3") == 1e-3);
}
END_TEST

START_TEST(groups_of_three_may_be_spaced)
{
    ck_assert(parsed("1 234 567,5") == 1234567.5);
    ck_assert(parsed("1\xC2\xA0"
                     "234") == 1234);
    ck_assert(parsed("12 34") == -777);
    ck_assert(parsed("1.234.567") == -777);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    const char *bad[] = {"",    "x",     "nan", "inf", "0x10", "1-",
                         "--1", "1,2,3", ",",   "e5",  "1e",   "1e+"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(parsed(bad[i]) == -777, "'%s' was read", bad[i]);
}
END_TEST

/* Digits with at most one decimal sign among them, read by the C library; false: anything else. */
static bool reads_plainly(const char *text, double *value)
{
    char copy[32], *end;
    size_t length = strlen(text);
    strcpy(copy, text);
    for (char *c = copy; *c; c++)
        *c = *c == ',' ? '.' : *c;
    *value = strtod(copy, &end);
    return length > 0 && strspn(copy, "0123456789.") == length && *end == '\0';
}

/* Of every length up to 20, with and without a decimal sign at every place, and now and then a byte
 * that belongs to no number. */
START_TEST(short_numbers_are_those_the_c_library_reads)
{
    static const char odd[] = {'/', ':', '-', 'e', ' ', '\x8A', '\xF0', '\xFF', '\x1', '.', ','};
    lb_random random = {41};
    for (int k = 0; k < 200000; k++) {
        char text[24] = "";
        double value = -777, expected;
        size_t length = 1 + (size_t)lb_random_below(&random, 20);
        for (size_t i = 0; i < length; i++)
            text[i] = (char)('0' + lb_random_below(&random, 10));
        if (k % 3)
            text[lb_random_below(&random, (int)length)] = k % 2 ? '.' : ',';
        if (k % 7 == 0)
            text[lb_random_below(&random, (int)length)] =
                odd[lb_random_below(&random, (int)sizeof odd)];
        bool read = lb_number_parse(text, length, &value);
        if (reads_plainly(text, &expected))
            ck_assert_msg(read && value == expected, "'%s' was read as %.17g", text, value);
        else if (!strpbrk(text, "-e "))
            ck_assert_msg(!read, "'%s' was read as %.17g", text, value);
    }
}
END_TEST

START_TEST(long_numbers_are_correctly_rounded)
{
    ck_assert(parsed("0.1234567890123456789012345678") == 0.1234567890123456789012345678);
    ck_assert(parsed("9007199254740993") == 9007199254740993.0);
}
END_TEST

START_TEST(scb_signs_have_their_meaning)
{
    double value;
    ck_assert_int_eq(lb_value_parse("..", 2, &value), LB_VALUE_SUPPRESSED);
    ck_assert_int_eq(lb_value_parse("<5", 2, &value), LB_VALUE_SUPPRESSED);
    ck_assert_int_eq(lb_value_parse("10–14", strlen("10–14"), &value), LB_VALUE_SUPPRESSED);
    ck_assert_int_eq(lb_value_parse("<", 1, &value), LB_VALUE_INVALID);
    ck_assert_int_eq(lb_value_parse("<-5", 3, &value), LB_VALUE_INVALID);
    ck_assert_int_eq(lb_value_parse("10–", strlen("10–"), &value), LB_VALUE_INVALID);
    ck_assert_int_eq(lb_value_parse("10-14", 5, &value), LB_VALUE_INVALID);
    ck_assert_int_eq(lb_value_parse(".", 1, &value), LB_VALUE_EMPTY);
    ck_assert_int_eq(lb_value_parse("  ", 2, &value), LB_VALUE_EMPTY);
    ck_assert_int_eq(lb_value_parse("-", 1, &value), LB_VALUE_NUMBER);
    ck_assert(value == 0);
    ck_assert_int_eq(lb_value_parse("tolv", 4, &value), LB_VALUE_INVALID);
}
END_TEST

START_TEST(formatting_is_shortest_and_reads_back)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format(0.1, text);
    ck_assert_str_eq(text, "0.1");
    lb_number_format(1.0 / 3, text);
    ck_assert(parsed(text) == 1.0 / 3);
    lb_number_format_fixed(0.25, 1, text);
    ck_assert_str_eq(text, "0.3");
    lb_number_format_fixed(-0.01, 1, text);
    ck_assert_str_eq(text, "0.0");
}
END_TEST

/* As printf itself writes it, with the fewest of 15 to 17 digits that read back. */
static void write_by_printf(double value, char *text)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, LB_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

START_TEST(one_thing_is_singular_none_and_several_plural)
{
    ck_assert_str_eq(lb_number_word(1, "area", "areas"), "area");
    ck_assert_str_eq(lb_number_word(0, "area", "areas"), "areas");
    ck_assert_str_eq(lb_number_word(1.5, "area", "areas"), "areas");
}
END_TEST

START_TEST(every_number_is_written_as_printf_writes_it_with_the_fewest_digits)
{
    lb_random random = {7};
    char expected[LB_NUMBER_SIZE], found[LB_NUMBER_SIZE];
    const double odd[] = {5e-324,
                          DBL_MIN,
                          DBL_MAX,
                          9.9999999999999995,
                          0.5,
                          999999999999999,
                          1e15,
                          1e16,
                          1e17,
                          -1e-5,
                          0.0001,
                          0.000099999999,
                          2.5,
                          1e22,
                          9007199254740993,
                          0.1 + 0.2,
                          123456789012345678};
    for (int i = 0; i < 200000; i++) {
        double value = i < (int)(sizeof odd / sizeof *odd) ? odd[i] : lb_random_real(&random);
        if (i % 4 == 1)
            value = floor(value * 1e9) / 1e4; /* few digits */
        else if (i % 4 == 2)
            value = (value - 0.5) * pow(10, lb_random_below(&random, 600) - 300);
        else if (i % 4 == 3)
            value = ldexp(floor(value * 1024), -lb_random_below(&random, 70)); /* ends in a 5 */
        else if (i % 8 == 4)
            value = nextafter(floor(value * 1e5) / 1e3, i % 16 == 4 ? 0 : 1e9); /* next to few */
        else if (i % 8 == 0 && i > 16)
            value = ldexp(1, i / 8 % 200 - 100); /* a power of two */
        if (value == 0)
            continue;
        write_by_printf(value, expected);
        lb_number_format(value, found);
        ck_assert_str_eq(found, expected);
    }
}
END_TEST

START_TEST(whole_numbers_are_written_as_printf_writes_them)
{
    const int64_t numbers[] = {0,      9,         10,        -1,        -10,
                               314557, INT64_MAX, INT64_MIN, INT32_MIN, -9007199254740993};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char expected[30];
        lb_buf buf = {0};
        snprintf(expected, sizeof expected, "%lld", (long long)numbers[i]);
        lb_buf_integer(&buf, numbers[i]);
        ck_assert_str_eq(buf.text, expected);
        lb_buf_clear(&buf);
    }
}
END_TEST

LB_TEST_MAIN("number", whole_numbers_are_written_as_printf_writes_them,
             decimal_comma_and_point_read_the_same, groups_of_three_may_be_spaced,
             what_is_no_number_is_refused, short_numbers_are_those_the_c_library_reads,
             long_numbers_are_correctly_rounded, scb_signs_have_their_meaning,
             formatting_is_shortest_and_reads_back, one_thing_is_singular_none_and_several_plural,
             every_number_is_written_as_printf_writes_it_with_the_fewest_digits)
