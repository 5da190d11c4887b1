/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of changes, the transitions and the counts. */
#ifndef LB_COMMANDS_CHANGES_CHANGE_TABLES_H
#define LB_COMMANDS_CHANGES_CHANGE_TABLES_H

#include "commands/changes/assessments.h"

/* Fills work->report from work->changes, and sorts these by name. Where one side lacks an
 * area's region or LPO, it is taken from the other. LB_E_MEMORY. */
lb_status lb_changes_make_tables(lb_changes_state *state);

#endif
