/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which areas overlap others is found by a walk along their borders (docs/methods.md, Overlap
 * rules), so that areas apart, however many, cost no overlay. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "input/areas/fast_union.h"
#include "input/areas/partition.h"
#include "kernel/overlap/overlap_sizes.h"
#include "model/spatial_order.h"

/* An intersection of less is rounding, not an overlap. */
static const double MIN_OVERLAP_M2 = 1e-6;

/* overlapping[i], false before: does area i overlap another? layers: as lb_overlap_request has it;
 * NULL: not wanted. Coordinates beyond any projection of the earth: all may, and layers stay. */
static lb_status find_overlapping(const lb_shapes *shapes, int threads, bool *overlapping,
                                  double *layers)
{
    lb_overlap overlap;
    lb_overlap_sizes sizes;
    lb_overlap_request request = {
        .pairs = true, .tolerance = MIN_OVERLAP_M2, .overlapping = overlapping, .layers = layers};
    lb_status status = lb_overlap_init(&overlap, shapes, 0, threads);
    if (status == LB_E_INPUT)
        for (size_t i = 0; i < shapes->count; i++)
            overlapping[i] = true;
    if (status != LB_OK)
        return status == LB_E_INPUT ? LB_OK : status;
    status = lb_overlap_sizes_find(&overlap, &request, &sizes);
    if (status == LB_OK)
        lb_overlap_sizes_clear(&sizes);
    lb_overlap_clear(&overlap);
    return status;
}

/* Pieces are as many as crossings, to the number of areas, and a piece in d areas is cut d - 1
 * times. An area meets the pieces of those before it alone: of its own and its neighbours'
 * crossings a third are there by then, on average. Each crossing is on two borders. */
static double expect_cuts(const bool *overlapping, const double *layers, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += overlapping[i] ? layers[i] : 0;
    return sum / 2 / 3;
}

static size_t count_flags(const bool *flag, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += flag[i];
    return n;
}

/* What takes over half a minute is said before, in minutes of a core on which a cut, three overlays
 * of polygons, takes CUT_SECONDS. */
static void log_cuts(const lb_partition_input *input, size_t areas, double cuts)
{
    static const double CUT_SECONDS = 3e-4;
    double minutes = cuts * CUT_SECONDS / 60;
    if (!input->log || minutes < 0.5)
        return;
    lb_log_note(
        input->log,
        "%s: cutting %zu areas over each other into pieces that share nothing takes %.0f %s "
        "or more; fewer areas over each other take less",
        input->source ? input->source : "areas", areas,
        minutes < 120 ? fmax(minutes, 1) : minutes / 60,
        minutes >= 120  ? "hours"
        : minutes < 1.5 ? "minute"
                        : "minutes");
}

/* shapes: the input's, or those of its groups' unions. */
static lb_status partition_shapes(const lb_partition_input *input, const lb_shapes *shapes,
                                  lb_geos_parts *out, lb_error *err)
{
    bool *overlapping = calloc(shapes->count + 1, sizeof *overlapping);
    double *layers = calloc(shapes->count + 1, sizeof *layers);
    lb_status status = overlapping && layers
                           ? find_overlapping(shapes, input->threads, overlapping, layers)
                           : LB_E_MEMORY;
    if (status == LB_OK) {
        log_cuts(input, count_flags(overlapping, shapes->count),
                 expect_cuts(overlapping, layers, shapes->count));
        status = lb_geos_partition(shapes, overlapping, out, err);
    } else
        lb_error_memory(err);
    free(overlapping);
    free(layers);
    return status;
}

/* Groups --------------------------------------------------------------------------------------- */

/* The areas, those of one group that overlap united: a feature a polygon of their union. */
typedef struct united_areas {
    lb_shapes shapes;
    size_t *area; /* [shapes.count]: the area, or one of those united */
    size_t capacity;
} united_areas;

typedef struct grouped_area {
    size_t group, area;
} grouped_area;

static int compare_grouped(const void *a, const void *b)
{
    const grouped_area *p = a, *q = b;
    LB_COMPARE(p->group, q->group);
    return lb_compare_sizes(&p->area, &q->area);
}

