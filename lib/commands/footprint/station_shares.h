/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the circle of each station falls on the areas, and outside them. */
#ifndef LB_COMMANDS_FOOTPRINT_STATION_SHARES_H
#define LB_COMMANDS_FOOTPRINT_STATION_SHARES_H

#include <lagesbild/footprint.h>
#include <lagesbild/overlap_rule.h>
#include "input/areas/areas.h"
#include "commands/footprint/stations.h"

/* Zeroed memory is a valid empty struct. The number of areas stands for "outside": its part is
 * there when more than rounding of the circle lies in no area. */
typedef struct lb_station_shares {
    size_t *first; /* [stations + 1] */
    lb_footprint_part *part;
} lb_station_shares;

void lb_station_shares_clear(lb_station_shares *parts);

/* LB_E_MEMORY; LB_E_INPUT: GEOS fails where areas overlap. */
lb_status lb_station_shares_compute(const lb_string_ids *stations, const lb_areas *areas,
                                    lb_overlap_rule rule, int threads, lb_station_shares *out,
                                    lb_error *err);

#endif
