/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lb_shapes to GEOS geometries and back. Through the reentrant API (_r) with a context a thread, so
 * that calls can run in parallel and messages are not mixed up. Constructors of GEOS take over what
 * they are given, also when they fail; destroying NULL is allowed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "port/geos/geos_convert.h"

static void keep_message(const char *text, void *udata)
{
    lb_geos *geos = udata;
    snprintf(geos->message, sizeof geos->message, "%s", text);
}

lb_status lb_geos_start(lb_geos *geos, lb_error *err)
{
    *geos = (lb_geos){.handle = GEOS_init_r()};
    if (!geos->handle)
        return lb_error_memory(err);
    GEOSContext_setErrorMessageHandler_r(geos->handle, keep_message, geos);
    GEOSContext_setNoticeMessageHandler_r(geos->handle, keep_message, geos);
    return LB_OK;
}

void lb_geos_stop(lb_geos *geos)
{
    if (geos->handle)
        GEOS_finish_r(geos->handle);
    *geos = (lb_geos){0};
}

/* GEOS reports a failed allocation as an exception like any other; only its text shows what it was.
 */
lb_status lb_geos_failure(const lb_geos *geos, const char *what, lb_error *err)
{
    if (geos->no_memory || strstr(geos->message, "bad_alloc"))
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", what);
    return lb_error_set(err, LB_E_INPUT, "%s: %s", what,
                        geos->message[0] ? geos->message : "GEOS gave no reason");
}

/* GEOSCoordSeq_copyFromBuffer is of GEOS 3.10 and later; before it each coordinate was a call. */
static GEOSGeometry *ring_from(lb_geos *geos, const lb_shapes *s, size_t ring)
{
    size_t n = s->vertex[ring + 1] - s->vertex[ring];
    GEOSCoordSequence *points =
        GEOSCoordSeq_copyFromBuffer_r(geos->handle, s->xy + 2 * s->vertex[ring], (unsigned)n, 0, 0);
    return points ? GEOSGeom_createLinearRing_r(geos->handle, points) : NULL;
}

static bool is_ring(const lb_shapes *s, size_t ring)
{
    return s->vertex[ring + 1] - s->vertex[ring] >= 4; /* closed: the first point comes twice */
}

static void destroy_all(lb_geos *geos, GEOSGeometry **geometry, size_t n)
{
    for (size_t i = 0; i < n; i++)
        GEOSGeom_destroy_r(geos->handle, geometry[i]);
}

static GEOSGeometry *out_of_memory(lb_geos *geos)
{
    geos->no_memory = true;
    return NULL;
}

/* Consumes the shell and the n holes in any case. shell NULL: making it, or a hole, failed. */
static GEOSGeometry *polygon_from(lb_geos *geos, GEOSGeometry *shell, GEOSGeometry **hole, size_t n)
{
    GEOSGeometry *polygon =
        shell ? GEOSGeom_createPolygon_r(geos->handle, shell, hole, (unsigned)n) : NULL;
    if (!polygon && !shell)
        destroy_all(geos, hole, n);
    return polygon;
}

/* Shell and holes of one part as a polygon; a ring of fewer than three points is left out and
 * reported in *dropped, an empty polygon if it is the shell. NULL: out of memory. */
GEOSGeometry *lb_geos_from_part(lb_geos *geos, const lb_shapes *s, size_t part, bool *dropped)
{
    size_t first = s->ring[part], end = s->ring[part + 1], n = 0;
    bool ignored = false, failed = false, *lost = dropped ? dropped : &ignored;
    if (first == end || !is_ring(s, first)) {
        *lost = *lost || first < end;
        return GEOSGeom_createEmptyPolygon_r(geos->handle);
    }
    GEOSGeometry **hole = malloc((end - first) * sizeof(GEOSGeometry *));
    if (!hole)
        return out_of_memory(geos);
    for (size_t r = first + 1; r < end && !failed; r++) {
        if (!is_ring(s, r)) {
            *lost = true;
            continue;
        }
        hole[n] = ring_from(geos, s, r);
        failed = !hole[n];
        n += !failed;
    }
    GEOSGeometry *shell = failed ? NULL : ring_from(geos, s, first);
    GEOSGeometry *polygon = polygon_from(geos, shell, hole, n);
    free(hole);
    return polygon;
}

