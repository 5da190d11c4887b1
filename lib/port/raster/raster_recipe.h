/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe inside a result of `index`, so that a map can name its classes. */
#ifndef LB_PORT_RASTER_RASTER_RECIPE_H
#define LB_PORT_RASTER_RASTER_RECIPE_H

#include <lagesbild/status.h>

/* What `index` wrote into its files about how they were made: of a raster the recipe itself
 * (*is_json 0), of a GeoPackage the provenance as JSON (*is_json 1). *out is NULL where there is
 * none or the source cannot be opened; the caller frees it. LB_E_MEMORY. */
lb_status lb_raster_recipe_read(const char *source, char **out, int *is_json);

#endif
