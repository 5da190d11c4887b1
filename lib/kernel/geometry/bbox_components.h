/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that hang together: what is asked of areas that meet need not be asked of all at once. */
#ifndef LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H
#define LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H

#include <lagesbild/grid.h>

/* Cluster c is member[first[c] .. first[c + 1]), numbers of boxes, rising; no box meets one of
 * another cluster. Clusters come by their first members. Empty boxes are in none. */
typedef struct lb_bbox_components {
    size_t count;
    size_t *first; /* [count + 1] */
    size_t *member;
} lb_bbox_components;

/* LB_E_MEMORY. */
lb_status lb_bbox_components_find(const lb_box *box, size_t count, lb_bbox_components *out);
void lb_bbox_components_clear(lb_bbox_components *clusters);

#endif
