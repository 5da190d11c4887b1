/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of one grid weighed by another: the parts of cells that both have within each area. */
#ifndef LB_COMMANDS_PROFILE_GRID_PAIR_H
#define LB_COMMANDS_PROFILE_GRID_PAIR_H

#include "input/overlay/overlay.h"

/* Part k lies in a cell of the values' grid and in one of the weights' grid. Zeroed memory is
 * empty. */
typedef struct lb_grid_pair {
    size_t count;
    size_t *value_cell, *weight_cell; /* [count]: which of the cells that each overlay lists */
    double *share;                    /* [count]: part of the weights' cell, 0 < share <= 1 */
    double *m2;                       /* [count]: size */
    lb_profile profile;               /* fraction of each part in each area */
} lb_grid_pair;

void lb_grid_pair_clear(lb_grid_pair *pair);

/* Of the areas that `values` views. LB_E_INPUT: the grids are in different CRS. */
lb_status lb_grid_pair_make(const lb_overlay *values, const lb_overlay *weights, const lb_job *job,
                            lb_grid_pair *out, lb_error *err);

/* value[count]: each part has the value of its cell; weight[count]: its share of the weight of its
 * cell, which is spread evenly over it. */
void lb_grid_pair_columns(const lb_grid_pair *pair, const double *cell_value,
                          const double *cell_weight, double *value, double *weight);

#endif
