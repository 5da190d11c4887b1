/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covers in which a cell counts wholly or not at all, as other tools count it (docs/methods.md,
 * Profile statistics, Other rules). */
#ifndef LB_INPUT_OVERLAY_COUNT_RULE_H
#define LB_INPUT_OVERLAY_COUNT_RULE_H

#include <lagesbild/cover.h>
#include <lagesbild/profile.h>

/* The cover of the same areas by the rule, from their exact cover; `area` and `outside` stay as
 * they are. shapes: the areas in the grid's CRS, used by LB_COUNT_CENTROID only. LB_E_MEMORY. */
lb_status lb_count_rule_apply(lb_count_rule rule, const lb_cover *exact, const lb_shapes *shapes,
                              int threads, lb_cover *out);

#endif
