/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `intake` as a function: how far each local police area has come in the collection of
 * the report's section 2.1, what is lacking, and pages about it (docs/methods.md, Collection). */
#ifndef LAGESBILD_INTAKE_H
#define LAGESBILD_INTAKE_H

#include <lagesbild/log.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

typedef struct lb_intake_options {
    const char *intake; /* the description, lagesbild-intake(5) */
    const char *pages;  /* folder for a page of the region and one an area; NULL: none */
    int min_cell;       /* counts of persons from 1 to min_cell - 1 are not shown on pages */
    const char *output, *provenance; /* files; NULL: none */
} lb_intake_options;

/* Every option at its default (see lagesbild-intake(1)). */
LB_API void lb_intake_options_init(lb_intake_options *options);

/* out: lpo, stage, rule, drawn, questions, cylinder, hot_spots, document, state, defects; a row a
 * local police area, in Swedish order of names. LB_E_INPUT: the description or a table is not what
 * it should be; a table that holds persons is refused. */
LB_API lb_status lb_intake_run(const lb_intake_options *options, const lb_job *job, lb_table *out,
                               lb_error *err);

#endif
