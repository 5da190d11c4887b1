/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild trend` as one call: deliveries of several years compared, what changed, why, and
 * whether it is more than noise (docs/methods.md, Trends). */
#ifndef LAGESBILD_TREND_H
#define LAGESBILD_TREND_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* A change is more than noise where its q (Benjamini and Hochberg) is below this. */
#define LB_FINDING_Q 0.05

typedef struct lb_trend_options {
    const char *const *grid; /* [grids] "[NAME=]GRID" as `index` writes them, in order of time */
    size_t grids;            /* at least 2 */
    const char *recipe;      /* built-in or file; NULL: that of the first grid */
    const char *areas;       /* "[NAME=]SOURCE"; NULL: none */
    const char *name;        /* their field with the name; NULL: the usual names */
    int yardstick;           /* 0 fixed: the first grid's distributions; 1 pooled; 2 rerank */
    const char *noise;       /* none, fixed:V, round3; NULL: what the recipe says, else fixed:2 */
    bool nominal;            /* compare levels that are not deflated */
    bool ignore_breaks;
    const char *gpkg;        /* GeoPackage with layer trend; NULL: none */
    const char *output;      /* file of units and areas; NULL: none */
    const char *transitions; /* file of classes before and after; NULL: none */
    const char *provenance;  /* JSON file; NULL: none */
    int min_cell;            /* the grids are coarsened (disclosure.h); 0: as delivered */
} lb_trend_options;

/* Every option at its default (see lagesbild-trend(1)). */
LB_API void lb_trend_options_init(lb_trend_options *options);

typedef struct lb_trend_report {
    lb_table units; /* a row a unit, then a row an area */
    lb_table summary, transitions;
    lb_table areas; /* the areas' rows alone; without columns where no areas were given */
} lb_trend_report;

LB_API void lb_trend_report_clear(lb_trend_report *report);

/* LB_E_INPUT also: a grid without a recipe of `index`, grids of several CRSs, and levels that are
 * not deflated, unless `nominal` or reranked. */
LB_API lb_status lb_trend_run(const lb_trend_options *options, const lb_job *job,
                              lb_trend_report *out, lb_error *err);

#endif
