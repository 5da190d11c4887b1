/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones and areas are walked along together (docs/methods.md, Overlap rules, Walks): only sizes and
 * people of what they share are wanted, not its polygons. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/coverage.h>
#include <lagesbild/profile.h>
#include "base/sum.h"
#include "base/try.h"
#include "commands/population/zone_common.h"
#include "input/areas/overlap_task.h"
#include "kernel/overlap/cell_strips.h"
#include "model/spatial_order.h"

typedef struct common_finder {
    const lb_shapes *zones;
    const lb_areas *areas;
    lb_overlap_rule rule;
    const lb_grid_values *weights;
    const lb_job *job;
    const size_t *order; /* areas from west to east: no digit depends on the order of rows */
    lb_zone_common *out;
} common_finder;

void lb_zone_common_clear(lb_zone_common *common)
{
    free(common->part);
    free(common->target_m2);
    *common = (lb_zone_common){.count = 0};
}

/* [shapes] people of the grid in each: sum over cells of people x fraction of the cell inside. The
 * caller frees it; NULL and *status on an error. */
double *lb_people_in_shapes(const lb_shapes *shapes, const lb_grid_values *weights, int threads,
                            lb_status *status)
{
    lb_cover cover = {0};
    lb_profile profile = {0};
    lb_cell_list cells = {weights->cells, weights->cell};
    lb_stat_input input = {.value = weights->value[0]};
    double *out = calloc(shapes->count + 1, sizeof *out);
    *status = out ? lb_cover_compute(shapes, &weights->grid, threads, &cover) : LB_E_MEMORY;
    if (*status == LB_OK)
        *status = lb_profile_compute(&cover, &cells, threads, &profile);
    if (*status == LB_OK)
        *status = lb_profile_stat(&profile, LB_STAT_SUM, &input, threads, out);
    lb_profile_clear(&profile);
    lb_cover_clear(&cover);
    if (*status == LB_OK)
        return out;
    free(out);
    return NULL;
}

/* Zones and areas are walked together; with weights people are measured, not ground. */
static lb_status walk_together(const common_finder *f, const lb_overlap_request *asked)
{
    lb_overlap_request request = *asked;
    lb_cell_strips strips = {.first = NULL};
    lb_overlap_measure people = {&strips, lb_cell_strip};
    lb_status status = LB_OK;
    if (f->weights) {
        status = lb_cell_strips_init(&strips, &f->weights->grid, f->weights->cell,
                                     f->weights->value[0], f->weights->cells);
        request.measure = &people;
    }
    if (status == LB_OK)
        status = lb_zone_parts_between(f->zones, &f->areas->shapes, &request, f->job->threads,
                                       &f->out->part, &f->out->count);
    lb_cell_strips_clear(&strips);
    return status;
}

/* The sizes of the targets: what overlaps is taken from categories and from all. */
static void subtract_overlaps(const common_finder *f, const lb_overlap_sizes *sizes)
{
    double *m2 = f->out->target_m2 + f->areas->shapes.count;
    for (size_t c = 0; c < f->areas->categories; c++)
        m2[c] += sizes->gain[LB_OVERLAP_PLANAR][c];
    m2[f->areas->categories] -= sizes->repeated[LB_OVERLAP_PLANAR];
}

/* Sums over areas, of each category and of all. */
static lb_status sum_targets(const common_finder *f)
{
    size_t areas = f->areas->shapes.count, categories = f->areas->categories;
    double *m2 = f->out->target_m2 = calloc(areas + categories + 1, sizeof *m2);
    if (!m2)
        return LB_E_MEMORY;
    for (size_t k = 0; k < areas; k++) {
        size_t i = f->order[k];
        m2[i] = lb_shapes_area(&f->areas->shapes, i);
        if (categories > 0)
            m2[areas + f->areas->category[i]] += m2[i];
        m2[areas + categories] += m2[i];
    }
    return LB_OK;
}

static lb_status find_common(const common_finder *f, lb_error *err)
{
    lb_overlap_task task;
    lb_overlap_request request = {
        .category = f->areas->category, .categories = f->areas->categories, .rule = f->rule};
    if (sum_targets(f) != LB_OK)
        return lb_error_memory(err);
    lb_overlap_task_start(&task, &f->areas->shapes, &request, f->job->threads);
    task.log = f->job->log;
    task.source = f->areas->source;
    lb_status status = lb_overlap_task_finish(&task, err);
    if (status == LB_OK && !task.disjoint)
        subtract_overlaps(f, &task.sizes);
    if (status == LB_OK && (status = walk_together(f, &request)) != LB_OK)
        lb_error_set(err, status, "%s", lb_status_text(status));
    lb_overlap_task_clear(&task);
    return status;
}

lb_status lb_zone_common_find(const lb_shapes *zones, const lb_areas *areas, lb_overlap_rule rule,
                              const lb_grid_values *weights, const lb_job *job, lb_zone_common *out,
                              lb_error *err)
{
    lb_zone_common common = {.count = 0};
    size_t *order = lb_spatial_order(&areas->shapes);
    common_finder f = {zones, areas, rule, weights, job, order, &common};
    lb_status status = order ? find_common(&f, err) : lb_error_memory(err);
    free(order);
    LB_HAND_OVER(status, common, out, lb_zone_common_clear);
}
