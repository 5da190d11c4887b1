/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A partition of overlapping areas: areas are inserted one by one, each cutting the parts made
 * before it into what it shares with them and what it does not; equal areas are one. Quadratic in
 * the areas that overlap others; the rest pass untouched. docs/methods.md, Overlap rules. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "model/spatial_order.h"
#include "port/geos/geos_partition.h"
#include "port/geos/geos_convert.h"

/* An intersection of less is rounding, not an overlap. */
static const double min_overlap_m2 = 1e-6;

/* Spacing of the grid that coordinates are rounded to when nothing else helps. */
static const double snap_grid_m = 1e-6;

/* A part of the partition: the areas `owner` cover it, and no other does. */
typedef struct part {
    GEOSGeometry *geometry;
    size_t *owner, n_owners;
    lb_box box; /* of the area that was inserted last of them, which holds the part */
} part;

typedef struct partition_builder {
    lb_geos geos;
    part *item;
    size_t count, capacity;
    lb_geos_parts result;
    size_t first_capacity, owner_capacity;
    lb_box box;   /* of the area that is inserted */
    size_t *next; /* [areas]: another of the same vertices, not inserted itself; SIZE_MAX: none */
} partition_builder;

void lb_geos_parts_clear(lb_geos_parts *parts)
{
    lb_shapes_clear(&parts->shapes);
    free(parts->first);
    free(parts->owner);
    *parts = (lb_geos_parts){0};
}

/* The polygons of a result, which is destroyed; NULL: failed. An overlay may leave points and lines
 * beside them, and GEOS refuses such a collection as input of the next. */
static GEOSGeometry *polygons_of(partition_builder *w, GEOSGeometry *geometry)
{
    lb_shapes plain = {0};
    GEOSGeometry *out = NULL;
    if (geometry && (lb_shapes_add_feature(&plain) != LB_OK ||
                     lb_geos_add_polygons(&w->geos, geometry, &plain) != LB_OK))
        w->geos.no_memory = true;
    else if (geometry)
        out = lb_geos_from_feature(&w->geos, &plain, 0, NULL);
    GEOSGeom_destroy_r(w->geos.handle, geometry);
    lb_shapes_clear(&plain);
    return out;
}

/* Adds a part that `owner` and the owners of `from` (NULL: none) cover. Consumes the geometry in
 * any case. */
static lb_status add_part(partition_builder *w, GEOSGeometry *geometry, const part *from,
                          size_t owner, lb_error *err)
{
    size_t before = from ? from->n_owners : 0;
    size_t *all = malloc((before + 1) * sizeof *all);
    if (all && before)
        memcpy(all, from->owner, before * sizeof *all);
    if (!all || !lb_array_reserve(&w->item, &w->capacity, w->count + 1, sizeof *w->item)) {
        GEOSGeom_destroy_r(w->geos.handle, geometry);
        free(all);
        return lb_error_memory(err);
    }
    all[before] = owner;
    w->item[w->count++] = (part){geometry, all, before + 1, w->box};
    /* cppcheck-suppress memleak ; the part holds it now */
    return LB_OK;
}

typedef enum operation { INTERSECTION, DIFFERENCE } operation;

static GEOSGeometry *overlay_once(GEOSContextHandle_t g, operation what, const GEOSGeometry *a,
                                  const GEOSGeometry *b, double grid)
{
    if (grid > 0)
        return what == INTERSECTION ? GEOSIntersectionPrec_r(g, a, b, grid)
                                    : GEOSDifferencePrec_r(g, a, b, grid);
    return what == INTERSECTION ? GEOSIntersection_r(g, a, b) : GEOSDifference_r(g, a, b);
}

/* Rounding may make a part of a part touch itself, which GEOS refuses: then both are made valid
 * first, and if that is not enough, coordinates are rounded to a grid of a micrometre (OverlayNG
 * with a precision, GEOS 3.9 and later). NULL: failed. */
