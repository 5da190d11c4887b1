/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic of boxes and grids (docs/methods.md, Squares). A cell owns its west and south edges,
 * so that every point of the plane is in exactly one cell of a lattice. */
#include <math.h>

#include <lagesbild/grid.h>

lb_box lb_box_empty(void)
{
    return (lb_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

bool lb_box_is_empty(lb_box box)
{
    return !(box.xmin <= box.xmax && box.ymin <= box.ymax);
}

lb_box lb_box_add(lb_box box, double x, double y)
{
    return (lb_box){fmin(box.xmin, x), fmin(box.ymin, y), fmax(box.xmax, x), fmax(box.ymax, y)};
}

lb_box lb_box_union(lb_box a, lb_box b)
{
    return (lb_box){fmin(a.xmin, b.xmin), fmin(a.ymin, b.ymin), fmax(a.xmax, b.xmax),
                    fmax(a.ymax, b.ymax)};
}

bool lb_box_intersects(lb_box a, lb_box b)
{
    return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax && b.ymin <= a.ymax;
}

/* Rounded outwards to multiples of the cell; a box of no width or height still gets one cell. */
lb_status lb_grid_around(lb_box box, double cell, lb_grid *out)
{
    if (!(cell > 0) || !isfinite(cell))
        return LB_E_USAGE;
    if (lb_box_is_empty(box)) {
        *out = (lb_grid){0, 0, cell, cell, 0, 0};
        return LB_OK;
    }
    double west = floor(box.xmin / cell), east = ceil(box.xmax / cell);
    double south = floor(box.ymin / cell), north = ceil(box.ymax / cell);
    /* A box of no width or height still lies in a cell. */
    if (east == west)
        east += 1;
    if (north == south)
        north += 1;
    if (!(east - west < INT32_MAX) || !(north - south < INT32_MAX))
        return LB_E_INPUT;
    *out = (lb_grid){west * cell, north * cell,           cell,
                     cell,        (int32_t)(east - west), (int32_t)(north - south)};
    return LB_OK;
}

lb_box lb_grid_box(const lb_grid *grid)
{
    return (lb_box){grid->x0, grid->y0 - grid->nrow * grid->dy, grid->x0 + grid->ncol * grid->dx,
                    grid->y0};
}

/* ceil - 1 for rows, which count southwards, because a cell owns its south edge. */
bool lb_grid_cell_at(const lb_grid *grid, double x, double y, int32_t *row, int32_t *col)
{
    double c = floor((x - grid->x0) / grid->dx);
    double r = ceil((grid->y0 - y) / grid->dy) - 1; /* a cell owns its south edge */
    if (!(c >= 0 && c < grid->ncol && r >= 0 && r < grid->nrow))
        return false;
    *row = (int32_t)r;
    *col = (int32_t)c;
    return true;
}

lb_box lb_grid_cell_box(const lb_grid *grid, int32_t row, int32_t col)
{
    return (lb_box){grid->x0 + col * grid->dx, grid->y0 - (row + 1.0) * grid->dy,
                    grid->x0 + (col + 1.0) * grid->dx, grid->y0 - row * grid->dy};
}

/* To a millionth of a cell: corners in files are rounded. */
static bool is_whole_number(double cells)
{
    return fabs(cells - round(cells)) < 1e-6;
}

bool lb_grid_aligned(const lb_grid *a, const lb_grid *b)
{
    return fabs(a->dx - b->dx) < 1e-6 * a->dx && fabs(a->dy - b->dy) < 1e-6 * a->dy &&
           is_whole_number((a->x0 - b->x0) / a->dx) && is_whole_number((a->y0 - b->y0) / a->dy);
}
