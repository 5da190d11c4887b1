/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/try.h"
#include "kernel/outline/cells_outline.h"
#include "kernel/outline/mask_outline.h"

static lb_status add_rectangle(lb_shapes *shapes, lb_box b)
{
    const double ring[] = {b.xmin, b.ymin, b.xmax, b.ymin, b.xmax, b.ymax, b.xmin, b.ymax};
    LB_TRY(lb_shapes_add_part(shapes));
    return lb_shapes_add_ring(shapes, ring, 4);
}

static int64_t cell_at(const int64_t *cell, const size_t *which, size_t j)
{
    return cell[which ? which[j] : j];
}

/* Cells too far apart for a mask: one by one. */
static lb_status add_cells(const lb_grid *grid, const int64_t *cell, const size_t *which, size_t n,
                           lb_shapes *shapes)
{
    LB_TRY(lb_shapes_add_feature(shapes));
    for (size_t j = 0; j < n; j++) {
        int64_t at = cell_at(cell, which, j);
        LB_TRY(add_rectangle(shapes, lb_grid_cell_box(grid, (int32_t)(at / grid->ncol),
                                                      (int32_t)(at % grid->ncol))));
    }
    return LB_OK;
}

/* The union of cells as an area: a small one by walking the outline of a square mask, which
 * gives rings; one wider than the mask cell by cell. */
lb_status lb_cells_outline_add(const lb_grid *grid, const int64_t *cell, const size_t *which,
                               size_t n, lb_shapes *shapes)
{
    bool mask[LB_MASK_OUTLINE_MAX_SIDE * LB_MASK_OUTLINE_MAX_SIDE] = {false};
    int64_t north = INT64_MAX, south = -1, west = INT64_MAX, east = -1;
    if (n == 0)
        return lb_shapes_add_feature(shapes);
    for (size_t j = 0; j < n; j++) {
        int64_t row = cell_at(cell, which, j) / grid->ncol,
                col = cell_at(cell, which, j) % grid->ncol;
        north = row < north ? row : north;
        south = row > south ? row : south;
        west = col < west ? col : west;
        east = col > east ? col : east;
    }
    int64_t side = (south - north > east - west ? south - north : east - west) + 1;
    if (side > LB_MASK_OUTLINE_MAX_SIDE)
        return add_cells(grid, cell, which, n, shapes);
    for (size_t j = 0; j < n; j++) {
        int64_t row = cell_at(cell, which, j) / grid->ncol,
                col = cell_at(cell, which, j) % grid->ncol;
        mask[(row - north) * side + col - west] = true;
    }
    return lb_mask_outline_add(mask, (int)side, grid->x0 + (double)west * grid->dx,
                               grid->y0 - (double)(north + side) * grid->dy, grid->dx, shapes);
}
