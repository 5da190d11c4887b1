/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GeoTIFFs of sparse cells: tiled, compressed, with overviews and statistics inside. Tiles without
 * a cell are not written; memory grows with the populated cells and one row of tiles. The bytes
 * depend on the values alone. */
#ifndef LB_PORT_RASTER_RASTER_WRITE_H
#define LB_PORT_RASTER_RASTER_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/grid.h>
#include <lagesbild/status.h>

typedef struct lb_band_desc {
    const char *name;
    const double *value; /* [cells], or as many as lb_raster_desc.place refers to; NaN: no data */
    bool is_class;       /* overviews take one cell's value, not the mean of several */
} lb_band_desc;

typedef struct lb_raster_desc {
    lb_grid grid;
    const char *crs; /* what PROJ understands */
    size_t cells;
    const int64_t *cell; /* [cells] row * ncol + col, ascending, each once */
    const size_t *place; /* [cells] cell i has value[place[i]] of each band; NULL: value[i] */
    size_t bands;        /* > 0 */
    const lb_band_desc *band;
    char *const *metadata; /* key, value, key, value ..., NULL; or NULL: the file's items */
    int threads;           /* as lb_thread_count reads it */
} lb_raster_desc;

/* float32, NaN = no data, named bands, STATISTICS_* items, overviews 2 4 8 ... until the raster is
 * within one tile. path: created or written over; on failure the caller removes it.
 * LB_E_INPUT: a grid without cells, a cell outside it or out of order. LB_E_USAGE: the CRS. */
lb_status lb_raster_write(const char *path, const lb_raster_desc *raster, lb_error *err);

typedef struct lb_class_raster_desc {
    lb_grid grid;
    const char *crs;
    size_t cells;
    const int64_t *cell;     /* as above */
    const uint8_t *class_of; /* [cells], 0 = no data */
    int classes;             /* 1..255 */
    char *const *colour;     /* [classes] "#rrggbb" */
    char *const *metadata;
} lb_class_raster_desc;

/* Byte with a colour table, 0 = no data and transparent. LB_E_USAGE also: a colour that is not
 * #rrggbb. */
lb_status lb_class_raster_write(const char *path, const lb_class_raster_desc *raster,
                                lb_error *err);

#endif
