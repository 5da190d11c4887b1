/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a command whose results are tables: all appear, or none. */
#ifndef LB_OUTPUT_TABLE_OUTPUTS_H
#define LB_OUTPUT_TABLE_OUTPUTS_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>
#include "output/provenance.h"

typedef struct lb_table_output {
    const char *path; /* NULL: not asked for */
    const char *name; /* of a GeoPackage's layer */
    const lb_table *table;
} lb_table_output;

/* provenance_path: JSON beside them, or NULL. */
lb_status lb_table_outputs_write(const lb_provenance *provenance, const lb_table_output *file,
                                 size_t files, const char *provenance_path, const lb_job *job,
                                 lb_error *err);

/* Are the endings ones that can be written? Asked before any work. */
lb_status lb_table_outputs_check(const char *const *path, size_t paths, lb_error *err);

#endif
