/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An allocator that fails on the n-th request (the Makefile wraps malloc at link time), and counts
 * what is not given back. */
#ifndef LB_TESTS_ALLOC_FAIL_H
#define LB_TESTS_ALLOC_FAIL_H

#include "tests/support/support.h"

extern bool fail_armed;     /* only what happens while a job runs is counted: Check allocates too */
extern lb_error fail_error; /* for jobs that take one: shown when the status is wrong */

/* Jobs that may do without some memory: progress, say, is then told less well. */
extern bool fail_may_do_without;

/* Runs the job without a failure, then with one allocation after the other failing: every one, or
 * those by which each call, in this job or one before, has a failure come up through it. The job
 * cleans up after itself, has no ck_assert in it, and returns another status when it finds
 * something wrong, such as an output that a failure wrote. */
void fail_each(const char *name, lb_status (*job)(void), bool every);

#endif
