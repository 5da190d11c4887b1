/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of a recipe's variables at each level of the choice `weights` (docs/methods.md,
 * Stability). */
#ifndef LB_KERNEL_STABILITY_LEVEL_WEIGHTS_H
#define LB_KERNEL_STABILITY_LEVEL_WEIGHTS_H

#include "model/recipe/recipe_levels.h"

typedef struct lb_level_weights {
    double *variable; /* [variables] within the group */
    double *group;    /* [groups] */
} lb_level_weights;

/* The recipe's, or of `code` (LB_WEIGHTS_...), without the variable `drop` (LB_NO_DROP: with all).
 * component: [variables] weights of the first principal component, for LB_WEIGHTS_PCA. A point is
 * drawn from a Dirichlet distribution round the effective weights, of coefficient of variation 0.3
 * where all are equal, at the point's place of a leaped Halton sequence. LB_E_MEMORY. */
lb_status lb_level_weights_make(const lb_recipe *recipe, int code, int drop,
                                const double *component, lb_level_weights *out);

void lb_level_weights_clear(lb_level_weights *weights);

/* Squared loadings, which sum to 1, of the first principal component of the scores of variables
 * with weight, over squares that have them all; equal weights where none varies. score:
 * [variables][count], NaN: missing. LB_E_MEMORY. */
lb_status lb_first_component(const lb_recipe *recipe, double *const *score, size_t count,
                             double *weight);

/* The i-th number of the van der Corput sequence of a base: digits of i behind the point, turned
 * round. */
double lb_radical_inverse(uint64_t i, unsigned base);

#endif
