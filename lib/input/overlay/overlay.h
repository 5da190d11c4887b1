/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas overlaid on a grid: what `profile`, `agree` and the page start from.
 *
 * The geometry (polygons, cover, sizes) belongs to an lb_area_layer, a grid's figures to an
 * lb_overlay, which only views a layer: several grids of the same cells share one. */
#ifndef LB_INPUT_OVERLAY_OVERLAY_H
#define LB_INPUT_OVERLAY_OVERLAY_H

#include <lagesbild/profile.h>
#include "input/areas/areas.h"
#include "input/grid/grid_values.h"
#include "port/sqlite/cover_file.h"
#include "port/gdal/sha256.h"

/* The columns every overlay reads, before those of its own. */
enum { LB_PEOPLE, LB_INDEX, LB_CLASS, LB_UNGA_0_15, LB_UNGA_16_19, LB_DEFAULT_COLUMNS };
extern const lb_grid_column lb_default_columns[LB_DEFAULT_COLUMNS];

/* Areas and how the cells of a grid cover them. Zeroed memory is empty. */
typedef struct lb_area_layer {
    lb_areas areas;         /* in the grid's CRS */
    lb_area_cover geometry; /* cover; sizes, overlaps and union where they were asked for */
    lb_count_rule rule;
    lb_cover counted; /* the cover by a rule that is not the exact one; else empty */
    char
        hash[LB_HASH_SIZE]; /* of the areas' file, where a saved cover was held against it; or "" */
} lb_area_layer;

void lb_area_layer_clear(lb_area_layer *layer);

/* The cover to count by. */
const lb_cover *lb_area_layer_cover(const lb_area_layer *layer);

typedef struct lb_overlay {
    const char *source; /* of the grid, for messages; borrowed */
    lb_grid_values grid;
    int *class_of; /* [grid.cells]: class of each cell, 0 for none; NULL: the grid has no classes */
    int classes;   /* the greatest class met */
    const lb_area_layer *layer; /* borrowed */
    lb_profile profile;         /* the layer's cover joined with the grid's cells */
} lb_overlay;

typedef struct lb_overlay_input {
    const char *grid, *areas; /* sources; areas may have NAME= before it */
    lb_area_fields fields;
    const lb_grid_column *column; /* [n_columns], the default columns first */
    size_t n_columns;
    const double *nodata; /* [n_nodata]: values of the grid that stand for none; NULL: no such */
    size_t n_nodata;
    const char *cover_path; /* a saved cover to use; NULL: the cover is computed */
    const char *areas_hash; /* SHA-256 of the areas' file, for a saved cover; NULL, "": not known */
    lb_count_rule rule;     /* what of a cell counts */
    bool with_sizes;        /* also area on the ellipsoid, overlaps and gaps, and the union */
    bool with_shapes;       /* read the polygons even when the cover is a saved one */
    bool only_touched;      /* of a raster without people, only the cells of areas are read */
} lb_overlay_input;

void lb_overlay_clear(lb_overlay *overlay);

/* Grid, areas and their join in one call. LB_E_INPUT also when an area's surface is not the sum of
 * its parts: over cells with data, over cells without, outside the grid. *layer must stay where it
 * is while *out is used. */
lb_status lb_overlay_make(const lb_overlay_input *input, const lb_job *job, lb_area_layer *layer,
                          lb_overlay *out, lb_error *err);

/* The three steps of it: the grid's figures; the areas on its cells; the join of both, which reads
 * the figures that the first step has left (`only_touched`). */
lb_status lb_overlay_read(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err);
lb_status lb_area_layer_read(const lb_overlay_input *input, const lb_grid_values *grid,
                             const lb_job *job, lb_area_layer *out, lb_error *err);
lb_status lb_overlay_join(const lb_overlay_input *input, const lb_area_layer *layer,
                          const lb_job *job, lb_overlay *overlay, lb_error *err);

/* What is inside the union of the areas (the layer has its sizes): the sum of people[grid->cells]
 * and the number of cells, each cell by the fraction of it inside. */
lb_status lb_area_layer_sum_cells(const lb_area_layer *layer, const lb_grid_values *grid,
                                  const double *people, double *inside_people, double *inside_cells,
                                  lb_error *err);

/* Have both grids the same cells and CRS, so that one layer serves both? */
bool lb_overlay_same_cells(const lb_overlay *a, const lb_overlay *b);

lb_cell_list lb_overlay_cells(const lb_overlay *overlay);

#endif
