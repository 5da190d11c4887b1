/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "input/grid/grid_values.h"

void lb_grid_values_clear(lb_grid_values *values)
{
    for (size_t c = 0; values->value && c < values->columns; c++)
        free(values->value[c]);
    free(values->value);
    free(values->cell);
    free(values->square);
    free(values->crs);
    *values = (lb_grid_values){0};
}
