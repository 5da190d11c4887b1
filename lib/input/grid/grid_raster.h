/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bands of a raster as a grid: the cells in which at least one of them has a value. */
#ifndef LB_INPUT_GRID_GRID_RASTER_H
#define LB_INPUT_GRID_GRID_RASTER_H

#include "input/grid/grid_values.h"

/* out->columns and out->value are allocated, the columns NULL. LB_E_USAGE: a needed band is not
 * there. LB_E_INPUT: its cells cannot be where it says. */
lb_status lb_grid_from_raster(const char *source, const lb_grid_column *wanted, const lb_job *job,
                              lb_grid_values *out, lb_error *err);

/* The same of a raster without people, the first column wanted: but only crs and grid, and
 * out->unread is set. */
lb_status lb_grid_open_raster(const char *source, const lb_grid_column *wanted, const lb_job *job,
                              lb_grid_values *out, lb_error *err);

/* Reads the values of such a raster in the cells of `touched` (kernel/geometry/touched_cells.h):
 * only windows with any of them, so that memory grows with these cells, not with the raster.
 * LB_E_MEMORY: they are more than this machine's memory holds. */
lb_status lb_grid_read_raster(const char *source, const lb_grid_column *wanted,
                              const lb_cover *touched, const lb_job *job, lb_grid_values *values,
                              lb_error *err);

#endif
