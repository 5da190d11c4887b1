/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on earth a CRS may be used, as a box of its own coordinates. */
#ifndef LB_PORT_PROJ_CRS_EXTENT_H
#define LB_PORT_PROJ_CRS_EXTENT_H

#include <lagesbild/grid.h>
#include <lagesbild/status.h>

/* The area of use that PROJ's database has of the CRS, widened by one degree, in the coordinates of
 * the CRS, easting or longitude first; all finite numbers where none is known. *degrees: it is
 * geographic. LB_E_USAGE: not a CRS that PROJ knows. */
lb_status lb_crs_extent(const char *crs, lb_box *out, bool *degrees, lb_error *err);

#endif
