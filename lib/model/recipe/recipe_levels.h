/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The levels of a recipe's choices, from the words of its key `stability` (lagesbild-recipe(5)). */
#ifndef LB_MODEL_RECIPE_RECIPE_LEVELS_H
#define LB_MODEL_RECIPE_RECIPE_LEVELS_H

#include <lagesbild/recipe.h>

/* What a level of weights is: the recipe's, equal ones, those of the first principal component, or
 * one of the points round the recipe's. */
enum { LB_WEIGHTS_RECIPE, LB_WEIGHTS_FLAT, LB_WEIGHTS_PCA, LB_WEIGHTS_POINT };

/* The level of the choice `recipes` that is the recipe itself. */
#define LB_OWN_RECIPE "own"

enum { LB_POINTS = 9, LB_POINTS_MAX = 100, LB_NO_DROP = -1 };

typedef struct lb_recipe_level {
    char *name; /* as tables show it */
    int code; /* lb_reference, lb_normalise, lb_aggregate, variable or LB_NO_DROP, LB_WEIGHTS_... +
                 point; of recipes 0: own, else 1 + which alternative */
    double value; /* of minimum and missing */
} lb_recipe_level;

typedef struct lb_recipe_levels {
    size_t count[LB_CHOICES];
    lb_recipe_level *level[LB_CHOICES];
    double *probability[LB_CHOICES]; /* [count] above 0, in proportion */
} lb_recipe_levels;

void lb_recipe_levels_clear(lb_recipe_levels *levels);

/* What the recipe itself says of a choice; its name is NULL. */
lb_recipe_level lb_recipe_own_level(const lb_recipe *recipe, lb_choice choice);

/* Why another recipe cannot be a level of this one's choice LB_CHOICE_RECIPES (static text); NULL:
 * it can. */
const char *lb_recipe_alternative_fault(const lb_recipe *recipe, const lb_recipe *other);

/* What is wrong with a word as a level: NULL: nothing; else what is expected (static text). */
const char *lb_recipe_level_fault(const lb_recipe *recipe, lb_choice choice, const char *word);

/* Are two words one level, which would count twice? Both without fault. */
bool lb_recipe_level_is_same(const char *a, const char *b);

/* Why all levels together are undefined: NULL: they are not (static text). */
const char *lb_recipe_levels_fault(const lb_recipe *recipe);

/* Of a choice that the recipe gives no levels, its own alone; where it gives none at all, the usual
 * ones: five normalisations, two means, each variable dropped, twelve weights. The words have no
 * fault. LB_E_MEMORY. */
lb_status lb_recipe_levels_make(const lb_recipe *recipe, lb_recipe_levels *out);

#endif
