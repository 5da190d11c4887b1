/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact fraction of every grid cell in every area (docs/methods.md, Coverage).
 *
 * Sums are exact: the areas of a partition add up to 1 in each cell and the cells of an area to its
 * area, both to rounding of the last digit; no area is too small to be seen. */
#ifndef LAGESBILD_COVERAGE_H
#define LAGESBILD_COVERAGE_H

#include <lagesbild/cover.h>

/* The fraction of each cell of grid in each feature of shapes, by one pass of signed areas over the
 * edges: time and memory grow with vertices, cells on boundaries and rows of cells inside, never
 * with the box. Shapes must be valid (rings do not cross, holes inside). A cell wholly inside has
 * fraction exactly 1. Fractions below 1e-13 of the cell, or of the area when that is smaller, are
 * rounding and left out. What of an area lies outside the grid is in outside; area = cells +
 * outside. threads: 0 for as many as there are cores; the result does not depend on it. LB_E_INPUT:
 * a coordinate is not finite, or over 2^50 cells away. LB_E_USAGE: the grid has no cell size or is
 * not finite. The caller clears *out. */
LB_API lb_status lb_cover_compute(const lb_shapes *shapes, const lb_grid *grid, int threads,
                                  lb_cover *out);

#endif