static GEOSGeometry *overlay_parts(partition_builder *w, operation what, const GEOSGeometry *a,
                                   const GEOSGeometry *b)
{
    GEOSContextHandle_t g = w->geos.handle;
    GEOSGeometry *result = overlay_once(g, what, a, b, 0);
    if (result)
        return result;
    GEOSGeometry *valid_a = GEOSMakeValid_r(g, a), *valid_b = GEOSMakeValid_r(g, b);
    if (valid_a && valid_b)
        result = overlay_once(g, what, valid_a, valid_b, 0);
    if (valid_a && valid_b && !result)
        result = overlay_once(g, what, valid_a, valid_b, snap_grid_m);
    GEOSGeom_destroy_r(g, valid_a);
    GEOSGeom_destroy_r(g, valid_b);
    return result;
}

static void replace_geometry(partition_builder *w, GEOSGeometry **old, GEOSGeometry *with)
{
    GEOSGeom_destroy_r(w->geos.handle, *old);
    *old = with;
}

/* Cuts what part p and the rest of area `owner` share from both, and adds it as a part of its own.
 * GEOSIntersects gives 2 when it fails: the overlay then has the message. */
static lb_status cut_part(partition_builder *w, size_t p, GEOSGeometry **rest, size_t owner,
                          lb_error *err)
{
    static const char what[] = "cutting areas that overlap failed";
    GEOSContextHandle_t g = w->geos.handle;
    double area = 0;
    if (GEOSIntersects_r(g, w->item[p].geometry, *rest) == 0)
        return LB_OK;
    GEOSGeometry *common =
        polygons_of(w, overlay_parts(w, INTERSECTION, w->item[p].geometry, *rest));
    bool measured = common && GEOSArea_r(g, common, &area);
    if (!measured || !(area > min_overlap_m2)) {
        GEOSGeom_destroy_r(g, common);
        return measured ? LB_OK : lb_geos_failure(&w->geos, what, err);
    }
    GEOSGeometry *old = polygons_of(w, overlay_parts(w, DIFFERENCE, w->item[p].geometry, *rest));
    GEOSGeometry *left = polygons_of(w, overlay_parts(w, DIFFERENCE, *rest, w->item[p].geometry));
    if (!old || !left) {
        GEOSGeom_destroy_r(g, common);
        GEOSGeom_destroy_r(g, old);
        GEOSGeom_destroy_r(g, left);
        return lb_geos_failure(&w->geos, what, err);
    }
    replace_geometry(w, &w->item[p].geometry, old);
    replace_geometry(w, rest, left);
    const part from = w->item[p]; /* adding may move the array */
    return add_part(w, common, &from, owner, err);
}

/* Cuts area i against all parts so far; what no part covered becomes a part of its own. Parts added
 * meanwhile are subsets of those before and need not be compared. */
static lb_status insert_area(partition_builder *w, const lb_shapes *shapes, size_t i, lb_error *err)
{
    size_t before = w->count;
    lb_status status = LB_OK;
    GEOSGeometry *rest = lb_geos_from_feature(&w->geos, shapes, i, NULL);
    if (!rest)
        return lb_geos_failure(&w->geos, "an area is not a polygon", err);
    w->box = lb_shapes_box(shapes, i);
    for (size_t p = 0; p < before && status == LB_OK; p++)
        if (lb_box_intersects(w->box, w->item[p].box))
            status = cut_part(w, p, &rest, i, err);
    if (status == LB_OK)
        return add_part(w, rest, NULL, i, err);
    GEOSGeom_destroy_r(w->geos.handle, rest);
    return status;
}

/* The owners, ascending, of the feature that was appended last to result.shapes: those of the part,
 * and the areas equal to them. */
