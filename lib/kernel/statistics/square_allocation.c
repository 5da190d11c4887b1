/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cells of the working grid each square fills (docs/methods.md, Square allocation): the cells
 * of all squares sorted by their number; of those that are there more than once the smallest square
 * keeps the cell. O(cells covered) time and memory, whatever the extent of the grid. */
#include <stdlib.h>

#include <lagesbild/squares.h>
#include "base/array.h"
#include "base/try.h"
#include "model/radix_sort.h"

void lb_square_allocation_clear(lb_square_allocation *fill)
{
    free(fill->cell);
    free(fill->square);
    free(fill->count);
    *fill = (lb_square_allocation){0};
}

/* Sizes and corners must be multiples of the cell, as a cell lies in a square wholly or not at
 * all. */
static lb_status check_squares(const lb_squares *squares, int32_t cell, lb_box *box)
{
    *box = lb_box_empty();
    for (size_t i = 0; i < squares->count; i++) {
        lb_square s = squares->square[i];
        if (s.size <= 0 || s.size % cell != 0 || s.e % cell != 0 || s.n % cell != 0)
            return LB_E_INPUT;
        *box = lb_box_add(*box, s.e, s.n);
        *box = lb_box_add(*box, (double)s.e + s.size, (double)s.n + s.size);
    }
    return LB_OK;
}

/* The number of the cell in the north-west corner of the square: cells are numbered row by row
 * from the north. */
static int64_t first_cell(const lb_grid *grid, lb_square s)
{
    int64_t row = (int64_t)((grid->y0 - s.n) / grid->dy) - (int64_t)(s.size / grid->dy);
    return row * grid->ncol + (int64_t)((s.e - grid->x0) / grid->dx);
}

/* How many cells the squares cover, each of them counted by itself. */
static lb_status count_claims(const lb_squares *squares, int32_t cell, size_t *out)
{
    *out = 0;
    for (size_t i = 0; i < squares->count; i++) {
        size_t side = (size_t)(squares->square[i].size / cell);
        if (side > 4096) /* a square of over a thousand kilometres is a mistake */
            return LB_E_INPUT;
        *out += side * side;
    }
    return LB_OK;
}

/* Each square's claim to each of its cells, by square. */
static void list_claims(const lb_squares *squares, const lb_grid *grid, int32_t cell,
                        lb_sort_item *claim)
{
    for (size_t i = 0; i < squares->count; i++) {
        int32_t side = squares->square[i].size / cell;
        int64_t first = first_cell(grid, squares->square[i]);
        for (int32_t r = 0; r < side; r++)
            for (int32_t c = 0; c < side; c++)
                *claim++ = (lb_sort_item){(uint64_t)(first + (int64_t)r * grid->ncol + c), i};
    }
}

/* Of claims by cell the smallest square's; of equal ones the first. */
static void settle_claims(const lb_square *square, const lb_sort_item *claim, size_t n,
                          lb_square_allocation *fill)
{
    for (size_t i = 0, end; i < n; i = end) {
        size_t keeper = claim[i].at;
        for (end = i + 1; end < n && claim[end].key == claim[i].key; end++)
            if (square[claim[end].at].size < square[keeper].size)
                keeper = claim[end].at;
        fill->cell[fill->cells] = (int64_t)claim[i].key;
        fill->square[fill->cells++] = keeper;
        fill->count[keeper]++;
    }
}

static lb_status allocate_cells(const lb_squares *squares, int32_t cell, lb_square_allocation *fill)
{
    size_t n;
    LB_TRY(count_claims(squares, cell, &n));
    lb_sort_item *claim = malloc((n + 1) * sizeof *claim);
    fill->cell = malloc((n + 1) * sizeof *fill->cell);
    fill->square = malloc((n + 1) * sizeof *fill->square);
    fill->count = calloc(squares->count + 1, sizeof *fill->count);
    bool good = claim && fill->cell && fill->square && fill->count;
    if (good)
        list_claims(squares, &fill->grid, cell, claim);
    good = good && lb_radix_sort(claim, n);
    if (good)
        settle_claims(squares->square, claim, n, fill);
    free(claim);
    return good ? LB_OK : LB_E_MEMORY;
}

/* The grid is the least that holds all squares. */
lb_status lb_square_allocation_compute(const lb_squares *squares, int32_t cell,
                                       lb_square_allocation *out)
{
    lb_box box;
    lb_square_allocation fill = {0};
    lb_status status = cell > 0 ? check_squares(squares, cell, &box) : LB_E_USAGE;
    if (status == LB_OK)
        status = lb_grid_around(box, cell, &fill.grid);
    if (status == LB_OK)
        status = allocate_cells(squares, cell, &fill);
    LB_HAND_OVER(status, fill, out, lb_square_allocation_clear);
}

size_t lb_square_allocation_from(const lb_square_allocation *fill, int64_t cell)
{
    return lb_int64s_from(fill->cell, fill->cells, cell);
}
