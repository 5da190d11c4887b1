/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <stdarg.h>
#include <unistd.h>

#include "tests/support/support.h"

/* Which file is run ---------------------------------------------------------------------------- */

static lb_test_file *first_file;

void lb_test_register(lb_test_file *file)
{
    file->next = first_file;
    first_file = file;
}

/* "unit/test_csv.c" of a path: files of two folders may have one name. */
static const char *folder_and_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    while (slash && slash > path && slash[-1] != '/')
        slash--;
    return slash ? slash : path;
}

int main(int argc, char **argv)
{
    const char *name = argc > 0 ? folder_and_name(argv[0]) : "";
    size_t length = strlen(name);
    for (const lb_test_file *file = first_file; file; file = file->next) {
        const char *source = folder_and_name(file->path);
        if (strncmp(source, name, length) == 0 && strcmp(source + length, ".c") == 0)
            return file->run();
    }
    fprintf(stderr, "%s: no file of tests is named %s.c; run it by its path from the top folder\n",
            argc > 0 ? argv[0] : "", name);
    return 1;
}

/* Suites --------------------------------------------------------------------------------------- */

static int run_case(const char *name, TCase *tcase, enum fork_status fork)
{
    Suite *suite = suite_create(name);
    tcase_set_timeout(tcase, 600);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, fork);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

/* Hundreds of forks for hundreds of seeds would be most of the time. */
int lb_test_run(const char *name, const TTest *const *tests, size_t count, int seeds)
{
    TCase *tcase = tcase_create(name);
    for (size_t i = 0; i < count; i++)
        tcase_add_loop_test(tcase, tests[i], 0, seeds > 0 ? seeds : 1);
    return run_case(name, tcase, seeds > 0 ? CK_NOFORK : CK_FORK_GETENV);
}

int lb_test_run_with(const char *name, const TTest *const *tests, size_t count, SFun setup,
                     SFun teardown)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, setup, teardown);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    return run_case(name, tcase, CK_FORK_GETENV);
}

int lb_test_run_loop(const char *name, const TTest *const *tests, size_t count, int times,
                     SFun begin, SFun end)
{
    TCase *tcase = tcase_create(name);
    tcase_add_unchecked_fixture(tcase, begin, end);
    for (size_t i = 0; i < count; i++)
        tcase_add_loop_test(tcase, tests[i], 0, times);
    return run_case(name, tcase, CK_NOFORK);
}

static unsigned long long next(lb_random *random)
{
    unsigned long long z = (random->state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
}

double lb_random_real(lb_random *random)
{
    return (double)(next(random) >> 11) / 9007199254740992.0;
}

int lb_random_below(lb_random *random, int n)
{
    return (int)(lb_random_real(random) * n);
}

void lb_test_polygon(lb_shapes *shapes, int rings, ...)
{
    va_list args;
    va_start(args, rings);
    ck_assert_int_eq(lb_shapes_add_feature(shapes), LB_OK);
    ck_assert_int_eq(lb_shapes_add_part(shapes), LB_OK);
    for (int i = 0; i < rings; i++) {
        const double *xy = va_arg(args, const double *);
        size_t n = va_arg(args, size_t);
        ck_assert_int_eq(lb_shapes_add_ring(shapes, xy, n), LB_OK);
    }
    va_end(args);
}

static void print_matrix(const char *title, const lb_grid *grid, const double *value)
{
    printf("%s\n", title);
    for (int32_t r = 0; r < grid->nrow; r++) {
        for (int32_t c = 0; c < grid->ncol; c++)
            printf(" %8.5f", value[(size_t)r * (size_t)grid->ncol + (size_t)c]);
        printf("\n");
    }
}

void lb_test_cover_is(const lb_cover *cover, size_t area, const double *expected)
{
    size_t cells = (size_t)cover->grid.nrow * (size_t)cover->grid.ncol;
    double *actual = calloc(cells, sizeof *actual);
    double worst = 0;
    for (size_t i = 0; i < cells; i++) {
        int32_t row = (int32_t)(i / (size_t)cover->grid.ncol);
        actual[i] = lb_cover_fraction(cover, area, row, (int32_t)(i % (size_t)cover->grid.ncol));
        worst = fmax(worst, fabs(actual[i] - expected[i]));
    }
    if (worst > 1e-12) {
        print_matrix("actual", &cover->grid, actual);
        print_matrix("expected", &cover->grid, expected);
    }
    free(actual);
    ck_assert_msg(worst <= 1e-12, "a cell differs by %g", worst);
}

const char *lb_test_data(const char *name, char *path, size_t size)
{
    const char *root = getenv("LAGESBILD_DATA");
    snprintf(path, size, "%s/%s", root ? root : "../shared/data", name);
    if (access(path, R_OK) == 0)
        return path;
    printf("SKIP: no %s here\n", path);
    return NULL;
}

static void read_content(const char *name, lb_file_content *out)
{
    enum { MOST = 1 << 20 };
    char path[400], *bytes = malloc(MOST);
    snprintf(path, sizeof path, "%s/%s", LB_TEST_TOWN, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file && bytes, "%s cannot be read", path);
    size_t size = fread(bytes, 1, MOST, file);
    ck_assert_msg(size < MOST, "%s has 1 MiB or more", path);
    fclose(file);
    *out = (lb_file_content){strdup(name), bytes, size};
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

const lb_file_content *lb_test_town(size_t *count)
{
    enum { FILES_MOST = 100 };
    static lb_file_content files[FILES_MOST];
    struct dirent **entries;
    int n = scandir(LB_TEST_TOWN, &entries, is_shown, alphasort);
    ck_assert_msg(n > 0 && n <= FILES_MOST, "%d files in %s; tests are run from the top", n,
                  LB_TEST_TOWN);
    for (int i = 0; i < n; i++) {
        read_content(entries[i]->d_name, &files[i]);
        free(entries[i]);
    }
    free(entries);
    *count = (size_t)n;
    return files;
}
