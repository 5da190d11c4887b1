/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild suggest` as one call: squares and areas that resemble the listed ones
 * (docs/methods.md, Suggested areas). What comes of it is internal working material. */
#ifndef LAGESBILD_SUGGEST_H
#define LAGESBILD_SUGGEST_H

#include <lagesbild/date.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef enum lb_suggest_model { LB_SUGGEST_RIDGE, LB_SUGGEST_FIRTH } lb_suggest_model;
LB_API extern const char *const lb_suggest_model_names[]; /* NULL-ended */

/* How a variable's percentile rank enters: as its normal score, which keeps the tail apart, or as
 * it is. */
typedef enum lb_suggest_scores {
    LB_SUGGEST_NORMAL_SCORES,
    LB_SUGGEST_RANK_SCORES
} lb_suggest_scores;
LB_API extern const char *const lb_suggest_scores_names[]; /* NULL-ended */

/* Which squares have label 1: those of which at least half lies in a listed area, any part, or the
 * centre. Of majority, squares with a smaller part are scored but not learned from; of the others
 * they are squares that are not listed. */
typedef enum lb_suggest_label {
    LB_SUGGEST_MAJORITY,
    LB_SUGGEST_ANY,
    LB_SUGGEST_STRICT,
    LB_SUGGEST_CENTROID
} lb_suggest_label;
LB_API extern const char *const lb_suggest_label_names[]; /* NULL-ended */

typedef struct lb_suggest_options {
    const char *grid;         /* GeoPackage written by `index`, with its recipe */
    const char *areas;        /* "[NAME=]SOURCE", the list */
    const char *name;         /* field of the areas; NULL: the usual names */
    const char *const *event; /* "TYPE=SOURCE": police indicators of model B */
    size_t events;
    const char *date, *x, *y; /* fields of the events; NULL: the usual names */
    lb_date_form date_format;
    const char *timezone;
    const char *const *label; /* "[DATE=]AREAS": lists of other dates, to compare with */
    size_t labels;
    const char *label_date; /* YYYY-MM-DD, when the list was drawn: later events are refused */
    lb_suggest_label cell_rule;
    lb_suggest_model model;
    lb_suggest_scores scores;
    double lambda;       /* of the ridge; 0: chosen */
    const char *without; /* "A,B": variables that no model has */
    const char *foreign; /* "A,B": those of foreign background; NULL: the usual names */
    const char *sizes; /* of the squares that are assessed, metres, or "all"; NULL: the smallest */
    double buffer;     /* metres within which listed areas are one group of labels */
    const char *zones; /* municipalities, for folds and resampling; NULL: blocks of 10 km */
    const char *group; /* field of the zones, each value of which has a term of its own in the
                          models; NULL: none */
    double group_lambda;  /* of these terms: 1 over the variance of municipalities, in log odds */
    const char *validate; /* area, municipality, block:M, random or none; NULL: area */
    double threshold;     /* p of a core; 0: as many people are flagged as live in listed areas */
    bool queen;           /* squares that share a corner are neighbours */
    int min_squares;      /* populated ones, of a suggested area */
    double min_people;
    int draws; /* resamples of the label groups and blocks */
    int seed;
    double confidence;    /* 0.95: of the validation's intervals */
    bool despite_refusal; /* go on with too few groups of labels, later events, a model of no use */
    bool closed;          /* gpkg also has closed outlines, layer forslag_slutna */
    const char *snap;     /* zones: gpkg also has unions of them, layer forslag_zoner; NULL: none */
    const char *snap_name;  /* field of these zones; NULL: the usual names */
    const char *gpkg;       /* layers rutor and forslag; NULL: none */
    const char *validation; /* file; NULL: only the table */
    const char *summary;    /* the same */
    const char *additions;  /* the same */
    const char *output;     /* file; NULL: only the table */
    const char *provenance; /* JSON file; NULL: none */
} lb_suggest_options;

/* Every option at its default (see lagesbild-suggest(1)). */
LB_API void lb_suggest_options_init(lb_suggest_options *options);

typedef struct lb_suggest_result {
    lb_table
        suggestions; /* one row a suggested area by rank, then listed ones that none resembles */
    lb_table validation; /* one row a model or baseline */
    lb_table summary;    /* one row a list and status */
    lb_table additions;  /* one row an area that is on a list of another date only */
} lb_suggest_result;

LB_API void lb_suggest_result_clear(lb_suggest_result *result);

/* LB_E_INPUT also: fewer than five groups of labels, no maximum of the likelihood, a model no
 * better than chance, events later than the list, no listed area on the grid. */
LB_API lb_status lb_suggest_run(const lb_suggest_options *options, const lb_job *job,
                                lb_suggest_result *out, lb_error *err);

#endif
