/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shifts the rows and columns of all spans by whole cells and cuts them at the new window, in
 * place: no span grows and areas keep their order. What is cut off is summed with compensation, so
 * that cells plus outside still equal the area. */
#include <math.h>

#include "base/sum.h"
#include "kernel/geometry/cover_rewindow.h"

/* Exactly the same cells: nothing to do. */
static bool same_window(const lb_grid *a, const lb_grid *b)
{
    return a->x0 == b->x0 && a->y0 == b->y0 && a->dx == b->dx && a->dy == b->dy &&
           a->ncol == b->ncol && a->nrow == b->nrow;
}

/* From the old window to the new one, in cells. */
typedef struct window_shift {
    int64_t south, east; /* cells that rows and columns move by */
    int64_t nrow, ncol;  /* of the new window */
} window_shift;

/* Is the new window inside the old one? Only then an area that reached outside is known in all of
 * it. */
static bool is_within(const window_shift *m, const lb_grid *old)
{
    return m->south <= 0 && m->east <= 0 && m->nrow <= old->nrow + m->south &&
           m->ncol <= old->ncol + m->east;
}

/* Moves and cuts one span; its length is 0 when nothing of it is left. *lost: the area cut off, in
 * cells. */
static lb_cell_span shift_span(const window_shift *m, lb_cell_span span, double *lost)
{
    int64_t row = span.row + m->south, from = span.col + m->east, to = from + span.length;
    from = from < 0 ? 0 : from;
    to = to > m->ncol ? m->ncol : to;
    bool left = row >= 0 && row < m->nrow && from < to;
    lb_cell_span out = {0, 0, 0, span.fraction};
    if (left)
        out = (lb_cell_span){(int32_t)row, (int32_t)from, (int32_t)(to - from), span.fraction};
    *lost = span.fraction * (span.length - out.length);
    return out;
}

/* Rewrites the spans [from, end) of area i at `at`; returns where the next area's begin. */
static size_t shift_area(lb_cover *cover, const window_shift *m, size_t i, size_t from, size_t at)
{
    lb_sum outside = {0};
    double cell = cover->grid.dx * cover->grid.dy, lost;
    lb_sum_add(&outside, cover->outside[i]);
    for (size_t r = from; r < cover->first[i + 1]; r++) {
        lb_cell_span span = shift_span(m, cover->span[r], &lost);
        if (lost > 0)
            lb_sum_add(&outside, lost * cell);
        if (span.length > 0)
            cover->span[at++] = span;
    }
    cover->outside[i] = lb_sum_value(outside);
    return at;
}

/* Another window of the same lattice. What an area has outside the old window is unknown, so a
 * window that reaches beyond the old one is LB_E_INPUT for such an area, *which. Those before it
 * are moved by then, so the cover is of no more use. */
lb_status lb_cover_rewindow(lb_cover *cover, const lb_grid *grid, size_t *which)
{
    const lb_grid *old = &cover->grid;
    if (same_window(old, grid))
        return LB_OK;
    if (!lb_grid_aligned(old, grid))
        return LB_E_USAGE;
    window_shift m = {llround((grid->y0 - old->y0) / old->dy),
                      llround((old->x0 - grid->x0) / old->dx), grid->nrow, grid->ncol};
    bool within = is_within(&m, old);
    size_t from = 0, at = 0;
    for (size_t i = 0; i < cover->count; i++) {
        if (cover->outside[i] > 0 && !within) {
            *which = i;
            return LB_E_INPUT;
        }
        size_t end = cover->first[i + 1];
        at = shift_area(cover, &m, i, from, at);
        cover->first[i + 1] = at;
        from = end;
    }
    cover->grid = *grid;
    return LB_OK;
}
