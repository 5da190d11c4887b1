/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a set and its categories are when overlaps count once. */
#ifndef LB_INPUT_AREAS_AREA_SIZES_H
#define LB_INPUT_AREAS_AREA_SIZES_H

#include <lagesbild/overlap_rule.h>
#include "input/areas/disjoint.h"
#include "input/areas/areas.h"

/* Square metres; true: on the ellipsoid. By priority and split the categories add up to the union.
 */
typedef struct lb_area_sizes {
    double union_planar, union_true;
    double sum_planar, sum_true; /* of the areas one by one: above the union by the overlaps */
    double *planar, *true_;      /* [categories] */
} lb_area_sizes;

void lb_area_sizes_clear(lb_area_sizes *sizes);

lb_status lb_area_sizes_copy(const lb_area_sizes *from, size_t categories, lb_area_sizes *out);

/* LB_E_INPUT: GEOS or the CRS fails. */
lb_status lb_area_sizes_compute(const lb_areas *areas, const char *crs, lb_overlap_rule rule,
                                int threads, lb_area_sizes *out, lb_error *err);

/* The same in two steps, for other work between them: the areas one by one; then, by the proof that
 * was begun with them, what they have in common. A failure of the first leaves *out as it was, one
 * of the second empties it. */
lb_status lb_area_sizes_sum(const lb_areas *areas, const char *crs, int threads, lb_area_sizes *out,
                            lb_error *err);
lb_status lb_area_sizes_union(const lb_areas *areas, lb_disjoint_task *test, const char *crs,
                              lb_overlap_rule rule, lb_area_sizes *sizes, lb_error *err);

#endif
