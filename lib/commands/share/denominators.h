/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else the areas hold a share of, by a grid: people, populated land, urban land. */
#ifndef LB_COMMANDS_SHARE_DENOMINATORS_H
#define LB_COMMANDS_SHARE_DENOMINATORS_H

#include "input/areas/area_times.h"
#include "input/grid/grid_values.h"
#include "commands/share/category_credit.h"
#include "commands/share/validity_periods.h"

/* People; m2 of cells with people; of those delivered as squares of 250 m or less. */
enum { LB_HELD_PEOPLE, LB_HELD_POPULATED, LB_HELD_URBAN, LB_HELD };

typedef struct lb_share_grid {
    size_t epochs, width;  /* width: categories + 1 */
    double whole[LB_HELD]; /* of the grid; NaN: the grid does not say */
    double *held;          /* [epochs][LB_HELD][width] */
    size_t away;           /* areas without a cell of the grid */
} lb_share_grid;

void lb_share_grid_clear(lb_share_grid *grid);

/* areas: in the grid's CRS, in the order that times has them. */
lb_status lb_share_grid_lay(const lb_grid_values *values, const lb_areas *areas,
                            const lb_area_times *times, const lb_epochs *epochs, lb_claims *claims,
                            lb_share_grid *out, lb_error *err);

/* The share of a figure that category k (the last: all) holds, by weights of the epochs. */
double lb_share_grid_share(const lb_share_grid *grid, const double *weight, int figure, size_t k);

#endif
