/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a prediction (red cells, an index) agrees with what areas say.
 *
 * "Actual" is a number 0-1, not a flag: a cell of which 0.3 is inside the areas counts as 0.3
 * inside and 0.7 outside. Flags are 0 and 1. Optional weights (people) multiply both. */
#ifndef LAGESBILD_AGREE_H
#define LAGESBILD_AGREE_H

#include <lagesbild/cover.h>
#include <lagesbild/locate.h>
#include <lagesbild/log.h>
#include <lagesbild/profile.h>
#include <lagesbild/table.h>

/* The 2x2 table; counts, or sums of fractions and weights. */
typedef struct lb_confusion_matrix {
    double both;           /* predicted and actual */
    double predicted_only; /* not actual */
    double actual_only;    /* not predicted */
    double neither;
} lb_confusion_matrix;

/* actual: NaN leaves the item out. weight: NULL for 1; NaN, 0 and less: left out. */
LB_API lb_confusion_matrix lb_agree_count(size_t n, const bool *predicted, const double *actual,
                                          const double *weight);

/* NaN where the denominator is 0. */
LB_API double lb_agree_precision(const lb_confusion_matrix *table); /* of predicted, actual */
LB_API double lb_agree_recall(const lb_confusion_matrix *table);    /* of actual, predicted */
LB_API double lb_agree_f1(const lb_confusion_matrix *table);        /* their harmonic mean */
LB_API double lb_agree_kappa(const lb_confusion_matrix *table);     /* Cohen 1960 */

/* The probability that an actual item has a higher score than one that is not, ties counting half
 * (Mann-Whitney), with the interval of DeLong, DeLong and Clarke-Pearson 1988; fractions and
 * weights count as so many items. */
typedef struct lb_auc {
    double value, low, high; /* NaN: no actual items, or no others; low and high: under two */
    double actual, others;   /* how many */
} lb_auc;

/* score, actual: NaN leaves the item out; weight as above. z: 1.959964 for 95 %.
 * LB_E_USAGE: actual is outside 0-1. */
LB_API lb_status lb_auc_compute(size_t n, const double *score, const double *actual,
                                const double *weight, double z, lb_auc *out);

/* When a cell counts as inside the areas of a cover. */
typedef enum lb_cell_rule {
    LB_RULE_FRACTION, /* as much of it as is inside; of areas that overlap the sum, at most 1: give
                         the cover of their union */
    LB_RULE_CENTROID, /* its centre is inside, by the boundary rule of locate.h */
    LB_RULE_ANY,      /* any part of it is */
    LB_RULE_MAJORITY  /* more than half of it is */
} lb_cell_rule;

LB_API extern const char *const lb_cell_rule_names[]; /* by lb_cell_rule, NULL-ended */

/* The areas that a rule looks at; the locator, of the same shapes, is asked for centres only and
 * may be NULL for the other rules. */
typedef struct lb_cell_areas {
    const lb_cover *cover;
    const lb_locator *locator;
    const bool *chosen; /* [cover->count]: areas that play a part; NULL: all */
} lb_cell_areas;

/* actual[cells->count]: 0-1 for each cell. LB_E_INPUT: the cells are not ascending or not on the
 * grid of the cover. LB_E_USAGE: LB_RULE_CENTROID without a locator. */
LB_API lb_status lb_cell_rule_apply(lb_cell_rule rule, const lb_cell_areas *areas,
                                    const lb_cell_list *cells, double *actual);

/* `lagesbild agree` as one call: how the worst squares and the areas coincide (the report's
 * footnote 6). */

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
    int min_cell;             /* the grid is coarsened, so that fewer people are not shown
                                 (disclosure.h); 0: it is as delivered */
    const char *output;       /* the 2x2 tables; NULL: only the table */
    const char *areas_output; /* the areas' shares; NULL: only the table */
    const char *provenance;   /* JSON file; NULL: none */
} lb_agree_options;

/* Every option at its default (see lagesbild-agree(1)). */
LB_API void lb_agree_options_init(lb_agree_options *options);

typedef struct lb_agree_result {
    /* One row a rule: cells (with a class), predicted_and_inside, predicted_only, inside_only,
     * neither, precision, recall, f1, kappa, auc, auc_low, auc_high. */
    lb_table rules;
    /* One row an area, then a category, then all: level, area, category, areas, people (in cells
     * with a class), people_worst, people_share, cells, cells_worst, cells_share,
     * vulnerable_areas, vulnerable_share, vulnerable_low, vulnerable_high. In rows of several areas
     * each part of a cell counts once. */
    lb_table areas;
} lb_agree_result;

LB_API void lb_agree_result_clear(lb_agree_result *result);

/* LB_E_INPUT also when the grid has no classes, or totals do not add up. */
LB_API lb_status lb_agree_run(const lb_agree_options *options, const lb_job *job,
                              lb_agree_result *out, lb_error *err);

#endif
