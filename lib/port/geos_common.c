/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "base/reserve.h"
#include "port/geos_common.h"
#include "port/geos_shape.h"

typedef struct work {
    lb_geos geos;
    GEOSGeometry **each; /* [count] of b */
    size_t count;
    GEOSSTRtree *tree;
    size_t *near, near_count, near_capacity;
    lb_common made;
    size_t a_capacity, b_capacity;
    bool failed;
} work;

void lb_common_clear(lb_common *common)
{
    lb_shapes_clear(&common->shapes);
    free(common->a);
    free(common->b);
    *common = (lb_common){0};
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static void take_neighbour(void *item, void *udata)
{
    work *w = udata;
    w->failed =
        w->failed || !lb_reserve(&w->near, &w->near_capacity, w->near_count + 1, sizeof *w->near);
    if (!w->failed)
        w->near[w->near_count++] = (size_t)(uintptr_t)item - 1;
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static lb_status plant(work *w, const lb_shapes *b, lb_error *err)
{
    w->each = calloc(b->count + 1, sizeof(GEOSGeometry *));
    w->tree = GEOSSTRtree_create_r(w->geos.handle, 10);
    if (!w->each || !w->tree)
        return no_memory(err);
    for (size_t i = 0; i < b->count; i++) {
        w->each[i] = lb_geos_from_feature(&w->geos, b, i, NULL);
        if (!w->each[i])
            return lb_geos_failure(&w->geos, "an area is not a polygon", err);
        w->count = i + 1;
        char empty = GEOSisEmpty_r(w->geos.handle, w->each[i]);
        if (empty > 1)
            return lb_geos_failure(&w->geos, "an area cannot be looked at", err);
        if (!empty)
            GEOSSTRtree_insert_r(w->geos.handle, w->tree, w->each[i], (void *)(uintptr_t)(i + 1));
    }
    return LB_OK;
}

/* Takes the geometry in any case. */
static lb_status keep(work *w, GEOSGeometry *common, size_t i, size_t j, lb_error *err)
{
    static const char what[] = "cutting zones by areas failed";
    double area = 0;
    if (!common || !GEOSArea_r(w->geos.handle, common, &area)) {
        GEOSGeom_destroy_r(w->geos.handle, common);
        return lb_geos_failure(&w->geos, what, err);
    }
    lb_status status = LB_OK;
    size_t n = w->made.shapes.count;
    if (area > 0) {
        bool room = lb_reserve(&w->made.a, &w->a_capacity, n + 1, sizeof *w->made.a) &&
                    lb_reserve(&w->made.b, &w->b_capacity, n + 1, sizeof *w->made.b);
        status = room ? lb_shapes_add_feature(&w->made.shapes) : LB_E_MEMORY;
        if (status == LB_OK)
            status = lb_geos_add_polygons(&w->geos, common, &w->made.shapes);
        if (status == LB_OK) {
            w->made.a[n] = i;
            w->made.b[n] = j;
        }
    }
    GEOSGeom_destroy_r(w->geos.handle, common);
    return status == LB_OK ? LB_OK : no_memory(err);
}

static lb_status meet(work *w, const lb_shapes *a, size_t i, lb_error *err)
{
    GEOSGeometry *one = lb_geos_from_feature(&w->geos, a, i, NULL);
    lb_status status = LB_OK;
    if (!one)
        return lb_geos_failure(&w->geos, "a zone is not a polygon", err);
    w->near_count = 0;
    char empty = GEOSisEmpty_r(w->geos.handle, one);
    if (!empty)
        GEOSSTRtree_query_r(w->geos.handle, w->tree, one, take_neighbour, w);
    if (empty > 1)
        status = lb_geos_failure(&w->geos, "a zone cannot be looked at", err);
    else if (w->failed)
        status = no_memory(err);
    else if (w->near_count > 1)
        qsort(w->near, w->near_count, sizeof *w->near, by_number);
    for (size_t k = 0; k < w->near_count && status == LB_OK; k++)
        status = keep(w, GEOSIntersection_r(w->geos.handle, one, w->each[w->near[k]]), i,
                      w->near[k], err);
    GEOSGeom_destroy_r(w->geos.handle, one);
    return status;
}

static void stop(work *w)
{
    if (w->tree)
        GEOSSTRtree_destroy_r(w->geos.handle, w->tree);
    for (size_t i = 0; i < w->count; i++)
        GEOSGeom_destroy_r(w->geos.handle, w->each[i]);
    free(w->each);
    free(w->near);
    lb_geos_stop(&w->geos);
}

lb_status lb_geos_common(const lb_shapes *a, const lb_shapes *b, lb_common *out, lb_error *err)
{
    work w = {.failed = false};
    lb_status status = lb_geos_start(&w.geos, err);
    if (status != LB_OK)
        return status;
    status = plant(&w, b, err);
    for (size_t i = 0; i < a->count && status == LB_OK; i++)
        status = meet(&w, a, i, err);
    stop(&w);
    if (status == LB_OK)
        *out = w.made;
    else
        lb_common_clear(&w.made);
    return status;
}
