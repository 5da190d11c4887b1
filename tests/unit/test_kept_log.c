/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/log_buffer.h"
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

LB_TEST_MAIN("kept_log", messages_come_at_the_end_in_their_order, a_message_with_newlines_stays_one,
             who_is_silent_stays_so)
