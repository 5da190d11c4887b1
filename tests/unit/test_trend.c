/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Common units of deliveries; parts of a change of the index add up to it; noise gives few
 * findings. */
#include "kernel/trend/index_change.h"
#include "kernel/trend/unit_squares.h"
#include "tests/support/support.h"

/* Two deliveries on their common units. */
typedef struct pair {
    lb_recipe recipe;
    lb_squares squares[2];
    lb_square_allocation fill[2];
    lb_common_units units;
    lb_unit_squares unit[2];
    lb_index_change change;
} pair;

static void compare(pair *p, lb_trend_yardstick yardstick)
{
    lb_delivery_squares delivery[2];
    for (int d = 0; d < 2; d++) {
        ck_assert_int_eq(lb_square_allocation_compute(&p->squares[d], 250, &p->fill[d]), LB_OK);
        delivery[d] = (lb_delivery_squares){&p->squares[d], &p->fill[d]};
    }
    ck_assert_int_eq(lb_common_units_make(delivery, 2, &p->units), LB_OK);
    for (size_t d = 0; d < 2; d++)
        ck_assert_int_eq(lb_unit_squares_make(&p->recipe, &p->units, d, &delivery[d], &p->unit[d]),
                         LB_OK);
    const lb_squares squares[] = {p->unit[0].squares, p->unit[1].squares};
    const lb_square_allocation fill[] = {p->unit[0].fill, p->unit[1].fill};
    lb_change_input input = {.recipe = &p->recipe,
                             .deliveries = 2,
                             .units = p->units.count,
                             .squares = squares,
                             .fill = fill,
                             .first = p->units.first,
                             .yardstick = yardstick,
                             .threads = 2};
    ck_assert_int_eq(lb_index_change_compute(&input, &p->change), LB_OK);
}

static void clear_comparison(pair *p)
{
    for (int d = 0; d < 2; d++) {
        lb_square_allocation_clear(&p->fill[d]);
        lb_unit_squares_clear(&p->unit[d]);
    }
    lb_common_units_clear(&p->units);
    lb_index_change_clear(&p->change);
}

static void clear_pair(pair *p)
{
    clear_comparison(p);
    lb_recipe_clear(&p->recipe);
    for (int d = 0; d < 2; d++)
        lb_squares_clear(&p->squares[d]);
}

/* One variable, as read; squares side by side. */
static void make_row(const double *value, size_t n, lb_squares *squares)
{
    ck_assert_int_eq(lb_squares_init(squares, n, 1), LB_OK);
    for (size_t i = 0; i < n; i++) {
        squares->square[i] = (lb_square){250, 600000 + 250 * (int32_t)i, 6600000};
        squares->population[i] = 100;
        squares->value[0][i] = value[i];
    }
}

static void one_variable(lb_recipe *recipe)
{
    *recipe = (lb_recipe){.variables = 1,
                          .groups = 1,
                          .variable = calloc(1, sizeof(lb_variable)),
                          .group = calloc(1, sizeof(lb_recipe_group)),
                          .minimum_population = 20,
                          .minimum_weight = 0.75,
                          .classes = 2};
    recipe->variable[0] = (lb_variable){.name = strdup("x"),
                                        .group = strdup("g"),
                                        .direction = 1,
                                        .weight = 1,
                                        .kind = LB_KIND_LEVEL};
    recipe->group[0] = (lb_recipe_group){strdup("g"), 1};
}

START_TEST(four_squares_by_hand)
{
    /* Worked on paper: x of a goes from 1 to 3.5, the others stay. */
    pair p = {.units = {0}};
    one_variable(&p.recipe);
    make_row((const double[]){1, 2, 3, 4}, 4, &p.squares[0]);
    make_row((const double[]){3.5, 2, 3, 4}, 4, &p.squares[1]);
    compare(&p, LB_YARDSTICK_RERANK);
    const double before[] = {12.5, 37.5, 62.5, 87.5}, after[] = {62.5, 12.5, 37.5, 87.5};
    const double own[] = {62.5, 0, 0, 0}, others[] = {-12.5, -25, -25, 0};
    for (int u = 0; u < 4; u++) {
        ck_near(p.change.index[0][u], before[u], 1e-10);
        ck_near(p.change.index[1][u], after[u], 1e-10);
        ck_near(p.change.own[0][u], own[u], 1e-10);
        ck_near(p.change.others[u], others[u], 1e-10);
        ck_near(p.change.missing[u], 0, 1e-10);
    }
    clear_comparison(&p);
    /* By the first delivery's distribution 3.5 has three of four below it: 75. */
    compare(&p, LB_YARDSTICK_FIXED);
    ck_near(p.change.index[1][0], 75, 1e-10);
    ck_near(p.change.own[0][0], 62.5, 1e-10);
    for (int u = 1; u < 4; u++)
        ck_near(p.change.change[u], 0, 1e-10);
    clear_pair(&p);
}
END_TEST

