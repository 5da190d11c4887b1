/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rasters of any format GDAL opens, as grids of doubles with NaN where there is no value. Nodata
 * values, masks, alpha bands, scale and offset are applied here and nowhere else. A raster belongs
 * to one thread. */
#ifndef LB_PORT_RASTER_RASTER_READ_H
#define LB_PORT_RASTER_RASTER_READ_H

#include <lagesbild/grid.h>

/* A window of a raster, in cells: rows from the north, columns from the west. */
typedef struct lb_window {
    int32_t row, col, nrow, ncol;
} lb_window;

typedef struct lb_raster lb_raster;

/* source: what GDAL opens, with |crs= behind it or not; a .zip or .gz is entered. LB_E_IO: cannot
 * be opened. LB_E_USAGE: parts behind a | that are not known. LB_E_INPUT: not a raster; without
 * georeference; rotated or south-up; the text says what to do. */
lb_status lb_raster_open(const char *source, lb_raster **out, lb_error *err);

/* The same in two steps: the CRS, for which PROJ's database is searched, takes five times as long
 * as all else. lb_raster_crs is NULL before the second. LB_E_MEMORY. */
lb_status lb_raster_open_cells(const char *source, lb_raster **out, lb_error *err);
lb_status lb_raster_find_crs(lb_raster *raster, lb_error *err);

void lb_raster_close(lb_raster *raster); /* NULL is accepted */

const lb_grid *lb_raster_grid(const lb_raster *raster);

/* What the raster declares, for PROJ; NULL: nothing. Where it is: port/read/source_crs.h. */
const char *lb_raster_crs(const lb_raster *raster);

/* What |crs= says; NULL: it does not. */
const char *lb_raster_given_crs(const lb_raster *raster);

int lb_raster_bands(const lb_raster *raster);

/* The band's description, or "" when it has none; bands count from 1; borrowed. */
const char *lb_raster_band_name(const lb_raster *raster, int band);

/* The band of a name (its description) or number; NULL or "": the only one. LB_E_USAGE: none such,
 * or several to choose from; the text lists them. */
lb_status lb_raster_find_band(const lb_raster *raster, const char *name, int *band, lb_error *err);

/* How many windows cover the raster, row by row of windows. Each is of whole blocks where blocks
 * are not huge: reading them in order touches each block once. The first is the largest. */
size_t lb_raster_windows(const lb_raster *raster);
lb_window lb_raster_window(const lb_raster *raster, size_t i);

/* Is nothing stored for the band in the window, and has it no value there? False: perhaps not. */
bool lb_raster_is_empty(const lb_raster *raster, int band, lb_window window);

/* Has the band a value in every cell, whatever is stored: whole numbers without nodata or mask? */
bool lb_raster_is_full(const lb_raster *raster, int band);

/* value[nrow * ncol], row by row from the north: the values of a window of a band, in real units
 * (times scale plus offset); NaN where the band has none. The window lies in the grid.
 * LB_E_IO: damaged. */
lb_status lb_raster_read(lb_raster *raster, int band, lb_window window, double *value,
                         lb_error *err);

/* Are the band's values stored as floats that are what lb_raster_read gives: with NaN where there
 * is none, without scale or mask? So are the bands that lagesbild writes. */
bool lb_raster_is_float_nan(const lb_raster *raster, int band);

/* lb_raster_read of such a band, for one of the raster's own windows: a band that is empty but for
 * a cell in a hundred is looked through in half the memory. */
lb_status lb_raster_read_float(lb_raster *raster, int band, lb_window window, float *value,
                               lb_error *err);

#endif
