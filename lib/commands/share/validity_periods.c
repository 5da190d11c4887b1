/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/share/validity_periods.h"
#include "port/proj/geodesic.h"
#include "input/areas/fast_union.h"
#include "port/geos/geos_union.h"
#include "port/geos/geos_partition.h"

static void clear_epoch(lb_validity_period *e, size_t distances)
{
    if (!e->all_valid) {
        lb_shapes_clear(&e->view.shapes);
        free(e->view.category);
    }
    lb_area_sizes_clear(&e->sizes);
    lb_boundary_index_free(e->border);
    lb_shapes_clear(&e->category_shapes);
    for (size_t d = 0; e->shifted && d < distances; d++) {
        lb_locator_free(e->shifted[d].locator);
        lb_shapes_clear(&e->shifted[d].shapes);
        free(e->shifted[d].m2);
    }
    free(e->shifted);
}

void lb_validity_periods_clear(lb_validity_periods *epochs)
{
    for (size_t i = 0; epochs->item && i < epochs->count; i++)
        clear_epoch(&epochs->item[i], epochs->distances);
    free(epochs->item);
    *epochs = (lb_validity_periods){0};
}

/* The areas that exist on the epoch's first day. */
static lb_status make_view(const lb_areas *areas, const lb_area_times *times, lb_validity_period *e,
                           lb_error *err)
{
    size_t n = 0;
    e->view = *areas;
    e->all_valid = true;
    for (size_t i = 0; i < areas->shapes.count; i++)
        e->all_valid = e->all_valid && lb_area_valid_on(times, i, true, e->from);
    if (e->all_valid)
        return LB_OK;
    e->view.shapes = (lb_shapes){0};
    e->view.category = calloc(areas->shapes.count + 1, sizeof *e->view.category);
    if (!e->view.category)
        return lb_error_memory(err);
    for (size_t i = 0; i < areas->shapes.count; i++) {
        if (!lb_area_valid_on(times, i, true, e->from))
            continue;
        e->view.category[n++] = areas->category[i];
        if (lb_shapes_add_copy(&e->view.shapes, &areas->shapes, i) != LB_OK)
            return lb_error_memory(err);
    }
    return LB_OK;
}

/* The pieces that a category (categories: any) holds alone by the rule, or, up to, with all worse.
 */
static lb_status union_pieces(const lb_validity_period *e, const lb_geos_parts *p,
                              const lb_validity_terms *terms, const size_t k[2], lb_shapes *out,
                              lb_error *err)
{
    size_t n = 0, *which = malloc((p->shapes.count + 1) * sizeof *which);
    if (!which)
        return lb_error_memory(err);
    for (size_t i = 0; i < p->shapes.count; i++) {
        bool in = false;
        size_t worst = SIZE_MAX;
        for (size_t o = p->first[i]; o < p->first[i + 1]; o++) {
            size_t category = e->view.category[p->owner[o]];
            worst = category < worst ? category : worst;
            in = in || (category >= k[0] && category <= k[1]);
        }
        if (terms->overlap == LB_OVERLAP_PRIORITY)
            in = worst >= k[0] && worst <= k[1];
        if (in)
            which[n++] = i;
    }
    lb_status status = n > 0 ? lb_fast_union(&p->shapes, which, n, out, err)
                       : lb_shapes_add_feature(out) == LB_OK ? LB_OK
                                                             : lb_error_memory(err);
    free(which);
    return status;
}

static lb_status make_category_shapes(lb_validity_period *e, const lb_geos_parts *p,
                                      size_t categories, const lb_validity_terms *terms,
                                      lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t k = 0; k <= categories && status == LB_OK; k++) {
        const size_t range[2] = {k < categories ? k : 0, k < categories ? k : SIZE_MAX - 1};
        status = union_pieces(e, p, terms, range, &e->category_shapes, err);
    }
    if (status == LB_OK)
        status = lb_boundary_index_new(&e->category_shapes, terms->reach, &e->border);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* From each feature's own size to what the category holds. By priority features are nested; by
 * split those who share a piece do so equally. */
static lb_status divide_sizes(const lb_validity_period *e, lb_shifted_areas *m, size_t categories,
                              const lb_validity_terms *terms, lb_error *err)
{
    lb_areas each = e->view;
    lb_area_sizes sizes = {0};
    if (terms->overlap == LB_OVERLAP_PRIORITY)
        for (size_t k = categories; k-- > 1;)
            m->m2[k] -= m->m2[k - 1];
    if (terms->overlap != LB_OVERLAP_SPLIT || e->view.categories == 0)
        return LB_OK;
    each.shapes = (lb_shapes){0};
    each.category = calloc(categories + 1, sizeof *each.category);
    lb_status status = each.category ? LB_OK : lb_error_memory(err);
    for (size_t k = 0; k < categories && status == LB_OK; k++) {
        each.category[k] = k;
        if (lb_shapes_add_copy(&each.shapes, &m->shapes, k) != LB_OK)
            status = lb_error_memory(err);
    }
    if (status == LB_OK)
        status =
            lb_area_sizes_compute(&each, terms->crs, terms->overlap, terms->threads, &sizes, err);
    for (size_t k = 0; k < categories && status == LB_OK; k++)
        m->m2[k] = sizes.true_[k];
    lb_area_sizes_clear(&sizes);
    lb_shapes_clear(&each.shapes);
    free(each.category);
    return status;
}

