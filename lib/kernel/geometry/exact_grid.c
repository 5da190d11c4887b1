/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales of an exact grid (exact_grid.h; docs/methods.md, Coverage, Exactness). The unit is the
 * power of two 2^-(60-e) m with 2^(e-1) <= cell < 2^e, so that multiplying by the scale is
 * exact. */
#include <math.h>

#include "kernel/geometry/exact_grid.h"

/* Cells: 2^50 of 2^60 units need 110 bits, which leaves room for sums in 128. */
#define FARTHEST 0x1p50 /* cells */

/* One axis: `start` is the coordinate of cell 0's outer side in metres, direction +1 for columns
 * (east), -1 for rows (south). False: the cell size or start has no meaning. */
static bool init_axis(double start, double cell, int32_t count, double direction,
                      lb_exact_axis *axis)
{
    int exponent;
    if (!(cell > 0) || !isfinite(cell) || !(fabs(start) / cell < FARTHEST))
        return false;
    frexp(cell, &exponent);
    axis->start = start;
    axis->direction = direction;
    axis->scale = ldexp(1, 60 - exponent);
    axis->per_cell = 1 / cell;
    axis->signed_per_cell = direction * axis->per_cell;
    axis->tolerance = count * 0x1p-50;
    axis->origin = lb_wide_from_double(start * axis->scale);
    axis->step = (int64_t)(cell * axis->scale);
    axis->per_unit = 1 / (double)axis->step;
    axis->count = count;
    return isfinite(axis->scale) && isfinite(axis->per_cell);
}

lb_status lb_exact_grid_init(const lb_grid *grid, lb_exact_grid *out)
{
    lb_exact_grid result;
    if (!init_axis(grid->x0, grid->dx, grid->ncol, 1, &result.x) ||
        !init_axis(grid->y0, grid->dy, grid->nrow, -1, &result.y))
        return LB_E_USAGE;
    *out = result;
    return LB_OK;
}

bool lb_exact_axis_in_range(const lb_exact_axis *axis, double v)
{
    return fabs(v - axis->start) * axis->per_cell < FARTHEST; /* false for NaN */
}
