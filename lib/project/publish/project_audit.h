/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `run` is about to publish is examined as `inference` does it, before it is moved into its
 * place (docs/methods.md, Inference). */
#ifndef LB_PROJECT_PUBLISH_PROJECT_AUDIT_H
#define LB_PROJECT_PUBLISH_PROJECT_AUDIT_H

#include "project/project_steps.h"

/* Where something under the minimum can be concluded from project->stage, or cannot be proved safe,
 * exact people of areas are replaced by those of coarsened squares, the whole column of a step at a
 * time, and tables of people of another source are withheld; what is made of them is made anew.
 * LB_E_INPUT: nothing is left to replace; the message has the proof. crs: of the grid. What was
 * found is written to work/. Adds to no register. */
lb_status lb_project_audit(lb_project *project, lb_step_outcome *outcome, const char *crs,
                           const lb_job *job, lb_error *err);

/* Is the register of earlier publications one, and are these as they were? LB_E_INPUT, LB_E_IO. */
lb_status lb_project_audit_begin(const lb_project *project, lb_error *err);

/* Adds publish/ to the register of earlier publications, where there is one. LB_E_IO. */
lb_status lb_project_audit_register(const lb_project *project, lb_error *err);

#endif
