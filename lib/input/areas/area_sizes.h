/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of a set of areas and of its categories when overlaps count once. */
#ifndef LB_INPUT_AREAS_AREA_SIZES_H
#define LB_INPUT_AREAS_AREA_SIZES_H

#include <lagesbild/overlap_rule.h>
#include "input/areas/overlap_task.h"
#include "input/areas/areas.h"

/* Square metres; true: on the ellipsoid. By priority and by split the categories add up to the
 * union. */
typedef struct lb_area_sizes {
    double union_planar, union_true;
    double sum_planar, sum_true; /* over the areas: larger than the union by their overlaps */
    double *planar, *true_;      /* [categories] */
} lb_area_sizes;

void lb_area_sizes_clear(lb_area_sizes *sizes);

lb_status lb_area_sizes_copy(const lb_area_sizes *from, size_t categories, lb_area_sizes *out);

typedef struct lb_size_terms {
    const char *crs;
    lb_overlap_rule rule;
    int threads;
    bool pairs;  /* also which areas overlap, in the task */
    lb_log *log; /* notes very many crossings; NULL: none */
} lb_size_terms;

/* task: what was found of overlaps, to be cleared by the caller, also on an error; NULL: not
 * wanted. LB_E_INPUT: the CRS fails. */
lb_status lb_area_sizes_compute(const lb_areas *areas, const lb_size_terms *terms,
                                lb_overlap_task *task, lb_area_sizes *out, lb_error *err);

#endif
