/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

/* Six cells, each its own square unless a test says otherwise; areas as rows of fractions. */
enum { CELLS = 6, AREAS_MOST = 8 };

typedef struct scene {
    lb_profile profile;
    size_t first[AREAS_MOST + 1];
    lb_cell_weight cell_weight[AREAS_MOST * CELLS];
} scene;

static void fill(scene *s, size_t areas, const double (*fraction)[CELLS])
{
    size_t n = 0;
    for (size_t i = 0; i < areas; i++) {
        for (size_t c = 0; c < CELLS; c++)
            if (fraction[i][c] > 0)
                s->cell_weight[n++] = (lb_cell_weight){c, fraction[i][c]};
        s->first[i + 1] = n;
    }
    s->profile = (lb_profile){.count = areas, .first = s->first, .cell_weight = s->cell_weight};
}

/* The guard of these areas over these people, five the least number told. */
static lb_disclosure guarded(size_t areas, const double (*fraction)[CELLS], const double *people)
{
    scene s = {.first = {0}};
    lb_disclosure guard;
    fill(&s, areas, fraction);
    lb_disclosure_input input = {
        .profile = &s.profile, .cells = CELLS, .value = people, .minimum = 5, .bounds = true};
    ck_assert_int_eq(lb_disclosure_compute(&input, &guard), LB_OK);
    return guard;
}

static void is_range(lb_figure_suppression figure, lb_suppress_reason reason, int low, int high)
{
    ck_assert_int_eq(figure.reason, reason);
    ck_assert_int_eq(figure.low, low);
    ck_assert_int_eq(figure.high, high);
}

