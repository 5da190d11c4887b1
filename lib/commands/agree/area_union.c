/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fraction of each cell inside the union of several areas. Where areas overlap it is less than
 * the sum of their fractions, and follows from the border of their union alone: two halves of a
 * cell may be the same half (docs/methods.md, Agreement). */
#include "commands/agree/area_union.h"
#include "input/areas/overlap_task.h"

lb_status lb_areas_overlap(const lb_areas *areas, int threads, bool *overlap, lb_error *err)
{
    lb_overlap_task task;
    *overlap = areas->topology.overlaps > 0;
    if (areas->topology.overlaps_checked)
        return LB_OK;
    lb_overlap_task_start(&task, &areas->shapes, &(lb_overlap_request){.border = false}, threads);
    lb_status status = lb_overlap_task_finish(&task, err);
    *overlap = !task.disjoint;
    lb_overlap_task_clear(&task);
    return status;
}

/* Fractions of cells inside the union of the chosen areas; chosen NULL: of all. */
lb_status lb_area_union_cover(const lb_areas *areas, const bool *chosen, const lb_grid *grid,
                              int threads, lb_cover *out, lb_error *err)
{
    lb_shapes some = {0};
    lb_overlap_task task = {.shapes = NULL};
    lb_status status = LB_OK;
    for (size_t i = 0; chosen && status == LB_OK && i < areas->shapes.count; i++)
        if (chosen[i] && lb_shapes_add_copy(&some, &areas->shapes, i) != LB_OK)
            status = lb_error_memory(err);
    if (status == LB_OK) {
        lb_overlap_task_start(&task, chosen ? &some : &areas->shapes,
                              &(lb_overlap_request){.border = true}, threads);
        status = lb_overlap_task_finish(&task, err);
    }
    if (status == LB_OK)
        status = lb_error_prefix(err, areas->source, lb_overlap_task_cover(&task, grid, out, err));
    lb_overlap_task_clear(&task);
    lb_shapes_clear(&some);
    return status;
}
