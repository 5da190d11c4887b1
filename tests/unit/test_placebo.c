/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/hotspot/placebo_draws.h"
#include "tests/support/support.h"

/* w x h cells of 250 m. */
static void make_block(int32_t w, int32_t h, lb_cell_rows *rows)
{
    lb_grid grid = {1000, 5000, 250, 250, w, h};
    int64_t *cell = malloc(sizeof *cell * (size_t)(w * h));
    for (int64_t i = 0; i < w * h; i++)
        cell[i] = i;
    ck_assert_int_eq(lb_cell_rows_make(&grid, cell, (size_t)(w * h), rows), LB_OK);
    free(cell);
}

/* An L of four cells, one of them in part, at row 3, column 2. */
static const lb_area_cell ell[] = {{3, 2, 1}, {4, 2, 1}, {5, 2, 0.5}, {5, 3, 1}};

START_TEST(a_move_keeps_shape_and_points_come_back)
{
    lb_grid grid = {1000, 5000, 250, 250, 12, 12};
    for (uint8_t o = 0; o < LB_ORIENTATIONS; o++) {
        lb_move move = {.row = 7, .col = -3, .orientation = o};
        for (size_t i = 0; i < 4; i++) {
            lb_area_cell at = lb_move_cell(&move, ell[i]);
            /* The middle of the moved cell comes back to the middle of the cell. */
            double south = (at.row + 0.5) * 250, east = (at.col + 0.5) * 250;
            lb_move_back(&move, &grid, &south, &east);
            ck_assert_double_eq_tol(south, (ell[i].row + 0.5) * 250, 1e-9);
            ck_assert_double_eq_tol(east, (ell[i].col + 0.5) * 250, 1e-9);
            for (size_t j = 0; j < i; j++) { /* distances between cells are kept */
                lb_area_cell other = lb_move_cell(&move, ell[j]);
                int now = abs(at.row - other.row) + abs(at.col - other.col);
                int was = abs(ell[i].row - ell[j].row) + abs(ell[i].col - ell[j].col);
                ck_assert_int_eq(now, was);
            }
        }
    }
}
END_TEST

/* Lying down it is wider than the lattice: it is only moved standing. */
START_TEST(an_area_longer_than_the_lattice_is_wide_is_not_laid_down)
{
    lb_cell_rows rows;
    lb_area_cell tall[26];
    double people[90];
    lb_move *move;
    size_t moves;
    make_block(3, 30, &rows);
    for (int i = 0; i < 90; i++)
        people[i] = 10;
    for (int i = 0; i < 26; i++)
        tall[i] = (lb_area_cell){2 + i, 1, 1};
    lb_moves_input in = {
        .rows = &rows, .people = people, .cell = tall, .n = 26, .people_within = 0.2};
    ck_assert_int_eq(lb_area_moves(&in, &move, &moves), LB_OK);
    ck_assert_uint_eq(moves, 3 * 5 * 4);
    for (size_t m = 0; m < moves; m++)
        ck_assert(move[m].orientation < 4);
    free(move);
    lb_cell_rows_clear(&rows);
}
END_TEST

/* People of the area placed with its first cell turned to where `move` says, or -1 outside. */
static double people_of(const lb_cell_rows *rows, const double *people, const lb_move *move)
{
    double sum = 0;
    for (size_t i = 0; i < 4; i++) {
        lb_area_cell at = lb_move_cell(move, ell[i]);
        if (at.row < 0 || at.row >= rows->grid.nrow || at.col < 0 || at.col >= rows->grid.ncol)
            return -1;
        sum += at.fraction * people[at.row * rows->grid.ncol + at.col];
    }
    return sum;
}

