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
typedef struct lb_moved {
    lb_shapes shapes;
    lb_locator *locator;
    double *m2; /* [categories + 1], on the ellipsoid, by the rule of overlaps; then the union */
} lb_moved;

typedef struct lb_epoch {
    int64_t from, to;
    lb_areas view; /* the areas that exist: only shapes and category are its own */
    bool whole;    /* view borrows these too: all areas exist */
    lb_area_sizes sizes;
    lb_shapes held;    /* [categories + 1]: what each category holds by the rule, then all */
    lb_border *border; /* of held */
    lb_moved *moved;   /* [distances] */
} lb_epoch;

typedef struct lb_epochs {
    size_t count, categories, distances; /* categories: at least 1 */
    lb_epoch *item;
} lb_epochs;

typedef struct lb_epoch_terms {
    const char *crs;
    lb_overlap overlap;
    const lb_area_sizes *sizes; /* of all areas */
    double reach;               /* of the borders of what is held; 0: they are not asked for */
    const double *distance;     /* [distances] that borders are moved */
    size_t distances;
    int threads;
} lb_epoch_terms;

lb_status lb_epochs_make(const lb_areas *areas, const lb_area_times *times,
                         const lb_epoch_terms *terms, lb_epochs *out, lb_error *err);
void lb_epochs_clear(lb_epochs *epochs);

/* That of the day; of an undated event, the last. */
const lb_epoch *lb_epochs_at(const lb_epochs *epochs, bool dated, int64_t day);

/* How much of the period each epoch is: [count], adding up to 1. A period without ends is that from
 * first to last, both included. */
void lb_epochs_weigh(const lb_epochs *epochs, const lb_period *period, int64_t first, int64_t last,
                     double *weight);

#endif
