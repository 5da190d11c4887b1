/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "base/union_find.h"
#include "kernel/trend/common_units.h"

/* Squares of all deliveries, those of each behind those before, as a forest: each points towards
 * the root of its unit. */
typedef struct square_forest {
    size_t *parent;
    size_t offset[LB_DELIVERIES_MAX + 1];
} square_forest;

void lb_common_units_clear(lb_common_units *units)
{
    for (size_t d = 0; d < units->deliveries; d++) {
        free(units->unit[d]);
        free(units->first[d]);
        free(units->member[d]);
        free(units->square[d]);
    }
    free(units->cell);
    *units = (lb_common_units){.deliveries = 0};
}

/* Cells ------------------------------------------------------------------------------------------
 */

/* The window of all cells; empty deliveries have none. */
static void join_windows(const lb_delivery_squares *delivery, size_t n, lb_grid *out)
{
    double xmin = INFINITY, xmax = -INFINITY, ymin = INFINITY, ymax = -INFINITY;
    *out = delivery[0].fill->grid;
    for (size_t d = 0; d < n; d++) {
        const lb_grid *g = &delivery[d].fill->grid;
        if (delivery[d].fill->cells == 0)
            continue;
        out->dx = g->dx;
        out->dy = g->dy;
        xmin = fmin(xmin, g->x0);
        xmax = fmax(xmax, g->x0 + g->ncol * g->dx);
        ymin = fmin(ymin, g->y0 - g->nrow * g->dy);
        ymax = fmax(ymax, g->y0);
    }
    if (!(xmin < xmax))
        return;
    out->x0 = xmin;
    out->y0 = ymax;
    out->ncol = (int32_t)llround((xmax - xmin) / out->dx);
    out->nrow = (int32_t)llround((ymax - ymin) / out->dy);
}

/* The i-th cell of a delivery in the window of all; INT64_MAX: there is none. */
static int64_t cell_in(const lb_grid *all, const lb_square_allocation *fill, size_t i)
{
    if (i >= fill->cells)
        return INT64_MAX;
    int64_t row = fill->cell[i] / fill->grid.ncol, col = fill->cell[i] % fill->grid.ncol;
    row += llround((all->y0 - fill->grid.y0) / all->dy);
    col += llround((fill->grid.x0 - all->x0) / all->dx);
    return row * all->ncol + col;
}

/* Walks the cells of all deliveries together, in their common order. */
static lb_status walk_cells(const lb_delivery_squares *delivery, square_forest *f,
                            lb_common_units *u)
{
    size_t next[LB_DELIVERIES_MAX] = {0}, most = 0, n = u->deliveries;
    for (size_t d = 0; d < n; d++)
        most += delivery[d].fill->cells;
    u->cell = malloc((most + 1) * sizeof *u->cell);
    if (!u->cell)
        return LB_E_MEMORY;
    for (size_t d = 0; d < n; d++)
        if (!(u->square[d] = malloc((most + 1) * sizeof *u->square[d])))
            return LB_E_MEMORY;
    for (;; u->cells++) {
        int64_t least = INT64_MAX;
        size_t before = SIZE_MAX;
        for (size_t d = 0; d < n; d++) {
            int64_t cell = cell_in(&u->grid, delivery[d].fill, next[d]);
            least = cell < least ? cell : least;
        }
        if (least == INT64_MAX)
            return LB_OK;
        u->cell[u->cells] = least;
        for (size_t d = 0; d < n; d++) {
            u->square[d][u->cells] = SIZE_MAX;
            if (cell_in(&u->grid, delivery[d].fill, next[d]) != least)
                continue;
            size_t square = delivery[d].fill->square[next[d]++];
            u->square[d][u->cells] = square;
            if (before != SIZE_MAX)
                lb_union_find_join(f->parent, before, f->offset[d] + square);
            before = f->offset[d] + square;
        }
    }
}

/* A square that has no cell left on the map is still the same square in another delivery. */
static void join_same(const lb_delivery_squares *delivery, size_t a, size_t b, square_forest *f)
{
    const lb_squares *p = delivery[a].squares, *q = delivery[b].squares;
    for (size_t i = 0, j = 0; i < p->count && j < q->count;) {
        int order = lb_square_compare(&p->square[i], &q->square[j]);
        if (order == 0)
            lb_union_find_join(f->parent, f->offset[a] + i, f->offset[b] + j);
        i += order <= 0;
        j += order >= 0;
    }
}

