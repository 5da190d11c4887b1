/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that hang together: what is asked of areas that meet need not be asked of all at once. */
#ifndef LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H
#define LB_KERNEL_GEOMETRY_BBOX_COMPONENTS_H

#include <lagesbild/grid.h>

/* Cluster c is member[first[c] .. first[c + 1]), numbers of boxes, rising; no box meets one of
 * another cluster. Clusters come by their first members. Empty boxes are in none. */
typedef struct lb_clusters {
    size_t count;
    size_t *first; /* [count + 1] */
    size_t *member;
} lb_clusters;

/* LB_E_MEMORY. */
lb_status lb_clusters_find(const lb_box *box, size_t count, lb_clusters *out);
void lb_clusters_clear(lb_clusters *clusters);

#endif
