/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index by every combination of levels of a recipe's choices: what each recipe changes, and
 * between what ranks and classes each square lies (docs/methods.md, Stability). */
#ifndef LB_KERNEL_STABILITY_STABILITY_H
#define LB_KERNEL_STABILITY_STABILITY_H

#include <lagesbild/index.h>
#include "kernel/stability/rank_ranges.h"
#include "model/recipe/recipe_levels.h"

/* More combinations than this are refused. */
enum { LB_RECIPES_MAX = 50000 };

/* A square's people within an area. */
typedef struct lb_area_people {
    size_t square;
    double people;
} lb_area_people;

typedef struct lb_stability_input {
    const lb_recipe *recipe;
    const lb_squares *squares;
    const lb_square_allocation *fill;
    const lb_recipe_levels *levels;
    size_t areas;
    const size_t *area_first; /* [areas + 1] into part; NULL: no areas */
    const lb_area_people *area_part;
    size_t keep; /* ranks kept one by one at most: LB_RANKS_KEPT */
    int threads;
} lb_stability_input;

/* One recipe, beside the usual one: the recipe with no choice changed. */
typedef struct lb_recipe_effect {
    size_t level[LB_CHOICES];
    lb_normalise normalise;
    size_t ranked;       /* squares with an index by it */
    double rank_shift;   /* mean of |rank - usual rank|, over squares with both */
    double correlation;  /* Spearman's, of the same; NaN: no spread */
    double worst_kept;   /* of the worst 5 % by either, the share that is so by both (Jaccard) */
    double worst_people; /* people in the worst class */
    double moved_people; /* people whose class is another than the usual */
} lb_recipe_effect;

typedef struct lb_stability {
    lb_index index; /* by the usual recipe */
    size_t recipes; /* combinations, in the order of lb_variance_shares over the choices */
    size_t all;     /* and one more where the usual recipe is none of them: the last */
    size_t usual;   /* which of all is the usual recipe */
    lb_recipe_effect *effect; /* [all] */
    size_t squares;           /* that may have an index by some recipe: people enough, a place */
    size_t *square;           /* [squares]: which of all, rising */
    lb_rank_ranges ranges;    /* of those */
    double *area_index;       /* [areas * all]: mean index of the people; NaN: nobody has one */
    double *area_rank;        /* [areas * all]: mean rank of their squares */
    uint8_t *area_class; /* [areas * all]: the class most of them live in, the lowest of several;
                            0: nobody has one */
} lb_stability;

/* How many combinations the levels have; 0: more than LB_RECIPES_MAX. */
size_t lb_stability_recipes(const lb_recipe_levels *levels);

/* Independent of threads. LB_E_USAGE: too many combinations. LB_E_MEMORY. */
lb_status lb_stability_compute(const lb_stability_input *input, lb_stability *out);

void lb_stability_clear(lb_stability *stability);

#endif
