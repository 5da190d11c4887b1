/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of zones transferred to targets: areas, then categories, then all together. */
#ifndef LB_COMMANDS_POPULATION_ZONE_TRANSFER_H
#define LB_COMMANDS_POPULATION_ZONE_TRANSFER_H

#include "base/sum.h"
#include "commands/population/zone_common.h"
#include "commands/population/zone_table.h"

/* One figure of one target, summed over rows of figures. */
typedef struct lb_zone_transfer_sum {
    lb_sum value, weight; /* weight: of means */
    lb_sum whole;         /* of value: rows that have people and all the young, for their share */
    lb_sum fewer, more;   /* of counts that are coarsened: what the value can be less and more */
    double low, high;     /* bounds */
    bool any;             /* a figure at all */
    bool unknown;         /* a zone without a figure is touched: the bounds that it could move are
                             not known */
} lb_zone_transfer_sum;

typedef struct lb_zone_transfer {
    const lb_zone_table *figures; /* borrowed */
    const lb_population_options *options;
    size_t targets;
    lb_zone_transfer_sum *sum; /* [targets][fields] */
    double *covered;           /* [targets][fields] share of the surface in zones with the figure */
    size_t weight[LB_ZONE_FIELDS_MAX]; /* of a mean: the field that weighs it, or
                                          LB_ZONE_WEIGHT_AREA; SIZE_MAX: a count */
    bool has_surface;                  /* a mean over surface is among them */
    bool young[LB_ZONE_FIELDS_MAX];    /* of --young */
} lb_zone_transfer;

void lb_zone_transfer_clear(lb_zone_transfer *transfer);
lb_status lb_zone_transfer_init(lb_zone_transfer *transfer, const lb_zone_table *figures,
                                const lb_population_options *options, size_t targets);

/* part[target] of the row is in each of the n targets: of its people, for counts and the means that
 * counts weigh. */
void lb_zone_transfer_add(lb_zone_transfer *transfer, size_t row, const size_t *target,
                          const double *part, size_t n);

/* The same for means over surface: part of the row's surface, m2 square metres in all. */
void lb_zone_transfer_add_surface(lb_zone_transfer *transfer, size_t row, const size_t *target,
                                  const double *part, size_t n, double m2);

/* Has the row of figures this one: the value, and of a mean also what weighs it? */
bool lb_zone_transfer_knows(const lb_zone_transfer *transfer, size_t row, size_t field);

/* People by where they ended up; all = inside + outside + without_zone. */
typedef struct lb_people_balance {
    double all, inside, outside, without_zone, sum_of_areas;
    size_t missing; /* rows without people */
} lb_people_balance;

/* All people = inside + outside + of codes without a zone; LB_E_INPUT where they are not, to 1e-9.
 */
lb_status lb_zone_transfer_balance(const lb_zone_transfer *transfer, size_t areas,
                                   lb_people_balance *out, lb_error *err);

/* The zones of each row of figures, and where their parts begin and end. */
typedef struct lb_zones_by_row {
    size_t row, count;
    const size_t *zone, *first, *stop; /* [count] */
    size_t *order, *begin, *end;       /* [zones] by row */
    size_t at, zones;
    const lb_zone_table *figures;
} lb_zones_by_row;

lb_status lb_zones_by_row_init(lb_zones_by_row *of, const lb_zone_table *figures,
                               const lb_zone_part *part, size_t n);
bool lb_zones_by_row_next(lb_zones_by_row *of);
void lb_zones_by_row_clear(lb_zones_by_row *of);

#endif
