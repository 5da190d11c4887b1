/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of units: the cells that any delivery fills. */
#include <stdlib.h>

#include "commands/trend/trend_tables.h"
#include "kernel/outline/cells_outline.h"

/* The cells of each unit, ascending. */
typedef struct unit_cells {
    size_t *first; /* [units + 1] */
    size_t *cell;  /* into units->cell */
} unit_cells;

static size_t unit_of_cell(const lb_trend_data *data, size_t cell)
{
    size_t d = 0;
    while (data->units.square[d][cell] == SIZE_MAX)
        d++;
    return data->units.unit[d][data->units.square[d][cell]];
}

static lb_status list_cells(const lb_trend_data *data, unit_cells *out)
{
    const lb_common_units *units = &data->units;
    out->first = calloc(units->count + 2, sizeof *out->first);
    out->cell = malloc((units->cells + 1) * sizeof *out->cell);
    if (!out->first || !out->cell)
        return LB_E_MEMORY;
    for (size_t c = 0; c < units->cells; c++)
        out->first[unit_of_cell(data, c) + 2]++;
    for (size_t u = 2; u < units->count + 2; u++)
        out->first[u] += out->first[u - 1];
    for (size_t c = 0; c < units->cells; c++)
        out->cell[out->first[unit_of_cell(data, c) + 1]++] = c;
    return LB_OK;
}

lb_status lb_trend_outlines(const lb_trend_data *data, lb_shapes *out)
{
    unit_cells cells = {NULL, NULL};
    lb_status status = list_cells(data, &cells);
    for (size_t u = 0; status == LB_OK && u < data->units.count; u++)
        status =
            lb_cells_outline_add(&data->units.grid, data->units.cell, &cells.cell[cells.first[u]],
                                 cells.first[u + 1] - cells.first[u], out);
    free(cells.first);
    free(cells.cell);
    return status;
}
