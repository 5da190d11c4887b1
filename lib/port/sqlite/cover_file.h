/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cover as a file that outlives the run: an SQLite database, described in lagesbild-cover(5). */
#ifndef LB_PORT_SQLITE_COVER_FILE_H
#define LB_PORT_SQLITE_COVER_FILE_H

#include <lagesbild/cover.h>
#include <lagesbild/topology_issues.h>
#include <lagesbild/table.h>

/* All that a profile takes from the geometry of areas. */
typedef struct lb_area_cover {
    lb_cover cover;
    double *true_m2; /* [cover.count], on the ellipsoid */
    lb_topology_issues topology;
    lb_cover union_cover; /* of the union, one area; empty without overlaps */
} lb_area_cover;

void lb_area_cover_clear(lb_area_cover *area_cover);

typedef struct lb_cover_file {
    const char *areas; /* what the areas were: a hash and how they were read */
    const char *crs;   /* of the grid */
    const lb_area_cover *area_cover;
    const lb_table *attributes; /* a row an area */
} lb_cover_file;

/* Writes a new file. LB_E_IO, LB_E_MEMORY. */
lb_status lb_cover_file_write(const char *path, const lb_cover_file *file, lb_error *err);

/* LB_E_INPUT: it is no such file, or not whole; or it was made of other areas, or for another CRS
 * than `areas` and `crs` say. attributes: without their units. */
lb_status lb_cover_file_read(const char *path, const char *areas, const char *crs,
                             lb_area_cover *area_cover, lb_table *attributes, lb_error *err);

#endif
