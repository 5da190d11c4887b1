/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GeoTIFF's blocks, read past GDAL's cache. What is read once gains nothing from being kept: the
 * cache takes new memory for every block, and taking it costs more than to inflate the block. */
#ifndef LB_PORT_RASTER_TIFF_BLOCKS_H
#define LB_PORT_RASTER_TIFF_BLOCKS_H

#include <stdbool.h>

#include <gdal.h>

#include <lagesbild/grid.h>
#include <lagesbild/status.h>
#include "port/raster/window.h"

typedef struct lb_tiff_blocks {
    int width, height; /* of a block; 0: it is read the usual way */
    void *scratch;     /* one block, made when it is first needed */
} lb_tiff_blocks;

/* Of a GeoTIFF that is near, whose blocks hold one band each and are of moderate size. */
lb_tiff_blocks lb_tiff_blocks_find(GDALDatasetH dataset, const char *source);
void lb_tiff_blocks_clear(lb_tiff_blocks *blocks);

/* Does the window consist of whole blocks, but for those that the raster's edge cuts? */
bool lb_tiff_blocks_fit(const lb_tiff_blocks *blocks, const lb_grid *grid, lb_window window);

/* value[nrow * ncol], of the type asked for, row by row from the north: what is stored of such a
 * window. LB_E_MEMORY; LB_E_IO: GDAL has said why. */
lb_status lb_tiff_blocks_read(lb_tiff_blocks *blocks, GDALRasterBandH band, lb_window window,
                              GDALDataType type, void *value);

#endif
