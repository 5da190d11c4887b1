/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a grid in memory, and values that the user says stand for no data. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "input/grid/grid_values.h"

void lb_grid_values_clear(lb_grid_values *values)
{
    double **columns[] = {values->value, values->low, values->high};
    for (size_t k = 0; k < 3; k++) {
        lb_array_free(columns[k], values->columns);
    }
    free(values->cell);
    free(values->square);
    free(values->crs);
    *values = (lb_grid_values){0};
}

lb_status lb_grid_values_add_bounds(lb_grid_values *values)
{
    values->low = calloc(values->columns + 1, sizeof *values->low);
    values->high = calloc(values->columns + 1, sizeof *values->high);
    return values->low && values->high ? LB_OK : LB_E_MEMORY;
}

static bool is_nodata(double value, const double *nodata, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (value == nodata[k])
            return true;
    return false;
}

/* Moves what is known of a cell to an earlier place. */
static void move_cell(lb_grid_values *values, size_t from, size_t to)
{
    values->cell[to] = values->cell[from];
    if (values->square)
        values->square[to] = values->square[from];
    double **columns[] = {values->value, values->low, values->high};
    for (size_t k = 0; k < 3; k++)
        for (size_t c = 0; columns[k] && c < values->columns; c++)
            if (columns[k][c])
                columns[k][c][to] = columns[k][c][from];
}

/* Values that stand for none become NaN; cells without any value left are dropped, in place. */
void lb_grid_values_drop(lb_grid_values *values, const double *nodata, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; n > 0 && i < values->cells; i++) {
        bool any = false;
        for (size_t c = 0; c < values->columns; c++) {
            if (!values->value[c])
                continue;
            if (is_nodata(values->value[c][i], nodata, n))
                values->value[c][i] = (double)NAN;
            any |= !isnan(values->value[c][i]);
        }
        if (any)
            move_cell(values, i, kept++);
    }
    values->cells = n > 0 ? kept : values->cells;
}
