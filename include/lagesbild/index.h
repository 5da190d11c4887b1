/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The livsvillkorsindex: from variables on delivered squares to scores, index, class and rank.
 * Definitions: docs/methods.md, Index and Choices the sources leave open. */
#ifndef LAGESBILD_INDEX_H
#define LAGESBILD_INDEX_H

#include <lagesbild/log.h>
#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>
#include <lagesbild/table.h>

/* One variable over the squares that pass. */
typedef struct lb_variable_summary {
    size_t count, missing; /* of the squares that pass */
    double min, median, max;
    double correlation; /* Pearson's, of the variable as read with the index; NaN: no spread */
} lb_variable_summary;

/* A class is firm that noise leaves in this share of draws. */
#define LB_FIRM_CLASS 0.9

typedef struct lb_index {
    size_t count, variables, groups;
    size_t passed;                         /* squares with an index */
    size_t too_few, too_missing, unplaced; /* those without: people, weight, no cell on the map */
    double **score;                        /* [variables][count]; NaN without */
    double **group;                        /* [groups][count] */
    double *index;                         /* [count] 100 x weighted mean; NaN: did not pass */
    uint8_t *class_of;                     /* [count] 1..K, K the worst; 0: none */
    int64_t *rank;                         /* [count] 1 = worst, ties share the smallest; 0: none */
    /* By recipe->noise, NULL where it is none; [count], NaN without an index: the standard
       deviation of the index, and the probability of the class */
    double *sd, *firm;
    double breaks[LB_MAX_CLASSES]; /* [K - 1] smallest index of class 2, 3 ... */
    lb_variable_summary *summary;  /* [variables] */
} lb_index;

LB_API void lb_index_clear(lb_index *index);

/* fill may be NULL: then every square is on the map and all have one size.
 * Result independent of threads and of the order of squares and variables.
 * LB_E_USAGE: squares->variables is not recipe->variables. */
LB_API lb_status lb_index_compute(const lb_recipe *recipe, const lb_squares *squares,
                                  const lb_square_allocation *fill, int threads, lb_index *out);

/* Turned and scaled as recipe->normalise says, direction +1 or -1; NaN stays NaN. A variable
 * without spread scores 0 by zscore, robust_z and minmax. people: [count] inhabitants, which ranks
 * are over where recipe->reference says so; NULL: one each. score may be value; it is worked in,
 * and undefined after a failure. LB_E_MEMORY. */
LB_API lb_status lb_normalise_values(const lb_recipe *recipe, int direction, const double *value,
                                     const double *people, size_t count, double *score);

/* The command `index` as a function: from a delivery to the livsvillkor grid in files. */

typedef struct lb_index_options {
    const char *recipe;        /* built-in or file; NULL: livsvillkor-8 */
    const char *const *source; /* tables on squares */
    size_t sources;
    const char *const *band; /* "NAME=FILE:BAND" */
    size_t bands;
    int32_t cell_size; /* of squares whose source gives no size, metres; 0: not given */
    /* Columns of the tables: the id of the square, its size, the easting and northing of its
     * centre; NULL: the usual names. */
    const char *id, *size, *x, *y;
    const char *noise;     /* "none", "fixed:V" or "round3"; NULL: what the recipe says */
    int draws, seed;       /* under noise; 0: what the recipe says, else LB_NOISE_DRAWS */
    const char *tif;       /* GeoTIFF with index, class, groups, population; NULL: none */
    const char *gpkg;      /* GeoPackage with layer rutor; NULL: none */
    const char *class_tif; /* Byte with a colour table; NULL: none */
    const char *provenance;
} lb_index_options;

/* Every option at its default (see lagesbild-index(1)). */
LB_API void lb_index_options_init(lb_index_options *options);

typedef struct lb_index_report {
    lb_table squares;   /* post, rutor, personer: what was read, joined, passed, left out and why */
    lb_table variables; /* per variable: source, n, missing, min, median, max, correlation ... */
} lb_index_report;

LB_API void lb_index_report_clear(lb_index_report *report);

/* Writes the files asked for, all or none. LB_E_INPUT also when the people of the map and the
 * remainders are not the people that were read, to 1e-9. */
LB_API lb_status lb_index_run(const lb_index_options *options, const lb_job *job,
                              lb_index_report *out, lb_error *err);

#endif
