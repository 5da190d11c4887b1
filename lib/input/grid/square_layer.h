/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer `rutor` of `index`: its table, and layers that a step of this run has written to a
 * GeoPackage and hands on in memory. */
#ifndef LB_INPUT_GRID_SQUARE_LAYER_H
#define LB_INPUT_GRID_SQUARE_LAYER_H

#include <lagesbild/index.h>
#include <lagesbild/table.h>

/* One row a square, see lagesbild-index(1); numerators and denominators where the squares have
 * them. */
lb_status lb_square_layer_table(const lb_recipe *recipe, const lb_squares *squares,
                                const lb_index *index, lb_table *out);

typedef struct lb_square_layer {
    char *crs;                    /* "EPSG:3006" */
    lb_square *square;            /* [table.rows] */
    lb_table table;               /* the layer's attributes */
    char *qml;                    /* its QGIS style */
    char *recipe;                 /* YAML; NULL: none is known */
    int32_t *cells;               /* [table.rows] of each square on the map; NULL: not known */
    lb_variable_summary *summary; /* [variables of the recipe]; NULL: not known */
} lb_square_layer;

/* Keeps the layer for lb_square_columns_read of `path`, moving what it owns (also on failure, where
 * the file is simply read). It is left empty. */
void lb_square_layer_keep(lb_square_layer *layer, const char *path, const lb_job *job);

/* The layer kept under the path; NULL: none. */
const lb_square_layer *lb_square_layer_find(const char *path, const lb_job *job);

/* Says that a raster of this run holds the same squares as the layer kept under `path`, LB_E_MEMORY
 * (without it the raster would be coarsened cell by cell, its index left as delivered), */
lb_status lb_square_layer_alias(const char *raster, const char *path, const lb_job *job);

/* and which path that was; NULL: none. */
const char *lb_square_layer_of_raster(const char *raster, const lb_job *job);

/* The column of that name as the file's reader finds it, after folding; SIZE_MAX: none. */
size_t lb_square_layer_column(const lb_table *table, const char *name);

void lb_square_layer_clear(lb_square_layer *layer);

#endif
