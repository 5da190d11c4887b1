/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <execinfo.h>

#include "tests/alloc/fail.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

bool fail_armed, fail_may_do_without;
lb_error fail_error;
static bool fail_noting;
static long fail_at, fail_count, fail_held;

/* The calls through which a failure has come up, by return address, in all jobs so far. */
enum { FAIL_CALLS = 1 << 16, FAIL_DEPTH = 32, FAIL_MOST = 1 << 14 };
static void *fail_call[FAIL_CALLS];
static long fail_list[FAIL_MOST], fail_listed; /* allocations of the job that are to fail */

static bool is_new_call(void *address)
{
    size_t at = ((size_t)address * 0x9E3779B97F4A7C15u) >> 48;
    while (fail_call[at] && fail_call[at] != address)
        at = (at + 1) % FAIL_CALLS;
    bool is_new = !fail_call[at];
    fail_call[at] = address;
    return is_new;
}

/* Lists the allocation where its failure comes up through a call that none has come up through. */
static void note_calls(void)
{
    void *address[FAIL_DEPTH];
    int n = backtrace(address, FAIL_DEPTH);
    bool wanted = false;
    for (int i = 0; i < n; i++)
        wanted |= is_new_call(address[i]);
    if (wanted && fail_listed < FAIL_MOST)
        fail_list[fail_listed++] = fail_count;
}

static bool fails(void)
{
    if (!fail_armed)
        return false;
    fail_count++;
    if (fail_noting)
        note_calls();
    return fail_count == fail_at;
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

/* With its n-th allocation failing (0: none), the job must return LB_E_MEMORY and keep nothing. */
static void fail_once(const char *name, lb_status (*job)(void), long n)
{
    fail_at = n;
    fail_count = fail_held = 0;
    fail_error.text[0] = '\0';
    fail_armed = true;
    lb_status status = job();
    fail_armed = false;
    bool failed = n > 0 && fail_count >= n;
    ck_assert_msg(fail_held == 0, "%s, allocation %ld: %ld kept", name, n, fail_held);
    ck_assert_msg(status == (failed ? LB_E_MEMORY : LB_OK) ||
                      (status == LB_OK && fail_may_do_without),
                  "%s, allocation %ld: %s: %s", name, n, lb_status_text(status), fail_error.text);
}

void fail_each(const char *name, lb_status (*job)(void), bool every)
{
    void *address[FAIL_DEPTH];
    backtrace(address, FAIL_DEPTH); /* allocates the first time */
    fail_listed = 0;
    fail_noting = true;
    fail_once(name, job, 0);
    fail_noting = false;
    long count = fail_count;
    ck_assert_int_gt(count, 0);
    ck_assert_int_lt(fail_listed, FAIL_MOST);
    for (long i = 0; i < (every ? count : fail_listed); i++)
        fail_once(name, job, every ? i + 1 : fail_list[i]);
}
