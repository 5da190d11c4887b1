/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and units of a CRS by PROJ, and the PROJ objects that the other modules here start from.
 * docs/methods.md, Coordinate reference systems. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <proj.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "port/proj/crs.h"

/* PROJ objects --------------------------------------------------------------------------------- */

/* Each caller has a context of its own, since PROJ's may be used by one thread at a time. Network
 * is off whatever proj.ini or PROJ_NETWORK say: results must not depend on grids that can be
 * fetched. */
PJ_CONTEXT *lb_proj_context(void)
{
    PJ_CONTEXT *context = proj_context_create();
    if (!context)
        return NULL;
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    return context;
}

/* Of a CRS's text; of "+proj=utm +zone=33", which is an operation to PROJ, as a CRS. NULL: neither.
 */
PJ *lb_proj_create(PJ_CONTEXT *context, const char *crs)
{
    char text[1000]; /* no memory is needed: its lack would say that the CRS is unknown */
    bool operation = crs[strspn(crs, " +")] == 'p' && strstr(crs, "proj=") && !strstr(crs, "type=");
    size_t length = (size_t)snprintf(text, sizeof text, "%s +type=crs", crs);
    return proj_create(context, operation && length < sizeof text ? text : crs);
}

/* Swaps *pj for another object made from it, which is NULL when PROJ fails. */
static void replace_object(PJ **pj, PJ *by)
{
    proj_destroy(*pj);
    *pj = by;
}

/* A compound CRS is replaced by its horizontal part, heights being dropped everywhere. */
PJ *lb_proj_crs(PJ_CONTEXT *context, const char *crs, lb_error *err)
{
    PJ *pj = lb_proj_create(context, crs);
    if (pj && proj_get_type(pj) == PJ_TYPE_COMPOUND_CRS)
        replace_object(&pj, proj_crs_get_sub_crs(context, pj, 0));
    if (!pj || !proj_is_crs(pj)) {
        proj_destroy(pj);
        lb_error_set(err, LB_E_USAGE,
                     "'%.200s' is not a coordinate reference system that PROJ knows; write it as "
                     "EPSG:3006",
                     crs);
        return NULL;
    }
    return pj;
}

/* PROJ takes the axes as the authority defines them, northing first in EPSG:3006, and
 * normalize_for_visualization puts easting or longitude first: in the operation, as a CRS whose
 * axes are exchanged has no code any more, and PROJ searches its database for the name (6 ms). */
PJ *lb_proj_operation(PJ_CONTEXT *context, const PJ *from, const PJ *to)
{
    PJ *operation = proj_create_crs_to_crs_from_pj(context, from, to, NULL, NULL);
    if (operation)
        replace_object(&operation, proj_normalize_for_visualization(context, operation));
    return operation;
}

/* Description ---------------------------------------------------------------------------------- */

/* The CRS inside a bound one (a CRS with a transformation to WGS 84, "+towgs84="), which has its
 * type and axes; of any other NULL. Destroyed by the caller. */
static PJ *bound_base(PJ_CONTEXT *context, const PJ *crs)
{
    return proj_get_type(crs) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs) : NULL;
}

static PJ_TYPE type_of(PJ_CONTEXT *context, const PJ *crs)
{
    PJ *base = bound_base(context, crs);
    PJ_TYPE type = proj_get_type(base ? base : crs);
    proj_destroy(base);
    return type;
}

static PJ *coordinate_system(PJ_CONTEXT *context, const PJ *crs)
{
    PJ *base = bound_base(context, crs);
    PJ *system = proj_crs_get_coordinate_system(context, base ? base : crs);
    proj_destroy(base);
    return system;
}

