/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods whose counts of events are published (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_PERIODS_H
#define LB_PROJECT_PUBLISH_EVENT_PERIODS_H

#include <lagesbild/period.h>
#include "command/option.h"

/* Does the option say of which days events are counted? */
bool lb_event_option_is_period(const lb_option *option);

/* Is it of all that comes from a day on? */
bool lb_event_period_is_open(const lb_period *period);

/* Appends the periods that a value of such an option stands for; what is no period adds nothing.
 * LB_E_MEMORY. */
lb_status lb_event_periods_add(const lb_command *command, const lb_option *option, const char *text,
                               lb_periods *out);

#endif
