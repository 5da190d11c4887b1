/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bands of a raster as a grid: the cells in which at least one of them has a value. */
#ifndef LB_INPUT_GRID_GRID_RASTER_H
#define LB_INPUT_GRID_GRID_RASTER_H

#include "input/grid/grid_values.h"

/* out->columns and out->value are allocated, the columns NULL. LB_E_USAGE: a needed band is not
 * there. */
lb_status lb_grid_from_raster(const char *source, const lb_grid_column *wanted, int threads,
                              lb_grid_values *out, lb_error *err);

#endif
