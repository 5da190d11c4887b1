/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of cell spans, worked out by hand from docs/formats.md, Cover file. */
#include "port/sqlite/cover_spans.h"
#include "tests/support/support.h"

static const lb_grid grid = {0, 0, 250, 250, 300, 200}; /* 300 columns, 200 rows */

START_TEST(a_span_is_what_lies_before_it_its_length_and_its_fraction)
{
    const lb_cell_span span[] = {{1, 258, 3, 0.5}, {1, 261, 1, 1}, {3, 0, 300, 1}};
    /* 558 cells before, not whole: 1116 = 8 * 128 + 92; none before, whole; 338 before, whole: 677
     * = 5 * 128 + 37; 300 = 2 * 128 + 44 */
    const unsigned char expected[] = {0xdc, 0x08, 3, 0, 0,    0,    0,    0,   0,
                                      0xe0, 0x3f, 1, 1, 0xa5, 0x05, 0xac, 0x02};
    unsigned char bytes[3 * LB_CELL_SPAN_MOST_BYTES];
    lb_cell_span again[sizeof expected / LB_CELL_SPAN_LEAST_BYTES];
    size_t count;
    ck_assert_uint_eq(lb_cell_spans_to_bytes(span, 3, &grid, bytes), sizeof expected);
    ck_assert_int_eq(memcmp(bytes, expected, sizeof expected), 0);
    ck_assert(lb_cell_spans_from_bytes(bytes, sizeof expected, &grid, again, &count));
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(again[i].row, span[i].row);
        ck_assert_int_eq(again[i].col, span[i].col);
        ck_assert_int_eq(again[i].length, span[i].length);
        ck_assert_double_eq(again[i].fraction, span[i].fraction);
    }
    for (size_t size = 1; size < sizeof expected; size++) /* but where a span ends */
        ck_assert_int_eq(lb_cell_spans_from_bytes(bytes, size, &grid, again, &count),
                         size == 11 || size == 13);
}
END_TEST

START_TEST(the_largest_grid_has_spans_of_the_most_bytes)
{
    const lb_grid large = {0, 0, 1, 1, INT32_MAX, INT32_MAX};
    const lb_cell_span span = {INT32_MAX - 1, 0, INT32_MAX, 0x1p-1074};
    unsigned char bytes[LB_CELL_SPAN_MOST_BYTES];
    lb_cell_span again[LB_CELL_SPAN_MOST_BYTES / LB_CELL_SPAN_LEAST_BYTES];
    size_t count;
    ck_assert_uint_eq(lb_cell_spans_to_bytes(&span, 1, &large, bytes), sizeof bytes);
    ck_assert(lb_cell_spans_from_bytes(bytes, sizeof bytes, &large, again, &count));
    ck_assert_int_eq(again[0].row, INT32_MAX - 1);
    ck_assert_int_eq(again[0].length, INT32_MAX);
    ck_assert_double_eq(again[0].fraction, 0x1p-1074);
}
END_TEST

START_TEST(no_bytes_are_no_spans)
{
    size_t count = 7;
    ck_assert(lb_cell_spans_from_bytes(NULL, 0, &grid, NULL, &count));
    ck_assert_uint_eq(count, 0);
}
END_TEST

typedef struct damage {
    const char *what;
    size_t size;
    unsigned char bytes[20];
} damage;

START_TEST(what_no_spans_are_written_as_is_refused)
{
    static const damage cases[] = {
        {"no length", 1, {1}},
        {"no cells", 2, {1, 0}},
        {"over the end of the row", 3, {1, 0xad, 0x02}},
        {"behind the last row", 5, {0xc1, 0xa9, 0x07, 1}},
        {"a number with a byte too many", 3, {0x81, 0x00, 1}},
        {"a number of 64 bits", 11, {255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 1}},
        {"half a fraction", 6, {0, 1, 0, 0, 0, 0}},
        {"a fraction of 0", 10, {0, 1, 0, 0, 0, 0, 0, 0, 0, 0}},
        {"a fraction of 1", 10, {0, 1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f}},
        {"a fraction below 0", 10, {0, 1, 0, 0, 0, 0, 0, 0, 0xe0, 0xbf}},
        {"a fraction that is not a number", 10, {0, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lb_cell_span span[10];
        size_t count;
        ck_assert_msg(!lb_cell_spans_from_bytes(cases[i].bytes, cases[i].size, &grid, span, &count),
                      "%s", cases[i].what);
    }
}
END_TEST

LB_TEST_MAIN("cell spans", a_span_is_what_lies_before_it_its_length_and_its_fraction,
             the_largest_grid_has_spans_of_the_most_bytes, no_bytes_are_no_spans,
             what_no_spans_are_written_as_is_refused)
