/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of squares as it stands in its file (GeoPackage of `index`, CSV): one square a row, with
 * the columns asked for. The page shows these; lb_grid_from_squares divides them among cells. */
#ifndef LB_INPUT_GRID_SQUARE_COLUMNS_H
#define LB_INPUT_GRID_SQUARE_COLUMNS_H

#include <lagesbild/disclosure.h>
#include <lagesbild/table.h>
#include "input/grid/grid_values.h"

typedef struct lb_square_columns {
    char *crs;          /* "EPSG:3006" or WKT; NULL: the source names none */
    lb_squares squares; /* in the source's order; value[c][i] is NaN where it is missing;
                           population is not used */
    bool *found;        /* [squares.variables]: false: the source has no such column */
    lb_coarsened_column *coarsened; /* [squares.variables], its arrays NULL where there are none;
                                       NULL: the squares are as delivered */
} lb_square_columns;

void lb_square_columns_clear(lb_square_columns *columns);

/* Reads wanted[0..n) as delivered (lb_square_columns_read of coarsened_columns.h has the job's
 * policy applied); value[c] is of wanted[c]. No file is opened where a step of this run has made
 * the source. LB_E_USAGE: a needed column is not there. LB_E_INPUT: rows that are no squares, a
 * square that stands twice. */
lb_status lb_square_columns_delivered(const char *source, const lb_grid_column *wanted, size_t n,
                                      const lb_job *job, lb_square_columns *out, lb_error *err);

#endif