START_TEST(moves_are_all_places_with_as_many_people)
{
    lb_cell_rows rows;
    double people[120], index[120];
    lb_move *move, own = {.people = 0};
    size_t moves, expected = 0;
    bool own_found = false;
    make_block(12, 10, &rows);
    for (int i = 0; i < 120; i++) {
        people[i] = (i * i * 7 + 3 * i) % 40;
        index[i] = i % 9 == 0 ? NAN : (i * 13) % 100;
    }
    lb_moves_input in = {.rows = &rows,
                         .people = people,
                         .cell = ell,
                         .n = 4,
                         .people_within = 0.2,
                         .index_within = 5,
                         .urban_within = 0.1};
    ck_assert_int_eq(lb_area_moves(&in, &move, &moves), LB_OK);
    double of_area = people_of(&rows, people, &own);
    for (uint8_t o = 0; o < LB_ORIENTATIONS; o++)
        for (int32_t r = -30; r < 30; r++)
            for (int32_t c = -30; c < 30; c++) {
                lb_move m = {.row = r, .col = c, .orientation = o};
                double there = people_of(&rows, people, &m);
                expected += there >= 0 && fabs(there / of_area - 1) <= 0.2;
            }
    ck_assert_uint_eq(moves, expected);
    for (size_t m = 0; m < moves; m++) {
        ck_assert_double_eq_tol(move[m].people, people_of(&rows, people, &move[m]), 1e-9);
        own_found = own_found || (!move[m].row && !move[m].col && !move[m].orientation);
    }
    ck_assert(own_found);
    free(move);
    in.index = index;
    size_t matched;
    ck_assert_int_eq(lb_area_moves(&in, &move, &matched), LB_OK);
    ck_assert(matched > 0 && matched < moves);
    free(move);
    double urban[120]; /* the west is urban, where the area is */
    for (int i = 0; i < 120; i++)
        urban[i] = i % 12 < 6;
    in.index = NULL;
    in.kind[LB_MOVE_URBAN] = urban;
    ck_assert_int_eq(lb_area_moves(&in, &move, &matched), LB_OK);
    ck_assert(matched > 0 && matched < moves);
    for (size_t m = 0; m < matched; m++)
        ck_assert(move[m].share[LB_MOVE_URBAN] >= 0.9 - 1e-9);
    free(move);
    in.kind[LB_MOVE_URBAN] = NULL;
    in.kind[LB_MOVE_MUNICIPALITY] = urban; /* the same cells: at least half of the people */
    size_t in_half;
    ck_assert_int_eq(lb_area_moves(&in, &move, &in_half), LB_OK);
    ck_assert(in_half > matched && in_half < moves);
    for (size_t m = 0; m < in_half; m++)
        ck_assert(move[m].share[LB_MOVE_MUNICIPALITY] >= 0.5);
    free(move);
    in.kind[LB_MOVE_MUNICIPALITY] = NULL;
    for (int i = 0; i < 120; i++)
        people[i] = 0;
    ck_assert_int_eq(lb_area_moves(&in, &move, &moves), LB_OK);
    ck_assert_uint_eq(moves, 0);
    free(move);
    lb_cell_rows_clear(&rows);
}
END_TEST

START_TEST(draws_do_not_overlap_nor_depend_on_threads)
{
    lb_cell_rows rows;
    double events[400], one[500], two[500];
    lb_move move[400];
    size_t overlapping;
    const lb_area_cell cell[] = {{0, 0, 1}};
    make_block(20, 20, &rows);
    for (int i = 0; i < 400; i++) {
        move[i] = (lb_move){.row = i / 20, .col = i % 20};
        events[i] = i == 7; /* one place has the only event */
    }
    const lb_placebo_area area[] = {{cell, 1, move, events, 400},
                                    {cell, 1, move, events, 400},
                                    {cell, 1, NULL, NULL, 0},
                                    {cell, 1, move, events, 400}};
    lb_placebo_input in = {&rows, area, 4, 500, 3, 0, 1};
    ck_assert_int_eq(lb_placebo_draw(&in, one, &overlapping), LB_OK);
    ck_assert_uint_eq(overlapping, 0);
    in.threads = 3;
    ck_assert_int_eq(lb_placebo_draw(&in, two, &overlapping), LB_OK);
    ck_assert_mem_eq(one, two, sizeof one);
    double sum = 0;
    for (int d = 0; d < 500; d++) {
        ck_assert(one[d] <= 1); /* never two areas on it */
        sum += one[d];
    }
    ck_assert_double_eq_tol(sum / 500, 3 / 400.0, 0.015);
    /* Two areas and one place: the second must lie on the first. */
    const lb_placebo_area same[] = {{cell, 1, move, events, 1}, {cell, 1, move, events, 1}};
    lb_placebo_input tight = {&rows, same, 2, 5, 3, 0, 1};
    ck_assert_int_eq(lb_placebo_draw(&tight, one, &overlapping), LB_OK);
    ck_assert_uint_eq(overlapping, 5);
    lb_cell_rows_clear(&rows);
}
END_TEST

LB_TEST_MAIN("placebo", a_move_keeps_shape_and_points_come_back,
             moves_are_all_places_with_as_many_people,
             an_area_longer_than_the_lattice_is_wide_is_not_laid_down,
             draws_do_not_overlap_nor_depend_on_threads)
