/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "kernel/geometry/coarse_locator.h"

static int64_t coarse(int64_t cells, int shift)
{
    return ((cells - 1) >> shift) + 1;
}

lb_status lb_shortcut_begin(lb_shortcut *s, int64_t rows, int64_t cols, int64_t most)
{
    int shift = 0;
    if (rows < 1 || cols < 1)
        rows = cols = 1;
    while (coarse(rows, shift) > most / coarse(cols, shift))
        shift++;
    size_t cells = (size_t)(coarse(rows, shift) * coarse(cols, shift));
    *s = (lb_shortcut){.rows = rows, .cols = cols, .shift = shift, .across = coarse(cols, shift)};
    s->cell = calloc(cells, sizeof *s->cell);
    s->filled = calloc(cells, sizeof *s->filled);
    if (s->cell && s->filled)
        return LB_OK;
    lb_shortcut_clear(s);
    return LB_E_MEMORY;
}

void lb_shortcut_clear(lb_shortcut *s)
{
    free(s->cell);
    free(s->filled);
    *s = (lb_shortcut){0};
}

void lb_shortcut_add(lb_shortcut *s, int64_t row, int64_t col, int64_t end, uint32_t code)
{
    int64_t side = INT64_C(1) << s->shift;
    while (col < end) {
        int64_t next = (col / side + 1) * side;
        next = next < end ? next : end;
        size_t at = (size_t)((row >> s->shift) * s->across + (col >> s->shift));
        if (s->cell[at] == LB_SHORTCUT_NONE)
            s->cell[at] = code;
        else if (s->cell[at] != code)
            s->cell[at] = LB_SHORTCUT_MIXED;
        s->filled[at] += (uint32_t)(next - col);
        col = next;
    }
}

/* How many cells of the lattice the coarse cell has: fewer in the last row and column. */
static int64_t size_of(const lb_shortcut *s, int64_t row, int64_t col)
{
    int64_t side = INT64_C(1) << s->shift;
    int64_t high = s->rows - row * side, wide = s->cols - col * side;
    return (high < side ? high : side) * (wide < side ? wide : side);
}

void lb_shortcut_end(lb_shortcut *s)
{
    int64_t down = coarse(s->rows, s->shift);
    for (int64_t row = 0; row < down; row++)
        for (int64_t col = 0; col < s->across; col++) {
            size_t at = (size_t)(row * s->across + col);
            if (s->cell[at] != LB_SHORTCUT_NONE && s->filled[at] != size_of(s, row, col))
                s->cell[at] = LB_SHORTCUT_MIXED;
        }
    free(s->filled);
    s->filled = NULL;
}
