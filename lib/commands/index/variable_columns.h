/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures a recipe asks of its inputs: population, and per variable a column or a numerator
 * and a denominator. Each is one slot; several variables may share a denominator's column. */
#ifndef LB_COMMANDS_INDEX_VARIABLE_COLUMNS_H
#define LB_COMMANDS_INDEX_VARIABLE_COLUMNS_H

#include <lagesbild/recipe.h>

typedef struct lb_slot {
    const lb_names *names; /* borrowed from the recipe */
    const char *wanted_by; /* the variable, or "population" */
    size_t source, column; /* where it was found; source SIZE_MAX: nowhere yet */
    size_t name;           /* which of the names; later ones give way to earlier ones */
} lb_slot;

typedef struct lb_slots {
    size_t count;
    lb_slot *slot;       /* slot 0: population */
    size_t *value;       /* [variables]: slot of the column or numerator */
    size_t *denominator; /* [variables]: slot, or SIZE_MAX when there is none */
} lb_slots;

void lb_slots_clear(lb_slots *slots);
lb_status lb_slots_make(const lb_recipe *recipe, lb_slots *out);

#endif
