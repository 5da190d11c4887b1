/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions and squares as tables and layers. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_TABLES_H
#define LB_COMMANDS_SUGGEST_SUGGEST_TABLES_H

#include <lagesbild/shapes.h>
#include "commands/suggest/suggestions.h"

/* Suggestions by rank, then listed areas that nothing suggested resembles, by name. LB_E_MEMORY. */
lb_status lb_suggest_table(const lb_suggestions *suggestions, lb_table *table);

/* Adds the squares of suggestion `at` as one feature. LB_E_MEMORY. */
lb_status lb_suggest_outline(const lb_suggestions *suggestions, size_t at, lb_shapes *shapes);

/* The layer forslag: that table with a column `class` for its style, and the squares' outline; of a
 * listed area its squares of label 1. LB_E_MEMORY. */
lb_status lb_suggest_layer(const lb_suggestions *suggestions, lb_table *table, lb_shapes *shapes);

/* QGIS's style of the layer forslag, owned by the caller. NULL: out of memory. */
char *lb_suggest_style(bool english);

/* The layer rutor: all assessed squares. LB_E_MEMORY. */
lb_status lb_suggest_squares(const lb_suggestions *suggestions, lb_table *table, lb_shapes *shapes);

#endif
