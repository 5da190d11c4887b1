/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cover that outlives the run: an SQLite database, described in docs/formats.md, Cover file, and
 * lagesbild-cover(5). */
#ifndef LB_PORT_SQLITE_COVER_FILE_H
#define LB_PORT_SQLITE_COVER_FILE_H

#include <sqlite3.h>

#include <lagesbild/cover.h>
#include <lagesbild/topology_issues.h>
#include <lagesbild/table.h>
#include "port/gdal/sha256.h"

/* Everything that `profile` uses of the geometry of areas. Zeroed memory is empty. */
typedef struct lb_area_cover {
    lb_cover cover;
    double *true_m2; /* [cover.count] square metres on the ellipsoid */
    lb_topology_issues topology;
    lb_cover union_cover; /* of the union, one area; empty without overlaps */
} lb_area_cover;

void lb_area_cover_clear(lb_area_cover *area_cover);

/* What a cover file is written from; all borrowed. */
typedef struct lb_cover_file {
    const char *areas; /* which areas: their hash and how they were read */
    const char *crs;   /* of the grid */
    const lb_area_cover *area_cover;
    const lb_table *attributes; /* a row an area */
} lb_cover_file;

enum { LB_COVER_APPLICATION_ID = 1279411030 /* "LBCV" */, LB_COVER_VERSION = 4 };

/* Writes a new file. LB_E_IO, LB_E_MEMORY. */
lb_status lb_cover_file_write(const char *path, const lb_cover_file *file, lb_error *err);

/* What a cover file that is read must have been made from, as lb_cover_file has it; threads: 0: one
 * a core. */
typedef struct lb_cover_origin {
    const char *areas, *crs;
    int threads;
} lb_cover_origin;

/* LB_E_INPUT: not a cover file, or damaged; or of another origin. LB_E_IO: cannot be opened.
 * attributes: without their units. */
lb_status lb_cover_file_read(const char *path, const lb_cover_origin *origin,
                             lb_area_cover *area_cover, lb_table *attributes, lb_error *err);

/* SHA-256 of the rows of all tables but `hash`, with the statements that made the tables, as
 * docs/formats.md defines it. `hash` stores it, so that a bit that has changed on a disk or by
 * another program does not pass as a figure. SQLITE_OK, or why SQLite could not read them. */
int lb_cover_file_hash(sqlite3 *db, char hex[LB_HASH_SIZE]);

#endif
