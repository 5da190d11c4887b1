/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a field of events name their kinds, or number them? Counts by kind of nearly every event
 * alone reveal where each was (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_KINDS_H
#define LB_PROJECT_PUBLISH_EVENT_KINDS_H

#include <lagesbild/log.h>
#include <lagesbild/status.h>

/* why: as "it has 14 values for 15 events ..." where a kind has fewer than two events in the mean,
 * else "", also of what cannot be read: the step reports it. LB_E_MEMORY. */
lb_status lb_event_kinds_check(const char *source, const char *field, const lb_job *job,
                               char why[300]);

#endif
