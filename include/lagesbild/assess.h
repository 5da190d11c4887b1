/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far assessors who judge the same areas agree (docs/methods.md, Agreement of assessors), and
 * the command `assess` as a function. */
#ifndef LAGESBILD_ASSESS_H
#define LAGESBILD_ASSESS_H

#include <lagesbild/interval.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* Sums over areas from which every measure of agreement follows; those of areas add up, so that a
 * resample of areas is a sum too. Counts are of ratings. */
typedef struct lb_agreement_sums {
    size_t categories;   /* 2 or more */
    double *coincidence; /* [categories^2]: pairs of ratings of one area, each over (m - 1), where
                            m >= 2 ratings are; symmetric */
    double *proportion;  /* [categories]: share of the area's ratings, over areas with a rating */
    double agreement;    /* share of agreeing pairs, over areas with two or more ratings */
    size_t pairable;     /* areas with two or more ratings */
    size_t rated;        /* areas with a rating */
    size_t each;         /* ratings of every area; 0: not of all the same */
} lb_agreement_sums;

/* Each is NaN where it is not defined. */
typedef struct lb_agreement {
    double percent_agreement; /* mean over areas of the share of agreeing pairs of ratings */
    double alpha_nominal, alpha_ordinal, alpha_interval; /* Krippendorff's alpha */
    double fleiss; /* Fleiss' kappa: only where every area has the same number of ratings */
    double ac1;    /* Gwet's AC1 */
} lb_agreement;

enum { LB_AGREEMENT_MEASURES = 6 };

/* Zeroed memory is an empty sum of `categories` 0. LB_E_MEMORY. */
LB_API lb_status lb_agreement_sums_init(lb_agreement_sums *sums, size_t categories);
LB_API void lb_agreement_sums_clear(lb_agreement_sums *sums);

/* count: [categories], the ratings of one area. */
LB_API void lb_agreement_sums_add_area(lb_agreement_sums *sums, const size_t *count);

/* value: [categories] for alpha_interval, ascending with the category; NULL: the categories have no
 * order, and alpha_ordinal and alpha_interval are NaN. */
LB_API lb_agreement lb_agreement_compute(const lb_agreement_sums *sums, const double *value);

/* Every measure with the interval that holds 95 % of `draws` resamples of the areas: the order is
 * that of lb_agreement. count: [areas][categories]. A measure that is undefined in more than half
 * of the resamples has no interval (NaN). The same seed gives the same bytes. LB_E_MEMORY. */
LB_API lb_status lb_agreement_estimate(const size_t *count, size_t areas, size_t categories,
                                       const double *value, int draws, uint64_t seed,
                                       double estimate[LB_AGREEMENT_MEASURES],
                                       lb_interval interval[LB_AGREEMENT_MEASURES]);

typedef struct lb_assess_options {
    const char *ratings; /* table: area, assessor, category; round and criterion where given */
    const char *area, *assessor, *category, *round, *criterion; /* its columns; NULL: usual names */
    const char *priority; /* "A,B,C", the worst first; NULL: the police's categories, or
                             numbers, the greatest worst */
    int draws;            /* resamples of areas */
    int seed;
    const char *areas_output; /* files; NULL: none */
    const char *assessors;
    const char *output, *provenance;
} lb_assess_options;

/* Every option at its default (see lagesbild-assess(1)). */
LB_API void lb_assess_options_init(lb_assess_options *options);

typedef struct lb_assess_report {
    lb_table agreement; /* statistic, value, low, high */
    lb_table areas;     /* area, median, spread, joint, verdict, ratings, moved, one_vote */
    lb_table assessors; /* assessor, ratings, deviation, low, high, a column a category */
} lb_assess_report;

LB_API void lb_assess_report_clear(lb_assess_report *report);

/* LB_E_INPUT: fewer than two assessors, fewer than two areas that two have judged, ratings outside
 * the scale, a rating that stands twice. */
LB_API lb_status lb_assess_run(const lb_assess_options *options, const lb_job *job,
                               lb_assess_report *out, lb_error *err);

#endif
