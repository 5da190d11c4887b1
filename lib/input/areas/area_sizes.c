/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of a set of areas and of its categories in square metres, planar and on the ellipsoid, when
 * ground that several areas hold counts once (docs/methods.md, Overlap rules). Disjoint areas need
 * sums alone. Where they overlap, a walk along their borders gives what the union and each category
 * have beyond those sums. */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/try.h"
#include "input/areas/area_sizes.h"
#include "model/spatial_order.h"
#include "port/proj/geodesic.h"

void lb_area_sizes_clear(lb_area_sizes *sizes)
{
    free(sizes->planar);
    free(sizes->true_);
    *sizes = (lb_area_sizes){0};
}

/* Sums over all areas and over those of each category: the sizes sought if areas are disjoint.
 * Added in spatial order, so that no digit depends on the order of rows. */
static lb_status sum_sizes(const lb_areas *areas, const char *crs, int threads,
                           lb_area_sizes *sizes, lb_error *err)
{
    size_t n = areas->categories;
    lb_sum *sum =
        calloc(2 * (n + 1), sizeof *sum); /* planar and true of each category, then of all */
    double *each = calloc(areas->shapes.count + 1, sizeof *each);
    size_t *order = lb_spatial_order(&areas->shapes);
    lb_status status = sum && each && order ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_error_prefix(err, areas->source,
                                 lb_geodesic_areas(&areas->shapes, crs, threads, each, err));
    for (size_t k = 0; status == LB_OK && k < areas->shapes.count; k++) {
        size_t i = order[k], c = n > 0 ? areas->category[i] : 0;
        double planar = lb_shapes_area(&areas->shapes, i);
        lb_sum_add(&sum[2 * n], planar);
        lb_sum_add(&sum[2 * n + 1], each[i]);
        if (n > 0) {
            lb_sum_add(&sum[2 * c], planar);
            lb_sum_add(&sum[2 * c + 1], each[i]);
        }
    }
    for (size_t c = 0; status == LB_OK && c < n; c++) {
        sizes->planar[c] = lb_sum_value(sum[2 * c]);
        sizes->true_[c] = lb_sum_value(sum[2 * c + 1]);
    }
    if (status == LB_OK) {
        sizes->union_planar = sizes->sum_planar = lb_sum_value(sum[2 * n]);
        sizes->union_true = sizes->sum_true = lb_sum_value(sum[2 * n + 1]);
    }
    free(sum);
    free(each);
    free(order);
    return status;
}

/* Replaces the sums by sizes in which overlaps count once. */
static lb_status add_overlap_sizes(const lb_areas *areas, const lb_overlap_task *task,
                                   const lb_overlap_measure *measure, lb_overlap_rule rule,
                                   lb_area_sizes *sizes)
{
    lb_overlap_request request = {.category = areas->category,
                                  .categories = areas->categories,
                                  .rule = rule,
                                  .measure = measure};
    lb_overlap_sizes found;
    LB_TRY(lb_overlap_sizes_find(&task->overlap, &request, &found));
    sizes->union_planar = sizes->sum_planar - found.repeated[LB_OVERLAP_PLANAR];
    sizes->union_true = sizes->sum_true - found.repeated[LB_OVERLAP_MEASURED];
    for (size_t c = 0; c < areas->categories; c++) {
        sizes->planar[c] += found.gain[LB_OVERLAP_PLANAR][c];
        sizes->true_[c] += found.gain[LB_OVERLAP_MEASURED][c];
    }
    lb_overlap_sizes_clear(&found);
    return LB_OK;
}

static lb_status measure_overlaps(const lb_areas *areas, const lb_overlap_task *task,
                                  const char *crs, lb_overlap_rule rule, lb_area_sizes *sizes,
                                  lb_error *err)
{
    lb_geodesic_strips *strips = NULL;
    LB_TRY(lb_geodesic_strips_new(crs, lb_shapes_box_all(&areas->shapes), task->threads, &strips,
                                  err));
    lb_overlap_measure measure = {strips, lb_geodesic_strip};
    lb_status status = add_overlap_sizes(areas, task, &measure, rule, sizes);
    lb_geodesic_strips_free(strips);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

static lb_status init_sizes(lb_area_sizes *sizes, size_t categories)
{
    *sizes = (lb_area_sizes){.planar = calloc(categories + 1, sizeof *sizes->planar),
                             .true_ = calloc(categories + 1, sizeof *sizes->true_)};
    if (sizes->planar && sizes->true_)
        return LB_OK;
    lb_area_sizes_clear(sizes);
    return LB_E_MEMORY;
}

lb_status lb_area_sizes_copy(const lb_area_sizes *from, size_t categories, lb_area_sizes *out)
{
    lb_area_sizes copy;
    if (init_sizes(&copy, categories) != LB_OK)
        return LB_E_MEMORY;
    memcpy(copy.planar, from->planar, categories * sizeof *copy.planar);
    memcpy(copy.true_, from->true_, categories * sizeof *copy.true_);
    *out = *from;
    out->planar = copy.planar;
    out->true_ = copy.true_;
    return LB_OK;
}

lb_status lb_area_sizes_sum(const lb_areas *areas, const char *crs, int threads, lb_area_sizes *out,
                            lb_error *err)
{
    lb_area_sizes sizes;
    if (areas->categories > 30)
        return lb_error_set(err, LB_E_INPUT, "%s: %zu categories; expected at most 30",
                            areas->source, areas->categories);
    if (init_sizes(&sizes, areas->categories) != LB_OK)
        return lb_error_memory(err);
    lb_status status = sum_sizes(areas, crs, threads, &sizes, err);
    if (status == LB_OK)
        *out = sizes;
    else
        lb_area_sizes_clear(&sizes);
    return status;
}

lb_status lb_area_sizes_union(const lb_areas *areas, lb_overlap_task *task, const char *crs,
                              lb_overlap_rule rule, lb_area_sizes *sizes, lb_error *err)
{
    lb_status status = lb_overlap_task_finish(task, err);
    if (status == LB_OK && !task->disjoint)
        status = measure_overlaps(areas, task, crs, rule, sizes, err);
    if (status != LB_OK)
        lb_area_sizes_clear(sizes);
    return status;
}

lb_status lb_area_sizes_compute(const lb_areas *areas, const char *crs, lb_overlap_rule rule,
                                int threads, lb_area_sizes *out, lb_error *err)
{
    lb_overlap_task task;
    lb_overlap_task_start(&task, &areas->shapes, false, threads);
    lb_status status = lb_area_sizes_sum(areas, crs, threads, out, err);
    if (status == LB_OK)
        status = lb_area_sizes_union(areas, &task, crs, rule, out, err);
    lb_overlap_task_clear(&task);
    return status;
}
