/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days that divide the events of a source into those before and those from then on, where one of
 * the two lasts a short time (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_SPAN_H
#define LB_PROJECT_PUBLISH_EVENT_SPAN_H

#include "project/project.h"

/* text: a value of the option. why: as "the events from 2021-12-01 on last 31 days ..." where
 * its day is fewer than LB_EVENT_DAYS_MIN from the last event or, where those before the day are
 * counted, from the first; "" else, also of what cannot be read: the step reports it. crs: the
 * working CRS. LB_E_MEMORY. */
lb_status lb_event_span_check(const lb_step *step, const lb_option *option, const char *text,
                              const char *crs, const lb_job *job, char why[300]);

#endif
