/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cover of a grid's cells by the union of areas, from its border alone: no polygons are linked,
 * so that nothing can fail to close. */
#ifndef LB_KERNEL_OVERLAP_UNION_COVER_H
#define LB_KERNEL_OVERLAP_UNION_COVER_H

#include <lagesbild/cover.h>
#include "kernel/overlap/union_border.h"

/* One area, the union of all. border: [lists], as walks made it with as many threads; edges that
 * meet no other area are added here. area: its planar size (the areas' sizes less what is
 * repeated). Parts of a cell below 1e-9 are left out. LB_E_MEMORY; LB_E_INPUT: a corner cannot be
 * placed. */
lb_status lb_union_cover_compute(const lb_border_runs *runs, lb_union_border *border, int lists,
                                 double area, const lb_grid *grid, lb_cover *out);

#endif
