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
static void subtract_overlaps(const lb_overlap_sizes *found, size_t categories,
                              lb_area_sizes *sizes)
{
    sizes->union_planar = sizes->sum_planar - found->repeated[LB_OVERLAP_PLANAR];
    sizes->union_true = sizes->sum_true - found->repeated[LB_OVERLAP_MEASURED];
    for (size_t c = 0; c < categories; c++) {
        sizes->planar[c] += found->gain[LB_OVERLAP_PLANAR][c];
        sizes->true_[c] += found->gain[LB_OVERLAP_MEASURED][c];
    }
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

/* Sums, while the task finds what areas have in common. Coordinates beyond any projection have been
 * refused by the sums. */
static lb_status measure_areas(const lb_areas *areas, const lb_size_terms *terms,
                               lb_overlap_task *task, lb_area_sizes *sizes, lb_error *err)
{
    LB_TRY(sum_sizes(areas, terms->crs, terms->threads, sizes, err));
    task->log = terms->log;
    task->source = areas->source;
    LB_TRY(lb_overlap_task_finish(task, err));
    if (lb_geodesic_strips_failed(task->request.measure->udata))
        return lb_error_memory(err);
    if (!task->disjoint && task->sizes.gain[0])
        subtract_overlaps(&task->sizes, areas->categories, sizes);
    return LB_OK;
}

static lb_status start_task(const lb_areas *areas, const lb_size_terms *terms,
                            lb_overlap_measure *measure, lb_overlap_task *task, lb_error *err)
{
    lb_geodesic_strips *strips =
        lb_geodesic_strips_new(terms->crs, lb_shapes_box_all(&areas->shapes), terms->threads);
    lb_overlap_request request = {.tolerance = 0};
    if (!strips)
        return lb_error_memory(err);
    if (terms->pairs)
        request = lb_overlap_pairs_request(1);
    *measure = (lb_overlap_measure){strips, lb_geodesic_strip};
    request.category = areas->category;
    request.categories = areas->categories;
    request.rule = terms->rule;
    request.measure = measure;
    lb_overlap_task_start(task, &areas->shapes, &request, terms->threads);
    return LB_OK;
}

/* m2 of each area, category and the union, planar and on the ellipsoid. task: the overlay of the
 * areas is left in it, for the caller's report of overlaps; NULL: it is released here. */
lb_status lb_area_sizes_compute(const lb_areas *areas, const lb_size_terms *terms,
                                lb_overlap_task *task, lb_area_sizes *out, lb_error *err)
{
    lb_area_sizes sizes = {.planar = NULL};
    lb_overlap_task own = {.shapes = NULL}, *used = task ? task : &own;
    lb_overlap_measure measure = {.udata = NULL};
    if (areas->categories > 30)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: %zu categories; expected at most 30; name their field by --category",
            areas->source, areas->categories);
    lb_status status =
        init_sizes(&sizes, areas->categories) == LB_OK ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = start_task(areas, terms, &measure, used, err);
    if (status == LB_OK)
        status = measure_areas(areas, terms, used, &sizes, err);
    lb_async_task_cancel(&used->async);
    lb_overlap_task_clear(&own);
    lb_geodesic_strips_free(measure.udata);
    LB_HAND_OVER(status, sizes, out, lb_area_sizes_clear);
}
