/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/logistic.h>
#include "tests/support/support.h"

/* 8 of 12 with x = 1 and 3 of 15 with x = 0 have y = 1. */
enum { ROWS = 27 };
static void fill_table(double x[ROWS], double y[ROWS])
{
    for (int i = 0; i < ROWS; i++) {
        x[i] = i < 12;
        y[i] = i < 8 || (i >= 12 && i < 15);
    }
}

static double log_odds(double yes, double no)
{
    return log(yes / no);
}

START_TEST(without_penalty_one_flag_gives_the_odds_of_its_table)
{
    double x[ROWS], y[ROWS];
    lb_logistic_data data = {.n = ROWS, .predictors = 1, .x = x, .y = y};
    lb_logistic_model m;
    fill_table(x, y);
    ck_assert_int_eq(lb_logistic_ridge(&data, 0, NULL, &m), LB_OK);
    ck_near(m.coefficient[0], log_odds(3, 12), 1e-12);
    ck_near(m.coefficient[1], log_odds(8, 4) - log_odds(3, 12), 1e-12);
    ck_near(m.log_likelihood,
            8 * log(8.0 / 12) + 4 * log(4.0 / 12) + 3 * log(3.0 / 15) + 12 * log(12.0 / 15), 1e-12);
    ck_near(m.degrees_of_freedom, 2, 1e-12);
}
END_TEST

/* Of a 2 x 2 table Firth's estimate is that of the table with 1/2 more in each of its cells. */
START_TEST(firths_estimate_of_one_flag_adds_a_half_to_each_cell_of_its_table)
{
    double x[ROWS], y[ROWS];
    lb_logistic_data data = {.n = ROWS, .predictors = 1, .x = x, .y = y};
    lb_logistic_model m;
    fill_table(x, y);
    ck_assert_int_eq(lb_logistic_firth(&data, &m), LB_OK);
    ck_near(m.coefficient[0], log_odds(3.5, 12.5), 1e-9);
    ck_near(m.coefficient[1], log_odds(8.5, 4.5) - log_odds(3.5, 12.5), 1e-9);
    ck_assert_int_eq(lb_logistic_refit_intercept(&data, &m), LB_OK);
    double sum = 0;
    for (int i = 0; i < ROWS; i++)
        sum += lb_logistic_probability(lb_logistic_score(&m, &x[i]));
    ck_near(sum, 11, 1e-9);
}
END_TEST

START_TEST(separated_labels_have_no_maximum_but_with_a_penalty)
{
    double x[] = {1, 2, 3, 4, 5, 6}, y[] = {0, 0, 0, 1, 1, 1};
    lb_logistic_data data = {.n = 6, .predictors = 1, .x = x, .y = y};
    lb_logistic_model m;
    ck_assert_int_eq(lb_logistic_ridge(&data, 0, NULL, &m), LB_E_INPUT);
    ck_assert_int_eq(lb_logistic_ridge(&data, 0.01, NULL, &m), LB_OK);
    ck_assert(m.coefficient[1] > 0);
    ck_assert_int_eq(lb_logistic_firth(&data, &m), LB_OK);
    ck_assert(m.coefficient[1] > 0);
    ck_assert_int_eq(lb_logistic_ridge(&data, -1, NULL, &m), LB_E_USAGE);
    data.predictors = LB_LOGISTIC_PREDICTORS + 1;
    ck_assert_int_eq(lb_logistic_firth(&data, &m), LB_E_USAGE);
}
END_TEST

/* Three rows of weight 2 are six rows; rows of weight 0 are none; any start leads to one maximum.
 */
START_TEST(weights_are_repeated_rows_and_the_start_does_not_matter)
{
    double x[] = {0.5, 1, -1, 3, 0.25, -2, 2, -1, 2, 1, 0, 0}, y[] = {1, 0, 1, 0, 1, 0};
    double weight[] = {2, 2, 2, 1, 1, 0};
    double twice[] = {0.5, 1, 0.5, 1, -1, 3, -1, 3, 0.25, -2, 0.25, -2, 2, -1, 2, 1};
    double labels[] = {1, 1, 0, 0, 1, 1, 0, 1};
    lb_logistic_data weighted = {.n = 6, .predictors = 2, .x = x, .y = y, .weight = weight};
    lb_logistic_data repeated = {.n = 8, .predictors = 2, .x = twice, .y = labels};
    lb_logistic_model a, b, c, start = {.coefficient = {3, -1, 2}};
    ck_assert_int_eq(lb_logistic_ridge(&weighted, 0.3, NULL, &a), LB_OK);
    ck_assert_int_eq(lb_logistic_ridge(&repeated, 0.3, NULL, &b), LB_OK);
    ck_assert_int_eq(lb_logistic_ridge(&repeated, 0.3, &start, &c), LB_OK);
    for (int j = 0; j < 3; j++) {
        ck_near(a.coefficient[j], b.coefficient[j], 1e-9);
        ck_near(c.coefficient[j], b.coefficient[j], 1e-9);
    }
}
END_TEST

/* Lambdas of their own ------------------------------------------------------------------------- */

enum { MADE = 60 };

