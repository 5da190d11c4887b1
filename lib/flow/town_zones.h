/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistical zones: the parts of the municipality nearest to each of some middles. */
#ifndef LB_FLOW_TOWN_ZONES_H
#define LB_FLOW_TOWN_ZONES_H

#include "flow/town_parts.h"

/* Fills town->zone and the zone of each square, from the squares. */
void lb_town_divide(lb_town *town);

#endif
