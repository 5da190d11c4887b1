/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GEOSUnaryUnion unites along a tree of neighbours (cascaded union), and repairs overlaps and
 * slivers on the way; a buffer of a negative distance is the inside. */
#include "base/try.h"
#include "port/geos/geos_union.h"
#include "port/geos/geos_convert.h"

/* Edges of a quarter circle: the chord is off by 1 - cos(pi / 128) = 0.0003 of the radius. */
enum { QUADRANT_SEGMENTS = 32 };

/* Appends a geometry's polygons as one feature; the geometry is destroyed. NULL: it failed. */
static lb_status append_polygons(lb_geos *geos, GEOSGeometry *geometry, const char *what,
                                 lb_shapes *out, lb_error *err)
{
    if (!geometry)
        return lb_geos_failure(geos, what, err);
    lb_status status = lb_shapes_add_feature(out);
    if (status == LB_OK)
        status = lb_geos_add_polygons(geos, geometry, out);
    GEOSGeom_destroy_r(geos->handle, geometry);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_geos_union(const lb_shapes *shapes, const size_t *which, size_t n, lb_shapes *out,
                        lb_error *err)
{
    lb_geos geos;
    LB_TRY(lb_geos_start(&geos, err));
    GEOSGeometry *all = lb_geos_collect(&geos, shapes, which, which ? n : shapes->count);
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(geos.handle, all) : NULL;
    GEOSGeom_destroy_r(geos.handle, all);
    lb_status status = append_polygons(&geos, joined, "the union of the areas failed", out, err);
    lb_geos_stop(&geos);
    return status;
}

lb_status lb_geos_difference(const lb_shapes *shapes, size_t feature, size_t other, lb_shapes *out,
                             lb_error *err)
{
    lb_geos geos;
    LB_TRY(lb_geos_start(&geos, err));
    GEOSGeometry *from = lb_geos_from_feature(&geos, shapes, feature, NULL);
    GEOSGeometry *without = from ? lb_geos_from_feature(&geos, shapes, other, NULL) : NULL;
    GEOSGeometry *rest = without ? GEOSDifference_r(geos.handle, from, without) : NULL;
    GEOSGeom_destroy_r(geos.handle, from);
    GEOSGeom_destroy_r(geos.handle, without);
    lb_status status =
        append_polygons(&geos, rest, "what areas have of their own could not be cut", out, err);
    lb_geos_stop(&geos);
    return status;
}

lb_status lb_geos_buffer(const lb_shapes *shapes, size_t feature, double distance, lb_shapes *out,
                         lb_error *err)
{
    lb_geos geos;
    LB_TRY(lb_geos_start(&geos, err));
    GEOSGeometry *from = lb_geos_from_feature(&geos, shapes, feature, NULL);
    GEOSGeometry *buffered =
        from ? GEOSBuffer_r(geos.handle, from, distance, QUADRANT_SEGMENTS) : NULL;
    GEOSGeom_destroy_r(geos.handle, from);
    lb_status status = append_polygons(&geos, buffered, "the buffer of an area failed", out, err);
    lb_geos_stop(&geos);
    return status;
}
