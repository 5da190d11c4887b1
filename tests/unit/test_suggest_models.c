/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of squares by models that have not seen their labels. */
#include "commands/suggest/suggest_borders.h"
#include "commands/suggest/suggest_models.h"
#include "tests/support/support.h"

enum { ROWS = 400, FOLD = 3, VARIABLES = 2 };

typedef struct made_data {
    lb_suggest_options options;
    lb_job job;
    lb_suggest_data data;
    double people[ROWS], label[ROWS], trained[ROWS], value[VARIABLES + 1][ROWS];
    uint32_t fold[ROWS];
} made_data;

/* Labels follow the two variables, with noise; folds are runs of 13 rows. */
static made_data *make_data(int threads)
{
    lb_random random = {11};
    made_data *m = calloc(1, sizeof *m);
    ck_assert_ptr_nonnull(m);
    lb_suggest_options_init(&m->options);
    m->options.lambda = 1;
    m->job.threads = threads;
    for (int i = 0; i < ROWS; i++) {
        for (int v = 0; v <= VARIABLES; v++)
            m->value[v][i] = 2 * lb_random_real(&random) - 1;
        m->people[i] = 20 + lb_random_below(&random, 300);
        m->label[i] = m->value[0][i] + m->value[1][i] + lb_random_real(&random) > 1.2;
        m->trained[i] = lb_random_below(&random, 9) > 0;
        m->fold[i] = (uint32_t)(i / 13) % LB_FOLDS;
    }
    m->data = (lb_suggest_data){.options = &m->options,
                                .job = &m->job,
                                .rows = ROWS,
                                .people = m->people,
                                .index_of = m->value[0],
                                .label = m->label,
                                .trained = m->trained,
                                .fold = m->fold,
                                .folds = LB_FOLDS,
                                .knows_foreign = true,
                                .predictors = VARIABLES + 1};
    for (int v = 0; v <= VARIABLES; v++)
        m->data.predictor[v] =
            (lb_predictor){.kind = v < VARIABLES ? LB_PREDICTOR_VARIABLE : LB_PREDICTOR_PEOPLE,
                           .is_foreign = v == 1,
                           .value = m->value[v],
                           .raw = m->value[v]};
    return m;
}

static void fit(const made_data *m, lb_fitted_model fitted[LB_SUGGEST_ROWS])
{
    lb_error err;
    memset(fitted, 0, LB_SUGGEST_ROWS * sizeof *fitted);
    ck_assert_msg(lb_suggest_fit_models(&m->data, fitted, &err) == LB_OK, "%s", err.text);
}

START_TEST(out_of_fold_scores_do_not_move_when_the_labels_of_their_own_fold_do)
{
    made_data *m = make_data(2);
    lb_fitted_model before[LB_SUGGEST_ROWS], after[LB_SUGGEST_ROWS];
    int moved = 0;
    fit(m, before);
    for (int i = 0; i < ROWS; i++)
        if (m->fold[i] == FOLD)
            m->label[i] = 1 - m->label[i];
    fit(m, after);
    for (int k = LB_ROW_A; k <= LB_ROW_A_WITHOUT_FOREIGN; k++)
        for (int i = 0; i < ROWS; i++) {
            if (m->fold[i] == FOLD)
                ck_assert(before[k].score[i] == after[k].score[i]);
            else
                moved += before[k].score[i] != after[k].score[i];
        }
    ck_assert_int_gt(moved, ROWS); /* the scores of all others do */
    lb_fitted_models_clear(before);
    lb_fitted_models_clear(after);
    free(m);
}
END_TEST

/* The model of all rows, unlike those, has seen them. */
START_TEST(threads_change_no_bit_and_each_row_has_its_model)
{
    made_data *one = make_data(1), *three = make_data(3);
    lb_fitted_model a[LB_SUGGEST_ROWS], b[LB_SUGGEST_ROWS];
    one->options.lambda = three->options.lambda = 0; /* chosen */
    fit(one, a);
    fit(three, b);
    for (int k = 0; k < LB_ROW_B; k++) {
        ck_assert(a[k].is_made && a[k].lambda == b[k].lambda);
        ck_assert_int_eq(memcmp(a[k].score, b[k].score, ROWS * sizeof *a[k].score), 0);
    }
    ck_assert(!a[LB_ROW_B].is_made); /* without events */
    ck_assert_int_eq((int)a[LB_ROW_A].columns, 3);
    ck_assert_int_eq((int)a[LB_ROW_A_WITHOUT_FOREIGN].columns, 2);
    lb_fitted_models_clear(a);
    lb_fitted_models_clear(b);
    free(one);
    free(three);
}
END_TEST

/* a: suggested; 0: nobody lives there; 1: somebody. The empty square between is filled, the
 * populated one is not; two empty squares side by side are no gap. */
START_TEST(closing_fills_gaps_of_one_square_where_nobody_lives)
{
    static const char drawn[5][6] = {"aaaaa", "a0a1a", "aaaaa", "a00aa", "a00aa"};
    lb_square square[25];
    double people[121];
    int32_t area[121];
    lb_suggest_data data = {.rows = 0};
    lb_suggestion one = {.rank = 1};
    size_t by_rank[] = {0};
    lb_table table = {0};
    lb_shapes shapes = {0};
    for (int i = 0; i < 25; i++)
        square[i] = (lb_square){250, 600000 + 250 * (i % 5), 6600000 - 250 * (i / 5)};
    ck_assert_int_eq(lb_square_lattice_make(square, 25, &data.lattice), LB_OK);
    for (size_t c = 0; c < data.lattice.rows.count; c++) {
        people[c] = NAN;
        area[c] = -1;
    }
    for (int i = 0; i < 25; i++) {
        char at = drawn[i / 5][i % 5];
        people[data.lattice.cell[i]] = at == '0' ? 0 : 50;
        area[data.lattice.cell[i]] = at == 'a' ? 0 : -1;
    }
    data.cell_people = people;
    lb_suggestions s = {
        .data = &data, .area_of = area, .found = 1, .suggestion = &one, .by_rank = by_rank};
    ck_assert_int_eq(lb_suggest_closed_borders(&s, &table, &shapes), LB_OK);
    ck_assert_str_eq(lb_table_text(&table, 0, 0), "F1");
    ck_near(lb_table_real(&table, 0, 1), 0.0625, 1e-12);
    ck_near(lb_shapes_area(&shapes, 0), (19 + 1) * 62500.0, 1e-3);
    lb_square_lattice_clear(&data.lattice);
    lb_table_clear(&table);
    lb_shapes_clear(&shapes);
}
END_TEST

LB_TEST_MAIN("suggest models", out_of_fold_scores_do_not_move_when_the_labels_of_their_own_fold_do,
             threads_change_no_bit_and_each_row_has_its_model,
             closing_fills_gaps_of_one_square_where_nobody_lives)
