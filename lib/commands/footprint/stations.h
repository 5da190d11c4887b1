/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base stations numbered as they are met: each place and radius once. */
#ifndef LB_COMMANDS_FOOTPRINT_STATIONS_H
#define LB_COMMANDS_FOOTPRINT_STATIONS_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

typedef struct lb_station {
    double x, y, radius;
} lb_station;

/* Zeroed memory is empty. */
typedef struct lb_stations {
    size_t count, item_capacity, capacity;
    lb_station *item; /* [count] */
    uint32_t *slot;   /* [capacity]: number + 1, 0: free */
} lb_stations;

/* The station of a record without a place. */
#define LB_STATION_NONE UINT32_MAX

void lb_stations_clear(lb_stations *stations);

/* LB_E_MEMORY; LB_E_INPUT: over four milliard stations. */
lb_status lb_stations_add(lb_stations *stations, lb_station station, uint32_t *out);

#endif
