/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMANDS_MAP_MAP_RECIPE_H
#define LB_COMMANDS_MAP_MAP_RECIPE_H

#include <lagesbild/recipe.h>

/* The recipe a grid was made with, as `index` wrote it inside; where there is none that is
 * understood, livsvillkor-8's classes and colours without a name (recipe->name NULL). */
lb_status lb_map_recipe_read(const char *grid, const lb_job *job, lb_recipe *out, lb_error *err);

#endif
