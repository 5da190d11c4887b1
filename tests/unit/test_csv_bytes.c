/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/csv_buffer.h"
#include "tests/support/support.h"

/* A source of so many bytes that fails behind them, if it is to; byte i is value(i). */
typedef struct memory {
    size_t length, at, seen;
    bool broken;
} memory;

enum { NUL_AT = 3 * LB_CSV_CHUNK / 2 };

static char value(size_t i)
{
    return (char)(i == NUL_AT ? 0 : 1 + i * 7 % 101);
}

static size_t give(void *udata, char *to, size_t size, lb_status *status, lb_error *err)
{
    memory *m = udata;
    size_t n = 0;
    for (; n < size && m->at < m->length; m->at++)
        to[n++] = value(m->at);
    if (n < size && m->broken)
        *status = lb_error_set(err, LB_E_IO, "broken off");
    return n;
}

static void are_from(const char *bytes, size_t size, size_t first)
{
    size_t wrong = 0;
    for (size_t i = 0; i < size; i++)
        wrong += bytes[i] != value(first + i);
    ck_assert_uint_eq(wrong, 0);
}

/* Every byte once, in order. */
static void see(void *udata, const char *bytes, size_t size)
{
    memory *m = udata;
    are_from(bytes, size, m->seen);
    m->seen += size;
}

/* All of it, of which so much is left each time; two times of three, or never, what comes next is
 * read ahead. */
static void read_through(size_t length, size_t left, bool ahead)
{
    memory m = {.length = length};
    lb_csv_buffer b = lb_csv_buffer_of(give, see, &m);
    size_t used = 0;
    for (int turn = 0; !b.finished; turn++) {
        if (ahead && turn % 3 != 2)
            lb_csv_buffer_read_ahead(&b);
        ck_assert_int_eq(lb_csv_buffer_fill(&b, NULL), LB_OK);
        are_from(b.buffer + b.start, b.end - b.start, used);
        ck_assert(b.nul == LB_CSV_NONE || used + b.nul - b.start == NUL_AT);
        ck_assert((b.nul == LB_CSV_NONE) == (used + b.end - b.start <= NUL_AT || used > NUL_AT));
        size_t leave = b.end - b.start < left || b.nul != LB_CSV_NONE ? b.end - b.start : left;
        used += b.end - b.start - leave;
        b.start = b.end - leave;
    }
    lb_csv_buffer_notify(&b);
    ck_assert_uint_eq(used + b.end - b.start, length);
    ck_assert_uint_eq(m.seen, length);
    lb_csv_buffer_clear(&b);
}

START_TEST(bytes_come_once_and_in_order_read_ahead_or_not)
{
    static const size_t left[] = {0, 1, 100, 70000, LB_CSV_CHUNK, 3 * LB_CSV_CHUNK};
    for (size_t k = 0; k < sizeof left / sizeof *left; k++)
        for (int ahead = 0; ahead < 2; ahead++) {
            read_through(0, left[k], ahead);
            read_through(NUL_AT, left[k], ahead);
            read_through((size_t)5 * LB_CSV_CHUNK, left[k], ahead);
            read_through((size_t)5 * LB_CSV_CHUNK + 17, left[k], ahead);
        }
}
END_TEST

START_TEST(a_failure_ahead_is_told_when_its_bytes_are_needed)
{
    memory m = {.length = 2 * LB_CSV_CHUNK, .broken = true};
    lb_csv_buffer b = lb_csv_buffer_of(give, NULL, &m);
    lb_error err = {0};
    ck_assert_int_eq(lb_csv_buffer_fill(&b, &err), LB_OK);
    lb_csv_buffer_read_ahead(&b);
    ck_assert_str_eq(err.text, "");
    ck_assert(b.end > b.start);
    b.start = b.end;
    ck_assert_int_eq(lb_csv_buffer_fill(&b, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "broken off");
    ck_assert_int_eq(lb_csv_buffer_fill(&b, &err), LB_E_IO);
    lb_csv_buffer_clear(&b);
}
END_TEST

LB_TEST_MAIN("csv_bytes", bytes_come_once_and_in_order_read_ahead_or_not,
             a_failure_ahead_is_told_when_its_bytes_are_needed)
