/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The area that a brief is about among those it is compared with: which it is, what it is called,
 * its figures, its rank, and who is near. */
#ifndef LB_COMMANDS_BRIEF_BRIEF_AREAS_H
#define LB_COMMANDS_BRIEF_BRIEF_AREAS_H

#include <lagesbild/brief.h>
#include "input/areas/areas.h"

enum { LB_BRIEF_NEAR = 5 };

/* The areas of one source; row i of the profile is of area i. */
typedef struct lb_brief_source {
    lb_areas areas;
    lb_table profile;
} lb_brief_source;

/* The areas compared: all of AREAS, or, with --among, the area alone and then all of those but
 * itself. */
typedef struct lb_brief_areas {
    lb_brief_source own, among; /* among is empty where it is not asked for */
    size_t area_of_own;         /* the row of own that the brief is about */
    size_t *row;                /* [shapes.count]: in the source of each */
    lb_shapes shapes;           /* of the areas compared, in that order */
    size_t area;                /* which of them the brief is about */
    const char **name;          /* [shapes.count], borrowed; that of the area is its title */
    int64_t *rank;              /* [shapes.count]: by mean index, see lb_brief_ranks */
    size_t ranked;
    char *title;
    bool named; /* the area has a name of its own */
} lb_brief_areas;

void lb_brief_areas_clear(lb_brief_areas *areas);

/* Profiles and reads AREAS and those of --among, in the grid's CRS, and finds the area. Notes what
 * an area without a name is called. */
lb_status lb_brief_areas_read(const lb_brief_options *options, const char *crs, const lb_job *job,
                              lb_brief_areas *out, lb_error *err);

/* A figure of the profile of one of the areas compared; NaN: no such column, or missing. */
double lb_brief_figure(const lb_brief_areas *areas, const char *column, size_t i);

/* Of a figure that is hidden; NULL: it is not. */
const lb_table_range *lb_brief_range(const lb_brief_areas *areas, const char *column, size_t i);

/* NULL: its source has no categories. */
const char *lb_brief_category(const lb_brief_areas *areas, size_t i);

/* rank[i] of n values: 1 for the highest, ties sharing the smallest; 0 where there is none (NaN).
 * ranked: how many have one. LB_E_MEMORY. */
lb_status lb_brief_ranks(const double *value, size_t n, int64_t *rank, size_t *ranked);

/* The nearest other areas, nearest first, metres from boundary to boundary (0: they meet); returns
 * how many there are, at most LB_BRIEF_NEAR. */
size_t lb_brief_nearest_areas(const lb_shapes *shapes, size_t area, size_t near[LB_BRIEF_NEAR],
                              double metres[LB_BRIEF_NEAR]);

#endif
