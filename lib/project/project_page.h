/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.html of a run: map, tables, charts, what failed, and how all of it was made. */
#ifndef LB_PROJECT_PROJECT_PAGE_H
#define LB_PROJECT_PROJECT_PAGE_H

#include "project/project_layers.h"

/* job->force: also an index.html that the caller has cleared the way for. */
lb_status lb_project_write_page(const lb_project *project, const lb_step_outcome *outcome,
                                const lb_project_layers *layers, const lb_job *job, lb_error *err);

#endif
