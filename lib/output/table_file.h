/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result table as a file, the format by its ending, with provenance inside or beside. */
#ifndef LB_OUTPUT_TABLE_FILE_H
#define LB_OUTPUT_TABLE_FILE_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>

typedef struct lb_table_file {
    const char *path;            /* .csv .json .md .gpkg; NULL: no table, provenance only */
    const char *provenance_path; /* NULL: none beside */
    const char *provenance;      /* JSON; inside a GeoPackage always */
    const char *name;            /* of a GeoPackage's layer */
    const lb_table *table;
    const lb_shapes *shapes; /* for a GeoPackage; NULL: a table without geometry */
    const char *crs;
} lb_table_file;

/* Is it a name lb_table_file_write can write? LB_E_USAGE names the endings. NULL is fine. */
lb_status lb_table_file_check(const char *path, lb_error *err);

/* Both files appear, or none. job: force, decimal_comma. */
lb_status lb_table_file_write(const lb_table_file *file, const lb_job *job, lb_error *err);

/* Several tables of one command: all their files appear, or none. */
lb_status lb_table_files_write(const lb_table_file *file, size_t n, const lb_job *job,
                               lb_error *err);

#endif
