/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/statistics/correlation.h"
#include "kernel/statistics/normalise.h"
#include "tests/support/support.h"

static lb_recipe load(const char *name)
{
    lb_recipe recipe;
    lb_error err = {0};
    lb_job job = {0};
    ck_assert_msg(lb_recipe_load(name, &job, &recipe, &err) == LB_OK, "%s", err.text);
    return recipe;
}

/* A recipe of one variable, so that score and index are one number. */
static lb_recipe one_variable(lb_normalise normalise)
{
    lb_recipe recipe = load("livsvillkor-8");
    recipe.normalise = normalise;
    for (size_t v = 1; v < recipe.variables; v++)
        recipe.variable[v].weight = 0;
    return recipe;
}

static lb_squares squares_of(const lb_recipe *recipe, const double *value, size_t count)
{
    lb_squares s;
    ck_assert_int_eq(lb_squares_init(&s, count, recipe->variables), LB_OK);
    for (size_t i = 0; i < count; i++) {
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)i, 6500000};
        s.population[i] = 100;
        s.value[0][i] = value[i];
    }
    return s;
}

static void scores_are(lb_normalise how, const double *value, const double *expected, size_t count)
{
    lb_recipe recipe = one_variable(how);
    double score[16];
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, value, NULL, count, score), LB_OK);
    for (size_t i = 0; i < count; i++)
        ck_near(score[i], expected[i], 1e-12);
    lb_recipe_clear(&recipe);
}

START_TEST(percentile_ranks_share_the_mid_rank)
{
    scores_are(LB_NORMALISE_PERCENTILE, (double[]){1, 2, 2, 5}, (double[]){0.125, 0.5, 0.5, 0.875},
               4);
}
END_TEST

START_TEST(other_normalisations_follow_their_formulas)
{
    const double x[] = {1, 2, 2, 5};
    scores_are(LB_NORMALISE_RANK, x, (double[]){1, 2.5, 2.5, 4}, 4);
    scores_are(LB_NORMALISE_MINMAX, x, (double[]){0, 0.25, 0.25, 1}, 4);
    /* mean 2.5, sum of squares 9, sd sqrt(3) */
    scores_are(LB_NORMALISE_ZSCORE, x,
               (double[]){-1.5 / sqrt(3), -0.5 / sqrt(3), -0.5 / sqrt(3), 2.5 / sqrt(3)}, 4);
    /* median 2, deviations 1 0 0 3, their median 0.5 */
    scores_are(LB_NORMALISE_ROBUST_Z, x, (double[]){-1 / 0.7413, 0, 0, 3 / 0.7413}, 4);
    scores_are(LB_NORMALISE_QUANTILE, x, (double[]){1, 3, 3, 5}, 4);
}
END_TEST

START_TEST(a_variable_without_spread_scores_nothing)
{
    scores_are(LB_NORMALISE_ZSCORE, (double[]){3, 3}, (double[]){0, 0}, 2);
    scores_are(LB_NORMALISE_MINMAX, (double[]){3, 3}, (double[]){0, 0}, 2);
    scores_are(LB_NORMALISE_PERCENTILE, (double[]){3, 3}, (double[]){0.5, 0.5}, 2);
}
END_TEST

/* Three times 0.1, over 3, is 1.4e-17 more than 0.1 in doubles. */
START_TEST(equal_values_deviate_from_their_mean_by_nothing_whatever_rounding_makes_of_it)
{
    const double x[] = {0.1, 0.1, 0.1}, y[] = {1, 2, 4};
    ck_assert_double_gt((x[0] + x[1] + x[2]) / 3, 0.1);
    scores_are(LB_NORMALISE_ZSCORE, x, (double[]){0, 0, 0}, 3);
    scores_are(LB_NORMALISE_ROBUST_Z, x, (double[]){0, 0, 0}, 3);
    ck_assert(isnan(lb_correlation(x, y, NULL, 3)));
    ck_assert(isnan(lb_correlation(y, x, NULL, 3)));
    ck_near(lb_correlation(y, (double[]){1, 3, 7}, NULL, 3), 1, 1e-15);
    ck_near(lb_correlation(y, (double[]){1, 9, -2}, (bool[]){true, false, true}, 3), -1, 1e-15);
}
END_TEST

