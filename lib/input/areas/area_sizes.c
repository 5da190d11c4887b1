/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of a set of areas and of its categories in square metres, planar and on the ellipsoid, when
 * ground that several areas hold counts once (docs/methods.md, Overlap rules). Disjoint areas need
 * sums alone. Where they overlap, a category's size is, by priority, what it adds to the union of
 * the worse ones; by both, its own union; by split, the sum of its equal parts of the pieces. */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/try.h"
#include "input/areas/disjoint.h"
#include "input/areas/fast_union.h"
#include "input/areas/area_sizes.h"
#include "model/spatial_order.h"
#include "port/proj/geodesic.h"
#include "port/geos/geos_partition.h"

typedef struct area_size {
    double planar, true_; /* square metres; true_: on the ellipsoid */
} area_size;

void lb_area_sizes_clear(lb_area_sizes *sizes)
{
    free(sizes->planar);
    free(sizes->true_);
    *sizes = (lb_area_sizes){0};
}

/* set: bit c for category c; ~0: every area, also those of a set without categories. */
static bool in_category_set(const lb_areas *areas, size_t i, unsigned set)
{
    return areas->categories == 0 || set == ~0u || (set >> areas->category[i] & 1);
}

/* The areas of the categories, *n of them, in spatial order: GEOS unites areas in the order given,
 * so that no digit depends on the order of rows. NULL: out of memory. */
static size_t *select_areas(const lb_areas *areas, unsigned set, size_t *n)
{
    size_t *order = lb_spatial_order(&areas->shapes);
    *n = 0;
    for (size_t i = 0; order && i < areas->shapes.count; i++)
        if (in_category_set(areas, order[i], set))
            order[(*n)++] = order[i];
    return order;
}

/* The size of the union of the areas whose category is in the set; 0 when there are none. */
static lb_status union_size(const lb_areas *areas, const char *crs, unsigned set, area_size *out,
                            lb_error *err)
{
    size_t n = 0, *which = select_areas(areas, set, &n);
    lb_shapes joined = {0};
    if (!which)
        return lb_error_memory(err);
    lb_status status = LB_OK;
    *out = (area_size){0, 0};
    if (n > 0)
        status = lb_fast_union(&areas->shapes, which, n, &joined, err);
    if (status == LB_OK && n > 0)
        status = lb_geodesic_areas(&joined, crs, 1, &out->true_, err);
    if (status == LB_OK && n > 0)
        out->planar = lb_shapes_area(&joined, 0);
    lb_shapes_clear(&joined);
    free(which);
    return status;
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

/* |U_c| - |U_(c-1)|, U_c the union of category c and all worse ones: the set (2 << c) - 1 of bits
 * is why a set has at most 30 categories. */
static lb_status sizes_by_priority(const lb_areas *areas, const char *crs, lb_area_sizes *sizes,
                                   lb_error *err)
{
    area_size before = {0, 0}, now;
    for (size_t c = 0; c < areas->categories; c++) {
        LB_TRY(union_size(areas, crs, (2u << c) - 1, &now, err));
        sizes->planar[c] = now.planar - before.planar;
        sizes->true_[c] = now.true_ - before.true_;
        before = now;
    }
    return LB_OK;
}

/* The union of each category's own areas. */
static lb_status sizes_by_both(const lb_areas *areas, const char *crs, lb_area_sizes *sizes,
                               lb_error *err)
{
    for (size_t c = 0; c < areas->categories; c++) {
        area_size own;
        LB_TRY(union_size(areas, crs, 1u << c, &own, err));
        sizes->planar[c] = own.planar;
        sizes->true_[c] = own.true_;
    }
    return LB_OK;
}

/* Each piece of ground in equal parts to the areas that hold it, as an event there would count. */
static lb_status sizes_by_split(const lb_areas *areas, const char *crs, lb_area_sizes *sizes,
                                lb_error *err)
{
    lb_geos_parts p = {0};
    lb_status status = lb_geos_partition(&areas->shapes, &p, err);
    lb_sum *sum = calloc(2 * areas->categories + 1, sizeof *sum);
    double *true_ = calloc(p.shapes.count + 1, sizeof *true_);
    if (status == LB_OK && !(sum && true_))
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_geodesic_areas(&p.shapes, crs, 1, true_, err);
    for (size_t i = 0; status == LB_OK && areas->categories > 0 && i < p.shapes.count; i++) {
        double part = 1.0 / (double)(p.first[i + 1] - p.first[i]);
        for (size_t o = p.first[i]; o < p.first[i + 1]; o++) {
            size_t c = areas->category[p.owner[o]];
            lb_sum_add(&sum[2 * c], part * lb_shapes_area(&p.shapes, i));
            lb_sum_add(&sum[2 * c + 1], part * true_[i]);
        }
    }
    for (size_t c = 0; status == LB_OK && c < areas->categories; c++) {
        sizes->planar[c] = lb_sum_value(sum[2 * c]);
        sizes->true_[c] = lb_sum_value(sum[2 * c + 1]);
    }
    lb_geos_parts_clear(&p);
    free(sum);
    free(true_);
    return status;
}

/* Replaces the sums by sizes in which overlaps count once. */
static lb_status add_overlap_sizes(const lb_areas *areas, const char *crs, lb_overlap_rule rule,
                                   lb_area_sizes *sizes, lb_error *err)
{
    area_size total;
    LB_TRY(union_size(areas, crs, ~0u, &total, err));
    sizes->union_planar = total.planar;
    sizes->union_true = total.true_;
    return rule == LB_OVERLAP_PRIORITY ? sizes_by_priority(areas, crs, sizes, err)
           : rule == LB_OVERLAP_SPLIT  ? sizes_by_split(areas, crs, sizes, err)
                                       : sizes_by_both(areas, crs, sizes, err);
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

lb_status lb_area_sizes_union(const lb_areas *areas, lb_disjoint_task *test, const char *crs,
                              lb_overlap_rule rule, lb_area_sizes *sizes, lb_error *err)
{
    bool disjoint = false;
    lb_status status = lb_disjoint_result(test, &disjoint, err);
    if (status == LB_OK && !disjoint)
        status = add_overlap_sizes(areas, crs, rule, sizes, err);
    if (status != LB_OK)
        lb_area_sizes_clear(sizes);
    return status;
}

lb_status lb_area_sizes_compute(const lb_areas *areas, const char *crs, lb_overlap_rule rule,
                                int threads, lb_area_sizes *out, lb_error *err)
{
    lb_disjoint_task test;
    lb_disjoint_start(&test, &areas->shapes, threads);
    lb_status status = lb_area_sizes_sum(areas, crs, threads, out, err);
    if (status == LB_OK)
        status = lb_area_sizes_union(areas, &test, crs, rule, out, err);
    lb_disjoint_cancel(&test);
    return status;
}
