/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bands of a raster as a grid of cells: those in which one of them has a value. */
#ifndef LB_INPUT_GRID_GRID_RASTER_H
#define LB_INPUT_GRID_GRID_RASTER_H

#include "input/grid/grid_values.h"

/* out has its columns allocated, empty. LB_E_USAGE: a needed band is not there. */
lb_status lb_grid_from_raster(const char *source, const lb_grid_column *wanted, int threads,
                              lb_grid_values *out, lb_error *err);

#endif
