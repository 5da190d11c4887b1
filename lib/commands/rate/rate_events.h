/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMANDS_RATE_RATE_EVENTS_H
#define LB_COMMANDS_RATE_RATE_EVENTS_H

#include "commands/rate/rate_data.h"

/* Counts options->events in the areas' polygons. Places that cannot be read are in no area, dates
 * that cannot be read in no period; both are reported. */
lb_status lb_rate_count_events(const lb_rate_options *options, const lb_job *job,
                               lb_rate_data *data, lb_error *err);

/* Of `rows` events read from source, each is inside, in no area or unplaced, and the areas' counts
 * add up to those inside and what overlapping areas count again. Else LB_E_INPUT. */
lb_status lb_rate_check_totals(const lb_rate_data *data, int64_t rows, const char *source,
                               lb_error *err);

#endif
