/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validity periods of a set of areas (docs/methods.md, Validity periods), and in each what position
 * error and border curve need: the outline of every category by the rule of overlaps, and that
 * outline moved by given distances (docs/methods.md, Border curve). Outlines are unions of the
 * areas themselves: between pieces that they are cut into, rounding leaves gaps, whose sides would
 * be borders. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "commands/share/validity_periods.h"
#include "input/areas/fast_union.h"
#include "model/spatial_order.h"
#include "port/geos/geos_union.h"
#include "port/proj/geodesic.h"

/* Ground, or a gap, of at most this is rounding: a border of 10 km, shifted by 1e-10 m. */
static const double MIN_SLIVER_M2 = 1e-6;

static void clear_period(lb_validity_period *v, size_t n_distances)
{
    lb_area_sizes_clear(&v->sizes);
    lb_boundary_index_free(v->border);
    lb_shapes_clear(&v->category_shapes);
    for (size_t d = 0; v->shifted && d < n_distances; d++) {
        lb_locator_free(v->shifted[d].locator);
        lb_shapes_clear(&v->shifted[d].shapes);
        free(v->shifted[d].m2);
    }
    free(v->shifted);
}

void lb_validity_periods_clear(const lb_share_inputs *in, lb_share_set *set)
{
    for (size_t i = 0; i < set->n_valid; i++)
        clear_period(&set->valid[i], in->n_distances);
    free(set->valid);
    set->valid = NULL;
    set->n_valid = 0;
}

/* Making one period ------------------------------------------------------------------------------
 */

/* The areas that exist in one period. */
typedef struct valid_areas {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_areas view;    /* borrows all: of all areas, or shapes and categories from below */
    lb_shapes shapes; /* owned: those that exist, where not all do */
    size_t *category; /* owned: [shapes]; NULL: all areas exist */
} valid_areas;

static void clear_valid_areas(valid_areas *a)
{
    lb_shapes_clear(&a->shapes);
    free(a->category);
}

static bool all_exist(const lb_share_set *set, int64_t day)
{
    for (size_t i = 0; i < set->areas.shapes.count; i++)
        if (!lb_area_valid_on(&set->times, i, true, day))
            return false;
    return true;
}

/* The areas that exist on a day, copied only where not all do. */
static lb_status select_areas(valid_areas *a, int64_t day)
{
    const lb_areas *areas = &a->set->areas;
    size_t n = 0;
    a->view = *areas;
    if (all_exist(a->set, day))
        return LB_OK;
    a->category = calloc(areas->shapes.count + 1, sizeof *a->category);
    if (!a->category)
        return LB_E_MEMORY;
    for (size_t i = 0; i < areas->shapes.count; i++) {
        if (!lb_area_valid_on(&a->set->times, i, true, day))
            continue;
        a->category[n++] = areas->category[i];
        LB_TRY(lb_shapes_add_copy(&a->shapes, &areas->shapes, i));
    }
    a->view.shapes = a->shapes;
    a->view.category = a->category;
    return LB_OK;
}

static lb_status measure_areas(const valid_areas *a, const lb_areas *areas, lb_area_sizes *out,
                               lb_error *err)
{
    const lb_share_inputs *in = a->in;
    lb_size_terms terms = {in->crs, in->options->overlap, in->job->threads, false, NULL};
    return lb_area_sizes_compute(areas, &terms, NULL, out, err);
}

/* Appends the union of the areas of categories first to last as one feature, empty for none. */
static lb_status append_outline(const valid_areas *a, size_t first, size_t last, lb_shapes *out,
                                lb_error *err)
{
    const lb_shapes *shapes = &a->view.shapes;
    size_t n = 0, *which = lb_spatial_order(shapes); /* digits do not depend on the order of rows */
    if (!which)
        return lb_error_memory(err);
    for (size_t i = 0; i < shapes->count; i++)
        if (a->view.category[which[i]] >= first && a->view.category[which[i]] <= last)
            which[n++] = which[i];
    lb_status status = n > 0 ? lb_fast_union(shapes, which, n, a->in->job->threads, out, err)
                       : lb_shapes_add_feature(out) == LB_OK ? LB_OK
                                                             : lb_error_memory(err);
    free(which);
    return status;
}

/* By priority: the outline of category k without the ground of worse ones. */
static lb_status append_ground(const valid_areas *a, size_t k, lb_shapes *out, lb_error *err)
{
    lb_shapes outlines = {0};
    if (k == 0)
        return append_outline(a, 0, 0, out, err);
    lb_status status = append_outline(a, k, k, &outlines, err);
    if (status == LB_OK)
        status = append_outline(a, 0, k - 1, &outlines, err);
    if (status == LB_OK)
        status = lb_geos_difference(&outlines, 0, 1, out, err);
    lb_shapes_clear(&outlines);
    return status;
}

