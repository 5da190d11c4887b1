/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of --near-repeat: pairs of events by distance and days (docs/methods.md, Near repeat).
 */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_PAIRS_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_PAIRS_H

#include <lagesbild/hotspot.h>
#include "input/events/event_points.h"

/* Of all placed and dated events, in the support or not. LB_E_INPUT: fewer than 10, unless
 * despite_refusal. */
lb_status lb_near_repeat_table(const lb_hotspot_options *options, const lb_event_points *points,
                               const lb_job *job, lb_table *table, lb_error *err);

#endif