/* Deliveries of a made-up town ------------------------------------------------------------------
 */

enum { SIDE = 24 };

static void load_recipe(lb_recipe *recipe)
{
    lb_job job = {0};
    lb_error err;
    ck_assert_int_eq(lb_recipe_load("livsvillkor-8", &job, recipe, &err), LB_OK);
}

static void set_figures(lb_random *random, const lb_recipe *recipe, size_t i, lb_squares *s)
{
    double people = 10 + lb_random_below(random, 400), worse = lb_random_real(random);
    s->population[i] = people;
    for (size_t v = 0; v < 8; v++) {
        double share = fmin(1, fmax(0, worse + 0.3 * (lb_random_real(random) - 0.5)));
        bool gone = lb_random_below(random, 25) == 0;
        if (recipe->variable[v].kind != LB_KIND_SHARE) {
            s->value[v][i] = gone ? NAN : floor(people * share);
            continue;
        }
        s->denominator[v][i] = gone ? NAN : floor(people * (0.4 + 0.1 * (double)(v % 3)));
        s->numerator[v][i] = gone ? NAN : floor(s->denominator[v][i] * share);
        s->value[v][i] = s->numerator[v][i] / s->denominator[v][i];
    }
}

static void add_ratios(const lb_recipe *recipe, lb_squares *s)
{
    for (size_t v = 0; v < 8; v++)
        if (recipe->variable[v].kind == LB_KIND_SHARE) {
            s->numerator[v] = malloc((s->count + 1) * sizeof(double));
            s->denominator[v] = malloc((s->count + 1) * sizeof(double));
            for (size_t i = 0; i < s->count; i++)
                s->numerator[v][i] = s->denominator[v][i] = NAN;
        }
}

/* Blocks of 4 x 4 cells: as one square of 1 000 m, as sixteen, as some of both, or not there. */
static void make_town(unsigned seed, const lb_recipe *recipe, lb_squares *out)
{
    lb_random random = {seed};
    lb_square square[SIDE * SIDE * 2];
    size_t n = 0;
    for (int by = SIDE / 4 - 1; by >= 0; by--)
        for (int bx = 0; bx < SIDE / 4; bx++) {
            int kind = lb_random_below(&random, 5), e = 600000 + 1000 * bx, s = 6600000 + 1000 * by;
            if (kind <= 2)
                square[n++] = (lb_square){1000, e, s};
            for (int k = 0; kind > 0 && kind < 4 && k < 16; k++)
                if (kind == 3 || lb_random_below(&random, 4) == 0)
                    square[n++] = (lb_square){250, e + 250 * (k % 4), s + 250 * (k / 4)};
        }
    ck_assert_int_eq(lb_squares_init(out, n, 8), LB_OK);
    add_ratios(recipe, out);
    size_t *order = lb_square_order(square, n);
    for (size_t i = 0; i < n; i++) {
        out->square[i] = square[order[i]];
        set_figures(&random, recipe, i, out);
    }
    free(order);
}

static double sum_of_parts(const lb_index_change *c, size_t u)
{
    double sum = c->others[u] + c->missing[u];
    for (size_t v = 0; v < c->variables; v++)
        sum += c->own[v][u];
    return sum;
}

START_TEST(parts_add_up_to_the_change)
{
    for (int k = 0; k < 18; k++) {
        pair p = {.units = {0}};
        load_recipe(&p.recipe);
        p.recipe.normalise = k % 3 == 2 ? LB_NORMALISE_MINMAX : LB_NORMALISE_PERCENTILE;
        p.recipe.aggregate = k / 3 % 2 ? LB_AGGREGATE_GEOMETRIC : LB_AGGREGATE_ARITHMETIC;
        make_town(100 + (unsigned)k, &p.recipe, &p.squares[0]);
        make_town(200 + (unsigned)k, &p.recipe, &p.squares[1]);
        compare(&p, (lb_trend_yardstick)(k / 6));
        size_t changed = 0, with_missing = 0;
        for (size_t u = 0; u < p.units.count; u++) {
            if (isnan(p.change.change[u]) || isnan(p.change.others[u]))
                continue;
            ck_near(sum_of_parts(&p.change, u), p.change.change[u], 1e-9);
            changed += p.change.change[u] != 0;
            with_missing += p.change.missing[u] != 0;
        }
        ck_assert_uint_gt(changed, 5);
        ck_assert(with_missing > 0 || k / 3 % 2);
        /* Nobody is lost on the way to units. */
        for (int d = 0; d < 2; d++) {
            double people = 0, in_units = 0;
            for (size_t i = 0; i < p.squares[d].count; i++)
                people += p.squares[d].population[i];
            for (size_t u = 0; u < p.units.count; u++)
                in_units +=
                    isnan(p.unit[d].squares.population[u]) ? 0 : p.unit[d].squares.population[u];
            ck_near(in_units, people, 1e-9 * people);
        }
        clear_pair(&p);
    }
}
END_TEST

