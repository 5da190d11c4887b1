/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text to number, by hashing with open addressing. Keys are borrowed: they must outlive the map. */
#ifndef LB_BASE_STRMAP_H
#define LB_BASE_STRMAP_H

#include <stddef.h>
#include <stdint.h>
#include <lagesbild/status.h>

#define LB_STRMAP_NONE SIZE_MAX

typedef struct lb_strmap {
    const char **key;
    size_t *value, capacity, count;
} lb_strmap;

void lb_strmap_clear(lb_strmap *map);

/* The value of key, or LB_STRMAP_NONE. */
size_t lb_strmap_get(const lb_strmap *map, const char *key);

/* Sets key's value; LB_E_MEMORY leaves the map as it was. */
lb_status lb_strmap_set(lb_strmap *map, const char *key, size_t value);

#endif
