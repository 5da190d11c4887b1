/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening with GDAL what a user names, but nothing on a network that the content of a file names.
 */
#ifndef LB_PORT_GDAL_GDAL_OPEN_H
#define LB_PORT_GDAL_GDAL_OPEN_H

#include <gdal.h>

#include <lagesbild/status.h>

/* flags: GDAL_OF_... LB_OK with *out NULL: GDAL cannot open it, lb_gdal_message says why.
 * LB_E_INPUT: it leads to a network though its name does not. The caller has called
 * lb_gdal_silence_for. */
lb_status lb_gdal_open(const char *path, unsigned flags, GDALDatasetH *out, lb_error *err);

#endif
