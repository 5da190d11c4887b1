/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernels of `suggest`: how well scores tell labels, and areas grown on drawn matrices. */
#include "kernel/suggest/area_growth.h"
#include "kernel/suggest/prediction_quality.h"
#include "tests/support/support.h"

/* Scores ------------------------------------------------------------------------------------------
 */

enum { N = 60, UNITS = 5 };

typedef struct made_scores {
    double score[N], label[N];
    uint32_t unit[N];
} made_scores;

/* With many ties. */
static made_scores make_scores(unsigned long long seed)
{
    lb_random random = {seed};
    made_scores m;
    for (int i = 0; i < N; i++) {
        m.label[i] = lb_random_below(&random, 4) == 0;
        m.score[i] = lb_random_below(&random, 12) + 3 * m.label[i];
        m.unit[i] = (uint32_t)lb_random_below(&random, UNITS);
    }
    return m;
}

START_TEST(auc_is_that_of_all_pairs_with_ties_counting_half)
{
    static const size_t times[UNITS] = {2, 0, 1, 3, 1};
    for (unsigned long long seed = 1; seed <= 20; seed++) {
        made_scores m = make_scores(seed);
        lb_score_order order;
        double above = 0, pairs = 0;
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                double weight =
                    m.label[i] * (1 - m.label[j]) * (double)(times[m.unit[i]] * times[m.unit[j]]);
                pairs += weight;
                above += weight * (m.score[i] > m.score[j]    ? 1
                                   : m.score[i] == m.score[j] ? 0.5
                                                              : 0);
            }
        ck_assert_int_eq(lb_score_order_make(m.score, m.label, m.unit, N, &order), LB_OK);
        ck_near(lb_score_order_auc(&order, times), above / pairs, 1e-12);
        lb_score_order_clear(&order);
    }
}
END_TEST

/* Falling: 1 | 1 0 | 0 0 1. Of the best two rows one and half of the tied two. */
START_TEST(precision_by_hand_counts_the_part_of_a_tied_block)
{
    const double score[] = {5, 4, 4, 3, 3, 3}, label[] = {1, 1, 0, 0, 0, 1};
    const double cost[] = {10, 20, 20, 5, 5, 5};
    lb_score_order order;
    ck_assert_int_eq(lb_score_order_make(score, label, NULL, 6, &order), LB_OK);
    ck_near(lb_score_order_precision(&order, NULL, 2), (1 + 0.5) / 2, 1e-12);
    ck_near(lb_score_order_precision(&order, NULL, 3), 2.0 / 3, 1e-12);
    ck_near(lb_score_order_precision(&order, cost, 30), 0.75, 1e-12);
    ck_near(lb_score_order_average_precision(&order), (1 + 2.0 / 3 + 3.0 / 6) / 3, 1e-12);
    ck_near(lb_score_order_auc(&order, NULL), (3 + 2.5 + 1) / 9, 1e-12);
    lb_score_order_clear(&order);
}
END_TEST

/* All ordered draws of n numbers from 1 to `of`, one by one. */
static double count_rank_sums(int sum, int n, int of)
{
    int draws = 1, as_small = 0;
    for (int i = 0; i < n; i++)
        draws *= of;
    for (int draw = 0; draw < draws; draw++) {
        int found = 0;
        for (int i = 0, rest = draw; i < n; i++, rest /= of)
            found += rest % of + 1;
        as_small += found <= sum;
    }
    return (double)as_small / draws;
}

START_TEST(rank_sums_are_as_probable_as_counting_says)
{
    for (int n = 1; n <= 4; n++)
        for (int of = 1; of <= 7; of++)
            for (int sum = n; sum <= n * of; sum++)
                ck_near(lb_rank_sum_probability(sum, (size_t)n, of), count_rank_sums(sum, n, of),
                        1e-12);
    ck_near(lb_rank_sum_probability(17, 1, 100000), 17e-5, 1e-15);
    ck_near(lb_rank_sum_probability(60 * 100001 / 2.0, 60, 100000), 0.5, 1e-4);
    ck_assert(isnan(lb_rank_sum_probability(61, 61, 10)) &&
              isnan(lb_rank_sum_probability(0, 0, 9)));
}
END_TEST

START_TEST(probabilities_of_the_prevalence_have_no_skill)
{
    double y[] = {1, 0, 0, 0, 1, 0, 0, 0}, score[8];
    for (int i = 0; i < 8; i++)
        score[i] = log(0.25 / 0.75);
    lb_probability_quality q = lb_probability_quality_of(score, y, 8);
    ck_near(q.brier_skill, 0, 1e-12);
    ck_near(q.log_loss, -(0.25 * log(0.25) + 0.75 * log(0.75)), 1e-12);
    ck_near(q.expected_observed, 1, 1e-12);
    ck_assert(isnan(q.slope) && isnan(q.intercept));
}
END_TEST

/* Of some numbers of ones among 200 the two sums differ in the last digit, and the skill was
 * -2e-16. */
START_TEST(what_rounding_leaves_of_the_skill_of_the_prevalence_is_0)
{
    double y[200] = {0}, score[200];
    for (int ones = 1; ones < 200; ones++) {
        y[ones - 1] = 1;
        for (int i = 0; i < 200; i++)
            score[i] = log(ones / (200.0 - ones));
        ck_assert_double_eq(lb_probability_quality_of(score, y, 200).brier_skill, 0);
    }
}
END_TEST

