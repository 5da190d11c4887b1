/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/suggest/square_lattice.h"

static const int steps[8][2] = {{-1, 0},  {0, -1}, {0, 1},  {1, 0},
                                {-1, -1}, {-1, 1}, {1, -1}, {1, 1}};

void lb_square_lattice_clear(lb_square_lattice *lattice)
{
    lb_cell_rows_clear(&lattice->rows);
    free(lattice->neighbour);
    free(lattice->cell);
    *lattice = (lb_square_lattice){.cell = NULL};
}

/* The window of the squares and one cell more on each side. */
static lb_status find_window(const lb_square *square, size_t n, lb_grid *grid)
{
    lb_box box = lb_box_empty();
    double size = square[0].size;
    for (size_t i = 0; i < n; i++) {
        box = lb_box_add(box, square[i].e - size, square[i].n - size);
        box = lb_box_add(box, square[i].e + 2 * size, square[i].n + 2 * size);
    }
    return lb_grid_around(box, size, grid);
}

static void place_square(const lb_grid *grid, lb_square square, int32_t *row, int32_t *col)
{
    double half = square.size / 2.0;
    lb_grid_cell_at(grid, square.e + half, square.n + half, row, col);
}

/* Cells of the squares and those round them, ascending, each once; returns how many. */
static size_t list_cells(const lb_grid *grid, const lb_square *square, size_t n, int64_t *cell)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t row, col;
        place_square(grid, square[i], &row, &col);
        for (int32_t r = row - 1; r <= row + 1; r++)
            for (int32_t c = col - 1; c <= col + 1; c++)
                cell[count++] = (int64_t)r * grid->ncol + c;
    }
    qsort(cell, count, sizeof *cell, lb_compare_int64s);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || cell[i] != cell[i - 1])
            cell[kept++] = cell[i];
    return kept;
}

static uint32_t find_cell(const lb_cell_rows *rows, int32_t row, int32_t col)
{
    size_t at = lb_cell_rows_find(rows, row, col);
    return at == SIZE_MAX ? LB_NO_CELL : (uint32_t)at;
}

static void fill_neighbours(lb_square_lattice *l)
{
    for (size_t i = 0; i < l->rows.count; i++)
        for (int k = 0; k < 8; k++)
            l->neighbour[i][k] =
                find_cell(&l->rows, l->rows.row[i] + steps[k][0], l->rows.col[i] + steps[k][1]);
}

/* Listed are the cells of the squares and their eight neighbours each; cell[i] is square i's
 * number among these. */
static lb_status make_lattice(const lb_square *square, size_t n, int64_t *listed,
                              lb_square_lattice *l)
{
    lb_grid grid;
    LB_TRY(find_window(square, n, &grid));
    LB_TRY(lb_cell_rows_make(&grid, listed, list_cells(&grid, square, n, listed), &l->rows));
    l->neighbour = malloc((l->rows.count + 1) * sizeof *l->neighbour);
    l->cell = malloc((n + 1) * sizeof *l->cell);
    if (!l->neighbour || !l->cell)
        return LB_E_MEMORY;
    fill_neighbours(l);
    for (size_t i = 0; i < n; i++) {
        int32_t row, col;
        place_square(&grid, square[i], &row, &col);
        l->cell[i] = find_cell(&l->rows, row, col);
    }
    return LB_OK;
}

lb_status lb_square_lattice_make(const lb_square *square, size_t n, lb_square_lattice *out)
{
    lb_square_lattice lattice = {.cell = NULL};
    int64_t *listed = malloc((9 * n + 1) * sizeof *listed);
    if (!listed)
        return LB_E_MEMORY;
    lb_status status = n > 0 ? make_lattice(square, n, listed, &lattice) : LB_OK;
    free(listed);
    LB_HAND_OVER(status, lattice, out, lb_square_lattice_clear);
}