/* rest: [categories + 1] features with the borders where they are. */
static lb_status shift_borders(const lb_validity_period *e, const lb_shapes *unshifted,
                               double distance, const lb_validity_terms *terms, lb_shifted_areas *m,
                               lb_error *err)
{
    lb_status status = LB_OK;
    m->m2 = calloc(unshifted->count + 1, sizeof *m->m2);
    if (!m->m2)
        return lb_error_memory(err);
    for (size_t k = 0; k < unshifted->count && status == LB_OK; k++)
        if (distance != 0)
            status = lb_geos_buffer(unshifted, k, distance, &m->shapes, err);
        else if (lb_shapes_add_copy(&m->shapes, unshifted, k) != LB_OK)
            status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_geodesic_areas(&m->shapes, terms->crs, terms->threads, m->m2, err);
    if (status == LB_OK)
        status = divide_sizes(e, m, unshifted->count - 1, terms, err);
    if (status == LB_OK &&
        (status = lb_locator_new(&m->shapes, NULL, terms->threads, &m->locator)) != LB_OK)
        lb_error_set(err, status, "%s", lb_status_text(status));
    return status;
}

/* By priority what moves is a category with all worse ones, so that categories go on adding up to
 * the whole; by the other rules each by itself. */
static lb_status shift_all(lb_validity_period *e, const lb_geos_parts *p, size_t categories,
                           const lb_validity_terms *terms, lb_error *err)
{
    lb_shapes unshifted = {0};
    lb_status status = LB_OK;
    bool nested = terms->overlap == LB_OVERLAP_PRIORITY;
    e->shifted = calloc(terms->distances + 1, sizeof *e->shifted);
    if (!e->shifted)
        return lb_error_memory(err);
    for (size_t k = 0; k <= categories && status == LB_OK; k++) {
        bool all = k == categories;
        const size_t range[2] = {all || nested ? 0 : k, all ? SIZE_MAX - 1 : k};
        status = union_pieces(e, p, terms, range, &unshifted, err);
    }
    for (size_t d = 0; d < terms->distances && status == LB_OK; d++)
        status = shift_borders(e, &unshifted, terms->distance[d], terms, &e->shifted[d], err);
    lb_shapes_clear(&unshifted);
    return status;
}

static lb_status make_epoch(const lb_areas *areas, const lb_area_times *times,
                            const lb_validity_terms *terms, lb_validity_period *e, lb_error *err)
{
    lb_geos_parts pieces = {0};
    size_t categories = areas->categories ? areas->categories : 1;
    lb_status status = make_view(areas, times, e, err);
    if (status == LB_OK && e->all_valid)
        status = lb_area_sizes_copy(terms->sizes, areas->categories, &e->sizes) == LB_OK
                     ? LB_OK
                     : lb_error_memory(err);
    else if (status == LB_OK)
        status = lb_area_sizes_compute(&e->view, terms->crs, terms->overlap, terms->threads,
                                       &e->sizes, err);
    if (status == LB_OK && (terms->reach > 0 || terms->distances > 0))
        status = lb_geos_partition(&e->view.shapes, &pieces, err);
    if (status == LB_OK && terms->reach > 0)
        status = make_category_shapes(e, &pieces, categories, terms, err);
    if (status == LB_OK && terms->distances > 0)
        status = shift_all(e, &pieces, categories, terms, err);
    lb_geos_parts_clear(&pieces);
    return status;
}

lb_status lb_validity_periods_make(const lb_areas *areas, const lb_area_times *times,
                                   const lb_validity_terms *terms, lb_validity_periods *out,
                                   lb_error *err)
{
    lb_validity_periods result = {.categories = areas->categories ? areas->categories : 1,
                                  .distances = terms->distances};
    lb_status status = LB_OK;
    size_t n = 0;
    int64_t *cut = lb_area_times_breaks(times, areas->shapes.count, &n);
    result.item = cut ? calloc(n, sizeof *result.item) : NULL;
    if (!result.item)
        status = lb_error_memory(err);
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        result.count = i + 1;
        result.item[i].from = cut[i];
        result.item[i].to = i + 1 < n ? cut[i + 1] : INT64_MAX;
        status = make_epoch(areas, times, terms, &result.item[i], err);
    }
    free(cut);
    if (status == LB_OK)
        *out = result;
    else
        lb_validity_periods_clear(&result);
    return status;
}

const lb_validity_period *lb_validity_periods_at(const lb_validity_periods *epochs, bool dated,
                                                 int64_t day)
{
    size_t i = epochs->count - 1;
    while (i > 0 && dated && day < epochs->item[i].from)
        i--;
    return &epochs->item[i];
}

void lb_validity_periods_weigh(const lb_validity_periods *epochs, const lb_period *period,
                               int64_t first, int64_t last, double *weight)
{
    bool endless = period->from == INT64_MIN && period->to == INT64_MAX;
    int64_t from = endless ? first : period->from, to = endless ? last + 1 : period->to;
    for (size_t i = 0; i < epochs->count; i++) {
        const lb_validity_period *e = &epochs->item[i];
        int64_t a = e->from > from ? e->from : from, b = e->to < to ? e->to : to;
        weight[i] = from < to ? (b > a ? (double)(b - a) / (double)(to - from) : 0)
                              : i + 1 == epochs->count;
    }
}
