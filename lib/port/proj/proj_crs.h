/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PROJ objects that transform and geodesic share. */
#ifndef LB_PORT_PROJ_PROJ_CRS_H
#define LB_PORT_PROJ_PROJ_CRS_H

#include <proj.h>

#include <lagesbild/status.h>

/* A context of its own: silent, without network; NULL: out of memory. proj_context_destroy frees.
 */
PJ_CONTEXT *lb_proj_context(void);

/* The horizontal CRS of a text, easting or longitude first; proj_destroy frees.
 * NULL: *err is set (LB_E_USAGE). */
PJ *lb_proj_crs(PJ_CONTEXT *context, const char *crs, lb_error *err);

#endif
