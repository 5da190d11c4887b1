/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMANDS_EQUIVALENT_EQUIVALENT_MAP_H
#define LB_COMMANDS_EQUIVALENT_EQUIVALENT_MAP_H

#include "commands/equivalent/zone_set.h"
#include "model/map/drawing.h"

/* A map of the set among the zones round it, and to the same scale a disc of `target` m2.
 * LB_E_MEMORY. */
lb_status lb_equivalent_map_draw(const lb_zone_set *zones, const lb_connected_set *set,
                                 double target, bool english, lb_drawing **out, lb_error *err);

#endif
