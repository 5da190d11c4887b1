/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild before-after` as one call: did events in areas become fewer or more than in controls,
 * and did they move next door (docs/methods.md, Before and after)? */
#ifndef LAGESBILD_BEFORE_AFTER_H
#define LAGESBILD_BEFORE_AFTER_H

#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_before_after_options {
    const char *grid;   /* GeoPackage written by `index`, or a raster; NULL: no comparable places */
    const char *areas;  /* "[NAME=]SOURCE" */
    const char *name;   /* field of the areas; NULL: the usual names */
    const char *events; /* points or a table */
    const char *before; /* periods: 2020, 2020-06 or FROM/TO */
    const char *after;  /* begins where `before` ends, or later */
    const char
        *controls;     /* a source of areas, or "placebo"; NULL: placebo with a grid, else none */
    double ring;       /* metres round the areas where events may have moved; 0: none */
    bool wdq;          /* also the weighted displacement quotient of the ring */
    const char *match; /* "people,index,municipality,urban" of comparable places; NULL: people */
    const char *municipalities;     /* polygons, of match "municipality"; else NULL */
    const char *municipality_class; /* their field with the class; NULL: their size is it */
    const char *date, *x, *y;       /* fields of the events; NULL: the usual names */
    lb_date_form date_format;
    const char *timezone;
    const char *support;    /* populated, delivered, all or a source of areas; NULL: delivered */
    double confidence;      /* 0.95: of low and high */
    const char *panel;      /* file of units by period; NULL: none */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
    int min_cell;           /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_before_after_options;

/* Every option at its default (see lagesbild-before-after(1)). */
LB_API void lb_before_after_options_init(lb_before_after_options *options);

typedef struct lb_before_after_result {
    lb_table table; /* the comparison, then placebos in time; see lagesbild-before-after(1) */
    lb_table panel; /* without columns where it was not asked for */
} lb_before_after_result;

LB_API void lb_before_after_result_clear(lb_before_after_result *result);

/* LB_E_USAGE also: `after` begins before `before` ends; placebo without a grid. LB_E_INPUT also: no
 * event is in either period; no area has a comparable place. */
LB_API lb_status lb_before_after_run(const lb_before_after_options *options, const lb_job *job,
                                     lb_before_after_result *out, lb_error *err);

#endif
