/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project would read and write: for --dry-run. */
#ifndef LB_PROJECT_DRY_RUN_H
#define LB_PROJECT_DRY_RUN_H

#include <lagesbild/project.h>
#include "project/project.h"
#include "project/project_steps.h"

/* Each input once, with the way from its CRS to the working one; what cannot be opened is said in
 * its row. */
lb_status lb_project_inputs_table(const lb_project *project, const lb_job *job, lb_table *out);

/* A row a step. outcome NULL: nothing has been done yet. */
lb_status lb_project_steps_table(const lb_project *project, const lb_step_outcome *outcome,
                                 lb_table *out);

#endif
