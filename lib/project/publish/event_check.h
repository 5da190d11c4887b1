/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which counts of events a step does not publish (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_CHECK_H
#define LB_PROJECT_PUBLISH_EVENT_CHECK_H

#include "project/project.h"

/* Sets `unpublished` of the step, or of one of its outputs, where its counts of events, alone or
 * with those of the steps before and of earlier publications, are of a short time, a narrow
 * place or nearly each event by itself; says why. Inputs and outputs of the step are resolved.
 * LB_E_MEMORY. */
lb_status lb_step_check_events(lb_project *project, lb_step *step, const lb_job *job);

#endif
