/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild hotspot` as one call: where events gather, cell by cell, and how sure that is
 * (docs/methods.md, Hot spots). */
#ifndef LAGESBILD_HOTSPOT_H
#define LAGESBILD_HOTSPOT_H

#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>
#include <lagesbild/time_rule.h>

typedef struct lb_hotspot_options {
    const char *grid;         /* GeoPackage written by `index`, or a raster with its bands */
    const char *events;       /* points or a table */
    const char *date, *x, *y; /* fields of the events; NULL: the usual names */
    lb_date_form date_format;
    const char *timezone;
    const char *until; /* field of the end of the interval that date begins; NULL: none */
    lb_time_rule time_rule;
    const char *support;   /* populated, delivered or a source of areas; NULL: delivered */
    const char *method;    /* "count,kde,gi,excess,lisa"; NULL: all but lisa */
    const char *window;    /* queen, rook or metres; NULL: queen */
    const char *expected;  /* column of the grid that excess is held against; NULL: population */
    const char *bandwidth; /* metres, or auto; NULL: 500 */
    bool quartic;          /* the kernel of kde: quartic, the bandwidth its radius; else Gaussian */
    bool normal_p;         /* p of gi by the normal distribution, as other programs; else exact */
    bool fixed_null;       /* the cell's own count stays, the others are permuted */
    int adjust;     /* of many tests: lb_adjustment of kernel/hotspot: 0 BH, 1 Bonferroni, 2 none */
    bool cold;      /* also where few events are */
    bool all_cells; /* a row for every cell of the support */
    int draws;      /* 999 */
    int seed;       /* 1: the same seed gives the same bytes */
    double confidence;            /* 0.95 */
    bool despite_refusal;         /* go on with fewer than 10 events */
    const char *scan;             /* file of the most likely clusters; NULL: none */
    double max_people;            /* 0.1: of the people in one cluster; above 1: per cent */
    double max_radius;            /* 3000 metres */
    const char *near_repeat;      /* file of the pairs by distance and days; NULL: none */
    const char *distances, *days; /* lower bounds of the bins; NULL: 0,1,200,400,600; 0,1,7,14,28 */
    bool manhattan;               /* distances along the axes */
    const char *train, *test;     /* periods of hits */
    bool rolling;                 /* in place of them each year and the one before */
    const char *area;             /* per cents of the support; NULL: 1,2,5 */
    const char *people;           /* per cents of its people, in place of area; NULL: by area */
    const char *hits;     /* file of what cells of one period catch of a later; NULL: none */
    const char *outlines; /* file of hot spots and clusters as polygons; NULL: none */
    int min_cell;         /* the grid is coarsened (disclosure.h), and outlines have as many events
                             at least; 0: as delivered, all */
    const char *gpkg;     /* GeoPackage with layer hotspots and its style; NULL: none */
    const char *output;   /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
} lb_hotspot_options;

/* Every option at its default (see lagesbild-hotspot(1)). */
LB_API void lb_hotspot_options_init(lb_hotspot_options *options);

typedef struct lb_hotspot_result {
    lb_table table; /* one row a cell with an event or a finding, see lagesbild-hotspot(1) */
    lb_table scan, near_repeat, hits, outlines; /* without columns where they were not asked for */
} lb_hotspot_result;

LB_API void lb_hotspot_result_clear(lb_hotspot_result *result);

/* LB_E_INPUT also: fewer than 10 events in the support, unless despite_refusal. */
LB_API lb_status lb_hotspot_run(const lb_hotspot_options *options, const lb_job *job,
                                lb_hotspot_result *out, lb_error *err);

#endif
