/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of areas, whatever the order of rows: areas that share as much ground with one are
 * distinguished by name, not by which row came first. */
#ifndef LB_COMMANDS_CHANGES_AREA_ORDER_H
#define LB_COMMANDS_CHANGES_AREA_ORDER_H

#include "commands/changes/assessments.h"

/* lb_changes_find of state->after_of and of what the areas share (NULL: no polygons), with the
 * areas of each side in the order of name, category, LPO, region and place: into state->changes, by
 * the numbers of rows. LB_E_MEMORY. */
lb_status lb_changes_find_by_name(lb_changes_state *state, const lb_change_overlap *overlap,
                                  size_t overlaps);

#endif
