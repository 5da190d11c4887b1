/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "kernel/geometry/exact_grid.h"

#define FARTHEST 0x1p50 /* cells */

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