START_TEST(low_income_is_worse)
{
    lb_recipe recipe = one_variable(LB_NORMALISE_PERCENTILE); /* inkomst, direction -1 */
    lb_squares s = squares_of(&recipe, (double[]){100, 200, 300, 400, 500}, 5);
    lb_index index;
    recipe.minimum_weight = 0;
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
    for (int i = 0; i < 5; i++) {
        ck_near(index.index[i], 90 - 20 * i, 1e-9);
        ck_assert_int_eq(index.class_of[i], 5 - i);
        ck_assert_int_eq(index.rank[i], i + 1);
    }
    ck_near(index.summary[0].correlation, -1, 1e-12);
    lb_index_clear(&index);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(ties_share_class_and_the_smallest_rank)
{
    lb_recipe recipe = one_variable(LB_NORMALISE_PERCENTILE);
    lb_squares s = squares_of(&recipe, (double[]){100, 100, 300, 400}, 4);
    lb_index index;
    recipe.minimum_weight = 0;
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
    ck_assert_int_eq(index.rank[0], 1);
    ck_assert_int_eq(index.rank[1], 1);
    ck_assert_int_eq(index.rank[2], 3);
    /* mid-rank of the two worst is 3.5 of 4: 1 + floor(5 x 3/4) = 4 */
    ck_assert_int_eq(index.class_of[0], 4);
    ck_assert_int_eq(index.class_of[1], 4);
    ck_assert_int_eq(index.class_of[3], 1);
    lb_index_clear(&index);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(few_people_or_little_weight_mean_no_index)
{
    lb_recipe recipe = load("livsvillkor-8");
    lb_squares s = squares_of(&recipe, (double[]){1, 2, 3}, 3);
    lb_index index;
    for (size_t v = 1; v < recipe.variables; v++)
        for (size_t i = 0; i < 3; i++)
            s.value[v][i] = (double)(i + v);
    s.population[0] = 19.5;
    /* Square 1 lacks trangboddhet (1/6) and one of three in a group (1/9): 0.722 present. */
    s.value[4][1] = s.value[0][1] = NAN;
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
    ck_assert(isnan(index.index[0]) && isnan(index.index[1]) && !isnan(index.index[2]));
    ck_assert_uint_eq(index.too_few, 1);
    ck_assert_uint_eq(index.too_missing, 1);
    ck_assert_uint_eq(index.passed, 1);
    lb_index_clear(&index);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(effective_weights_are_two_level)
{
    lb_recipe recipe = load("livsvillkor-8");
    double sum = 0;
    for (size_t v = 0; v < recipe.variables; v++)
        sum += lb_recipe_effective_weight(&recipe, v);
    ck_near(sum, 1, 1e-15);
    ck_near(lb_recipe_effective_weight(&recipe, 0), 1.0 / 9, 1e-15);
    ck_near(lb_recipe_effective_weight(&recipe, 4), 1.0 / 6, 1e-15);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(six_carries_the_children_without_weight)
{
    lb_recipe recipe = load("livsvillkor-6");
    ck_assert_uint_eq(recipe.variables, 8);
    ck_assert(lb_recipe_effective_weight(&recipe, 6) == 0);
    ck_near(lb_recipe_effective_weight(&recipe, 5), 1.0 / 3, 1e-15);
    ck_assert_uint_eq(recipe.rings, 2);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(a_large_square_fills_what_small_ones_leave)
{
    lb_squares s;
    lb_square_allocation fill;
    ck_assert_int_eq(lb_squares_init(&s, 3, 0), LB_OK);
    s.square[0] = (lb_square){1000, 500000, 6500000};
    s.square[1] = (lb_square){250, 500000, 6500750}; /* its north-west cell */
    s.square[2] = (lb_square){250, 500750, 6500000}; /* its south-east cell */
    ck_assert_int_eq(lb_square_allocation_compute(&s, 250, &fill), LB_OK);
    ck_assert_int_eq(fill.grid.ncol, 4);
    ck_assert_int_eq(fill.grid.nrow, 4);
    ck_assert_uint_eq(fill.cells, 16);
    ck_assert_int_eq(fill.count[0], 14);
    ck_assert_uint_eq(fill.square[0], 1);
    ck_assert_uint_eq(fill.square[15], 2);
    lb_square_allocation_clear(&fill);
    lb_squares_clear(&s);
}
END_TEST

START_TEST(a_square_off_the_lattice_is_refused)
{
    lb_squares s;
    lb_square_allocation fill = {0};
    ck_assert_int_eq(lb_squares_init(&s, 1, 0), LB_OK);
    s.square[0] = (lb_square){250, 500100, 6500000};
    ck_assert_int_eq(lb_square_allocation_compute(&s, 250, &fill), LB_E_INPUT);
    ck_assert_ptr_null(fill.cell);
    lb_squares_clear(&s);
}
END_TEST

START_TEST(counts_are_ranked_by_filled_area)
{
    lb_recipe recipe = one_variable(LB_NORMALISE_PERCENTILE);
    lb_squares s;
    lb_square_allocation fill;
    lb_index index;
    recipe.variable[0].weight = 0;
    recipe.variable[6].weight = 1; /* unga_0_15, a count */
    recipe.minimum_weight = 0;
    ck_assert_int_eq(lb_squares_init(&s, 2, recipe.variables), LB_OK);
    s.square[0] = (lb_square){1000, 500000, 6500000};
    s.square[1] = (lb_square){250, 500000, 6500000};
    s.population[0] = s.population[1] = 100;
    s.value[6][0] = 30; /* on 15 cells: 2 a cell */
    s.value[6][1] = 3;
    ck_assert_int_eq(lb_square_allocation_compute(&s, 250, &fill), LB_OK);
    ck_assert_int_eq(lb_index_compute(&recipe, &s, &fill, 1, &index), LB_OK);
    ck_assert_int_eq(index.rank[1], 1);
    ck_assert_int_eq(index.rank[0], 2);
    lb_index_clear(&index);
    lb_square_allocation_clear(&fill);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

/* By doubles 9 times 1/15 is 0.6, and 3 times 1/5 is 0.6000000000000001. */
START_TEST(as_many_on_as_much_ground_are_equal_on_any_number_of_cells)
{
    lb_variable variable = {.kind = LB_KIND_COUNT};
    int32_t cells[] = {15, 5, 1, 14};
    lb_square_allocation fill = {.grid = {.dx = 250, .dy = 250}, .count = cells};
    ck_assert_double_eq(lb_variable_per_area(&variable, &fill, 0, 9), 0.6);
    ck_assert_double_eq(lb_variable_per_area(&variable, &fill, 1, 3), 0.6);
    ck_assert_double_eq(lb_variable_per_area(&variable, &fill, 2, 3), 3);
    ck_assert_double_eq(lb_variable_per_area(&variable, &fill, 3, 7), 0.5);
    variable.kind = LB_KIND_LEVEL;
    ck_assert_double_eq(lb_variable_per_area(&variable, &fill, 0, 9), 9);
}
END_TEST

static void classes_are(lb_class_method how, const double *value, const int *expected, size_t count)
{
    lb_recipe recipe = load("livsvillkor-8");
    uint8_t class_of[16];
    double breaks[LB_MAX_CLASSES], fixed[4] = {2, 3, 10, 11};
    recipe.class_method = how;
    recipe.break_at = fixed;
    recipe.breaks = 4;
    ck_assert_int_eq(lb_classes_compute(&recipe, value, NULL, count, class_of, breaks), LB_OK);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(class_of[i] == expected[i], "value %g is in class %d, expected %d", value[i],
                      class_of[i], expected[i]);
    recipe.break_at = NULL;
    lb_recipe_clear(&recipe);
}

/* Years of schooling of the 23 countries of the OECD and JRC Handbook on composite indicators
 * (2008, p. 87), Finland, the United States, Sweden ... first; its percentile is r / n. */
START_TEST(schooling_is_normalised_as_in_the_handbook)
{
    const double schooling[] = {10,  12,  11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9,
                                9.4, 9.3, 11.7, 8.4, 7.9,  9.6, 7.3, 7.2,  9.5,  9.1, 7.1};
    const double z[] = {0.26, 1.52, 1.14, -0.06, 0.76, -0.12, -0.12, 1.27};
    const double range[] = {0.59, 1.00, 0.88, 0.49, 0.76, 0.47, 0.47, 0.92};
    enum { N = sizeof schooling / sizeof *schooling };
    double score[N];
    lb_recipe recipe = one_variable(LB_NORMALISE_ZSCORE);
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, schooling, NULL, N, score), LB_OK);
    for (int i = 0; i < 8; i++)
        ck_near(score[i], z[i], 0.005);
    recipe.normalise = LB_NORMALISE_MINMAX;
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, schooling, NULL, N, score), LB_OK);
    for (int i = 0; i < 8; i++)
        ck_near(score[i], range[i], 0.005);
    recipe.normalise = LB_NORMALISE_RANK;
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, schooling, NULL, N, score), LB_OK);
    ck_near(100 * score[0] / N, 65.2, 0.05);
    ck_near(100 * score[1] / N, 100, 0);
    lb_recipe_clear(&recipe);
}
END_TEST

