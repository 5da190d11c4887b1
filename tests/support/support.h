/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests share: the main of a file, literal geometry, comparers that print both sides, seeded
 * numbers. */
#ifndef LB_TESTS_SUPPORT_H
#define LB_TESTS_SUPPORT_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild.h>

/* The tests of all files are one program, so that it is linked once; the name it is started by says
 * whose it runs: build/release/tests/unit/test_csv.c's by build/release/tests/unit/test_csv. A file
 * registers its own before main() begins. */
typedef struct lb_test_file {
    const char *path;
    int (*run)(void); /* 0 when all passed */
    struct lb_test_file *next;
} lb_test_file;
void lb_test_register(lb_test_file *file);

/* LB_FILE_MAIN { ... } is what the file runs. */
#define LB_FILE_MAIN                                                     \
    static int run_this_file(void);                                      \
    __attribute__((constructor)) static void register_this_file(void)    \
    {                                                                    \
        static lb_test_file this_file = {__FILE__, run_this_file, NULL}; \
        lb_test_register(&this_file);                                    \
    }                                                                    \
    static int run_this_file(void)

/* What most files run: one suite. LB_TEST_MAIN(name, test, test, ...). */
int lb_test_run(const char *name, const TTest *const *tests, size_t count, int seeds);
#define LB_TEST_MAIN(name, ...) LB_PROPERTY_MAIN(name, 0, __VA_ARGS__)

/* The same, each test run `seeds` times with _i as the seed; 0: once. */
#define LB_PROPERTY_MAIN(name, seeds, ...)                                    \
    LB_FILE_MAIN                                                              \
    {                                                                         \
        const TTest *const tests[] = {__VA_ARGS__};                           \
        return lb_test_run(name, tests, sizeof tests / sizeof *tests, seeds); \
    }

/* The same, once, with what is done before and after each test. */
int lb_test_run_with(const char *name, const TTest *const *tests, size_t count, SFun setup,
                     SFun teardown);
#define LB_FIXTURE_MAIN(name, setup, teardown, ...)                                          \
    LB_FILE_MAIN                                                                             \
    {                                                                                        \
        const TTest *const tests[] = {__VA_ARGS__};                                          \
        return lb_test_run_with(name, tests, sizeof tests / sizeof *tests, setup, teardown); \
    }

/* Each test run `times` times with _i from 0 on, all in one process, with what is done before the
 * first and after the last. */
int lb_test_run_loop(const char *name, const TTest *const *tests, size_t count, int times,
                     SFun begin, SFun end);

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