/* Two measured columns and one of 0 and 1, and labels that all three move. */
static void make_rows(double x[MADE * 3], double y[MADE])
{
    lb_random random = {5};
    for (int i = 0; i < MADE; i++) {
        double *row = x + 3 * i;
        row[0] = 2 * lb_random_real(&random) - 1;
        row[1] = 2 * lb_random_real(&random) - 1;
        row[2] = i % 3 == 0;
        y[i] = row[0] - row[1] + row[2] + 2 * lb_random_real(&random) > 1;
    }
}

START_TEST(a_column_of_infinite_lambda_is_no_column)
{
    double x[MADE * 3], y[MADE], two[MADE * 2];
    const double out[] = {NAN, NAN, INFINITY}, all[] = {2, 2, 2}, one[] = {NAN, NAN, 0.25};
    lb_logistic_data data = {.n = MADE, .predictors = 3, .x = x, .y = y};
    lb_logistic_data without = {.n = MADE, .predictors = 2, .x = two, .y = y};
    lb_logistic_model m, start, expected;
    make_rows(x, y);
    for (int i = 0; i < MADE; i++)
        memcpy(two + 2 * i, x + 3 * i, 2 * sizeof *two);
    ck_assert_int_eq(lb_logistic_ridge(&data, 2, NULL, &start), LB_OK);
    data.lambda = all; /* the ridge's, whatever that is called with */
    ck_assert_int_eq(lb_logistic_ridge(&data, 7, NULL, &m), LB_OK);
    for (int j = 0; j <= 3; j++)
        ck_near(m.coefficient[j], start.coefficient[j], 1e-9);
    data.lambda = out;
    ck_assert_int_eq(lb_logistic_ridge(&data, 2, &start, &m), LB_OK);
    ck_assert_int_eq(lb_logistic_ridge(&without, 2, NULL, &expected), LB_OK);
    for (int j = 0; j <= 2; j++)
        ck_near(m.coefficient[j], expected.coefficient[j], 1e-9);
    ck_near(m.coefficient[3], 0, 0);
    ck_near(m.degrees_of_freedom, expected.degrees_of_freedom, 1e-9);
    data.lambda = one; /* less shrunk than by 2 */
    ck_assert_int_eq(lb_logistic_ridge(&data, 2, NULL, &m), LB_OK);
    ck_assert(m.coefficient[3] > start.coefficient[3] + 0.1);
}
END_TEST

/* Published ------------------------------------------------------------------------------------ */

enum { SEX2 = 239, COLUMNS = 6 };

/* ../shared has Heinze and Schemper's data (2002); *found false: it has not. */
static void read_sex2(double x[SEX2 * COLUMNS], double y[SEX2], bool *found)
{
    FILE *file = fopen("../shared/data/methods2/logistic/sex2.csv", "r");
    char line[200];
    *found = file != NULL;
    if (!file) {
        printf("skipped: ../shared/data/methods2/logistic/sex2.csv is not here\n");
        return;
    }
    ck_assert(fgets(line, sizeof line, file) != NULL);
    for (int i = 0; i < SEX2; i++) {
        double *v = x + i * COLUMNS;
        ck_assert_int_eq(fscanf(file, "%lf,%lf,%lf,%lf,%lf,%lf,%lf", &y[i], v, v + 1, v + 2, v + 3,
                                v + 4, v + 5),
                         7);
    }
    fclose(file);
}

START_TEST(ridge_and_firth_of_a_published_study)
{
    static const double ridge[2][COLUMNS + 1] = {
        {0.20055944, -0.97072591, -0.12749796, 1.92947414, -1.80728938, -0.73941771, 1.96578892},
        {0.23535848, -0.86882313, -0.14652991, 1.65811905, -1.55689975, -0.69087658, 1.42904396}};
    static const double likelihood[] = {-139.61302947, -141.00593411};
    static const double degrees[] = {6.147754, 5.737741};
    static const double firth[] = {0.120254,  -1.105981, -0.068817, 2.268875,
                                   -2.111408, -0.788317, 3.096012};
    double x[SEX2 * COLUMNS], y[SEX2];
    bool found;
    lb_logistic_model m;
    lb_logistic_data data = {.n = SEX2, .predictors = COLUMNS, .x = x, .y = y};
    read_sex2(x, y, &found);
    if (!found)
        return;
    for (int k = 0; k < 2; k++) {
        ck_assert_int_eq(lb_logistic_ridge(&data, k == 0 ? 0.5 : 1, NULL, &m), LB_OK);
        for (int j = 0; j <= COLUMNS; j++)
            ck_near(m.coefficient[j], ridge[k][j], 1e-6);
        ck_near(m.log_likelihood, likelihood[k], 1e-6);
        ck_near(m.degrees_of_freedom, degrees[k], 1e-6);
    }
    ck_assert_int_eq(lb_logistic_firth(&data, &m), LB_OK);
    for (int j = 0; j <= COLUMNS; j++)
        ck_near(m.coefficient[j], firth[j], 1e-6);
    ck_near(m.log_likelihood, -132.539380, 1e-6); /* at these coefficients, by other means too */
}
END_TEST

LB_TEST_MAIN("logistic", without_penalty_one_flag_gives_the_odds_of_its_table,
             firths_estimate_of_one_flag_adds_a_half_to_each_cell_of_its_table,
             separated_labels_have_no_maximum_but_with_a_penalty,
             weights_are_repeated_rows_and_the_start_does_not_matter,
             a_column_of_infinite_lambda_is_no_column, ridge_and_firth_of_a_published_study)