static bool name_last(united_areas *u, size_t area)
{
    if (!lb_array_reserve(&u->area, &u->capacity, u->shapes.count, sizeof *u->area))
        return false;
    u->area[u->shapes.count - 1] = area;
    return true;
}

/* Part p of a feature as a feature of its own. */
static bool add_polygon(united_areas *u, const lb_shapes *from, size_t p, size_t area)
{
    bool good =
        lb_shapes_add_feature(&u->shapes) == LB_OK && lb_shapes_add_part(&u->shapes) == LB_OK;
    for (size_t r = from->ring[p]; r < from->ring[p + 1] && good; r++)
        good = lb_shapes_add_ring(&u->shapes, from->xy + 2 * from->vertex[r],
                                  from->vertex[r + 1] - from->vertex[r]) == LB_OK;
    return good && name_last(u, area);
}

/* Adds the areas of a group, copied to `own` in this order: those flagged as their union. */
static lb_status add_united(united_areas *u, const lb_shapes *own, const grouped_area *member,
                            const bool *overlapping, int threads, lb_error *err)
{
    lb_shapes joined = {0};
    size_t n = 0, *order = lb_spatial_order(own);
    lb_status status = order ? LB_OK : lb_error_memory(err);
    for (size_t k = 0; k < own->count && status == LB_OK; k++) {
        size_t i = order[k];
        if (overlapping[i])
            order[n++] = i;
        else if (lb_shapes_add_copy(&u->shapes, own, i) != LB_OK || !name_last(u, member[i].area))
            status = lb_error_memory(err);
    }
    if (n > 0 && status == LB_OK)
        status = lb_fast_union(own, order, n, threads, &joined, err);
    for (size_t p = 0; p < lb_shapes_parts(&joined) && status == LB_OK; p++)
        if (!add_polygon(u, &joined, p, member[0].area))
            status = lb_error_memory(err);
    lb_shapes_clear(&joined);
    free(order);
    return status;
}

static lb_status add_group(united_areas *u, const lb_shapes *shapes, const grouped_area *member,
                           size_t n, int threads, lb_error *err)
{
    lb_shapes own = {0};
    bool *overlapping = calloc(n + 1, sizeof *overlapping);
    lb_status status = overlapping ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < n && status == LB_OK; i++)
        status = lb_shapes_add_copy(&own, shapes, member[i].area);
    if (status == LB_OK && n > 1)
        status = find_overlapping(&own, threads, overlapping, NULL);
    status = status == LB_OK ? add_united(u, &own, member, overlapping, threads, err)
                             : lb_error_memory(err);
    lb_shapes_clear(&own);
    free(overlapping);
    return status;
}

static lb_status unite_groups(const lb_shapes *shapes, const size_t *group, int threads,
                              united_areas *u, lb_error *err)
{
    size_t n = shapes->count;
    lb_status status = LB_OK;
    grouped_area *member = malloc((n + 1) * sizeof *member);
    if (!member)
        return lb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        member[i] = (grouped_area){group[i], i};
    qsort(member, n, sizeof *member, compare_grouped);
    for (size_t first = 0, end; first < n && status == LB_OK; first = end) {
        for (end = first + 1; end < n && member[end].group == member[first].group;)
            end++;
        status = add_group(u, shapes, member + first, end - first, threads, err);
    }
    free(member);
    return status;
}

/* Owners are features of u; ascending as areas they are again. */
static void name_owners(const united_areas *u, lb_geos_parts *parts)
{
    for (size_t i = 0; i < parts->shapes.count; i++) {
        size_t first = parts->first[i], end = parts->first[i + 1];
        for (size_t o = first; o < end; o++)
            parts->owner[o] = u->area[parts->owner[o]];
        qsort(parts->owner + first, end - first, sizeof *parts->owner, lb_compare_sizes);
    }
}

lb_status lb_areas_partition(const lb_partition_input *input, lb_geos_parts *out, lb_error *err)
{
    united_areas united = {.area = NULL};
    if (!input->group)
        return partition_shapes(input, input->shapes, out, err);
    lb_status status = unite_groups(input->shapes, input->group, input->threads, &united, err);
    if (status == LB_OK)
        status = partition_shapes(input, &united.shapes, out, err);
    if (status == LB_OK)
        name_owners(&united, out);
    lb_shapes_clear(&united.shapes);
    free(united.area);
    return status;
}
