/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/log_buffer.h"
#include "base/swedish_text.h"
#include "tests/support/support.h"

static void write_down(void *udata, lb_severity severity, const char *text)
{
    char *to = udata;
    snprintf(to + strlen(to), 100 - strlen(to), "%d %s|", (int)severity, text);
}

START_TEST(messages_come_at_the_end_in_their_order)
{
    char seen[100] = "";
    lb_log log = {.write = write_down, .udata = seen};
    lb_log_buffer first, second;
    lb_log *a = lb_log_buffer_begin(&first, &log), *b = lb_log_buffer_begin(&second, &log);
    lb_log_note(b, "three");
    lb_log_note(a, "one %d", 1);
    lb_log_warning(a, "two");
    ck_assert_str_eq(seen, "");
    lb_log_buffer_flush(&first);
    lb_log_buffer_flush(&second);
    ck_assert_str_eq(seen, "0 one 1|1 two|0 three|");
}
END_TEST

START_TEST(a_message_with_newlines_stays_one)
{
    char seen[100] = "";
    lb_log log = {.write = write_down, .udata = seen};
    lb_log_buffer kept;
    lb_log *own = lb_log_buffer_begin(&kept, &log);
    lb_log_warning(own, "'a\nz' found\n");
    lb_log_note(own, "%s", "");
    lb_log_note(own, "next");
    lb_log_buffer_flush(&kept);
    ck_assert_str_eq(seen, "1 'a\nz' found\n|0 |0 next|");
}
END_TEST

START_TEST(who_is_silent_stays_so)
{
    lb_log_buffer kept;
    ck_assert_ptr_null(lb_log_buffer_begin(&kept, NULL));
    lb_log_buffer_flush(&kept);
}
END_TEST

static void keep_last(void *udata, lb_severity severity, const char *text)
{
    (void)severity;
    snprintf(udata, 4000, "%s", text);
}

/* Its beginning is that of the path, its end what comes after; whole letters alone. */
static void keeps_both_ends(const char *text, const char *end)
{
    ck_assert_uint_lt(strlen(text), 2000);
    ck_assert_uint_gt(strlen(text), 590);
    ck_assert_int_eq(strncmp(text, "/x\xC3\xA5\xC3\xA5", 6), 0);
    ck_assert_ptr_nonnull(strstr(text, " ... "));
    ck_assert_str_eq(text + strlen(text) - strlen(end), end);
    ck_assert(lb_text_is_utf8(text, strlen(text)));
}

START_TEST(long_messages_keep_their_beginning_and_their_end)
{
    char path[3004] = "/x", seen[4000], end[40];
    lb_log log = {.write = keep_last, .udata = seen};
    lb_error err;
    for (size_t i = 0; i < 1500; i++)
        snprintf(path + 2 + 2 * i, 3, "\xC3\xA5");
    for (int k = 0; k < 2; k++) { /* the cuts are at two places of a letter */
        snprintf(end, sizeof end, ": no such file%s", k ? "!" : "");
        lb_error_set(&err, LB_E_IO, "%s%s", path, end);
        keeps_both_ends(err.text, end);
        lb_log_warning(&log, "%s%s", path, end);
        keeps_both_ends(seen, end);
        lb_error_set(&err, LB_E_IO, "no such column%s", k ? "!" : "");
        lb_error_prefix(&err, path, LB_E_IO);
        snprintf(end, sizeof end, ": no such column%s", k ? "!" : "");
        keeps_both_ends(err.text, end);
        lb_diagnostics problems = lb_diagnostics_begin(&log, path);
        lb_diagnostics_add(&problems, 12, "has 3 fields%s", k ? "!" : "");
        snprintf(end, sizeof end, ":12: has 3 fields%s", k ? "!" : "");
        keeps_both_ends(seen, end);
        problems.log = NULL;
        ck_assert_int_eq(lb_diagnostics_end(&problems, &err), LB_E_INPUT);
        keeps_both_ends(err.text, end);
        lb_diagnostics_add_at(&problems, 3, 4, "x");
        ck_assert_uint_eq(problems.count, 2);
    }
}
END_TEST

LB_TEST_MAIN("kept_log", long_messages_keep_their_beginning_and_their_end,
             messages_come_at_the_end_in_their_order, a_message_with_newlines_stays_one,
             who_is_silent_stays_so)
