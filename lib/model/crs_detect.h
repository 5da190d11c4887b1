/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which CRS coordinates are in, from what a source says and where its coordinates lie: one rule for
 * polygons and for tables of points. Nothing is assumed without a note, nothing is turned around.
 */
#ifndef LB_MODEL_CRS_DETECT_H
#define LB_MODEL_CRS_DETECT_H

#include <lagesbild/grid.h>
#include <lagesbild/log.h>

/* Where a box of coordinates lies. The ranges do not overlap. */
typedef enum lb_coord_range {
    LB_COORD_UNKNOWN,
    LB_COORD_NONE,           /* an empty box */
    LB_COORD_SWEREF,         /* Sweden in SWEREF 99 TM: E 250-950 km, N 6100-7700 km */
    LB_COORD_SWEREF_SWAPPED, /* the same, northing first */
    LB_COORD_DEGREES,        /* Sweden in longitude 10-25 and latitude 54.5-70 */
    LB_COORD_DEGREES_SWAPPED /* the same, latitude first */
} lb_coord_range;

lb_coord_range lb_coord_range_of(lb_box box);

typedef struct lb_crs_evidence {
    const char *file;          /* for messages */
    const char *declared;      /* what the source says; NULL: nothing */
    const char *declared_name; /* of it in messages; NULL: declared itself */
    const char *assumed;       /* what --crs says; NULL: not given */
    bool declared_degrees, assumed_degrees;
    lb_box box; /* of all coordinates */
} lb_crs_evidence;

/* The CRS to read the coordinates in; *crs is declared, assumed or a static text. What is not
 * plainly the declared CRS is noted in log. LB_E_INPUT: axes swapped, or no CRS fits; the text says
 * what to do. */
lb_status lb_crs_detect(const lb_crs_evidence *evidence, lb_log *log, const char **crs,
                        lb_error *err);

#endif
