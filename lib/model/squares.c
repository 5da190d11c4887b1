/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a delivery of squares. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/squares.h>

#include "base/array.h"

void lb_squares_clear(lb_squares *squares)
{
    double **columns[] = {squares->value, squares->numerator, squares->denominator};
    for (size_t k = 0; k < 3; k++) {
        lb_array_free(columns[k], squares->variables);
    }
    free(squares->square);
    free(squares->population);
    *squares = (lb_squares){0};
}

/* A column of NaN: what no row gives a value is missing, never 0. */
static double *missing_column(size_t count)
{
    double *column = malloc((count ? count : 1) * sizeof *column);
    for (size_t i = 0; column && i < count; i++)
        column[i] = NAN;
    return column;
}

/* One allocation a variable, so that a column can be passed on by itself. */
lb_status lb_squares_init(lb_squares *squares, size_t count, size_t variables)
{
    *squares = (lb_squares){.count = count, .variables = variables};
    squares->square = calloc(count ? count : 1, sizeof *squares->square);
    squares->population = missing_column(count);
    squares->value = calloc(variables ? variables : 1, sizeof *squares->value);
    squares->numerator = calloc(variables ? variables : 1, sizeof *squares->numerator);
    squares->denominator = calloc(variables ? variables : 1, sizeof *squares->denominator);
    bool good = squares->square && squares->population && squares->value && squares->numerator &&
                squares->denominator;
    for (size_t v = 0; good && v < variables; v++)
        good = (squares->value[v] = missing_column(count)) != NULL;
    if (good)
        return LB_OK;
    lb_squares_clear(squares);
    return LB_E_MEMORY;
}
