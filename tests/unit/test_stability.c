/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance shares of factorials with published answers; ranks and classes over many recipes. */
#include "kernel/stability/level_weights.h"
#include "kernel/stability/stability.h"
#include "kernel/stability/value_order.h"
#include "kernel/stability/variance_shares.h"
#include "tests/support/support.h"

/* Variance shares -------------------------------------------------------------------------------
 */

START_TEST(toy_of_one_effect_and_one_interaction)
{
    /* y = x1 + x2 x3, x in {-1, 1}: V = 2; first order 0.5 0 0, total 0.5 0.5 0.5. */
    double y[8], s[3], t[3];
    const size_t levels[] = {2, 2, 2};
    for (int i = 0; i < 8; i++)
        y[i] = (i / 4 * 2 - 1) + (i / 2 % 2 * 2 - 1) * (i % 2 * 2 - 1);
    ck_assert_int_eq(lb_variance_shares(y, levels, 3, NULL, s, t), LB_OK);
    const double first[] = {0.5, 0, 0}, total[] = {0.5, 0.5, 0.5};
    for (int f = 0; f < 3; f++) {
        ck_near(s[f], first[f], 1e-15);
        ck_near(t[f], total[f], 1e-15);
    }
}
END_TEST

/* y = a b, a and b 0 or 1, with P(a) = 1/4, P(b) = 1/2: V = 7/64; in proportion, 3 to 1 and 5 to 5.
 */
START_TEST(levels_count_by_their_probability)
{
    const double y[] = {0, 0, 0, 1}, a[] = {3, 1}, b[] = {5, 5};
    const double *const likely[] = {a, b};
    const size_t levels[] = {2, 2};
    double s[2], t[2];
    ck_assert_int_eq(lb_variance_shares(y, levels, 2, likely, s, t), LB_OK);
    ck_near(s[0], 3.0 / 7, 1e-15);
    ck_near(t[0], 6.0 / 7, 1e-15);
    ck_near(s[1], 1.0 / 7, 1e-15);
    ck_near(t[1], 4.0 / 7, 1e-15);
}
END_TEST

START_TEST(function_of_ishigami_and_homma)
{
    enum { N = 64 };
    double s[3], t[3], *y = malloc(sizeof *y * N * N * N);
    const size_t levels[] = {N, N, N};
    for (int i = 0; i < N * N * N; i++) {
        double x[3];
        for (int f = 0; f < 3; f++)
            x[f] = 3.14159265358979323846 * (2 *
                                                 ((i / (f == 0   ? N * N
                                                        : f == 1 ? N
                                                                 : 1)) %
                                                      N +
                                                  0.5) /
                                                 N -
                                             1);
        y[i] = sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]);
    }
    ck_assert_int_eq(lb_variance_shares(y, levels, 3, NULL, s, t), LB_OK);
    const double first[] = {0.313905, 0.442411, 0}, total[] = {0.557589, 0.442411, 0.243684};
    for (int f = 0; f < 3; f++) {
        ck_near(s[f], first[f], 1e-3);
        ck_near(t[f], total[f], 1e-3);
    }
    free(y);
}
END_TEST

START_TEST(g_function_of_sobol)
{
    /* a = 0, 1, 4.5, 9; four more of 99 add 0.0004 to the variance. */
    enum { N = 32 };
    double s[4], t[4], *y = malloc(sizeof *y * N * N * N * N);
    const size_t levels[] = {N, N, N, N};
    const double a[] = {0, 1, 4.5, 9};
    for (int i = 0; i < N * N * N * N; i++) {
        y[i] = 1;
        for (int f = 0, stride = N * N * N; f < 4; f++, stride /= N)
            y[i] *= (fabs(4 * ((i / stride % N + 0.5) / N) - 2) + a[f]) / (1 + a[f]);
    }
    ck_assert_int_eq(lb_variance_shares(y, levels, 4, NULL, s, t), LB_OK);
    const double first[] = {0.716192, 0.179048, 0.023676, 0.007162};
    const double total[] = {0.787144, 0.242198, 0.034317, 0.010460};
    for (int f = 0; f < 4; f++) {
        ck_near(s[f], first[f], 2e-3);
        ck_near(t[f], total[f], 2e-3);
    }
    free(y);
}
END_TEST

START_TEST(what_does_not_vary_has_no_shares)
{
    const double y[] = {3, 3, 3, 3};
    const size_t levels[] = {2, 2};
    double s[2], t[2];
    ck_assert_int_eq(lb_variance_shares(y, levels, 2, NULL, s, t), LB_OK);
    ck_assert(isnan(s[0]) && isnan(t[1]));
}
END_TEST

