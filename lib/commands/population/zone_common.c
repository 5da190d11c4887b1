/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas apart are intersected with the zones one by one; areas that overlap are walked along with
 * them (docs/methods.md, Overlap rules, Walks), since their intersections would be many and those
 * of categories and of all are sizes only. */
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
#include "port/geos/geos_overlaps.h"

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

/* Areas apart ---------------------------------------------------------------------------------- */

/* What a zone and an area share is shared with its category and with all too. */
static void add_common(const common_finder *f, size_t zone, size_t area, double m2, double people)
{
    size_t areas = f->areas->shapes.count, categories = f->areas->categories;
    lb_zone_part *part = f->out->part + f->out->count;
    *part++ = (lb_zone_part){zone, area, {m2, people}};
    if (categories > 0)
        *part++ = (lb_zone_part){zone, areas + f->areas->category[area], {m2, people}};
    *part++ = (lb_zone_part){zone, areas + categories, {m2, people}};
    f->out->count = (size_t)(part - f->out->part);
}

static lb_status list_intersections(const common_finder *f, const lb_geos_intersections *common,
                                    lb_error *err)
{
    lb_status status = LB_OK;
    double *people = NULL;
    if (f->weights)
        people = lb_people_in_shapes(&common->shapes, f->weights, f->job->threads, &status);
    f->out->part = malloc((3 * common->shapes.count + 1) * sizeof *f->out->part);
    if (status == LB_OK && !f->out->part)
        status = LB_E_MEMORY;
    for (size_t c = 0; status == LB_OK && c < common->shapes.count; c++)
        add_common(f, common->a[c], f->order[common->b[c]], lb_shapes_area(&common->shapes, c),
                   people ? people[c] : 0);
    free(people);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

static lb_status intersect_areas(const common_finder *f, lb_error *err)
{
    lb_shapes ordered = {0};
    lb_geos_intersections common = {.a = NULL};
    lb_status status = LB_OK;
    for (size_t k = 0; status == LB_OK && k < f->areas->shapes.count; k++)
        if (lb_shapes_add_copy(&ordered, &f->areas->shapes, f->order[k]) != LB_OK)
            status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_geos_intersect(f->zones, &ordered, f->job->threads, &common, err);
    if (status == LB_OK)
        status = list_intersections(f, &common, err);
    lb_geos_intersections_clear(&common);
    lb_shapes_clear(&ordered);
    return status;
}

/* Areas that overlap --------------------------------------------------------------------------- */

/* Zones, then areas, walked together; with weights people are measured, not ground. */
static lb_status walk_together(const common_finder *f, const lb_overlap_request *asked)
{
    lb_overlap_request request = *asked;
    lb_shapes all = {0};
    lb_overlap overlap = {.threads = 0};
    lb_cell_strips strips = {.first = NULL};
    lb_overlap_measure people = {&strips, lb_cell_strip};
    lb_status status = LB_OK;
    for (size_t i = 0; status == LB_OK && i < f->zones->count; i++)
        status = lb_shapes_add_copy(&all, f->zones, i);
    for (size_t i = 0; status == LB_OK && i < f->areas->shapes.count; i++)
        status = lb_shapes_add_copy(&all, &f->areas->shapes, i);
    if (status == LB_OK && f->weights) {
        status = lb_cell_strips_init(&strips, &f->weights->grid, f->weights->cell,
                                     f->weights->value[0], f->weights->cells);
        request.measure = &people;
    }
    if (status == LB_OK)
        status = lb_overlap_init(&overlap, &all, f->zones->count, f->job->threads);
    if (status == LB_OK)
        status = lb_zone_parts_find(&overlap, &request, &f->out->part, &f->out->count);
    lb_overlap_clear(&overlap);
    lb_cell_strips_clear(&strips);
    lb_shapes_clear(&all);
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

static lb_status walk_areas(const common_finder *f, lb_overlap_task *task, lb_error *err)
{
    subtract_overlaps(f, &task->sizes);
    lb_status status = walk_together(f, &task->request);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* Both ----------------------------------------------------------------------------------------- */

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
    if (status == LB_OK)
        status = task.disjoint ? intersect_areas(f, err) : walk_areas(f, &task, err);
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
    if (status == LB_OK)
        *out = common;
    else
        lb_zone_common_clear(&common);
    return status;
}
