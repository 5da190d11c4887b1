/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `run` as a function: a whole lägesbild from one description. */
#ifndef LAGESBILD_PROJECT_H
#define LAGESBILD_PROJECT_H

#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* The people of areas in what is published: computed from coarsened squares, as all else; or as
 * delivered, in whole numbers, where the audit finds that these give no one away. */
typedef enum lb_areas_people { LB_AREAS_COARSENED, LB_AREAS_EXACT } lb_areas_people;

typedef struct lb_project_options {
    const char *file; /* lagesbild-project(5) */
    const char *dir;  /* where all outputs go; made when it is missing, its parent must exist */
    const char
        *perturb; /* "cell-key:FILE": counts of squares get noise by the secret in FILE instead
                     of being coarsened (docs/methods.md, Cell key); NULL: they do not */
    lb_areas_people areas;     /* LB_AREAS_EXACT: also where the project does not say so */
    const char *register_path; /* earlier publications, which the audit takes in and to which this
                                  one is added (docs/formats.md); NULL: none */
    bool dry_run;              /* only the plan: nothing is computed or written */
} lb_project_options;

/* Every option at its default (see lagesbild-run(1)). */
LB_API void lb_project_options_init(lb_project_options *options);

typedef struct lb_project_report {
    lb_table inputs; /* of a plan: input, used_by, bytes, crs, operation */
    lb_table steps;  /* step, command, files, state (of a plan: what the files are now), rows */
} lb_project_report;

LB_API void lb_project_report_clear(lb_project_report *report);

/* The file is checked as a whole before anything is computed: every problem is reported with its
 * line, and LB_E_INPUT returned. LB_E_IO: dir cannot be made, or a file that would be written is
 * there and job->force is false.
 *
 * Each step does what its command does and writes the same bytes. A step that fails is reported as
 * a problem and on the page, those that need its files fail with it, the others go on. *out is then
 * filled too, and the status is that of the first that failed (LB_E_USAGE becomes LB_E_INPUT). */
LB_API lb_status lb_project_run(const lb_project_options *options, const lb_job *job,
                                lb_project_report *out, lb_error *err);

#endif