/* 10, 30, 20, 0 and 40 people; the value 2 is that of 50 of the 100. */
START_TEST(ranks_over_people_are_those_of_one_row_a_person)
{
    lb_recipe recipe = one_variable(LB_NORMALISE_PERCENTILE);
    const double x[] = {1, 2, 2, 3, 5, NAN}, people[] = {10, 30, 20, 0, 40, 7};
    const double percentile[] = {0.05, 0.35, 0.35, 0.6, 0.8, NAN};
    const double rank[] = {5.5, 35.5, 35.5, 60.5, 80.5, NAN};
    const int classes[] = {1, 2, 2, 4, 5};
    double score[6], breaks[LB_MAX_CLASSES];
    uint8_t class_of[6];
    recipe.reference = LB_REFERENCE_PEOPLE;
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, x, people, 6, score), LB_OK);
    for (int i = 0; i < 5; i++)
        ck_near(score[i], percentile[i], 1e-15);
    ck_assert(isnan(score[5]));
    recipe.normalise = LB_NORMALISE_RANK;
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, x, people, 6, score), LB_OK);
    for (int i = 0; i < 5; i++)
        ck_near(score[i], rank[i], 1e-12);
    recipe.normalise = LB_NORMALISE_QUANTILE; /* 1 + floor(5 F) */
    ck_assert_int_eq(lb_normalise_values(&recipe, 1, x, people, 6, score), LB_OK);
    ck_assert_int_eq(lb_classes_compute(&recipe, x, people, 6, class_of, breaks), LB_OK);
    for (int i = 0; i < 5; i++) {
        ck_near(score[i], classes[i], 0);
        ck_assert_int_eq(class_of[i], classes[i]);
    }
    ck_assert(isnan(score[5]) && class_of[5] == 0);
    ck_near(breaks[0], 2, 0);
    ck_assert(isnan(breaks[1]));
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(as_many_people_everywhere_rank_as_squares_do)
{
    const double x[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5},
                 people[] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
    for (int how = 0; how <= LB_NORMALISE_QUANTILE; how++) {
        lb_recipe recipe = one_variable((lb_normalise)how);
        double squares[11], persons[11], breaks[LB_MAX_CLASSES];
        uint8_t a[11], b[11];
        ck_assert_int_eq(lb_normalise_values(&recipe, -1, x, people, 11, squares), LB_OK);
        ck_assert_int_eq(lb_classes_compute(&recipe, x, people, 11, a, breaks), LB_OK);
        recipe.reference = LB_REFERENCE_PEOPLE;
        ck_assert_int_eq(lb_normalise_values(&recipe, -1, x, people, 11, persons), LB_OK);
        ck_assert_int_eq(lb_classes_compute(&recipe, x, people, 11, b, breaks), LB_OK);
        for (int i = 0; i < 11; i++)
            ck_near(persons[i],
                    how == LB_NORMALISE_RANK ? 7 * (squares[i] - 0.5) + 0.5 : squares[i], 1e-12);
        ck_assert_mem_eq(a, b, 11);
        lb_recipe_clear(&recipe);
    }
}
END_TEST