/* Appends the last feature again. */
static lb_status repeat_last(lb_shapes *shapes)
{
    lb_shapes last = {0};
    lb_status status = lb_shapes_add_copy(&last, shapes, shapes->count - 1);
    if (status == LB_OK)
        status = lb_shapes_add_copy(shapes, &last, 0);
    lb_shapes_clear(&last);
    return status;
}

/* What each category has by the rule of overlaps, then all areas. nested: of each category with all
 * worse ones. */
static lb_status append_outlines(const valid_areas *a, bool nested, lb_shapes *out, lb_error *err)
{
    bool priority = a->in->options->overlap == LB_OVERLAP_PRIORITY;
    for (size_t k = 0; k < a->set->n_categories; k++)
        LB_TRY(priority && !nested ? append_ground(a, k, out, err)
                                   : append_outline(a, nested ? 0 : k, k, out, err));
    if (nested || a->set->n_categories == 1) /* the last has all categories */
        return repeat_last(out) == LB_OK ? LB_OK : lb_error_memory(err);
    return append_outline(a, 0, SIZE_MAX - 1, out, err);
}

static double ring_area(const lb_shapes *s, size_t r)
{
    size_t one[] = {0, 1}, vertex[] = {s->vertex[r], s->vertex[r + 1]};
    const lb_shapes ring = {.count = 1, .part = one, .ring = one, .vertex = vertex, .xy = s->xy};
    return fabs(lb_shapes_area(&ring, 0));
}

/* Copies a part; without its slivers, or not at all if it is one. */
static lb_status add_clean_part(const lb_shapes *from, size_t part, lb_shapes *out)
{
    size_t first = from->ring[part];
    if (first == from->ring[part + 1] || ring_area(from, first) <= MIN_SLIVER_M2)
        return LB_OK;
    LB_TRY(lb_shapes_add_part(out));
    for (size_t r = first; r < from->ring[part + 1]; r++)
        if (ring_area(from, r) > MIN_SLIVER_M2)
            LB_TRY(lb_shapes_add_ring(out, from->xy + 2 * from->vertex[r],
                                      from->vertex[r + 1] - from->vertex[r]));
    return LB_OK;
}

/* The outlines without the slivers that rounding leaves along borders which areas share but do not
 * have the same vertices on: as parts and as holes their sides would be borders. */
static lb_status make_outlines(const valid_areas *a, bool nested, lb_shapes *out, lb_error *err)
{
    lb_shapes raw = {0};
    lb_status status = append_outlines(a, nested, &raw, err);
    for (size_t k = 0; k < raw.count && status == LB_OK; k++) {
        status = lb_shapes_add_feature(out);
        for (size_t p = raw.part[k]; p < raw.part[k + 1] && status == LB_OK; p++)
            status = add_clean_part(&raw, p, out);
        if (status != LB_OK)
            lb_error_memory(err);
    }
    lb_shapes_clear(&raw);
    return status;
}

