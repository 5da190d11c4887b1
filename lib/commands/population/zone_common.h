/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What zones have in common with targets: areas, then categories, then all areas together. */
#ifndef LB_COMMANDS_POPULATION_ZONE_COMMON_H
#define LB_COMMANDS_POPULATION_ZONE_COMMON_H

#include "input/areas/areas.h"
#include "input/grid/grid_values.h"
#include "kernel/overlap/zone_parts.h"

/* Places in lb_zone_part.size. */
enum { LB_COMMON_M2 = LB_OVERLAP_PLANAR, LB_COMMON_PEOPLE = LB_OVERLAP_MEASURED };

/* Zeroed memory is empty. */
typedef struct lb_zone_common {
    lb_zone_part *part; /* [count], by zone; sizes in planar m2, and people of the weights */
    size_t count;
    double *target_m2; /* [areas + categories + 1] planar */
} lb_zone_common;

void lb_zone_common_clear(lb_zone_common *common);

/* weights: a grid whose first column is people; NULL: none. LB_E_MEMORY; LB_E_INPUT: coordinates
 * span over 1e12. */
lb_status lb_zone_common_find(const lb_shapes *zones, const lb_areas *areas, lb_overlap_rule rule,
                              const lb_grid_values *weights, const lb_job *job, lb_zone_common *out,
                              lb_error *err);

/* The people of the grid in each shape, to be freed; NULL: *status says why. */
double *lb_people_in_shapes(const lb_shapes *shapes, const lb_grid_values *weights, int threads,
                            lb_status *status);

#endif
