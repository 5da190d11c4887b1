/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of delivered squares. */
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "commands/index/index_tables.h"
#include "kernel/outline/mask_outline.h"

static lb_status add_square_part(lb_shapes *shapes, double x, double y, double side)
{
    const double ring[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    LB_TRY(lb_shapes_add_part(shapes));
    return lb_shapes_add_ring(shapes, ring, 4);
}

/* Which of a partly taken square's cells it fills, row 0 in the north. */
static void fill_mask(const lb_index_data *data, size_t i, int side, bool *mask)
{
    const lb_square_allocation *fill = &data->fill;
    const lb_grid *grid = &fill->grid;
    lb_square s = data->squares.square[i];
    int64_t north = (int64_t)((grid->y0 - s.n - s.size) / grid->dy);
    int64_t west = (int64_t)((s.e - grid->x0) / grid->dx);
    for (int r = 0; r < side; r++) {
        int64_t first = (north + r) * grid->ncol + west;
        for (size_t low = lb_square_allocation_from(fill, first);
             low < fill->cells && fill->cell[low] < first + side; low++)
            mask[r * side + (int)(fill->cell[low] - first)] = fill->square[low] == i;
    }
}

static lb_status add_partial(const lb_index_data *data, size_t i, lb_shapes *shapes, lb_error *err)
{
    bool mask[LB_MASK_OUTLINE_MAX_SIDE * LB_MASK_OUTLINE_MAX_SIDE];
    lb_square s = data->squares.square[i];
    int side = s.size / data->recipe.cell_size;
    if (side > LB_MASK_OUTLINE_MAX_SIDE)
        return lb_error_set(err, LB_E_INPUT,
                            "a square of %d m, partly taken by smaller ones, is too large to "
                            "outline; expected at most %d cells a side",
                            s.size, LB_MASK_OUTLINE_MAX_SIDE);
    memset(mask, false, (size_t)side * (size_t)side);
    fill_mask(data, i, side, mask);
    return lb_mask_outline_add(mask, side, s.e, s.n, data->fill.grid.dx, shapes);
}

static bool is_partial(const lb_index_data *data, size_t i)
{
    int32_t side = data->squares.square[i].size / data->recipe.cell_size;
    return data->fill.count[i] > 0 && data->fill.count[i] < side * side;
}

static lb_status add_full_square(const lb_index_data *data, size_t i, lb_shapes *shapes)
{
    lb_square s = data->squares.square[i];
    lb_status status = lb_shapes_add_feature(shapes);
    return status == LB_OK && data->fill.count[i] > 0 ? add_square_part(shapes, s.e, s.n, s.size)
                                                      : status;
}

lb_status lb_square_outlines(const lb_index_data *data, lb_shapes *out, lb_error *err)
{
    lb_shapes shapes = {0};
    lb_status status = LB_OK;
    lb_error_memory(err);
    for (size_t i = 0; i < data->squares.count && status == LB_OK; i++)
        status = is_partial(data, i) ? add_partial(data, i, &shapes, err)
                                     : add_full_square(data, i, &shapes);
    LB_HAND_OVER(status, shapes, out, lb_shapes_clear);
}
