/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/disclosure/perturb_squares.h"
#include "kernel/statistics/random.h"
#include "tests/support/support.h"

enum { SQUARES = 400 };

/* A key by the name's first letter and the square, for tests without a secret. */
static uint64_t test_key(const void *udata, const char *name, lb_square square)
{
    const uint64_t *seed = udata;
    return lb_random_bits(*seed, (uint64_t)(unsigned char)name[0],
                          (uint64_t)square.e * 1000003 + (uint64_t)square.n);
}

/* People, a share of all people, one of a part of them, children, a level. */
static char names[4][12] = {"born_abroad", "work", "children", "level"};

static void make_recipe(lb_recipe *recipe, lb_variable variable[4])
{
    variable[0] = (lb_variable){.name = names[0], .kind = LB_KIND_SHARE, .per_population = true};
    variable[1] = (lb_variable){.name = names[1], .kind = LB_KIND_SHARE};
    variable[2] = (lb_variable){.name = names[2], .kind = LB_KIND_COUNT};
    variable[3] = (lb_variable){.name = names[3], .kind = LB_KIND_LEVEL};
    *recipe = (lb_recipe){.minimum_population = 20, .variables = 4, .variable = variable};
}

static void fill_squares(lb_squares *s)
{
    ck_assert_int_eq(lb_squares_init(s, SQUARES, 4), LB_OK);
    for (int v = 0; v < 2; v++) {
        s->numerator[v] = malloc(SQUARES * sizeof(double));
        s->denominator[v] = malloc(SQUARES * sizeof(double));
    }
    for (size_t i = 0; i < SQUARES; i++) {
        double people = (double)(i % 90);
        s->square[i] =
            (lb_square){250, 600000 + 250 * (int32_t)(i % 20), 6600000 + 250 * (int32_t)(i / 20)};
        s->population[i] = people;
        s->denominator[0][i] = people;
        s->denominator[1][i] = floor(people / 2);
        for (int v = 0; v < 2; v++) {
            s->numerator[v][i] = floor(s->denominator[v][i] / 3);
            s->value[v][i] =
                s->denominator[v][i] > 0 ? s->numerator[v][i] / s->denominator[v][i] : NAN;
        }
        s->value[2][i] = floor(people / 5);
        s->value[3][i] = 212345 + (double)i;
    }
}

START_TEST(counts_carry_noise_of_mean_0_and_shares_are_made_of_them)
{
    lb_recipe recipe;
    lb_variable variable[4];
    lb_squares s;
    lb_perturb_table table;
    lb_coarsened_squares out, again;
    uint64_t seed = 5;
    const lb_cell_keys keys = {test_key, &seed};
    double moved = 0, sum = 0;
    make_recipe(&recipe, variable);
    fill_squares(&s);
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    ck_assert_int_eq(lb_perturb_squares(&recipe, &s, &table, &keys, &out), LB_OK);
    ck_assert_int_eq(lb_perturb_squares(&recipe, &s, &table, &keys, &again), LB_OK);
    for (size_t i = 0; i < SQUARES; i++) {
        double people = out.squares.population[i];
        ck_assert_double_eq(people, again.squares.population[i]);
        ck_assert(people == 0 || people >= 3);
        ck_assert_double_le(fabs(people - s.population[i]), 5);
        ck_assert(s.population[i] > 0 || people == 0);
        moved += people != s.population[i];
        sum += people - s.population[i];
        /* A third of the people, give or take the noise of both. */
        if (s.population[i] >= 60)
            ck_near(out.squares.value[0][i], 1 / 3.0, 0.2);
        ck_assert(isnan(out.squares.value[0][i]) == (people == 0 || s.population[i] == 0));
        /* Levels only where the noisy people are enough, in whole thousands. */
        ck_assert(isnan(out.squares.value[3][i]) == !(people >= 20));
        if (people >= 20)
            ck_assert_double_eq(fmod(out.squares.value[3][i], 1000), 0);
    }
    ck_assert_double_ge(moved / SQUARES, 0.6);
    ck_assert_double_le(fabs(sum), 4 * sqrt(2.001 * SQUARES));
    lb_coarsened_squares_clear(&out);
    lb_coarsened_squares_clear(&again);
    lb_squares_clear(&s);
}
END_TEST

/* As many as the people, 3 or none: with noise the people of some squares are fewer. */
START_TEST(levels_that_are_counts_as_delivered_are_left_out)
{
    lb_recipe recipe;
    lb_variable variable[4];
    lb_squares s;
    lb_perturb_table table;
    lb_coarsened_squares out;
    uint64_t seed = 5;
    const lb_cell_keys keys = {test_key, &seed};
    make_recipe(&recipe, variable);
    fill_squares(&s);
    for (size_t i = 0; i < SQUARES; i++)
        s.value[3][i] = i % 7 == 0 ? 3 : i % 11 == 0 ? 0 : s.population[i];
    ck_assert_int_eq(lb_perturb_table_make(5, 2.001, 2, &table), LB_OK);
    ck_assert_int_eq(lb_perturb_squares(&recipe, &s, &table, &keys, &out), LB_OK);
    for (size_t i = 0; i < SQUARES; i++)
        ck_assert_double_nan(out.squares.value[3][i]);
    lb_coarsened_squares_clear(&out);
    lb_squares_clear(&s);
}
END_TEST

LB_TEST_MAIN("perturb_squares", counts_carry_noise_of_mean_0_and_shares_are_made_of_them,
             levels_that_are_counts_as_delivered_are_left_out)