/* Order -----------------------------------------------------------------------------------------
 */

START_TEST(values_of_any_spread_come_in_order)
{
    enum { N = 3000 };
    double value[N];
    uint64_t item[N], spare[N];
    lb_random random = {5};
    for (int kind = 0; kind < 3; kind++) {
        for (int i = 0; i < N; i++) {
            double u = lb_random_real(&random);
            value[i] = kind == 0   ? u
                       : kind == 1 ? floor(5 * u) + (u > 0.999 ? 1e15 : 0) /* ties, an outlier */
                                   : exp(60 * u) - 1e6;
        }
        value[17] = NAN;
        size_t n = lb_value_order(value, N, item, spare);
        ck_assert_uint_eq(n, N - 1);
        bool seen[N] = {false};
        for (size_t i = 0; i < n; i++) {
            ck_assert(!seen[lb_value_place(item[i])]);
            seen[lb_value_place(item[i])] = true;
            if (i > 0)
                ck_assert(value[lb_value_place(item[i - 1])] <= value[lb_value_place(item[i])]);
        }
    }
}
END_TEST

/* Recipes ---------------------------------------------------------------------------------------
 */

enum { SIDE = 20, COUNT = SIDE * SIDE };

/* Squares of any figures; a few lack some. */
static void make_squares(unsigned seed, lb_squares *squares)
{
    lb_random random = {seed};
    ck_assert_int_eq(lb_squares_init(squares, COUNT, 8), LB_OK);
    for (int i = 0; i < COUNT; i++) {
        squares->square[i] =
            (lb_square){250, 600000 + 250 * (i % SIDE), 6600000 + 250 * (i / SIDE)};
        squares->population[i] = 10 + lb_random_below(&random, 300);
        for (int v = 0; v < 8; v++)
            if (lb_random_below(&random, 30) != 0)
                squares->value[v][i] =
                    v < 6 ? lb_random_real(&random) : lb_random_below(&random, 50);
    }
}

static void load_recipe(lb_recipe *recipe)
{
    lb_job job = {0};
    lb_error err;
    ck_assert_int_eq(lb_recipe_load("livsvillkor-8", &job, recipe, &err), LB_OK);
}

static void set_levels(lb_recipe *recipe, lb_choice choice, const char *const *word, size_t n)
{
    lb_names *names = &recipe->choice[choice];
    lb_names_clear(names);
    names->name = calloc(n, sizeof *names->name);
    for (; names->count < n; names->count++) {
        ck_assert(!lb_recipe_level_fault(recipe, choice, word[names->count]));
        names->name[names->count] = strdup(word[names->count]);
    }
}

static void compute(const lb_recipe *recipe, const lb_squares *squares, size_t keep, int threads,
                    lb_stability *out)
{
    lb_square_allocation fill = {.cells = 0};
    lb_recipe_levels levels;
    ck_assert_int_eq(lb_square_allocation_compute(squares, 250, &fill), LB_OK);
    ck_assert_int_eq(lb_recipe_levels_make(recipe, &levels), LB_OK);
    lb_stability_input input = {.recipe = recipe,
                                .squares = squares,
                                .fill = &fill,
                                .levels = &levels,
                                .keep = keep,
                                .threads = threads};
    ck_assert_int_eq(lb_stability_compute(&input, out), LB_OK);
    lb_recipe_levels_clear(&levels);
    lb_square_allocation_clear(&fill);
}

