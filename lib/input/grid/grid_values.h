/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a grid: the cells that have data, and the requested columns. */
#ifndef LB_INPUT_GRID_GRID_VALUES_H
#define LB_INPUT_GRID_GRID_VALUES_H

#include <lagesbild/cover.h>
#include <lagesbild/grid.h>
#include <lagesbild/log.h>

/* A requested column. */
typedef struct lb_grid_column {
    const char *name; /* of a column, or a band by name or number; borrowed */
    bool count;  /* a count: divided equally among the cells of a square; else copied to them */
    bool needed; /* it is an error if the source does not have it */
} lb_grid_column;

typedef struct lb_grid_values {
    char *crs;
    lb_grid grid;
    bool unread; /* of a raster: crs and grid are known, its values are still to be read */
    size_t cells;
    int64_t *cell;  /* [cells], ascending: those with data */
    size_t *square; /* [cells]: the row whose square fills each; NULL: a raster's cells */
    size_t columns;
    double **value; /* [columns][cells]; NULL: the grid has no such column; NaN: no value there */
    /* [columns][cells]: the least and greatest that a coarsened count can be; low[c] NULL where
       there are none, low NULL where the grid is as delivered. */
    double **low, **high;
    int64_t rows;                /* squares or cells read */
    size_t squares_without_cell; /* squares without a cell left, */
    double people_without_cell;  /* and what they hold of the first column wanted (people) */
} lb_grid_values;

/* Arrays low and high, of NULL. LB_E_MEMORY. */
lb_status lb_grid_values_add_bounds(lb_grid_values *values);

void lb_grid_values_clear(lb_grid_values *values);

/* Values equal to one of nodata[0..n) become missing, in every column; cells that then have none
 * are left out. */
void lb_grid_values_drop(lb_grid_values *values, const double *nodata, size_t n);

#endif
