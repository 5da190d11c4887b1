/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What share of each station's circle lies in each area, and outside all areas. */
#ifndef LB_COMMANDS_FOOTPRINT_STATION_SHARES_H
#define LB_COMMANDS_FOOTPRINT_STATION_SHARES_H

#include <lagesbild/footprint.h>
#include <lagesbild/overlap_rule.h>
#include "input/areas/areas.h"
#include "text/string_ids.h"

/* A base station: each position and radius once, so that its circle is cut by the areas once. */
typedef struct lb_station {
    double x, y, radius; /* metres, in the working CRS */
} lb_station;

/* The station of a record without a position. */
#define LB_STATION_NONE LB_STRING_ID_NONE

/* Stations are numbered as they are met, and kept as strings of their three numbers. LB_E_MEMORY;
 * LB_E_INPUT: more than 4,294,967,295 stations. */
lb_status lb_stations_add(lb_string_ids *stations, lb_station station, uint32_t *out);

/* Sparse rows of (area, share). The number of areas stands for "outside", which has a part when
 * more than rounding of the circle lies in no area. Zeroed memory is a valid empty struct. */
typedef struct lb_station_shares {
    size_t *first;           /* [stations + 1]: the first part of each station */
    lb_footprint_part *part; /* [first[stations]] */
} lb_station_shares;

void lb_station_shares_clear(lb_station_shares *shares);

/* No digit depends on threads. LB_E_MEMORY; LB_E_INPUT: GEOS could not cut areas
 * that overlap. */
lb_status lb_station_shares_compute(const lb_string_ids *stations, const lb_areas *areas,
                                    lb_overlap_rule rule, const lb_job *job, lb_station_shares *out,
                                    lb_error *err);

#endif
