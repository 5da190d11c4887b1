/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on earth a CRS may be used, in its own coordinates. */
#ifndef LB_PORT_PROJ_CRS_EXTENT_H
#define LB_PORT_PROJ_CRS_EXTENT_H

#include <lagesbild/grid.h>
#include <lagesbild/status.h>

enum {
    LB_CRS_RING_MAX = 96,
    LB_CRS_REACH_KM = 1500 /* a country of the length of Sweden may use one narrow zone for all */
};

typedef struct lb_crs_area {
    lb_box box;   /* all finite numbers where the area of use is not known */
    bool degrees; /* the CRS is geographic */
    size_t n;     /* corners of the ring; 0: the box is all that is known */
    double
        ring[2 * LB_CRS_RING_MAX]; /* the border of the area of use, of which box is the extent */
} lb_crs_area;

/* The area of use that PROJ's database has of the CRS, widened by one degree (zones of UTM by 14 to
 * the east and west, since countries use one zone throughout), in the coordinates of the CRS,
 * easting or longitude first. LB_E_USAGE: not a CRS that PROJ knows. */
lb_status lb_crs_area_of_use(const char *crs, lb_crs_area *out, lb_error *err);

/* The box of the area of use and LB_CRS_REACH_KM about it, in metres of the CRS: a place outside it
 * is in another part of the world, in whichever zone of it a country works. All finite numbers
 * where the area of use is not known, and for degrees. Errors as lb_crs_area_of_use. */
lb_status lb_crs_reach(const char *crs, lb_box *out, lb_error *err);

#endif