/* Squares of one share, half of them with 100 of 400 and half with 200 of 400, scored in units of
 * the range: the index is 0 or 100. */
static lb_squares squares_of_shares(size_t v, size_t count)
{
    lb_recipe eight = load("livsvillkor-8");
    lb_squares s;
    ck_assert_int_eq(lb_squares_init(&s, count, eight.variables), LB_OK);
    s.numerator[v] = malloc(count * sizeof(double));
    s.denominator[v] = malloc(count * sizeof(double));
    for (size_t i = 0; i < count; i++) {
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)i, 6500000};
        s.population[i] = 400;
        s.denominator[v][i] = 400;
        s.numerator[v][i] = i % 2 ? 100 : 200;
        s.value[v][i] = s.numerator[v][i] / 400;
    }
    lb_recipe_clear(&eight);
    return s;
}

/* var p = V (1 + p^2) / b^2 to first order; the score is p over a range of 1/4. */
START_TEST(noise_moves_a_share_as_the_delta_method_says)
{
    enum { UTBILDNING = 1, N = 600 };
    lb_recipe recipe = load("livsvillkor-8");
    lb_squares s = squares_of_shares(UTBILDNING, N);
    lb_index index;
    recipe.normalise = LB_NORMALISE_MINMAX;
    recipe.minimum_weight = 0;
    recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 2};
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 2, &index), LB_OK);
    double sum[2] = {0, 0};
    for (size_t i = 0; i < N; i++)
        sum[i % 2] += index.sd[i] / (N / 2);
    for (int k = 0; k < 2; k++) {
        double p = k ? 0.25 : 0.5, expected = 100 * sqrt(2 * (1 + p * p)) / 400 / 0.25;
        ck_near(sum[k], expected, 0.01 * expected);
    }
    lb_index_clear(&index);
    recipe.aggregate = LB_AGGREGATE_GEOMETRIC; /* draws below the least share score 0, not less */
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 2, &index), LB_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert(index.index[i] >= 0 && index.sd[i] >= 0); /* a score of 0: the index is 0 */
    lb_index_clear(&index);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

