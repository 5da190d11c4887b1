/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions beside the list they are learned from and those of other dates: --labels, --summary,
 * --additions. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_LISTS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_LISTS_H

#include "commands/suggest/suggestions.h"
#include "output/provenance.h"

/* summary: of each list and status how many areas and people. additions: areas of the other lists
 * of which less than half of the people are on the list that was learned from, with the place of
 * their middle square among all that are not on it, by models that have not seen it. Sources go to
 * the provenance. LB_E_INPUT also: two lists of one name. */
lb_status lb_suggest_compare_lists(const lb_suggestions *suggestions, lb_table *summary,
                                   lb_table *additions, lb_provenance *p, lb_error *err);

#endif