static lb_status index_borders(const valid_areas *a, lb_validity_period *v, lb_error *err)
{
    LB_TRY(make_outlines(a, false, &v->category_shapes, err));
    lb_status status = lb_boundary_index_new(&v->category_shapes, a->in->options->position_error,
                                             a->in->job->threads, &v->border);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* Borders that move ------------------------------------------------------------------------------
 */

/* Sizes by split: pieces that moved categories have in common are divided equally. */
static lb_status divide_sizes(const valid_areas *a, lb_shifted_areas *m, lb_error *err)
{
    lb_areas each = a->view;
    lb_area_sizes sizes = {0};
    lb_status status = LB_OK;
    each.shapes = (lb_shapes){0};
    each.category = calloc(a->set->n_categories + 1, sizeof *each.category);
    if (!each.category)
        return lb_error_memory(err);
    for (size_t k = 0; k < a->set->n_categories && status == LB_OK; k++) {
        each.category[k] = k;
        if (lb_shapes_add_copy(&each.shapes, &m->shapes, k) != LB_OK)
            status = lb_error_memory(err);
    }
    if (status == LB_OK)
        status = measure_areas(a, &each, &sizes, err);
    for (size_t k = 0; k < a->set->n_categories && status == LB_OK; k++)
        m->m2[k] = sizes.true_[k];
    lb_area_sizes_clear(&sizes);
    lb_shapes_clear(&each.shapes);
    free(each.category);
    return status;
}

/* From each feature's own size to what the category has by the rule. */
static lb_status apply_overlap(const valid_areas *a, lb_shifted_areas *m, lb_error *err)
{
    if (a->in->options->overlap == LB_OVERLAP_PRIORITY) /* features are nested */
        for (size_t k = a->set->n_categories; k-- > 1;)
            m->m2[k] -= m->m2[k - 1];
    if (a->in->options->overlap == LB_OVERLAP_SPLIT && a->view.categories > 0)
        return divide_sizes(a, m, err);
    return LB_OK;
}

/* outlines: [categories + 1] features with the borders as drawn. */
static lb_status shift_borders(const valid_areas *a, const lb_shapes *outlines, double distance,
                               lb_shifted_areas *m, lb_error *err)
{
    const lb_share_inputs *in = a->in;
    m->m2 = calloc(outlines->count + 1, sizeof *m->m2);
    if (!m->m2)
        return lb_error_memory(err);
    for (size_t k = 0; k < outlines->count; k++)
        if (distance != 0)
            LB_TRY(lb_geos_buffer(outlines, k, distance, &m->shapes, err));
        else if (lb_shapes_add_copy(&m->shapes, outlines, k) != LB_OK)
            return lb_error_memory(err);
    LB_TRY(lb_geodesic_areas(&m->shapes, in->crs, in->job->threads, m->m2, err));
    LB_TRY(apply_overlap(a, m, err));
    lb_status status = lb_locator_new(&m->shapes, NULL, in->job->threads, &m->locator);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* By priority what moves is a category with all worse ones, so that categories go on adding up to
 * the union; by the other rules each by itself. */
static lb_status shift_all(const valid_areas *a, lb_validity_period *v, lb_error *err)
{
    const lb_share_inputs *in = a->in;
    lb_shapes outlines = {0};
    v->shifted = calloc(in->n_distances + 1, sizeof *v->shifted);
    if (!v->shifted)
        return lb_error_memory(err);
    lb_status status =
        make_outlines(a, in->options->overlap == LB_OVERLAP_PRIORITY, &outlines, err);
    for (size_t d = 0; d < in->n_distances && status == LB_OK; d++)
        status = shift_borders(a, &outlines, in->distance[d], &v->shifted[d], err);
    lb_shapes_clear(&outlines);
    return status;
}

/* All periods ------------------------------------------------------------------------------------
 */

static lb_status make_parts(const valid_areas *a, lb_validity_period *v, lb_error *err)
{
    if (a->category)
        LB_TRY(measure_areas(a, &a->view, &v->sizes, err));
    else if (lb_area_sizes_copy(&a->set->sizes, a->view.categories, &v->sizes) != LB_OK)
        return lb_error_memory(err);
    if (a->in->options->position_error > 0)
        LB_TRY(index_borders(a, v, err));
    return a->in->n_distances > 0 ? shift_all(a, v, err) : LB_OK;
}

static lb_status make_period(const lb_share_inputs *in, const lb_share_set *set,
                             lb_validity_period *v, lb_error *err)
{
    valid_areas a = {.in = in, .set = set};
    lb_status status =
        select_areas(&a, v->from) == LB_OK ? make_parts(&a, v, err) : lb_error_memory(err);
    clear_valid_areas(&a);
    return status;
}

/* The days are cut at every start and end of an area; within a period the set of existing areas,
 * and so its union, does not change (docs/methods.md, Validity periods). */
lb_status lb_validity_periods_make(const lb_share_inputs *in, lb_share_set *set, lb_error *err)
{
    lb_status status = LB_OK;
    size_t n = 0;
    int64_t *from = lb_area_times_breaks(&set->times, set->areas.shapes.count, &n);
    set->valid = from ? calloc(n, sizeof *set->valid) : NULL;
    if (!set->valid)
        status = lb_error_memory(err);
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        lb_validity_period *v = &set->valid[set->n_valid++];
        v->from = from[i];
        v->to = i + 1 < n ? from[i + 1] : INT64_MAX;
        status = make_period(in, set, v, err);
    }
    free(from);
    return status;
}

const lb_validity_period *lb_validity_period_at(const lb_share_set *set, bool dated, int64_t day)
{
    size_t i = set->n_valid - 1;
    while (i > 0 && dated && day < set->valid[i].from)
        i--;
    return &set->valid[i];
}

void lb_validity_periods_weigh(const lb_share_set *set, const lb_period *period, double *weight)
{
    int64_t from = period->from, to = period->to;
    for (size_t i = 0; i < set->n_valid; i++) {
        const lb_validity_period *v = &set->valid[i];
        int64_t a = v->from > from ? v->from : from, b = v->to < to ? v->to : to;
        weight[i] =
            from < to ? (b > a ? (double)(b - a) / (double)(to - from) : 0) : i + 1 == set->n_valid;
    }
}
