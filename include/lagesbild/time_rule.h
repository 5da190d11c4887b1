/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an event counts whose time is known only as an interval, from its date to --until
 * (docs/methods.md, Time of an event). */
#ifndef LAGESBILD_TIME_RULE_H
#define LAGESBILD_TIME_RULE_H

#include <lagesbild/version.h>

typedef enum lb_time_rule {
    LB_TIME_AORISTIC, /* in each period by the part of the interval that lies in it */
    LB_TIME_START,    /* at the beginning of the interval */
    LB_TIME_END,      /* at its end */
    LB_TIME_MIDDLE,   /* halfway */
    LB_TIME_EXCLUDE   /* only where all of the interval lies in one period; else undated */
} lb_time_rule;

/* As options spell them, by lb_time_rule; NULL-ended. */
LB_API extern const char *const lb_time_rule_names[];

#endif