/* Of a count of 30: whole changes of at most D, of variance V, by the greatest entropy. */
START_TEST(cell_key_moves_counts_by_whole_numbers_of_its_variance)
{
    enum { UNGA = 6, N = 300 };
    lb_recipe recipe = load("livsvillkor-8");
    lb_squares s;
    lb_index index;
    ck_assert_int_eq(lb_squares_init(&s, N, recipe.variables), LB_OK);
    for (size_t i = 0; i < N; i++) {
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)i, 6500000};
        s.population[i] = 100;
        s.value[UNGA][i] = i == 0 ? 0 : 30;
    }
    recipe.normalise = LB_NORMALISE_MINMAX;
    recipe.minimum_weight = 0;
    for (int k = 0; k < 3; k++) {
        const char *noise[] = {"cell-key", "cell-key:5:2.001", "cell-key:1:0.5"};
        double sum = 0, expected = k < 2 ? 2.001 : 0.5;
        ck_assert(lb_noise_parse(noise[k], &recipe.noise));
        ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
        for (size_t i = 1; i < N; i++)
            sum += index.sd[i] / (N - 1);
        ck_near(sum, 100 * sqrt(expected) / 30, 0.03);
        ck_near(index.sd[0], 0, 0);
        lb_index_clear(&index);
    }
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(noise_by_cell_key_is_read_with_its_bounds)
{
    static const char *const wrong[] = {
        "cell-key:",      "cell-key:5",     "cell-key:5:", "cell-key:0:0",   "cell-key:21:2",
        "cell-key:2.5:1", "cell-key:1:0.7", "cell-keys",   "cell-key:5:2:1", "cell-key:5:-1"};
    lb_noise noise;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!lb_noise_parse(wrong[i], &noise), "%s", wrong[i]);
    ck_assert(lb_noise_parse("cell-key:3:1.5,draws:50,seed:2", &noise));
    ck_assert(noise.kind == LB_NOISE_CELL_KEY && noise.deviation == 3 && noise.variance == 1.5 &&
              noise.draws == 50 && noise.seed == 2);
}
END_TEST

