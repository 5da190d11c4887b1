/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `share` as a function: which share of the events happened in the areas. */
#ifndef LAGESBILD_JOB_SHARE_H
#define LAGESBILD_JOB_SHARE_H

#include <lagesbild/interval.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap.h>
#include <lagesbild/table.h>

typedef struct lb_share_options {
    const char *const *areas; /* "[NAME=]SOURCE" */
    size_t area_sets;
    const char *events;
    const char *name, *category, *date, *x, *y; /* fields; NULL: the usual names */
    const char *linked;        /* field that ties an event to an area it happened outside of */
    const char *const *period; /* year, half, quarter, month, FROM/TO; none: all time */
    size_t periods;
    const char *priority; /* "A,B,C", worst first; NULL: särskilt utsatt, risk, utsatt */
    lb_overlap overlap;
    lb_interval_method interval;
    double confidence;           /* 0.95 */
    double reference_km2;        /* 447425 */
    const char *reference_label; /* NULL: that of the default */
    const char *output;          /* file; NULL: only the table */
    const char *provenance;      /* JSON file; NULL: none */

    /* How sure it is; each adds columns at the end of the table, or a table of its own. */
    double position_error;    /* metres, the median radial error of the events' places; 0: none */
    int draws;                /* 2000: of the interval that combines counting and position */
    int seed;                 /* 1: of those draws; the same seed gives the same bytes */
    const char *border_curve; /* "-100,-50,50,100": metres the borders move, outwards above 0 */
    const char *border_out;   /* file of the border curve; NULL: only the table */
    const char *edge_events;  /* file of the events close to a border; NULL: none */
    const char *grid;         /* people: GeoPackage of `index`, or a raster; NULL: none */
    const char *valid_from, *valid_to; /* fields of the areas: days they exist, half-open */
} lb_share_options;

#define LB_SHARE_OPTIONS_INIT                                                  \
    {                                                                          \
        .confidence = 0.95, .reference_km2 = 447425, .draws = 2000, .seed = 1, \
    }

/* The long table of contract 3.3. LB_E_INPUT also when the counts do not close: every event read is
 * in an area, in none, unplaced, undated or outside the periods. */
LB_API lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

typedef struct lb_share_result {
    lb_table table;  /* the long table */
    lb_table border; /* the border curve; without columns when it was not asked for */
} lb_share_result;

LB_API void lb_share_result_clear(lb_share_result *result);

/* The same with every table. */
LB_API lb_status lb_share_run_all(const lb_share_options *options, const lb_job *job,
                                  lb_share_result *out, lb_error *err);

#endif
