/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of `placebo` that are read from text. */
#ifndef LB_COMMANDS_PLACEBO_PLACEBO_OPTIONS_H
#define LB_COMMANDS_PLACEBO_PLACEBO_OPTIONS_H

#include <lagesbild/placebo.h>
#include "input/events/event_points.h"

/* What a place has alike beside its people. */
typedef struct lb_placebo_match {
    bool index, urban;
} lb_placebo_match;

/* "people,index,urban". LB_E_USAGE. */
lb_status lb_placebo_match_parse(const char *text, lb_placebo_match *match, lb_error *err);

/* "2021-06-30". NULL or the name of a field, which begins with no digit: LB_UNDATED_DAY.
 * LB_E_USAGE. */
lb_status lb_placebo_listed_parse(const char *text, int64_t *day, lb_error *err);

#endif
