/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of all moves of one orientation are the correlation of the area's fractions with the
 * cells' people: each pair of a cell with people and a cell of the area adds to one move, so the
 * work is people's cells times the area's, wherever else the lattice is empty. Moves are summed row
 * by row, so that what is added to stays in the cache. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/hotspot/area_moves.h"

/* Transpose, then mirror: the mirror of a cell from row to row + 1 begins at -1 - row. */
static lb_area_cell orient_cell(uint8_t orientation, lb_area_cell cell)
{
    lb_area_cell out = cell;
    if (orientation & 4) {
        out.row = cell.col;
        out.col = cell.row;
    }
    out.row = orientation & 1 ? -1 - out.row : out.row;
    out.col = orientation & 2 ? -1 - out.col : out.col;
    return out;
}

lb_area_cell lb_move_cell(const lb_move *move, lb_area_cell cell)
{
    lb_area_cell out = orient_cell(move->orientation, cell);
    out.row += move->row;
    out.col += move->col;
    return out;
}

void lb_move_back(const lb_move *move, const lb_grid *grid, double *south, double *east)
{
    double s = *south - move->row * grid->dy, e = *east - move->col * grid->dx;
    s = move->orientation & 1 ? -s : s;
    e = move->orientation & 2 ? -e : e;
    *south = move->orientation & 4 ? e : s;
    *east = move->orientation & 4 ? s : e;
}

/* Sums of the moves of one orientation that have one row; moves are numbered by row and column from
 * the first that is wholly inside the grid. */
typedef struct move_sums {
    int32_t row, col, nrow, ncol;      /* first move, and how many */
    double *people, *of_index, *known; /* [ncol]; of_index, known: people with an index */
    double *of_kind[LB_MOVE_SHARES];   /* [ncol] people in cells of the kind */
    int32_t begin, end;                /* columns with people lie between */
} move_sums;

static void clear_sums(move_sums *s)
{
    free(s->people);
    free(s->of_index);
    for (size_t k = 0; k < LB_MOVE_SHARES; k++)
        free(s->of_kind[k]);
    free(s->known);
}

/* One sum for each column that the area may be moved to, at most the columns of the grid; those of
 * the index and of a kind of cell only where they are asked for. */
static bool make_sums(const lb_moves_input *in, move_sums *s)
{
    size_t all = (size_t)in->rows->grid.ncol + 1;
    *s = (move_sums){.people = calloc(all, sizeof(double))};
    if (in->index) {
        s->of_index = calloc(all, sizeof(double));
        s->known = calloc(all, sizeof(double));
    }
    bool good = s->people && (!in->index || (s->of_index && s->known));
    for (size_t k = 0; k < LB_MOVE_SHARES; k++)
        if (in->kind[k]) {
            s->of_kind[k] = calloc(all, sizeof(double));
            good = good && s->of_kind[k];
        }
    return good;
}

/* Which moves of the cells, already turned, are wholly inside. */
static void find_range(const lb_grid *grid, const lb_area_cell *cell, size_t n, move_sums *s)
{
    int32_t top = INT32_MAX, bottom = INT32_MIN, left = INT32_MAX, right = INT32_MIN;
    for (size_t i = 0; i < n; i++) {
        top = cell[i].row < top ? cell[i].row : top;
        bottom = cell[i].row > bottom ? cell[i].row : bottom;
        left = cell[i].col < left ? cell[i].col : left;
        right = cell[i].col > right ? cell[i].col : right;
    }
    s->row = -top;
    s->col = -left;
    s->nrow = grid->nrow - (bottom - top);
    s->ncol = grid->ncol - (right - left);
}

/* The cells begin .. end of a grid's row, in each move that puts the area's cell on them. */
static void add_row(const lb_moves_input *in, move_sums *s, size_t begin, size_t end,
                    const lb_area_cell *cell)
{
    const int32_t *column = in->rows->col;
    int32_t shift = cell->col + s->col;
    for (size_t k = begin; k < end; k++)
        s->people[column[k] - shift] += cell->fraction * in->people[k];
    for (size_t of = 0; of < LB_MOVE_SHARES; of++)
        for (size_t k = begin; k < end && in->kind[of]; k++)
            s->of_kind[of][column[k] - shift] += cell->fraction * in->people[k] * in->kind[of][k];
    for (size_t k = begin; k < end && in->index; k++)
        if (!isnan(in->index[k])) {
            s->of_index[column[k] - shift] += cell->fraction * in->people[k] * in->index[k];
            s->known[column[k] - shift] += cell->fraction * in->people[k];
        }
    if (begin < end) {
        int32_t first = column[begin] - shift, last = column[end - 1] - shift;
        s->begin = first < s->begin ? first : s->begin;
        s->end = last >= s->end ? last + 1 : s->end;
    }
}

/* The moves of one row, from sums that are all 0. */
static void sum_row(const lb_moves_input *in, const lb_area_cell *turned, int32_t row, move_sums *s)
{
    s->begin = s->ncol;
    s->end = 0;
    for (size_t i = 0; i < in->n; i++) {
        size_t begin, end;
        int32_t first = turned[i].col + s->col;
        lb_cell_rows_between(in->rows, row + s->row + turned[i].row, first, first + s->ncol - 1,
                             &begin, &end);
        add_row(in, s, begin, end, &turned[i]);
    }
}

static void forget_row(move_sums *s)
{
    if (s->begin >= s->end)
        return;
    double *sum[] = {s->people, s->of_index, s->known, s->of_kind[0], s->of_kind[1]};
    for (size_t k = 0; k < sizeof sum / sizeof *sum; k++)
        if (sum[k])
            memset(sum[k] + s->begin, 0, (size_t)(s->end - s->begin) * sizeof *sum[k]);
}

