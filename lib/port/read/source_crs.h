/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on earth a source is: the one place that gathers what model/crs_detect decides from. Every
 * reader of places (tables of points, polygons, lines) begins a tally with it, adds all coordinates
 * that it reads, and decides. */
#ifndef LB_PORT_READ_SOURCE_CRS_H
#define LB_PORT_READ_SOURCE_CRS_H

#include "model/crs_detect.h"
#include "port/proj/crs.h"
#include "port/proj/crs_extent.h"
#include "port/raster/raster_read.h"
#include "port/read/row_reader.h"

/* Not to be moved once begun: the tally points into it. */
typedef struct lb_source_crs {
    lb_crs_tally tally;
    lb_crs_source source;
    char label[LB_CRS_LABEL_SIZE];        /* of what the source declares */
    lb_crs_area area[LB_CRS_WORKING + 1]; /* of what is said of the source */
} lb_source_crs;

/* Sets one of the candidates up to LB_CRS_WORKING; crs is borrowed, NULL: there is none.
 * LB_E_USAGE: a CRS that PROJ does not know. */
lb_status lb_source_crs_add(lb_source_crs *source, lb_crs_rank rank, const char *crs,
                            lb_error *err);

/* working: what --crs says, or NULL. x and y: the columns of points, SIZE_MAX: places are
 * geometries. The CRS texts are borrowed from rows and working. LB_E_USAGE: a CRS that PROJ does
 * not know. */
lb_status lb_source_crs_begin(const lb_rows *rows, const char *file, const char *working, size_t x,
                              size_t y, lb_source_crs *out, lb_error *err);

/* The CRS that a raster's cells are in, decided by the same rule from a net of 8 x 8 of its cells;
 * *crs is freed by free(). A raster that lies partly outside the CRS's area of use is noted. Errors
 * as lb_crs_decide. */
lb_status lb_source_crs_raster(const lb_raster *raster, const char *source, const lb_job *job,
                               char **crs, lb_error *err);

#endif
