/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which areas hold a point (docs/methods.md, Location).
 *
 * The boundary rule: a point on a boundary belongs to the area on its east side; where the boundary
 * runs east-west, to the area on its north side. Precisely: the point counts as if moved by an
 * infinitesimal e to the east and by e^2 to the north, decided without rounding. So each point is
 * in exactly one area of a partition, corners included, and a cell or square area owns its west
 * and south edges, as lb_grid_cell_at has it. */
#ifndef LAGESBILD_LOCATE_H
#define LAGESBILD_LOCATE_H

#include <lagesbild/shapes.h>

typedef struct lb_locator lb_locator;

/* Prepares the areas for many points: lists the areas of each cell, so that only points in cells
 * on a boundary need a test against edges, and those only against the edges of that row of cells.
 * Memory grows with the areas' vertices, the cells on their boundaries and their rows of cells.
 * grid: the lattice of cells to use (doubled where far too fine), NULL: of a size that suits the
 * areas. Either way the window is that of the shapes, and the answers are the same.
 * Borrows shapes, which must stay and must be valid. The caller frees *out.
 * LB_E_INPUT: a coordinate is not finite or too far away; LB_E_USAGE: the grid has no cell
 * size or is not finite. */
LB_API lb_status lb_locator_new(const lb_shapes *shapes, const lb_grid *grid, int threads,
                                lb_locator **out);

LB_API void lb_locator_free(lb_locator *locator);

/* All areas that hold the point, ascending, the first `max` of them in area; returns how many there
 * are, which may be more than max. A point that is not finite is in none. Any number of threads may
 * query one locator at once. */
LB_API size_t lb_locator_find(const lb_locator *locator, double x, double y, size_t *area,
                              size_t max);

/* Does one of the areas for which chosen[area] is set hold the point, however many do? *any (NULL:
 * not asked for): does an area at all? */
LB_API bool lb_locator_finds_chosen(const lb_locator *locator, double x, double y,
                                    const bool *chosen, bool *any);

/* Does this area hold the point? */
LB_API bool lb_locator_area_holds(const lb_locator *locator, size_t area, double x, double y);

/* The same of n points, xy[2 n]: found[i] areas hold point i, the first `max` of them in area[i *
 * max]. Faster than one by one: a query mostly waits for memory, and many wait together. */
LB_API void lb_locator_find_many(const lb_locator *locator, const double *xy, size_t n,
                                 size_t *found, size_t *area, size_t max);

#endif