static lb_status append_owners(partition_builder *w, const size_t *owner, size_t n_owners)
{
    lb_geos_parts *m = &w->result;
    size_t n = m->shapes.count - 1, start = n ? m->first[n] : 0, end = start;
    if (!lb_array_reserve(&m->first, &w->first_capacity, n + 2, sizeof *m->first))
        return LB_E_MEMORY;
    for (size_t k = 0; k < n_owners; k++)
        for (size_t i = owner[k]; i != SIZE_MAX; i = w->next[i]) {
            if (!lb_array_reserve(&m->owner, &w->owner_capacity, end + 1, sizeof *m->owner))
                return LB_E_MEMORY;
            m->owner[end++] = i;
        }
    m->first[n] = start;
    m->first[n + 1] = end;
    qsort(m->owner + start, end - start, sizeof *owner, lb_compare_sizes);
    return LB_OK;
}

/* A part from which everything was cut away is empty and left out. */
static lb_status append_part(partition_builder *w, const part *p)
{
    char empty = GEOSisEmpty_r(w->geos.handle, p->geometry);
    if (empty)
        return empty == 1 ? LB_OK : LB_E_MEMORY;
    if (lb_shapes_add_feature(&w->result.shapes) != LB_OK ||
        lb_geos_add_polygons(&w->geos, p->geometry, &w->result.shapes) != LB_OK)
        return LB_E_MEMORY;
    return append_owners(w, p->owner, p->n_owners);
}

/* Area i, of which some have been inserted, is that before it in the spatial order once more: it
 * owns what that one does. Cut by itself, it would leave slivers that belong to one of the two, and
 * to which depended on the order of the source. */
static void join_equal(partition_builder *w, size_t first, size_t i)
{
    w->next[i] = w->next[first];
    w->next[first] = i;
}

/* overlapping[i]: area i overlaps another. Areas are inserted in spatial order, of equal ones the
 * first, so that the partition is the same whatever order the source has them in. */
static lb_status insert_areas(partition_builder *w, const lb_shapes *shapes, const size_t *order,
                              const bool *overlapping, lb_error *err)
{
    size_t first = SIZE_MAX; /* the last that was inserted */
    for (size_t k = 0; k < shapes->count; k++) {
        size_t i = order[k];
        w->next[i] = SIZE_MAX;
        if (overlapping[i] && first != SIZE_MAX && lb_spatial_order_equal(shapes, first, i)) {
            join_equal(w, first, i);
        } else if (overlapping[i]) {
            first = i;
            LB_TRY(insert_area(w, shapes, i, err));
        } else if (lb_shapes_add_copy(&w->result.shapes, shapes, i) != LB_OK ||
                   append_owners(w, &i, 1) != LB_OK)
            return lb_error_memory(err);
    }
    return LB_OK;
}

static lb_status cut_all_areas(partition_builder *w, const lb_shapes *shapes,
                               const bool *overlapping, lb_error *err)
{
    size_t *order = lb_spatial_order(shapes);
    w->next = malloc((shapes->count + 1) * sizeof *w->next);
    lb_status status =
        order && w->next ? insert_areas(w, shapes, order, overlapping, err) : lb_error_memory(err);
    free(order);
    for (size_t p = 0; p < w->count && status == LB_OK; p++)
        if (append_part(w, &w->item[p]) != LB_OK)
            status = lb_error_memory(err);
    return status;
}

static void free_builder(partition_builder *w)
{
    for (size_t p = 0; p < w->count; p++) {
        GEOSGeom_destroy_r(w->geos.handle, w->item[p].geometry);
        free(w->item[p].owner);
    }
    free(w->item);
    free(w->next);
    lb_geos_stop(&w->geos);
}

lb_status lb_geos_partition(const lb_shapes *shapes, const bool *overlapping, lb_geos_parts *out,
                            lb_error *err)
{
    partition_builder w = {0};
    LB_TRY(lb_geos_start(&w.geos, err));
    lb_status status = cut_all_areas(&w, shapes, overlapping, err);
    free_builder(&w);
    LB_HAND_OVER(status, w.result, out, lb_geos_parts_clear);
}
