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
} lb_share_options;

#define LB_SHARE_OPTIONS_INIT                       \
    {                                               \
        .confidence = 0.95, .reference_km2 = 447425 \
    }

/* The long table of contract 3.3. LB_E_INPUT also when the counts do not close: every event read is
 * in an area, in none, unplaced, undated or outside the periods. */
LB_API lb_status lb_share_run(const lb_share_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

#endif