START_TEST(nothing_is_hidden_where_no_square_is_small)
{
    const double f[][CELLS] = {{1, 1, .5}, {.001}, {1, 1}};
    lb_disclosure g = guarded(3, f, (double[]){100, 5, 7, 0, NAN, 5});
    ck_assert_uint_eq(g.count, 0);
    ck_assert_ptr_null(g.figure);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(few_are_counted_in_whole_squares)
{
    /* A hundredth of 100 people is a figure, all of 4 and half of 3 are not, none is. */
    const double f[][CELLS] = {{.01}, {0, 1}, {0, 0, .5}, {0, 0, 0, 1}, {0, 1, 1}};
    lb_disclosure g = guarded(5, f, (double[]){100, 4, 3, 0, 100, 100});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    is_range(g.figure[1], LB_SUPPRESS_PRIMARY, 0, 4);
    is_range(g.figure[2], LB_SUPPRESS_PRIMARY, 0, 4);
    ck_assert_int_eq(g.figure[3].reason, LB_SUPPRESS_NONE);
    ck_assert_int_eq(g.figure[4].reason, LB_SUPPRESS_NONE);
    is_range(g.high[2], LB_SUPPRESS_PRIMARY, 0, 4);
    ck_assert_int_eq(g.low[2].reason, LB_SUPPRESS_NONE); /* none is wholly inside: 0 */
    ck_assert_uint_eq(g.hidden, 2);
    ck_assert(g.suppress_sums);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(cells_of_one_square_are_counted_once_and_whole)
{
    /* 8 people in a square of two cells: one cell's 4 are no small group; 3 are, in both. */
    const size_t square[] = {0, 0, 1, 1, 2, 3};
    const double f[][CELLS] = {{1}, {0, 0, 1, 1}, {0, 0, 0, 1}};
    scene s = {.first = {0}};
    lb_disclosure g;
    fill(&s, 3, f);
    lb_disclosure_input input = {
        &s.profile, CELLS, (double[]){4, 4, 1.5, 1.5, 100, 100}, square, NULL, 5, true};
    ck_assert_int_eq(lb_disclosure_compute(&input, &g), LB_OK);
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    ck_assert_int_eq(g.figure[1].reason, LB_SUPPRESS_PRIMARY);
    ck_assert_int_eq(g.figure[2].reason, LB_SUPPRESS_PRIMARY);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(of_two_areas_that_differ_in_few_the_smaller_is_a_range)
{
    const double f[][CELLS] = {{1, 1}, {1}, {1, 0, 1}, {0, 0, 0, 1}};
    lb_disclosure g = guarded(4, f, (double[]){100, 3, 50, 70, 9, 9});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    is_range(g.figure[1], LB_SUPPRESS_SECONDARY, 90,
             110); /* 103 and five, less five and five, by fives */
    is_range(g.low[1], LB_SUPPRESS_SECONDARY, 0, 0);
    ck_assert_int_eq(g.figure[2].reason, LB_SUPPRESS_NONE);
    ck_assert_uint_eq(g.hidden, 1);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(areas_of_small_squares_alone_are_held_against_each_other)
{
    const double f[][CELLS] = {{1, 1, 1}, {1, 1, 0}, {0, 0, 0, .5, 1}};
    lb_disclosure g = guarded(3, f, (double[]){4, 3, 2, 4, 4, 4});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    is_range(g.figure[1], LB_SUPPRESS_SECONDARY, 0, 14);
    ck_assert_int_eq(g.figure[2].reason, LB_SUPPRESS_NONE);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(what_parts_leave_of_a_whole_hides_the_smallest_part)
{
    /* The whole less two parts is the three of cell 2. */
    const double f[][CELLS] = {{1, 1, 1}, {1}, {0, 1}};
    lb_disclosure g = guarded(3, f, (double[]){100, 30, 3, 50, 50, 50});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    ck_assert_int_eq(g.figure[1].reason, LB_SUPPRESS_NONE);
    is_range(g.figure[2], LB_SUPPRESS_SECONDARY, 20, 40);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(a_hidden_part_takes_the_next_smallest_with_it)
{
    /* Cells 0 to 2 partition the whole; the part of 3 people would be the rest. */
    const double f[][CELLS] = {{1, 1, 1}, {1}, {0, 1}, {0, 0, 1}};
    lb_disclosure g = guarded(4, f, (double[]){100, 30, 3, 50, 50, 50});
    is_range(g.figure[3], LB_SUPPRESS_PRIMARY, 0, 4);
    is_range(g.figure[2], LB_SUPPRESS_SECONDARY, 20, 40);
    ck_assert_int_eq(g.figure[1].reason, LB_SUPPRESS_NONE);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(the_grid_has_a_total_that_all_know)
{
    /* All but cell 5 is in areas: the grid's people less theirs are its two. */
    const double f[][CELLS] = {{1, 1, 1}, {0, 0, 0, 1, 1}};
    lb_disclosure g = guarded(2, f, (double[]){40, 30, 10, 50, 10, 2});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    is_range(g.figure[1], LB_SUPPRESS_SECONDARY, 50, 70);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(areas_that_tell_the_same_are_hidden_together)
{
    const double f[][CELLS] = {{1}, {1, 1}, {1}, {1, 1}};
    lb_disclosure g = guarded(4, f, (double[]){100, 3, 50, 70, 9, 9});
    is_range(g.figure[0], LB_SUPPRESS_SECONDARY, 90, 110);
    is_range(g.figure[2], LB_SUPPRESS_SECONDARY, 90, 110);
    ck_assert_int_eq(g.figure[1].reason, LB_SUPPRESS_NONE);
    ck_assert_int_eq(g.figure[3].reason, LB_SUPPRESS_NONE);
    ck_assert_uint_eq(g.hidden, 2);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(bounds_that_tell_of_few_are_hidden_and_the_figure_stays)
{
    /* Wholly inside 3, in part 100; in part 3, wholly 100. */
    const double f[][CELLS] = {{1, .5}, {0, 0, 1, .5}};
    lb_disclosure g = guarded(2, f, (double[]){3, 100, 100, 3, 90, 90});
    ck_assert_int_eq(g.figure[0].reason, LB_SUPPRESS_NONE);
    is_range(g.low[0], LB_SUPPRESS_PRIMARY, 0, 4);
    is_range(g.high[0], LB_SUPPRESS_SECONDARY, 0, 0);
    ck_assert_int_eq(g.figure[1].reason, LB_SUPPRESS_NONE);
    is_range(g.low[1], LB_SUPPRESS_SECONDARY, 0, 0);
    is_range(g.high[1], LB_SUPPRESS_SECONDARY, 0, 0);
    ck_assert_uint_eq(g.hidden, 0);
    ck_assert(!g.suppress_sums);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(a_union_that_tells_of_few_is_not_told)
{
    /* Both areas share the three of cell 1 alone: the sum less the union is they. */
    const double f[][CELLS] = {{1, 1}, {0, 1, 1}}, all[][CELLS] = {{1, 1, 1}};
    scene s = {.first = {0}}, joined = {.first = {0}};
    lb_disclosure g;
    fill(&s, 2, f);
    fill(&joined, 1, all);
    lb_disclosure_input input = {.profile = &s.profile,
                                 .cells = CELLS,
                                 .value = (double[]){100, 3, 50, 9, 9, 9},
                                 .joined = &joined.profile,
                                 .minimum = 5};
    ck_assert_int_eq(lb_disclosure_compute(&input, &g), LB_OK);
    ck_assert_uint_eq(g.hidden, 0);
    ck_assert(g.suppress_sums);
    lb_disclosure_clear(&g);
}
END_TEST

START_TEST(a_class_of_few_takes_the_next_smallest_class_with_it)
{
    const double f[][CELLS] = {{1, 1, 1, 1}, {1, 1, 1}, {1, 0, 0, 0, 1}};
    const int class_of[] = {1, 2, 3, 0, 1, 1};
    bool hide[3 * 4];
    scene s = {.first = {0}};
    fill(&s, 3, f);
    lb_disclosure_input input = {.profile = &s.profile,
                                 .cells = CELLS,
                                 .value = (double[]){100, 40, 60, 3, 9, 9},
                                 .minimum = 5};
    ck_assert_int_eq(lb_suppress_classes(&input, class_of, 3, hide), LB_OK);
    const bool expected[] = {true,  false, true,  false, false, false,
                             false, false, false, false, false, false};
    for (int i = 0; i < 12; i++)
        ck_assert_msg(hide[i] == expected[i], "area %d, class %d", i / 4, i % 4);
}
END_TEST

START_TEST(a_statistic_of_few_people_is_hidden)
{
    const double f[][CELLS] = {{1, 1}, {0, 1, 1}};
    const double of[] = {7, NAN, 7, 7, 7, 7};
    bool hide[2];
    scene s = {.first = {0}};
    fill(&s, 2, f);
    lb_disclosure_input input = {.profile = &s.profile,
                                 .cells = CELLS,
                                 .value = (double[]){4, 100, 6, 3, 9, 9},
                                 .minimum = 5};
    ck_assert_int_eq(lb_suppress_statistic(&input, of, false, hide), LB_OK);
    ck_assert(hide[0] && !hide[1]);
    const double all[] = {7, 7, 7, 7, 7, 7};
    ck_assert_int_eq(lb_suppress_statistic(&input, all, false, hide), LB_OK);
    ck_assert(!hide[0] && !hide[1]);
    ck_assert_int_eq(lb_suppress_statistic(&input, all, true, hide), LB_OK);
    ck_assert(hide[0] && !hide[1]);
}
END_TEST

LB_TEST_MAIN("guard", nothing_is_hidden_where_no_square_is_small, few_are_counted_in_whole_squares,
             cells_of_one_square_are_counted_once_and_whole,
             of_two_areas_that_differ_in_few_the_smaller_is_a_range,
             areas_of_small_squares_alone_are_held_against_each_other,
             what_parts_leave_of_a_whole_hides_the_smallest_part,
             a_hidden_part_takes_the_next_smallest_with_it, the_grid_has_a_total_that_all_know,
             areas_that_tell_the_same_are_hidden_together,
             bounds_that_tell_of_few_are_hidden_and_the_figure_stays,
             a_union_that_tells_of_few_is_not_told,
             a_class_of_few_takes_the_next_smallest_class_with_it,
             a_statistic_of_few_people_is_hidden)