/* Growing list of moves. */
typedef struct move_list {
    lb_move *move;
    size_t count, capacity;
} move_list;

/* The mean index is over people with one; a share is of the people of the move. */
static lb_move move_at(const move_sums *s, uint8_t orientation, int32_t row, int32_t col)
{
    lb_move m = {.row = s->row + row,
                 .col = s->col + col,
                 .orientation = orientation,
                 .people = s->people[col],
                 .index = (double)NAN};
    for (size_t k = 0; k < LB_MOVE_SHARES; k++)
        m.share[k] = s->of_kind[k] ? s->of_kind[k][col] / s->people[col] : (double)NAN;
    if (s->known && s->known[col] > 0)
        m.index = s->of_index[col] / s->known[col];
    return m;
}

/* 1e-12 lets the area's own place match itself whatever rounding did; an area without an index
 * matches any (docs/methods.md, Placebo areas). */
static bool is_match(const lb_moves_input *in, const lb_move *move, const lb_move *own)
{
    return fabs(move->people / own->people - 1) <= in->people_within * (1 + 1e-12) &&
           (!in->index || isnan(own->index) ||
            fabs(move->index - own->index) <= in->index_within * (1 + 1e-12)) &&
           (!in->kind[LB_MOVE_URBAN] ||
            fabs(move->share[LB_MOVE_URBAN] - own->share[LB_MOVE_URBAN]) <=
                in->urban_within * (1 + 1e-12)) &&
           (!in->kind[LB_MOVE_MUNICIPALITY] ||
            move->share[LB_MOVE_MUNICIPALITY] >= 0.5 * (1 - 1e-12));
}

/* The matching moves of the row that has been summed. */
static lb_status add_matches(const lb_moves_input *in, const move_sums *s, const lb_move *own,
                             lb_move at, move_list *list)
{
    double least = own->people * (1 - in->people_within) * (1 - 1e-9);
    double most = own->people * (1 + in->people_within) * (1 + 1e-9);
    for (int32_t col = s->begin; col < s->end; col++) {
        if (!(s->people[col] >= least && s->people[col] <= most))
            continue;
        lb_move move = move_at(s, at.orientation, at.row, col);
        if (!is_match(in, &move, own))
            continue;
        if (!lb_array_reserve(&list->move, &list->capacity, list->count + 1, sizeof move))
            return LB_E_MEMORY;
        list->move[list->count++] = move;
    }
    return LB_OK;
}

static int compare_cells(const void *a, const void *b)
{
    const lb_area_cell *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->col > y->col) - (x->col < y->col);
}

/* The moves of one orientation that match; orientation 0 comes first and finds the own place. */
static lb_status add_orientation(const lb_moves_input *in, uint8_t orientation,
                                 lb_area_cell *turned, move_sums *s, lb_move *own, move_list *list)
{
    for (size_t i = 0; i < in->n; i++)
        turned[i] = orient_cell(orientation, in->cell[i]);
    qsort(turned, in->n, sizeof *turned, compare_cells);
    find_range(&in->rows->grid, turned, in->n, s);
    if (orientation == 0 && s->row <= 0 && s->col <= 0 && s->nrow > -s->row && s->ncol > -s->col) {
        sum_row(in, turned, -s->row, s);
        *own = move_at(s, 0, -s->row, -s->col);
        forget_row(s);
    }
    lb_status status = LB_OK;
    if (s->ncol <= 0) /* wider than the lattice */
        return LB_OK;
    for (int32_t row = 0; row < s->nrow && own->people > 0 && status == LB_OK; row++) {
        sum_row(in, turned, row, s);
        status = add_matches(in, s, own, (lb_move){.row = row, .orientation = orientation}, list);
        forget_row(s);
    }
    return status;
}

/* Keeps LB_MOVES_MAX of more moves, evenly spread, the own place among them. */
static void thin_moves(move_list *list)
{
    size_t n = list->count, own = SIZE_MAX;
    if (n <= LB_MOVES_MAX)
        return;
    for (size_t i = 0; i < n && own == SIZE_MAX; i++)
        if (list->move[i].orientation == 0 && list->move[i].row == 0 && list->move[i].col == 0)
            own = i;
    for (size_t k = 0; k < LB_MOVES_MAX; k++) {
        size_t at = k * n / LB_MOVES_MAX, next = (k + 1) * n / LB_MOVES_MAX;
        list->move[k] = list->move[own >= at && own < next ? own : at];
    }
    list->count = LB_MOVES_MAX;
    lb_move *less = realloc(list->move, list->count * sizeof *less);
    list->move = less ? less : list->move;
}

/* All eight orientations of the area; bit 4 exchanges rows and columns, which keeps the area's
 * shape only where cells are square (docs/methods.md, Placebo areas). */
lb_status lb_area_moves(const lb_moves_input *input, lb_move **move, size_t *moves)
{
    move_sums sums;
    move_list list = {.move = NULL};
    lb_move own = {.people = 0};
    lb_area_cell *turned = malloc((input->n + 1) * sizeof *turned);
    lb_status status = make_sums(input, &sums) && turned ? LB_OK : LB_E_MEMORY;
    bool square = input->rows->grid.dx == input->rows->grid.dy;
    for (uint8_t o = 0; o < LB_ORIENTATIONS && status == LB_OK && input->n > 0; o++)
        if (square || !(o & 4))
            status = add_orientation(input, o, turned, &sums, &own, &list);
    clear_sums(&sums);
    free(turned);
    if (status == LB_OK) {
        thin_moves(&list);
        *move = list.move;
        *moves = list.count;
    } else {
        free(list.move);
    }
    return status;
}
