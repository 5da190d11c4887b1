/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kernel/overlap/ground_keys.h"

void lb_ground_keys_clear(lb_ground_keys *keys)
{
    free(keys->count);
    free(keys->slot);
    free(keys->reduced);
    *keys = (lb_ground_keys){.count = NULL};
}

lb_status lb_ground_keys_init(lb_ground_keys *keys, size_t categories, lb_overlap_rule rule)
{
    *keys = (lb_ground_keys){.categories = categories, .rule = rule, .slots = 64};
    keys->slot = calloc(keys->slots, sizeof *keys->slot);
    keys->reduced = calloc(categories + 1, sizeof *keys->reduced);
    uint32_t *none = calloc(categories + 1, sizeof *none);
    bool good = keys->slot && keys->reduced && none && lb_ground_keys_find(keys, none) == 0;
    free(none);
    if (!good)
        lb_ground_keys_clear(keys);
    return good ? LB_OK : LB_E_MEMORY;
}

/* What the rule asks of the counts. With one category alone its areas need not be counted. */
static void reduce_counts(lb_ground_keys *keys, const uint32_t *count)
{
    bool counted = keys->rule == LB_OVERLAP_SPLIT && keys->categories > 1, held = false;
    for (size_t c = 0; c < keys->categories; c++) {
        keys->reduced[c] = counted ? count[c] : count[c] > 0;
        if (keys->rule == LB_OVERLAP_PRIORITY && held)
            keys->reduced[c] = 0;
        held = held || count[c] > 0;
    }
}

static size_t hash_counts(const uint32_t *count, size_t n)
{
    uint64_t hash = 0;
    for (size_t c = 0; c < n; c++)
        hash = (hash + count[c] + 1) * 0x9E3779B97F4A7C15;
    return (size_t)(hash >> 20);
}

/* Where the counts are or would be. */
static size_t find_slot(const lb_ground_keys *keys, const uint32_t *count)
{
    size_t n = keys->categories, at = hash_counts(count, n) & (keys->slots - 1);
    while (keys->slot[at] != 0 &&
           memcmp(lb_ground_keys_count(keys, keys->slot[at] - 1), count, n * sizeof *count) != 0)
        at = (at + 1) & (keys->slots - 1);
    return at;
}

static bool grow_slots(lb_ground_keys *keys)
{
    uint32_t *slot = calloc(2 * keys->slots, sizeof *slot);
    if (!slot)
        return false;
    free(keys->slot);
    keys->slot = slot;
    keys->slots *= 2;
    for (uint32_t k = 0; k < keys->keys; k++)
        slot[find_slot(keys, lb_ground_keys_count(keys, k))] = k + 1;
    return true;
}

uint32_t lb_ground_keys_find(lb_ground_keys *keys, const uint32_t *count)
{
    size_t n = keys->categories;
    reduce_counts(keys, count);
    size_t at = find_slot(keys, keys->reduced);
    if (keys->slot[at] != 0)
        return keys->slot[at] - 1;
    if (keys->keys == UINT32_MAX - 1 ||
        !lb_array_reserve(&keys->count, &keys->capacity, (keys->keys + 1) * n, sizeof *keys->count))
        return UINT32_MAX;
    memcpy(keys->count + keys->keys * n, keys->reduced, n * sizeof *keys->count);
    keys->slot[at] = ++keys->keys;
    if (keys->keys > keys->slots / 2 && !grow_slots(keys)) {
        keys->slot[at] = 0; /* the table stays as it was */
        keys->keys--;
        return UINT32_MAX;
    }
    return keys->keys - 1;
}