START_TEST(a_delivery_against_itself_changes_nothing)
{
    for (int k = 0; k < 3; k++) {
        pair p = {.units = {0}};
        lb_index index;
        load_recipe(&p.recipe);
        p.recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 2};
        make_town(7, &p.recipe, &p.squares[0]);
        make_town(7, &p.recipe, &p.squares[1]);
        compare(&p, (lb_trend_yardstick)k);
        ck_assert_uint_eq(p.units.count, p.squares[0].count);
        p.recipe.noise.kind = LB_NOISE_NONE;
        ck_assert_int_eq(lb_index_compute(&p.recipe, &p.squares[0], &p.fill[0], 1, &index), LB_OK);
        for (size_t u = 0; u < p.units.count; u++) {
            size_t i = p.units.member[0][p.units.first[0][u]];
            ck_assert(isnan(index.index[i]) == isnan(p.change.index[0][u]));
            if (isnan(index.index[i]))
                continue;
            ck_near(p.change.index[1][u], index.index[i], 1e-9);
            ck_assert_double_eq(p.change.change[u], 0);
            ck_assert_double_eq(p.change.q[u], 1);
            ck_assert_int_eq(p.change.class_of[1][u], index.class_of[i]);
        }
        lb_index_clear(&index);
        clear_pair(&p);
    }
}
END_TEST

/* All squares of 500 m, then each as four of 250 m with a quarter of its counts. */
START_TEST(a_square_split_in_four_equal_ones_changes_nothing)
{
    enum { N = 30 };
    for (int k = 0; k < 6; k++) {
        pair p = {.units = {0}};
        lb_random random = {3};
        int whole = k < 3 ? 0 : 1; /* which of the two deliveries has the large ones */
        load_recipe(&p.recipe);
        lb_squares *a = &p.squares[whole], *b = &p.squares[1 - whole];
        ck_assert_int_eq(lb_squares_init(a, N, 8), LB_OK);
        ck_assert_int_eq(lb_squares_init(b, 4 * N, 8), LB_OK);
        add_ratios(&p.recipe, a);
        add_ratios(&p.recipe, b);
        lb_square small[4 * N];
        for (int i = 0; i < 4 * N; i++)
            small[i] = (lb_square){250, 600000 + 500 * (i / 4) + 250 * (i % 2),
                                   6600000 + 250 * (i / 2 % 2)};
        size_t *order = lb_square_order(small, (size_t)4 * N);
        for (size_t i = 0; i < N; i++) {
            a->square[i] = (lb_square){500, 600000 + 500 * (int32_t)i, 6600000};
            set_figures(&random, &p.recipe, i, a);
            a->population[i] = 4 * (20 + floor(a->population[i]));
        }
        for (size_t j = 0; j < 4 * N; j++) {
            size_t i = order[j] / 4;
            b->square[j] = small[order[j]];
            b->population[j] = a->population[i] / 4;
            for (size_t v = 0; v < 8; v++) {
                double quarter = p.recipe.variable[v].kind == LB_KIND_COUNT ? 4 : 1;
                b->value[v][j] = a->value[v][i] / quarter;
                if (!a->numerator[v])
                    continue;
                b->numerator[v][j] = a->numerator[v][i] / 4;
                b->denominator[v][j] = a->denominator[v][i] / 4;
            }
        }
        free(order);
        compare(&p, (lb_trend_yardstick)(k % 3));
        ck_assert_uint_eq(p.units.count, N);
        lb_delivery_squares delivery[] = {{&p.squares[0], &p.fill[0]}, {&p.squares[1], &p.fill[1]}};
        for (size_t u = 0; u < N; u++) {
            ck_assert_int_eq(lb_common_unit_status(&p.units, delivery, u),
                             whole == 0 ? LB_UNIT_SPLIT : LB_UNIT_MERGED);
            if (!isnan(p.change.index[0][u]))
                ck_near(p.change.change[u], 0, 1e-9);
        }
        clear_pair(&p);
    }
}
END_TEST

