/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a grid as the job may publish them. */
#ifndef LB_INPUT_GRID_COARSENED_COLUMNS_H
#define LB_INPUT_GRID_COARSENED_COLUMNS_H

#include "input/grid/square_columns.h"

/* As lb_square_columns_delivered where the job does not coarsen. Else from the coarsened
 * layer (coarsened_layer.h), of which X_low, X_high and X_mark can be wanted too; out->coarsened
 * has them for each column wanted. Columns that are not of the grid's recipe are as they stand,
 * with a warning; of a grid without a recipe, counts are coarsened each by itself, with a warning.
 */
lb_status lb_square_columns_read(const char *source, const lb_grid_column *wanted, size_t n,
                                 const lb_job *job, lb_square_columns *out, lb_error *err);

/* Coarsens the counts among the columns of a raster of `index`, each cell by itself, with a
 * warning; any other raster stays as it is, with a note. */
lb_status lb_grid_values_coarsen(const char *source, const lb_grid_column *wanted,
                                 const lb_job *job, lb_grid_values *values, lb_error *err);

#endif
