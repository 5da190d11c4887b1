/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of zones as they are carried to targets: areas, then categories, then all together. */
#ifndef LB_COMMANDS_POPULATION_ZONE_TRANSFER_H
#define LB_COMMANDS_POPULATION_ZONE_TRANSFER_H

#include "base/sum.h"
#include "commands/population/zone_table.h"
#include "port/geos/geos_overlaps.h"

typedef struct lb_carried_sum {
    lb_sum value, weight; /* weight: of means */
    double low, high;     /* bounds */
    bool any;             /* a figure at all */
} lb_carried_sum;

typedef struct lb_carried {
    const lb_zone_figures *figures; /* borrowed */
    const lb_population_options *options;
    size_t targets;
    lb_carried_sum *sum;            /* [targets][fields] */
    double *covered;                /* [targets] share of the surface in zones with figures */
    size_t *zones;                  /* [targets] rows of figures that touch it */
    size_t weight[LB_FIGURES_MOST]; /* of a mean: the field that weighs it; SIZE_MAX: a count */
} lb_carried;

void lb_carried_clear(lb_carried *carried);
lb_status lb_carried_init(lb_carried *carried, const lb_zone_figures *figures,
                          const lb_population_options *options, size_t targets);

/* part[target] of the row is in each of the n targets. */
void lb_carried_add(lb_carried *carried, size_t row, const size_t *target, const double *part,
                    size_t n);

typedef struct lb_people_balance {
    double all, inside, outside, without_zone, sum_of_areas;
    size_t missing; /* rows without people */
} lb_people_balance;

/* LB_E_INPUT: it does not close. */
lb_status lb_carried_balance(const lb_carried *carried, size_t areas, lb_people_balance *out,
                             lb_error *err);

/* The zones of each row of figures, and where their pairs begin and end. */
typedef struct lb_row_zones {
    size_t row, count;
    const size_t *zone, *first, *stop; /* [count] */
    size_t *order, *begin, *end;       /* [zones] by row */
    size_t at, zones;
    const lb_zone_figures *figures;
} lb_row_zones;

lb_status lb_row_zones_init(lb_row_zones *of, const lb_zone_figures *figures,
                            const lb_common *common);
bool lb_row_zones_next(lb_row_zones *of);
void lb_row_zones_clear(lb_row_zones *of);

#endif
