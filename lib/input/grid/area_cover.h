/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas laid on a lattice: made from their geometry, or read from a file of an earlier run. */
#ifndef LB_INPUT_GRID_AREA_COVER_H
#define LB_INPUT_GRID_AREA_COVER_H

#include "input/areas/areas.h"
#include "input/grid/grid_values.h"
#include "port/sqlite/cover_file.h"
#include "port/gdal/sha256.h"

/* measured: also their size on the ellipsoid, their overlaps and their union. */
lb_status lb_area_cover_compute(const lb_areas *areas, const lb_grid_values *grid, bool measured,
                                const lb_job *job, lb_area_cover *out, lb_error *err);

typedef struct lb_area_cover_source {
    const char *path;        /* of the cover file */
    const char *areas;       /* their source */
    char hash[LB_HASH_SIZE]; /* of that; "": not read yet, and set when it has been */
} lb_area_cover_source;

/* Writes all of `laid` to a new file. LB_E_INPUT: the areas' source cannot be read twice. */
lb_status lb_area_cover_write(lb_area_cover_source *to, const char *crs,
                              const lb_area_cover *geometry, const lb_table *attributes,
                              const lb_job *job, lb_error *err);

/* For the window that `grid` has. LB_E_INPUT: made of other areas, or for a grid that cannot be
 * served. */
lb_status lb_area_cover_read(lb_area_cover_source *from, const lb_grid_values *grid,
                             const lb_job *job, lb_area_cover *out, lb_table *attributes,
                             lb_error *err);

#endif
