/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which zones (municipalities, DeSO) points are in. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_ZONES_H
#define LB_COMMANDS_SUGGEST_SUGGEST_ZONES_H

#include "commands/suggest/suggest_data.h"

/* zone[n]: of each point xy[n][2] in the grid's CRS; zones->shapes.count where it is in none. */
lb_status lb_suggest_locate(const lb_suggest_data *data, const lb_areas *zones, const double *xy,
                            size_t n, size_t *zone);

#endif
