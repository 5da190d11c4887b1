/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of spreadsheets by ECMA-376 part 1, 22.9.2.19. */
#include <stdlib.h>

#include "tests/support/support.h"
#include "text/workbook_text.h"

typedef void (*text_function)(lb_buf *out, const char *text);

static void becomes(text_function function, const char *text, const char *expected)
{
    lb_buf out = {0};
    function(&out, text);
    ck_assert_str_eq(out.text, expected);
    lb_buf_clear(&out);
}

START_TEST(what_reads_as_an_escape_is_escaped_and_comes_back)
{
    static const char *const pairs[][2] = {
        {"_x0041_", "_x005F_x0041_"},
        {"a__xA0e5_b_xffFF_", "a__x005F_xA0e5_b_x005F_xffFF_"},
        {"_x0041_x0042_", "_x005F_x0041_x005F_x0042_"},
        {"\xEF\xBF\xBE \xEF\xBF\xBF \xEF\xBF\xBD", "_xFFFE_ _xFFFF_ \xEF\xBF\xBD"},
        {"\x01|\r\n\t|\x1F\x7F", "_x0001_|_x000D_\n\t|_x001F_\x7F"},
        {"_x0041\x01", "_x005F_x0041_x0001_"},
        {"_x0041\xEF\xBF\xBE_x0042_", "_x005F_x0041_xFFFE__x005F_x0042_"},
        {"_x0041\r_x0042\r", "_x005F_x0041_x000D__x005F_x0042_x000D_"},
        {"_x0041\n_x0042\xEF\xBF\xBD_x004\x01", "_x0041\n_x0042\xEF\xBF\xBD_x004_x0001_"},
        {"_X0041_ _x004_ _x004G_ _x00411 _", "_X0041_ _x004_ _x004G_ _x00411 _"},
        {"Å =1+1", "Å =1+1"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        becomes(lb_workbook_text_escape, pairs[i][0], pairs[i][1]);
        becomes(lb_workbook_text_decode, pairs[i][1], pairs[i][0]);
        ck_assert_int_eq(lb_workbook_text_is_special(pairs[i][0]), i < 9);
    }
}
END_TEST

START_TEST(escapes_of_any_writer_are_read)
{
    becomes(lb_workbook_text_decode, "två_x000D_\nrader_x0009_", "två\r\nrader\t");
    becomes(lb_workbook_text_decode, "_x00e5__x20AC__xD83D__x0000_.", "å€\xEF\xBF\xBD.");
    becomes(lb_workbook_text_decode, "", "");
}
END_TEST

LB_TEST_MAIN("workbook_text", what_reads_as_an_escape_is_escaped_and_comes_back,
             escapes_of_any_writer_are_read)
