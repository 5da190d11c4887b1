/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sparse overviews against the same made densely, by the definition. */
#include "port/raster/overviews.h"
#include "tests/support/support.h"

enum { SIDE = 20, BANDS = 2 };

typedef struct scene {
    int32_t ncol, nrow;
    size_t cells;
    int64_t cell[SIDE * SIDE];
    double value[BANDS][SIDE * SIDE]; /* band 1 holds classes */
} scene;

static void make(lb_random *random, scene *s)
{
    double filled = lb_random_real(random);
    s->ncol = 1 + lb_random_below(random, SIDE);
    s->nrow = 1 + lb_random_below(random, SIDE);
    s->cells = 0;
    for (int64_t i = 0; i < (int64_t)s->nrow * s->ncol; i++) {
        if (lb_random_real(random) > filled)
            continue;
        bool valid = lb_random_below(random, 4) > 0;
        s->value[0][s->cells] = valid ? lb_random_below(random, 1000) : NAN;
        s->value[1][s->cells] = valid ? 1 + lb_random_below(random, 5) : NAN;
        s->cell[s->cells++] = i;
    }
}

/* The mean of all valid base cells under the square of 2^k cells; NaN: there is none. */
static double mean_under(const scene *s, int k, int64_t row, int64_t col)
{
    double sum = 0;
    int n = 0;
    for (size_t i = 0; i < s->cells; i++)
        if (s->cell[i] / s->ncol >> k == row && s->cell[i] % s->ncol >> k == col &&
            !isnan(s->value[0][i])) {
            sum += s->value[0][i];
            n++;
        }
    return n ? sum / n : NAN;
}

/* Halving by halving: the first child that has a class. */
static double class_under(const scene *s, int k, int64_t row, int64_t col)
{
    if (k == 0) {
        for (size_t i = 0; i < s->cells; i++)
            if (row < s->nrow && col < s->ncol && s->cell[i] == row * s->ncol + col)
                return s->value[1][i];
        return NAN;
    }
    for (int child = 0; child < 4; child++) {
        double found = class_under(s, k - 1, 2 * row + child / 2, 2 * col + child % 2);
        if (!isnan(found))
            return found;
    }
    return NAN;
}

static void same(double actual, double expected)
{
    ck_assert_msg(actual == expected || (isnan(actual) && isnan(expected)), "%.17g, expected %.17g",
                  actual, expected);
}

/* The level lists each cell that has a base cell under it, once, in order. */
static void level_is(const scene *s, const lb_overview *level, int k)
{
    size_t next = 0, under = 0;
    for (int64_t row = 0; row < level->nrow; row++)
        for (int64_t col = 0; col < level->ncol; col++) {
            size_t before = under;
            for (size_t i = 0; i < s->cells; i++)
                under += s->cell[i] / s->ncol >> k == row && s->cell[i] % s->ncol >> k == col;
            if (under == before)
                continue;
            ck_assert_uint_lt(next, level->cells);
            ck_assert_int_eq(level->cell[next], row * level->ncol + col);
            same(lb_overview_value(level, 0, next), mean_under(s, k, row, col));
            same(lb_overview_value(level, 1, next), class_under(s, k, row, col));
            next++;
        }
    ck_assert_uint_eq(next, level->cells);
    ck_assert_uint_eq(under, s->cells);
}

START_TEST(each_overview_cell_is_the_mean_or_the_first_class_of_what_is_under_it)
{
    static scene s;
    lb_random random = {(unsigned)_i};
    const bool is_class[BANDS] = {false, true};
    make(&random, &s);
    const double *const value[BANDS] = {s.value[0], s.value[1]};
    lb_overview next, level = {.ncol = s.ncol,
                               .nrow = s.nrow,
                               .cells = s.cells,
                               .bands = BANDS,
                               .cell = s.cell,
                               .value = value};
    for (int k = 0; k < 4; k++) {
        level_is(&s, &level, k);
        ck_assert_int_eq(lb_overview_halve(&level, is_class, &next), LB_OK);
        if (k > 0) /* the base borrows all it has */
            lb_overview_clear(&level);
        level = next;
    }
    lb_overview_clear(&level);
}
END_TEST

LB_PROPERTY_MAIN("pyramid", 500,
                 each_overview_cell_is_the_mean_or_the_first_class_of_what_is_under_it)
