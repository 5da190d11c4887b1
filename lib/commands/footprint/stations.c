/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A station has no name in the records: its coordinates and radius, byte by byte, are what makes
 * two records be of one station. */
#include "commands/footprint/stations.h"

lb_status lb_stations_add(lb_string_ids *stations, lb_station station, uint32_t *out)
{
    lb_station key = {station.x + 0.0, station.y + 0.0, station.radius}; /* -0 is 0 */
    lb_string string = {(const char *)&key, sizeof key};
    return lb_string_ids_add(stations, &string, 1, out);
}

lb_station lb_stations_at(const lb_string_ids *stations, size_t i)
{
    lb_station station;
    memcpy(&station, lb_string_ids_at(stations, i).text, sizeof station);
    return station;
}
