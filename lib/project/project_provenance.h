/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance.json of a run, in work/ and in publish/: the project, what became of each step, the
 * hash of each file; and the steps' provenance in publish/. */
#ifndef LB_PROJECT_PROJECT_PROVENANCE_H
#define LB_PROJECT_PROJECT_PROVENANCE_H

#include "project/project_steps.h"

lb_status lb_project_write_provenance(const lb_project *project, const lb_step_outcome *outcome,
                                      const lb_job *job, lb_error *err);

/* provenance.json of publish/ alone, once project->audited is known. */
lb_status lb_project_write_audit(const lb_project *project, const lb_step_outcome *outcome,
                                 const lb_job *job, lb_error *err);

#endif
