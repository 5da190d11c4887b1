/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of delivered squares. */
#include <stdlib.h>
#include <string.h>

#include "base/work.h"
#include "flow/index_tables.h"
#include "kernel/outline.h"
#include "port/geos.h"

static lb_status add_square(lb_shapes *shapes, double x, double y, double side)
{
    const double ring[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    lb_status status = lb_shapes_add_part(shapes);
    return status == LB_OK ? lb_shapes_add_ring(shapes, ring, 4) : status;
}

/* Which of a partly taken square's cells it fills, row 0 in the north. */
static void fill_mask(const lb_grid_made *made, size_t i, int side, bool *mask)
{
    const lb_fill *fill = &made->fill;
    const lb_grid *grid = &fill->grid;
    lb_square s = made->squares.square[i];
    int64_t north = (int64_t)((grid->y0 - s.n - s.size) / grid->dy);
    int64_t west = (int64_t)((s.e - grid->x0) / grid->dx);
    for (int r = 0; r < side; r++) {
        int64_t first = (north + r) * grid->ncol + west;
        size_t low = 0, high = fill->cells;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (fill->cell[middle] < first)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < fill->cells && fill->cell[low] < first + side; low++)
            mask[r * side + (int)(fill->cell[low] - first)] = fill->square[low] == i;
    }
}

/* Cells that enclose a gap: rare, so GEOS may take its time. */
static lb_status add_union(const bool *mask, int side, lb_square s, double cell, lb_shapes *shapes,
                           lb_error *err)
{
    lb_shapes cells = {0}, whole = {0};
    lb_status status = LB_OK;
    for (int i = 0; i < side * side && status == LB_OK; i++) {
        if (!mask[i])
            continue;
        status = lb_shapes_add_feature(&cells);
        if (status == LB_OK)
            status = add_square(&cells, s.e + (i % side) * cell,
                                s.n + s.size - (i / side + 1) * cell, cell);
    }
    if (status == LB_OK)
        status = lb_geos_union(&cells, NULL, cells.count, &whole, err);
    if (status == LB_OK)
        status = lb_shapes_add_copy(shapes, &whole, 0);
    lb_shapes_clear(&cells);
    lb_shapes_clear(&whole);
    return status;
}

static lb_status add_partial(const lb_grid_made *made, size_t i, lb_shapes *shapes, lb_error *err)
{
    bool mask[LB_OUTLINE_SIDE * LB_OUTLINE_SIDE] = {false}, holes = false;
    lb_square s = made->squares.square[i];
    double cell = made->fill.grid.dx;
    int side = s.size / made->recipe.cell_size;
    if (side > LB_OUTLINE_SIDE)
        return lb_error_set(err, LB_E_INPUT,
                            "a square of %d m, partly taken by smaller ones, is too large to "
                            "outline; expected at most %d cells a side",
                            s.size, LB_OUTLINE_SIDE);
    lb_shapes one = {0};
    fill_mask(made, i, side, mask);
    lb_status status = lb_outline_add(mask, side, s.e, s.n, cell, &one, &holes);
    if (status == LB_OK)
        status = holes ? add_union(mask, side, s, cell, shapes, err)
                       : lb_shapes_add_copy(shapes, &one, 0);
    lb_shapes_clear(&one);
    return status;
}

/* A partly taken square, outlined by itself. */
typedef struct partial {
    size_t square;
    lb_shapes shape;
    lb_status status;
} partial;

static bool is_partial(const lb_grid_made *made, size_t i)
{
    int32_t side = made->squares.square[i].size / made->recipe.cell_size;
    return made->fill.count[i] > 0 && made->fill.count[i] < side * side;
}

/* Those with gaps take GEOS long: all cores outline them, into places of their own. *n is set in
 * any case. */
static partial *outline_partials(const lb_grid_made *made, int threads, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < made->squares.count; i++)
        *n += is_partial(made, i);
    partial *list = calloc(*n + 1, sizeof *list);
    for (size_t i = 0, k = 0; list && i < made->squares.count; i++)
        if (is_partial(made, i))
            list[k++].square = i;
    if (!list)
        return NULL;
#pragma omp parallel for num_threads(lb_work_threads(threads)) schedule(dynamic, 64)
    for (size_t k = 0; k < *n; k++)
        list[k].status = add_partial(made, list[k].square, &list[k].shape, NULL);
    return list;
}

static lb_status add_whole(const lb_grid_made *made, size_t i, lb_shapes *shapes)
{
    lb_square s = made->squares.square[i];
    lb_status status = lb_shapes_add_feature(shapes);
    return status == LB_OK && made->fill.count[i] > 0 ? add_square(shapes, s.e, s.n, s.size)
                                                      : status;
}

/* In the order of the squares. */
static lb_status join(const lb_grid_made *made, const partial *next, lb_shapes *shapes,
                      lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t i = 0; i < made->squares.count && status == LB_OK; i++) {
        if (!is_partial(made, i)) {
            status = add_whole(made, i, shapes);
            continue;
        }
        status = next->status == LB_OK ? lb_shapes_add_copy(shapes, &next->shape, 0) : next->status;
        if (next->status != LB_OK && next->status != LB_E_MEMORY)
            status = add_partial(made, i, shapes, err); /* it says why */
        next++;
    }
    return status;
}

lb_status lb_rutor_shapes(const lb_grid_made *made, int threads, lb_shapes *out, lb_error *err)
{
    lb_shapes shapes = {0};
    size_t n = 0;
    lb_error_set(err, LB_E_MEMORY, "out of memory");
    partial *partials = outline_partials(made, threads, &n);
    lb_status status = partials ? join(made, partials, &shapes, err) : LB_E_MEMORY;
    for (size_t k = 0; partials && k < n; k++)
        lb_shapes_clear(&partials[k].shape);
    free(partials);
    if (status == LB_OK)
        *out = shapes;
    else
        lb_shapes_clear(&shapes);
    return status;
}
