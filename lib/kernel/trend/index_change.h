/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of common units in several deliveries, why it changed, and how far noise alone would
 * have moved it (docs/methods.md, Trends). */
#ifndef LB_KERNEL_TREND_INDEX_CHANGE_H
#define LB_KERNEL_TREND_INDEX_CHANGE_H

#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>

/* What values are scored by. */
typedef enum lb_trend_yardstick {
    LB_YARDSTICK_FIXED,  /* the distributions of the first delivery */
    LB_YARDSTICK_POOLED, /* of all deliveries together */
    LB_YARDSTICK_RERANK  /* each delivery by its own */
} lb_trend_yardstick;

typedef struct lb_change_input {
    const lb_recipe *recipe; /* its noise: none, or of counts */
    size_t deliveries, units;
    const lb_squares *squares;        /* [deliveries] figures of the units */
    const lb_square_allocation *fill; /* [deliveries] */
    size_t *const *first; /* [deliveries][units + 1]: squares of each unit, whose noise adds up */
    lb_trend_yardstick yardstick;
    int threads;
} lb_change_input;

/* From the first delivery to the last; NaN where an index of either is missing. change = sum of own
 * + others + missing, to rounding. */
typedef struct lb_index_change {
    size_t deliveries, units, variables;
    double **index;     /* [deliveries][units], NaN: did not pass */
    uint8_t **class_of; /* [deliveries][units] by the limits of the first; 0: none */
    double breaks[LB_MAX_CLASSES];
    double *noise[2]; /* [units] sd of the index by noise alone, first and last; NaN: no noise */
    double *change, *sd, *q; /* [units]; q by Benjamini and Hochberg; NaN: no noise */
    double **own;            /* [variables][units]: the unit's own figure changed */
    double *others;          /* [units]: those it is ranked among did (LB_YARDSTICK_RERANK) */
    double *missing;         /* [units]: a variable came or went, so that weights moved */
    size_t outside;          /* values outside the first delivery's least and greatest (minmax) */
    size_t tests;            /* units with q */
} lb_index_change;

/* Independent of threads. LB_E_MEMORY. */
lb_status lb_index_change_compute(const lb_change_input *input, lb_index_change *out);

void lb_index_change_clear(lb_index_change *change);

/* Two-sided p that noise of this sd alone moves an index by so much. NaN: no noise is known. */
double lb_change_p(double change, double sd);

/* Probability that an index, noise added, is in class k (from 1) by these limits (NaN: nobody is in
 * that class). */
double lb_class_probability(double index, double sd, const double *breaks, int classes, int k);

#endif
