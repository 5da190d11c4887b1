/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fraction of each cell inside the union of several areas. Where areas overlap it is less than
 * the sum of their fractions, and follows from the union of their polygons alone: two halves of a
 * cell may be the same half (docs/methods.md, Agreement). */
#include <stdlib.h>

#include <lagesbild/coverage.h>
#include "commands/agree/area_union.h"
#include "input/areas/fast_union.h"
#include "input/areas/overlap_task.h"

lb_status lb_areas_overlap(const lb_areas *areas, int threads, bool *overlap, lb_error *err)
{
    lb_overlap_task task;
    *overlap = areas->topology.overlaps > 0;
    if (areas->topology.overlaps_checked)
        return LB_OK;
    lb_overlap_task_start(&task, &areas->shapes, threads);
    lb_status status = lb_overlap_task_finish(&task, err);
    *overlap = !task.disjoint;
    lb_overlap_task_clear(&task);
    return status;
}

lb_status lb_area_union_cover(const lb_areas *areas, const bool *chosen, const lb_grid *grid,
                              int threads, lb_cover *out, lb_error *err)
{
    lb_shapes joined = {0};
    size_t n = 0, *which = malloc((areas->shapes.count + 1) * sizeof *which);
    if (!which)
        return lb_error_memory(err);
    for (size_t i = 0; i < areas->shapes.count; i++)
        if (!chosen || chosen[i])
            which[n++] = i;
    lb_status status =
        lb_error_prefix(err, areas->source, lb_fast_union(&areas->shapes, which, n, &joined, err));
    if (status == LB_OK) {
        status = lb_cover_compute(&joined, grid, threads, out);
        if (status != LB_OK)
            lb_error_set(err, status, "%s: %s", areas->source, lb_status_text(status));
    }
    lb_shapes_clear(&joined);
    free(which);
    return status;
}
