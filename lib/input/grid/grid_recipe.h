/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe that a grid of `index` was made with. */
#ifndef LB_INPUT_GRID_GRID_RECIPE_H
#define LB_INPUT_GRID_GRID_RECIPE_H

#include <lagesbild/log.h>
#include <lagesbild/recipe.h>

/* *found false, and *out unchanged: the grid has none, or one that is not understood (as when an
 * older or newer program wrote it). LB_E_MEMORY. */
lb_status lb_grid_recipe_read(const char *source, const lb_job *job, bool *found, lb_recipe *out,
                              lb_error *err);

#endif