/* 30 and 31 people at 311.3 have a mean of 311.3, which is 5.7e-14 less by plain division. */
START_TEST(squares_of_one_level_that_are_merged_keep_it)
{
    pair p = {.units = {0}};
    one_variable(&p.recipe);
    p.recipe.normalise = LB_NORMALISE_PERCENTILE;
    make_row((const double[]){311.3, 300, 311.3, 320}, 4, &p.squares[0]);
    p.squares[0].square[0] = (lb_square){500, 600000, 6601000};
    make_row((const double[]){311.3, 300, 311.3, 320, 311.3}, 5, &p.squares[1]);
    p.squares[1].square[0] = (lb_square){250, 600000, 6601000};
    p.squares[1].square[4] = (lb_square){250, 600250, 6601000};
    p.squares[1].population[0] = 30;
    p.squares[1].population[4] = 31;
    compare(&p, LB_YARDSTICK_FIXED);
    ck_assert_uint_eq(p.units.count, 4);
    for (size_t u = 0; u < 4; u++) {
        double value = p.unit[1].squares.value[0][u];
        ck_assert(value == 311.3 || value == 300 || value == 320);
        ck_assert_double_eq(p.change.index[1][u], p.change.index[0][u]);
    }
    clear_pair(&p);
}
END_TEST

START_TEST(years_exchanged_change_the_sign)
{
    pair p = {.units = {0}}, q = {.units = {0}};
    load_recipe(&p.recipe);
    load_recipe(&q.recipe);
    make_town(11, &p.recipe, &p.squares[0]);
    make_town(12, &p.recipe, &p.squares[1]);
    make_town(12, &p.recipe, &q.squares[0]);
    make_town(11, &p.recipe, &q.squares[1]);
    compare(&p, LB_YARDSTICK_RERANK);
    compare(&q, LB_YARDSTICK_RERANK);
    ck_assert_uint_eq(p.units.count, q.units.count);
    double sum = 0, turned = 0;
    size_t n = 0;
    for (size_t u = 0; u < p.units.count; u++) { /* units come in another order */
        sum += isnan(p.change.change[u]) ? 0 : p.change.change[u];
        turned += isnan(q.change.change[u]) ? 0 : q.change.change[u];
        n += !isnan(p.change.change[u]);
    }
    ck_assert_uint_gt(n, 5);
    ck_near(sum, -turned, 1e-8);
    clear_pair(&p);
    clear_pair(&q);
}
END_TEST

/* Noise ------------------------------------------------------------------------------------------
 */

static double noisy(lb_random *random, double count)
{
    double z = 0; /* twelve uniforms: variance 1 */
    for (int k = 0; k < 12; k++)
        z += lb_random_real(random) - 0.5;
    return count > 0 ? fmax(0, round(count + sqrt(2) * z)) : count;
}

static void add_noise(unsigned seed, lb_squares *s)
{
    lb_random random = {seed};
    for (size_t i = 0; i < s->count; i++)
        for (size_t v = 0; v < 8; v++) {
            if (!s->numerator[v]) {
                s->value[v][i] = v == 0 ? s->value[v][i] : noisy(&random, s->value[v][i]);
                continue;
            }
            s->numerator[v][i] = noisy(&random, s->numerator[v][i]);
            s->denominator[v][i] = noisy(&random, s->denominator[v][i]);
            s->value[v][i] = s->denominator[v][i] > 0
                                 ? fmin(1, s->numerator[v][i] / s->denominator[v][i])
                                 : (double)NAN;
        }
}

START_TEST(a_town_of_pure_noise_has_few_findings)
{
    size_t findings = 0, tests = 0;
    for (unsigned k = 0; k < 10; k++) {
        pair p = {.units = {0}};
        load_recipe(&p.recipe);
        p.recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 2};
        make_town(50 + k, &p.recipe, &p.squares[0]);
        make_town(50 + k, &p.recipe, &p.squares[1]);
        add_noise(2 * k + 1, &p.squares[0]);
        add_noise(2 * k + 2, &p.squares[1]);
        compare(&p, LB_YARDSTICK_FIXED);
        for (size_t u = 0; u < p.units.count; u++)
            findings += p.change.q[u] < 0.05;
        tests += p.change.tests;
        clear_pair(&p);
    }
    ck_assert_uint_gt(tests, 500);
    ck_assert_msg(findings < 0.05 * (double)tests, "%zu findings of %zu", findings, tests);
}
END_TEST

