/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/sum.h"
#include "kernel/geometry/cover_rewindow.h"

static bool same(const lb_grid *a, const lb_grid *b)
{
    return a->x0 == b->x0 && a->y0 == b->y0 && a->dx == b->dx && a->dy == b->dy &&
           a->ncol == b->ncol && a->nrow == b->nrow;
}

typedef struct mover {
    int64_t south, east; /* cells that rows and columns move by */
    int64_t nrow, ncol;  /* of the new window */
} mover;

static bool is_within(const mover *m, const lb_grid *old)
{
    return m->south <= 0 && m->east <= 0 && m->nrow <= old->nrow + m->south &&
           m->ncol <= old->ncol + m->east;
}

/* Moves and cuts one run; its length is 0 when none of it is left. *lost: cells cut off. */
static lb_run move_run(const mover *m, lb_run run, double *lost)
{
    int64_t row = run.row + m->south, from = run.col + m->east, to = from + run.length;
    from = from < 0 ? 0 : from;
    to = to > m->ncol ? m->ncol : to;
    bool left = row >= 0 && row < m->nrow && from < to;
    lb_run out = {0, 0, 0, run.fraction};
    if (left)
        out = (lb_run){(int32_t)row, (int32_t)from, (int32_t)(to - from), run.fraction};
    *lost = run.fraction * (run.length - out.length);
    return out;
}

/* Runs from..end move to at..; returns where the next area's begin. */
static size_t move_area(lb_cover *cover, const mover *m, size_t i, size_t from, size_t at)
{
    lb_sum outside = {0};
    double cell = cover->grid.dx * cover->grid.dy, lost;
    lb_sum_add(&outside, cover->outside[i]);
    for (size_t r = from; r < cover->first[i + 1]; r++) {
        lb_run run = move_run(m, cover->run[r], &lost);
        if (lost > 0)
            lb_sum_add(&outside, lost * cell);
        if (run.length > 0)
            cover->run[at++] = run;
    }
    cover->outside[i] = lb_sum_value(outside);
    return at;
}

lb_status lb_cover_move(lb_cover *cover, const lb_grid *grid, size_t *which)
{
    const lb_grid *old = &cover->grid;
    if (same(old, grid))
        return LB_OK;
    if (!lb_grid_aligned(old, grid))
        return LB_E_USAGE;
    mover m = {llround((grid->y0 - old->y0) / old->dy), llround((old->x0 - grid->x0) / old->dx),
               grid->nrow, grid->ncol};
    bool within = is_within(&m, old);
    size_t from = 0, at = 0;
    for (size_t i = 0; i < cover->count; i++) {
        if (cover->outside[i] > 0 && !within) {
            *which = i;
            return LB_E_INPUT;
        }
        size_t end = cover->first[i + 1];
        at = move_area(cover, &m, i, from, at);
        cover->first[i + 1] = at;
        from = end;
    }
    cover->grid = *grid;
    return LB_OK;
}
