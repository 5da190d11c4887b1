/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables as files, the format by the ending of the path, with provenance inside or beside.
 * Layouts: docs/formats.md, Tables. */
#ifndef LB_OUTPUT_TABLE_FILE_H
#define LB_OUTPUT_TABLE_FILE_H

#include <lagesbild/log.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include "base/atomic_file.h"
#include "model/layer_desc.h"
#include "output/provenance.h"

/* One table of a command. All of it is borrowed. */
typedef struct lb_table_file {
    const char *path; /* NULL: this table is not requested */
    const char *name; /* of the layer or sheet */
    const lb_table *table;
    const lb_shapes *shapes; /* outlines for formats that have them, a feature a row; NULL: none */
    const char *crs;         /* of shapes, as PROJ understands it */
    const char *style_name, *style_qml; /* how QGIS draws the layer; NULL: as it likes */
} lb_table_file;

/* The endings that can be written, NULL-ended: of any table, ".csv" first; of a table with
 * outlines; of one layer; of files that hold several layers. */
extern const char *const lb_table_endings[],
    *const lb_outline_endings[], *const lb_layer_endings[], *const lb_package_endings[];

/* Does the format of that file have the outlines of a table? */
bool lb_table_file_has_outlines(const char *path);

/* Warns where the format of that file leaves out rows without outlines. log may be NULL. */
void lb_table_file_warn(const char *path, const lb_shapes *shapes, lb_log *log);

/* Layers into one file, by the ending of to->path: for a command that has an output group of its
 * own. LB_E_USAGE: the format holds no layers, or one. */
lb_status lb_layers_write(const lb_atomic_file *to, const lb_layer_desc *layers, size_t n,
                          const lb_file_about *about, lb_error *err);

/* Writes n tables of one command (those of one path, one after the other, are layers or sheets of
 * one file), and the provenance as JSON to provenance_path (NULL: only inside formats that carry
 * it): all files appear, or none. job: force, decimal_comma, threads, publish. LB_E_MEMORY,
 * LB_E_IO (an input of the provenance too), LB_E_USAGE; LB_E_INPUT: the table is larger than the
 * format allows. */
lb_status lb_table_files_write(const lb_provenance *provenance, const lb_table_file *file, size_t n,
                               const char *provenance_path, const lb_job *job, lb_error *err);

#endif
