/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods whose counts of events are published (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_PERIODS_H
#define LB_PROJECT_PUBLISH_EVENT_PERIODS_H

#include <lagesbild/period.h>
#include "command/option.h"

/* What published counts of events must be of at least, together too: half a year. */
enum { LB_EVENT_DAYS_MIN = 181 };

/* Appends the periods that a value of an option stands for, where it is one of periods or of a day;
 * others, and what is no period, add nothing. LB_E_MEMORY. */
lb_status lb_event_periods_add(const lb_command *command, const lb_option *option, const char *text,
                               lb_periods *out);

/* Appends those of a publish/ folder, by the provenance of its steps; a publication that is no
 * folder adds nothing. LB_E_IO, LB_E_MEMORY. */
lb_status lb_event_periods_read(const char *folder, lb_periods *out, lb_error *err);

#endif
