/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cover of a grid's cells by the union of areas, from its border alone: pieces of the areas'
 * borders that lie in no other area. No polygons are linked, so that nothing can fail to close. */
#ifndef LB_KERNEL_OVERLAP_UNION_COVER_H
#define LB_KERNEL_OVERLAP_UNION_COVER_H

#include <lagesbild/cover.h>
#include "kernel/overlap/border_walk.h"

/* One area, the union of all. area: its planar size (the areas' sizes less what is repeated).
 * Parts of a cell below 1e-9 are left out. LB_E_MEMORY; LB_E_INPUT: a corner cannot be placed. */
lb_status lb_union_cover_compute(const lb_overlap *overlap, double area, const lb_grid *grid,
                                 lb_cover *out);

#endif
