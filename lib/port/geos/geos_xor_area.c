/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "port/geos/geos_xor_area.h"
#include "port/geos/geos_convert.h"

lb_status lb_geos_xor_area(const lb_shapes *shapes, const size_t *which, size_t n, double *area,
                           lb_error *err)
{
    lb_geos geos;
    lb_shapes xor_shapes = {0};
    lb_status status = lb_geos_start(&geos, err);
    if (status != LB_OK)
        return status;
    GEOSGeometry *all = lb_geos_collect(&geos, shapes, which, n);
    /* It fails on borders that cross: no answer, but no error either. */
    GEOSGeometry *joined = all ? GEOSCoverageUnion_r(geos.handle, all) : NULL;
    double found = (double)NAN;
    if (joined && GEOSisValid_r(geos.handle, joined) == 1) {
        status = lb_shapes_add_feature(&xor_shapes);
        if (status == LB_OK)
            status = lb_geos_add_polygons(&geos, joined, &xor_shapes);
        if (status == LB_OK)
            found = lb_shapes_area(&xor_shapes, 0);
    }
    if (status != LB_OK || geos.no_memory)
        status = lb_error_memory(err);
    else
        *area = found;
    GEOSGeom_destroy_r(geos.handle, joined);
    GEOSGeom_destroy_r(geos.handle, all);
    lb_geos_stop(&geos);
    lb_shapes_clear(&xor_shapes);
    return status;
}
