/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of the overlap rules, for options, project files and provenance; the rules themselves
 * are applied where things are counted. */
#include <stddef.h>

#include <lagesbild/overlap_rule.h>

const char *const lb_overlap_rule_names[] = {[LB_OVERLAP_PRIORITY] = "priority",
                                             [LB_OVERLAP_SPLIT] = "split",
                                             [LB_OVERLAP_BOTH] = "both",
                                             NULL};
