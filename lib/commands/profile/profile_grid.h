/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the grids that `profile` lays areas on: its statistics, its overlay, its balance. */
#ifndef LB_COMMANDS_PROFILE_PROFILE_GRID_H
#define LB_COMMANDS_PROFILE_PROFILE_GRID_H

#include "input/grid/overlay.h"
#include "commands/profile/profile_disclosure.h"
#include "output/provenance.h"
#include "commands/profile/stat_spec.h"

enum { LB_GRID_NAME_SIZE = 200 };

typedef struct lb_profile_grid {
    char *name;         /* before its columns, when it is not the first */
    const char *source; /* borrowed */
    lb_stat_spec *spec; /* [specs]: those that are of this grid */
    size_t specs;
    lb_grid_column *wanted; /* [n]: the usual columns, then value and weight of each statistic */
    size_t *column;         /* [2 * specs] of wanted */
    size_t n;
    lb_overlay overlay;
    bool degrees; /* its CRS is geographic: planar sizes mean nothing */
    double people, people_union, planar, planar_union;
    lb_profile_disclosure disclosure;
} lb_profile_grid;

/* What is asked of all of them. */
typedef struct lb_profile_request {
    const lb_profile_grid *grid; /* [grids], with their names */
    size_t grids;
    const char *areas, *name, *cover; /* as the options of the job */
    const char *const *stat;          /* [stats] */
    size_t stats;
    bool drawn; /* the areas' geometry is written */
    int min_cell;
} lb_profile_request;

void lb_profile_grid_clear(lb_profile_grid *g);

/* Of "[NAME=]SOURCE": name and source; without a NAME that of the file. */
lb_status lb_profile_grid_parse(const char *grid, lb_profile_grid *g, lb_error *err);

/* Its statistics and its cells; several grids may be read at once. */
lb_status lb_profile_grid_read(lb_profile_grid *g, const lb_profile_request *request,
                               const lb_job *job, lb_error *err);

/* Lays the areas on it; the first of the order before the others. */
lb_status lb_profile_grid_overlay(lb_profile_grid *g, const lb_profile_request *request,
                                  const lb_job *job, lb_error *err);

/* Then: its sums, and which figures would tell of few. */
lb_status lb_profile_grid_finish(lb_profile_grid *g, const lb_profile_request *request,
                                 const lb_job *job, lb_error *err);

/* The table; whole: with the areas' attributes, which it takes, and their sizes. */
lb_status lb_profile_grid_table(lb_profile_grid *g, int threads, bool with_attributes,
                                lb_table *out, lb_error *err);

/* Each figure's name begins with `before` and a _, unless that is NULL. */
void lb_profile_grid_balance(const lb_profile_grid *g, const char *before, lb_provenance *p);

#endif
