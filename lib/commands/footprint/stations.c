/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "commands/footprint/stations.h"

/* Bits spread as in splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t mix_hash(uint64_t h, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    h = (h ^ bits) * UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ h >> 31;
}

void lb_stations_clear(lb_stations *stations)
{
    free(stations->item);
    free(stations->slot);
    *stations = (lb_stations){0};
}

static size_t slot_of(const lb_stations *s, lb_station w)
{
    uint64_t h = mix_hash(mix_hash(mix_hash(7, w.x), w.y), w.radius);
    size_t i = (size_t)h & (s->capacity - 1);
    for (; s->slot[i]; i = (i + 1) & (s->capacity - 1)) {
        const lb_station *have = &s->item[s->slot[i] - 1];
        if (have->x == w.x && have->y == w.y && have->radius == w.radius)
            break;
    }
    return i;
}

static lb_status grow_slots(lb_stations *s)
{
    uint32_t *old = s->slot;
    size_t capacity = s->capacity ? s->capacity * 2 : 1024;
    uint32_t *bigger = calloc(capacity, sizeof *bigger);
    if (!bigger)
        return LB_E_MEMORY;
    s->slot = bigger;
    s->capacity = capacity;
    for (size_t n = 0; n < s->count; n++)
        s->slot[slot_of(s, s->item[n])] = (uint32_t)(n + 1);
    free(old);
    return LB_OK;
}

lb_status lb_stations_add(lb_stations *stations, lb_station station, uint32_t *out)
{
    lb_station w = {station.x + 0.0, station.y + 0.0, station.radius}; /* -0 is 0 */
    if (stations->count * 2 >= stations->capacity && grow_slots(stations) != LB_OK)
        return LB_E_MEMORY;
    size_t i = slot_of(stations, w);
    if (!stations->slot[i]) {
        if (stations->count == LB_STATION_NONE - 1)
            return LB_E_INPUT;
        if (!lb_array_reserve(&stations->item, &stations->item_capacity, stations->count + 1,
                              sizeof *stations->item))
            return LB_E_MEMORY;
        stations->item[stations->count++] = w;
        stations->slot[i] = (uint32_t)stations->count;
    }
    *out = stations->slot[i] - 1;
    return LB_OK;
}
