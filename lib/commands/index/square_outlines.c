/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of delivered squares. */
#include <stdlib.h>
#include <string.h>

#include "commands/index/index_tables.h"
#include "kernel/geometry/mask_outline.h"

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

static lb_status add_partial(const lb_grid_made *made, size_t i, lb_shapes *shapes, lb_error *err)
{
    bool mask[LB_OUTLINE_SIDE * LB_OUTLINE_SIDE] = {false};
    lb_square s = made->squares.square[i];
    int side = s.size / made->recipe.cell_size;
    if (side > LB_OUTLINE_SIDE)
        return lb_error_set(err, LB_E_INPUT,
                            "a square of %d m, partly taken by smaller ones, is too large to "
                            "outline; expected at most %d cells a side",
                            s.size, LB_OUTLINE_SIDE);
    fill_mask(made, i, side, mask);
    return lb_outline_add(mask, side, s.e, s.n, made->fill.grid.dx, shapes);
}

static bool is_partial(const lb_grid_made *made, size_t i)
{
    int32_t side = made->squares.square[i].size / made->recipe.cell_size;
    return made->fill.count[i] > 0 && made->fill.count[i] < side * side;
}

static lb_status add_whole(const lb_grid_made *made, size_t i, lb_shapes *shapes)
{
    lb_square s = made->squares.square[i];
    lb_status status = lb_shapes_add_feature(shapes);
    return status == LB_OK && made->fill.count[i] > 0 ? add_square(shapes, s.e, s.n, s.size)
                                                      : status;
}

lb_status lb_rutor_shapes(const lb_grid_made *made, lb_shapes *out, lb_error *err)
{
    lb_shapes shapes = {0};
    lb_status status = LB_OK;
    lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (size_t i = 0; i < made->squares.count && status == LB_OK; i++)
        status =
            is_partial(made, i) ? add_partial(made, i, &shapes, err) : add_whole(made, i, &shapes);
    if (status == LB_OK)
        *out = shapes;
    else
        lb_shapes_clear(&shapes);
    return status;
}
