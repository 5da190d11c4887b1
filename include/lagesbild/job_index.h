/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `index` as a function: from a delivery to the livsvillkor grid in files. */
#ifndef LAGESBILD_JOB_INDEX_H
#define LAGESBILD_JOB_INDEX_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_index_options {
    const char *recipe;        /* built-in or file; NULL: livsvillkor-8 */
    const char *const *source; /* tables on squares */
    size_t sources;
    const char *const *band; /* "NAME=FILE:BAND" */
    size_t bands;
    int32_t cell_size;     /* of squares that do not tell theirs, metres; 0: not given */
    const char *tif;       /* GeoTIFF with index, class, groups, population; NULL: none */
    const char *gpkg;      /* GeoPackage with layer rutor; NULL: none */
    const char *class_tif; /* Byte with a colour table; NULL: none */
    const char *provenance;
} lb_index_options;

typedef struct lb_index_report {
    lb_table squares;   /* post, rutor, personer: what was read, joined, passed, left out and why */
    lb_table variables; /* per variable: source, n, missing, min, median, max, correlation ... */
} lb_index_report;

LB_API void lb_index_report_clear(lb_index_report *report);

/* Writes the files asked for, all or none. LB_E_INPUT also when the people of the map and the
 * remainders are not the people that were read, to 1e-9. */
LB_API lb_status lb_index_run(const lb_index_options *options, const lb_job *job,
                              lb_index_report *out, lb_error *err);

#endif
