/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each local police area lacks, and how far it has come (docs/methods.md, Collection). */
#ifndef LB_COMMANDS_INTAKE_COLLECTION_STATE_H
#define LB_COMMANDS_INTAKE_COLLECTION_STATE_H

#include "commands/intake/collection.h"

enum { LB_INTAKE_STATES = LB_INTAKE_STEPS + 2 };

/* "not started", then each step, then "complete": how far an area can have come. */
extern const char *const lb_intake_state_names[LB_INTAKE_STATES];

/* The stage by the rules, defects beside those of the layers, steps and states. Defects are then in
 * the order of local police areas, steps and areas. LB_E_MEMORY. */
lb_status lb_collection_judge(lb_collection *c);

/* The hot spots of an area that are established; *outside: of them those not in it. */
size_t lb_hot_spots_count(const lb_collection *c, size_t area, size_t *outside);

#endif
