/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "port/proj/proj_crs.h"

PJ_CONTEXT *lb_proj_context(void)
{
    PJ_CONTEXT *context = proj_context_create();
    if (!context)
        return NULL;
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    return context;
}

/* Swaps *pj for another object made from it, which is NULL when PROJ fails. */
static void replace_object(PJ **pj, PJ *by)
{
    proj_destroy(*pj);
    *pj = by;
}

PJ *lb_proj_crs(PJ_CONTEXT *context, const char *crs, lb_error *err)
{
    PJ *pj = proj_create(context, crs);
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
    replace_object(&pj, proj_normalize_for_visualization(context, pj));
    if (!pj)
        lb_error_set(err, LB_E_USAGE, "'%.200s': PROJ cannot put its axes in order", crs);
    return pj;
}
