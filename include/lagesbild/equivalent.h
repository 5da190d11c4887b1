/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which neighbouring zones add up to an area (report, footnote 19), and the command `equivalent` as
 * a function (docs/methods.md, Equivalent zones). */
#ifndef LAGESBILD_EQUIVALENT_H
#define LAGESBILD_EQUIVALENT_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>

/* Zones and which of them are neighbours. All borrowed. */
typedef struct lb_zone_graph {
    size_t zones;
    const double *area;      /* [zones], above 0, any unit */
    const double *perimeter; /* [zones], for ties; NULL: not known */
    const size_t *first;     /* [zones + 1]: where the neighbours of each begin */
    const size_t *neighbour; /* [first[zones]]; each pair stands with both */
    const double *shared;    /* [first[zones]]: length of border shared with that neighbour */
} lb_zone_graph;

enum { LB_CONNECTED_ZONES_MAX = 20 };

/* Zones that are connected, numbered as in the graph; area in the graph's unit. */
typedef struct lb_connected_set {
    size_t zones, zone[LB_CONNECTED_ZONES_MAX]; /* ascending */
    double area;                                /* of all */
} lb_connected_set;

typedef struct lb_connected_options {
    double target;    /* area to come near, above 0 */
    size_t max_zones; /* in a set, 1 to LB_CONNECTED_ZONES_MAX */
    size_t top;       /* sets wanted */
    size_t with;      /* a zone that every set has; SIZE_MAX: none */
} lb_connected_options;

/* The connected sets whose area is nearest to the target, the nearest first; of equally near ones
 * those of fewer zones, then the more compact (perimeter^2 / area), then those that come first by
 * zone. Every set that could be among them is looked at. *examined: how many were. set: room for
 * options->top; *found: how many there are. LB_E_MEMORY; LB_E_INPUT: more than 500 million sets
 * would have to be looked at. */
LB_API lb_status lb_connected_sets_nearest(const lb_zone_graph *graph,
                                           const lb_connected_options *options,
                                           lb_connected_set *set, size_t *found, double *examined);

/* Two zones that lie next to each other. */
typedef struct lb_shared_border {
    size_t i, j; /* i < j */
    double
        length; /* metres: of the borders, the mean of both sides, within the gap of each other */
} lb_shared_border;

/* All pairs of features with borders at most `gap` metres apart for more than four times that
 * length: a corner that only touches is no shared border. gap is at least a millimetre. *out, by i
 * and j, is freed by free(). LB_E_MEMORY. */
LB_API lb_status lb_shared_borders(const lb_shapes *shapes, double gap, lb_shared_border **out,
                                   size_t *n);

typedef struct lb_equivalent_options {
    const char *zones;
    const char *name;       /* field of the zones; NULL: the usual names */
    const char *area_field; /* field with square kilometres; NULL: area on the ellipsoid */
    double area_km2;        /* the area to come near; 0: that of `areas` */
    const char *areas;      /* "[NAME=]SOURCE", the ground of all its areas; NULL: area_km2 */
    const char *with;       /* a zone that every set has; NULL: none */
    int max;                /* zones in a set */
    int top;                /* sets */
    double gap;             /* metres between borders of neighbours */
    const char *map;        /* picture: .png, .svg, .pdf; NULL: none */
    const char *output, *provenance;
} lb_equivalent_options;

/* Every option at its default (see lagesbild-equivalent(1)). */
LB_API void lb_equivalent_options_init(lb_equivalent_options *options);

/* out: rank, zones, names, km2, difference_km2, difference_percent. LB_E_INPUT: no zone has an
 * area, a zone's area is not above 0. */
LB_API lb_status lb_equivalent_run(const lb_equivalent_options *options, const lb_job *job,
                                   lb_table *out, lb_error *err);

#endif
