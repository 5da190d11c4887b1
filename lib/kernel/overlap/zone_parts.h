/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What zones and areas share, whether or not areas overlap: of each zone the part in each area, in
 * what each category has by an overlap rule, and in the union of all areas. Without overlays. */
#ifndef LB_KERNEL_OVERLAP_ZONE_PARTS_H
#define LB_KERNEL_OVERLAP_ZONE_PARTS_H

#include "kernel/overlap/overlap_sizes.h"

typedef struct lb_zone_part {
    size_t zone;
    size_t target;                    /* an area; areas + category; areas + categories: the union */
    double size[LB_OVERLAP_MEASURES]; /* square units of the CRS; by the second measure */
} lb_zone_part;

/* overlap: of shapes whose first features are the zones, the others the areas. Of the request:
 * category (of areas, from their first), categories, rule and measure. *out: *n parts by zone, then
 * target, those of a size above 0; freed by free(). LB_E_MEMORY. */
lb_status lb_zone_parts_find(const lb_overlap *overlap, const lb_overlap_request *request,
                             lb_zone_part **out, size_t *n);

/* The same of two sets of shapes, of which no overlap is made yet. LB_E_INPUT: a coordinate is not
 * finite, or they span over 1e12. */
lb_status lb_zone_parts_between(const lb_shapes *zones, const lb_shapes *areas,
                                const lb_overlap_request *request, int threads, lb_zone_part **out,
                                size_t *n);

#endif
