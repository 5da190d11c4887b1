/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of squares as it stands in its file (GeoPackage of `index`, CSV): one square a row, with
 * the columns asked for. The page shows these; lb_grid_from_squares divides them among cells. */
#ifndef LB_INPUT_GRID_SQUARE_COLUMNS_H
#define LB_INPUT_GRID_SQUARE_COLUMNS_H

#include <lagesbild/squares.h>
#include "input/grid/grid_values.h"

typedef struct lb_square_columns {
    char *crs;          /* "EPSG:3006" or WKT; NULL: the source names none */
    lb_squares squares; /* in the source's order; value[c][i] is NaN where it is missing;
                           population is not used */
    bool *found;        /* [squares.variables]: false: the source has no such column */
} lb_square_columns;

void lb_square_columns_clear(lb_square_columns *columns);

/* Reads wanted[0..n); value[c] is of wanted[c]. LB_E_USAGE: a needed column is not there.
 * LB_E_INPUT: rows that are no squares, a square that stands twice. */
lb_status lb_square_columns_read(const char *source, const lb_grid_column *wanted, size_t n,
                                 const lb_job *job, lb_square_columns *out, lb_error *err);

#endif
