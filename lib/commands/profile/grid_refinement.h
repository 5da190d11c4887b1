/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common refinement of two grids: the rectangles into which their lines together cut the plane.
 * Each lies in one cell of either grid, whatever their sizes and origins. */
#ifndef LB_COMMANDS_PROFILE_GRID_REFINEMENT_H
#define LB_COMMANDS_PROFILE_GRID_REFINEMENT_H

#include <lagesbild/shapes.h>

/* One axis: eastwards, or southwards with coordinates of the other sign. Interval k lies between
 * line[k] and line[k + 1]. */
typedef struct lb_refined_axis {
    int32_t count;
    double *line;   /* [count + 1], ascending, in the unit of the CRS */
    int32_t *of[2]; /* [count]: column or row of the first and of the second grid */
} lb_refined_axis;

/* Zeroed memory is empty. Rows from the north, as grids have them. */
typedef struct lb_grid_refinement {
    lb_refined_axis x, y;
} lb_grid_refinement;

void lb_grid_refinement_clear(lb_grid_refinement *refinement);

/* Of the part of both grids that cells in `within` fill; empty where they share none. Lines that
 * differ by less than a millionth of the smaller cell are one. LB_E_MEMORY. */
lb_status lb_grid_refinement_make(const lb_grid *a, const lb_grid *b, lb_box within,
                                  lb_grid_refinement *out);

/* Polygons in coordinates in which the rectangles are unit squares: interval k of x is (k, k + 1),
 * of y (-k - 1, -k). Edges are cut at all lines, so that they are straight in every rectangle and
 * the part of it that a polygon covers stays as it is. LB_E_MEMORY. */
lb_status lb_grid_refinement_shapes(const lb_grid_refinement *refinement, const lb_shapes *shapes,
                                    lb_shapes *out);

#endif