/* Counts of 3, 30 and 0 of which 0 is exact; a random rounding to 3 has variance 4/3. The square
 * at the limit of the upper class leaves it in half of the draws that move it. */
START_TEST(rounding_to_three_moves_counts_and_not_zero_or_levels)
{
    enum { INKOMST = 0, UNGA = 6, N = 300 };
    lb_recipe recipe = load("livsvillkor-8");
    lb_squares s;
    lb_index index;
    double sum = 0, firm = 0;
    ck_assert_int_eq(lb_squares_init(&s, N, recipe.variables), LB_OK);
    for (size_t i = 0; i < N; i++) {
        s.square[i] = (lb_square){250, 500000 + 250 * (int32_t)i, 6500000};
        s.population[i] = 100;
        s.value[UNGA][i] = i == 0 ? 0 : 30;
    }
    recipe.normalise = LB_NORMALISE_MINMAX;
    recipe.class_method = LB_CLASS_EQUAL;
    recipe.minimum_weight = 0;
    recipe.noise.kind = LB_NOISE_ROUND3;
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
    for (size_t i = 1; i < N; i++) {
        sum += index.sd[i] / (N - 1);
        firm += index.firm[i] / (N - 1);
    }
    ck_near(sum, 100 * sqrt(4.0 / 3) / 30, 0.05);
    ck_near(firm, 2.0 / 3, 0.01); /* the least in its class: the lower one begins below it */
    ck_near(index.sd[0], 0, 0);
    ck_near(index.firm[0], 1, 0);
    lb_index_clear(&index);
    for (size_t i = 0; i < N; i++) {
        s.value[INKOMST][i] = (double)i;
        s.value[UNGA][i] = NAN;
    }
    ck_assert_int_eq(lb_index_compute(&recipe, &s, NULL, 1, &index), LB_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert(index.sd[i] == 0 && index.firm[i] == 1);
    lb_index_clear(&index);
    lb_squares_clear(&s);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(noise_does_not_depend_on_the_order_of_squares_or_on_threads)
{
    enum { UTBILDNING = 1, N = 700 };
    lb_recipe recipe = load("livsvillkor-8");
    lb_squares a = squares_of_shares(UTBILDNING, N), b = squares_of_shares(UTBILDNING, N);
    lb_index forth, back;
    recipe.minimum_weight = 0;
    recipe.noise = (lb_noise){.kind = LB_NOISE_FIXED, .variance = 500};
    for (size_t i = 0; i < N; i++) {
        size_t to = N - 1 - i;
        a.numerator[UTBILDNING][i] = (double)(i % 97);
        a.value[UTBILDNING][i] = a.numerator[UTBILDNING][i] / 400;
        b.square[to] = a.square[i];
        b.numerator[UTBILDNING][to] = a.numerator[UTBILDNING][i];
        b.value[UTBILDNING][to] = a.value[UTBILDNING][i];
    }
    ck_assert_int_eq(lb_index_compute(&recipe, &a, NULL, 1, &forth), LB_OK);
    ck_assert_int_eq(lb_index_compute(&recipe, &b, NULL, 3, &back), LB_OK);
    for (size_t i = 0; i < N; i++) {
        ck_assert(forth.sd[i] == back.sd[N - 1 - i] && forth.firm[i] == back.firm[N - 1 - i]);
        ck_assert(i % 97 == 0 ? forth.sd[i] == 0 : forth.sd[i] > 0);
    }
    lb_index_clear(&forth);
    lb_index_clear(&back);
    lb_squares_clear(&a);
    lb_squares_clear(&b);
    lb_recipe_clear(&recipe);
}
END_TEST

START_TEST(class_methods_put_values_where_their_definitions_say)
{
    const double x[] = {0, 1, 2, 10, 11, 30, 31, 50, 51, 100};
    classes_are(LB_CLASS_QUANTILE, x, (int[]){1, 1, 2, 2, 3, 3, 4, 4, 5, 5}, 10);
    classes_are(LB_CLASS_EQUAL, x, (int[]){1, 1, 1, 1, 1, 2, 2, 3, 3, 5}, 10);
    classes_are(LB_CLASS_JENKS, x, (int[]){1, 1, 1, 2, 2, 3, 3, 4, 4, 5}, 10);
    classes_are(LB_CLASS_FIXED, x, (int[]){1, 1, 2, 4, 5, 5, 5, 5, 5, 5}, 10);
    /* mean 28.6, sd 31.59: limits -18.8, 12.8, 44.4, 76.0 */
    classes_are(LB_CLASS_STDDEV, x, (int[]){2, 2, 2, 2, 2, 3, 3, 4, 4, 5}, 10);
}
END_TEST

/* 0.1 + 0.5 * 2 / 5 is 0.30000000000000004 in doubles; a mean of equal values is on every limit. */
START_TEST(a_value_on_a_limit_is_in_the_upper_class_in_spite_of_rounding)
{
    classes_are(LB_CLASS_EQUAL, (double[]){0.1, 0.3, 0.6}, (int[]){1, 3, 5}, 3);
    classes_are(LB_CLASS_STDDEV, (double[]){0.1, 0.1, 0.1}, (int[]){5, 5, 5}, 3);
    /* Twelfths of 100 with the ten decimals of an index; limits are the third, fifth ... ninth. */
    const double twelfths[] = {8.3333333333, 25, 41.6666666667, 58.3333333333, 75, 91.6666666667};
    classes_are(LB_CLASS_EQUAL, twelfths, (int[]){1, 2, 3, 4, 5, 5}, 6);
    const double close[] = {1, 1 + 1e-12, 1 + 2e-12, 1 + 3e-12, 1 + 4e-12, 1 + 5e-12};
    classes_are(LB_CLASS_EQUAL, close, (int[]){1, 2, 3, 4, 5, 5}, 6);
}
END_TEST

LB_TEST_MAIN("index", percentile_ranks_share_the_mid_rank,
             other_normalisations_follow_their_formulas, a_variable_without_spread_scores_nothing,
             equal_values_deviate_from_their_mean_by_nothing_whatever_rounding_makes_of_it,
             low_income_is_worse, ties_share_class_and_the_smallest_rank,
             few_people_or_little_weight_mean_no_index, effective_weights_are_two_level,
             six_carries_the_children_without_weight, a_large_square_fills_what_small_ones_leave,
             a_square_off_the_lattice_is_refused, counts_are_ranked_by_filled_area,
             as_many_on_as_much_ground_are_equal_on_any_number_of_cells,
             schooling_is_normalised_as_in_the_handbook,
             ranks_over_people_are_those_of_one_row_a_person,
             as_many_people_everywhere_rank_as_squares_do,
             noise_moves_a_share_as_the_delta_method_says,
             cell_key_moves_counts_by_whole_numbers_of_its_variance,
             noise_by_cell_key_is_read_with_its_bounds,
             rounding_to_three_moves_counts_and_not_zero_or_levels,
             noise_does_not_depend_on_the_order_of_squares_or_on_threads,
             class_methods_put_values_where_their_definitions_say,
             a_value_on_a_limit_is_in_the_upper_class_in_spite_of_rounding)
