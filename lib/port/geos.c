/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "port/geos.h"
#include "port/geos_shape.h"

enum { QUARTER = 32 };

/* Appends a geometry's polygons as one feature; the geometry is destroyed. NULL: it failed. */
static lb_status append(lb_geos *geos, GEOSGeometry *geometry, const char *what, lb_shapes *out,
                        lb_error *err)
{
    if (!geometry)
        return lb_geos_failure(geos, what, err);
    lb_status status = lb_shapes_add_feature(out);
    if (status == LB_OK)
        status = lb_geos_add_polygons(geos, geometry, out);
    GEOSGeom_destroy_r(geos->handle, geometry);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "out of memory");
}

lb_status lb_geos_union(const lb_shapes *shapes, const size_t *which, size_t n, lb_shapes *out,
                        lb_error *err)
{
    lb_geos geos;
    lb_status status = lb_geos_start(&geos, err);
    if (status != LB_OK)
        return status;
    GEOSGeometry *all = lb_geos_collect(&geos, shapes, which, which ? n : shapes->count);
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(geos.handle, all) : NULL;
    GEOSGeom_destroy_r(geos.handle, all);
    status = append(&geos, joined, "the union of the areas failed", out, err);
    lb_geos_stop(&geos);
    return status;
}

lb_status lb_geos_buffer(const lb_shapes *shapes, size_t feature, double distance, lb_shapes *out,
                         lb_error *err)
{
    lb_geos geos;
    lb_status status = lb_geos_start(&geos, err);
    if (status != LB_OK)
        return status;
    GEOSGeometry *from = lb_geos_from_feature(&geos, shapes, feature, NULL);
    GEOSGeometry *wide = from ? GEOSBuffer_r(geos.handle, from, distance, QUARTER) : NULL;
    GEOSGeom_destroy_r(geos.handle, from);
    status = append(&geos, wide, "moving the border of an area failed", out, err);
    lb_geos_stop(&geos);
    return status;
}

/* Overlaps ------------------------------------------------------------------------------------ */

typedef struct hunt {
    lb_geos geos;
    GEOSGeometry **each; /* [count] */
    size_t count, self;  /* the feature whose neighbours are asked for */
    GEOSSTRtree *tree;
    size_t *near, near_count, near_capacity;
    lb_overlap_pair *found;
    size_t found_count, found_capacity;
    bool failed;
} hunt;

static bool grow(void **array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t bigger = *capacity ? *capacity * 2 : 16;
    void *data = realloc(*array, bigger * size);
    if (!data)
        return false;
    *array = data;
    *capacity = bigger;
    return true;
}

static void take_neighbour(void *item, void *udata)
{
    hunt *h = udata;
    size_t j = (size_t)(uintptr_t)item - 1;
    if (j <= h->self || h->failed)
        return;
    void *near = h->near;
    h->failed = !grow(&near, &h->near_capacity, h->near_count + 1, sizeof *h->near);
    h->near = near;
    if (!h->failed)
        h->near[h->near_count++] = j;
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static lb_status measure(hunt *h, size_t j, double tolerance, lb_error *err)
{
    double area = 0;
    GEOSGeometry *common = GEOSIntersection_r(h->geos.handle, h->each[h->self], h->each[j]);
    if (!common || !GEOSArea_r(h->geos.handle, common, &area)) {
        GEOSGeom_destroy_r(h->geos.handle, common);
        return lb_geos_failure(&h->geos, "the overlap of two areas failed", err);
    }
    GEOSGeom_destroy_r(h->geos.handle, common);
    if (!(area > tolerance))
        return LB_OK;
    void *found = h->found;
    bool room = grow(&found, &h->found_capacity, h->found_count + 1, sizeof *h->found);
    h->found = found;
    if (!room)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    h->found[h->found_count++] = (lb_overlap_pair){h->self, j, area};
    return LB_OK;
}

static lb_status no_look(hunt *h, lb_error *err)
{
    return lb_geos_failure(&h->geos, "an area cannot be looked at", err);
}

static lb_status plant(hunt *h, const lb_shapes *shapes, lb_error *err)
{
    h->each = calloc(shapes->count + 1, sizeof(GEOSGeometry *));
    h->tree = GEOSSTRtree_create_r(h->geos.handle, 10);
    if (!h->each || !h->tree)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (size_t i = 0; i < shapes->count; i++) {
        h->each[i] = lb_geos_from_feature(&h->geos, shapes, i, NULL);
        if (!h->each[i])
            return lb_geos_failure(&h->geos, "an area is not a polygon", err);
        h->count = i + 1;
        char empty = GEOSisEmpty_r(h->geos.handle, h->each[i]);
        if (empty > 1)
            return no_look(h, err);
        if (!empty)
            GEOSSTRtree_insert_r(h->geos.handle, h->tree, h->each[i], (void *)(uintptr_t)(i + 1));
    }
    return LB_OK;
}

static lb_status search(hunt *h, double tolerance, lb_error *err)
{
    lb_status status = LB_OK;
    for (h->self = 0; h->self < h->count && status == LB_OK; h->self++) {
        char empty = GEOSisEmpty_r(h->geos.handle, h->each[h->self]);
        if (empty > 1)
            return no_look(h, err);
        if (empty)
            continue;
        h->near_count = 0;
        GEOSSTRtree_query_r(h->geos.handle, h->tree, h->each[h->self], take_neighbour, h);
        if (h->failed)
            return lb_error_set(err, LB_E_MEMORY, "out of memory");
        if (h->near_count > 1)
            qsort(h->near, h->near_count, sizeof *h->near, by_number);
        for (size_t k = 0; k < h->near_count && status == LB_OK; k++)
            status = measure(h, h->near[k], tolerance, err);
    }
    return status;
}

static void clear_hunt(hunt *h)
{
    if (h->tree)
        GEOSSTRtree_destroy_r(h->geos.handle, h->tree);
    for (size_t i = 0; i < h->count; i++)
        GEOSGeom_destroy_r(h->geos.handle, h->each[i]);
    free(h->each);
    free(h->near);
    lb_geos_stop(&h->geos);
}

lb_status lb_geos_overlaps(const lb_shapes *shapes, double tolerance, lb_overlap_pair **out,
                           size_t *n, lb_error *err)
{
    hunt h = {0};
    lb_status status = lb_geos_start(&h.geos, err);
    if (status == LB_OK)
        status = plant(&h, shapes, err);
    if (status == LB_OK)
        status = search(&h, tolerance, err);
    clear_hunt(&h);
    if (status != LB_OK) {
        free(h.found);
        return status;
    }
    *out = h.found;
    *n = h.found_count;
    return LB_OK;
}
