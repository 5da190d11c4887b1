/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of days over which the same areas exist, with how large the set is in each, and where
 * its borders run. One without ends when areas have no dates. */
#ifndef LB_COMMANDS_SHARE_VALIDITY_PERIODS_H
#define LB_COMMANDS_SHARE_VALIDITY_PERIODS_H

#include <lagesbild/locate.h>
#include <lagesbild/period.h>
#include "input/areas/area_sizes.h"
#include "input/areas/area_times.h"
#include "kernel/geometry/boundary_distance.h"

/* The set with its borders moved. Features: one a category, then all. */
typedef struct lb_shifted_areas {
    lb_shapes shapes;
    lb_locator *locator;
    double *m2; /* [categories + 1], on the ellipsoid, by the rule of overlaps; then the union */
} lb_shifted_areas;

typedef struct lb_validity_period {
    int64_t from, to;
    lb_areas view;  /* the areas that exist: only shapes and category are its own */
    bool all_valid; /* view borrows these too: all areas exist */
    lb_area_sizes sizes;
    lb_shapes
        category_shapes; /* [categories + 1]: what each category holds by the rule, then all */
    lb_boundary_index *border; /* of held */
    lb_shifted_areas *shifted; /* [distances] */
} lb_validity_period;

typedef struct lb_validity_periods {
    size_t count, categories, distances; /* categories: at least 1 */
    lb_validity_period *item;
} lb_validity_periods;

typedef struct lb_validity_terms {
    const char *crs;
    lb_overlap_rule overlap;
    const lb_area_sizes *sizes; /* of all areas */
    double reach;               /* of the borders of what is held; 0: they are not asked for */
    const double *distance;     /* [distances] that borders are moved */
    size_t distances;
    int threads;
} lb_validity_terms;

lb_status lb_validity_periods_make(const lb_areas *areas, const lb_area_times *times,
                                   const lb_validity_terms *terms, lb_validity_periods *out,
                                   lb_error *err);
void lb_validity_periods_clear(lb_validity_periods *epochs);

/* That of the day; of an undated event, the last. */
const lb_validity_period *lb_validity_periods_at(const lb_validity_periods *epochs, bool dated,
                                                 int64_t day);

/* How much of the period each epoch is: [count], adding up to 1. A period without ends is that from
 * first to last, both included. */
void lb_validity_periods_weigh(const lb_validity_periods *epochs, const lb_period *period,
                               int64_t first, int64_t last, double *weight);

#endif
