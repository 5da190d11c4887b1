/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event, a cell or a footprint counts for where areas overlap (contract section 2). */
#ifndef LAGESBILD_OVERLAP_RULE_H
#define LAGESBILD_OVERLAP_RULE_H

typedef enum lb_overlap_rule {
    LB_OVERLAP_PRIORITY, /* the worse category takes all of it; within one, the first area */
    LB_OVERLAP_SPLIT,    /* equal parts to each area */
    LB_OVERLAP_BOTH      /* all of it to each: parts may exceed the total, which counts it once */
} lb_overlap_rule;

#endif
