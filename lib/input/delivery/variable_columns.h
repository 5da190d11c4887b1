/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures a recipe asks of its inputs: population, and per variable a column or a numerator
 * and a denominator. Each is one slot; several variables may share a denominator's column. */
#ifndef LB_INPUT_DELIVERY_VARIABLE_COLUMNS_H
#define LB_INPUT_DELIVERY_VARIABLE_COLUMNS_H

#include <lagesbild/recipe.h>

typedef struct lb_variable_column {
    const lb_names *names; /* borrowed from the recipe */
    const char *needed_by; /* the variable, or "population" */
    size_t source, column; /* where it was found; source SIZE_MAX: nowhere yet */
} lb_variable_column;

/* The figures that a recipe needs, each once in a slot; variables refer to the slots. */
typedef struct lb_variable_columns {
    size_t count;
    lb_variable_column *figure; /* slot 0: population */
    size_t *value;              /* [variables]: slot of the column or numerator */
    size_t *denominator;        /* [variables]: slot, or SIZE_MAX when there is none */
} lb_variable_columns;

void lb_variable_columns_clear(lb_variable_columns *figures);
lb_status lb_variable_columns_make(const lb_recipe *recipe, lb_variable_columns *out);

#endif
