/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provenance that an output of ours carries inside it. */
#ifndef LB_PORT_GDAL_PROVENANCE_READ_H
#define LB_PORT_GDAL_PROVENANCE_READ_H

#include <lagesbild/status.h>

/* Of a GeoTIFF or GeoPackage, as a JSON object; *out is NULL where there is none or the file cannot
 * be opened. The caller frees it. LB_E_MEMORY. */
lb_status lb_provenance_read(const char *path, char **out, lb_error *err);

#endif
