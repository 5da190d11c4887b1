/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else the areas hold a share of, by a grid: people, populated land, urban land. */
#ifndef LB_COMMANDS_SHARE_DENOMINATORS_H
#define LB_COMMANDS_SHARE_DENOMINATORS_H

#include "input/areas/area_times.h"
#include "input/grid/grid_values.h"
#include "commands/share/category_credit.h"
#include "commands/share/validity_periods.h"

/* People; m2 of cells with people; of those delivered as squares of 250 m or less. */
enum { LB_DENOMINATOR_PEOPLE, LB_DENOMINATOR_POPULATED, LB_DENOMINATOR_URBAN, LB_DENOMINATORS };

typedef struct lb_denominators {
    size_t epochs, width;          /* width: categories + 1 */
    double total[LB_DENOMINATORS]; /* of the grid; NaN: the grid does not say */
    double *inside;                /* [epochs][LB_DENOMINATORS][width] */
    size_t areas_outside;          /* areas without a cell of the grid */
} lb_denominators;

void lb_denominators_clear(lb_denominators *grid);

/* areas: in the grid's CRS, in the order that times has them. */
lb_status lb_denominators_compute(const lb_grid_values *values, const lb_areas *areas,
                                  const lb_area_times *times, const lb_validity_periods *epochs,
                                  lb_category_credits *credits, lb_denominators *out,
                                  lb_error *err);

/* The share of a figure that category k (the last: all) holds, by weights of the epochs. */
double lb_denominators_share(const lb_denominators *grid, const double *weight, int figure,
                             size_t k);

#endif