/* Areas -------------------------------------------------------------------------------------------
 */

enum { SIDE = 9 };

/* Digits are scores, one square each with 100 people; '.' is no square. out: letters of the areas
 * by their number, '.' none. */
static void grow(const char *const drawn[SIDE], lb_growth_rule rule, char out[SIDE][SIDE + 1])
{
    lb_square square[SIDE * SIDE];
    double score[4 * SIDE * SIDE], people[4 * SIDE * SIDE];
    int32_t area[4 * SIDE * SIDE];
    lb_square_lattice lattice;
    lb_growth_memory memory = {NULL};
    size_t n = 0, areas;
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++)
            if (drawn[r][c] != '.')
                square[n++] = (lb_square){250, 500000 + 250 * c, 6500000 - 250 * r};
    ck_assert_int_eq(lb_square_lattice_make(square, n, &lattice), LB_OK);
    for (size_t i = 0; i < lattice.rows.count; i++)
        score[i] = people[i] = NAN;
    n = 0;
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++)
            if (drawn[r][c] != '.') {
                score[lattice.cell[n]] = drawn[r][c] - '0';
                people[lattice.cell[n++]] = 100;
            }
    ck_assert_int_eq(lb_areas_grow(&lattice, score, people, &rule, &memory, area, &areas), LB_OK);
    int32_t north = lattice.rows.row[lattice.cell[0]], west = lattice.rows.grid.ncol;
    for (size_t i = 0; i < lattice.rows.count; i++)
        west = lattice.rows.col[i] < west ? lattice.rows.col[i] : west;
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++) {
            size_t at = lb_cell_rows_find(&lattice.rows, north + r, west + 1 + c);
            out[r][c] = at == SIZE_MAX || area[at] < 0 ? '.' : (char)('A' + area[at]);
            out[r][c + 1] = 0;
        }
    lb_square_lattice_clear(&lattice);
    lb_growth_memory_clear(&memory);
}

static void check_grown(const char *const drawn[SIDE], lb_growth_rule rule,
                        const char *const expected[SIDE])
{
    char out[SIDE][SIDE + 1];
    grow(drawn, rule, out);
    for (int r = 0; r < SIDE; r++)
        ck_assert_str_eq(out[r], expected[r]);
}

static const lb_growth_rule usual = {.low = 4, .high = 8, .min_squares = 4, .min_people = 400};

/* A core draws in what is next to it above the low threshold; without a core there is no area;
 * three squares are too few. */
START_TEST(areas_are_components_with_a_core)
{
    const char *const drawn[SIDE] = {"111111111", "158511441", "155511441",
                                     "155511441", "111111111", "111188111",
                                     "111118111", "111111111", "111111111"};
    const char *const expected[SIDE] = {".........", ".AAA.....", ".AAA.....",
                                        ".AAA.....", ".........", ".........",
                                        ".........", ".........", "........."};
    check_grown(drawn, usual, expected);
}
END_TEST

/* The park of two cells is taken in; the one that is open by a corner is not, by rook; one of five
 * cells is too large. */
START_TEST(enclosed_holes_of_at_most_four_cells_are_taken_in)
{
    const char *const drawn[SIDE] = {"111111111", "155551111", "15..58888",
                                     "155558118", "111118118", "888888.88",
                                     "8...11118", "8..111118", "888888888"};
    const char *const expected[SIDE] = {".........", ".AAAA....", ".AAAAAAAA",
                                        ".AAAAA..A", ".....A..A", "AAAAAA.AA",
                                        "A.......A", "A.......A", "AAAAAAAAA"};
    check_grown(drawn, usual, expected);
}
END_TEST

/* A tail below the high threshold goes, square by square; one that ends in a core stays. */
START_TEST(tails_are_cut_up_to_a_core)
{
    const char *const drawn[SIDE] = {"111111111", "188555511", "188111111",
                                     "181111111", "151111111", "181111111",
                                     "111111111", "111111111", "111111111"};
    const char *const expected[SIDE] = {".........", ".AA......", ".AA......",
                                        ".A.......", ".A.......", ".A.......",
                                        ".........", ".........", "........."};
    check_grown(drawn, usual, expected);
}
END_TEST

START_TEST(corners_join_areas_only_by_queen)
{
    const char *const drawn[SIDE] = {"881111111", "881111111", "118811111",
                                     "118811111", "111111111", "111111111",
                                     "111111111", "111111111", "111111111"};
    const char *const rook[SIDE] = {"AA.......", "AA.......", "..BB.....", "..BB.....", ".........",
                                    ".........", ".........", ".........", "........."};
    const char *const queen[SIDE] = {"AA.......", "AA.......", "..AA.....",
                                     "..AA.....", ".........", ".........",
                                     ".........", ".........", "........."};
    lb_growth_rule by_corners = usual;
    by_corners.queen = true;
    check_grown(drawn, usual, rook);
    check_grown(drawn, by_corners, queen);
}
END_TEST

LB_TEST_MAIN("suggest", auc_is_that_of_all_pairs_with_ties_counting_half,
             precision_by_hand_counts_the_part_of_a_tied_block,
             rank_sums_are_as_probable_as_counting_says,
             probabilities_of_the_prevalence_have_no_skill,
             what_rounding_leaves_of_the_skill_of_the_prevalence_is_0,
             areas_are_components_with_a_core, enclosed_holes_of_at_most_four_cells_are_taken_in,
             tails_are_cut_up_to_a_core, corners_join_areas_only_by_queen)
