/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event, a cell or a footprint counts for where areas overlap (docs/methods.md, Overlap
 * rules). */
#ifndef LAGESBILD_OVERLAP_RULE_H
#define LAGESBILD_OVERLAP_RULE_H

#include <lagesbild/version.h>

typedef enum lb_overlap_rule {
    LB_OVERLAP_PRIORITY, /* the worse category takes all of it; within one, the first area */
    LB_OVERLAP_SPLIT,    /* equal parts to each area */
    LB_OVERLAP_BOTH      /* all of it to each: parts may exceed the total, which counts it once */
} lb_overlap_rule;

/* As options spell them, by lb_overlap_rule; NULL-ended, as all such lists are. */
LB_API extern const char *const lb_overlap_rule_names[];

#endif
