/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas laid on a grid: what `profile` and `agree` both start from. */
#ifndef LB_INPUT_GRID_OVERLAY_H
#define LB_INPUT_GRID_OVERLAY_H

#include <lagesbild/profile.h>
#include "input/areas/areas.h"
#include "input/grid/grid_values.h"
#include "port/sqlite/cover_file.h"
#include "port/gdal/sha256.h"

/* The columns every overlay asks for, before those of its own. */
enum { LB_PEOPLE, LB_INDEX, LB_CLASS, LB_UNGA_0_15, LB_UNGA_16_19, LB_DEFAULT_COLUMNS };
extern const lb_grid_column lb_default_columns[LB_DEFAULT_COLUMNS];

typedef struct lb_overlay {
    lb_grid_values grid;
    lb_areas areas;     /* in the grid's CRS */
    lb_area_cover laid; /* its cover; the rest where it was asked for */
    lb_profile profile;
    int *class_of;                 /* [grid.cells]; 0: none; NULL: the grid has no classes */
    int classes;                   /* the greatest of them */
    char areas_hash[LB_HASH_SIZE]; /* where laying them has needed it; else "" */
    bool borrowed;                 /* areas and laid are those of another overlay */
} lb_overlay;

typedef struct lb_overlay_input {
    const char *grid, *areas;
    lb_area_fields fields;
    const lb_grid_column *wanted; /* [n] */
    size_t n;
    const char *saved; /* a cover file to be used; NULL: the cover is computed */
    bool measured;     /* all of laid is wanted */
    bool drawn;        /* the areas' geometry is wanted, also when the cover is a saved one */
} lb_overlay_input;

void lb_overlay_clear(lb_overlay *overlay);

/* wanted begins with the usual columns. LB_E_INPUT also when an area's surface is not that of its
 * parts: over data, over no data, outside. */
lb_status lb_overlay_make(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err);

/* The two halves of it. like: an overlay of the same areas that outlives this one, whose areas and
 * cover serve here too where the cells are the same; NULL: none. */
lb_status lb_overlay_read(const lb_overlay_input *input, const lb_job *job, lb_overlay *out,
                          lb_error *err);
lb_status lb_overlay_apply(const lb_overlay_input *input, const lb_overlay *like, const lb_job *job,
                           lb_overlay *overlay, lb_error *err);

lb_cell_list lb_overlay_cells(const lb_overlay *overlay);

#endif
