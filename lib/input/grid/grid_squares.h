/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a table of squares (GeoPackage, CSV) as a grid of cells. */
#ifndef LB_INPUT_GRID_GRID_SQUARES_H
#define LB_INPUT_GRID_GRID_SQUARES_H

#include "input/grid/grid_values.h"

/* out has its columns allocated, empty. LB_E_USAGE: a needed column is not there. LB_E_INPUT: rows
 * that are no squares. */
lb_status lb_grid_from_squares(const char *source, const lb_grid_column *wanted, const lb_job *job,
                               lb_grid_values *out, lb_error *err);

#endif
