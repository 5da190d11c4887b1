/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables as files, the format by the ending of the path, with provenance inside or beside.
 * Layouts: docs/formats.md, Tables. */
#ifndef LB_OUTPUT_TABLE_FILE_H
#define LB_OUTPUT_TABLE_FILE_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "output/provenance.h"

/* One table of a command. All of it is borrowed. */
typedef struct lb_table_file {
    const char *path; /* NULL: this table is not requested */
    const char *name; /* of a GeoPackage's layer */
    const lb_table *table;
    const lb_shapes *shapes;            /* geometry in a GeoPackage, a feature a row; NULL: none */
    const char *crs;                    /* of shapes, as PROJ understands it */
    const char *style_name, *style_qml; /* how QGIS draws the layer; NULL: as it likes */
} lb_table_file;

/* The endings that can be written, ".csv" first; NULL-ended. */
extern const char *const lb_table_endings[];

/* Writes n tables of one command (those of one path, one after the other, are layers of one
 * GeoPackage), and the provenance as JSON to provenance_path (NULL: only inside
 * GeoPackages): all files appear, or none. job: force, decimal_comma, threads. LB_E_MEMORY,
 * LB_E_IO, LB_E_USAGE. */
lb_status lb_table_files_write(const lb_provenance *provenance, const lb_table_file *file, size_t n,
                               const char *provenance_path, const lb_job *job, lb_error *err);

#endif
