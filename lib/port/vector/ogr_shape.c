/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rings of OGR geometries into lb_shapes, coordinates as they are. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "port/vector/ogr_shape.h"

/* Arcs become chords of this angle, which are within 1 - cos(0.25 degrees) = 0.00001 of the radius.
 */
static const double ARC_STEP_DEGREES = 0.5;

/* A ring with a coordinate that is not finite is left out and *finite set to false. */
static lb_status add_ring(OGRGeometryH ring, lb_shapes *out, bool *finite)
{
    int n = OGR_G_GetPointCount(ring);
    lb_status status = LB_OK;
    double *xy = malloc(((size_t)n + 1) * 2 * sizeof *xy);
    if (!xy)
        return LB_E_MEMORY;
    OGR_G_GetPoints(ring, xy, 2 * sizeof *xy, xy + 1, 2 * sizeof *xy, NULL, 0);
    bool good = true;
    for (int i = 0; i < 2 * n; i++)
        good = good && isfinite(xy[i]);
    if (good && n > 0)
        status = lb_shapes_add_ring(out, xy, (size_t)n);
    *finite = *finite && good;
    free(xy);
    return status;
}

static lb_status add_polygon(OGRGeometryH polygon, lb_shapes *out, bool *finite)
{
    int rings = OGR_G_GetGeometryCount(polygon);
    LB_TRY(lb_shapes_add_part(out));
    for (int i = 0; i < rings; i++)
        LB_TRY(add_ring(OGR_G_GetGeometryRef(polygon, i), out, finite));
    return LB_OK;
}

static lb_status add_geometry(OGRGeometryH geometry, lb_shapes *out, bool *finite)
{
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
    if (OGR_G_IsEmpty(geometry))
        return LB_OK;
    if (type == wkbPolygon || type == wkbTriangle)
        return add_polygon(geometry, out, finite);
    int n = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < n; i++)
        LB_TRY(add_geometry(OGR_G_GetGeometryRef(geometry, i), out, finite));
    return LB_OK;
}

lb_status lb_ogr_parse_wkt(const lb_csv_value *field, OGRGeometryH *owned)
{
    char *text = lb_csv_value_text(field), *rest = text;
    if (!text)
        return LB_E_MEMORY;
    bool good = !*text || OGR_G_CreateFromWkt(&rest, NULL, owned) == OGRERR_NONE;
    free(text);
    return good ? LB_OK : LB_E_INPUT;
}

lb_status lb_ogr_add_polygons(OGRGeometryH geometry, lb_shapes *out, bool *finite)
{
    *finite = true;
    if (!OGR_G_HasCurveGeometry(geometry, 1))
        return add_geometry(geometry, out, finite);
    OGRGeometryH straight = OGR_G_GetLinearGeometry(geometry, ARC_STEP_DEGREES, NULL);
    lb_status status = straight ? add_geometry(straight, out, finite) : LB_E_MEMORY;
    OGR_G_DestroyGeometry(straight);
    return status;
}