static bool is_geographic(PJ_CONTEXT *context, const PJ *crs)
{
    PJ_TYPE type = type_of(context, crs);
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/* Metres in a unit of the first axis: of an angle, along a meridian of a sphere; where PROJ does
 * not know the unit, degrees or metres. */
double lb_proj_unit(PJ_CONTEXT *context, const PJ *crs, bool *geographic)
{
    double factor = 1; /* to metres, or to radians */
    PJ *system = coordinate_system(context, crs);
    *geographic = is_geographic(context, crs);
    if (!system ||
        !proj_cs_get_axis_info(context, system, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL))
        factor = *geographic ? 3.14159265358979323846 / 180 : 1;
    proj_destroy(system);
    return *geographic ? factor * LB_EARTH_RADIUS_M : factor;
}

/* Are both axes in metres? The factor converts a unit to metres (feet: 0.3048). */
static bool is_metric(PJ_CONTEXT *context, const PJ *crs)
{
    bool metric = true;
    PJ *system = coordinate_system(context, crs);
    for (int i = 0; i < 2 && metric; i++) {
        double factor = 0;
        metric = system &&
                 proj_cs_get_axis_info(context, system, i, NULL, NULL, NULL, &factor, NULL, NULL,
                                       NULL) &&
                 fabs(factor - 1) < 1e-12;
    }
    proj_destroy(system);
    return metric;
}

/* "SWEREF99 TM (EPSG:3006)"; of "+proj=utm +zone=33", which PROJ calls "unknown", the text itself.
 * A compound CRS has the name and the code that it was written with, not those of its horizontal
 * part: it is made once more. */
static void set_name(PJ_CONTEXT *context, const char *text, const PJ *horizontal, lb_crs_info *info)
{
    PJ *written = lb_proj_create(context, text);
    const char *authority = written ? proj_get_id_auth_name(written, 0) : NULL;
    const char *code = written ? proj_get_id_code(written, 0) : NULL;
    const char *name = proj_get_name(written ? written : horizontal);
    if (name && strcmp(name, "unknown") == 0 && strstr(text, "proj="))
        name = text;
    if (authority && code)
        snprintf(info->name, sizeof info->name, "%.80s (%.20s:%.10s)", name ? name : "?", authority,
                 code);
    else
        snprintf(info->name, sizeof info->name, "%.110s", name ? name : "?");
    proj_destroy(written);
}

/* Name, and whether axes are angles or metres; an unknown CRS is LB_E_USAGE with the text it was
 * given as. `metric` is of projected CRSs alone. */
lb_status lb_crs_describe(const char *crs, lb_crs_info *out, lb_error *err)
{
    lb_crs_info info = {0};
    PJ_CONTEXT *context = lb_proj_context();
    if (!context)
        return lb_error_memory(err);
    PJ *pj = lb_proj_crs(context, crs, err);
    if (pj) {
        set_name(context, crs, pj, &info);
        info.geographic = is_geographic(context, pj);
        info.metric = type_of(context, pj) == PJ_TYPE_PROJECTED_CRS && is_metric(context, pj);
        *out = info;
    }
    lb_status status = pj ? LB_OK : LB_E_USAGE;
    proj_destroy(pj);
    proj_context_destroy(context);
    return status;
}

/* WKT2:2019 on one line, owned by the caller. */
lb_status lb_crs_wkt(const char *crs, char **out, lb_error *err)
{
    static const char *const one_line[] = {"MULTILINE=NO", NULL};
    PJ_CONTEXT *context = lb_proj_context();
    if (!context)
        return lb_error_memory(err);
    PJ *pj = lb_proj_create(context, crs);
    const char *wkt = pj ? proj_as_wkt(context, pj, PJ_WKT2_2019, one_line) : NULL;
    *out = wkt ? lb_text_copy(wkt) : NULL;
    lb_status status = !wkt ? lb_error_set(err, LB_E_USAGE, "%.80s: not a CRS that PROJ knows", crs)
                       : *out ? LB_OK
                              : lb_error_memory(err);
    proj_destroy(pj);
    proj_context_destroy(context);
    return status;
}

void lb_crs_label(const char *crs, char text[LB_CRS_LABEL_SIZE])
{
    lb_crs_info info;
    if (strchr(crs, '[') && lb_crs_describe(crs, &info, NULL) == LB_OK)
        snprintf(text, LB_CRS_LABEL_SIZE, "%s", info.name);
    else
        snprintf(text, LB_CRS_LABEL_SIZE, "%.60s", crs);
}

lb_status lb_crs_check(const char *crs, lb_error *err)
{
    lb_crs_info info;
    lb_status status = lb_crs_describe(crs, &info, err);
    if (status != LB_OK || info.metric)
        return status;
    return lb_error_set(err, LB_E_USAGE,
                        "%s is %s; the working CRS must be projected and in metres, as EPSG:3006",
                        info.name, info.geographic ? "geographic, in degrees" : "not in metres");
}
