/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild concentration` as one call: on how few squares the events are, how much of that chance
 * gives, and what areas catch beside the best that could be done with as many people
 * (docs/methods.md, Concentration). */
#ifndef LAGESBILD_CONCENTRATION_H
#define LAGESBILD_CONCENTRATION_H

#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_concentration_options {
    const char *grid;    /* GeoPackage written by `index`, or a raster with its bands */
    const char *events;  /* points or a table */
    const char *areas;   /* "[NAME=]SOURCE"; NULL: none */
    const char *before;  /* a period: its events rank the squares, later ones are counted; NULL:
                            all are counted */
    const char *support; /* populated, delivered or a source of areas; NULL: delivered */
    const char *date, *x, *y; /* fields of the events; NULL: the usual names */
    lb_date_form date_format;
    const char *timezone;
    int draws;              /* 999 */
    int seed;               /* 1: the same seed gives the same bytes */
    double confidence;      /* 0.95: of low and high */
    const char *curve;      /* file of the curves; NULL: none */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
    int min_cell;           /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_concentration_options;

/* Every option at its default (see lagesbild-concentration(1)). */
LB_API void lb_concentration_options_init(lb_concentration_options *options);

typedef struct lb_concentration_result {
    /* One row a measure: measure, value, low, high, chance, chance_low, chance_high (events fall on
     * squares equally), the same of chance_people (as people live), and `of`, the denominator. */
    lb_table table;
    /* curve, units_share, people_share, events_share, from the square with most on. */
    lb_table curve;
} lb_concentration_result;

LB_API void lb_concentration_result_clear(lb_concentration_result *result);

/* LB_E_INPUT also: no event is in a square, or none is later than `before`. */
LB_API lb_status lb_concentration_run(const lb_concentration_options *options, const lb_job *job,
                                      lb_concentration_result *out, lb_error *err);

#endif
