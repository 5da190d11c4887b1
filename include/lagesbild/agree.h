/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a prediction (red cells, an index) agrees with what areas say.
 *
 * "Actual" is a number 0-1, not a flag: a cell of which 0.3 is inside the areas counts as 0.3
 * inside and 0.7 outside. Flags are 0 and 1. Optional weights (people) multiply both. */
#ifndef LAGESBILD_AGREE_H
#define LAGESBILD_AGREE_H

#include <lagesbild/cover.h>
#include <lagesbild/locate.h>
#include <lagesbild/profile.h>

/* The 2x2 table; counts, or sums of fractions and weights. */
typedef struct lb_agreement {
    double both;           /* predicted and actual */
    double predicted_only; /* not actual */
    double actual_only;    /* not predicted */
    double neither;
} lb_agreement;

/* actual: NaN leaves the item out. weight: NULL for 1; NaN, 0 and less: left out. */
LB_API lb_agreement lb_agree_count(size_t n, const bool *predicted, const double *actual,
                                   const double *weight);

/* NaN where the denominator is 0. */
LB_API double lb_agree_precision(const lb_agreement *table); /* of predicted, actual */
LB_API double lb_agree_recall(const lb_agreement *table);    /* of actual, predicted */
LB_API double lb_agree_f1(const lb_agreement *table);        /* their harmonic mean */
LB_API double lb_agree_kappa(const lb_agreement *table);     /* Cohen 1960 */

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
    LB_RULE_FRACTION, /* as much of it as is inside, at most 1 where areas overlap */
    LB_RULE_CENTROID, /* its centre is inside, by the boundary rule of locate.h */
    LB_RULE_ANY,      /* any part of it is */
    LB_RULE_MAJORITY  /* more than half of it is */
} lb_cell_rule;

/* "fraction centroid any majority"; false: not one of them. */
LB_API bool lb_cell_rule_parse(const char *name, lb_cell_rule *out);
LB_API const char *lb_cell_rule_name(lb_cell_rule rule);

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

#endif
