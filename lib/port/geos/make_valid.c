/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validity and repair of polygons by GEOS (docs/methods.md, Polygon repair). */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/try.h"
#include "port/geos/make_valid.h"
#include "port/geos/simple_ring.h"

/* "Self-intersection at (315000.12, 6400000.34)"; the place, a point, in the CRS of the shapes. */
static void describe_fault(lb_geos *geos, const char *reason, const GEOSGeometry *place, char *text,
                           size_t size)
{
    double x, y;
    char east[LB_NUMBER_SIZE], north[LB_NUMBER_SIZE];
    if (!place || GEOSisEmpty_r(geos->handle, place) || !GEOSGeomGetX_r(geos->handle, place, &x) ||
        !GEOSGeomGetY_r(geos->handle, place, &y)) {
        snprintf(text, size, "%.150s", reason);
        return;
    }
    lb_number_format_fixed(x, 2, east);
    lb_number_format_fixed(y, 2, north);
    snprintf(text, size, "%.100s at (%s, %s)", reason, east, north);
}

/* 1: valid; 0: not, and text says why and where; 2: GEOS failed. */
static char check_validity(lb_geos *geos, const GEOSGeometry *geometry, char *text, size_t size)
{
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    char valid = GEOSisValidDetail_r(geos->handle, geometry, 0, &reason, &place);
    if (valid == 0)
        describe_fault(geos, reason ? reason : "invalid", place, text, size);
    GEOSFree_r(geos->handle, reason);
    GEOSGeom_destroy_r(geos->handle, place);
    return valid;
}

/* Is it certain, without GEOS, that the feature is one valid ring? */
static bool is_surely_valid(const lb_shapes *shapes, size_t i)
{
    size_t part = shapes->part[i], ring = shapes->ring[part];
    return shapes->part[i + 1] == part + 1 && shapes->ring[part + 1] == ring + 1 &&
           lb_ring_is_surely_simple(shapes->xy + 2 * shapes->vertex[ring],
                                    shapes->vertex[ring + 1] - shapes->vertex[ring]);
}

bool lb_is_valid(lb_geos *geos, const lb_shapes *shapes, size_t i)
{
    bool dropped = false;
    if (is_surely_valid(shapes, i))
        return true;
    GEOSGeometry *geometry = lb_geos_from_feature(geos, shapes, i, &dropped);
    bool valid = geometry && !dropped && GEOSisValid_r(geos->handle, geometry) == 1;
    GEOSGeom_destroy_r(geos->handle, geometry);
    return valid;
}

/* By the linework method (even-odd rule): the default of GEOS, but named since results depend on
 * it. GEOSMakeValidWithParams is of GEOS 3.10 and later. NULL: failed. */
static GEOSGeometry *make_valid(lb_geos *geos, const GEOSGeometry *geometry)
{
    GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(geos->handle);
    GEOSGeometry *valid_geometry = NULL;
    if (params && GEOSMakeValidParams_setMethod_r(geos->handle, params, GEOS_MAKE_VALID_LINEWORK))
        valid_geometry = GEOSMakeValidWithParams_r(geos->handle, geometry, params);
    if (params)
        GEOSMakeValidParams_destroy_r(geos->handle, params);
    return valid_geometry;
}

/* Each part by itself, since the even-odd rule over all would cut a hole where two parts overlap.
 */
static lb_status repair_parts(lb_geos *geos, const lb_shapes *shapes, size_t i, lb_shapes *repaired,
                              lb_error *err)
{
    if (lb_shapes_add_feature(repaired) != LB_OK)
        return lb_error_memory(err);
    for (size_t p = shapes->part[i]; p < shapes->part[i + 1]; p++) {
        GEOSGeometry *part = lb_geos_from_part(geos, shapes, p, NULL);
        GEOSGeometry *valid = part ? make_valid(geos, part) : NULL;
        GEOSGeom_destroy_r(geos->handle, part);
        if (!valid)
            return lb_geos_failure(geos, "cannot be repaired", err);
        lb_status status = lb_geos_add_polygons(geos, valid, repaired);
        GEOSGeom_destroy_r(geos->handle, valid);
        if (status != LB_OK)
            return lb_error_memory(err);
    }
    return LB_OK;
}

/* The repaired parts united: what two of them cover counts once. */
static lb_status repair_polygon(lb_geos *geos, const lb_shapes *shapes, size_t i, lb_shapes *out,
                                lb_error *err)
{
    lb_shapes parts = {0};
    lb_status status = repair_parts(geos, shapes, i, &parts, err);
    if (status == LB_OK) {
        GEOSGeometry *collected = lb_geos_from_feature(geos, &parts, 0, NULL);
        GEOSGeometry *joined = collected ? GEOSUnaryUnion_r(geos->handle, collected) : NULL;
        GEOSGeom_destroy_r(geos->handle, collected);
        if (!joined)
            status = lb_geos_failure(geos, "cannot be repaired", err);
        else if (lb_shapes_add_feature(out) != LB_OK ||
                 lb_geos_add_polygons(geos, joined, out) != LB_OK)
            status = lb_error_memory(err);
        GEOSGeom_destroy_r(geos->handle, joined);
    }
    lb_shapes_clear(&parts);
    return status;
}

/* Appends the feature to `out`, repaired where GEOS or a ring of fewer than three points says so
 * (docs/methods.md, Polygon repair). before and after are planar square metres. */
lb_status lb_repair_feature(lb_geos *geos, const lb_shapes *shapes, size_t i, lb_shapes *out,
                            lb_repair *what, lb_error *err)
{
    bool dropped = false;
    lb_repair found = {0};
    GEOSGeometry *geometry = lb_geos_from_feature(geos, shapes, i, &dropped);
    if (!geometry)
        return lb_geos_failure(geos, "is not a polygon that GEOS accepts", err);
    char valid = check_validity(geos, geometry, found.reason, sizeof found.reason);
    GEOSGeom_destroy_r(geos->handle, geometry);
    if (valid == 2)
        return lb_geos_failure(geos, "cannot be tested for validity", err);
    if (valid == 1 && dropped)
        snprintf(found.reason, sizeof found.reason, "a ring of fewer than three points");
    found.needed = valid == 0 || dropped;
    found.before = lb_shapes_area(shapes, i);
    lb_status status = found.needed ? repair_polygon(geos, shapes, i, out, err)
                                    : lb_shapes_add_copy(out, shapes, i);
    if (status == LB_E_MEMORY)
        return lb_error_memory(err);
    if (status != LB_OK)
        return status;
    found.after = lb_shapes_area(out, out->count - 1);
    *what = found;
    return LB_OK;
}
