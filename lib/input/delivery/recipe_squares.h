/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares with the variables of a recipe, ready for its index, from a delivery's tables or from a
 * grid that `index` wrote. */
#ifndef LB_INPUT_DELIVERY_RECIPE_SQUARES_H
#define LB_INPUT_DELIVERY_RECIPE_SQUARES_H

#include <lagesbild/log.h>
#include "input/delivery/join_squares.h"
#include "input/grid/grid_values.h"

/* A delivery, or a grid made of one, as squares with the recipe that names their variables. */
typedef struct lb_recipe_squares {
    lb_recipe recipe;
    char *crs;          /* of the squares */
    lb_squares squares; /* in the order of lb_square_compare */
    lb_square_allocation fill;
} lb_recipe_squares;

void lb_recipe_squares_clear(lb_recipe_squares *squares);

/* Of a grid with a recipe, its variables by the names of that recipe. recipe NULL: the grid's own;
 * numerators: read counts behind ratios too. Coarsened as the job asks; then without numerators.
 * *found false: the source has no recipe, nothing is read. LB_E_USAGE: a variable is not there. */
lb_status lb_recipe_squares_of_grid(const char *source, const char *recipe, bool numerators,
                                    const lb_job *job, bool *found, lb_recipe_squares *out,
                                    lb_error *err);

/* Of tables, or of one grid as above. Coarsened as the job asks. recipe NULL: the usual one, or the
 * grid's. */
lb_status lb_recipe_squares_read(const char *recipe, const lb_join_options *join, const lb_job *job,
                                 lb_recipe_squares *out, lb_error *err);

/* The cells that the squares fill, as areas are overlaid on: borrowed from `squares`. */
lb_grid_values lb_recipe_squares_cells(const lb_recipe_squares *squares);

#endif