/* Two shares, the first of the first unit least in 2020 and lower still in 2022: below all that it
 * is ranked among, so that its score is 0. Noise may lift it from there. */
START_TEST(a_score_of_0_in_a_geometric_mean_has_noise_too)
{
    enum { N = 40 };
    pair p = {.units = {0}};
    one_variable(&p.recipe);
    free(p.recipe.variable[0].name);
    free(p.recipe.variable[0].group);
    free(p.recipe.variable);
    p.recipe.variables = 2;
    p.recipe.variable = calloc(2, sizeof *p.recipe.variable);
    p.recipe.aggregate = LB_AGGREGATE_GEOMETRIC;
    p.recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 2};
    for (int v = 0; v < 2; v++)
        p.recipe.variable[v] = (lb_variable){.name = strdup(v ? "b" : "a"),
                                             .group = strdup("g"),
                                             .direction = 1,
                                             .weight = 1,
                                             .kind = LB_KIND_SHARE};
    for (int d = 0; d < 2; d++) {
        ck_assert_int_eq(lb_squares_init(&p.squares[d], N, 2), LB_OK);
        for (int i = 0; i < N; i++) {
            p.squares[d].square[i] = (lb_square){250, 600000 + 250 * i, 6600000};
            p.squares[d].population[i] = 100;
            p.squares[d].value[0][i] = i == 0 && d ? 0.18 : 0.2 + 0.01 * i;
            p.squares[d].value[1][i] = 0.2 + 0.01 * (i * 7 % N);
        }
    }
    compare(&p, LB_YARDSTICK_FIXED);
    size_t u = p.units.unit[1][0];
    ck_assert_double_eq(p.change.index[1][u], 0);
    ck_assert(p.change.noise[1][u] > 0.5 && p.change.noise[1][u] < 20);
    ck_assert(isnan(p.change.own[0][u])); /* 0 has no logarithm: no parts */
    ck_near(p.change.change[u], -p.change.index[0][u], 1e-12);
    clear_pair(&p);
}
END_TEST

/* Where scores are far from 0 the moments of a product are those of the delta method. */
START_TEST(noise_of_a_geometric_mean_is_that_of_its_logarithm)
{
    enum { N = 400 };
    pair p = {.units = {0}};
    one_variable(&p.recipe);
    p.recipe.aggregate = LB_AGGREGATE_GEOMETRIC;
    p.recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 2};
    p.recipe.variable[0].kind = LB_KIND_SHARE;
    double value[N];
    for (int i = 0; i < N; i++)
        value[i] = (i + 0.5) / N;
    make_row(value, N, &p.squares[0]);
    make_row(value, N, &p.squares[1]);
    for (int d = 0; d < 2; d++)
        for (int i = 0; i < N; i++)
            p.squares[d].population[i] = 100;
    compare(&p, LB_YARDSTICK_FIXED);
    /* One variable: index 100 F(x), F of slope 1, sd of x = sqrt(2 (1 + x^2)) / 100. */
    for (size_t u = N / 4; u < 3 * N / 4; u++) {
        double x = p.unit[0].squares.value[0][u];
        ck_near(p.change.noise[0][u], sqrt(2 * (1 + x * x)), 0.06);
    }
    clear_pair(&p);
}
END_TEST

START_TEST(classes_by_noise_have_probability_one_together)
{
    const double breaks[] = {20, (double)NAN, 60, 80};
    double sum = 0;
    for (int k = 1; k <= 5; k++)
        sum += lb_class_probability(55, 10, breaks, 5, k);
    ck_near(sum, 1, 1e-12);
    ck_near(lb_class_probability(60, 10, breaks, 5, 4), 0.47724986805182079, 1e-12);
    ck_assert_double_eq(lb_class_probability(55, 10, breaks, 5, 3), 0);
    ck_assert_double_eq(lb_class_probability(60, 0, breaks, 5, 4), 1);
    ck_near(lb_change_p(1.959963984540054, 1), 0.05, 1e-12);
}
END_TEST

LB_TEST_MAIN("trend", four_squares_by_hand, parts_add_up_to_the_change,
             a_delivery_against_itself_changes_nothing,
             a_square_split_in_four_equal_ones_changes_nothing,
             squares_of_one_level_that_are_merged_keep_it, years_exchanged_change_the_sign,
             a_town_of_pure_noise_has_few_findings, a_score_of_0_in_a_geometric_mean_has_noise_too,
             noise_of_a_geometric_mean_is_that_of_its_logarithm,
             classes_by_noise_have_probability_one_together)
