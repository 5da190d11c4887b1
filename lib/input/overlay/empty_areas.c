/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells are only looked at where not one of them is in an area; of a raster of which only the cells
 * of areas are read, its extent. */
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/coverage.h>
#include <lagesbild/profile.h>
#include "base/try.h"
#include "input/areas/vicinity.h"
#include "input/overlay/empty_areas.h"

/* Ends at the first cell near an area. A grid without any cells is looked at by its box instead. */
static lb_status warn_of_far_cells(const lb_grid_values *grid, const char *source,
                                   const lb_areas *areas, lb_log *log)
{
    lb_vicinity vicinity = {0};
    lb_vicinity_count near = {0};
    lb_status status =
        lb_vicinity_add(&vicinity, &areas->shapes, areas->source, areas->found.crs, grid->crs);
    for (size_t k = 0; status == LB_OK && k < grid->cells && !near.near; k++) {
        int32_t row = (int32_t)(grid->cell[k] / grid->grid.ncol),
                col = (int32_t)(grid->cell[k] % grid->grid.ncol);
        lb_vicinity_look(&vicinity, lb_grid_cell_box(&grid->grid, row, col), &near);
    }
    if (status == LB_OK && grid->cells == 0) {
        lb_vicinity_look(&vicinity, lb_grid_box(&grid->grid), &near);
        near.n = (int64_t)grid->grid.nrow * grid->grid.ncol;
    }
    if (status == LB_OK)
        lb_vicinity_warn(&vicinity, &near, source, "cells", NULL, log);
    lb_vicinity_clear(&vicinity);
    return status;
}

/* then: what that means for the areas ("nobody is counted there"). */
static lb_status warn_of_empty_areas(const lb_grid_values *grid, const char *source,
                                     const lb_areas *areas, const bool *empty, const char *then,
                                     lb_log *log)
{
    char what[100];
    bool all_empty = true;
    for (size_t i = 0; i < areas->shapes.count; i++)
        all_empty = all_empty && empty[i];
    if (all_empty)
        LB_TRY(warn_of_far_cells(grid, source, areas, log));
    snprintf(what, sizeof what, "no cell of the grid; %s", then);
    return lb_warn_of_empty_areas(areas->source, areas->name, empty, areas->shapes.count, what,
                                  log);
}

lb_status lb_grid_warn_of_empty_areas(const lb_grid_values *grid, const char *source,
                                      const lb_areas *areas, const bool *empty, lb_log *log)
{
    return warn_of_empty_areas(grid, source, areas, empty, "nobody is counted there", log);
}

/* Areas without any cell of the grid, found by the cover, as any figure of them would be empty. */
lb_status lb_grid_check_areas(const lb_grid_values *grid, const char *source, const lb_areas *areas,
                              const char *then, const lb_job *job)
{
    lb_cover cover = {0};
    lb_profile profile = {0};
    lb_cell_list cells = {grid->cells, grid->cell};
    bool *empty = calloc(areas->shapes.count + 1, sizeof *empty);
    lb_status status =
        empty ? lb_cover_compute(&areas->shapes, &grid->grid, job->threads, &cover) : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_profile_compute(&cover, &cells, job->threads, &profile);
    for (size_t i = 0; status == LB_OK && i < profile.count; i++)
        empty[i] = profile.first[i + 1] == profile.first[i];
    if (status == LB_OK)
        status = warn_of_empty_areas(grid, source, areas, empty, then, job->log);
    lb_profile_clear(&profile);
    lb_cover_clear(&cover);
    free(empty);
    return status;
}
