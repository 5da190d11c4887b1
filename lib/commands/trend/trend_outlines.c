/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of units: the cells that any delivery fills. */
#include <stdlib.h>

#include "base/try.h"
#include "commands/trend/trend_tables.h"
#include "kernel/geometry/mask_outline.h"

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

static lb_status add_rectangle(lb_shapes *shapes, lb_box b)
{
    const double ring[] = {b.xmin, b.ymin, b.xmax, b.ymin, b.xmax, b.ymax, b.xmin, b.ymax};
    LB_TRY(lb_shapes_add_part(shapes));
    return lb_shapes_add_ring(shapes, ring, 4);
}

/* A unit too wide for a mask: cell by cell. */
static lb_status add_cells(const lb_common_units *units, const size_t *cell, size_t n,
                           lb_shapes *shapes)
{
    LB_TRY(lb_shapes_add_feature(shapes));
    for (size_t j = 0; j < n; j++) {
        int64_t at = units->cell[cell[j]];
        LB_TRY(
            add_rectangle(shapes, lb_grid_cell_box(&units->grid, (int32_t)(at / units->grid.ncol),
                                                   (int32_t)(at % units->grid.ncol))));
    }
    return LB_OK;
}

static lb_status add_outline(const lb_common_units *units, const size_t *cell, size_t n,
                             lb_shapes *shapes)
{
    const lb_grid *g = &units->grid;
    bool mask[LB_MASK_OUTLINE_MAX_SIDE * LB_MASK_OUTLINE_MAX_SIDE] = {false};
    int64_t north = INT64_MAX, south = -1, west = INT64_MAX, east = -1;
    for (size_t j = 0; j < n; j++) {
        int64_t row = units->cell[cell[j]] / g->ncol, col = units->cell[cell[j]] % g->ncol;
        north = row < north ? row : north;
        south = row > south ? row : south;
        west = col < west ? col : west;
        east = col > east ? col : east;
    }
    if (n == 0)
        return lb_shapes_add_feature(shapes);
    int64_t side = (south - north > east - west ? south - north : east - west) + 1;
    if (side > LB_MASK_OUTLINE_MAX_SIDE)
        return add_cells(units, cell, n, shapes);
    for (size_t j = 0; j < n; j++) {
        int64_t row = units->cell[cell[j]] / g->ncol, col = units->cell[cell[j]] % g->ncol;
        mask[(row - north) * side + col - west] = true;
    }
    return lb_mask_outline_add(mask, (int)side, g->x0 + (double)west * g->dx,
                               g->y0 - (double)(north + side) * g->dy, g->dx, shapes);
}

lb_status lb_trend_outlines(const lb_trend_data *data, lb_shapes *out)
{
    unit_cells cells = {NULL, NULL};
    lb_status status = list_cells(data, &cells);
    for (size_t u = 0; status == LB_OK && u < data->units.count; u++)
        status = add_outline(&data->units, &cells.cell[cells.first[u]],
                             cells.first[u + 1] - cells.first[u], out);
    free(cells.first);
    free(cells.cell);
    return status;
}
