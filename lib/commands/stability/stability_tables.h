/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of `stability`, from what was computed. */
#ifndef LB_COMMANDS_STABILITY_STABILITY_TABLES_H
#define LB_COMMANDS_STABILITY_STABILITY_TABLES_H

#include <lagesbild/stability.h>
#include "input/delivery/recipe_squares.h"
#include "input/overlay/overlay.h"
#include "kernel/stability/stability.h"

/* One delivery, the recipes tried on it, and areas as lists of squares with their people. */
typedef struct lb_stability_data {
    const lb_stability_options *options;
    const lb_job *job;
    lb_recipe_squares input;
    lb_recipe_levels levels;
    lb_area_layer layer;
    size_t *area_first; /* [areas + 1]; NULL: no areas */
    lb_area_people *area_part;
    lb_stability result;
} lb_stability_data;

/* A square is firm where so large a share of the recipes gives it one class. */
#define LB_FIRM_SHARE 0.9

/* Each LB_E_MEMORY. */
lb_status lb_stability_squares_table(const lb_stability_data *data, lb_table *out);
lb_status lb_stability_summary_table(const lb_stability_data *data, lb_table *out);
lb_status lb_stability_recipes_table(const lb_stability_data *data, lb_table *out);
lb_status lb_stability_areas_table(const lb_stability_data *data, lb_table *out);

/* Rows of the choices that have several levels, for each output; and what moves ranks most, in a
 * sentence ("" where nothing varies). */
enum { LB_STABILITY_SENTENCE = 300 };
lb_status lb_stability_factors_table(const lb_stability_data *data, lb_table *out,
                                     char sentence[LB_STABILITY_SENTENCE]);

#endif