START_TEST(one_recipe_leaves_no_interval)
{
    lb_recipe recipe;
    lb_squares squares;
    lb_stability s;
    load_recipe(&recipe);
    make_squares(1, &squares);
    set_levels(&recipe, LB_CHOICE_DROP, (const char *const[]){"none"}, 1);
    compute(&recipe, &squares, LB_RANKS_KEPT, 2, &s);
    ck_assert_uint_eq(s.all, 1);
    size_t ranked = 0;
    for (size_t k = 0; k < s.squares; k++) {
        double share;
        size_t i = s.square[k];
        ck_assert_int_eq(s.ranges.low[k], s.index.rank[i]);
        ck_assert_int_eq(s.ranges.high[k], s.index.rank[i]);
        ck_assert_int_eq(lb_rank_ranges_mode(&s.ranges, k, &share), s.index.class_of[i]);
        ranked += s.ranges.low[k] > 0;
    }
    ck_assert_uint_eq(ranked, s.index.passed);
    ck_assert_double_eq(s.effect[0].rank_shift, 0);
    ck_near(s.effect[0].correlation, 1, 1e-15);
    lb_stability_clear(&s);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

/* Ranks by a recipe whose every choice is written out, as lb_index_compute has them. */
static void check_against_index(const lb_recipe *recipe, const lb_squares *squares, int drop,
                                const lb_stability *s, size_t at)
{
    lb_recipe other = *recipe;
    lb_index index;
    lb_square_allocation fill;
    lb_variable *variable = malloc(recipe->variables * sizeof *variable);
    memcpy(variable, recipe->variable, recipe->variables * sizeof *variable);
    other.variable = variable;
    if (drop >= 0)
        variable[drop].weight = 0;
    ck_assert_int_eq(lb_square_allocation_compute(squares, 250, &fill), LB_OK);
    ck_assert_int_eq(lb_index_compute(&other, squares, &fill, 1, &index), LB_OK);
    ck_assert_uint_eq(s->effect[at].ranked, index.passed);
    for (size_t k = 0; k < s->squares; k++)
        ck_assert_int_eq(s->ranges.kept[k * s->all + at], index.rank[s->square[k]]);
    lb_index_clear(&index);
    lb_square_allocation_clear(&fill);
    free(variable);
}

START_TEST(every_recipe_ranks_as_the_index_would)
{
    lb_recipe recipe;
    lb_squares squares;
    lb_stability s;
    load_recipe(&recipe);
    make_squares(2, &squares);
    set_levels(&recipe, LB_CHOICE_DROP, (const char *const[]){"none", "inkomst", "unga_0_15"}, 3);
    set_levels(&recipe, LB_CHOICE_NORMALISE, (const char *const[]){"zscore", "percentile"}, 2);
    compute(&recipe, &squares, LB_RANKS_KEPT, 2, &s);
    ck_assert_uint_eq(s.all, 6);
    ck_assert_uint_eq(s.usual, 1);
    check_against_index(&recipe, &squares, -1, &s, 1);
    check_against_index(&recipe, &squares, 0, &s, 3);
    check_against_index(&recipe, &squares, 6, &s, 5);
    recipe.normalise = LB_NORMALISE_ZSCORE;
    check_against_index(&recipe, &squares, 0, &s, 2);
    lb_stability_clear(&s);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(squares_or_people_are_ranked_as_the_index_would)
{
    lb_recipe recipe;
    lb_squares squares;
    lb_stability s;
    load_recipe(&recipe);
    make_squares(5, &squares);
    set_levels(&recipe, LB_CHOICE_REFERENCE, (const char *const[]){"people", "squares"}, 2);
    set_levels(&recipe, LB_CHOICE_DROP, (const char *const[]){"none", "inkomst"}, 2);
    compute(&recipe, &squares, LB_RANKS_KEPT, 2, &s);
    ck_assert_uint_eq(s.all, 4);
    ck_assert_uint_eq(s.usual, 2);
    check_against_index(&recipe, &squares, -1, &s, 2);
    check_against_index(&recipe, &squares, 0, &s, 3);
    recipe.reference = LB_REFERENCE_PEOPLE;
    check_against_index(&recipe, &squares, -1, &s, 0);
    check_against_index(&recipe, &squares, 0, &s, 1);
    ck_assert(s.effect[0].moved_people > 0);
    lb_stability_clear(&s);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(the_unchanged_recipe_is_always_one)
{
    lb_recipe recipe;
    lb_squares squares;
    lb_stability s;
    load_recipe(&recipe);
    make_squares(3, &squares);
    set_levels(&recipe, LB_CHOICE_NORMALISE, (const char *const[]){"zscore", "minmax"}, 2);
    compute(&recipe, &squares, LB_RANKS_KEPT, 2, &s);
    ck_assert_uint_eq(s.recipes, 2);
    ck_assert_uint_eq(s.all, 3);
    ck_assert_uint_eq(s.usual, 2);
    for (size_t k = 0; k < s.squares; k++)
        ck_assert_int_eq(s.ranges.kept[k * 3 + 2], s.index.rank[s.square[k]]);
    lb_stability_clear(&s);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

/* The usual 1 080 recipes: bins give the ends of kept ranks, medians to 1/256, on any threads. */
START_TEST(bins_and_threads_change_nothing_but_medians)
{
    lb_recipe recipe;
    lb_squares squares;
    lb_stability kept, binned;
    load_recipe(&recipe);
    make_squares(4, &squares);
    compute(&recipe, &squares, LB_RANKS_KEPT, 2, &kept);
    compute(&recipe, &squares, 0, 1, &binned);
    ck_assert_uint_eq(kept.all, 1080);
    ck_assert(kept.ranges.kept && binned.ranges.bin);
    uint32_t sorted[1080];
    const double half = 0.5;
    for (size_t k = 0; k < kept.squares; k++) {
        double share[2], median[2];
        ck_assert_uint_eq(kept.ranges.low[k], binned.ranges.low[k]);
        ck_assert_uint_eq(kept.ranges.high[k], binned.ranges.high[k]);
        ck_assert_int_eq(lb_rank_ranges_mode(&kept.ranges, k, &share[0]),
                         lb_rank_ranges_mode(&binned.ranges, k, &share[1]));
        lb_rank_ranges_quantiles(&kept.ranges, k, &half, 1, sorted, &median[0]);
        lb_rank_ranges_quantiles(&binned.ranges, k, &half, 1, sorted, &median[1]);
        if (lb_rank_ranges_recipes(&kept.ranges, k) > 0)
            ck_near(median[0], median[1], 1 + (double)kept.squares / LB_RANK_BINS);
    }
    for (size_t r = 0; r < kept.all; r++)
        ck_assert_double_eq(kept.effect[r].rank_shift, binned.effect[r].rank_shift);
    lb_stability_clear(&kept);
    lb_stability_clear(&binned);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(weights_of_each_level)
{
    lb_recipe recipe;
    lb_level_weights w;
    load_recipe(&recipe);
    ck_assert_int_eq(lb_level_weights_make(&recipe, LB_WEIGHTS_FLAT, 3, NULL, &w), LB_OK);
    ck_assert_double_eq(w.variable[3], 0);
    ck_assert_double_eq(w.variable[0], w.variable[7]);
    ck_assert_double_eq(w.group[recipe.variable[3].group_index], 1); /* its other variable */
    lb_level_weights_clear(&w);
    /* Points: sum 1, mean of many the recipe's, coefficient of variation about 0.3. */
    enum { MANY = 100 };
    double mean[8] = {0}, variation = 0;
    for (int p = 0; p < MANY; p++) {
        double sum = 0;
        ck_assert_int_eq(lb_level_weights_make(&recipe, LB_WEIGHTS_POINT + p, LB_NO_DROP, NULL, &w),
                         LB_OK);
        for (int v = 0; v < 8; v++) {
            double own = lb_recipe_effective_weight(&recipe, (size_t)v);
            sum += w.variable[v];
            mean[v] += w.variable[v] / MANY;
            variation += pow(w.variable[v] / own - 1, 2) / MANY / 8;
        }
        ck_near(sum, 1, 1e-12);
        lb_level_weights_clear(&w);
    }
    for (int v = 0; v < 8; v++)
        ck_near(mean[v], lb_recipe_effective_weight(&recipe, (size_t)v), 0.01);
    ck_near(sqrt(variation), 0.3, 0.05);
    ck_near(lb_radical_inverse(6, 2), 0.375, 1e-15); /* 110 turned round: 0.011 */
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(loadings_of_two_alike_and_one_apart)
{
    /* x, x and a third that goes with neither: the component is the first two. */
    enum { N = 4 };
    double a[] = {1, 1, -1, -1}, b[] = {1, 1, -1, -1}, c[] = {1, -1, 1, -1}, weight[3];
    double *const score[] = {a, b, c};
    lb_variable variable[3] = {{.weight = 1}, {.weight = 1}, {.weight = 1}};
    lb_recipe_group group = {NULL, 1};
    lb_recipe recipe = {.variables = 3, .groups = 1, .variable = variable, .group = &group};
    ck_assert_int_eq(lb_first_component(&recipe, score, N, weight), LB_OK);
    ck_near(weight[0], 0.5, 1e-12);
    ck_near(weight[1], 0.5, 1e-12);
    ck_near(weight[2], 0, 1e-12);
}
END_TEST

LB_TEST_MAIN("stability", toy_of_one_effect_and_one_interaction, levels_count_by_their_probability,
             function_of_ishigami_and_homma, g_function_of_sobol, what_does_not_vary_has_no_shares,
             values_of_any_spread_come_in_order, one_recipe_leaves_no_interval,
             every_recipe_ranks_as_the_index_would, squares_or_people_are_ranked_as_the_index_would,
             the_unchanged_recipe_is_always_one, bins_and_threads_change_nothing_but_medians,
             weights_of_each_level, loadings_of_two_alike_and_one_apart)
