/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recipes that are levels of another's choice `recipes` (lagesbild-recipe(5)). */
#ifndef LB_INPUT_RECIPE_RECIPE_LOAD_H
#define LB_INPUT_RECIPE_RECIPE_LOAD_H

#include <lagesbild/recipe.h>
#include "model/config_node.h"

/* Fills recipe->alternative, of a recipe that is whole, from the definitions in root, its own text.
 * LB_E_INPUT: one cannot be read, or is no level; LB_E_MEMORY. What there is then belongs to the
 * recipe all the same. */
lb_status lb_recipe_load_alternatives(lb_config_node *root, lb_recipe *recipe, lb_error *err);

#endif
