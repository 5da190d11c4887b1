/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts how many lattice cells of each coarse cell one area fills; a second code in the same cell,
 * or fewer cells than it has, makes it mixed. Sides are powers of two, so that finding a coarse
 * cell is two shifts. */
#include <stdlib.h>

#include "kernel/location/coarse_locator.h"

/* Coarse cells along an axis of `cells` lattice cells, rounded up. */
static int64_t coarse_count(int64_t cells, int shift)
{
    return ((cells - 1) >> shift) + 1;
}

/* A coarse cell is 2^shift cells wide and high, the smallest power with at most max_cells of
 * them. */
lb_status lb_coarse_locator_begin(lb_coarse_locator *s, int64_t rows, int64_t cols,
                                  int64_t max_cells)
{
    int shift = 0;
    if (rows < 1 || cols < 1)
        rows = cols = 1;
    while (coarse_count(rows, shift) > max_cells / coarse_count(cols, shift))
        shift++;
    size_t cells = (size_t)(coarse_count(rows, shift) * coarse_count(cols, shift));
    *s = (lb_coarse_locator){
        .rows = rows, .cols = cols, .shift = shift, .coarse_cols = coarse_count(cols, shift)};
    s->cell = calloc(cells, sizeof *s->cell);
    s->filled = calloc(cells, sizeof *s->filled);
    if (s->cell && s->filled)
        return LB_OK;
    lb_coarse_locator_clear(s);
    return LB_E_MEMORY;
}

void lb_coarse_locator_clear(lb_coarse_locator *s)
{
    free(s->cell);
    free(s->filled);
    *s = (lb_coarse_locator){0};
}

/* Columns col .. end of a row have one code. A coarse cell keeps it only while all that was
 * added has the same; `filled` counts cells, so that one which the area fills only in part is
 * found at the end. */
void lb_coarse_locator_add(lb_coarse_locator *s, int64_t row, int64_t col, int64_t end,
                           uint32_t code)
{
    int64_t side = INT64_C(1) << s->shift;
    while (col < end) {
        int64_t next = (col / side + 1) * side;
        next = next < end ? next : end;
        size_t at = (size_t)((row >> s->shift) * s->coarse_cols + (col >> s->shift));
        if (s->cell[at] == LB_COARSE_NONE)
            s->cell[at] = code;
        else if (s->cell[at] != code)
            s->cell[at] = LB_COARSE_MIXED;
        s->filled[at] += (uint32_t)(next - col);
        col = next;
    }
}

/* Lattice cells in a coarse cell: fewer in the last row and column. */
static int64_t coarse_cell_size(const lb_coarse_locator *s, int64_t row, int64_t col)
{
    int64_t side = INT64_C(1) << s->shift;
    int64_t high = s->rows - row * side, wide = s->cols - col * side;
    return (high < side ? high : side) * (wide < side ? wide : side);
}

int64_t lb_coarse_locator_rows(const lb_coarse_locator *s)
{
    return coarse_count(s->rows, s->shift);
}

void lb_coarse_locator_end(lb_coarse_locator *s, int threads)
{
#pragma omp parallel for num_threads(threads)
    for (int64_t row = 0; row < lb_coarse_locator_rows(s); row++)
        for (int64_t col = 0; col < s->coarse_cols; col++) {
            size_t at = (size_t)(row * s->coarse_cols + col);
            if (s->cell[at] != LB_COARSE_NONE && s->filled[at] != coarse_cell_size(s, row, col))
                s->cell[at] = LB_COARSE_MIXED;
        }
    free(s->filled);
    s->filled = NULL;
}
