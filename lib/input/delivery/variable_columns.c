/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists the figures that a recipe needs: population first, then for each variable its column, or
 * its numerator and denominator. */
#include <stdlib.h>

#include "input/delivery/variable_columns.h"

void lb_variable_columns_clear(lb_variable_columns *figures)
{
    free(figures->figure);
    free(figures->value);
    free(figures->denominator);
    *figures = (lb_variable_columns){0};
}

static size_t add_figure(lb_variable_columns *figures, const lb_names *names, const char *needed_by)
{
    figures->figure[figures->count] = (lb_variable_column){names, needed_by, SIZE_MAX, SIZE_MAX};
    return figures->count++;
}

/* Figure 0 is the population. A variable is one column or numerator over denominator; one per
 * population has figure 0 for its denominator. */
lb_status lb_variable_columns_make(const lb_recipe *recipe, lb_variable_columns *out)
{
    lb_variable_columns figures = {
        .figure = calloc(1 + 2 * recipe->variables, sizeof *figures.figure),
        .value = calloc(recipe->variables + 1, sizeof *figures.value),
        .denominator = calloc(recipe->variables + 1, sizeof *figures.denominator)};
    if (!figures.figure || !figures.value || !figures.denominator) {
        lb_variable_columns_clear(&figures);
        return LB_E_MEMORY;
    }
    add_figure(&figures, &recipe->population, "population");
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        bool ratio = variable->column.count == 0;
        figures.value[v] =
            add_figure(&figures, ratio ? &variable->numerator : &variable->column, variable->name);
        figures.denominator[v] = SIZE_MAX;
        if (ratio && variable->per_population)
            figures.denominator[v] = 0;
        else if (ratio)
            figures.denominator[v] = add_figure(&figures, &variable->denominator, variable->name);
    }
    *out = figures;
    return LB_OK;
}
