/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests share: a main, literal geometry, comparers that print both sides, seeded numbers. */
#ifndef LB_TESTS_SUPPORT_H
#define LB_TESTS_SUPPORT_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild.h>

/* Runs one suite of one file; 0 when all passed. LB_TEST_MAIN(name, test, test, ...) writes main.
 */
int lb_test_run(const char *name, const TTest *const *tests, size_t count, int seeds);
#define LB_TEST_MAIN(name, ...)                                           \
    int main(void)                                                        \
    {                                                                     \
        const TTest *const tests[] = {__VA_ARGS__};                       \
        return lb_test_run(name, tests, sizeof tests / sizeof *tests, 0); \
    }

/* The same, with what is done before and after each test. */
int lb_test_run_with(const char *name, const TTest *const *tests, size_t count, SFun setup,
                     SFun teardown);
#define LB_FIXTURE_MAIN(name, setup, teardown, ...)                                          \
    int main(void)                                                                           \
    {                                                                                        \
        const TTest *const tests[] = {__VA_ARGS__};                                          \
        return lb_test_run_with(name, tests, sizeof tests / sizeof *tests, setup, teardown); \
    }

/* The same, each test run `seeds` times with _i as the seed. */
#define LB_PROPERTY_MAIN(name, seeds, ...)                                    \
    int main(void)                                                            \
    {                                                                         \
        const TTest *const tests[] = {__VA_ARGS__};                           \
        return lb_test_run(name, tests, sizeof tests / sizeof *tests, seeds); \
    }

#define ck_near(actual, expected, tolerance)                                                       \
    do {                                                                                           \
        double ck_a = (actual), ck_e = (expected), ck_t = (tolerance);                             \
        ck_assert_msg(fabs(ck_a - ck_e) <= ck_t, "%s is %.17g, expected %.17g within %g", #actual, \
                      ck_a, ck_e, ck_t);                                                           \
    } while (0)

/* A small generator (splitmix64): the same numbers everywhere. */
typedef struct lb_random {
    unsigned long long state;
} lb_random;
double lb_random_real(lb_random *random);      /* 0 <= x < 1 */
int lb_random_below(lb_random *random, int n); /* 0 .. n - 1 */

/* A feature of one part: rings as literal points, e.g.
 * lb_test_polygon(&s, 1, RING(0,0, 2,0, 2,2, 0,2)); more rings are holes. */
#define RING(...) \
    (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / (2 * sizeof(double))
void lb_test_polygon(lb_shapes *shapes, int rings, ...);

/* The cover of one area as a matrix; fails after printing both when a cell differs by over 1e-12.
 */
void lb_test_cover_is(const lb_cover *cover, size_t area, const double *expected);

/* A path under the shared real data, or NULL after printing a SKIP line when it is not there. */
const char *lb_test_data(const char *name, char *path, size_t size);

/* The made-up town's folder, seen from the top of the source, where tests are run. */
#define LB_TEST_TOWN "fixtures/town"

/* The files in it, sorted by name and read before any chdir(); they stay until the program ends. */
const lb_file_content *lb_test_town(size_t *count);

#endif
