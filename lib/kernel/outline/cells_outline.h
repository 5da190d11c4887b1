/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of any cells of a grid as one feature. */
#ifndef LB_KERNEL_OUTLINE_CELLS_OUTLINE_H
#define LB_KERNEL_OUTLINE_CELLS_OUTLINE_H

#include <lagesbild/shapes.h>

/* cell[]: row * ncol + col; which[n]: those of them that are outlined, NULL: the first n. No cells
 * give a feature without parts; cells more than LB_MASK_OUTLINE_MAX_SIDE apart are added one by
 * one, their common sides kept. LB_E_MEMORY. */
lb_status lb_cells_outline_add(const lb_grid *grid, const int64_t *cell, const size_t *which,
                               size_t n, lb_shapes *shapes);

#endif
