/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the grid that areas are overlaid on from any kind of source. */
#ifndef LB_INPUT_GRID_GRID_READ_H
#define LB_INPUT_GRID_GRID_READ_H

#include "input/grid/grid_values.h"

/* source: a GeoPackage as `index` writes it (layer rutor), a table of squares with a size, or any
 * raster. LB_E_USAGE: a needed column is not there. LB_E_INPUT: rows that are no squares, or no
 * cell has a value. */
lb_status lb_grid_values_read(const char *source, const lb_grid_column *wanted, size_t n,
                              const lb_job *job, lb_grid_values *out, lb_error *err);

/* The same, but a raster may have no values, as a tile beside others is: 0 cells. */
lb_status lb_grid_values_read_any(const char *source, const lb_grid_column *wanted, size_t n,
                                  const lb_job *job, lb_grid_values *out, lb_error *err);

/* For who needs no more than the cells of areas: of a raster without people only crs and grid, with
 * out->unread set; else as lb_grid_values_read_any. */
lb_status lb_grid_values_open(const char *source, const lb_grid_column *wanted, size_t n,
                              const lb_job *job, lb_grid_values *out, lb_error *err);

/* Where values->unread is set: reads the values of the cells that `cover` touches. */
lb_status lb_grid_values_read_cells(const char *source, const lb_grid_column *wanted,
                                    const lb_cover *cover, const lb_job *job,
                                    lb_grid_values *values, lb_error *err);

#endif
