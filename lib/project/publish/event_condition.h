/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a condition on events (|where=) chooses by. */
#ifndef LB_PROJECT_PUBLISH_EVENT_CONDITION_H
#define LB_PROJECT_PUBLISH_EVENT_CONDITION_H

#include <stdbool.h>

/* Does the condition name that field, with or without its table? Compared folded (lb_text_fold). */
bool lb_event_condition_names(const char *condition, const char *field);

/* Does it call a function of the geometry, as ST_MinX(geom)? */
bool lb_event_condition_measures(const char *condition);

/* Do both choose by values of one and the same field, with = <> IN OR AND NOT alone: kind = 'a'
 * and kind IN ('a', 'b')? "" chooses all. */
bool lb_event_conditions_agree(const char *a, const char *b);

#endif
