/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the grids of `profile`: the statistics asked of it, its overlay with the areas, its sums
 * and its part of the table. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_GRID_H
#define LB_COMMANDS_PROFILE_PROFILE_GRID_H

#include "base/async_task.h"
#include "input/overlay/overlay.h"
#include "kernel/statistics/weighted_percentile.h"
#include "commands/profile/grid_pair.h"
#include "output/provenance.h"
#include "commands/profile/stat_spec.h"

enum { LB_GRID_NAME_SIZE = 200 };

typedef struct lb_profile_grid {
    char *name;         /* stands before its columns, unless it is the first grid */
    const char *source; /* borrowed */
    lb_stat_spec *spec; /* [n_specs]: the statistics of this grid */
    size_t n_specs;
    lb_stat_spec *lent; /* [n_lent]: statistics of other grids that weigh by a column of this one */
    size_t n_lent;
    lb_grid_pair *pair; /* [n_pairs], the grids of the run: with those that it takes weights from;
                           else empty */
    size_t n_pairs;
    lb_grid_column *column; /* [n_columns] to read: the default ones, then those of statistics */
    size_t n_columns;
    double *nodata; /* [n_nodata]: values that stand for none, by --nodata */
    size_t n_nodata;
    lb_area_layer layer; /* the areas on its cells; empty where the first grid's serves it too */
    lb_overlay overlay;  /* views its own layer or the first grid's */
    bool degrees;        /* its CRS is geographic: planar sizes mean nothing */
    double people, people_union; /* inhabitants: sum over the areas; in their union */
    double planar, planar_union; /* the same of planar size, m2 */
    double
        *exact_people; /* [areas], of the counts as delivered; NULL: the table has coarsened ones */
    size_t ranges;     /* figures of its table that are ranges */
    lb_weighted_percentile ranking; /* its people by index, for rank_percentile */
    lb_async_task ranking_task;     /* makes it while the areas are read */
    lb_status ranking_status;
} lb_profile_grid;

/* What the command asks of every grid. Borrowed. */
typedef struct lb_profile_request {
    const lb_profile_grid *grid; /* [n_grids], with their names */
    size_t n_grids;
    const char *areas, *name, *cover; /* as in lb_profile_options */
    const char *areas_hash;           /* of their file; "": not known */
    const char *const *stat;          /* [n_stats] */
    size_t n_stats;
    const char *const *nodata; /* [n_nodata], as in lb_profile_options */
    size_t n_nodata;
    lb_count_rule rule;
    bool with_shapes; /* the areas' polygons are written */
} lb_profile_request;

void lb_profile_grid_clear(lb_profile_grid *g);

/* Name and source of "[NAME=]SOURCE"; without NAME it is the file's name up to its first dot. */
lb_status lb_profile_grid_parse(const char *spec, lb_profile_grid *g, lb_error *err);

/* Parses the statistics and reads the cells; several grids may be read at once. */
lb_status lb_profile_grid_read(lb_profile_grid *g, const lb_profile_request *request,
                               const lb_job *job, lb_error *err);

/* Joins the grid with the areas; the first grid before the others, which may use its layer. */
lb_status lb_profile_grid_overlay(lb_profile_grid *g, const lb_profile_request *request,
                                  const lb_job *job, lb_error *err);

/* Then, when all grids are joined: sums over the areas, which figures rest on few people, and the
 * weights that other grids lend. */
lb_status lb_profile_grid_finish(lb_profile_grid *g, const lb_profile_request *request,
                                 const lb_job *job, lb_error *err);

/* One row an area. attributes: of the areas, moved into the table as its first columns, with the
 * areas' sizes behind them; NULL: neither. Counts g->ranges. Defined in
 * profile_table.c. */
lb_status lb_profile_table(lb_profile_grid *g, const lb_profile_request *request,
                           lb_table *attributes, const lb_job *job, lb_table *out, lb_error *err);

/* Totals for the provenance; names begin with "prefix_" unless prefix is NULL. */
void lb_profile_grid_balance(const lb_profile_grid *g, const char *prefix, lb_provenance *p);

#endif
