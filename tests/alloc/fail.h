/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An allocator that fails on the n-th request (the Makefile wraps malloc at link time), and counts
 * what is not given back. For one test file: everything is static. */
#ifndef LB_TESTS_ALLOC_FAIL_H
#define LB_TESTS_ALLOC_FAIL_H

#include "tests/support/support.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

/* Only what happens while a job runs is counted: Check allocates too. */
static bool fail_armed;
static long fail_at, fail_count, fail_held;
static lb_error fail_error; /* for jobs that take one: shown when the status is wrong */

static bool fails(void)
{
    return fail_armed && ++fail_count == fail_at;
}

static void count(long change)
{
    if (fail_armed)
        fail_held += change;
}

void *__wrap_malloc(size_t size)
{
    void *made = fails() ? NULL : __real_malloc(size);
    count(made != NULL);
    return made;
}

void *__wrap_calloc(size_t n, size_t size)
{
    void *made = fails() ? NULL : __real_calloc(n, size);
    count(made != NULL);
    return made;
}

void *__wrap_realloc(void *old, size_t size)
{
    void *made = fails() ? NULL : __real_realloc(old, size);
    count(made != NULL && !old);
    return made;
}

void __wrap_free(void *old)
{
    count(old ? -1 : 0);
    __real_free(old);
}

/* Jobs that may do without some memory: progress, say, is then told less well. */
static bool fail_may_do_without;

/* Runs the job with its first allocation failing, then the one step further, ... until none fails:
 * each failure must be LB_E_MEMORY, and nothing may be kept. The job cleans up after itself, has no
 * ck_assert in it, and returns another status when it finds something wrong, such as an output
 * that a failure wrote. */
static void fail_each(const char *name, lb_status (*job)(void), long step)
{
    lb_status status;
    fail_count = 1;
    for (long n = 1; fail_count >= n - step; n += step) {
        fail_at = n;
        fail_count = fail_held = 0;
        fail_error.text[0] = '\0';
        fail_armed = true;
        status = job();
        fail_armed = false;
        ck_assert_msg(fail_held == 0, "%s, allocation %ld: %ld kept", name, n, fail_held);
        ck_assert_msg(status == (fail_count < n ? LB_OK : LB_E_MEMORY) ||
                          (status == LB_OK && fail_may_do_without),
                      "%s, allocation %ld: %s: %s", name, n, lb_status_text(status),
                      fail_error.text);
    }
    ck_assert_int_gt(fail_count, 0);
}

#endif
