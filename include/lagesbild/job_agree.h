/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild agree` as one call: how the worst squares and the areas coincide (the report's
 * footnote 6). */
#ifndef LAGESBILD_JOB_AGREE_H
#define LAGESBILD_JOB_AGREE_H

#include <lagesbild/agree.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_agree_options {
    const char *grid;         /* GeoPackage written by `index`, or a raster with its bands */
    const char *areas;        /* "[NAME=]SOURCE" */
    const char *name;         /* fields of the areas; NULL: the usual names */
    const char *category;     /* */
    const char *priority;     /* categories, the worst first */
    const char *const *rule;  /* when a cell is inside: names of lb_cell_rule */
    size_t rules;             /* 0: all four */
    int worst;                /* cells of this class and above are predicted; 0: the greatest */
    double vulnerable;        /* an area with at least this share of its people in them is
                                 vulnerable */
    double confidence;        /* of the intervals */
    int min_cell;             /* people of the areas' table that would tell of fewer, beside what
                                 `profile` tells of the same grid, are empty; 0: all is told */
    const char *output;       /* the 2x2 tables; NULL: only the table */
    const char *areas_output; /* the areas' shares; NULL: only the table */
    const char *provenance;   /* JSON file; NULL: none */
} lb_agree_options;

#define LB_AGREE_OPTIONS_INIT                 \
    {                                         \
        .vulnerable = 0.5, .confidence = 0.95 \
    }

typedef struct lb_agree_result {
    /* One row a rule: cells (with a class), predicted_and_inside, predicted_only, inside_only,
     * neither, precision, recall, f1, kappa, auc, auc_low, auc_high. */
    lb_table rules;
    /* One row an area, then a category, then all: level, area, category, areas, people (in cells
     * with a class), people_worst, people_share, cells, cells_worst, cells_share,
     * vulnerable_areas, vulnerable_share, vulnerable_low, vulnerable_high. In rows of several areas
     * a cell counts at most once. */
    lb_table areas;
} lb_agree_result;

LB_API void lb_agree_result_clear(lb_agree_result *result);

/* LB_E_INPUT also when the grid has no classes, or a balance does not close. */
LB_API lb_status lb_agree_run(const lb_agree_options *options, const lb_job *job,
                              lb_agree_result *out, lb_error *err);

#endif