/* Units ------------------------------------------------------------------------------------------
 */

/* Numbers the roots, and lists the squares of each. */
static lb_status list_members(const lb_delivery_squares *delivery, square_forest *f,
                              lb_common_units *u)
{
    size_t nodes = f->offset[u->deliveries];
    size_t *number = malloc((nodes + 1) * sizeof *number);
    if (!number)
        return LB_E_MEMORY;
    u->count = lb_union_find_number(f->parent, nodes, number);
    lb_status status = LB_OK;
    for (size_t d = 0; d < u->deliveries && status == LB_OK; d++) {
        size_t squares = delivery[d].squares->count;
        u->unit[d] = malloc((squares + 1) * sizeof *u->unit[d]);
        u->member[d] = malloc((squares + 1) * sizeof *u->member[d]);
        u->first[d] = calloc(u->count + 2, sizeof *u->first[d]);
        status = u->unit[d] && u->member[d] && u->first[d] ? LB_OK : LB_E_MEMORY;
        for (size_t i = 0; i < squares && status == LB_OK; i++) {
            u->unit[d][i] = number[f->offset[d] + i];
            u->first[d][u->unit[d][i] + 2]++;
        }
        for (size_t k = 2; k < u->count + 2 && status == LB_OK; k++)
            u->first[d][k] += u->first[d][k - 1];
        for (size_t i = 0; i < squares && status == LB_OK; i++)
            u->member[d][u->first[d][u->unit[d][i] + 1]++] = i;
    }
    free(number);
    return status;
}

/* Connected components by union-find over the squares of all deliveries, numbered through by
 * offset: joined where two fill a cell in common or are the same square, also one that fills no
 * cell (docs/methods.md, Trends, Common units). */
static lb_status make_units(const lb_delivery_squares *delivery, square_forest *f,
                            lb_common_units *u)
{
    for (size_t d = 0; d < u->deliveries; d++)
        f->offset[d + 1] = f->offset[d] + delivery[d].squares->count;
    f->parent = malloc((f->offset[u->deliveries] + 1) * sizeof *f->parent);
    if (!f->parent)
        return LB_E_MEMORY;
    lb_union_find_init(f->parent, f->offset[u->deliveries]);
    join_windows(delivery, u->deliveries, &u->grid);
    LB_TRY(walk_cells(delivery, f, u));
    for (size_t a = 0; a < u->deliveries; a++)
        for (size_t b = a + 1; b < u->deliveries; b++)
            join_same(delivery, a, b, f);
    return list_members(delivery, f, u);
}

lb_status lb_common_units_make(const lb_delivery_squares *delivery, size_t deliveries,
                               lb_common_units *out)
{
    lb_common_units units = {.deliveries = deliveries};
    square_forest forest = {.parent = NULL};
    lb_status status = make_units(delivery, &forest, &units);
    free(forest.parent);
    LB_HAND_OVER(status, units, out, lb_common_units_clear);
}

/* By the squares of the first and the last delivery alone: 1 to n is split, n to 1 merged, n to
 * m or two different squares rearranged. */
lb_unit_status lb_common_unit_status(const lb_common_units *units,
                                     const lb_delivery_squares *delivery, size_t unit)
{
    size_t last = units->deliveries - 1;
    size_t before = units->first[0][unit + 1] - units->first[0][unit];
    size_t after = units->first[last][unit + 1] - units->first[last][unit];
    if (before == 0)
        return LB_UNIT_ONLY_LAST;
    if (after == 0)
        return LB_UNIT_ONLY_FIRST;
    if (before > 1)
        return after == 1 ? LB_UNIT_MERGED : LB_UNIT_REARRANGED;
    if (after > 1)
        return LB_UNIT_SPLIT;
    const lb_square *a = &delivery[0].squares->square[units->member[0][units->first[0][unit]]];
    const lb_square *b =
        &delivery[last].squares->square[units->member[last][units->first[last][unit]]];
    return lb_square_compare(a, b) == 0 ? LB_UNIT_SAME : LB_UNIT_REARRANGED;
}
