/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact places on a grid.
 *
 * A coordinate becomes a whole number of units, a unit being the power of two at which a cell is
 * 2^59 to 2^60 units wide. Every double larger than about a hundredth of a cell is a whole number
 * of them, and so is the cell's size: which cell holds a vertex, how far into it the vertex lies
 * and what areas add up to are then integers, without rounding and whatever the order of work. */
#ifndef LB_KERNEL_GEOMETRY_EXACT_GRID_H
#define LB_KERNEL_GEOMETRY_EXACT_GRID_H

#include <math.h>
#include <stdbool.h>

#include <lagesbild/grid.h>

/* 128 bits: a cell's doubled area is below 2^121 square units. */
__extension__ typedef __int128 lb_wide;
__extension__ typedef unsigned __int128 lb_uwide;

typedef struct lb_exact_axis {
    double start, direction; /* of cell 0, metres; +1: cells go up the axis, -1: down it */
    double scale, per_cell;  /* units a metre; cells a metre */
    double signed_per_cell, tolerance; /* cells a metre forward; three roundings of one, in cells */
    double per_unit;                   /* cells a unit */
    lb_wide origin;                    /* start in units */
    int64_t step;                      /* units a cell */
    int32_t count;                     /* cells */
} lb_exact_axis;

typedef struct lb_exact_coord {
    int64_t cell;   /* may lie outside the grid */
    int64_t offset; /* 0 <= in < step */
} lb_exact_coord;

typedef struct lb_exact_grid {
    lb_exact_axis x, y; /* y grows southwards, as rows do */
} lb_exact_grid;

/* The casts, |v| < 2^112, without the compiler's slower general ones. */
static inline lb_wide lb_wide_from_double(double v)
{
    if (fabs(v) < 4e18)
        return (int64_t)v;
    int64_t high = (int64_t)(v * 0x1p-50);
    return high * ((lb_wide)1 << 50) + (int64_t)(v - (double)high * 0x1p50);
}

static inline double lb_wide_to_double(lb_wide v)
{
    if ((int64_t)v == v)
        return (double)(int64_t)v;
    return (double)(int64_t)(v >> 50) * 0x1p50 + (double)(int64_t)(v & 0x3FFFFFFFFFFFF);
}

/* LB_E_USAGE: not finite, cells of no size, or an origin over 2^50 cells from zero. */
lb_status lb_exact_grid_init(const lb_grid *grid, lb_exact_grid *out);

/* Can the coordinate be placed: finite and less than 2^50 cells from the grid? */
bool lb_exact_axis_in_range(const lb_exact_axis *axis, double v);

/* Units from the axis's start. */
static inline lb_wide lb_exact_axis_units(const lb_exact_axis *axis, double v)
{
    lb_wide units = lb_wide_from_double(v * axis->scale);
    return axis->direction > 0 ? units - axis->origin : axis->origin - units;
}

/* Cell and offset of a number of units. near: the cell as floating point has it, at most some cells
 * wrong, so that no 128-bit division is needed. */
static inline lb_exact_coord lb_exact_axis_split(const lb_exact_axis *axis, lb_wide units,
                                                 double near)
{
    lb_exact_coord coord = {.cell = (int64_t)near};
    lb_wide offset = units - (lb_wide)coord.cell * axis->step;
    for (; offset < 0; offset += axis->step)
        coord.cell--;
    for (; offset >= axis->step; offset -= axis->step)
        coord.cell++;
    coord.offset = (int64_t)offset;
    return coord;
}

/* Cell and offset of a coordinate in metres. */
static inline lb_exact_coord lb_exact_axis_coord(const lb_exact_axis *axis, double v)
{
    double near = (v - axis->start) * axis->direction * axis->per_cell;
    return lb_exact_axis_split(axis, lb_exact_axis_units(axis, v), near);
}

/* The cell by floating point where that leaves no doubt: on the axis, and farther from the cell's
 * sides than three roundings can move it. Nearly all coordinates. */
static inline bool lb_exact_axis_is_certain(const lb_exact_axis *axis, double v, int32_t *cell)
{
    double near = (v - axis->start) * axis->signed_per_cell;
    if (!(near > axis->tolerance && near < axis->count))
        return false;
    *cell = (int32_t)near;
    double offset = near - *cell;
    return offset > axis->tolerance && offset < 1 - axis->tolerance;
}

/* Cell and offset of units that come from arithmetic, not from a coordinate. */
static inline lb_exact_coord lb_exact_axis_split_units(const lb_exact_axis *axis, lb_wide units)
{
    return lb_exact_axis_split(axis, units, lb_wide_to_double(units) * axis->per_unit);
}

#endif
