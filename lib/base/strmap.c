/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/strmap.h"

/* FNV-1a, 64 bits. */
static uint64_t hash_key(const char *key)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* Where key is, or where it would go. */
static size_t find_slot(const lb_strmap *map, const char *key)
{
    size_t i = (size_t)hash_key(key) & (map->capacity - 1);
    while (map->key[i] && strcmp(map->key[i], key) != 0)
        i = (i + 1) & (map->capacity - 1);
    return i;
}

void lb_strmap_clear(lb_strmap *map)
{
    free(map->key);
    free(map->value);
    *map = (lb_strmap){0};
}

size_t lb_strmap_get(const lb_strmap *map, const char *key)
{
    if (map->count == 0)
        return LB_STRMAP_NONE;
    size_t i = find_slot(map, key);
    return map->key[i] ? map->value[i] : LB_STRMAP_NONE;
}

static lb_status grow_strmap(lb_strmap *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : 64;
    lb_strmap bigger = {.key = calloc(capacity, sizeof *bigger.key),
                        .value = calloc(capacity, sizeof *bigger.value),
                        .capacity = capacity,
                        .count = map->count};
    if (!bigger.key || !bigger.value) {
        lb_strmap_clear(&bigger);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < map->capacity; i++) {
        if (!map->key[i])
            continue;
        size_t j = find_slot(&bigger, map->key[i]);
        bigger.key[j] = map->key[i];
        bigger.value[j] = map->value[i];
    }
    lb_strmap_clear(map);
    *map = bigger;
    return LB_OK;
}

lb_status lb_strmap_set(lb_strmap *map, const char *key, size_t value)
{
    if (map->count * 4 >= map->capacity * 3 && grow_strmap(map) != LB_OK)
        return LB_E_MEMORY;
    size_t i = find_slot(map, key);
    if (!map->key[i]) {
        map->key[i] = key;
        map->count++;
    }
    map->value[i] = value;
    return LB_OK;
}
