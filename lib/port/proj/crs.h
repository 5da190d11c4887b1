/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinate reference systems: names and units, no transformation. CRS are texts that PROJ
 * understands ("EPSG:3006", WKT, "+proj=..."). */
#ifndef LB_PORT_PROJ_CRS_H
#define LB_PORT_PROJ_CRS_H

#include <stdbool.h>
#include <lagesbild/status.h>

/* PROJ's PJ_CONTEXT and PJ, named here so that <proj.h> is not included outside lib/port. */
struct pj_ctx;
struct PJconsts;

/* The mean radius of the earth (GRS 80), for distances that need no ellipsoid. */
#define LB_EARTH_RADIUS_M 6371008.8

typedef struct lb_crs_info {
    char name[120];  /* "SWEREF99 TM", with " (EPSG:3006)" behind when it has a code */
    bool geographic; /* degrees */
    bool metric;     /* projected, both axes in metres */
} lb_crs_info;

/* LB_E_USAGE: not a CRS that PROJ knows. */
lb_status lb_crs_describe(const char *crs, lb_crs_info *out, lb_error *err);

enum { LB_CRS_LABEL_SIZE = 120 };

/* A CRS in a message: as it is written, or the name of a WKT. */
void lb_crs_label(const char *crs, char text[LB_CRS_LABEL_SIZE]);

/* Can it be the working CRS: projected, in metres? LB_E_USAGE, saying what it is instead. */
lb_status lb_crs_check(const char *crs, lb_error *err);

/* As WKT2 on one line, freed by free(). LB_E_USAGE as above. */
lb_status lb_crs_wkt(const char *crs, char **out, lb_error *err);

/* For port modules. A context of its own: silent, without network; NULL: out of memory.
 * proj_context_destroy frees. */
struct pj_ctx *lb_proj_context(void);

/* For port modules. What PROJ makes of a text, a PROJ string without +type=crs as a CRS; NULL: it
 * knows none. */
struct PJconsts *lb_proj_create(struct pj_ctx *context, const char *crs);

/* For port modules. The horizontal CRS of a text, axes as its authority defines them; proj_destroy
 * frees. NULL: *err is set (LB_E_USAGE). */
struct PJconsts *lb_proj_crs(struct pj_ctx *context, const char *crs, lb_error *err);

/* For port modules. The operation between two such CRS, easting or longitude first in both;
 * proj_destroy frees. NULL: PROJ knows none. */
struct PJconsts *lb_proj_operation(struct pj_ctx *context, const struct PJconsts *from,
                                   const struct PJconsts *to);

/* For port modules. Metres in one unit of the first axis of a CRS; of a geographic one, along a
 * meridian of the sphere of LB_EARTH_RADIUS_M, 111 km a degree. */
double lb_proj_unit(struct pj_ctx *context, const struct PJconsts *crs, bool *geographic);

#endif
