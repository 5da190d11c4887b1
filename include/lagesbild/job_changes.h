/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `changes` as a function: what became of areas between two assessments. */
#ifndef LAGESBILD_JOB_CHANGES_H
#define LAGESBILD_JOB_CHANGES_H

#include <stdbool.h>

#include <lagesbild/log.h>
#include <lagesbild/table.h>

typedef struct lb_changes_options {
    const char *before, *after;                 /* layers or tables: area, category, lpo, region */
    const char *name, *category, *lpo, *region; /* fields of both; NULL: the usual names */
    const char *aliases;                        /* table: from, to; NULL: none */
    const char *matrix, *counts;                /* files; NULL: none */
    const char *output, *provenance;            /* files; NULL: none */
    bool only_changed; /* the list has only areas whose category is another, came or went */
} lb_changes_options;

typedef struct lb_changes_report {
    lb_table list;   /* area, region, lpo, before, after, change; then kind, other, km2 */
    lb_table matrix; /* before; a column a category after, ej_utsatt, total */
    lb_table counts; /* region, lpo, category, before, after, lpo_before, lpo_after */
} lb_changes_report;

LB_API void lb_changes_report_clear(lb_changes_report *report);

/* A region or LPO that one side does not tell is that of the other; `okand` when neither does.
 * change: `worse` or `better` when the category changed, else the kind of changes.h. Surfaces, on
 * the ellipsoid, where both sides have polygons. */
LB_API lb_status lb_changes_run(const lb_changes_options *options, const lb_job *job,
                                lb_changes_report *out, lb_error *err);

#endif
