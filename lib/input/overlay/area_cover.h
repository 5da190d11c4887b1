/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cover of a grid's cells by areas: computed from polygons, or read from a cover file. */
#ifndef LB_INPUT_OVERLAY_AREA_COVER_H
#define LB_INPUT_OVERLAY_AREA_COVER_H

#include "input/areas/areas.h"
#include "input/grid/grid_values.h"
#include "port/sqlite/cover_file.h"
#include "port/gdal/sha256.h"

/* measured: also sizes on the ellipsoid (m2), overlaps, gaps and the cover of the union. */
lb_status lb_area_cover_compute(const lb_areas *areas, const lb_grid_values *grid, bool measured,
                                const lb_job *job, lb_area_cover *out, lb_error *err);

typedef struct lb_area_cover_source {
    const char *path;        /* of the cover file */
    const char *areas;       /* their source */
    char hash[LB_HASH_SIZE]; /* SHA-256 of the source; "": not computed yet, set by the functions */
} lb_area_cover_source;

/* Writes a cover file. LB_E_INPUT: the areas' source cannot be read twice. */
lb_status lb_area_cover_write(lb_area_cover_source *to, const char *crs,
                              const lb_area_cover *geometry, const lb_table *attributes,
                              const lb_job *job, lb_error *err);

/* The cover for the window of `grid`. LB_E_INPUT: the file is of other areas, of another lattice,
 * or an area reached outside its window. */
lb_status lb_area_cover_read(lb_area_cover_source *from, const lb_grid_values *grid,
                             const lb_job *job, lb_area_cover *out, lb_table *attributes,
                             lb_error *err);

#endif
