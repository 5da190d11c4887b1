/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a tree of nodes to a recipe; each layer of `extends` changes what is written in it. */
#ifndef LB_INPUT_RECIPE_RECIPE_READ_H
#define LB_INPUT_RECIPE_RECIPE_READ_H

#include <lagesbild/recipe.h>
#include "base/diagnostics.h"
#include "model/config_node.h"

/* Writes what `root` says into *recipe, which holds what it extends (or nothing). Everything that
 * is wrong goes to problems. LB_E_MEMORY, else LB_OK. */
lb_status lb_recipe_apply(const lb_config_node *root, lb_diagnostics *diagnostics,
                          lb_recipe *recipe);

/* What can only be judged of the whole: each variable complete, groups known, colours enough.
 * Problems without a place of their own name `root`'s line. */
lb_status lb_recipe_finish(const lb_config_node *root, lb_diagnostics *diagnostics,
                           lb_recipe *recipe);

#endif
