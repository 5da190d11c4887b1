/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `rate` as a function: events per 1 000 inhabitants, by category of areas. */
#ifndef LAGESBILD_JOB_RATE_H
#define LAGESBILD_JOB_RATE_H

#include <lagesbild/guard.h>
#include <lagesbild/log.h>
#include <lagesbild/overlap.h>
#include <lagesbild/table.h>

typedef struct lb_rate_options {
    const char *areas;            /* layer or table: area, category */
    const char *counts;           /* table: area, indicator, period, count; or NULL */
    const char *events;           /* points; NULL with counts */
    const char *national;         /* table: indicator, period, count, population; NULL: no rest */
    const char *population;       /* table: area, period, population; NULL: a field of the areas */
    const char *population_field; /* NULL: the usual names */
    const char *name, *category;  /* fields of the areas; NULL: the usual names */
    const char *indicator;        /* field of the events; NULL: all are one indicator */
    const char *date, *x, *y;     /* fields of the events; NULL: the usual names */
    const char *const *period; /* of events: year, half, quarter, month, FROM/TO; none: all time */
    size_t periods;
    const char *priority; /* "A,B,C", worst first; NULL: särskilt utsatt, risk, utsatt */
    lb_overlap overlap;   /* of events where areas overlap */
    double confidence;    /* 0.95 */
    double minimum_population, minimum_count; /* see rate.h; 0: none */
    int min_cell;                             /* people, see lb_rate_guard; 0: all are told */
    const char *output, *provenance;          /* files; NULL: none */
} lb_rate_options;

#define LB_RATE_OPTIONS_INIT                        \
    {                                               \
        .confidence = 0.95, .min_cell = LB_MIN_CELL \
    }

/* The table of contract 3.6; after its columns: areas (summed), areas_left_out (a figure is
 * missing), mean_without_it, reason (why there is no rate). */
LB_API lb_status lb_rate_run(const lb_rate_options *options, const lb_job *job, lb_table *out,
                             lb_error *err);

#endif
