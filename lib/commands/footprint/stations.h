/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base stations numbered as they are met: each place and radius once. */
#ifndef LB_COMMANDS_FOOTPRINT_STATIONS_H
#define LB_COMMANDS_FOOTPRINT_STATIONS_H

#include "base/string_ids.h"

typedef struct lb_station {
    double x, y, radius; /* metres, in the working CRS */
} lb_station;

/* The station of a record without a place. */
#define LB_STATION_NONE LB_STRING_ID_NONE

/* The stations are kept as strings of their three numbers. LB_E_MEMORY; LB_E_INPUT: more than
 * 4,294,967,295 stations. */
lb_status lb_stations_add(lb_string_ids *stations, lb_station station, uint32_t *out);

lb_station lb_stations_at(const lb_string_ids *stations, size_t i);

#endif
