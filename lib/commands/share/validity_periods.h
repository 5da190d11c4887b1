/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validity periods: stretches of days over which the same areas exist, with how large the set is in
 * each and where its borders run. One without ends when areas have no dates. */
#ifndef LB_COMMANDS_SHARE_VALIDITY_PERIODS_H
#define LB_COMMANDS_SHARE_VALIDITY_PERIODS_H

#include <lagesbild/locate.h>
#include <lagesbild/period.h>
#include "input/areas/area_sizes.h"
#include "input/areas/area_times.h"
#include "kernel/geometry/boundary_distance.h"

/* The set with its borders moved by one distance. Features: one a category, then the union. */
typedef struct lb_shifted_areas {
    lb_shapes shapes;
    lb_locator *locator; /* of shapes */
    double *m2; /* [categories + 1], on the ellipsoid: categories by the rule of overlaps, union */
} lb_shifted_areas;

/* Days on which the same areas exist. */
typedef struct lb_validity_period {
    int64_t from, to;          /* days since 1970-01-01, half-open; INT64_MIN, INT64_MAX: no end */
    lb_area_sizes sizes;       /* of the areas that exist */
    lb_shapes category_shapes; /* [categories + 1]: what each has by the rule, then the union */
    lb_boundary_index *border; /* of category_shapes; NULL: not asked for */
    lb_shifted_areas *shifted; /* [distances] */
} lb_validity_period;

typedef struct lb_validity_periods {
    size_t count, categories, distances; /* categories: at least 1 */
    lb_validity_period *item;
} lb_validity_periods;

/* What periods are made for; all borrowed. */
typedef struct lb_validity_terms {
    const char *crs; /* of the areas */
    lb_overlap_rule overlap;
    const lb_area_sizes *sizes; /* of all areas */
    double reach;               /* metres within which borders are looked for; 0: they are not */
    const double *distance;     /* [distances] metres that borders are moved, outwards above 0 */
    size_t distances;
    int threads;
} lb_validity_terms;

lb_status lb_validity_periods_make(const lb_areas *areas, const lb_area_times *times,
                                   const lb_validity_terms *terms, lb_validity_periods *out,
                                   lb_error *err);
void lb_validity_periods_clear(lb_validity_periods *validity);

/* That of the day; of an undated event, the last. */
const lb_validity_period *lb_validity_periods_at(const lb_validity_periods *validity, bool dated,
                                                 int64_t day);

/* Which part of the period's days each validity period has: weight[count], adding up to 1 where the
 * period has days; else the last one's is 1. */
void lb_validity_periods_weigh(const lb_validity_periods *validity, const lb_period *period,
                               double *weight);

#endif
