/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild placebo` as one call: do areas hold more events than comparable places would
 * (docs/methods.md, Placebo areas)? */
#ifndef LAGESBILD_PLACEBO_H
#define LAGESBILD_PLACEBO_H

#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_placebo_options {
    const char *grid;         /* GeoPackage written by `index`, or a raster with its bands */
    const char *areas;        /* "[NAME=]SOURCE" */
    const char *name;         /* field of the areas; NULL: the usual names */
    const char *events;       /* points or a table */
    const char *date, *x, *y; /* fields of the events; NULL: the usual names */
    lb_date_form date_format;
    const char *timezone;
    const char *support;            /* populated, delivered or a source of areas; NULL: delivered */
    const char *match;              /* "people,index,municipality,urban"; NULL: people */
    const char *municipalities;     /* polygons, of match "municipality"; else NULL */
    const char *municipality_class; /* their field with the class; NULL: their size is it */
    const char *listed_on;  /* YYYY-MM-DD, or a field of the areas with a day: events from that day
                               on are apart from those before; NULL: all are one period */
    int draws;              /* 9999 */
    int seed;               /* 1: the same seed gives the same bytes */
    double confidence;      /* 0.95: of low and high */
    bool despite_refusal;   /* go on with fewer than 10 events */
    const char *moves;      /* file of the candidates; NULL: none */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
    int min_cell;           /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_placebo_options;

/* Every option at its default (see lagesbild-placebo(1)). */
LB_API void lb_placebo_options_init(lb_placebo_options *options);

typedef struct lb_placebo_result {
    lb_table table; /* one row a comparison, see lagesbild-placebo(1) */
    lb_table moves; /* without columns where they were not asked for */
} lb_placebo_result;

LB_API void lb_placebo_result_clear(lb_placebo_result *result);

/* LB_E_INPUT also: the grid has no people; no area has a candidate. */
LB_API lb_status lb_placebo_run(const lb_placebo_options *options, const lb_job *job,
                                lb_placebo_result *out, lb_error *err);

#endif
