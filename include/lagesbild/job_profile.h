/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild profile` as one call: who lives in each area. */
#ifndef LAGESBILD_JOB_PROFILE_H
#define LAGESBILD_JOB_PROFILE_H

#include <lagesbild/guard.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_profile_options {
    const char *grid;        /* "[NAME=]SOURCE": GeoPackage written by `index`, or any raster */
    const char *const *more; /* [mores] further grids, likewise */
    size_t mores;
    const char *areas;       /* "[NAME=]SOURCE" */
    const char *name;        /* field of the areas; NULL: the usual names */
    const char *const *stat; /* "NAME=FUNC(COLUMN)" of every grid, or "NAME=FUNC(GRID:COLUMN)" */
    size_t stats;
    const char *save_cover; /* file to keep the overlay in, for `cover` of a later run; or NULL */
    const char *cover;      /* such a file: the areas' geometry is not computed anew; or NULL */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
    int min_cell;           /* figures of fewer people are hidden (guard.h); 0: none */
} lb_profile_options;

#define LB_PROFILE_OPTIONS_INIT \
    {                           \
        .min_cell = LB_MIN_CELL \
    }

/* One row an area, in the order of the source: its attributes, then the columns of contract 3.2 for
 * the first grid, then those of each further grid (without sizes) with the grid's name and a _
 * before them. A column that a grid has no figures for is there, empty; so is area_km2_planar where
 * the first grid is in degrees. People who are hidden are ranges in the table, what else would tell
 * of them is missing. LB_E_INPUT also when an area's surface
 * is not, to 1e-9, what of it lies over cells with data, over cells without, and outside. */
LB_API lb_status lb_profile_run(const lb_profile_options *options, const lb_job *job, lb_table *out,
                                lb_error *err);

#endif
