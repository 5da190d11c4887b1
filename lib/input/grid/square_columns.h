/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of squares as it stands in its file (GeoPackage of `index`, CSV): one square a row, with
 * the columns asked for. The page shows these; lb_grid_from_squares divides them among cells. */
#ifndef LB_INPUT_GRID_SQUARE_COLUMNS_H
#define LB_INPUT_GRID_SQUARE_COLUMNS_H

#include <lagesbild/squares.h>
#include <lagesbild/table.h>
#include "input/grid/grid_values.h"

typedef struct lb_square_columns {
    char *crs;          /* "EPSG:3006" or WKT; NULL: the source names none */
    lb_squares squares; /* in the source's order; value[c][i] is NaN where it is missing;
                           population is not used */
    bool *found;        /* [squares.variables]: false: the source has no such column */
} lb_square_columns;

void lb_square_columns_clear(lb_square_columns *columns);

/* Reads wanted[0..n); value[c] is of wanted[c]. No file is opened where a step of this run has made
 * the source. LB_E_USAGE: a needed column is not there.
 * LB_E_INPUT: rows that are no squares, a square that stands twice. */
lb_status lb_square_columns_read(const char *source, const lb_grid_column *wanted, size_t n,
                                 const lb_job *job, lb_square_columns *out, lb_error *err);

/* A layer of squares that a step of this run has written to a GeoPackage. */
typedef struct lb_square_layer {
    char *crs;         /* "EPSG:3006" */
    lb_square *square; /* [table.rows] */
    lb_table table;    /* the layer's attributes */
    char *qml;         /* its QGIS style */
} lb_square_layer;

/* Keeps the layer for lb_square_columns_read of `path`, moving what it owns (also on failure, where
 * the file is simply read). It is left empty. */
void lb_square_layer_keep(lb_square_layer *layer, const char *path, const lb_job *job);

/* The layer kept under the path; NULL: none. */
const lb_square_layer *lb_square_layer_find(const char *path, const lb_job *job);

void lb_square_layer_clear(lb_square_layer *layer);

#endif
