/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid that areas are laid on: the cells that have data, and the columns asked for. */
#ifndef LB_FLOW_GRID_VALUES_H
#define LB_FLOW_GRID_VALUES_H

#include <lagesbild/grid.h>
#include <lagesbild/log.h>

/* A column asked for. */
typedef struct lb_wanted {
    const char *name; /* of a column, or a band by name or number; borrowed */
    bool count;       /* people: divided equally among a square's cells; else copied to them */
    bool needed;      /* its absence is an error */
} lb_wanted;

typedef struct lb_grid_values {
    char *crs;
    lb_grid grid;
    size_t cells;
    int64_t *cell;  /* [cells], ascending: those with data */
    size_t *square; /* [cells]: the row whose square fills each; NULL: a raster's cells */
    size_t columns;
    double **value;  /* [columns][cells]; NULL: the grid has no such column; NaN: no value there */
    int64_t rows;    /* squares or cells read */
    size_t homeless; /* squares without a cell left, */
    double homeless_first; /* and what they hold of the first column wanted (people) */
} lb_grid_values;

void lb_grid_values_clear(lb_grid_values *values);

/* source: a GeoPackage as `index` writes it (layer rutor), a table of squares with a size, or any
 * raster. LB_E_USAGE: a needed column is not there. LB_E_INPUT: rows that are no squares. */
lb_status lb_grid_values_read(const char *source, const lb_wanted *wanted, size_t n,
                              const lb_job *job, lb_grid_values *out, lb_error *err);

/* The two ways, for the function above; out has its columns allocated empty. */
lb_status lb_grid_from_squares(const char *source, const lb_wanted *wanted, const lb_job *job,
                               lb_grid_values *out, lb_error *err);
lb_status lb_grid_from_raster(const char *source, const lb_wanted *wanted, int threads,
                              lb_grid_values *out, lb_error *err);

#endif
