/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of the set cells of a small mask as a valid MultiPolygon: how squares of which parts
 * were taken by smaller ones are drawn. */
#ifndef LB_KERNEL_OUTLINE_MASK_OUTLINE_H
#define LB_KERNEL_OUTLINE_MASK_OUTLINE_H

#include <stdbool.h>
#include <lagesbild/shapes.h>

enum { LB_MASK_OUTLINE_MAX_SIDE = 128 };

/* Adds the outline of the set cells of a side x side mask (row 0 in the north, at most
 * LB_MASK_OUTLINE_MAX_SIDE) as one feature: cells that share an edge become one part, cells that
 * share only a corner stay apart, gaps become holes, so that the MultiPolygon is valid. (x, y): the
 * south-west corner of the mask. A mask without set cells gives a feature without parts.
 * LB_E_USAGE: a side that is too long; LB_E_MEMORY. */
lb_status lb_mask_outline_add(const bool *mask, int side, double x, double y, double cell,
                              lb_shapes *shapes);

#endif
