/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/index/variable_columns.h"

void lb_slots_clear(lb_slots *slots)
{
    free(slots->slot);
    free(slots->value);
    free(slots->denominator);
    *slots = (lb_slots){0};
}

static size_t add(lb_slots *slots, const lb_names *names, const char *wanted_by)
{
    slots->slot[slots->count] = (lb_slot){names, wanted_by, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    return slots->count++;
}

lb_status lb_slots_make(const lb_recipe *recipe, lb_slots *out)
{
    lb_slots slots = {.slot = calloc(1 + 2 * recipe->variables, sizeof *slots.slot),
                      .value = calloc(recipe->variables + 1, sizeof *slots.value),
                      .denominator = calloc(recipe->variables + 1, sizeof *slots.denominator)};
    if (!slots.slot || !slots.value || !slots.denominator) {
        lb_slots_clear(&slots);
        return LB_E_MEMORY;
    }
    add(&slots, &recipe->population, "population");
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        bool ratio = variable->column.count == 0;
        slots.value[v] =
            add(&slots, ratio ? &variable->numerator : &variable->column, variable->name);
        slots.denominator[v] = SIZE_MAX;
        if (ratio && variable->per_population)
            slots.denominator[v] = 0;
        else if (ratio)
            slots.denominator[v] = add(&slots, &variable->denominator, variable->name);
    }
    *out = slots;
    return LB_OK;
}