/* Always a multipolygon, also of one part, so that callers have one case. GEOS owns the parts
 * once the collection is made; until then they are destroyed here. */
GEOSGeometry *lb_geos_from_feature(lb_geos *geos, const lb_shapes *s, size_t feature, bool *dropped)
{
    size_t first = s->part[feature], end = s->part[feature + 1], n = 0;
    GEOSGeometry *all = NULL;
    GEOSGeometry **part = malloc((end - first + 1) * sizeof(GEOSGeometry *));
    if (!part)
        return out_of_memory(geos);
    for (size_t p = first; p < end; p++) {
        part[n] = lb_geos_from_part(geos, s, p, dropped);
        if (!part[n])
            break;
        n++;
    }
    if (n == end - first)
        all = GEOSGeom_createCollection_r(geos->handle, GEOS_MULTIPOLYGON, part, (unsigned)n);
    else
        destroy_all(geos, part, n);
    free(part);
    return all;
}

/* Features `which` (NULL: the first n) as one collection, as a unary union takes them. */
GEOSGeometry *lb_geos_collect(lb_geos *geos, const lb_shapes *shapes, const size_t *which, size_t n)
{
    GEOSGeometry *all = NULL;
    GEOSGeometry **each = malloc((n + 1) * sizeof(GEOSGeometry *));
    size_t made = 0;
    if (!each)
        return out_of_memory(geos);
    for (; made < n; made++) {
        each[made] = lb_geos_from_feature(geos, shapes, which ? which[made] : made, NULL);
        if (!each[made])
            break;
    }
    if (made == n)
        all = GEOSGeom_createCollection_r(geos->handle, GEOS_GEOMETRYCOLLECTION, each, (unsigned)n);
    else
        destroy_all(geos, each, made);
    free(each);
    return all;
}

/* Reading a geometry that GEOS itself made can only fail for want of memory, hence LB_E_MEMORY here
 * and below. */
static lb_status add_ring(lb_geos *geos, const GEOSGeometry *ring, lb_shapes *out)
{
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(geos->handle, ring) : NULL;
    unsigned n = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos->handle, points, &n))
        return LB_E_MEMORY;
    double *xy = malloc(((size_t)n + 1) * 2 * sizeof *xy);
    lb_status status = LB_E_MEMORY;
    if (xy && GEOSCoordSeq_copyToBuffer_r(geos->handle, points, xy, 0, 0))
        status = lb_shapes_add_ring(out, xy, n);
    free(xy);
    return status;
}

/* One part: the shell, then the holes. An empty polygon adds nothing. */
static lb_status add_polygon(lb_geos *geos, const GEOSGeometry *polygon, lb_shapes *out)
{
    char empty = GEOSisEmpty_r(geos->handle, polygon);
    if (empty)
        return empty == 1 ? LB_OK : LB_E_MEMORY;
    LB_TRY(lb_shapes_add_part(out));
    LB_TRY(add_ring(geos, GEOSGetExteriorRing_r(geos->handle, polygon), out));
    int holes = GEOSGetNumInteriorRings_r(geos->handle, polygon);
    for (int i = 0; i < holes; i++)
        LB_TRY(add_ring(geos, GEOSGetInteriorRingN_r(geos->handle, polygon, i), out));
    return holes < 0 ? LB_E_MEMORY : LB_OK;
}

/* Polygons of any collection, however nested; lines and points are left out (docs/methods.md,
 * Polygon repair). */
lb_status lb_geos_add_polygons(lb_geos *geos, const GEOSGeometry *geometry, lb_shapes *out)
{
    int type = geometry ? GEOSGeomTypeId_r(geos->handle, geometry) : -1;
    if (type < 0)
        return LB_E_MEMORY;
    if (type == GEOS_POLYGON)
        return add_polygon(geos, geometry, out);
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION)
        return LB_OK;
    int n = GEOSGetNumGeometries_r(geos->handle, geometry);
    for (int i = 0; i < n; i++)
        LB_TRY(lb_geos_add_polygons(geos, GEOSGetGeometryN_r(geos->handle, geometry, i), out));
    return n < 0 ? LB_E_MEMORY : LB_OK;
}
