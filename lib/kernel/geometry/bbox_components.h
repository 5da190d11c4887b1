/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connected components of intersecting bounding boxes. Features of two components cannot touch, so
 * that unions and overlaps are computed by GEOS within each component alone, in parallel. */
#ifndef LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H
#define LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H

#include <lagesbild/grid.h>

/* Component c is member[first[c] .. first[c + 1]), indexes of boxes, ascending; no box intersects
 * one of another component. Components are in the order of their first members. Empty boxes are in
 * none. */
typedef struct lb_bbox_components {
    size_t count;
    size_t *first; /* [count + 1] */
    size_t *member;
} lb_bbox_components;

/* LB_E_MEMORY. */
lb_status lb_bbox_components_find(const lb_box *box, size_t count, lb_bbox_components *out);
void lb_bbox_components_clear(lb_bbox_components *components);

#endif
